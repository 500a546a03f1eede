"""Where an agency stands on each day: its mode, ICE's access and the detainer rules, read from dated periods.

Agency and state each have periods of their own. Within either, the later in the list wins from its first day on, for
each key. Together, prints are passed on and answers come back only if neither stops them, nor an answered request;
ICE has access only where both give it; and of the detainer rules of both, see ``Standing``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Generic, Literal, TypeVar

from simulator.scenario.federal import Form
from simulator.scenario.place import Agency, Scenario
from simulator.scenario.policies import Mode, Period
from simulator.scenario.requests import Grant, Request
from simulator.scenario.rules import DetainerRule

Aspect = TypeVar("Aspect")
Side = Literal["agency", "state", "request"]
"""Who stops something: the agency's own policy, its state, or a request that was granted."""

MODES: dict[tuple[bool, bool], Mode] = {
    (True, True): "full",
    (True, False): "opt-out-of-receiving",
    (False, True): "opt-out-of-sharing",
    (False, False): "opt-out-of-both",
}
"""The mode by whether prints are shared and answers received."""
STOPS_SHARING = ("share", "both")
STOPS_RECEIVING = ("receive-only", "both")


@dataclass(frozen=True)
class Grants:
    """What an answered request changes for those who asked, from a day on and until another."""

    request: Request
    begins: date
    until: date | None
    grants: Grant


@dataclass(frozen=True)
class Standing:
    """What holds for an agency from a day on.

    ``receives`` counts in whether its state relays answers. ``rules`` are the agency's own; ``state_rules``, if there
    are any, are the most that the agency may do for ICE, or with ``may_hold_more`` the least. ``stopped_by`` names who
    stops the sharing of prints, if anybody does. ``form`` is the federal one, for rules that hold as it asks.
    """

    begins: date
    mode: Mode
    shares: bool
    receives: bool
    access: bool
    rules: tuple[DetainerRule, ...]
    state_rules: tuple[DetainerRule, ...] = ()
    may_hold_more: bool = False
    reimbursed: bool = False
    stopped_by: tuple[Side, ...] = ()
    form: Form | None = None


@dataclass(frozen=True)
class Stretch(Generic[Aspect]):
    """Days over which something stays as it is; ``last`` is None up to the end of the simulated years.

    ``values`` has one value for each scenario that was asked about.
    """

    first: date
    last: date | None
    values: tuple[Aspect, ...]


def standings_of(scenario: Scenario, name: str, granted: Sequence[Grants] = ()) -> tuple[Standing, ...]:
    """One standing for each day on which something may change; the first begins on the scenario's first day.

    ``granted`` are the requests of the scenario as they were answered. Neighbours may be alike, and days after the
    simulated years are in it too.
    """
    about = _About(
        scenario.agencies[name],
        [period for period in scenario.policy.periods if period.states is None and concerns(period, name, scenario)],
        [period for period in scenario.policy.periods if period.states and concerns(period, name, scenario)],
        [grants for grants in granted if concerns(grants.request, name, scenario)],
        scenario.federal.form,
    )
    return tuple(about.on(day) for day in about.days_of_change(scenario.starts))


def concerns(part: Period | Request, name: str, scenario: Scenario) -> bool:
    """Whether a period or a request is about an agency."""
    if part.states is not None:
        return scenario.agencies[name].state in part.states
    return part.agencies == "all" or name in part.agencies


def stretches(
    scenarios: Sequence[Scenario], name: str, aspect: Callable[[Standing], Aspect]
) -> tuple[Stretch[Aspect], ...]:
    """The simulated years of the first scenario, cut where the aspect of an agency changes in any of them."""
    courses = [standings_of(scenario, name, answered_in_fact(scenario)) for scenario in scenarios]
    end = end_of(scenarios[0])
    days = sorted({standing.begins for course in courses for standing in course if standing.begins < end})
    on_day = {day: tuple(aspect(_on(course, day)) for course in courses) for day in days}
    cuts = [days[0], *(day for before, day in pairwise(days) if on_day[before] != on_day[day])]
    lasts = [*(day - timedelta(days=1) for day in cuts[1:]), None]
    return tuple(Stretch(first, last, on_day[first]) for first, last in zip(cuts, lasts, strict=True))


def answered_in_fact(scenario: Scenario) -> tuple[Grants, ...]:
    """The requests whose answers are known; those that a regime is to answer are left out."""
    return tuple(
        grants
        for request in scenario.policy.requests
        if request.answer and (grants := taken_up(request, request.answer.given_on, request.answer.grants, scenario))
    )


