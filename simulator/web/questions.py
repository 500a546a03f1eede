"""What the page asks its worker processes: plain data that can be sent to them, with real files named by the server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from simulator.errors import Fault

if TYPE_CHECKING:
    from simulator.scenario.describe import Part
    from simulator.scenario.sources import StatedNumber
    from simulator.views.headline import HeadlineNumber
    from simulator.views.pictures import Picture

Stage = Literal["quick", "fuller"]


@dataclass(frozen=True)
class Source:
    """Where a policy comes from: one or more files of the server's, joined, or the text of one that was built."""

    slot: int
    name: str
    files: tuple[Path, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class Question:
    """A place and policies; ``place_name`` is what the place is called in results."""

    place: Path
    policies: tuple[Source, ...]
    seed: int = 1


@dataclass(frozen=True)
class PolicyAnswer:
    """What came of one policy: its number of slot, its four numbers, and in words what it changes."""

    slot: int
    name: str
    label: str
    numbers: tuple[HeadlineNumber, ...]
    changes: tuple[Part, ...]


@dataclass(frozen=True)
class Answer:
    """What came of a question; where there are ``faults`` there is nothing else.

    A fault is beside the number of the slot whose policy it is in, 0 for the place. ``too_large``: nothing was
    simulated, for it would take too long while somebody waits.
    """

    place: str = ""
    about: str = ""
    as_it_is: tuple[HeadlineNumber, ...] = ()
    policies: tuple[PolicyAnswer, ...] = ()
    faults: tuple[tuple[int, Fault], ...] = ()
    too_large: bool = False
    years: int = 1
    replications: int = 0
    draws: int = 0
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What is known of a place before anything runs: its description in parts, and its numbers by their paths."""

    label: str
    description: tuple[Part, ...]
    numbers: Mapping[str, StatedNumber] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """The name of a run, or what is wrong with what was asked; ``files`` are the texts of built policies by name."""

    name: str = ""
    faults: tuple[tuple[int, Fault], ...] = ()
