"""Numbers, dates, tables and rules of a scenario in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import singledispatch
from typing import get_args

from simulator.scenario.condition_words import people_in_words
from simulator.scenario.correlations import Correlation
from simulator.scenario.distributions import (
    Exponential,
    Fixed,
    Lognormal,
    Quantiles,
    TimeDistribution,
    Uniform,
)
from simulator.scenario.federal import Form, WarrantShares
from simulator.scenario.network import ColumnFact
from simulator.scenario.people import ConvictionsByLevel
from simulator.scenario.phrases import amount, day, listed, number, plainly, span
from simulator.scenario.quantities import DatedFact, Quantity, Ranged
from simulator.scenario.requests import Answer, Asks, Regime, Request
from simulator.scenario.rules import Action, DetainerRule
from simulator.scenario.shares import (
    ChargeClassShares,
    HourProfile,
    LevelsByClass,
    MonthProfile,
    RatesByClass,
    RatesByLevel,
    StatusShares,
    Table,
    WeekProfile,
)
from simulator.scenario.stations import WEEKDAYS, Shift, Tours, Weekday
from simulator.scenario.triggers import Trigger

DETAINER_ACTIONS: dict[Action, str] = {
    "honor": "hold them for ICE",
    "notify": "tell ICE when they leave, and do not hold them",
    "decline": "neither hold them nor tell ICE when they leave",
}
NEVER_FITS: dict[Action, str] = {
    "honor": "it never holds anybody",
    "notify": "it never fits anybody",
    "decline": "it never fits anybody",
}


@singledispatch
def in_words(stated: object) -> str:
    """The value of anything that a scenario states, without its range, source and note."""
    return str(stated)


@in_words.register
def _(stated: bool) -> str:
    return "yes" if stated else "no"


@in_words.register
def _(stated: float) -> str:
    return number(stated)


@in_words.register
def _(stated: int) -> str:
    return str(stated)


@in_words.register
def _(stated: date) -> str:
    return day(stated)


@in_words.register
def _(stated: Quantity) -> str:
    return amount(stated.value, stated.unit)


@in_words.register
def _(stated: ColumnFact) -> str:
    return "by agency, in the table"


@in_words.register
def _(stated: DatedFact) -> str:
    return day(stated.value)


@in_words.register
def _(stated: Fixed) -> str:
    return f"always {amount(stated.value, stated.unit)}"


@in_words.register
def _(stated: Exponential) -> str:
    return f"exponential, mean {amount(stated.mean, stated.unit)}"


@in_words.register
def _(stated: Lognormal) -> str:
    cut = f", at most {amount(stated.maximum, stated.unit)}" if stated.maximum is not None else ""
    median, p90 = amount(stated.median, stated.unit), amount(stated.p90, stated.unit)
    return f"lognormal, median {median}, 90 % under {p90}{cut}"


@in_words.register
def _(stated: Uniform) -> str:
    return f"equally likely from {span(stated.shortest, stated.longest, stated.unit)}"


@in_words.register
def _(stated: Quantiles) -> str:
    longest = amount(max(stated.at.values()), stated.unit)
    return f"table of {len(stated.at)} quantiles, median {_rounded(stated)} {stated.unit}, at most {longest}"


@in_words.register
def _(stated: WeekProfile) -> str:
    return f"table of {sum(map(len, stated.shares))} shares"


@in_words.register
def _(stated: HourProfile) -> str:
    return f"table of {len(stated.shares)} shares"


@in_words.register
def _(stated: MonthProfile) -> str:
    least, most = number(min(stated.factors)), number(max(stated.factors))
    return f"table of {len(stated.factors)} factors, from {least} to {most}"


@in_words.register
def _(stated: ChargeClassShares | RatesByClass | StatusShares | RatesByLevel | WarrantShares) -> str:
    names = [name for name in type(stated).model_fields if name not in Table.model_fields]
    return ", ".join(f"{plainly(name)} {amount(getattr(stated, name), stated.unit)}" for name in names)


@in_words.register
def _(stated: LevelsByClass | ConvictionsByLevel) -> str:
    return f"table of {sum(map(len, stated.rows()))} shares"


@in_words.register
def _(stated: Shift) -> str:
    return f"{_days(stated.weekdays)}, {stated.from_hour}:00 to {stated.to_hour}:00"


@in_words.register
def _(stated: Tours) -> str:
    hours = listed([f"{hour}:00" for hour in stated.hours])
    holidays = "also" if stated.on_federal_holidays else "not"
    return f"{_days(stated.weekdays)} at {hours}, {holidays} on federal holidays"


@in_words.register
def _(stated: DetainerRule) -> str:
    return rule_in_words(stated, reimbursed=True)  # whether there is an agreement is not for the rule to say


@in_words.register
def _(stated: Request) -> str:
    return f"opt out: {stated.asks}"


@in_words.register
def _(stated: Answer) -> str:
    return f"{stated.grants}, from {day(stated.given_on)}{f' to {day(stated.until)}' if stated.until else ''}"


@in_words.register
def _(stated: Regime) -> str:
    granted = [f"{asked}: {stated.grant_to(asked)}" for asked in get_args(Asks)]
    return f"{stated.label}; asked for, and granted: {', '.join(granted)}"


@in_words.register
def _(stated: Correlation) -> str:
    return f"{' and '.join(stated.between)}: rank correlation {number(stated.rank)}"


@in_words.register
def _(stated: Trigger) -> str:
    watched = f"{plainly(stated.measure)} over {stated.over_months} months"
    return f"opt out: {stated.opt_out}, when {watched} are above {stated.above:g}"


def range_in_words(stated: object) -> str:
    """The plausible range of what a scenario states; nothing if it gives none."""
    if isinstance(stated, Table | ColumnFact) and stated.spread is not None:
        return f"{amount(stated.spread, 'share')} either way"
    if isinstance(stated, DatedFact) and (stated.earliest or stated.latest):
        return f"{day(stated.earliest or stated.value)} to {day(stated.latest or stated.value)}"
    if isinstance(stated, Ranged) and stated.low is not None and stated.high is not None:
        return f"{_centre_name(stated)}{span(stated.low, stated.high, str(getattr(stated, 'unit', '')))}"
    return ""


def rule_in_words(
    rule: DetainerRule, everyone: str = "everyone", reimbursed: bool = False, form: Form | None = None
) -> str:
    """What the jail does, and with whom; a hold of 0 hours is none.

    ``reimbursed`` says whether the agency has a federal agreement to pay. A hold without a limit of its own is put
    into hours if the federal form is given.
    """
    people = people_in_words(rule.when) or everyone
    limit = rule.hold_hours or (form.hold_hours if form else None)
    if rule.then != "honor" or (limit and limit.value == 0):
        action: Action = "decline" if rule.then == "honor" else rule.then
        words = f"{action} for {people}: {DETAINER_ACTIONS[action]}"
    else:
        words = f"honor for {people}: {DETAINER_ACTIONS['honor']} {_hold(rule, form)}"
    never = rule.when is not None and rule.when.reimbursement == "agreed" and not reimbursed
    return f"{words}; there is no such agreement, so {NEVER_FITS[rule.then]}" if never else words


def _hold(rule: DetainerRule, form: Form | None) -> str:
    """How long at most; by the form, the same words as if the rule said so itself."""
    stated = rule if rule.hold_hours else form
    if stated is None or stated.hold_hours is None:
        return "for as long as the federal form asks after local release"
    clock = ", weekends and federal holidays not counted" if stated.exclude_weekends_and_holidays else ""
    return f"for at most {in_words(stated.hold_hours)} after local release{clock}"


def _days(names: Sequence[Weekday]) -> str:
    """Weekdays in a row as ``Mon to Fri``, others one by one."""
    first = min(WEEKDAYS.index(name) for name in names)
    in_row = WEEKDAYS[first : first + len(names)]
    if in_row == WEEKDAYS:
        return "every day"
    return f"{in_row[0]} to {in_row[-1]}" if len(names) > 2 and set(in_row) == set(names) else listed(names)


def _rounded(stated: Quantiles) -> str:
    return f"{stated.centre():,.3g}"


def _centre_name(stated: Ranged) -> str:
    if not isinstance(stated, TimeDistribution) or isinstance(stated, Fixed):
        return ""
    return "mean " if isinstance(stated, Exponential | Uniform) else "median "
