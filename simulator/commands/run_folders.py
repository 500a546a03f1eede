"""The commands on run folders: finishing one that was stopped, and verifying one."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from simulator.commands.options import WORKERS
from simulator.commands.progress import progress
from simulator.commands.where_it_runs import opened
from simulator.errors import RunInterrupted, SimulatorError

if TYPE_CHECKING:
    from simulator.again import Verdict
    from simulator.api import Comparison

NO_PRECISION = "With --resume, the run folder says how precise it must be. Leave out --precision and what goes with it."
Progress = Callable[[int], AbstractContextManager[Callable[[int], None]]]
NO_PLACE = (
    "With --resume, the run folder says what is simulated. Leave out --set, --years and --policy; "
    "or give PLACE too, and they are compared with the folder."
)


def resumed(
    place: str | None, policies: tuple[str, ...], settings: tuple[str, ...], years: int | None, *,
    resume: Path, replications: int, draws: int, seed: int, workers: int, dask: str | None, out: Path | None,
    trace: bool, command: str, progress: Progress, precision: float | None, watch: tuple[str, ...], most: int | None,
    minutes: float | None,
) -> Comparison:  # fmt: skip
    """Finish the run in ``resume``; what the command says again must be what the folder says."""
    from simulator.again import finish
    from simulator.runs.resuming import Asked, extent_of, require_same, stopped_run

    if not place and (policies or settings or years):
        raise click.UsageError(NO_PLACE)
    if precision or watch or most or minutes:
        raise click.UsageError(NO_PRECISION)
    stopped = stopped_run(resume)
    study = _study(place, policies, settings, years)
    said = {"seed": seed, "replications": replications, "draws": draws}
    given = {name: value for name, value in said.items() if _is_given(name)}
    require_same(stopped, Asked(study, bool(policies), **given))
    for path in stopped.damaged:
        click.echo(f"{path} is damaged; that replication is simulated again.", err=True)
    asked = given.get("replications")
    bound = extent_of(stopped.manifest, asked).most
    with opened(workers, dask) as where, progress(bound) as on_done, finished_is_kept(out or stopped.target, bound):
        return finish(stopped, replications=asked, on_done=on_done, folder=out, command=command, trace=trace, **where)


@contextmanager
def finished_is_kept(target: Path, asked: int) -> Iterator[None]:
    """An interrupt that comes while no replication runs loses none either, and is told like any other."""
    from simulator.runs.unfinished import finished_files, unfinished_at

    try:
        yield
    except KeyboardInterrupt:
        if finished := len(finished_files(unfinished_at(target))):
            raise RunInterrupted(finished, asked, how_to_resume(target)) from None
        raise


def how_to_resume(folder: Path) -> str:
    """The command that finishes a run."""
    return shlex.join(["python", "run_sim.py", "compare", "--resume", str(folder)])


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--sample", type=click.IntRange(1), help="Simulate only so many replications again, evenly spread.  "
              "[default: all]")  # fmt: skip
@WORKERS
def verify(folder: Path, sample: int | None, workers: int) -> None:
    """Check that run folder DIR is as its run left it, and that running it again gives the same.

    Every file is compared with its hash. Then the run, trace, sweep or break-even is made again from the manifest and
    the scenario files in DIR, and compared to the last digit; of a sensitivity, calibration or validation the hashes
    alone are looked at. Nothing in DIR is changed. The exit code is 0 if all is the same, 1 if not.
    """
    from simulator import again
    from simulator.runs.reading import read_manifest
    from simulator.runs.verifying import to_simulate

    with progress(len(to_simulate(read_manifest(folder), sample))) as on_done:
        verdict = again.verify(folder, sample=sample, workers=workers, on_done=on_done)
    for finding in verdict.findings:
        click.echo(finding)
    click.echo(_said(verdict))
    if verdict.findings:
        count = len(verdict.findings)
        raise SimulatorError(f"{folder} is not as it should be: {count} finding{'s' if count > 1 else ''}.")


def _said(verdict: Verdict) -> str:
    """What was looked at and, if nothing was found, that all is the same."""
    if not verdict.finished:
        return f"{'Compared' if verdict.findings else 'Same'}: {verdict.files} files and their hashes; not made again."
    from simulator.experiments.unknowns import FIRST_DRAW, piece_called

    whole = len(verdict.simulated) == verdict.finished
    drawn = any(number >= FIRST_DRAW for number in verdict.simulated)
    named = map(piece_called if drawn else str, verdict.simulated)
    numbers = "" if whole or not verdict.simulated else f" ({', '.join(named)})"
    pieces = "replications and draws" if drawn else "replications"
    looked = f"{verdict.files} files and their hashes; {len(verdict.simulated)} of {verdict.finished} {pieces}"
    return f"{'Compared' if verdict.findings else 'Same'}: {looked}{numbers}, simulated again."


def _study(place: str | None, policies: tuple[str, ...], settings: tuple[str, ...], years: int | None) -> Any:
    from simulator import api

    return api.load(place, policies, settings, years) if place else None


def _is_given(option: str) -> bool:
    source = click.get_current_context().get_parameter_source(option)
    return source is not ParameterSource.DEFAULT
