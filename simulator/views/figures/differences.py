"""Differences to the place as it is: detainers, jail days and local cost, with their intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.runs.tables import RunTables
from simulator.views.figures.findings import (
    LOCAL,
    SMALLEST,
    STATE,
    about,
    agencies_note,
    base_of,
    changes_at_all,
    intervals_note,
    jail_side,
    largest_change,
    listing,
    no_change,
    not_clear,
    notes,
    others_of,
    same_as,
    step,
)
from simulator.views.figures.signed import signed
from simulator.views.figures.style import (
    INK,
    LEFT,
    MUTED,
    RIGHT,
    SMALL_POINTS,
    TEXT_POINTS,
    Sheet,
    dollar_axis,
    line_inches,
    line_style,
    look_of,
    number_axis,
    sheet,
    text_inches,
    wrapped,
)
from simulator.views.words import Entry, rounded, tells_unknowns


@dataclass(frozen=True)
class Shown:
    """A measure with its heading, its noun in a sentence, the label of its axis, and its unit."""

    measure: str
    heading: str
    noun: str
    axis: str
    unit: str = ""


SHOWN = (
    Shown("detainers", "Detainers", "detainers", "detainers a year"),
    Shown("hold_days", "Hold days", "hold days", "jail days a year"),
    Shown("added_pretrial_days", "Added pretrial days", "added pretrial days", "jail days a year"),
    Shown(LOCAL.measure, "Local cost", "local cost", "{} a year", "USD"),
)
STATE_COST = Shown(STATE.measure, "State cost", "state cost", "{} a year", "USD")
CHANCE_POINTS, UNKNOWNS_POINTS = 3.6, 0.9
"""Width of the line of chance, and of what is not known about the inputs."""
APART = 0.2
"""How far below the line of chance, in rows, that of the unknowns lies, and as far again that of both."""
LABEL_INCHES, COLUMN_GAP, HEAD_INCHES, AXIS_INCHES = 1.55, 0.3, 0.3, 0.55
TICKS = 3
LINES = {"unknowns": "-", "both": "--"}
"""Intervals below that of chance, and how they are drawn."""
ROW_LINES = 4.8
"""Height of a row in lines of text, at least: a value stands over its intervals."""


def differences(tables: RunTables) -> Figure:
    """A panel for each measure, a row for each policy but the base; raises ValueError without another policy."""
    policies = others_of(tables)
    if not policies:
        raise ValueError("the figure of differences compares policies, and this run has only the place as it is")
    labels = [wrapped(tables.labels.policies[policy], LABEL_INCHES - 0.1) for policy in policies]
    row = (max(ROW_LINES, *(len(lines) + 0.6 for lines in labels))) * line_inches(SMALL_POINTS)
    height = row * len(policies)
    base = tables.labels.policies[base_of(tables)]
    drawn = sheet(
        _title(tables),
        f'Difference to "{base}" per year, on the same people with the same luck',
        _notes(tables),
        2 * (height + HEAD_INCHES + AXIS_INCHES),
    )
    for position, shown in enumerate(shown_in(tables)):
        down, across = divmod(position, 2)
        bottom = (1 - down) * (height + HEAD_INCHES + AXIS_INCHES) + AXIS_INCHES
        _panel(tables, drawn, shown, across, bottom, height)
        if not across:
            _row_labels(drawn, labels, bottom, row)
    return drawn.figure


def shown_in(tables: RunTables) -> tuple[Shown, ...]:
    """The four numbers; the state's cost in the place of the local one where the state pays for all jails."""
    return (*SHOWN[:-1], STATE_COST) if jail_side(tables) is STATE else SHOWN


