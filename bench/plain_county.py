"""What a plain model of a county looks up and draws from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from math import inf
from random import Random
from typing import Any

from bench.plain_draws import Sampler, chooser, sampler, station_samplers
from simulator.model.arrivals import daily_means
from simulator.model.codes import DAY_SECONDS
from simulator.model.cohort import horizon_days
from simulator.model.plan import Plan
from simulator.model.stances import Rule, Stances
from simulator.model.traits import Traits
from simulator.scenario.people import ADULT_AGE
from simulator.scenario.quantities import CHARGE_CLASSES, LEVELS, SECONDS_PER_UNIT
from simulator.scenario.stations import Queue, Station

US_CITIZEN, LAWFUL, REMOVABLE = range(3)


@dataclass(slots=True)
class Person:
    """Somebody who could meet ICE; moments in seconds since the start."""

    booked_at: float
    matched: bool
    status: int
    level: int
    charge_class: int
    prior_removal: bool
    age: int
    released_at: float
    found_at: float | None = None
    known: bool = False

    @property
    def traits(self) -> Traits:
        """What rules see of the person, who has no record here."""
        return Traits(
            level=self.level,
            charge_class=self.charge_class,
            conviction=0,
            years_since_conviction=inf,
            years_since_release=inf,
            pending_charge=False,
            prior_removal=self.prior_removal,
            prior_order=self.prior_removal,
            watch_list=False,
            age=self.age,
            warrant=0,
        )


@dataclass
class Agency:
    """What the processes need to know about an agency."""

    name: str
    stances: Stances
    office: str
    matched_share: float
    unmatched_share: float
    daily_means: Any


def is_known(rule: Rule) -> bool:
    """Whether a rule asks only for what a person of the plain model has."""
    flags = tuple((name, value) for name, value in rule.flags if name == "prior_removal")
    return rule == Rule(
        rule.effect,
        rule.levels,
        rule.charge_classes,
        from_age=rule.from_age,
        under_age=rule.under_age,
        flags=flags,
        needs_agreement=rule.needs_agreement,
    )


class County:
    """What the processes of a plain model look up and draw from; every parameter is worked out once."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.scenario, self.calendar = plan, plan.scenario, plan.calendar
        self.luck = Random()
        self.days = horizon_days(plan.scenario)
        self.months: list[int] = plan.calendar.months.tolist()
        self._read_stations()
        self._read_people()
        self.agencies = [self._agency(position) for position in range(len(plan.stances))]

    def _read_stations(self) -> None:
        stations, luck = self.scenario.stations, self.luck
        self.booking_to_prints = station_samplers(stations.booking_to_prints, luck)[0]
        self.state_bureau = station_samplers(stations.state_bureau, luck)[0]
        self.fbi_search = station_samplers(stations.fbi_search, luck)[0]
        self.ident_search = station_samplers(stations.ident_search, luck)[0]
        self.lesc = station_samplers(stations.lesc, luck)
        self.answer_relay = station_samplers(stations.answer_relay, luck)
        offices = self.scenario.field_offices.items()
        self.decision = {name: self._service(office.decision) for name, office in offices}
        self.preparation = {name: sampler(office.preparation, luck) for name, office in offices}

    def _service(self, station: Station) -> Sampler:
        if not isinstance(station, Queue):
            raise ValueError("the plain model has staffed queues at field offices only")
        return sampler(station.service, self.luck)

    def _read_people(self) -> None:
        people, federal, luck = self.scenario.people, self.scenario.federal, self.luck
        self.charge_class = chooser(people.charge_class.by_class(), luck)
        self.status = chooser(people.status_of_matched.by_status(), luck)
        self.adult_age = sampler(people.ages.adults, luck)
        self.level = [chooser(shares, luck) for shares in people.level.rows()]
        self.stay = [sampler(getattr(self.scenario.stays, name), luck) for name in CHARGE_CLASSES]
        self.release_hour = chooser(self.scenario.stays.release_hours.shares, luck)
        self.found_after = sampler(federal.other_channel.after, luck)
        decision, same = federal.detainer, [1.0] * len(LEVELS)
        self.wanted = [
            [decision.us_citizen.value * one for one in same],
            [decision.lawful.value * one for one in same],
            list(decision.removable.by_level()),
        ]
        taken_back = federal.withdrawal
        self.withdrawn = [taken_back.us_citizen.value, taken_back.lawful.value, taken_back.removable.value]
        self.withdrawn_after = sampler(taken_back.after, luck)
        self.removed_after = sampler(federal.removal.after, luck)
        added = self.scenario.jail.added_days
        self.added_seconds = [getattr(added, name).value * DAY_SECONDS for name in CHARGE_CLASSES]

    def _agency(self, position: int) -> Agency:
        name, agency = list(self.scenario.agencies.items())[position]
        if not all(is_known(rule) for stance in self.plan.stances[position].stances for rule in stance.rules):
            raise ValueError("the plain model draws no record, so no rule may ask about it")
        recorded = self.scenario.people.removable_with_ident_record.value
        removable = agency.match_share.value * self.scenario.people.status_of_matched.removable
        return Agency(
            name,
            self.plan.stances[position],
            agency.field_office,
            agency.match_share.value,
            removable * (1 - recorded) / recorded if recorded else 0.0,
            daily_means(self.scenario, agency, self.calendar, self.days),
        )

    def person(self, agency: Agency, booked_at: float) -> Person | None:
        """The traits of somebody who could meet ICE; None for everybody else."""
        random = self.luck.random
        drawn = random()
        matched = drawn < agency.matched_share
        if not matched and drawn >= agency.matched_share + agency.unmatched_share:
            return None
        status = self.status() if matched else REMOVABLE
        charge_class = self.charge_class()
        removable, people = status == REMOVABLE, self.scenario.people
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

    def age(self) -> int:
        """The age of somebody who is booked, in whole years."""
        ages = self.scenario.people.ages
        if self.luck.random() < ages.under_18.value:
            return int(ages.youngest.value + (ADULT_AGE - ages.youngest.value) * self.luck.random())
        return int(self.adult_age() / SECONDS_PER_UNIT["years"])

    def release_at(self, booked_at: float, stay: float) -> float:
        """Of stays of a day or longer the date is kept, and the hour follows the release profile."""
        midnights = self.calendar.midnights
        released_at = min(booked_at + stay, midnights[-1] - 1)
        if stay < DAY_SECONDS:
            return released_at
        day = bisect_right(midnights, released_at) - 1
        hour = self.release_hour() + self.luck.random()
        return max(midnights[day] + hour * (midnights[day + 1] - midnights[day]) / 24, booked_at)
