"""The tables of a run: what the run folder holds, and all that views read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.experiments.replications import Outcome, PolicyOutcome
from simulator.experiments.summary import summarise
from simulator.experiments.tornado import COLUMNS, tornado
from simulator.experiments.unknowns import EACH, FIRST_DRAW, Drawn
from simulator.outcomes.ledger_items import ITEM_FACTS
from simulator.outcomes.measures import ALL, COUNTED, LEVEL_LABELS, NAMES
from simulator.outcomes.yearly import meanings
from simulator.scenario.costs import BedPrice
from simulator.scenario.reporting import units_of
from simulator.scenario.study import BASE_POLICY, Study

ENDED_NO_MATCH = "ended_no_match"
AS_IT_IS = "As it is"
CHANGED = {"changed_by_rule": "by_rule", "changed_by_crowding": "by_crowding"}
"""Measures that a comparison counts, by the field of ``Changes`` that holds them."""


@dataclass(frozen=True)
class Labels:
    """What a reader needs beside the numbers: the place, each policy by its name, the year of the dollars.

    ``headline_bed_price`` is the price of a jail day behind ``local_net_cost_usd``.
    """

    place: str
    policies: dict[str, str]
    dollars_of: int
    headline_bed_price: BedPrice


@dataclass(frozen=True)
class RunTables:
    """A run as tables.

    ``summary``: see docs/results.md. ``replications``: policy, replication, agency, month, level, measure, value;
    a sum over levels is the total. ``ledger``: policy, replication, agency, month, item, payer, bed_price, caused_by,
    amount_usd. ``shapes``: policy, shape, group, bin_low_hours, bin_high_hours, people; summed over replications.
    ``tornado``: what each number of the costs does to the difference of a policy, at its low and at its high.
    ``draws``: policy, draw, simulation, measure, moved: what each draw of the inputs adds to the stated ones, a year.
    """

    labels: Labels
    summary: dict[str, Any]
    replications: pd.DataFrame
    ledger: pd.DataFrame
    shapes: pd.DataFrame
    tornado: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(COLUMNS)))
    draws: pd.DataFrame = field(default_factory=lambda: draws_table(()))


def tables_of(study: Study, outcomes: Sequence[Outcome], seed: int, drawn: Sequence[Drawn] = ()) -> RunTables:
    """Lay out the outcomes of a study as tables; needs one outcome or more."""
    base = study.cases[0].scenario
    labels = Labels(base.label, policy_labels(study), base.costs.report_year, base.costs.headline_bed_price)
    cells = _Cells(
        [case.name for case in study.cases],
        [outcome.replication for outcome in outcomes],
        [unit.name for unit in units_of(base)],
        _months(base.starts, outcomes[0].policies[0].tally.values.shape[2]),
    )
    return RunTables(
        labels,
        summarise(study, outcomes, seed, drawn),
        _measures(outcomes, cells),
        _lines(outcomes, cells),
        _shapes(outcomes),
        tornado(study, outcomes),
        draws_table(drawn),
    )


def draws_table(drawn: Sequence[Drawn]) -> pd.DataFrame:
    """One row for each policy, draw, simulation of the draw and measure."""
    policies = list(drawn[0].policies) if drawn else []
    names = list(meanings())
    values = np.array([[[one.policies[policy][name] for name in names] for policy in policies] for one in drawn])
    draw, policy, measure, simulation = np.unravel_index(np.arange(values.size), values.shape or (0, 0, 0, 0))
    numbers = np.array([one.number - FIRST_DRAW for one in drawn], dtype=np.int64)
    return pd.DataFrame(
        {
            "policy": _texts(policies, policy),
            "draw": numbers[draw],
            "measure": _texts(names, measure),
            "simulation": simulation,
            "moved": values.ravel().astype(np.float64),
        }
    )


def drawn_from(table: pd.DataFrame) -> tuple[Drawn, ...]:
    """The draws of ``draws_table``, exactly."""
    policies = list(table["policy"].cat.categories) if len(table) else []
    names = list(meanings())
    values = table["moved"].to_numpy(np.float64).reshape(-1, max(len(policies), 1), len(names), EACH)
    numbers = table["draw"].to_numpy()[:: max(len(policies), 1) * len(names) * EACH]
    return tuple(
        Drawn(
            FIRST_DRAW + int(number),
            {policy: dict(zip(names, values[place, which], strict=True)) for which, policy in enumerate(policies)},
        )
        for place, number in enumerate(numbers)
    )


def policy_labels(study: Study) -> dict[str, str]:
    """A label for each policy; the policy's name goes with a label that another has too."""
    labels = {case.name: case.label for case in study.cases} | {BASE_POLICY: AS_IT_IS}
    shared = [label for label in labels.values() if list(labels.values()).count(label) > 1]
    return {name: f"{label} ({name})" if label in shared else label for name, label in labels.items()}


def _months(starts: date, count: int) -> list[str]:
    first = starts.year * 12 + starts.month - 1
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(first, first + count)]


