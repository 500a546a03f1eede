"""Section 3 of the checklist: every input with its value, range and source, and what was assumed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from simulator.scenario.describe import LEFT_OUT
from simulator.scenario.distributions import Quantiles
from simulator.scenario.phrases import number, plainly
from simulator.scenario.place import Scenario
from simulator.scenario.shares import Table as SharesTable
from simulator.scenario.sources import CHOICE, Leaf, StatedNumber, leaves_of, numbers_of
from simulator.scenario.stations import WEEKDAYS
from simulator.scenario.study import Study
from simulator.scenario.written import dotted
from simulator.views.stress_des.content import Block, Points, Table

INPUT_HEADINGS = ("Input", "What it is", "Value", "Plausible range", "Source, or why assumed")
ASSUMED = "ASSUMED: "
PRE_PROCESSING = (
    "The model reads the numbers of a scenario file as they stand there, and changes none of them. What was done to a "
    "published figure on its way into the file (a conversion, a mean of sources, a curve through places, a pattern "
    "taken out) is said in the note of that number in item 3.3. Shares of a table that miss 1 by rounding are scaled "
    "to it. Between two rows of a table of quantiles the time grows by a constant ratio.",
    "Prices are in dollars of the year that the scenario states. Results in dollars of another year are multiplied by "
    "the consumer price index (CPI-U), and by nothing else.",
)
STRUCTURE = (
    "Bookings do not depend on each other, but for queues and seats on tours. Attributes of a person are drawn one by "
    "one, by charge class, level and status where the scenario says so, and otherwise independently.",
    "Staff at a queue work at the same pace at all hours, and serve one person at a time.",
)


def data_sources(study: Study) -> tuple[Block, ...]:
    """Item 3.1: each source once, with the inputs that rest on it."""
    uses: dict[str, list[str]] = {}
    for stated in _all_numbers(study):
        if not stated.unsourced and stated.source != CHOICE:
            uses.setdefault(stated.source, []).append(stated.path)
    rows = tuple((source, "; ".join(dict.fromkeys(paths))) for source, paths in uses.items())
    return (
        "Published figures. No row about a person is in the files or needed for a run; some sources are counts that "
        "others made of such records. Sizes of samples and dates are in the words of each source. Inputs without a "
        "source are in item 3.4.",
        Table(("Source", "Inputs that rest on it"), rows, code=(1,)),
    )


def _all_numbers(study: Study) -> Iterator[StatedNumber]:
    """The numbers of the place, then those that each policy states otherwise."""
    yield from numbers_of(study.cases[0])
    for _, numbers in _changed(study):
        yield from numbers


def pre_processing() -> tuple[Block, ...]:
    """Item 3.2."""
    return PRE_PROCESSING


def input_parameters(study: Study) -> tuple[Block, ...]:
    """Item 3.3."""
    base = study.cases[0]
    changed = (_inputs(numbers, f"In experiments: {name} states otherwise") for name, numbers in _changed(study))
    return (
        _inputs(numbers_of(base), f"The place as it is: {base.label}"),
        Table(("Input", "In full"), tuple(_in_full(base.scenario)), "Tables and distributions in full", code=(0,)),
        *changed,
        "Inputs are independent of each other, but for the tables by charge class, level or status.",
    )


def _changed(study: Study) -> Iterator[tuple[str, tuple[StatedNumber, ...]]]:
    """For each policy by name, the numbers that the place does not state so."""
    base = set(numbers_of(study.cases[0]))
    for case in study.cases[1:]:
        numbers = tuple(stated for stated in numbers_of(case) if stated not in base)
        if numbers:
            yield case.name, numbers


def _inputs(numbers: Sequence[StatedNumber], title: str) -> Table:
    return Table(INPUT_HEADINGS, tuple(map(input_row, numbers)), title, code=(0,))


def input_row(stated: StatedNumber) -> tuple[str, str, str, str, str]:
    """One input; of an assumed one, the last cell says so first."""
    origin = f"{ASSUMED}{stated.source.removeprefix('assumed: ')}" if stated.unsourced else stated.source
    note = f". Note: {stated.note}" if stated.note else ""
    return stated.path, stated.what, stated.value, stated.range, f"{origin.rstrip('.')}{note}"


def _in_full(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Tables of shares and of quantiles, which have more numbers than one value."""
    for leaf in leaves_of(scenario):
        if words := _rows_of(leaf):
            yield dotted(leaf.route), words


def _rows_of(leaf: Leaf) -> str:
    """All numbers of a table; nothing for what is no table."""
    stated = leaf.stated
    if isinstance(stated, Quantiles):
        pairs = (f"{number(probability)}: {number(time)}" for probability, time in stated.at.items())
        return f"probability: time in {stated.unit}. {', '.join(pairs)}"
    if not isinstance(stated, SharesTable):
        return ""
    own = {name: getattr(stated, name) for name in type(stated).model_fields if name not in SharesTable.model_fields}
    return "; ".join(f"{plainly(name)}: {_numbers(part)}" for name, part in own.items())


def _numbers(part: object) -> str:
    """A number, a row of them, a row a weekday, or a number for each name."""
    if isinstance(part, float | int):
        return number(part)
    if isinstance(part, list) and part and isinstance(part[0], list):
        return "; ".join(f"{name} {_numbers(row)}" for name, row in zip(WEEKDAYS, part, strict=True))
    if isinstance(part, list):
        return ", ".join(map(number, part))
    assert isinstance(part, BaseModel)
    return ", ".join(f"{plainly(name)} {_numbers(inner)}" for name, inner in part)


def assumptions(study: Study) -> tuple[Block, ...]:
    """Item 3.4."""
    numbers = numbers_of(study.cases[0])
    assumed = tuple((it.path, it.value, it.range) for it in numbers if it.unsourced)
    title = f"Assumed inputs of the place: {len(assumed)} of {len(numbers)}; item 3.3 says why, one by one"
    return (
        Table(("Input", "Value", "Plausible range"), assumed, title, code=(0,)),
        Points(STRUCTURE, "Assumed of the way things go"),
        Points(LEFT_OUT, "Left out"),
    )