def _title(tables: RunTables) -> str:
    """The policy that changes the four numbers most, and what it changes."""
    place = tables.labels.place
    shown_here = shown_in(tables)
    measures = [shown.measure for shown in shown_here]
    found = largest_change(tables, measures)
    if found is None:
        return f"No policy {changes_at_all(tables, measures)} detainers, jail days or local cost in {place}"
    entries: Mapping[str, Entry] = tables.summary["differences"][found]
    unclear = [shown.noun for shown in shown_here if not_clear(entries[shown.measure])]
    still = [shown.noun for shown in shown_here if no_change(entries[shown.measure])]
    steps = [
        f"{step(entries[shown.measure], shown.unit)} {shown.noun}"
        for shown in shown_here
        if shown.noun not in unclear + still
    ]
    parts = [f"{about(listing(steps, 'and'))} a year"] if steps else []
    parts += [f"no clear change in {listing(unclear, 'or')}"] if unclear else []
    parts += [f"no change in {listing(still, 'or')}"] if still else []
    return f"{same_as(tables, found)} in {place}: {'; '.join(parts)}"


def _notes(tables: RunTables) -> list[str]:
    return notes(
        intervals_note(tables, "Thick bars and the first small numbers", alone=False),
        _unknowns_note(tables),
        "No change: exactly none, in every replication and draw.",
        "Hold days are jail days after local release; added pretrial days are jail days before it that a detainer on "
        "file added.",
        f"{shown_in(tables)[-1].heading} is in dollars of {tables.labels.dollars_of}, with a jail day at the "
        f"{tables.labels.headline_bed_price} price; federal cost is left out.",
        agencies_note(tables),
    )


def _unknowns_note(tables: RunTables) -> str:
    """What the thin lines are, and under which policies the inputs may turn the direction of the cost."""
    unknowns = tables.summary["unknowns"]
    if not tells_unknowns(tables.summary):
        return ""
    cost = shown_in(tables)[-1]
    entries = {policy: tables.summary["differences"][policy][cost.measure] for policy in others_of(tables)}
    turning = [
        tables.labels.policies[policy]
        for policy, entry in entries.items()
        if (found := _ends(entry, "unknowns")) and found[0] < -SMALLEST and found[1] > SMALLEST
    ]
    said = (
        f"Thin lines and italics: what is not known about the inputs, 95 % of {unknowns['draws']} draws of "
        f"{unknowns['inputs']} numbers, tables and dates from their ranges. Dashed, with the last small numbers: both."
    )
    return f"{said} Within them the cost can go either way: {listing(turning, 'and')}." if turning else said


def _ends(entry: Entry, kind: str) -> tuple[float, float] | None:
    """The interval of what is not known about the inputs, or of that and chance (``both``), if the number has one."""
    low, high = entry.get(f"{kind}_low"), entry.get(f"{kind}_high")
    return None if low is None or high is None else (low, high)


def _row_labels(drawn: Sheet, labels: Sequence[Sequence[str]], bottom: float, row: float) -> None:
    for position, lines in enumerate(reversed(labels)):
        drawn.write(LEFT, bottom + (position + 0.5) * row, "\n".join(lines), va="center")


def _panel(tables: RunTables, drawn: Sheet, shown: Shown, across: int, bottom: float, height: float) -> None:
    entries: dict[str, Entry] = {
        policy: tables.summary["differences"][policy][shown.measure] for policy in others_of(tables)
    }
    room = (RIGHT - LEFT - LABEL_INCHES - COLUMN_GAP) / 2
    left = LEFT + LABEL_INCHES + across * (room + COLUMN_GAP)
    texts = {policy: values_in_words(entry, shown.unit) for policy, entry in entries.items()}
    value_room = max(text_inches(text, SMALL_POINTS, "bold") for pair in texts.values() for text in pair) + 0.1
    axes = drawn.axes(left, bottom, room - value_room, height)
    drawn.write(left, bottom + height + 0.06, shown.heading, TEXT_POINTS, fontweight="bold")
    _marks(tables, axes, entries)
    _reach(axes, entries)
    (dollar_axis if shown.unit == "USD" else number_axis)(axes, "x", shown.axis, TICKS)
    if all(no_change(entry) for entry in entries.values()):
        axes.set_xticks([0])
    row = height / len(entries)
    for position, lines in enumerate(texts.values()):
        middle = bottom + height - (position + 0.5) * row
        _write_value(drawn, left + room - value_room + 0.1, middle, lines)