def taken_up(request: Request, given_on: date, grants: Grant, scenario: Scenario) -> Grants | None:
    """What an answer changes; None if it grants nothing, or less than the asker accepts.

    A grant of more than receiving ends when a later regime says so, if the answer itself does not say when; under a
    regime without a first day that ends grants, none that was given in fact holds.
    """
    less = (grants == "receive-only" and request.asks != "receive-only") or (grants, request.asks) == ("share", "both")
    if grants == "nothing" or (less and not request.accepts_less):
        return None
    asking = [agency for name, agency in scenario.agencies.items() if concerns(request, name, scenario)]
    if grants == "removal" and all(agency.activated_on.value <= given_on for agency in asking):
        return None
    until = request.answer.until if request.answer else None
    if until is None and grants != "receive-only":
        ending = [regime for regime in scenario.federal.regimes if regime.ends_grants]
        if request.answer and any(regime.begins is None for regime in ending):
            return None
        until = min((regime.begins for regime in ending if regime.begins and regime.begins > given_on), default=None)
    return Grants(request, given_on, until, grants)


def end_of(scenario: Scenario) -> date:
    """The first day that is no longer simulated: the same date years later, 1 March for 29 February."""
    starts, year = scenario.starts, scenario.starts.year + scenario.years
    leap_day = (starts.month, starts.day) == (2, 29)
    return date(year, 3, 1) if leap_day else starts.replace(year=year)


def _on(course: Sequence[Standing], day: date) -> Standing:
    return next(standing for standing in reversed(course) if standing.begins <= day)


@dataclass(frozen=True)
class _About:
    """Everything in a scenario that says where one agency stands."""

    agency: Agency
    own: Sequence[Period]
    state: Sequence[Period]
    granted: Sequence[Grants]
    form: Form

    def days_of_change(self, start: date) -> list[date]:
        days = {start, self.agency.activated_on.value}
        days |= {period.begins for period in (*self.own, *self.state) if period.begins}
        days |= {day for grants in self.granted for day in (grants.begins, grants.until) if day}
        return sorted({max(day, start) for day in days})

    def on(self, day: date) -> Standing:
        own, state = _begun(self.own, day), _begun(self.state, day)
        stopping = self._stopping_sharing(own, state, day)
        receives = not self._receiving_stopped(own, state, day)
        in_plan = self._in_plan(own, state, day)
        mode = MODES[not stopping, receives] if in_plan else "not-activated"
        rule_period = next((period for period in state if period.detainer_rules), None)
        return Standing(
            day,
            mode,
            in_plan and not stopping,
            in_plan and receives and self.agency.state_relays_answers,
            all(_latest(periods, "ice_access", True) for periods in (own, state)),
            tuple(_latest(own, "detainer_rules", [])),
            tuple(rule_period.detainer_rules or ()) if rule_period else (),
            rule_period is not None and rule_period.agencies_may == "hold-more",
            _latest(own, "reimbursement_agreement", False),
            stopping if in_plan else (),
            self.form,
        )

    def _holding(self, day: date) -> list[Grants]:
        return [it for it in self.granted if it.begins <= day and (it.until is None or day < it.until)]

    def _stopping_sharing(self, own: Sequence[Period], state: Sequence[Period], day: date) -> tuple[Side, ...]:
        sides: dict[Side, bool] = {
            "agency": _latest(own, "opt_out", "none") in STOPS_SHARING,
            "state": _latest(state, "opt_out", "none") in STOPS_SHARING,
            "request": any(grants.grants in STOPS_SHARING for grants in self._holding(day)),
        }
        return tuple(side for side, stops in sides.items() if stops)

    def _receiving_stopped(self, own: Sequence[Period], state: Sequence[Period], day: date) -> bool:
        opt_outs = [_latest(own, "opt_out", "none"), _latest(state, "opt_out", "none")]
        return any(it in STOPS_RECEIVING for it in [*opt_outs, *(grants.grants for grants in self._holding(day))])

    def _in_plan(self, own: Sequence[Period], state: Sequence[Period], day: date) -> bool:
        planned = all(_latest(periods, "in_activation_plan", True) for periods in (own, state))
        activated_on = self.agency.activated_on.value
        removed = any(it.grants == "removal" and it.begins < activated_on for it in self._holding(day))
        return planned and not removed and day >= activated_on


def _begun(periods: Sequence[Period], day: date) -> list[Period]:
    """The periods that have begun on a day, the strongest (last of the list) first."""
    return [period for period in reversed(periods) if period.begins is None or period.begins <= day]


Value = TypeVar("Value")


def _latest(periods: Sequence[Period], key: str, otherwise: Value) -> Value:
    """What the strongest period that sets a key says."""
    return next((value for period in periods if (value := getattr(period, key)) is not None), otherwise)
