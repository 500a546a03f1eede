"""What a plain model draws, decides and counts about a person at a moment, in whatever library it is written.

Nothing here waits: when a step begins and how long it takes is up to the model, which asks here what comes of it. All
random numbers are Python's own, which are the fastest for one number at a time, and are drawn only when somebody needs
them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from math import inf

import numpy as np

from bench.plain_county import US_CITIZEN, Agency, County, Person
from simulator.model.codes import DAY_SECONDS, DECLINE, HONOR, HOUR_SECONDS, NOTIFY
from simulator.model.stances import Effect
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


@dataclass(slots=True)
class Detainer:
    """A detainer on file; moments in seconds since the start, the release as the detainer puts it off."""

    lodged_at: float
    withdrawn_at: float
    released_at: float


@dataclass(slots=True, eq=False)
class Hold:
    """A hold after local release: over ``until`` a moment, by law at ``limit``; without ICE nobody is ever ready."""

    since: float
    limit: int
    until: float
    ready_at: float

    @property
    def comes(self) -> bool:
        """Whether ICE would collect the person at all."""
        return self.ready_at < inf


class Casework(County):
    """A county at work; a model begins it anew for each run."""

    def all_gone(self) -> None:
        """Called once in a run, when nobody is left and nobody will come; for a model that stops its run by this."""

    def begin(self, seed: int) -> None:
        """Set everything to the start of a run; draws how many bookings each agency has on each day."""
        self.luck.seed(seed)
        generator = np.random.default_rng(seed)
        months = dict.fromkeys(self.months[: self.days])
        self.counts: Counts = {(agency.name, month): defaultdict(float) for agency in self.agencies for month in months}
        self.daily_counts = {agency.name: self._daily_counts(agency, generator) for agency in self.agencies}
        self.to_come = sum(map(sum, self.daily_counts.values()))
        self.undecided = self.in_custody = 0

    def _daily_counts(self, agency: Agency, generator: np.random.Generator) -> list[int]:
        ratio, means = self.scenario.arrivals.day_to_day_variance_ratio.value, agency.daily_means
        if ratio <= 1:
            return list(map(int, generator.poisson(means)))
        return list(map(int, generator.negative_binomial(means / (ratio - 1), 1 / ratio)))

    def moments(self, agency: Agency) -> Iterator[float]:
        """When the bookings of an agency come, in order; each day is drawn when it begins."""
        random, midnights = self.luck.random, self.calendar.midnights
        week = [list(accumulate(row)) for row in self.scenario.arrivals.week.shares]
        for day, count in enumerate(self.daily_counts[agency.name]):
            hours = self.luck.choices(range(24), cum_weights=week[self.calendar.weekdays[day]], k=count)
            length = (midnights[day + 1] - midnights[day]) / 24
            yield from sorted([midnights[day] + (hour + random()) * length for hour in hours])

    def backgrounds(self) -> dict[str, Background]:
        """Outside work by field office, where there is any."""
        found = {}
        for name, office in self.scenario.field_offices.items():
            decision = office.decision
            if isinstance(decision, Queue) and decision.background and decision.background.arrivals.value:
                found[name] = decision.background
        return found

    def until_outside_work(self, background: Background) -> float:
        """Seconds until the next query from elsewhere; none is needed once the county's own are all decided."""
        if not (self.to_come or self.undecided):
            return inf
        return self.luck.expovariate(background.arrivals.value / HOUR_SECONDS)

    def outside_level(self, background: Background) -> int:
        """The level of a query from elsewhere."""
        return 0 if self.luck.random() < background.level_1_share.value else 3

    def level_first(self, office: str) -> bool:
        """Whether level 1 goes first at a field office."""
        decision = self.scenario.field_offices[office].decision
        return isinstance(decision, Queue) and decision.level_first

    def booked(self, agency: Agency, now: float) -> tuple[Count, Person | None]:
        """Somebody is booked: where to count it, and the person if they could meet ICE."""
        self.to_come -= 1
        self.in_custody += 1
        self.undecided += 1
        count = self.counts[agency.name, self.months[bisect_right(self.calendar.midnights, now) - 1]]
        count["bookings"] += 1
        return count, self.person(agency, now)

    def unmatched(self, person: Person | None, count: Count) -> None:
        """Prints that lead no further; a person whom the other channel will find stays in the county's books."""
        if person is None or person.found_at is None:
            self.undecided -= 1
            self.end(count, "no-match")

    def matched(self, person: Person, count: Count) -> None:
        """Prints that match a record."""
        count["matches"] += 1
        count["citizens_matched"] += person.status == US_CITIZEN

    def answered(self, person: Person, count: Count, now: float) -> None:
        """ICE's support center has answered."""
        count["answers"] += 1
        count["hours_until_answer"] += (now - person.booked_at) / HOUR_SECONDS

    def news(self, person: Person) -> bool:
        """Whether the field office hears of the person for the first time."""
        known, person.known = person.known, True
        return not known

    def decided(self, person: Person, count: Count, now: float) -> bool:
        """The field office has decided: whether there is a detainer that comes in time."""
        self.undecided -= 1
        count["decisions"] += 1
        if self.luck.random() >= self.wanted[person.status][person.level]:
            self.end(count, "no-action")
            return False
        if person.released_at < now:
            self.end(count, "missed")
            self._removal(person, count, now, in_custody=False)
            return False
        return True

    def lodged(self, person: Person, agency: Agency, count: Count, now: float) -> Detainer:
        """A detainer is on file until local release, which it may put off."""
        count["detainers"] += 1
        count["citizens_with_detainer"] += person.status == US_CITIZEN
        count["hours_until_detainer"] += (now - person.booked_at) / HOUR_SECONDS
        withdrawn_at = inf
        if self.luck.random() < self.withdrawn[person.status]:
            withdrawn_at = now + self.withdrawn_after()
        declined = self._effect(person, agency, now).action == DECLINE
        share = 1.0 if not declined else self.scenario.jail.added_days.share_when_declined.value
        released_at = person.released_at + self.added_seconds[person.charge_class] * share
        if withdrawn_at < released_at:
            released_at = max(person.released_at, withdrawn_at)
        count["added_pretrial_days"] += (released_at - person.released_at) / DAY_SECONDS
        return Detainer(now, withdrawn_at, released_at)

    def released(self, person: Person, agency: Agency, count: Count, detainer: Detainer, now: float) -> Hold | None:
        """Local release: the hold, if the jail's rules honor the detainer; else the booking has ended."""
        how = self._way_out(person, detainer, now)
        if not how:
            effect = self._effect(person, agency, now)
            if effect.action == HONOR:
                return self._hold(person, agency, count, effect, detainer, now)
            how = self._turned_down(person, count, now, notified=effect.action == NOTIFY)
        self._filed(count, detainer, now)
        self.end(count, how)
        return None

    def _way_out(self, person: Person, detainer: Detainer, now: float) -> str | None:
        """How a booking ends that comes to no decision of the jail."""
        if detainer.withdrawn_at <= now:
            return "withdrawn"
        to_prison = self.scenario.jail.felonies_to_state_prison.value
        is_felony = CHARGE_CLASSES[person.charge_class] == "felony"
        return "state-prison" if is_felony and self.luck.random() < to_prison else None

    def _turned_down(self, person: Person, count: Count, now: float, *, notified: bool) -> str:
        """How a booking ends when the jail does not hold the person, and tells ICE of the release or not."""
        jail = self.scenario.jail
        count["declined"] += 1
        count["notified"] += notified
        door = jail.custody_at_door_if_notified if notified else jail.custody_at_door_if_declined
        taken = self.luck.random() < door.value
        self._removal(person, count, now, in_custody=taken)
        return "transferred" if taken else "declined"

    def _hold(
        self, person: Person, agency: Agency, count: Count, effect: Effect, detainer: Detainer, now: float
    ) -> Hold:
        """The person is held until ICE's transport comes, the hold ends by law, or ICE takes the detainer back."""
        limit = self.calendar.hold_limit(int(now), effect.hold_seconds, exclude_closed_days=effect.exclude_closed_days)
        count["honored"] += 1
        count["citizens_held"] += person.status == US_CITIZEN
        ready_at = self._ready_at(agency, limit, now)
        comes = self.luck.random() < self.scenario.field_offices[agency.office].comes.value
        return Hold(now, limit, min(limit, detainer.withdrawn_at), ready_at if comes else inf)

    def _ready_at(self, agency: Agency, limit: int, now: float) -> float:
        """When ICE is ready to collect: after its preparation, or by the last tour within the hold."""
        office, random = self.scenario.field_offices[agency.office], self.luck.random
        ready_at = now
        if random() >= office.ready_at_once.value:
            ready_at += self.preparation[agency.office]()
        tours = self.plan.tours[agency.office]
        position = bisect_right(tours, limit)
        if position and random() < office.brings_forward.value:
            ready_at = min(ready_at, max(tours[position - 1], now))
        return ready_at

    def held(self, person: Person, count: Count, detainer: Detainer, hold: Hold, now: float, *, taken: bool) -> None:
        """A hold is over: ICE's transport took the person, or the time was up."""
        count["hold_hours"] += (now - hold.since) / HOUR_SECONDS
        count["hold_days"] += (now - hold.since) / DAY_SECONDS
        self._filed(count, detainer, now)
        door = self.scenario.jail.custody_at_door_if_notified.value
        in_custody = taken or (hold.comes and hold.until == hold.limit and self.luck.random() < door)
        if in_custody or hold.until == hold.limit:
            self._removal(person, count, now, in_custody=in_custody)
        self.end(count, "transferred" if in_custody else "withdrawn" if hold.until < hold.limit else "lapsed")

    def _filed(self, count: Count, detainer: Detainer, now: float) -> None:
        count["detainer_days"] += (min(now, detainer.withdrawn_at) - detainer.lodged_at) / DAY_SECONDS

    def _effect(self, person: Person, agency: Agency, now: float) -> Effect:
        return agency.stances.at(int(now)).answer(person.traits)

    def _removal(self, person: Person, count: Count, now: float, *, in_custody: bool) -> None:
        """Whether the person is removed from the country, from custody or after an arrest, in time to be counted."""
        removal, random = self.scenario.federal.removal, self.luck.random
        count["at_large_leads"] += not in_custody
        if (in_custody or random() < removal.at_large_arrest.value) and random() < removal.after_transfer.value:
            removed_at = now + self.removed_after()
            count["removed"] += removed_at <= person.booked_at + removal.counted_within.seconds

    def end(self, count: Count, how: str) -> None:
        """The booking ends; every booking comes here exactly once."""
        for name in ENDS_AS[how]:
            count[name] += 1
        self.in_custody -= 1
        if not self.in_custody and not self.to_come:
            self.all_gone()
