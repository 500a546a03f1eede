"""All main measures, policies side by side: how each differs from the place as it is."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.outcomes.yearly import meanings
from simulator.runs.tables import RunTables
from simulator.views.figures.findings import base_of, others_of
from simulator.views.language import Say
from simulator.views.listing import Listing
from simulator.views.main_measures import main_measures
from simulator.views.words import difference, spread

ABREAST = 3
"""So many policies fit side by side on a page."""


def differences_of(tables: RunTables, say: Say) -> tuple[Listing, ...]:
    """Tables of so many policies as fit; for a run of the place alone, one of its numbers."""
    others = others_of(tables)
    groups = [others[first : first + ABREAST] for first in range(0, len(others), ABREAST)] or [[]]
    return tuple(_table(tables, group, say) for group in groups)


def _table(tables: RunTables, policies: Sequence[str], say: Say) -> Listing:
    labels = tables.labels.policies
    caption = "Per year, as it is and with the difference of each policy: {policies}" if policies else "Per year"
    return Listing(
        say(caption, policies=", ".join(labels[policy] for policy in policies)) if policies else say(caption),
        (say("Measure"), say("As it is"), *(labels[policy] for policy in policies)),
        tuple(_row(tables, name, label, policies, say) for name, label in main_measures(tables).items()),
    )


def _row(tables: RunTables, name: str, label: str, policies: Sequence[str], say: Say) -> tuple[str, ...]:
    unit = meanings()[name][0]
    as_it_is = tables.summary["policies"][base_of(tables)][name]
    moved = (tables.summary["differences"][policy][name] for policy in policies)
    return (say(label), spread(as_it_is, unit, say), *(difference(entry, unit, say) for entry in moved))
