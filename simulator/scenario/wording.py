"""Numbers, dates, tables and rules of a scenario in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import singledispatch

from simulator.scenario.distributions import (
    Exponential,
    Fixed,
    Lognormal,
    Quantiles,
    TimeDistribution,
    Uniform,
)
from simulator.scenario.policies import Action, Condition, DetainerRule
from simulator.scenario.quantities import (
    ChargeClassShares,
    DatedFact,
    HourProfile,
    LevelsByClass,
    MonthProfile,
    Quantity,
    Ranged,
    RatesByLevel,
    StatusShares,
    Table,
    WeekProfile,
)
from simulator.scenario.stations import WEEKDAYS, Shift, Tours, Weekday

SINGULAR = {"people": "person"}
DETAINER_ACTIONS: dict[Action, str] = {
    "honor": "hold them for ICE",
    "notify": "tell ICE when they leave, and do not hold them",
    "decline": "neither hold them nor tell ICE when they leave",
}
WRITTEN_SO = {"us": "US", "ice": "ICE", "fbi": "FBI", "ident": "IDENT", "lesc": "LESC"}


def number(value: float) -> str:
    """``8,000``, ``0.5``, ``1,314.55``: as it was written, with thousands separated."""
    return f"{value:,.10g}"


def amount(value: float, unit: str) -> str:
    """A number with its unit: ``8,000 bookings/year``, ``1 hour``, ``7.4 %``."""
    match unit:
        case "share":
            return f"{number(100 * value)} %"
        case "share/year":
            return f"{number(100 * value)} % a year"
        case "ratio":
            return number(value)
    return f"{number(value)} {SINGULAR.get(unit, unit.removesuffix('s')) if value == 1 else unit}"


def span(low: float, high: float, unit: str) -> str:
    """From one number to another: ``0.2 to 4 hours``, ``6 % to 9 %``."""
    return f"{amount(low, 'share') if unit.startswith('share') else number(low)} to {amount(high, unit)}"


def day(when: date) -> str:
    """``15 June 2010``."""
    return f"{when.day} {when:%B %Y}"


def listed(names: Sequence[str], joint: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return f" {joint} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def plainly(name: str) -> str:
    """A key as words: ``fbi_search`` is ``FBI search``."""
    return " ".join(WRITTEN_SO.get(word, word) for word in name.replace("_", " ").replace("-", " ").split())


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
def _(stated: ChargeClassShares | StatusShares | RatesByLevel) -> str:
    names = [name for name in type(stated).model_fields if name not in Table.model_fields]
    return ", ".join(f"{plainly(name)} {amount(getattr(stated, name), stated.unit)}" for name in names)


@in_words.register
def _(stated: LevelsByClass) -> str:
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
    return rule_in_words(stated)


def range_in_words(stated: object) -> str:
    """The plausible range of what a scenario states; nothing if it gives none."""
    if isinstance(stated, Table) and stated.spread is not None:
        return f"{amount(stated.spread, 'share')} either way"
    if isinstance(stated, DatedFact) and (stated.earliest or stated.latest):
        return f"{day(stated.earliest or stated.value)} to {day(stated.latest or stated.value)}"
    if isinstance(stated, Ranged) and stated.low is not None and stated.high is not None:
        return f"{_centre_name(stated)}{span(stated.low, stated.high, str(getattr(stated, 'unit', '')))}"
    return ""


def rule_in_words(rule: DetainerRule, everyone: str = "everyone") -> str:
    """What the jail does, and with whom; a hold of 0 hours is none."""
    people = _people(rule.when) or everyone
    if rule.then != "honor" or rule.hold_hours is None or rule.hold_hours.value == 0:
        action: Action = "decline" if rule.then == "honor" else rule.then
        return f"{action} for {people}: {DETAINER_ACTIONS[action]}"
    clock = ", weekends and federal holidays not counted" if rule.exclude_weekends_and_holidays else ""
    limit = in_words(rule.hold_hours)
    return f"honor for {people}: {DETAINER_ACTIONS['honor']} for at most {limit} after local release{clock}"


def _people(condition: Condition | None) -> str:
    given = condition.model_dump(exclude_none=True) if condition else {}
    return f"people {', '.join(_condition(name, value) for name, value in given.items())}" if given else ""


def _condition(name: str, value: object) -> str:
    match name, value:
        case "level", list():
            levels = [f"level {level}" if level != "none" else "no level" for level in value]
            return f"of {listed(levels, 'or')}"
        case "charge_class", list():
            return f"booked on {listed([f'{_article(word)} {word}' for word in value], 'or')}"
        case "prior_removal", bool():
            return f"{'removed' if value else 'never removed'} from the country before"
        case "adult", bool():
            return "18 or older" if value else "under 18"
    return f"with {plainly(name)}: {in_words(value)}"


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


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
