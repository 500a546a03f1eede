"""Who pays how much more or less under each policy: county, state, federal side, and people in jail."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from simulator.experiments.intervals import Interval, interval
from simulator.runs.tables import RunTables
from simulator.scenario.costs import Payer
from simulator.views.figures.bars import BAR_INCHES, Bar, Frame, bar_panel, places
from simulator.views.figures.bills import Bills, bills_of
from simulator.views.figures.findings import (
    about,
    agencies_note,
    alike,
    base_of,
    changes_at_all,
    compared_policy,
    dollars_note,
    groups_note,
    intervals_note,
    largest_change,
    listing,
    names,
    no_change,
    not_clear,
    notes,
    others_of,
    same_as,
    step,
)
from simulator.views.figures.items import Fill, federal_note
from simulator.views.figures.signed import signed_spread
from simulator.views.figures.style import (
    BLUE,
    LEFT,
    ORANGE,
    RIGHT,
    SKY,
    SMALL_POINTS,
    Sheet,
    line_inches,
    sheet,
    wrapped,
)

Changes = dict[str, dict[Payer, NDArray[np.float64]]]

PAYER_FILLS: dict[Payer, Fill] = {
    "local": {"facecolor": BLUE, "hatch": ""},
    "state": {"facecolor": SKY, "hatch": "////"},
    "federal": {"facecolor": "#BBBBBB", "hatch": "xxxx"},
    "person": {"facecolor": ORANGE, "hatch": "...."},
}
MEASURES: dict[Payer, tuple[str, str]] = {
    "local": ("local_net_cost_usd", "local cost"),
    "state": ("state_cost_usd", "state cost"),
    "federal": ("federal_cost_usd", "federal cost"),
    "person": ("person_cost_usd", "in lost wages"),
}
"""The measure behind each payer, and what it is called in a title."""
LABEL_INCHES, PAYER_INCHES, AXIS_INCHES = 1.55, 0.55, 0.55


def who_pays(tables: RunTables) -> Figure:
    """A row for each payer under each policy but the base, all on one scale; ValueError without another policy."""
    compared_policy(tables, None, *(measure for measure, _ in MEASURES.values()))
    bills = bills_of(tables)
    payers, changes = bills.payers, changes_of(tables, bills)
    groups = alike_changes(changes)
    labels = [wrapped(names(tables, group), LABEL_INCHES - 0.1, weight="bold") for group in groups]
    most = max(map(len, labels))
    block = max(len(payers) * BAR_INCHES, most * line_inches(SMALL_POINTS)) + BAR_INCHES
    base = tables.labels.policies[base_of(tables)]
    drawn = sheet(
        _title(tables, payers),
        f'Cost per year by who pays it: difference to "{base}", on the same people with the same luck',
        _notes(tables, groups, bills),
        AXIS_INCHES + block * len(groups),
    )
    blocks = [[_bar(interval(changes[group[0]][payer]), payer) for payer in payers] for group in groups]
    left = LEFT + LABEL_INCHES + PAYER_INCHES
    bar_panel(
        drawn, blocks, Frame(left, AXIS_INCHES, RIGHT - left, block), "{} a year, more (+) or less (-)", in_column=True
    )
    _write_labels(drawn, labels, payers, block)
    return drawn.figure


def changes_of(tables: RunTables, bills: Bills) -> Changes:
    """By policy and payer the difference to the base, one a replication."""
    price, base = tables.labels.headline_bed_price, base_of(tables)
    return {
        policy: {payer: bills.of(policy, [payer], price) - bills.of(base, [payer], price) for payer in bills.payers}
        for policy in others_of(tables)
    }


def alike_changes(changes: Changes) -> list[list[str]]:
    """Policies in groups that coincide in every amount."""
    return alike({policy: np.stack(list(rows.values())) for policy, rows in changes.items()})


def _bar(change: Interval, payer: Payer) -> Bar:
    return Bar([(change.mean, PAYER_FILLS[payer])], change, signed_spread(change, "USD"))


def _title(tables: RunTables, payers: Sequence[Payer]) -> str:
    """The policy that changes these costs most, and what it changes, the largest first."""
    place = tables.labels.place
    measures = [MEASURES[payer][0] for payer in payers]
    chosen = largest_change(tables, measures)
    if chosen is None:
        return f"No policy {changes_at_all(tables, measures)} what anybody pays in {place}"
    entries = tables.summary["differences"][chosen]
    ranked = sorted(payers, key=lambda payer: -abs(entries[MEASURES[payer][0]]["mean"] or 0.0))
    clear, unclear = [], []
    for payer in ranked:
        measure, noun = MEASURES[payer]
        if not_clear(entries[measure]):
            unclear.append(noun)
        elif not no_change(entries[measure]):
            clear.append(f"{step(entries[measure], 'USD')} {noun}")
    parts = [f"{about(listing(clear, 'and'))} a year"] if clear else []
    parts += [f"no clear change {'' if noun.startswith('in ') else 'in '}{noun}" for noun in unclear]
    return f"{same_as(tables, chosen)} in {place}: {'; '.join(parts)}"


def _notes(tables: RunTables, groups: Sequence[Sequence[str]], bills: Bills) -> list[str]:
    return notes(
        intervals_note(tables, "Thin lines and numbers in brackets"),
        federal_note(bills.items(["federal"])),
        "Person: wages that people in jail lose." if "person" in bills.payers else "",
        "What the federal side pays to a jail is more cost for the one and less for the other. The bars are no balance "
        "of costs and benefits: what is not in the ledger is not in them.",
        dollars_note(tables),
        groups_note(groups, "every amount"),
        agencies_note(tables),
    )


def _write_labels(drawn: Sheet, labels: Sequence[Sequence[str]], payers: Sequence[Payer], block: float) -> None:
    right = LEFT + LABEL_INCHES + PAYER_INCHES - 0.08
    for position, lines in enumerate(reversed(labels)):
        middle = AXIS_INCHES + (position + 0.5) * block
        drawn.write(LEFT, middle, "\n".join(lines), va="center", fontweight="bold")
        for payer, place in zip(payers, places(len(payers)), strict=True):
            drawn.write(right, middle - place, payer, va="center_baseline", ha="right")
