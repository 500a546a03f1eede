"""Where an agency stands at each moment: its mode, and its detainer rules, compiled from dated policies."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf

from simulator.model.calendar import Calendar
from simulator.model.codes import ACTIONS, DECLINE, HONOR, NOTIFY
from simulator.model.traits import Traits
from simulator.scenario.federal import WARRANTS, Form
from simulator.scenario.people import ADULT_AGE, CONVICTIONS
from simulator.scenario.place import Scenario
from simulator.scenario.policies import Mode, OptOut
from simulator.scenario.quantities import CHARGE_CLASSES, LEVELS
from simulator.scenario.rules import Condition, DetainerRule
from simulator.scenario.standing import MODES, STOPS_RECEIVING, STOPS_SHARING, Grants, Standing, standings_of

GOING_FURTHER = (DECLINE, NOTIFY, HONOR)
ALL_LEVELS = frozenset(range(len(LEVELS)))
ALL_CLASSES = frozenset(range(len(CHARGE_CLASSES)))
ALL_CONVICTIONS = frozenset(range(len(CONVICTIONS)))
ALL_WARRANTS = frozenset(range(len(WARRANTS)))
FLAGS = ("pending_charge", "prior_removal", "prior_order", "watch_list")
"""Traits that a rule asks for by yes or no, under the same names."""


@dataclass(frozen=True)
class Effect:
    """What a rule does; an honored hold of 0 hours is a declined one."""

    action: int
    hold_seconds: int
    exclude_closed_days: bool

    def bounded(self, bound: Effect, *, above: bool) -> Effect:
        """The same within a bound: no further for ICE than that (above), or at least as far.

        Of two holds the hours and the clock are bounded each by itself, so that no hold passes the bound.
        """
        if self.action == bound.action == HONOR:
            longest = (min if above else max)(self.hold_seconds, bound.hold_seconds)
            clocks = (self.exclude_closed_days, bound.exclude_closed_days)
            return Effect(HONOR, longest, all(clocks) if above else any(clocks))
        nearer, further = sorted((self, bound), key=lambda effect: GOING_FURTHER.index(effect.action))
        return nearer if above else further


@dataclass(frozen=True)
class Rule:
    """A detainer rule over codes (see Traits); ``flags`` are traits that must be true, or false."""

    effect: Effect
    levels: frozenset[int] = ALL_LEVELS
    charge_classes: frozenset[int] = ALL_CLASSES
    convictions: frozenset[int] = ALL_CONVICTIONS
    convicted_within_years: float = inf
    released_within_years: float = inf
    from_age: float = 0
    under_age: float = inf
    warrants: frozenset[int] = ALL_WARRANTS
    flags: tuple[tuple[str, bool], ...] = ()
    needs_agreement: bool = False

    def fits(self, person: Traits, reimbursed: bool) -> bool:
        """Whether the rule is about this person, at an agency with or without an agreement to pay."""
        return (
            person.level in self.levels
            and person.charge_class in self.charge_classes
            and person.conviction in self.convictions
            and person.years_since_conviction <= self.convicted_within_years
            and person.years_since_release <= self.released_within_years
            and self.from_age <= person.age < self.under_age
            and person.warrant in self.warrants
            and all(getattr(person, name) == wanted for name, wanted in self.flags)
            and (reimbursed or not self.needs_agreement)
        )


@dataclass(frozen=True)
class Stance:
    """What an agency does from a moment (elapsed seconds) on; the fields are those of Standing."""

    begins: int
    mode: Mode
    shares: bool
    receives: bool
    access: bool
    rules: tuple[Rule, ...]
    state_rules: tuple[Rule, ...]
    may_hold_more: bool
    reimbursed: bool

    @cached_property
    def for_everyone(self) -> Effect | None:
        """What the jail does with everybody, if the first rule is about everyone and the state has none."""
        first = self.rules[0]
        return first.effect if not self.state_rules and first == Rule(first.effect) else None

    def answer(self, person: Traits) -> Effect:
        """What the jail does: by the agency's own rules, within what its state allows or asks for."""
        own = self._first(self.rules, person)
        if not self.state_rules:
            return own
        return own.bounded(self._first(self.state_rules, person), above=not self.may_hold_more)

    def _first(self, rules: tuple[Rule, ...], person: Traits) -> Effect:
        """What the first rule that fits a person does."""
        return next(rule.effect for rule in rules if rule.fits(person, self.reimbursed))

    def stopping(self, opt_out: OptOut) -> Stance:
        """The same, but for what an opt-out stops besides."""
        if self.mode == "not-activated":
            return self
        sharing, receiving = opt_out not in STOPS_SHARING, opt_out not in STOPS_RECEIVING
        shared, received = next(flows for flows, mode in MODES.items() if mode == self.mode)
        mode = MODES[shared and sharing, received and receiving]
        return replace(self, mode=mode, shares=self.shares and sharing, receives=self.receives and receiving)


