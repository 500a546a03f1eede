"""What a sheet is made of: items with paragraphs, lists, tables and pictures, without any marks of a format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from simulator.views.stress_des.checklist import ITEMS


@dataclass(frozen=True)
class Points:
    """Lines of a list under a title; a line that begins with spaces belongs to the one before."""

    lines: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells; ``code`` are the positions of columns with names as they stand in files and results."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    code: tuple[int, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture by its name, and all that it shows in words."""

    name: str
    words: str


Block: TypeAlias = str | Points | Table | Picture
"""A text alone is a paragraph."""


@dataclass(frozen=True)
class Item:
    """One item of the checklist, by its number in ITEMS, answered."""

    number: str
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """Its name in the checklist."""
        return ITEMS[self.number]


@dataclass(frozen=True)
class Sheet:
    """A study by the checklist: every item in the order of ITEMS."""

    title: str
    items: tuple[Item, ...]

    def item(self, number: str) -> Item:
        """One item by its number."""
        return next(item for item in self.items if item.number == number)
