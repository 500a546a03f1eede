"""A report as one HTML file: nothing is fetched, nothing runs, and a policy in the page itself forbids both."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate, groupby, pairwise
from statistics import fmean

from markupsafe import Markup

from simulator.views.pages import TEMPLATES, environment
from simulator.views.report.content import Report
from simulator.views.stress_des.checklist import GUIDELINE, SECTIONS
from simulator.views.stress_des.content import Points, Table
from simulator.views.stress_des.markdown import NUMBERED

LONG = 60
"""A column of longer texts, in letters, asks for no more width."""
STEP = 5
"""Widths are whole steps of so many percent; report.css has a class for each."""


@dataclass(frozen=True)
class Line:
    """A line of a list, and the lists that belong to it."""

    text: str
    under: tuple[Run, ...] = ()


@dataclass(frozen=True)
class Run:
    """Lines one after the other, all in a stated order or none."""

    numbered: bool
    lines: tuple[Line, ...]


def html_of(report: Report) -> str:
    """The whole file; the same report gives the same text."""
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    template = environment(report.language).get_template("report.html")
    whole = template.render(
        report=report,
        style=Markup(style),
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        runs_of=runs_of,
        shares_of=shares_of,
        sheet_sections=SECTIONS,
        guideline=GUIDELINE,
    )
    return f"{whole.strip()}\n"


def shares_of(table: Table) -> tuple[int, ...]:
    """Percent of the width in print for each column, in steps of 5 and 100 together.

    As its longest word and its usual text ask for. A printed table whose widths are known is laid out without a try of
    every word in it, in half the time.
    """
    columns = list(zip(table.headings, *table.rows, strict=True))
    asked = [
        max(*(len(word) for text in column for word in text.split()), min(fmean(map(len, column)), LONG))
        for column in columns
    ]
    twentieths = 100 // STEP - len(columns)  # beyond the one that each column has
    edges = [round(twentieths * upto / sum(asked)) for upto in accumulate(asked, initial=0.0)]
    return tuple(STEP * (1 + end - start) for start, end in pairwise(edges))


def runs_of(points: Points) -> tuple[Run, ...]:
    """The lines of a list, each with those set in under it; the numbers that they begin with are left to the list."""
    whole: list[tuple[str, list[str]]] = []
    for text in points.lines:
        if text.startswith(" ") and whole:
            whole[-1][1].append(text)
        else:
            whole.append((text, []))
    return _runs((text, _runs((inner, ()) for inner in under)) for text, under in whole)


def _runs(lines: Iterable[tuple[str, tuple[Run, ...]]]) -> tuple[Run, ...]:
    grouped = groupby(lines, key=lambda line: NUMBERED.match(line[0].lstrip()) is not None)
    return tuple(Run(numbered, tuple(_line(*line, numbered=numbered) for line in run)) for numbered, run in grouped)


def _line(text: str, under: tuple[Run, ...], *, numbered: bool) -> Line:
    return Line(NUMBERED.sub("", text.lstrip(), count=1) if numbered else text.strip(), under)
