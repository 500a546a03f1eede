"""How much is simulated: so many replications, or as many as a precision takes, and then the draws of the unknowns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.batches import Batch, Progress
from simulator.experiments.executors import run_numbers
from simulator.experiments.points import read
from simulator.experiments.precision import Precision, Stop, Watched, replications_to_try, stopped_by, stopping_point
from simulator.experiments.replications import Failure
from simulator.experiments.unknowns import Piece, Run, draws_among, numbers_of_run, replications_among
from simulator.outcomes.ledger import JAIL_PAYERS
from simulator.outcomes.ledger_totals import NET_NAMES
from simulator.scenario.reporting import units_of
from simulator.scenario.study import Study

OUT_OF_TIME, INTERRUPTED = "time", "interrupt"


@dataclass(frozen=True)
class Extent:
    """How much to simulate: replications as stated, or as many as ``precision`` takes within ``minutes``; and draws."""

    replications: int
    draws: int
    precision: Precision | None = None
    minutes: float | None = None

    @property
    def most(self) -> int:
        """The most pieces that there may be."""
        return (self.precision.most if self.precision else self.replications) + self.draws


@dataclass(frozen=True)
class Where:
    """What runs the pieces, and who hears of them: how many are done, and each piece."""

    workers: int = 1
    executor: Executor | None = None
    on_done: Progress = lambda done: None
    on_piece: Callable[[Piece], None] = lambda piece: None


def simulate_all(
    run: Run, extent: Extent, where: Where, earlier: Sequence[Piece] = ()
) -> tuple[Batch[Piece], Stop | None]:
    """All pieces of a run, ``earlier`` ones among them; and, with a precision, what ended the replications.

    Replications beyond those that a precision takes are left out. An interrupt keeps what is finished.
    """
    if extent.precision is None:
        return _run(run, numbers_of_run(extent.replications, extent.draws), where, earlier), None
    rounds = _Rounds(run, extent, extent.precision, where, earlier)
    stop = rounds.stop()
    if stop is None:
        return Batch(rounds.asked, (), tuple(rounds.failures), rounds.interrupted), None
    used = [piece for piece in rounds.pieces if piece.number < stop.replications]
    if rounds.interrupted:
        asked = rounds.asked + extent.draws
        return Batch(asked, tuple(rounds.pieces), tuple(rounds.failures), interrupted=True), stop
    numbers = numbers_of_run(stop.replications, extent.draws)
    found = _run(run, numbers, where, [*used, *draws_among(rounds.pieces)], rounds.failures)
    return found, stop


def _run(
    run: Run, numbers: Sequence[int], where: Where, earlier: Sequence[Piece], failures: Sequence[Failure] = ()
) -> Batch[Piece]:
    """The pieces of these numbers; those that are there already, or have failed, are not simulated again."""
    known = {piece.number for piece in (*earlier, *failures)}
    if earlier:
        where.on_done(len(earlier))
    batch = run_numbers(
        run,
        [number for number in numbers if number not in known],
        run.seed,
        where.workers,
        lambda done: where.on_done(len(earlier) + done),
        where.executor,
        where.on_piece,
        asked=len(numbers),
    )
    pieces = sorted((*earlier, *batch.outcomes), key=lambda piece: piece.number)
    kept = [failure for failure in failures if failure.number in numbers]
    return replace(batch, outcomes=tuple(pieces), failures=(*kept, *batch.failures))


@dataclass
class _Rounds:
    """Replications, round by round, until they are enough or a budget ends."""

    run: Run
    extent: Extent
    precision: Precision
    where: Where
    earlier: Sequence[Piece]
    failures: list[Failure] = field(default_factory=list)
    interrupted: bool = False
    asked: int = 0

    def __post_init__(self) -> None:
        self.pieces: list[Piece] = list(self.earlier)
        self._begun = monotonic()

    def stop(self) -> Stop | None:
        """Simulate until the precision is there, or a budget ends; None if every replication of a round failed."""
        while True:
            done = self._in_a_row()
            watched = list(watched_of(self.run.study, self.pieces, done, self.precision.measures)) if done else []
            if done and not watched:
                return None
            if found := stopping_point(watched, self.precision) if watched else None:
                return found
            if watched and (self.interrupted or self._left() <= 0):
                return stopped_by(INTERRUPTED if self.interrupted else OUT_OF_TIME, watched, self.precision)
            self.asked = self._within_time(done, replications_to_try(watched, self.precision))
            self._simulate(range(self.asked))

    def _simulate(self, numbers: Sequence[int]) -> None:
        batch = _run(self.run, numbers, self.where, self.pieces, self.failures)
        self.pieces, self.failures = list(batch.outcomes), list(batch.failures)
        self.interrupted = batch.interrupted
        if batch.interrupted and not replications_among(self.pieces):
            raise KeyboardInterrupt

    def _in_a_row(self) -> int:
        """How many replications there are without a gap; one that failed is none."""
        known = {piece.number for piece in (*self.pieces, *self.failures)}
        return next(number for number in range(len(known) + 1) if number not in known)

    def _left(self) -> float:
        """Seconds of the budget of time that are left."""
        minutes = self.extent.minutes
        return float("inf") if minutes is None else 60 * minutes - (monotonic() - self._begun)

    def _within_time(self, done: int, to_try: int) -> int:
        """Fewer, if at the pace so far the time would not be enough for all."""
        fresh = len(self.pieces) - len(self.earlier)
        if not fresh or self._left() == float("inf"):
            return to_try
        pace = fresh / (monotonic() - self._begun)
        return min(to_try, done + max(1, int(self._left() * pace)))


def usual_measures(study: Study) -> tuple[str, ...]:
    """Detainers, and the net cost of whoever pays for the jails."""
    payers = {unit.jail_paid_by for unit in units_of(study.cases[0].scenario)}
    return ("detainers", *(f"{NET_NAMES[payer]}_usd" for payer in JAIL_PAYERS if payer in payers))


def watched_of(study: Study, pieces: Sequence[Piece], count: int, measures: Sequence[str]) -> Iterator[Watched]:
    """The first ``count`` values of each measure of each policy but the first; NaN where a replication failed."""
    outcomes = {outcome.replication: outcome for outcome in replications_among(pieces)}
    known = [outcomes[number] for number in range(count) if number in outcomes]
    if not known:
        return
    values = read(study, known)
    places = [outcome.replication for outcome in known]
    base = study.cases[0].name
    for case in study.cases[1:] or study.cases:
        for measure in measures:
            ours, theirs = values[case.name][measure], values[base][measure]
            difference = ours - theirs if case.name != base else ours
            yield Watched(case.name, measure, _spread(difference, places, count), _spread(theirs, places, count))


def _spread(values: NDArray[np.float64], places: Sequence[int], count: int) -> NDArray[np.float64]:
    row = np.full(count, np.nan)
    row[list(places)] = values
    return row
