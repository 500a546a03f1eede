"""Where an agency stands on each day: its mode, ICE's access and its detainer rules, read from dated periods.

One rule settles what holds: the later in the list wins from its first day on, for each key and each agency.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Generic, TypeVar

from simulator.scenario.place import Agency, Scenario
from simulator.scenario.policies import MODE_OF_OPT_OUT, DetainerRule, Mode, OptOut, Period

SHARING: frozenset[Mode] = frozenset({"full", "opt-out-of-receiving"})
RECEIVING: frozenset[Mode] = frozenset({"full", "opt-out-of-sharing"})

Aspect = TypeVar("Aspect")


@dataclass(frozen=True)
class Standing:
    """What holds for an agency from a day on; ``receives`` counts in whether its state relays answers."""

    begins: date
    mode: Mode
    shares: bool
    receives: bool
    access: bool
    rules: tuple[DetainerRule, ...]


@dataclass(frozen=True)
class Stretch(Generic[Aspect]):
    """Days over which something stays as it is; ``last`` is None up to the end of the simulated years.

    ``values`` has one value for each scenario that was asked about.
    """

    first: date
    last: date | None
    values: tuple[Aspect, ...]


def standings_of(scenario: Scenario, name: str) -> tuple[Standing, ...]:
    """One standing for each day on which something may change; the first begins on the scenario's first day.

    Neighbours may be alike, and days after the simulated years are in it too.
    """
    agency = scenario.agencies[name]
    periods = [period for period in scenario.policy.periods if _concerns(period, name, agency)]
    return tuple(_standing(periods, agency, day) for day in _days_of_change(periods, agency, scenario.starts))


def stretches(
    scenarios: Sequence[Scenario], name: str, aspect: Callable[[Standing], Aspect]
) -> tuple[Stretch[Aspect], ...]:
    """The simulated years of the first scenario, cut where the aspect of an agency changes in any of them."""
    courses = [standings_of(scenario, name) for scenario in scenarios]
    end = end_of(scenarios[0])
    days = sorted({standing.begins for course in courses for standing in course if standing.begins < end})
    on_day = {day: tuple(aspect(_on(course, day)) for course in courses) for day in days}
    cuts = [days[0], *(day for before, day in pairwise(days) if on_day[before] != on_day[day])]
    lasts = [*(day - timedelta(days=1) for day in cuts[1:]), None]
    return tuple(Stretch(first, last, on_day[first]) for first, last in zip(cuts, lasts, strict=True))


def end_of(scenario: Scenario) -> date:
    """The first day that is no longer simulated: the same date years later, 1 March for 29 February."""
    starts, year = scenario.starts, scenario.starts.year + scenario.years
    leap_day = (starts.month, starts.day) == (2, 29)
    return date(year, 3, 1) if leap_day else starts.replace(year=year)


def _on(course: Sequence[Standing], day: date) -> Standing:
    return next(standing for standing in reversed(course) if standing.begins <= day)


def _standing(periods: Sequence[Period], agency: Agency, day: date) -> Standing:
    mode = _mode(periods, agency, day)
    rules = next((period.detainer_rules for period in _begun(periods, day) if period.detainer_rules), [])
    receives = mode in RECEIVING and agency.state_relays_answers
    access = next((period.ice_access for period in _begun(periods, day) if period.ice_access is not None), True)
    return Standing(day, mode, mode in SHARING, receives, access, tuple(rules))


def _mode(periods: Sequence[Period], agency: Agency, day: date) -> Mode:
    begun = _begun(periods, day)
    planned = [period.in_activation_plan for period in begun if period.in_activation_plan is not None]
    if day < agency.activated_on.value or planned[:1] == [False]:
        return "not-activated"
    opt_outs: list[OptOut] = [period.opt_out for period in begun if period.opt_out is not None]
    return MODE_OF_OPT_OUT[opt_outs[0] if opt_outs else "none"]


def _begun(periods: Sequence[Period], day: date) -> list[Period]:
    """The periods that have begun on a day, the strongest (last of the list) first."""
    return [period for period in reversed(periods) if period.begins is None or period.begins <= day]


def _concerns(period: Period, name: str, agency: Agency) -> bool:
    if period.states is not None:
        return agency.state in period.states
    return period.agencies == "all" or name in period.agencies


def _days_of_change(periods: Sequence[Period], agency: Agency, start: date) -> list[date]:
    days = {start, agency.activated_on.value} | {period.begins for period in periods if period.begins}
    return sorted({max(day, start) for day in days})
