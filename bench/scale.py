"""How the compiled engine grows from a county to a country, next to NumPy alone: ``python -m bench.scale``."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import process_time

import click
import numpy as np

from bench.__main__ import LARGE, PLACE, with_bookings
from bench.floor import drawn_floor, needs_of, uniform_floor
from bench.nation import made_up_table
from simulator.experiments.executors import run_replications
from simulator.experiments.replications import StudyPlan, study_plan_of
from simulator.imports.us_counties import county_table
from simulator.model.cohort import cohort_from
from simulator.model.replication import ground_of, simulate
from simulator.runs.nation import write_nation
from simulator.scenario.load import load_study
from simulator.scenario.study import Case, Study

SIZES = (100_000, 1_000_000, 10_000_000, 30_000_000)
"""Bookings a year."""
PER_AGENCY = 3_300
ROUNDS = 5
COMPARED = ("opt-out-of-receiving", "opt-out-of-sharing", "serious-only")


@dataclass(frozen=True)
class Replicated:
    """Bookings of a replication, and the seconds of processor time of each of some rounds."""

    bookings: float
    seconds: list[float]

    @property
    def rate(self) -> float:
        """Bookings per second."""
        return self.bookings / median(self.seconds)


def replicated(plan: StudyPlan, rounds: int = ROUNDS) -> Replicated:
    """Replications with everything that a run counts: measures, ledger, shapes."""
    plan.replicate(1, 0)
    seconds, bookings = [], 0.0
    for number in range(1, rounds + 1):
        start = process_time()
        outcome = plan.replicate(1, number)
        seconds.append(process_time() - start)
        bookings = float(outcome.policies[0].tally.of("bookings").sum())
    return Replicated(bookings, seconds)


def floors(plan: StudyPlan) -> tuple[float, float]:
    """Seconds of both floors for one replication: uniform numbers alone, and from their distributions."""
    population, ground = plan.populations[0], ground_of(plan.plans[0], 1, 1)
    uniform = drawn = 0.0
    for part in plan.parts:
        trace = simulate(plan.plans[0], cohort_from(population, 1, 1, part, lazy=True), "compiled", ground)
        needs, arrivals = needs_of(trace), np.random.default_rng(1).permutation(trace.rows["booked_at"])
        uniform += uniform_floor(needs, arrivals)
        drawn += drawn_floor(needs, arrivals)
    return uniform, drawn


def county() -> Study:
    """Arlington with 100 thousand bookings a year."""
    case = load_study(PLACE).cases[0]
    return Study(PLACE, (Case(case.name, case.label, case.about, with_bookings(case.scenario, LARGE), case.tree),))


def growth(folder: Path) -> Iterator[tuple[int, int, Replicated]]:
    """Made-up countries of rising size: agencies, bookings asked for, and their replications."""
    for bookings in SIZES:
        agencies = max(bookings // PER_AGENCY, 1)
        place = write_nation(folder, made_up_table(agencies, bookings))
        yield agencies, bookings, replicated(study_plan_of(load_study(place)), rounds=3)


def processes(study: Study, replications: int = 8) -> dict[int, float]:
    """Seconds of wall time of as many replications on one process and on two, by turns; start-up is left out."""
    taken: dict[int, list[float]] = {1: [], 2: []}
    for workers in (1, 2, 1, 2, 1, 2):
        begun: list[float] = []

        def note(done: int, begun: list[float] = begun) -> None:
            begun.append(time.monotonic())

        run_replications(study, replications + workers, 1, workers, note)
        taken[workers].append(begun[-1] - begun[workers - 1])
    return {workers: median(seconds) for workers, seconds in taken.items()}


def peak_mebibytes(place: Path) -> float:
    """The most memory that a process of its own holds that loads a place and replicates it once."""
    code = (
        "import resource, sys; from simulator.scenario.load import load_study;"
        "from simulator.experiments.replications import study_plan_of;"
        "study_plan_of(load_study(sys.argv[1])).replicate(1, 0);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    found = subprocess.run([sys.executable, "-c", code, str(place)], capture_output=True, text=True, check=True)
    return int(found.stdout) / (1024 if sys.platform != "darwin" else 1024**2)


def compare_seconds(folder: Path) -> float:
    """Wall seconds of a whole ``compare``: Arlington, four policies, 100 replications, figures and workbook."""
    command = [sys.executable, "run_sim.py", "compare", PLACE, *COMPARED, "-n", "100", "--out", str(folder / "run")]
    start = time.monotonic()
    subprocess.run(command, capture_output=True, check=True, cwd=Path(__file__).parents[1])
    return time.monotonic() - start


@click.command()
@click.option("--counties", type=click.Path(path_type=Path), help="A table of counties (docs/network-data.md).")
def main(counties: Path | None) -> None:
    """Measure the compiled engine on a county, on the country, and on countries made up from 0.1 to 30 million.

    Times are processor time of one core, but for runs on two processes and of a whole command.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if counties:
            nation = write_nation(folder, county_table(counties))
        else:
            nation = write_nation(folder, made_up_table(3_000, 10_000_000))
        country = load_study(nation)
        for label, study in (("a county of 100,000 bookings", county()), ("the country by county", country)):
            plan = study_plan_of(study)
            found, (uniform, drawn) = replicated(plan), floors(plan)
            spent = median(found.seconds)
            spread = f"{min(found.seconds):.3f}-{max(found.seconds):.3f}"
            click.echo(
                f"{label}: {found.bookings:,.0f} bookings in {spent:.3f} s ({spread}), {found.rate:,.0f} a second; "
                f"{spent / drawn:.1f} times the floor of draws, {spent / uniform:.1f} of uniform numbers alone"
            )
        click.echo(f"most memory, a replication of the country: {peak_mebibytes(nation):,.0f} MiB")
        taken = processes(country)
        click.echo(f"two processes do {taken[1] / taken[2]:.2f} times as much as one")
        first = None
        for agencies, bookings, found in growth(folder):
            each = median(found.seconds) / found.bookings
            first = first or each
            click.echo(f"{agencies:,} agencies, {bookings:,} bookings: {each / first:.2f} times the cost of a booking")
        seconds = [compare_seconds(folder) for _ in range(3)]
        click.echo(
            f"compare, 4 policies x 100 replications: {median(seconds):.1f} s of wall time ({json.dumps(seconds)})"
        )


if __name__ == "__main__":
    main()