def _has_cell(measure: str, level: int) -> bool:
    """Whether a measure is counted at a position of the level axis."""
    if measure in (counted.name for counted in COUNTED):
        return level == ALL
    return level != ALL or measure == ENDED_NO_MATCH


@dataclass(frozen=True)
class _Cells:
    """What the rows of a tidy table are about, besides what is measured in each."""

    policies: list[str]
    replications: list[int]
    agencies: list[str]
    months: list[str]

    def frame(self, values: NDArray[np.float64], named: Mapping[str, Sequence[str]], value: str) -> pd.DataFrame:
        """One row for each entry of ``values``: replications x policies x (what is named) x agencies x months.

        Texts are kept once and pointed at, so that a table of a million rows stays small.
        """
        axes = {"replication": self.replications, "policy": self.policies, "named": list(range(values.shape[2]))}
        axes |= {"agency": self.agencies, "month": self.months}
        places = dict(zip(axes, np.unravel_index(np.arange(values.size), values.shape), strict=True))
        columns: dict[str, Any] = {
            "policy": _texts(self.policies, places["policy"]),
            "replication": np.array(self.replications)[places["replication"]],
            "agency": _texts(self.agencies, places["agency"]),
            "month": _texts(self.months, places["month"], ordered=True),
        }
        columns |= {name: _texts(texts, places["named"]) for name, texts in named.items()}
        return pd.DataFrame(columns | {value: values.ravel()})


def _texts(texts: Sequence[str], places: NDArray[np.int64], *, ordered: bool = False) -> pd.Categorical[Any]:
    """A column of texts, given by their places in a list in which one may stand more than once."""
    known = list(dict.fromkeys(texts))
    codes = np.array([known.index(text) for text in texts], dtype=np.int64)
    return pd.Categorical.from_codes(codes[places], dtype=pd.CategoricalDtype(known, ordered))


def counted_cells() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Measure and level, by their positions in a tally, of what ``replications`` names before what CHANGED adds."""
    kept = [(m, level) for m, name in enumerate(NAMES) for level in range(len(LEVEL_LABELS)) if _has_cell(name, level)]
    measure, level = (np.array(codes) for codes in zip(*kept, strict=True))
    return measure, level


def _measures(outcomes: Sequence[Outcome], cells: _Cells) -> pd.DataFrame:
    measure, level = counted_cells()
    values = [
        [np.concatenate([_counted(chosen, measure, level), _changed(chosen)]) for chosen in outcome.policies]
        for outcome in outcomes
    ]
    named = {
        "level": [*(LEVEL_LABELS[code] for code in level), *(LEVEL_LABELS[ALL] for _ in CHANGED)],
        "measure": [*(NAMES[code] for code in measure), *CHANGED],
    }
    return cells.frame(np.array(values, dtype=np.float64), named, "value")


def _counted(chosen: PolicyOutcome, measure: NDArray[np.int64], level: NDArray[np.int64]) -> NDArray[np.float64]:
    values: NDArray[np.float64] = chosen.tally.values.transpose(0, 3, 1, 2)[measure, level]
    return values


def _changed(chosen: PolicyOutcome) -> NDArray[np.float64]:
    return np.array([getattr(chosen.changed, why) for why in CHANGED.values()], dtype=np.float64)


def _lines(outcomes: Sequence[Outcome], cells: _Cells) -> pd.DataFrame:
    """The ledger; a line that no policy has costs nothing and has no row."""
    known = dict.fromkeys(
        (line.item, line.payer, line.bed_price) for outcome in outcomes for c in outcome.policies for line in c.lines
    )
    values = np.zeros((len(outcomes), len(cells.policies), len(known), len(cells.agencies), len(cells.months)))
    places = {line: place for place, line in enumerate(known)}
    for number, outcome in enumerate(outcomes):
        for policy, chosen in enumerate(outcome.policies):
            for line in chosen.lines:
                values[number, policy, places[line.item, line.payer, line.bed_price]] = line.amounts
    item, payer, bed_price = (list(texts) for texts in zip(*known, strict=True))
    caused_by = [ITEM_FACTS[line[0]].caused_by for line in known]
    named = {"item": item, "payer": payer, "bed_price": bed_price, "caused_by": caused_by}
    return cells.frame(values, named, "amount_usd")


def _shapes(outcomes: Sequence[Outcome]) -> pd.DataFrame:
    parts = [
        pd.DataFrame(
            {
                "policy": chosen.policy,
                "shape": shape.name,
                "group": shape.group,
                "bin_low_hours": shape.edges[:-1],
                "bin_high_hours": shape.edges[1:],
                "people": np.sum([outcome.policies[position].shapes[number].counts for outcome in outcomes], axis=0),
            }
        )
        for position, chosen in enumerate(outcomes[0].policies)
        for number, shape in enumerate(chosen.shapes)
    ]
    return pd.concat(parts, ignore_index=True)
