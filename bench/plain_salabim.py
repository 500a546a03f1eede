"""The same county as a plain salabim model: every booking is a component with a process.

What a user of salabim would write from its manual, in the style that it recommends, without ``yield``: officers are a
resource whose capacity follows the shifts, requested by level; those on hold stand in a queue, in the order in which
their holds end, and hold until then unless a tour activates them. Everything the model needs is in salabim's own words.
Tracing is off, as are the monitors of resources and queues; those of components are switched off as far as that saves
time, since salabim makes two for each component in any case.
"""

from __future__ import annotations

from typing import Any

import salabim as sim

from bench.plain_casework import Casework, Count, Counts, Detainer
from bench.plain_county import Agency, Person
from simulator.model.codes import HOUR_SECONDS
from simulator.model.roster import Roster
from simulator.scenario.stations import Background


class SalabimModel(Casework):
    """The components of a county; ``run`` simulates it once."""

    def run(self, seed: int) -> Counts:
        """Simulate once, until the last person has left."""
        self.begin(seed)
        self.env = env = sim.Environment(trace=False, random_seed="")
        self.officers = {name: sim.Resource(capacity=0, monitor=False) for name in self.scenario.field_offices}
        self.on_hold = {name: sim.Queue(monitor=False) for name in self.scenario.field_offices}
        for name, office in self.scenario.field_offices.items():
            Shifts(officers=self.officers[name], roster=self.plan.rosters[f"decision of {name}"])
            Tours(on_hold=self.on_hold[name], moments=self.plan.tours[name], seats=round(office.tours.seats.value))
        for name, background in self.backgrounds().items():
            OutsideWork(county=self, office=name, background=background)
        for agency in self.agencies:
            Arrivals(county=self, agency=agency)
        if self.to_come:
            env.run()
        return self.counts

    def all_gone(self) -> None:
        """Stop the run."""
        self.env.main().activate()


class Shifts(sim.Component):
    """Changes of shift at a field office; who has begun is finished, even after the shift."""

    def setup(self, officers: Any, roster: Roster) -> None:
        self.officers, self.roster = officers, roster

    def process(self) -> None:
        for moment, on_duty in zip(self.roster.changes, self.roster.on_duty, strict=True):
            self.hold(till=moment)
            self.officers.set_capacity(on_duty)


class Tours(sim.Component):
    """ICE's tours to the jails of a field office: those go first whose hold ends first."""

    def setup(self, on_hold: Any, moments: list[int], seats: int) -> None:
        self.on_hold, self.moments, self.seats = on_hold, moments, seats

    def process(self) -> None:
        for moment in self.moments:
            self.hold(till=moment)
            ready = [person for person in self.on_hold if person.ready_at <= moment]
            for person in ready[: self.seats]:
                person.leave(self.on_hold)
                person.activate()


class Arrivals(sim.Component):
    """Sends in the bookings of each day at their hours."""

    def setup(self, county: SalabimModel, agency: Agency) -> None:
        self.county, self.agency = county, agency

    def process(self) -> None:
        for moment in self.county.moments(self.agency):
            self.hold(till=moment)
            Booking(county=self.county, agency=self.agency)


class OutsideWork(sim.Component):
    """Queries from elsewhere come to a field office for as long as it may have to decide about the county's."""

    def setup(self, county: SalabimModel, office: str, background: Background) -> None:
        self.county, self.office, self.background = county, office, background

    def process(self) -> None:
        while (seconds := self.county.until_outside_work(self.background)) < sim.inf:
            self.hold(seconds)
            Query(county=self.county, office=self.office, level=self.county.outside_level(self.background))


class Case(sim.Component):
    """Somebody or something that a field office may have to decide about."""

    county: SalabimModel

    def desk(self, office: str, level: int) -> None:
        """An officer of the field office takes up a query and decides."""
        officers = self.county.officers[office]
        self.request((officers, 1, level if self.county.level_first(office) else 0))
        self.hold(self.county.decision[office]())
        self.release(officers)


class Query(Case):
    """A query from elsewhere."""

    def setup(self, county: SalabimModel, office: str, level: int) -> None:
        self.county, self.office, self.level = county, office, level

    def process(self) -> None:
        self.desk(self.office, self.level)


class Detainee(Case):
    """Somebody whom a field office decides about, and what comes of it."""

    agency: Agency
    count: Count

    def decide(self, person: Person) -> None:
        """The field office decides; a detainer comes in time, or not."""
        county, env = self.county, self.env
        self.desk(self.agency.office, person.level)
        if county.decided(person, self.count, env.now()):
            detainer = county.lodged(person, self.agency, self.count, env.now())
            self.hold(till=detainer.released_at)
            self.wait_for_seat(person, detainer)

    def wait_for_seat(self, person: Person, detainer: Detainer) -> None:
        """If held, the person waits for a seat on one of ICE's tours, as long as the hold lasts."""
        county, env, on_hold = self.county, self.env, self.county.on_hold[self.agency.office]
        held = county.released(person, self.agency, self.count, detainer, env.now())
        if held:
            self.ready_at = held.ready_at
            self.enter(on_hold, held.limit)
            self.hold(till=held.until)
            taken = self not in on_hold
            self.leave()
            county.held(person, self.count, detainer, held, env.now(), taken=taken)


class Booking(Detainee):
    """One booking, from livescan to ICE's answer."""

    def setup(self, county: SalabimModel, agency: Agency) -> None:
        self.reset_monitors(False)
        self.county, self.agency = county, agency

    def process(self) -> None:
        county, env, agency, booked_at = self.county, self.env, self.agency, self.env.now()
        self.count, person = county.booked(agency, booked_at)
        if person and person.found_at is not None:
            Interview(county=county, agency=agency, count=self.count, person=person, at=person.found_at)
        self.hold(county.booking_to_prints())
        self.count["submissions"] += 1
        self.hold(county.state_bureau())
        self.hold(county.fbi_search())
        self.count["hours_until_fbi_answer"] += (env.now() - booked_at) / HOUR_SECONDS
        if agency.stances.at(int(env.now())).shares:
            self.hold(county.ident_search())
            if person and person.matched:
                self.query(person)
                return
        county.unmatched(person, self.count)

    def query(self, person: Person) -> None:
        """A match: ICE's support center answers, the agency and the field office are told."""
        county, now = self.county, self.env.now
        county.matched(person, self.count)
        self.hold(county.lesc[person.level]())
        county.answered(person, self.count, now())
        if self.agency.stances.at(int(now())).receives:
            Relay(count=self.count, delay=county.answer_relay[person.level]())
        if county.news(person):
            self.decide(person)


class Interview(Detainee):
    """The other channel finds the person, unless the prints came first."""

    def setup(self, county: SalabimModel, agency: Agency, count: Count, person: Person) -> None:
        self.county, self.agency, self.count, self.person = county, agency, count, person

    def process(self) -> None:
        if self.county.news(self.person):
            self.count["found_by_interview"] += 1
            self.decide(self.person)


class Relay(sim.Component):
    """The state bureau passes ICE's answer on."""

    def setup(self, count: Count) -> None:
        self.count = count

    def process(self) -> None:
        self.count["answers_seen"] += 1
