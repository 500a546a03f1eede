"""A report as one HTML file: nothing is fetched, nothing runs, and a policy in the page itself forbids both."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup

from simulator.views.pages import TEMPLATES, environment
from simulator.views.report.content import Report
from simulator.views.stress_des.checklist import GUIDELINE, SECTIONS
from simulator.views.stress_des.content import Points
from simulator.views.stress_des.markdown import NUMBERED


@dataclass(frozen=True)
class Line:
    """A line of a list and the lines that belong to it; ``numbered`` if it stands in an order."""

    text: str
    numbered: bool
    under: tuple[Line, ...] = ()


def html_of(report: Report) -> str:
    """The whole file; the same report gives the same text."""
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    template = environment(report.language).get_template("report.html")
    return template.render(
        report=report,
        style=Markup(style),
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        lines_of=lines_of,
        sheet_sections=SECTIONS,
        guideline=GUIDELINE,
    )


def lines_of(points: Points) -> tuple[Line, ...]:
    """The lines of a list, each with those set in under it and without the number that its place says."""
    found: list[tuple[str, list[str]]] = []
    for text in points.lines:
        if text.startswith(" ") and found:
            found[-1][1].append(text)
        else:
            found.append((text, []))
    return tuple(_line(text, tuple(_line(inner) for inner in under)) for text, under in found)


def _line(text: str, under: tuple[Line, ...] = ()) -> Line:
    numbered = NUMBERED.match(text.lstrip()) is not None
    return Line(NUMBERED.sub("", text.lstrip(), count=1) if numbered else text.strip(), numbered, under)
