"""Where bookings end: from all bookings over those that ICE learns of to each end, in ribbons drawn to scale.

Most bookings end as no match, so the chart has a break: left of it all bookings stand at one scale, right of it those
that ICE learns of at a larger one; each scale is the same for every policy shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path

from simulator.model.codes import ENDS, End
from simulator.runs.tables import RunTables
from simulator.views.figures.findings import (
    agencies_note,
    base_of,
    chosen_policy,
    count,
    finding,
    largest_change,
    no_change,
    not_clear,
    notes,
    others_of,
    step,
)
from simulator.views.figures.style import (
    BLUE,
    GREEN,
    INK,
    KEY_INCHES,
    LEFT,
    MUTED,
    ORANGE,
    PALE,
    PURPLE,
    RIGHT,
    SKY,
    SMALL_POINTS,
    VERMILION,
    line_inches,
    look_of,
    sheet,
    text_style,
    wrapped,
)
from simulator.views.words import Entry, number


@dataclass(frozen=True)
class Way:
    """An end that a booking known to ICE can come to; ``words`` follow its number."""

    end: End
    words: str
    colour: str
    detainer: bool = True


WAYS = (
    Way("transferred", "transferred to ICE", VERMILION),
    Way("lapsed", "held, and the hold lapsed", ORANGE),
    Way("declined", "released, detainer not honored", GREEN),
    Way("withdrawn", "detainer withdrawn", SKY),
    Way("state-prison", "went on to state prison", PURPLE),
    Way("missed", "missed, left before ICE decided", BLUE, detainer=False),
    Way("no-action", "no action by ICE", "#999999", detainer=False),
)
ALL_INCHES, KNOWN_INCHES, SLOT_INCHES, SLOT_GAP = 1.85, 1.15, 0.165, 0.03
"""Height of the bar of all bookings; of the most that ICE learns of; of the least room for an end; between ends."""
HEAD_INCHES, PANEL_GAP, BAR_INCHES = 0.4, 0.15, 0.12
"""Room for the numbers over the bars; between panels; width of a bar."""
BOOKED_AT, KNOWN_AT, DETAINER_AT, END_AT = 0.05, 1.35, 3.05, 4.3
"""Inches from the left at which the bars stand."""


@dataclass(frozen=True)
class Endings:
    """Means a year under one policy: bookings by end, and how many ICE learned of by a match."""

    ends: dict[End, float]
    matches: float

    @property
    def known(self) -> float:
        """Bookings that ICE learns of, by a match or by another channel."""
        return sum(self.ends[way.end] for way in WAYS)

    @property
    def detainers(self) -> float:
        """Bookings with a detainer; each comes to one of the ends that follow one."""
        return sum(self.ends[way.end] for way in WAYS if way.detainer)

    @property
    def bookings(self) -> float:
        """All bookings."""
        return self.known + self.ends["no-match"]


@dataclass(frozen=True)
class Scale:
    """Inches per booking a year, left and right of the break; the ends that are shown; height of a panel."""

    all: float
    known: float
    ways: tuple[Way, ...]
    height: float


def endings(tables: RunTables, policy: str | None = None) -> Figure:
    """The base and one other policy, by default the one that changes the transfers most.

    Raises ValueError for a policy that the run does not have.
    """
    found = endings_of(tables, policy)
    scale = _scale(list(found.values()))
    heads = [wrapped(tables.labels.policies[name], RIGHT - LEFT - KEY_INCHES, weight="bold") for name in found]
    rooms = [len(lines) * line_inches(SMALL_POINTS) + scale.height + PANEL_GAP for lines in heads]
    title = finding(tables, "transferred", "people transferred to ICE", policy if len(found) > 1 else None)
    drawn = sheet(title, "Where bookings end, per year", _notes(tables, scale), sum(rooms))
    for position, name in enumerate(found):
        bottom = sum(rooms[position + 1 :])
        top = bottom + rooms[position]
        drawn.key(LEFT, top, look_of(tables, name), heads[position], hollow=name == base_of(tables))
        axes = drawn.axes(LEFT, bottom + PANEL_GAP, RIGHT - LEFT, scale.height)
        axes.set(xlim=(0, RIGHT - LEFT), ylim=(scale.height, 0))
        axes.set_axis_off()
        _draw(axes, found[name], scale, {} if position == 0 else tables.summary["differences"][name])
    return drawn.figure


def endings_of(tables: RunTables, policy: str | None = None) -> dict[str, Endings]:
    """What is shown, by policy: the base, and the other one if there is any; errors as of ``endings``."""
    asked = chosen_policy(tables, policy)
    other = asked or largest_change(tables, ["transferred"]) or next(iter(others_of(tables)), None)
    shown = dict.fromkeys([base_of(tables), other or base_of(tables)])
    return {name: _endings(tables, name) for name in shown}


def ways_of(found: Sequence[Endings]) -> tuple[Way, ...]:
    """The ends that anybody comes to under any of the policies shown."""
    return tuple(way for way in WAYS if any(one.ends[way.end] for one in found))


def _endings(tables: RunTables, policy: str) -> Endings:
    means = {name: entry["mean"] or 0.0 for name, entry in tables.summary["policies"][policy].items()}
    return Endings({end: means[_measure(end)] for end in ENDS}, means["matches"])


def _measure(end: End) -> str:
    return f"ended_{end.replace('-', '_')}"


def _scale(found: Sequence[Endings]) -> Scale:
    """The same scales for all panels; ends that nobody comes to under any of them are left out."""
    most, most_known = max(one.bookings for one in found), max(one.known for one in found)
    everyone = ALL_INCHES / most if most else 0.0
    known = max(everyone, KNOWN_INCHES / most_known if most_known else 0.0)
    ways = ways_of(found)
    lowest = [slots[-1][1] for slots in (_slots(one, ways, known) for one in found) if slots]
    return Scale(everyone, known, ways, max([HEAD_INCHES + ALL_INCHES, *lowest]))


def _slots(one: Endings, ways: Sequence[Way], scale: float) -> list[tuple[float, float]]:
    """Top and bottom of the room for each end, in inches from the top of the panel."""
    slots, top = [], HEAD_INCHES
    for way in ways:
        bottom = top + max(one.ends[way.end] * scale, SLOT_INCHES)
        slots.append((top, bottom))
        top = bottom + SLOT_GAP
    return slots


def _notes(tables: RunTables, scale: Scale) -> list[str]:
    left_out = [way.words for way in WAYS if way not in scale.ways]
    return notes(
        "Heights are to scale, the same in every panel." + _break(scale),
        "ICE learns of a booking by a match or by another channel, such as an interview in jail.",
        "Means a year; parts may not add up because of rounding.",
        f"Nobody came to these ends: {'; '.join(left_out)}." if left_out else "",
        agencies_note(tables),
    )


def _break(scale: Scale) -> str:
    if scale.known <= scale.all:
        return ""
    return f" Right of the grey wedge the scale is {number(scale.known / scale.all)} times that of all bookings."


def _draw(axes: Axes, one: Endings, scale: Scale, differences: Mapping[str, Entry]) -> None:
    _all_bookings(axes, one, scale)
    _column(axes, KNOWN_AT, [f"{count(one.known)} that ICE learns", f"of, {count(one.matches)} by a match"])
    _column(axes, DETAINER_AT, [count(one.detainers), "detainers"])
    start = HEAD_INCHES
    lodged = one.detainers * scale.known
    _ribbon(axes, (KNOWN_AT + BAR_INCHES, start), (DETAINER_AT, start), lodged, "#BDBDBD")
    _bar(axes, DETAINER_AT, start, lodged)
    _bar(axes, KNOWN_AT, start, one.known * scale.known)
    for way, (top, bottom) in zip(scale.ways, _slots(one, scale.ways, scale.known), strict=True):
        height = one.ends[way.end] * scale.known
        at = (top + bottom - height) / 2
        source = DETAINER_AT if way.detainer else KNOWN_AT
        _ribbon(axes, (source + BAR_INCHES, start), (END_AT, at), height, way.colour)
        _bar(axes, END_AT, at, height, way.colour)
        text = f"{count(one.ends[way.end])} {way.words}{_against_base(differences, way)}"
        place = END_AT + BAR_INCHES + 0.08
        axes.text(place, (top + bottom) / 2, text, va="center_baseline", **text_style())
        start += height


def _against_base(differences: Mapping[str, Entry], way: Way) -> str:
    """The difference to the base, after the words of an end; nothing in the panel of the base."""
    if not differences:
        return ""
    return f" ({change_of(differences, way.end)})"


def change_of(differences: Mapping[str, Entry], end: End) -> str:
    """The difference to the base in how many come to an end, in words."""
    entry = differences[_measure(end)]
    if no_change(entry):
        return "no change"
    return "no clear change" if not_clear(entry) else step(entry)


def _all_bookings(axes: Axes, one: Endings, scale: Scale) -> None:
    """The bar of all bookings, and the wedge that enlarges the part that ICE learns of."""
    top, full, known = HEAD_INCHES, one.bookings * scale.all, one.known * scale.all
    _column(axes, BOOKED_AT, [count(one.bookings), "bookings"])
    _bar(axes, BOOKED_AT, top, full, "#C8C8C8")
    _bar(axes, BOOKED_AT, top, known)
    right = BOOKED_AT + BAR_INCHES
    text = f"{count(one.ends['no-match'])} end as no match"
    lowest = top + max(full - 0.02, SLOT_INCHES)
    axes.text(right + 0.08, lowest, text, va="bottom", **text_style())
    if not known:
        return
    wedge = [(right, top), (KNOWN_AT, top), (KNOWN_AT, top + one.known * scale.known), (right, top + known)]
    axes.add_patch(Polygon(wedge, closed=True, facecolor=PALE, edgecolor=MUTED, linewidth=0.6, linestyle=":"))
    under = top + one.known * scale.known + 0.05
    if scale.known > scale.all and under + 2 * SLOT_INCHES < lowest:
        text = f"enlarged {number(scale.known / scale.all)} times"
        axes.text(KNOWN_AT + BAR_INCHES, under, text, va="top", ha="right", **text_style(colour=MUTED))


def _column(axes: Axes, left: float, lines: Sequence[str]) -> None:
    style = text_style(va="bottom", linespacing=1.2, fontweight="bold")
    axes.text(left, HEAD_INCHES - 0.04, "\n".join(lines), **style)


def _bar(axes: Axes, left: float, top: float, height: float, colour: str = INK) -> None:
    """A bar; its thin edge keeps the smallest counts visible."""
    edge = 0.5 if height else 0
    axes.add_patch(Rectangle((left, top), BAR_INCHES, height, facecolor=colour, edgecolor=colour, linewidth=edge))


def _ribbon(axes: Axes, begins: tuple[float, float], ends: tuple[float, float], height: float, colour: str) -> None:
    """A band of constant height between the upper corners of two bars."""
    (left, top), (right, far) = begins, ends
    middle = (left + right) / 2
    points = [
        (left, top), (middle, top), (middle, far), (right, far),
        (right, far + height), (middle, far + height), (middle, top + height), (left, top + height), (left, top),
    ]  # fmt: skip
    curve = [Path.CURVE4] * 3
    codes = [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(points, codes), facecolor=colour, alpha=0.55, linewidth=0))