def values_in_words(entry: Entry, unit: str) -> tuple[str, ...]:
    """A difference, its interval by chance, by unknowns and by both, as texts; in words where it is exactly zero."""
    mean, low, high = entry["mean"], entry["low"], entry["high"]
    if mean is None:
        return "not known", "", "", ""
    if no_change(entry):
        return "no change", "", "", ""
    if rounded(mean, unit) == rounded(0, unit):
        return (step(entry, unit) if mean else "no clear change"), "", "", ""
    drawn = (_ends(entry, kind) or (0.0, 0.0) for kind in ("unknowns", "both"))
    return signed(mean, unit), _to(low or 0.0, high or 0.0, unit), *(_to(*found, unit) for found in drawn)


def _to(low: float, high: float, unit: str) -> str:
    return f"{rounded(low, unit)} to {rounded(high, unit)}" if low != high else ""


def _write_value(drawn: Sheet, left: float, middle: float, texts: Sequence[str]) -> None:
    """The value over its intervals, all around the middle of the row."""
    styles: tuple[dict[str, Any], ...] = (
        {"fontweight": "bold"},
        {"colour": MUTED},
        {"colour": MUTED, "fontstyle": "italic"},
        {"colour": MUTED},
    )
    lines = [(text, style) for text, style in zip(texts, styles, strict=True) if text]
    for number, (text, style) in enumerate(lines):
        place = middle + ((len(lines) - 1) / 2 - number) * line_inches(SMALL_POINTS)
        drawn.write(left, place, text, va="center_baseline", **style)


def _marks(tables: RunTables, axes: Axes, entries: Mapping[str, Entry]) -> None:
    """A marker at each mean and a thick bar over chance; below, thin over unknowns, and dashed over both."""
    axes.axvline(0, color=INK, linewidth=0.9)
    for position, (policy, entry) in enumerate(entries.items()):
        mean, low, high = entry["mean"], entry["low"], entry["high"]
        if mean is None:
            continue
        look, still = look_of(tables, policy), no_change(entry)
        for place, (kind, line) in enumerate(LINES.items(), start=1):
            if (found := _ends(entry, kind)) is not None and not still:
                _thin_line(axes, found, position + place * APART, look.colour, line)
        if low is not None and high is not None and not still:
            axes.plot([low, high], [position] * 2, color=look.colour, linewidth=CHANCE_POINTS, alpha=0.6)
        axes.plot([mean], [position], **line_style(look, hollow=still) | {"zorder": 3})
    axes.set_ylim(len(entries) - 0.5, -0.5)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


def _thin_line(axes: Axes, found: tuple[float, float], place: float, colour: str, line: str) -> None:
    """A line with upright ends, so that it is seen beside the thick one in print."""
    axes.plot(found, [place] * 2, color=colour, linewidth=UNKNOWNS_POINTS, linestyle=line)
    axes.plot(found, [place] * 2, color=colour, linestyle="none", marker="|", markersize=5)


def _reach(axes: Axes, entries: Mapping[str, Entry]) -> None:
    """Limits that hold zero and every interval."""
    ends = [0.0, *(entry[end] or 0.0 for entry in entries.values() for end in ("mean", "low", "high"))]
    ends += [end for entry in entries.values() for kind in LINES for end in _ends(entry, kind) or ()]
    span = (max(ends) - min(ends)) or 2.0
    least, most = (min(ends), max(ends)) if max(ends) > min(ends) else (-1.0, 1.0)
    axes.set_xlim(least - 0.06 * span, most + 0.06 * span)
