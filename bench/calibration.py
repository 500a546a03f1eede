"""Whether calibration recovers known inputs: ``python -m bench.calibration``.

Each trial draws every input of a place within its range, simulates a year there, and fits that year. If intervals are
right, the true value lies within the 90 % interval in 90 of 100 trials (Talts and others 2018). The first round of
simulations is the same for all trials, for it does not depend on what was observed.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import click
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binomtest, kstest

from simulator.experiments.calibration.fitting import DRAWS
from simulator.experiments.calibration.inference import first_scores, infer, sizes_of
from simulator.experiments.calibration.inputs import BOOKINGS, MATCHES, Inputs, inputs_of
from simulator.experiments.calibration.simulations import Simulator
from simulator.experiments.calibration.summaries import summaries
from simulator.experiments.calibration.targets import Series, Targets, months_of
from simulator.scenario.load import load_study
from simulator.scenario.place import Scenario

Floats = NDArray[np.float64]
MEASURES = ("bookings", "matches", "found_by_interview", "detainers")
FITTED = (BOOKINGS, MATCHES, "federal.other_channel.found")
FITTED_MONTHS = 9
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Trial:
    """One trial: by input its true value, quantiles (inputs x QUANTILES), and its rank among the draws (0 to 1)."""

    true: Floats
    quantiles: Floats
    ranks: Floats


@dataclass(frozen=True)
class Ground:
    """What all trials share: the inputs, the first round, and the true inputs with their counts."""

    inputs: Inputs
    series: tuple[Series, ...]
    first: tuple[Floats, Floats]
    true: tuple[Floats, Floats]
    simulator: Simulator
    simulations: int


def ground_of(place: str, trials: int, simulations: int, seed: int, executor: Executor) -> Ground:
    """Draw and simulate what does not depend on any trial."""
    study = load_study(place)
    scenario = study.cases[0].scenario
    months = tuple(range(FITTED_MONTHS))
    series = tuple(Series("", measure, months, (0.0,) * FITTED_MONTHS) for measure in MEASURES)
    inputs = inputs_of(scenario, Targets("simulated", months_of(scenario), series), fitted_at(scenario), "drawn")
    simulator = Simulator(study, inputs, series, seed, 0, executor=executor)
    columns = len(inputs.columns)
    first = _summarised(simulator, first_scores(sizes_of(simulations)[0], columns, seed))
    other_luck = replace(simulator, seed=seed + 1, done=0, failures=[])
    true = _summarised(other_luck, np.random.default_rng(seed).standard_normal((trials, columns)))
    return Ground(inputs, series, first, true, simulator, simulations)


def fitted_at(scenario: Scenario) -> list[str]:
    """What is fitted: two numbers of the first agency, and one of the federal side."""
    agency = next(iter(scenario.agencies))
    return [template.format(agency=agency) for template in FITTED]


def _summarised(simulator: Simulator, scores: Floats) -> tuple[Floats, Floats]:
    kept, counts = simulator(scores)
    return kept, summaries(simulator.series, counts, range(FITTED_MONTHS))


def trial(ground: Ground, number: int) -> Trial:
    """Fit the year of one trial."""
    scores, seen = ground.true
    number_fitted = len(ground.inputs.fitted)
    posterior = infer(
        lambda proposed: _summarised(ground.simulator, proposed),
        seen[number],
        fitted=number_fitted,
        columns=len(ground.inputs.columns),
        simulations=ground.simulations,
        draws=DRAWS,
        seed=ground.simulator.seed + 1 + number,
        first=ground.first,
    )
    true = ground.inputs.values(scores[number : number + 1])[0]
    values = ground.inputs.values(posterior.scores)
    return Trial(true, np.quantile(values, QUANTILES, axis=0).T, (values < true).mean(axis=0))


def table(inputs: Inputs, trials: Sequence[Trial]) -> pd.DataFrame:
    """A row for each input: how often intervals hold the true value, with 95 % bounds, bias, and how much is learnt."""
    before = inputs.values(first_scores(DRAWS, len(inputs.columns), 0))
    return pd.DataFrame([_row(inputs, trials, before, place) for place in range(len(inputs.fitted))])


def _row(inputs: Inputs, trials: Sequence[Trial], before: Floats, place: int) -> dict[str, object]:
    true = np.array([one.true[place] for one in trials])
    quantiles = np.array([one.quantiles[place] for one in trials])
    held = [int(((quantiles[:, low] <= true) & (true <= quantiles[:, high])).sum()) for low, high in ((0, 4), (1, 3))]
    bounds = binomtest(held[0], len(trials)).proportion_ci()
    usual = np.diff(np.quantile(before[:, place], (0.05, 0.95)))[0]
    off = (quantiles[:, 2] - true) / before[:, place].std()
    return {
        "input": inputs.fitted[place].path,
        "in_90": held[0] / len(trials),
        "low": bounds.low,
        "high": bounds.high,
        "in_50": held[1] / len(trials),
        "bias_in_prior_sd": off.mean(),
        "bias_error": off.std() / np.sqrt(len(trials)),
        "width_after_over_before": (quantiles[:, 4] - quantiles[:, 0]).mean() / usual,
        "ranks_uniform_p": kstest([one.ranks[place] for one in trials], "uniform").pvalue,
    }


@click.command()
@click.option("--place", default="arlington-va", show_default=True)
@click.option("--trials", default=50, show_default=True, type=click.IntRange(min=2))
@click.option("--simulations", default=900, show_default=True, type=click.IntRange(min=100), help="For each trial.")
@click.option("--seed", default=1, show_default=True)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(min=1))
@click.option("--out", type=click.Path(path_type=Path), help="Also keep every trial in this CSV file.")
def main(place: str, trials: int, simulations: int, seed: int, workers: int, out: Path | None) -> None:
    """Fit many simulated years of a place and say how often intervals hold the truth."""
    done: list[Trial] = []
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
        ground = ground_of(place, trials, simulations, seed, executor)
        for number in range(len(ground.true[0])):
            done.append(trial(ground, number))
            click.echo(f"{len(done)} of {trials} trials", err=True)
    click.echo(table(ground.inputs, done).round(3).to_string(index=False))
    if out:
        _rows(ground.inputs, done).to_csv(out, index=False)


def _rows(inputs: Inputs, trials: Sequence[Trial]) -> pd.DataFrame:
    names = [f"q{100 * quantile:g}" for quantile in QUANTILES]
    return pd.DataFrame(
        [
            {"trial": number, "input": unknown.path, "true": one.true[place], "rank": one.ranks[place]}
            | dict(zip(names, one.quantiles[place], strict=True))
            for number, one in enumerate(trials)
            for place, unknown in enumerate(inputs.fitted)
        ]
    )


if __name__ == "__main__":
    main()
