"""The same county as a plain SimPy model: every booking is a process that draws its own luck as it goes.

What a user of SimPy would write from the same scenario, without the simulator's ways of saving work. The calendar,
the policies, the rosters and the tours are taken from the simulator's plan, laid out once for both; random numbers
are Python's own, which are the fastest for one number at a time, and are drawn only when somebody needs them.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate

import numpy as np
import simpy

from bench.plain_county import REMOVABLE, US_CITIZEN, Agency, County, Person
from bench.plain_stations import Officers, Steps, Transport
from simulator.model.calendar import DAY_SECONDS, HOUR_SECONDS
from simulator.model.stances import DECLINE, HONOR, NOTIFY, Effect
from simulator.scenario.quantities import CHARGE_CLASSES
from simulator.scenario.stations import Background, Queue

Count = defaultdict[str, float]
Counts = dict[tuple[str, int], Count]
"""What was counted, by (agency, month of booking); names as in the simulator's measures."""

ENDS_AS: dict[str, tuple[str, ...]] = {
    "no-match": ("ended_no_match",),
    "no-action": ("ended_no_action",),
    "missed": ("ended_missed", "missed"),
    "withdrawn": ("ended_withdrawn", "withdrawn"),
    "state-prison": ("ended_state_prison", "state_prison"),
    "declined": ("ended_declined",),
    "lapsed": ("ended_lapsed", "lapsed"),
    "transferred": ("ended_transferred", "transferred"),
}
"""The measures in which each end is counted."""


