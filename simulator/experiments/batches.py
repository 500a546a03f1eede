"""What is asked of replications and what came back, wherever they run."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Executor, Future
from contextlib import closing
from dataclasses import dataclass
from traceback import format_exc
from typing import Generic, TypeAlias, TypeVar

from simulator.experiments.replications import Failure
from simulator.experiments.tasks import Came, Plan

Progress = Callable[[int], None]
Result: TypeAlias = Came | Failure
Round: TypeAlias = Callable[[Sequence[int]], Generator[Came | Failure, None, list[int]]]
"""Runs these replications, gives each result as it comes, and returns the replications that died with a worker."""

Gives = TypeVar("Gives")


@dataclass(frozen=True)
class Batch(Generic[Came]):
    """What came of the replications asked for; ``interrupted`` if the user stopped before all were done."""

    asked: int
    outcomes: tuple[Came, ...]
    failures: tuple[Failure, ...]
    interrupted: bool


def batch_of(
    arriving: Generator[Came | Failure],
    asked: int,
    on_done: Progress,
    on_outcome: Callable[[Came], None] = lambda outcome: None,
) -> Batch[Came]:
    """Everything that arrives, in the order of replications; an interrupt (Ctrl-C) keeps what has arrived."""
    outcomes: list[Came] = []
    failures: list[Failure] = []
    interrupted = False
    try:
        with closing(arriving):
            for result in arriving:
                if isinstance(result, Failure):
                    failures.append(result)
                else:
                    outcomes.append(result)
                    on_outcome(result)
                on_done(len(outcomes) + len(failures))
    except KeyboardInterrupt:
        interrupted = True
    outcomes.sort(key=lambda outcome: outcome.number)
    failures.sort(key=lambda failure: failure.number)
    return Batch(asked, tuple(outcomes), tuple(failures), interrupted)


def in_rounds(
    one_round: Round[Came], replications: Sequence[int], together: int, lost: str
) -> Generator[Came | Failure]:
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


def attempt(plan: Plan[Came], seed: int, replication: int) -> Came | Failure:
    """One replication; an error becomes a record, so that the others are kept."""
    try:
        return plan.replicate(seed, replication)
    except Exception:
        return Failure(replication, format_exc())


def submitted(executor: Executor, work: Callable[..., Gives], *arguments: object) -> Future[Gives]:
    """Work on its way; where the executor takes no more, because a worker has died, it arrives with that error."""
    try:
        return executor.submit(work, *arguments)
    except RuntimeError as error:
        refused: Future[Gives] = Future()
        refused.set_exception(error)
        return refused
