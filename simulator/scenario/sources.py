"""Every number of a scenario in a table: what it is, how large, how uncertain, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from pydantic import BaseModel

from simulator.scenario.phrases import plainly
from simulator.scenario.place import Scenario
from simulator.scenario.quantities import Sourced
from simulator.scenario.rules import Condition
from simulator.scenario.shares import Table
from simulator.scenario.study import Case
from simulator.scenario.wording import in_words, range_in_words
from simulator.scenario.written import Route, dotted

CHOICE = "a choice of this scenario"
"""The source of a plain number, such as the number of years: nobody measured it."""

Stated: TypeAlias = Sourced | str | bool | int | float | date


@dataclass(frozen=True)
class StatedNumber:
    """One number, table, distribution or date; ``unsourced`` if it was assumed, then ``source`` says why."""

    path: str
    what: str
    value: str
    range: str
    source: str
    note: str
    unsourced: bool


@dataclass(frozen=True)
class Leaf:
    """Something that a scenario states by itself, and where; ``description`` is its field's, if any."""

    route: Route
    description: str | None
    stated: Stated


def numbers_of(case: Case) -> tuple[StatedNumber, ...]:
    """All numbers of a case in the order of the model; a table or a distribution is one of them."""
    return tuple(_stated_number(leaf) for leaf in leaves_of(case.scenario) if _is_number(leaf.stated))


def leaves_of(scenario: Scenario) -> Iterator[Leaf]:
    """All that a scenario states: numbers, tables, distributions and rules whole; texts, flags and dates.

    Agencies from a table are told by the sources of its columns; what the table's file is called says nothing.
    """
    from_table = scenario.network is not None and scenario.network.agencies is not None
    for key, part, description in _parts(scenario):
        if from_table and key == "agencies":
            continue
        yield from (leaf for leaf in _leaves(part, (key,), description) if leaf.route != ("network", "agencies"))


def _leaves(part: object, route: Route, description: str | None) -> Iterator[Leaf]:
    if isinstance(part, Stated):
        yield Leaf(route, description, part)
    for key, inner, inner_description in _parts(part):
        # The plain numbers of a sourced part are in its own words; a part with a source of its own is not.
        if not isinstance(part, Sourced) or isinstance(inner, BaseModel):
            yield from _leaves(inner, (*route, key), inner_description)


def _parts(part: object) -> Iterator[tuple[str | int, object, str | None]]:
    """The parts of a model, mapping or list, with the descriptions of a model's fields.

    A table has none, nor have the conditions of a rule, which are in the rule's own words.
    """
    if isinstance(part, Table | Condition):
        return
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            yield name, getattr(part, name), field.description
    elif isinstance(part, dict):
        yield from ((key, inner, None) for key, inner in part.items())
    elif isinstance(part, list):
        yield from ((position, inner, None) for position, inner in enumerate(part))


def _is_number(stated: Stated) -> bool:
    return not isinstance(stated, str | bool)


def _stated_number(leaf: Leaf) -> StatedNumber:
    stated = leaf.stated
    assumed = stated.assumed if isinstance(stated, Sourced) else None
    source = stated.source or f"assumed: {assumed}" if isinstance(stated, Sourced) else CHOICE
    return StatedNumber(
        path=dotted(leaf.route),
        what=leaf.description or route_in_words(leaf.route),
        value=in_words(stated),
        range=range_in_words(stated),
        source=source,
        note=(stated.note or "") if isinstance(stated, Sourced) else "",
        unsourced=assumed is not None,
    )


def route_in_words(route: Route) -> str:
    """``federal: detainer: removable``; positions count from 1, as in ``decision: shift 2``."""
    words: list[str] = []
    for key in route:
        if isinstance(key, int):
            words[-1] = f"{words[-1].removesuffix('s')} {key + 1}"
        else:
            words.append(plainly(str(key)))
    return ": ".join(words)
