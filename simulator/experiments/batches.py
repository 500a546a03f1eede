"""What is asked of replications and what came back, wherever they run."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Executor, Future
from contextlib import closing
from dataclasses import dataclass
from traceback import format_exc

from simulator.experiments.replications import Failure, Outcome, StudyPlan

Progress = Callable[[int], None]
Result = Outcome | Failure
Round = Callable[[Sequence[int]], Generator[Result, None, list[int]]]
"""Runs these replications, gives each result as it comes, and returns the replications that died with a worker."""


@dataclass(frozen=True)
class Batch:
    """What came of the replications asked for; ``interrupted`` if the user stopped before all were done."""

    asked: int
    outcomes: tuple[Outcome, ...]
    failures: tuple[Failure, ...]
    interrupted: bool


def batch_of(
    arriving: Generator[Result],
    asked: int,
    on_done: Progress,
    on_outcome: Callable[[Outcome], None] = lambda outcome: None,
) -> Batch:
    """Everything that arrives, in the order of replications; an interrupt (Ctrl-C) keeps what has arrived."""
    results: list[Result] = []
    interrupted = False
    try:
        with closing(arriving):
            for result in arriving:
                results.append(result)
                if isinstance(result, Outcome):
                    on_outcome(result)
                on_done(len(results))
    except KeyboardInterrupt:
        interrupted = True
    results.sort(key=lambda result: result.replication)
    outcomes = tuple(result for result in results if isinstance(result, Outcome))
    failures = tuple(result for result in results if isinstance(result, Failure))
    return Batch(asked, outcomes, failures, interrupted)


def in_rounds(one_round: Round, replications: Sequence[int], together: int, lost: str) -> Generator[Result]:
    """What dies with a worker is begun again: ``together`` times in all with the others, then each alone.

    So one that kills its worker takes no other with it. What is lost when alone is a record that says ``lost``.
    """
    waiting = list(replications)
    for _ in range(together):
        waiting = yield from one_round(waiting)
        if not waiting:
            return
    for number in waiting:
        if (yield from one_round([number])):
            yield Failure(number, lost.format(number))


def attempt(study_plan: StudyPlan, seed: int, replication: int) -> Result:
    """One replication; an error becomes a record, so that the others are kept."""
    try:
        return study_plan.replicate(seed, replication)
    except Exception:
        return Failure(replication, format_exc())


def submitted(executor: Executor, work: Callable[..., Result], *arguments: object) -> Future[Result]:
    """Work on its way; where the executor takes no more, because a worker has died, it arrives with that error."""
    try:
        return executor.submit(work, *arguments)
    except RuntimeError as error:
        refused: Future[Result] = Future()
        refused.set_exception(error)
        return refused
