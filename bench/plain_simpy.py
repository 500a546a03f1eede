"""The same county as a plain SimPy model: every booking is a process that draws its own luck as it goes.

What a user of SimPy would write from the same scenario, without the simulator's ways of saving work. The calendar,
the policies, the rosters and the tours are taken from the simulator's plan, laid out once for both.
"""

from __future__ import annotations

import simpy

from bench.plain_casework import Casework, Count, Counts, Detainer
from bench.plain_county import Agency, Person
from bench.plain_stations import Officers, Steps, Transport
from simulator.model.codes import HOUR_SECONDS
from simulator.scenario.stations import Background


class SimpyModel(Casework):
    """The processes of a county; ``run`` simulates it once."""

    def run(self, seed: int) -> Counts:
        """Simulate once, until the last person has left."""
        self.begin(seed)
        self.env = env = simpy.Environment()
        self.gone = env.event()
        offices, plan = self.scenario.field_offices.items(), self.plan
        self.officers = {name: Officers(env, plan.rosters[f"decision of {name}"]) for name, _ in offices}
        self.transport = {name: Transport(env, plan.tours[name], round(it.tours.seats.value)) for name, it in offices}
        for name, background in self.backgrounds().items():
            env.process(self.outside_work(name, background))
        for agency in self.agencies:
            env.process(self.arrivals(agency))
        if self.to_come:
            env.run(until=self.gone)
        return self.counts

    def all_gone(self) -> None:
        """Stop the run."""
        self.gone.succeed()

    def arrivals(self, agency: Agency) -> Steps:
        """Send in the bookings of each day at their hours."""
        env = self.env
        for moment in self.moments(agency):
            yield env.timeout(moment - env.now)
            env.process(self.booking(agency))

    def outside_work(self, office: str, background: Background) -> Steps:
        """Queries from elsewhere come to a field office for as long as it may have to decide about the county's."""
        while (seconds := self.until_outside_work(background)) < float("inf"):
            yield self.env.timeout(seconds)
            self.env.process(self.desk(office, self.outside_level(background)))

    def desk(self, office: str, level: int) -> Steps:
        """An officer of the field office takes up a query and decides."""
        with self.officers[office].request(priority=level if self.level_first(office) else 0) as turn:
            yield turn
            yield self.env.timeout(self.decision[office]())

    def booking(self, agency: Agency) -> Steps:
        """One booking, from livescan to ICE's answer."""
        env, booked_at = self.env, self.env.now
        count, person = self.booked(agency, booked_at)
        if person and person.found_at is not None:
            env.process(self.interview(person, agency, count))
        yield env.timeout(self.booking_to_prints())
        count["submissions"] += 1
        yield env.timeout(self.state_bureau())
        yield env.timeout(self.fbi_search())
        count["hours_until_fbi_answer"] += (env.now - booked_at) / HOUR_SECONDS
        if agency.stances.at(int(env.now)).shares:
            yield env.timeout(self.ident_search())
            if person and person.matched:
                yield from self.query(person, agency, count)
                return
        self.unmatched(person, count)

    def query(self, person: Person, agency: Agency, count: Count) -> Steps:
        """A match: ICE's support center answers, the agency and the field office are told."""
        env = self.env
        self.matched(person, count)
        yield env.timeout(self.lesc[person.level]())
        self.answered(person, count, env.now)
        if agency.stances.at(int(env.now)).receives:
            env.process(self.relay(person, count))
        if self.news(person):
            yield from self.decide(person, agency, count)

    def relay(self, person: Person, count: Count) -> Steps:
        """The state bureau passes ICE's answer on."""
        yield self.env.timeout(self.answer_relay[person.level]())
        count["answers_seen"] += 1

    def interview(self, person: Person, agency: Agency, count: Count) -> Steps:
        """The other channel finds the person, unless the prints came first."""
        yield self.env.timeout((person.found_at or 0.0) - self.env.now)
        if self.news(person):
            count["found_by_interview"] += 1
            yield from self.decide(person, agency, count)

    def decide(self, person: Person, agency: Agency, count: Count) -> Steps:
        """The field office decides; a detainer comes in time, or not."""
        yield from self.desk(agency.office, person.level)
        if self.decided(person, count, self.env.now):
            yield from self.detainer(person, agency, count)

    def detainer(self, person: Person, agency: Agency, count: Count) -> Steps:
        """A detainer is on file until local release, when the jail honors it or not."""
        env = self.env
        detainer = self.lodged(person, agency, count, env.now)
        yield env.timeout(detainer.released_at - env.now)
        yield from self.hold(person, agency, count, detainer)

    def hold(self, person: Person, agency: Agency, count: Count, detainer: Detainer) -> Steps:
        """If held, the person waits for a seat on one of ICE's tours, as long as the hold lasts."""
        env = self.env
        hold = self.released(person, agency, count, detainer, env.now)
        if not hold:
            return
        taken, on_hold = env.event(), self.transport[agency.office].on_hold
        if hold.comes:
            on_hold.append((hold, taken))
        yield taken | env.timeout(hold.until - env.now)
        if hold.comes and not taken.triggered:
            on_hold.remove((hold, taken))
        self.held(person, count, detainer, hold, env.now, taken=taken.triggered)
