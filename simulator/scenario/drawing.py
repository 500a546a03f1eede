"""What a scenario is not sure of, drawn anew: each number, table or date with a range at given probabilities.

A level is a probability from 0 to 1: at 0.5 stands the stated value, at 0 the low end of the range, at 1 the high.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import singledispatch
from math import isclose
from typing import Any

import numpy as np
from pydantic import BaseModel

from simulator.scenario.distributions import Exponential, Fixed, Lognormal, Quantiles, TimeDistribution, Uniform
from simulator.scenario.network import ColumnFact
from simulator.scenario.quantities import ROUNDING, DatedFact, Quantity, Ranged
from simulator.scenario.shares import Table

Levels = Sequence[float]
WHOLE_UNITS = ("people", "beds", "seats", "officers", "specialists")
"""Units of which there is no part."""
STEPS = 100
"""At most so many steps towards a median; some five are enough."""


def between(low: float, value: float, high: float, level: float) -> float:
    """The value of a range at a level: two triangles that meet at the stated value, which is the median.

    A plain triangle would put 19 of 20 draws above the value where a range is as lopsided as 0, 100, 2,000.
    """
    if level < 0.5:
        return max(low, value - (value - low) * (1 - float(np.sqrt(2 * level))))
    return min(high, value + (high - value) * (1 - float(np.sqrt(2 * (1 - level)))))


@singledispatch
def columns_of(stated: object) -> int:
    """How many levels it takes to draw this anew; 0 if nothing about it is said to be unsure."""
    return 0


@columns_of.register
def _(stated: Ranged) -> int:
    return int(stated.low != stated.high)


@columns_of.register
def _(stated: Table) -> int:
    return len(list(_entries(stated))) if stated.spread else 0


@columns_of.register
def _(stated: DatedFact) -> int:
    return int((stated.earliest or stated.value) < (stated.latest or stated.value))


@columns_of.register
def _(stated: ColumnFact) -> int:
    return int(stated.spread is not None)


@singledispatch
def at_levels(stated: Any, levels: Levels) -> Any:
    """The same, drawn anew at these levels (``columns_of`` of them)."""
    raise TypeError(f"nothing about {type(stated).__name__} is unsure")


@at_levels.register
def _(stated: Quantity, levels: Levels) -> Quantity:
    value = _of_range(stated, levels[0])
    return stated.model_copy(update={"value": float(round(value)) if stated.unit in WHOLE_UNITS else value})


@at_levels.register
def _(stated: TimeDistribution, levels: Levels) -> TimeDistribution:
    moved: TimeDistribution = _centred(stated, _of_range(stated, levels[0]))
    return moved


@at_levels.register
def _(stated: Table, levels: Levels) -> Table:
    spread = stated.spread or 0.0
    factors = iter([between(1 - spread, 1.0, 1 + spread, level) for level in levels])
    names = _names(stated)
    drawn = {name: _scaled(getattr(stated, name), factors) for name in names}
    most = float("inf") if stated.unit != "share" else 1.0
    if stated.keeps_sum == "of-each-row":
        return stated.model_copy(update={name: _adding_up(drawn[name], getattr(stated, name)) for name in names})
    if stated.keeps_sum == "of-all":
        if not (together := sum(_numbers(drawn))):  # all are at the low end of a spread of 1: none is less than others
            return stated
        ratio = sum(_entries(stated)) / together
        return stated.model_copy(update={name: _times(part, ratio) for name, part in drawn.items()})
    return stated.model_copy(update={name: _at_most(part, most) for name, part in drawn.items()})


@at_levels.register
def _(stated: DatedFact, levels: Levels) -> DatedFact:
    low, value, high = (
        day.toordinal() for day in (stated.earliest or stated.value, stated.value, stated.latest or stated.value)
    )
    return stated.model_copy(update={"value": date.fromordinal(round(between(low, value, high, levels[0])))})


def _of_range(stated: Ranged, level: float) -> float:
    quantiles = stated.quantiles if isinstance(stated, Quantity) else None
    if quantiles:
        return float(np.interp(level, list(quantiles), list(quantiles.values())))
    centre = stated.centre()
    low, high = (centre if end is None else end for end in (stated.low, stated.high))
    return between(low, centre, high, level)


@singledispatch
def _centred(stated: Any, centre: float) -> Any:
    """The distribution with another centre, and its spread in proportion."""
    raise TypeError(f"{type(stated).__name__} has no centre to move")


@_centred.register
def _(stated: Fixed, centre: float) -> Fixed:
    return stated.model_copy(update={"value": centre})


@_centred.register
def _(stated: Exponential, centre: float) -> Exponential:
    return stated.model_copy(update={"mean": centre})


@_centred.register
def _(stated: Uniform, centre: float) -> Uniform:
    ratio = centre / stated.centre()
    return stated.model_copy(update={"shortest": stated.shortest * ratio, "longest": stated.longest * ratio})


@_centred.register
def _(stated: Lognormal, centre: float) -> Lognormal:
    p90 = stated.p90 * centre / stated.median
    maximum = None if stated.maximum is None else max(stated.maximum, p90)
    return stated.model_copy(update={"median": centre, "p90": p90, "maximum": maximum})


@_centred.register
def _(stated: Quantiles, centre: float) -> Quantiles:
    """Times grow from the shortest, which stays: nobody's age comes under 18 because the median does.

    Between two rows a table grows by a constant ratio, so that a median between them is met step by step.
    """
    shortest = next(iter(stated.at.values()))
    made, ratio = stated, 1.0
    for _step in range(STEPS):
        if isclose(made.centre(), centre, rel_tol=ROUNDING):
            break
        ratio *= (centre - shortest) / (made.centre() - shortest)
        at = {probability: shortest + (time - shortest) * ratio for probability, time in stated.at.items()}
        made = stated.model_copy(update={"at": at})
    return made


def _entries(stated: Table) -> Iterator[float]:
    return _numbers({name: getattr(stated, name) for name in _names(stated)})


def _names(stated: Table) -> list[str]:
    """The fields of a table that hold its numbers."""
    return [name for name in type(stated).model_fields if name not in Table.model_fields]


def _numbers(part: Any) -> Iterator[float]:
    """Every number of a part of a table, in order."""
    if isinstance(part, int | float):
        yield float(part)
        return
    inner = _inner(part)
    for one in inner.values() if isinstance(inner, dict) else inner:
        yield from _numbers(one)


def _scaled(part: Any, factors: Iterator[float]) -> Any:
    """The part with each number times the next factor."""
    if isinstance(part, int | float):
        return part * next(factors)
    if isinstance(part, BaseModel):
        return part.model_copy(update={name: _scaled(one, factors) for name, one in _inner(part).items()})
    return [_scaled(one, factors) for one in part]


def _times(part: Any, ratio: float) -> Any:
    return _scaled(part, iter(lambda: ratio, None))


def _adding_up(drawn: Any, stated: Any) -> Any:
    """A drawn row with the sum of the stated one."""
    together = sum(_numbers(drawn))
    return _times(drawn, sum(_numbers(stated)) / together) if together else stated


def _at_most(part: Any, most: float) -> Any:
    if isinstance(part, int | float):
        return min(part, most)
    return part.model_copy(update={name: _at_most(one, most) for name, one in _inner(part).items()})


def _inner(part: Any) -> Any:
    if isinstance(part, BaseModel):
        return {name: getattr(part, name) for name in type(part).model_fields}
    return part