class PlainModel(County):
    """The processes of a county; ``run`` simulates it once."""

    def run(self, seed: int) -> Counts:
        """Simulate once, until the last person has left."""
        self.luck.seed(seed)
        self.generator = np.random.default_rng(seed)
        self.env = env = simpy.Environment()
        self.counts: Counts = {}
        self.sources, self.undecided, self.in_custody, self.all_gone = len(self.agencies), 0, 0, env.event()
        offices = self.scenario.field_offices.items()
        rosters, tours = self.plan.rosters, self.plan.tours
        self.officers = {name: Officers(env, rosters[f"decision of {name}"]) for name, _ in offices}
        self.transport = {name: Transport(env, tours[name], round(it.tours.seats.value)) for name, it in offices}
        for name, office in offices:
            if isinstance(office.decision, Queue) and office.decision.background:
                env.process(self.outside_work(name, office.decision.background))
        for agency in self.agencies:
            env.process(self.arrivals(agency))
        env.run(until=self.all_gone)
        return self.counts

    def arrivals(self, agency: Agency) -> Steps:
        """Send in the bookings of each day at their hours."""
        env, random, midnights = self.env, self.luck.random, self.calendar.midnights
        week = [list(accumulate(row)) for row in self.scenario.arrivals.week.shares]
        for day, count in enumerate(self._daily_counts(agency)):
            counted = self.counts.setdefault((agency.name, self.months[day]), defaultdict(float))
            hours = self.luck.choices(range(24), cum_weights=week[self.calendar.weekdays[day]], k=count)
            length = (midnights[day + 1] - midnights[day]) / 24
            for moment in sorted([midnights[day] + (hour + random()) * length for hour in hours]):
                yield env.timeout(moment - env.now)
                env.process(self.booking(agency, counted))
        self.sources -= 1
        self._stop_when_all_are_gone()

    def _daily_counts(self, agency: Agency) -> list[int]:
        ratio, means = self.scenario.arrivals.day_to_day_variance_ratio.value, agency.daily_means
        if ratio <= 1:
            return list(map(int, self.generator.poisson(means)))
        return list(map(int, self.generator.negative_binomial(means / (ratio - 1), 1 / ratio)))

    def outside_work(self, office: str, background: Background) -> Steps:
        """Queries from elsewhere come to a field office for as long as it may have to decide about the county's."""
        env, luck, rate = self.env, self.luck, background.arrivals.value / HOUR_SECONDS
        while rate and (self.sources or self.undecided):
            yield env.timeout(luck.expovariate(rate))
            level = 0 if luck.random() < background.level_1_share.value else 3
            env.process(self.desk(office, level))

    def desk(self, office: str, level: int) -> Steps:
        """An officer of the field office takes up a query and decides."""
        decision = self.scenario.field_offices[office].decision
        priority = level if isinstance(decision, Queue) and decision.level_first else 0
        with self.officers[office].request(priority=priority) as turn:
            yield turn
            yield self.env.timeout(self.decision[office]())

    def booking(self, agency: Agency, count: Count) -> Steps:
        """One booking, from livescan to ICE's answer."""
        env, booked_at = self.env, self.env.now
        self.in_custody += 1
        self.undecided += 1
        count["bookings"] += 1
        person = self._person(agency)
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
        if not (person and person.found_at is not None):
            self.undecided -= 1
            self.end(count, "no-match")

    def _person(self, agency: Agency) -> Person | None:
        """The traits of somebody who could meet ICE; None for everybody else."""
        random = self.luck.random
        drawn = random()
        matched = drawn < agency.matched_share
        if not matched and drawn >= agency.matched_share + agency.unmatched_share:
            return None
        status = self.status() if matched else REMOVABLE
        charge_class = self.charge_class()
        booked_at, removable, people = self.env.now, status == REMOVABLE, self.scenario.people
        person = Person(
            booked_at=booked_at,
            matched=matched,
            status=status,
            level=self.level[charge_class](),
            charge_class=charge_class,
            prior_removal=removable and random() < people.prior_removal.value,
            age=self.age(),
            released_at=self.release_at(booked_at, self.stay[charge_class]()),
        )
        if removable:
            person.found_at = self._found(person, agency)
        return person

    def _found(self, person: Person, agency: Agency) -> float | None:
        """When the other channel finds the person in jail; without access to the jail it finds only some."""
        channel, random = self.scenario.federal.other_channel, self.luck.random
        if random() >= channel.found.value:
            return None
        found_at = person.booked_at + self.found_after()
        if found_at > person.released_at:
            return None
        access = agency.stances.at(int(found_at)).access or random() < channel.left_without_access.value
        return found_at if access else None

    def query(self, person: Person, agency: Agency, count: Count) -> Steps:
        """A match: ICE's support center answers, the agency and the field office are told."""
        env = self.env
        count["matches"] += 1
        count["citizens_matched"] += person.status == US_CITIZEN
        yield env.timeout(self.lesc[person.level]())
        count["answers"] += 1
        count["hours_until_answer"] += (env.now - person.booked_at) / HOUR_SECONDS
        if agency.stances.at(int(env.now)).receives:
            env.process(self.relay(person, count))
        if not person.known:
            person.known = True
            yield from self.decide(person, agency, count)

    def relay(self, person: Person, count: Count) -> Steps:
        """The state bureau passes ICE's answer on."""
        yield self.env.timeout(self.answer_relay[person.level]())
        count["answers_seen"] += 1

    def interview(self, person: Person, agency: Agency, count: Count) -> Steps:
        """The other channel finds the person, unless the prints came first."""
        yield self.env.timeout((person.found_at or 0.0) - self.env.now)
        if not person.known:
            person.known = True
            count["found_by_interview"] += 1
            yield from self.decide(person, agency, count)

    def decide(self, person: Person, agency: Agency, count: Count) -> Steps:
        """The field office decides; a detainer comes in time, or not."""
        env = self.env
        yield from self.desk(agency.office, person.level)
        self.undecided -= 1
        count["decisions"] += 1
        if self.luck.random() >= self.wanted[person.status][person.level]:
            self.end(count, "no-action")
        elif person.released_at < env.now:
            self.end(count, "missed")
            self.removal(person, count, in_custody=False)
        else:
            yield from self.detainer(person, agency, count)

    def detainer(self, person: Person, agency: Agency, count: Count) -> Steps:
        """A detainer is on file until local release, which it may put off."""
        env, luck, lodged_at = self.env, self.luck, self.env.now
        count["detainers"] += 1
        count["citizens_with_detainer"] += person.status == US_CITIZEN
        count["hours_until_detainer"] += (lodged_at - person.booked_at) / HOUR_SECONDS
        withdrawn_at = float("inf")
        if luck.random() < self.withdrawn[person.status]:
            withdrawn_at = lodged_at + self.withdrawn_after()
        declined = self._effect(person, agency).action == DECLINE
        share = 1.0 if not declined else self.scenario.jail.added_days.share_when_declined.value
        released_at = person.released_at + self.added_seconds[person.charge_class] * share
        if withdrawn_at < released_at:
            released_at = max(person.released_at, withdrawn_at)
        count["added_pretrial_days"] += (released_at - person.released_at) / DAY_SECONDS
        yield env.timeout(released_at - lodged_at)
        yield from self.release(person, agency, count, withdrawn_at)
        count["detainer_days"] += (min(env.now, withdrawn_at) - lodged_at) / DAY_SECONDS

    def release(self, person: Person, agency: Agency, count: Count, withdrawn_at: float) -> Steps:
        """Local release: what the jail's rules say about the detainer."""
        jail, random = self.scenario.jail, self.luck.random
        if withdrawn_at <= self.env.now:
            self.end(count, "withdrawn")
            return
        if CHARGE_CLASSES[person.charge_class] == "felony" and random() < jail.felonies_to_state_prison.value:
            self.end(count, "state-prison")
            return
        effect = self._effect(person, agency)
        if effect.action == HONOR:
            yield from self.hold(person, agency, count, effect, withdrawn_at)
            return
        notified = effect.action == NOTIFY
        count["declined"] += 1
        count["notified"] += notified
        door = jail.custody_at_door_if_notified if notified else jail.custody_at_door_if_declined
        taken = random() < door.value
        self.end(count, "transferred" if taken else "declined")
        self.removal(person, count, in_custody=taken)

    def hold(self, person: Person, agency: Agency, count: Count, effect: Effect, withdrawn_at: float) -> Steps:
        """The person is held until ICE's transport comes, the hold ends by law, or ICE takes the detainer back."""
        env, now = self.env, self.env.now
        limit = self.calendar.hold_limit(int(now), effect.hold_seconds, exclude_closed_days=effect.exclude_closed_days)
        until = min(limit, withdrawn_at)
        count["honored"] += 1
        count["citizens_held"] += person.status == US_CITIZEN
        taken = env.event()
        held = (limit, self._ready_at(agency, limit), taken)
        comes = self.luck.random() < self.scenario.field_offices[agency.office].comes.value
        on_hold = self.transport[agency.office].on_hold
        if comes:
            on_hold.append(held)
        yield taken | env.timeout(until - now)
        if comes and not taken.triggered:
            on_hold.remove(held)
        count["hold_hours"] += (env.now - now) / HOUR_SECONDS
        count["hold_days"] += (env.now - now) / DAY_SECONDS
        door = self.scenario.jail.custody_at_door_if_notified.value
        in_custody = taken.triggered or (comes and until == limit and self.luck.random() < door)
        self.end(count, "transferred" if in_custody else "withdrawn" if until < limit else "lapsed")
        if in_custody or until == limit:
            self.removal(person, count, in_custody=in_custody)

    def _ready_at(self, agency: Agency, limit: int) -> float:
        """When ICE is ready to collect: after its preparation, or by the last tour within the hold."""
        office, now, random = self.scenario.field_offices[agency.office], self.env.now, self.luck.random
        ready_at = now
        if random() >= office.ready_at_once.value:
            ready_at += self.preparation[agency.office]()
        last = self.transport[agency.office].last_by(limit)
        if last is not None and random() < office.brings_forward.value:
            ready_at = min(ready_at, max(last, now))
        return ready_at

    def _effect(self, person: Person, agency: Agency) -> Effect:
        return agency.stances.at(int(self.env.now)).answer(person.traits)

    def removal(self, person: Person, count: Count, *, in_custody: bool) -> None:
        """Whether the person is removed from the country, from custody or after an arrest, in time to be counted."""
        removal, random = self.scenario.federal.removal, self.luck.random
        count["at_large_leads"] += not in_custody
        if (in_custody or random() < removal.at_large_arrest.value) and random() < removal.after_transfer.value:
            removed_at = self.env.now + self.removed_after()
            count["removed"] += removed_at <= person.booked_at + removal.counted_within.seconds

    def end(self, count: Count, how: str) -> None:
        """The booking ends; every booking comes here exactly once."""
        for name in ENDS_AS[how]:
            count[name] += 1
        self.in_custody -= 1
        self._stop_when_all_are_gone()

    def _stop_when_all_are_gone(self) -> None:
        if not self.in_custody and not self.sources:
            self.all_gone.succeed()
