"""How much a command simulates: what is asked for, what it will take, and why it was enough."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

if TYPE_CHECKING:
    from simulator.comparing import Comparison
    from simulator.experiments.estimates import FirstReplication
    from simulator.experiments.rounds import Extent
    from simulator.scenario.study import Study

WORTH_SAYING_SECONDS = 60
"""A run that takes less is over before anybody has read what it takes."""
LOADING_SECONDS = 5
"""Where a replication takes longer than this, loading the compiled engine is little of it."""
MEASURES = {"detainers": "detainers", "local_net_cost_usd": "local cost", "state_cost_usd": "state cost"}
"""What the numbers that are watched by default are called."""
NOT_BOTH = "--precision says how many replications there are. Leave out --replications, or set --most."
PRECISION_ALONE = "--watch, --most and --minutes say how far --precision goes; give it too."


def extent_asked(
    study: Study, *, replications: int, draws: int, precision: float | None, watch: tuple[str, ...], most: int | None,
    minutes: float | None,
) -> Extent:  # fmt: skip
    """What the options ask for; a click error for options that do not go together."""
    from simulator.experiments.precision import Precision
    from simulator.experiments.rounds import Extent, usual_measures

    if precision is None:
        if watch or most or minutes:
            raise click.UsageError(PRECISION_ALONE)
        return Extent(replications, draws)
    if click.get_current_context().get_parameter_source("replications") is not ParameterSource.DEFAULT:
        raise click.UsageError(NOT_BOTH)
    _refuse_unknown(watch)
    try:
        wanted = Precision(precision, watch or usual_measures(study), most or Precision.most)
    except ValueError as error:
        raise click.UsageError(f"--precision: {error}") from error
    return Extent(replications, draws, wanted, minutes)


def _refuse_unknown(measures: tuple[str, ...]) -> None:
    from simulator.outcomes.yearly import meanings
    from simulator.scenario.faults import nearest

    known = meanings()
    if unknown := [name for name in measures if name not in known]:
        told = " ".join(f"There is no measure {name!r}. {nearest(name, known)}".rstrip() for name in unknown)
        raise click.UsageError(f"--watch: {told} docs/results.md lists them all.")


def say_placeholders(place: str) -> None:
    """A place that is not filled in yet gives numbers, and they are those of no county."""
    from simulator.scenario.places import path_of
    from simulator.scenario.starter import placeholders

    if left := placeholders(path_of(place)):
        click.echo(f"Placeholders left in this place: {left}. These results are of no county.", err=True)


def say_what_it_takes(study: Study, extent: Extent, seed: int, workers: int) -> None:
    """Before a long run: about how long it will take, and how much memory, by its first replication."""
    from simulator.experiments import estimates
    from simulator.experiments.unknowns import EACH

    try:
        first, laying_out = _first_replication(study, seed)
    except Exception:  # what is wrong is told by the run itself, replication by replication
        return
    each = EACH + round(laying_out / max(first.seconds, 1e-6))  # a draw is laid out anew
    replications = extent.most - extent.draws
    cases = len(study.cases)
    work = estimates.Work(cases, replications, extent.draws, each, workers, os.cpu_count() or 1)
    expected = estimates.estimate(first, work)
    if expected.seconds >= WORTH_SAYING_SECONDS:
        bound = f"If all {replications:,} replications are needed: " if extent.precision else ""
        words = estimates.in_words(expected).rstrip(".")
        click.echo(f"{bound}{words}, if nothing else runs.", err=True)
    if warned := estimates.warning(expected, estimates.machine_memory()):
        click.echo(warned, err=True)


def _first_replication(study: Study, seed: int) -> tuple[FirstReplication, float]:
    """What one replication takes, and the seconds that laying out takes before it.

    The first loads the compiled engine too; if that is most of it, a second one is timed.
    """
    import pickle

    from simulator.experiments.estimates import FirstReplication, peak_memory
    from simulator.experiments.replications import study_plan_of

    begun = time.perf_counter()
    plan = study_plan_of(study)
    laid_out = time.perf_counter()
    before = peak_memory()
    outcome = plan.replicate(seed, 0)
    seconds = time.perf_counter() - laid_out
    if seconds < LOADING_SECONDS:
        again = time.perf_counter()
        plan.replicate(seed, 1)
        seconds = time.perf_counter() - again
    kept = len(pickle.dumps(outcome))
    return FirstReplication(seconds, len(study.cases), before, peak_memory(), kept), laid_out - begun


def stop_in_words(comparison: Comparison) -> str:
    """Why there were so many replications, with the labels of the policies."""
    from simulator.experiments.precision_words import in_words

    assert comparison.stop
    assert comparison.extent
    assert comparison.extent.precision
    return in_words(comparison.stop, comparison.extent.precision, MEASURES | comparison.tables.labels.policies)
