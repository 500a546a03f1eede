"""A sheet as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from simulator.views.stress_des.checklist import GUIDELINE, ITEMS, SECTIONS
from simulator.views.stress_des.content import Block, Item, Picture, Points, Sheet, Table

SPECIAL = re.compile(r"([|*<`\\])")
"""Characters that would be read as marks."""
NUMBERED = re.compile(r"\d+\. ")


def markdown_of(sheet: Sheet, pictures: Mapping[str, str] | None = None) -> str:
    """The whole sheet; ``pictures`` are the files of pictures by name, and one without a file is told in words."""
    return "\n".join([f"# {plain(sheet.title)}", "", f"{plain(GUIDELINE)}.", "", *_items(sheet, pictures or {})])


def _items(sheet: Sheet, pictures: Mapping[str, str]) -> Iterator[str]:
    section = ""
    for item in sheet.items:
        if item.number[0] != section:
            section = item.number[0]
            yield from (f"## {section} {SECTIONS[section]}", "")
        yield from _item(item, pictures)


def _item(item: Item, pictures: Mapping[str, str]) -> Iterator[str]:
    yield from (f"### {item.number} {ITEMS[item.number]}", "")
    for block in item.blocks:
        yield from (block_text(block, pictures), "")


def block_text(block: Block, pictures: Mapping[str, str] | None = None) -> str:
    """One block, without an empty line after it."""
    match block:
        case Points():
            return "\n".join((*_title(block.title), *map(_point, block.lines)))
        case Table():
            return "\n".join((*_title(block.title), *_rows(block)))
        case Picture():
            file = (pictures or {}).get(block.name)
            return f"![{plain(block.words)}]({file})" if file else plain(block.words)
    return plain(block)


def plain(text: str) -> str:
    """Text in which nothing is read as a mark, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _title(title: str) -> tuple[str, ...]:
    return (f"**{plain(title)}**", "") if title else ()


def _point(line: str) -> str:
    """A point, or one with the number that it begins with; set in under another if the line begins with spaces."""
    indent = "    " * line.startswith(" ")
    bullet = "" if NUMBERED.match(line.lstrip()) else "- "
    return f"{indent}{bullet}{plain(line)}"


def _rows(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(table.headings)} |"
    yield f"|{' --- |' * len(table.headings)}"
    for row in table.rows:
        yield f"| {' | '.join(_cell(cell, position in table.code) for position, cell in enumerate(row))} |"


def _cell(text: str, code: bool) -> str:
    return "; ".join(f"`{name}`" for name in text.split("; ")) if code else plain(text)
