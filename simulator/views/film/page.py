"""The film as one page: drawing, controls, table and script in a file that asks for nothing else."""

from __future__ import annotations

from typing import Any

from simulator.views.film.content import Film
from simulator.views.film.layout import HEIGHT, WIDTH, arrows, digit_of
from simulator.views.film.look import FILLS, GLIDE_SECONDS, SIZE
from simulator.views.film.marks import Mark
from simulator.views.film.stations import STATIONS
from simulator.views.pages import environment

SPEEDS = (0.25, 0.5, 1, 2, 4)


def page(film: Film) -> str:
    """The whole page as HTML."""
    template = environment(film.language).get_template("film.html")
    return template.render(
        film=film,
        shown=_shown(film),
        width=WIDTH,
        height=HEIGHT,
        boxes=[(box, box.place >= len(STATIONS)) for box in film.layout.boxes],
        arrows=arrows(film.layout.boxes),
        fills=FILLS,
        speeds=SPEEDS,
    )


def _shown(film: Film) -> dict[str, Any]:
    """What the script moves: moments in seconds of the span, places in units of the drawing."""
    span, say = film.span, film.language.say
    told = "{policy}: {jail} in jail, {prints} left with their prints on the way, {ended} came to an end."
    return {
        "begins": round(span.begins.timestamp()),
        "long": span.seconds_long,
        "rate": span.seconds_long / film.seconds,
        "glide": GLIDE_SECONDS * span.seconds_long / film.seconds,
        "timezone": span.timezone,
        "language": film.language.code,
        "stations": len(STATIONS),
        "words": {"play": say("Play"), "pause": say("Pause"), "prints": say("prints: {prints}"), "state": say(told)},
        "panels": [
            {"label": panel.label, "marks": [_mark(film, mark) for mark in panel.marks]} for panel in film.panels
        ],
    }


def _mark(film: Film, mark: Mark) -> dict[str, Any]:
    layout = film.layout
    return {
        "kind": mark.kind,
        "fill": FILLS[mark.level],
        "digit": digit_of(mark, layout),
        "size": round(SIZE * layout.pitch, 1),
        "title": _title(film, mark),
        "visits": [
            [visit.begins, visit.until, visit.place, *(round(length, 1) for length in layout.spot(visit))]
            for visit in mark.visits
        ],
    }


def _title(film: Film, mark: Mark) -> str:
    """Who it is, for those who point at a mark."""
    say = film.language.say
    level = say("without conviction") if mark.level == "none" else say("level {level}", level=mark.level)
    return f"{mark.case}: {say(mark.charge_class)}, {level}"
