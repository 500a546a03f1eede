"""What a report holds, as texts ready to be shown, in reading order; nothing here knows a format."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.views.headline import HeadlineNumber
from simulator.views.language import Language
from simulator.views.listing import Listing
from simulator.views.pictures import Picture
from simulator.views.stress_des.content import Block, Points, Sheet


@dataclass(frozen=True)
class Front:
    """The title page: which place, under which policies, over which days, and who says so.

    ``incomplete`` says what the run lacks; it is empty for a whole run.
    """

    place: str
    policies: tuple[str, ...]
    days: str
    size: str
    purpose: str
    made_by: str
    incomplete: str


@dataclass(frozen=True)
class PolicyAnswer:
    """What a policy comes to: in sentences, and as the four numbers.

    In a run of the place alone there is one of these, and it is the place as it is.
    """

    name: str
    label: str
    sentences: tuple[str, ...]
    numbers: tuple[HeadlineNumber, ...]


@dataclass(frozen=True)
class PolicyDoubt:
    """How sure the numbers of a policy are, and which numbers of the costs move its difference most.

    ``command`` looks at everything that is not known; without a policy to compare, ``costs`` is None.
    """

    label: str
    intervals: Listing
    costs: Listing | None
    costs_note: str
    command: str


@dataclass(frozen=True)
class Input:
    """A number, table or date; ``path`` is how the scenario file has it, and ``owner`` whose it is, if anybody's."""

    name: str
    owner: str
    path: str
    value: str
    range: str
    origin: str
    assumed: bool


@dataclass(frozen=True)
class InputGroup:
    """Numbers that belong together; ``name`` tells the group apart from others."""

    name: str
    title: str
    numbers: tuple[Input, ...]


@dataclass(frozen=True)
class Inputs:
    """Everything that the numbers rest on; ``summary`` counts what has a source and what is assumed."""

    summary: str
    groups: tuple[InputGroup, ...]


@dataclass(frozen=True)
class Change:
    """A policy, or the place as it is, in plain words."""

    name: str
    label: str
    parts: tuple[Points, ...]


@dataclass(frozen=True)
class Report:
    """A run, told to somebody who was not there.

    ``reading`` is how to read the answer, and ``key`` the figures; ``meanings`` has what each of the four numbers
    includes. ``differences`` are tables of all main measures, of so many policies as fit side by side; ``sheet`` is the
    reporting sheet by STRESS-DES.
    """

    language: Language
    front: Front
    answers: tuple[PolicyAnswer, ...]
    reading: tuple[str, ...]
    meanings: tuple[HeadlineNumber, ...]
    key: Points
    pictures: tuple[Picture, ...]
    differences: tuple[Listing, ...]
    doubt: tuple[Block, ...]
    doubts: tuple[PolicyDoubt, ...]
    inputs: Inputs
    changes: tuple[Change, ...]
    left_out: tuple[Points, ...]
    again: tuple[Block, ...]
    sheet: Sheet
    flow_svg: str

    @property
    def compares(self) -> bool:
        """Whether there are policies beside the place as it is."""
        return bool(self.front.policies)
