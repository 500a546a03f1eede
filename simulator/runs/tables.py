"""The tables of a run: what the run folder holds, and all that views read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from simulator.experiments.replications import Outcome
from simulator.experiments.summary import summarise
from simulator.outcomes.measures import ALL, COUNTED, LEVEL_LABELS, NAMES
from simulator.scenario.costs import BedPrice
from simulator.scenario.study import BASE_POLICY, Study

ENDED_NO_MATCH = "ended_no_match"
AS_IT_IS = "As it is"


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
    a sum over levels is the total. ``ledger``: policy, replication, agency, month, item, payer, bed_price, amount_usd.
    ``shapes``: policy, shape, group, bin_low_hours, bin_high_hours, people; summed over replications.
    """

    labels: Labels
    summary: dict[str, Any]
    replications: pd.DataFrame
    ledger: pd.DataFrame
    shapes: pd.DataFrame


def tables_of(study: Study, outcomes: Sequence[Outcome], seed: int) -> RunTables:
    """Lay out the outcomes of a study as tables; needs one outcome or more."""
    base = study.cases[0].scenario
    names = policy_labels(study)
    labels = Labels(base.label, names, base.costs.dollars_of, base.costs.headline_bed_price)
    months = _months(base.starts, outcomes[0].policies[0].tally.values.shape[2])
    agencies = list(base.agencies)
    return RunTables(
        labels,
        summarise(study, outcomes, seed),
        pd.concat(_measures(outcomes, agencies, months), ignore_index=True),
        pd.concat(_lines(outcomes, agencies, months), ignore_index=True),
        _shapes(outcomes),
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


def _measures(outcomes: Sequence[Outcome], agencies: list[str], months: list[str]) -> Iterator[pd.DataFrame]:
    kept = [(m, level) for m, name in enumerate(NAMES) for level in range(len(LEVEL_LABELS)) if _has_cell(name, level)]
    measure, level = (np.array(codes) for codes in zip(*kept, strict=True))
    cells = len(agencies) * len(months)
    for outcome in outcomes:
        for chosen in outcome.policies:
            values = chosen.tally.values.transpose(0, 3, 1, 2)[measure, level]
            yield pd.DataFrame(
                {
                    "policy": chosen.policy,
                    "replication": outcome.replication,
                    "agency": np.tile(np.repeat(agencies, len(months)), len(kept)),
                    "month": np.tile(months, len(kept) * len(agencies)),
                    "level": np.repeat(np.array(LEVEL_LABELS)[level], cells),
                    "measure": np.repeat(np.array(NAMES)[measure], cells),
                    "value": values.ravel(),
                }
            )


def _lines(outcomes: Sequence[Outcome], agencies: list[str], months: list[str]) -> Iterator[pd.DataFrame]:
    for outcome in outcomes:
        for chosen in outcome.policies:
            for line in chosen.lines:
                yield pd.DataFrame(
                    {
                        "policy": chosen.policy,
                        "replication": outcome.replication,
                        "agency": np.repeat(agencies, len(months)),
                        "month": np.tile(months, len(agencies)),
                        "item": line.item,
                        "payer": line.payer,
                        "bed_price": line.bed_price,
                        "amount_usd": line.amounts.ravel(),
                    }
                )


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
