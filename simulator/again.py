"""The public functions on run folders: finish a run that was stopped, and see whether a kept run comes out the same.

Like ``simulator.api``, cheap to import; each function imports what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from simulator import api
from simulator.comparing import Comparison, compared, keep
from simulator.errors import RunFolderError, SimulatorError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from simulator.experiments.unknowns import Piece
    from simulator.runs.reading import Manifest
    from simulator.runs.resuming import Stopped
    from simulator.scenario.study import Study


BY_HASHES_ALONE = ("sensitivity", "calibration", "validation")
"""Kinds of folders whose command takes minutes: to verify them is to look at the hashes."""


@dataclass(frozen=True)
class Verdict:
    """What was found out about a run folder; without ``findings``, all is the same.

    ``simulated`` are the replications that were run again, out of ``finished``; empty if it came to none.
    """

    findings: tuple[str, ...]
    files: int
    simulated: tuple[int, ...]
    finished: int


def resume(
    folder: Path | str,
    *,
    replications: int | None = None,
    workers: int = 1,
    on_done: Callable[[int], None] = lambda done: None,
) -> Comparison:
    """Finish a run that was stopped or killed on its way to ``folder``; ``keep`` then puts it there.

    All is as if it had never been stopped. ``replications`` may be more than were asked for before. RunFolderError if
    there is no such run, or if it was made with other versions.
    """
    from simulator.runs.resuming import Asked, require_same, stopped_run

    api.require_at_least(1, workers=workers, replications=1 if replications is None else replications)
    stopped = stopped_run(Path(folder))
    require_same(stopped, Asked(replications=replications))
    return finish(stopped, replications=replications, workers=workers, on_done=on_done)


def finish(
    stopped: Stopped,
    *,
    replications: int | None = None,
    workers: int = 1,
    executor: Executor | None = None,
    on_done: Callable[[int], None] = lambda done: None,
    folder: Path | None = None,
    command: str = "",
    trace: bool = False,
) -> Comparison:
    """Simulate what a stopped run lacks; it goes to ``folder``, or to where it was on its way."""
    from simulator.experiments.rounds import Where
    from simulator.runs.folder import kept_at, refuse_unfit
    from simulator.runs.resuming import extent_of
    from simulator.runs.unfinished import Begun, refuse_unfinished, unfinished_of

    manifest, target = stopped.manifest, folder or stopped.target
    extent = extent_of(manifest, replications)
    begun = Begun(target, manifest.command, trace or manifest.with_trace, (*manifest.resumed, command))
    for possible in (target, kept_at(target, complete=False)):
        refuse_unfit(possible, "comparison")
    unfinished = unfinished_of(begun, stopped.study, manifest.seed, extent, stopped.outcomes)
    if unfinished.folder in stopped.sources:
        unfinished.go_on()
    else:
        refuse_unfinished(target)
    where = Where(workers, executor, on_done)
    found = compared(stopped.study, extent, manifest.seed, where, unfinished, stopped.outcomes)
    return replace(found, begun=begun)


def verify(
    folder: Path | str,
    *,
    sample: int | None = None,
    workers: int = 1,
    on_done: Callable[[int], None] = lambda done: None,
) -> Verdict:
    """Check every hash of a run folder, then make it again from what it holds, and compare.

    Folders of BY_HASHES_ALONE are not made again. With ``sample``, only so many replications are simulated again,
    evenly spread; the others are worked out again from the recorded ones. RunFolderError if there is no run folder.
    """
    from simulator.runs.reading import read_manifest
    from simulator.runs.resuming import unlike_versions
    from simulator.runs.verifying import to_simulate, unlike_hashes, unlike_made_again

    api.require_at_least(1, workers=workers, sample=1 if sample is None else sample)
    path = Path(folder)
    manifest = read_manifest(path)
    if manifest.kind == "unfinished":
        raise RunFolderError(f"{path} is what is finished of a run that was stopped. Finish it first, with --resume.")
    wrong = unlike_hashes(path, manifest)
    others = unlike_versions(manifest.model_dump())
    findings = [f"{name} {what} since the run" for name, what in wrong.items()]
    findings += [f"made with other versions: {told}" for told in others]
    if manifest.kind in BY_HASHES_ALONE:
        return Verdict(tuple(findings), len(manifest.sha256), (), 0)
    numbers = to_simulate(manifest, sample)
    with TemporaryDirectory() as place:
        try:
            again = _made_again(path, Path(place), manifest, numbers, workers, on_done)
        except (SimulatorError, OSError, ValueError, LookupError) as error:
            findings.append(f"it cannot be made again: {error}")
            numbers = []
        else:
            findings += unlike_made_again(path, again, wrong, by_bytes=not others)
    return Verdict(tuple(findings), len(manifest.sha256), tuple(numbers), len(to_simulate(manifest)))


def _made_again(
    folder: Path, place: Path, manifest: Manifest, numbers: Sequence[int], workers: int, on_done: Callable[[int], None]
) -> Path:
    """The same run, or trace, written anew below ``place``."""
    from simulator.runs.reading import study_of
    from simulator.runs.tracing import keep_trace

    target = place / "again"
    if manifest.kind in ("sweep", "break-even"):
        from simulator.varied import made_again

        return made_again(folder, target, workers=workers, on_done=on_done)
    study = study_of(folder)
    if manifest.kind == "trace":
        case, command = study.cases[-1], manifest.command
        keep_trace(study, case, target, seed=manifest.seed, replication=manifest.replication, command=command)
        return target
    return keep(_compared_again(folder, target, manifest, study, numbers, workers, on_done))


def _compared_again(
    folder: Path,
    target: Path,
    manifest: Manifest,
    study: Study,
    numbers: Sequence[int],
    workers: int,
    on_done: Callable[[int], None],
) -> Comparison:
    from simulator.experiments.batches import Batch
    from simulator.experiments.executors import run_numbers
    from simulator.experiments.replications import Failure
    from simulator.experiments.unknowns import Run, draws_among, piece_called, replications_among
    from simulator.runs.tables import tables_of
    from simulator.runs.unfinished import Begun
    from simulator.runs.verifying import to_simulate

    draws, seed = manifest.draws_asked, manifest.seed
    asked = manifest.replications_asked + draws
    if not numbers:
        raise SimulatorError("it is not complete, and holds no finished replications")
    batch = run_numbers(Run(study, draws, seed), numbers, seed, workers, on_done)
    if batch.interrupted:
        raise KeyboardInterrupt
    if batch.failures:
        first = batch.failures[0]
        raise SimulatorError(f"{piece_called(first.number)} fails: {first.error.rstrip().splitlines()[-1]}")
    whole = len(numbers) == len(to_simulate(manifest))
    outcomes = batch.outcomes if whole else _among_recorded(folder, manifest, study, batch.outcomes)
    failures = tuple(Failure(int(number), error) for number, error in manifest.failures.items())
    begun = Begun(target, manifest.command, manifest.with_trace, tuple(manifest.resumed))
    tables = tables_of(study, replications_among(outcomes), seed, draws_among(outcomes))
    return Comparison(study, Batch(asked, outcomes, failures, interrupted=False), tables, seed, 0.0, draws, begun)


def _among_recorded(folder: Path, manifest: Manifest, study: Study, outcomes: Sequence[Piece]) -> tuple[Piece, ...]:
    """What was simulated again in the place of what is recorded of it, and all else as recorded."""
    from simulator.runs.restoring import recorded, with_shapes_of

    known = {piece.number: piece for piece in recorded(folder, manifest, study)}
    for piece in outcomes:
        known[piece.number] = with_shapes_of(known[piece.number], piece) if manifest.complete else piece
    return tuple(known[number] for number in sorted(known))
