"""Section 1 of the checklist: what a study is for, what it counts, what it compares."""

from __future__ import annotations

from simulator.experiments.unknowns import DRAWS
from simulator.outcomes.ledger_items import ITEM_FACTS
from simulator.outcomes.yearly import meanings
from simulator.scenario.study import Study
from simulator.views.stress_des.content import Block, Points, Table

PURPOSE = (
    "To show what changes for a county, in detainers, jail days, people transferred and dollars, when it opts out: of "
    "passing prints on, of receiving ICE's answer, of holding people for ICE, or of giving ICE access to its jail. The "
    "model counts. It takes no side, and does not say what a county should do."
)
HOW_COUNTED = (
    "All numbers are per simulated year. Each booking is followed to its end, and all that happens to it is counted in "
    "the month in which it was made. Counts are sums of whole people or whole seconds over the traces of a "
    "replication; means in hours are one sum divided by another; dollars are worked out from the counts and the prices "
    "afterwards. Item 4.3 says how intervals are made."
)

LEDGER = "Items of the ledger, out of which the outputs in USD are summed: each is a count times its price of item 3.3"


def purpose(study: Study) -> tuple[Block, ...]:
    """Item 1.1."""
    base = study.cases[0].scenario
    return (PURPOSE, f"The place is {base.label}. {base.about}")


def outputs() -> tuple[Block, ...]:
    """Item 1.2."""
    rows = tuple((name, unit, meaning) for name, (unit, meaning) in meanings().items())
    items = tuple((item, facts.meaning, facts.caused_by) for item, facts in ITEM_FACTS.items())
    return (
        HOW_COUNTED,
        Table(("Output", "Unit", "Meaning"), rows, code=(0,)),
        Table(("Item", "What it is", "Caused by"), items, LEDGER, code=(0, 2)),
    )


def aims(study: Study) -> tuple[Block, ...]:
    """Item 1.3."""
    rows = tuple((case.name, case.label, case.about) for case in study.cases)
    compared = "each policy is compared with the place as it is" if len(rows) > 1 else "no policy is compared"
    return (
        Table(("Name", "Label", "What it is"), rows, f"Scenario analysis: {compared}", code=(0,)),
        Points(
            (
                "Design: all policies meet the same people with the same luck, differences are taken "
                "replication by replication, and who changed is told person by person.",
                f"Every input with a range, prices among them, is drawn {DRAWS} times (Latin hypercube), alike for all "
                "policies.",
                "Optimisation: none. The model looks for no best policy.",
            ),
        ),
    )
