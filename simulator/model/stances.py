"""Where an agency stands at each moment: its mode, and its detainer rules, compiled from dated policies."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from simulator.model.calendar import Calendar
from simulator.model.traits import Traits
from simulator.scenario.place import Scenario
from simulator.scenario.policies import Action, DetainerRule, Mode
from simulator.scenario.quantities import CHARGE_CLASSES, LEVELS
from simulator.scenario.standing import Standing, standings_of

MODES: tuple[Mode, ...] = (
    "full",
    "opt-out-of-receiving",
    "opt-out-of-sharing",
    "opt-out-of-both",
    "not-activated",
)
ACTIONS: tuple[Action, ...] = ("honor", "decline", "notify")
HONOR, DECLINE, NOTIFY = range(len(ACTIONS))
ALL_LEVELS = frozenset(range(len(LEVELS)))
ALL_CLASSES = frozenset(range(len(CHARGE_CLASSES)))


@dataclass(frozen=True)
class Effect:
    """What a rule does; an honored hold of 0 hours is a declined one."""

    action: int
    hold_seconds: int
    exclude_closed_days: bool


@dataclass(frozen=True)
class Rule:
    """A detainer rule over coded attributes."""

    levels: frozenset[int]
    charge_classes: frozenset[int]
    prior_removal: bool | None
    adult: bool | None
    effect: Effect

    def fits(self, person: Traits) -> bool:
        """Whether the rule is about this person."""
        return (
            person.level in self.levels
            and person.charge_class in self.charge_classes
            and self.prior_removal in (None, person.prior_removal)
            and self.adult in (None, person.adult)
        )


@dataclass(frozen=True)
class Stance:
    """What an agency does from a moment (elapsed seconds) on."""

    begins: int
    mode: Mode
    shares: bool
    receives: bool
    access: bool
    rules: tuple[Rule, ...]

    def answer(self, person: Traits) -> Effect:
        """What the first rule that fits a person does."""
        return next(rule.effect for rule in self.rules if rule.fits(person))


@dataclass(frozen=True)
class Stances:
    """The stances of one agency in order of time."""

    begins: list[int]
    stances: list[Stance]

    def at(self, moment: int) -> Stance:
        """The stance at a moment."""
        return self.stances[bisect_right(self.begins, moment) - 1]


def compiled_rule(rule: DetainerRule) -> Rule:
    """A rule of the scenario over codes: positions in LEVELS, CHARGE_CLASSES, ACTIONS."""
    when = rule.when
    levels = frozenset(LEVELS.index(level) for level in when.level) if when and when.level else ALL_LEVELS
    classes = (
        frozenset(CHARGE_CLASSES.index(name) for name in when.charge_class)
        if when and when.charge_class
        else ALL_CLASSES
    )
    seconds = rule.hold_hours.seconds if rule.hold_hours else 0
    honored = rule.then == "honor" and seconds > 0
    action = ACTIONS.index(rule.then) if honored or rule.then == "notify" else DECLINE
    effect = Effect(action, seconds, bool(rule.exclude_weekends_and_holidays))
    return Rule(levels, classes, when.prior_removal if when else None, when.adult if when else None, effect)


def stances_of(scenario: Scenario, name: str, calendar: Calendar) -> Stances:
    """All stances of an agency in a scenario."""
    stances = [_stance(standing, calendar) for standing in standings_of(scenario, name)]
    return Stances([stance.begins for stance in stances], stances)


def _stance(standing: Standing, calendar: Calendar) -> Stance:
    rules = tuple(compiled_rule(rule) for rule in standing.rules)
    begins = calendar.midnight(standing.begins)
    return Stance(begins, standing.mode, standing.shares, standing.receives, standing.access, rules)