@dataclass(frozen=True)
class Switch:
    """At a moment (elapsed seconds) a trigger makes an agency opt out of something, or (None) no more.

    ``reading`` is the number that the trigger saw, ``trigger`` its position in the scenario.
    """

    moment: int
    trigger: int
    opt_out: OptOut | None
    reading: float


@dataclass(frozen=True)
class Stances:
    """The stances of one agency in order of time; ``switches`` grows while a flow runs, in order of time."""

    begins: list[int]
    stances: list[Stance]
    switches: list[Switch] = field(default_factory=list)

    def at(self, moment: int) -> Stance:
        """The stance at a moment."""
        stance = self.stances[bisect_right(self.begins, moment) - 1]
        if self.switches:
            on = {switch.trigger: switch.opt_out for switch in self.switches if switch.moment <= moment}
            for opt_out in on.values():
                stance = stance.stopping(opt_out) if opt_out else stance
        return stance


def compiled_rule(rule: DetainerRule, form: Form) -> Rule:
    """A rule of the scenario over codes; a hold without a limit of its own is as the federal form asks."""
    when = rule.when or Condition()
    return Rule(
        effect=_effect(rule, form),
        levels=_codes(when.level, LEVELS),
        charge_classes=_codes(when.charge_class, CHARGE_CLASSES),
        convictions=_codes(when.conviction, CONVICTIONS),
        convicted_within_years=when.convicted_within_years or inf,
        released_within_years=when.released_within_years or inf,
        from_age=max(when.min_age or 0, ADULT_AGE if when.adult else 0),
        under_age=min(when.under_age or inf, ADULT_AGE if when.adult is False else inf),
        warrants=_codes(when.warrant, WARRANTS),
        flags=tuple((name, value) for name in FLAGS if (value := getattr(when, name)) is not None),
        needs_agreement=when.reimbursement == "agreed",
    )


def _effect(rule: DetainerRule, form: Form) -> Effect:
    by_form = rule.hold_hours is None
    limit = rule.hold_hours or form.hold_hours
    seconds = limit.seconds if rule.then == "honor" else 0
    action = "decline" if rule.then == "honor" and seconds == 0 else rule.then
    stands_still = form.exclude_weekends_and_holidays if by_form else bool(rule.exclude_weekends_and_holidays)
    return Effect(ACTIONS.index(action), seconds, stands_still and seconds > 0)


def _codes(given: Sequence[str] | None, names: Sequence[str]) -> frozenset[int]:
    """The positions of what is given; of everything, if nothing is."""
    return frozenset(range(len(names)) if given is None else map(names.index, given))


def stances_of(scenario: Scenario, name: str, calendar: Calendar, granted: Sequence[Grants] = ()) -> Stances:
    """All stances of an agency in a scenario whose requests were answered so."""
    stances = [_stance(standing, calendar, scenario.federal.form) for standing in standings_of(scenario, name, granted)]
    return Stances([stance.begins for stance in stances], stances)


def _stance(standing: Standing, calendar: Calendar, form: Form) -> Stance:
    rules, state_rules = (
        tuple(compiled_rule(rule, form) for rule in rules) for rules in (standing.rules, standing.state_rules)
    )
    return Stance(
        calendar.midnight(standing.begins),
        standing.mode,
        standing.shares,
        standing.receives,
        standing.access,
        rules,
        state_rules,
        standing.may_hold_more,
        standing.reimbursed,
    )
