"""The one number that an experiment looks at: the difference of a measure to the place as it is, or the measure there.

The difference is that of the last case of a study to the first; a study of the place alone has no difference, and its
measure is looked at as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray

from simulator.errors import Fault, ScenarioError, SimulatorError
from simulator.experiments.batches import Batch
from simulator.experiments.points import Evaluated, Point, evaluate
from simulator.outcomes.ledger_totals import NET_NAMES
from simulator.outcomes.yearly import meanings
from simulator.scenario.faults import nearest
from simulator.scenario.reporting import units_of
from simulator.scenario.study import Study
from simulator.scenario.unknowns import true_together

Floats = NDArray[np.float64]


def measure_of(study: Study, asked: str | None) -> str:
    """The name of a measure that was asked for; if none was, the cost of the side that pays for the jail.

    That is the local side, and the state's where it alone pays for the jails of all agencies. ScenarioError for a name
    that no measure has.
    """
    if asked is None:
        payers = {unit.jail_paid_by for unit in units_of(study.cases[0].scenario)}
        return f"{NET_NAMES['state' if payers == {'state'} else 'local']}_usd"
    if asked not in meanings():
        fix = nearest(asked, meanings()) or "docs/results.md lists them all."
        raise ScenarioError([Fault("--measure", 0, "", asked, "there is no such measure", fix)])
    return asked


def results_at(
    study: Study,
    measure: str,
    points: Sequence[Point],
    *,
    replications: int,
    seed: int,
    workers: int = 1,
    executor: Executor | None = None,
    on_done: Callable[[int], None] = lambda done: None,
) -> Floats:
    """The number looked at, at every point: points x replications, the same replications at each.

    SimulatorError if a point breaks; ScenarioError if the measure has no value there, as the mean over nobody has none.
    """
    numbers = range(replications)
    batch = evaluate(study, points, replications=numbers, seed=seed, workers=workers, executor=executor,
                     on_done=on_done)  # fmt: skip
    values = np.array([_result(point, measure) for point in _all_of(batch)])
    if empty := int(np.isnan(values).any(axis=1).sum()):
        rule = f"this is a mean over people of whom there are none at {empty} of {len(points)} points"
        raise ScenarioError([Fault("--measure", 0, "", measure, rule, "Choose a measure that counts.")])
    return values


def _all_of(batch: Batch[Evaluated]) -> Sequence[Evaluated]:
    """Every point of a batch, for a design of which some are missing says nothing."""
    if batch.interrupted:
        raise KeyboardInterrupt
    if batch.failures:
        reason = batch.failures[0].error.rstrip().splitlines()[-1]
        raise SimulatorError(f"{len(batch.failures)} of {batch.asked} points failed. The first error was: {reason}")
    return batch.outcomes


def moved_share(study: Study, points: Sequence[Point]) -> float:
    """At what share of these points values cannot be true together in some case, and so are moved (see ``drawn``)."""
    moved = [not all(true_together(case.scenario, point.levels) for case in study.cases) for point in points]
    return sum(moved) / len(moved)


def _result(point: Evaluated, measure: str) -> Floats:
    first, *others = point.policies.values()
    return others[-1][measure] - first[measure] if others else first[measure]
