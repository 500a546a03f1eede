"""The simulated side of a comparison: one number for each replication, from what was counted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.replications import Outcome, PolicyOutcome
from simulator.experiments.validation.case_file import (
    AS_IS,
    HONORED_OR_DECLINED,
    SHARED_SUBMISSIONS,
    Ratio,
    Spread,
)
from simulator.model.cohort import run_calendar
from simulator.outcomes.ledger import DAYS_PER_YEAR
from simulator.outcomes.measures import LEVEL_LABELS, NAMES
from simulator.scenario.place import Scenario
from simulator.scenario.reporting import units_of
from simulator.scenario.study import Study

Floats = NDArray[np.float64]


def position_of(study: Study, policy: str | None) -> int:
    """Where a policy stands among the cases of a study."""
    return [case.name for case in study.cases].index(policy or study.cases[0].name)


def ratio_of(asked: Ratio, scenario: Scenario, outcome: Outcome, position: int) -> float:
    """The ratio in one replication, of the policy at this position; not a number where it would divide by nothing."""
    chosen = outcome.policies[position]
    above = _count(asked.count, scenario, chosen, asked.levels, asked.months)
    below = _divisor(asked, scenario, chosen, outcome.policies[0])
    return asked.times * above / below if below else float("nan")


def _divisor(asked: Ratio, scenario: Scenario, chosen: PolicyOutcome, as_is: PolicyOutcome) -> float:
    years = (asked.months[1] - asked.months[0] + 1) / 12 if asked.months else scenario.years
    spans = {"total": 1.0, "year": years, "day": years * DAYS_PER_YEAR}
    if asked.per in spans:
        return spans[asked.per]
    if asked.per == AS_IS:
        return _count(asked.count, scenario, as_is, asked.levels, asked.months)
    return _count(asked.per, scenario, chosen, asked.per_levels, asked.per_months or asked.months)


def _count(
    name: str, scenario: Scenario, chosen: PolicyOutcome, levels: Sequence[str] | None, months: Sequence[int] | None
) -> float:
    values = _of_levels(name, scenario, chosen, levels)
    return float(values[:, months[0] - 1 : months[1]].sum() if months else values.sum())


def _of_levels(name: str, scenario: Scenario, chosen: PolicyOutcome, levels: Sequence[str] | None) -> Floats:
    """A count by unit and month, of some levels or of all."""
    if name == HONORED_OR_DECLINED:
        return _of_levels("honored", scenario, chosen, levels) + _of_levels("declined", scenario, chosen, levels)
    if name == SHARED_SUBMISSIONS:
        sent = chosen.tally.of("submissions")
        return np.asarray(sent * switched_on(scenario)[:, : sent.shape[1]])
    values = chosen.tally.values[NAMES.index(name)]
    return np.asarray((values[..., [LEVEL_LABELS.index(level) for level in levels]] if levels else values).sum(axis=2))


def switched_on(scenario: Scenario) -> Floats:
    """The part of each month in which each unit's first agency was on: units x months."""
    calendar = run_calendar(scenario)
    month_of_day = np.asarray(calendar.months)
    agencies = list(scenario.agencies.values())
    days = [(agencies[unit.agencies[0]].activated_on.value - scenario.starts).days for unit in units_of(scenario)]
    on = np.arange(len(month_of_day))[None, :] >= np.array(days)[:, None]
    counts = np.bincount(month_of_day)
    return np.asarray([np.bincount(month_of_day, row, len(counts)) / counts for row in on])


def spread_of(asked: Spread, chosen: PolicyOutcome) -> float:
    """How detainers fall on agencies in one replication, of those that have one or more."""
    each = np.sort(chosen.tally.of("detainers").sum(axis=1))[::-1]
    each = each[each > 0]
    if asked.agencies == "share_with_few":
        return float(np.mean(each <= asked.bound))
    return float(each[: round(asked.bound * len(each))].sum() / each.sum())
