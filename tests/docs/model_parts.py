"""The generated parts of docs/model.md: what its code and the shipped files say, Arlington's where one is needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from simulator.outcomes.yearly import meanings
from simulator.runs.manifest import versions
from simulator.scenario.document import read
from simulator.scenario.places import path_of
from simulator.scenario.sources import StatedNumber, numbers_of
from simulator.scenario.study import Case
from simulator.scenario.written import part_at, parts_of
from simulator.views.figures.flow_words import flow_in_words
from simulator.views.stress_des import components
from simulator.views.stress_des.content import Block, Picture, Table
from simulator.views.stress_des.inputs import ASSUMED, INPUT_HEADINGS, input_row
from simulator.views.stress_des.logic import FLOW
from simulator.views.stress_des.markdown import block_text

PLACE = "arlington-va"


@cache
def example() -> Case:
    from simulator.scenario.load import load_study

    return load_study(PLACE).cases[0]


def _set(*blocks: Block) -> str:
    pictures = {FLOW: f"images/{FLOW}.png"}
    return "".join(f"\n{block_text(block, pictures)}\n" for block in blocks) + "\n"


def _tables(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if isinstance(block, Table))


def outputs() -> str:
    """Every output by name; results.md says what each means."""
    units: dict[str, list[str]] = {}
    for name, (unit, _) in meanings().items():
        units.setdefault(unit, []).append(f"`{name}`")
    rows = "".join(f"| {unit} | {', '.join(names)} |\n" for unit, names in units.items())
    defined = f"{len(meanings())} numbers, each defined in [results](results.md):"
    return f"\n{defined}\n\n| unit | outputs |\n| --- | --- |\n{rows}\n"


def flow() -> str:
    return _set(Picture(FLOW, flow_in_words(example().scenario)))


def stations() -> str:
    return _set(*components.activities(example().scenario))


def inputs() -> str:
    """What Arlington's file takes from the base that the places share."""
    shared = [stated for stated in numbers_of(example()) if not _own(stated)]
    rows = tuple(_short(stated) for stated in shared)
    assumed = sum(stated.unsourced for stated in shared)
    title = f"Inputs that the places share: {len(shared)}, of which {assumed} are assumed"
    return _set(Table((INPUT_HEADINGS[0], *INPUT_HEADINGS[2:]), rows, title, code=(0,)))


def _short(stated: StatedNumber) -> tuple[str, ...]:
    """Without its note; of an assumed one, without the reason, which ``describe`` gives."""
    path, _, value, spread, origin = input_row(stated)
    return path, value, spread, "assumed" if stated.unsourced else origin.split(". Note: ")[0].removeprefix(ASSUMED)


def _own(stated: StatedNumber) -> bool:
    """Whether Arlington's own file states it."""
    part: object = _own_file()
    for word in stated.path.split("."):
        part = part_at(part, (parts_of(part).get(word, word),))
    return part is not None


@cache
def _own_file() -> dict[str, object]:
    written, faults = read(path_of(PLACE))
    assert not faults
    assert written is not None
    return written.tree


def software() -> str:
    """The packages with the versions that are installed here, which are those that the project asks for."""
    rows = tuple(sorted(versions()["packages"].items()))
    return _set(Table(("Package", "Version"), rows))


MODEL_PARTS: dict[str, Callable[[], str]] = {
    "outputs": outputs,
    "flow": flow,
    "entities": lambda: _set(*_tables(components.entities())),
    "stations": stations,
    "resources": lambda: _set(*components.resources(example().scenario)),
    "exits": lambda: _set(components.exit_table()),
    "inputs": inputs,
    "software": software,
}
