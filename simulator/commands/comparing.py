"""The commands that compare policies: ``compare`` and ``run``.

Heavy libraries are imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.commands import where_it_runs
from simulator.commands.extent import extent_asked, say_placeholders, say_what_it_takes, stop_in_words
from simulator.commands.options import shared_options
from simulator.commands.progress import command_line, progress
from simulator.commands.run_folders import finished_is_kept, how_to_resume, resumed
from simulator.errors import RunFolderError, RunInterrupted, SimulatorError

if TYPE_CHECKING:
    from simulator.api import Comparison
    from simulator.experiments.replications import Failure
    from simulator.scenario.study import Engine, Study

NAMED = 10
"""How many failed replications a message names."""


@click.command()
@click.argument("place", required=False)
@click.argument("policies", nargs=-1)
@shared_options
def compare(place: str | None, policies: tuple[str, ...], **options: Any) -> None:
    """Compare PLACE as it is with each of POLICIES; with the five basic ones if none is named.

    Two policies are combined with a plus sign: opt-out-of-sharing+serious-only.
    """
    from simulator.scenario.load import BASIC_POLICIES

    _compare(place, policies if policies or options["resume"] else BASIC_POLICIES, **options)


@click.command()
@click.argument("place", required=False)
@click.option("--policy", help="A policy file or the name of a shipped one.  [default: the place as it is]")
@shared_options
def run(place: str | None, policy: str | None, **options: Any) -> None:
    """Simulate PLACE, as it is or under one policy (then the place as it is stands beside it)."""
    _compare(place, (policy,) if policy else (), **options)


def _compare(
    place: str | None, policies: tuple[str, ...], *, years: int | None, settings: tuple[str, ...], as_json: bool,
    resume: Path | None, engine: Engine, **options: Any
) -> None:  # fmt: skip
    from simulator import api

    where_it_runs.compile_with_a_word()
    if resume:
        again = options | {"resume": resume, "command": command_line(), "progress": progress}
        comparison = resumed(place, policies, settings, years, **again)
    elif place:
        study = replace(api.load(place, policies, settings, years), engine=engine)
        say_placeholders(place)
        comparison = _simulated(study, **options)
    else:
        raise click.UsageError("Missing argument 'PLACE'.", click.get_current_context())
    _keep(comparison, as_json=as_json)


def _simulated(
    study: Study, *, seed: int, workers: int, dask: str | None, out: Path | None, trace: bool, **sizes: Any
) -> Comparison:
    from simulator import api
    from simulator.comparing import RESULTS, run_name
    from simulator.runs.folder import kept_at, refuse_unfit

    extent = extent_asked(study, **sizes)
    target = out or RESULTS / run_name(study, seed, extent)
    for possible in (target, kept_at(target, complete=False)):
        refuse_unfit(possible, "comparison")
    if not dask:
        say_what_it_takes(study, extent, seed, workers)
    with (
        where_it_runs.opened(workers, dask) as where,
        progress(extent.most) as on_done,
        finished_is_kept(target, extent.most),
    ):
        return api.compare(study, replications=extent.replications, draws=extent.draws, precision=extent.precision,
                           minutes=extent.minutes, seed=seed, on_done=on_done, folder=target, command=command_line(),
                           trace=trace, **where)  # fmt: skip


def _keep(comparison: Comparison, *, as_json: bool) -> None:
    """Write the run folder, print what is in it, and say what the run lacks."""
    from simulator import api

    assert comparison.begun
    target, batch = comparison.begun.folder, comparison.batch
    with finished_is_kept(target, batch.asked):
        try:
            folder = api.keep(comparison)
        except RunFolderError as error:
            raise RunFolderError(f"{error} What is finished is kept. To go on: {how_to_resume(target)}") from error
    _report(comparison, folder, as_json=as_json)
    if comparison.stop and comparison.extent:
        click.echo(stop_in_words(comparison), err=True)
    if folder != target:
        click.echo(f"{target} holds a complete run and stays as it is; what is finished is in {folder}.", err=True)
    if batch.interrupted:
        raise RunInterrupted(len(batch.outcomes), batch.asked, how_to_resume(folder))
    if batch.failures:
        raise SimulatorError(_failed(batch.failures, folder))


def _failed(failures: Sequence[Failure], folder: Path) -> str:
    """Which replications failed, and why the first of them did."""
    from simulator.experiments.unknowns import piece_called

    named = ", ".join(piece_called(failure.number) for failure in failures[:NAMED])
    more = f" and {len(failures) - NAMED} more" if len(failures) > NAMED else ""
    reason = failures[0].error.rstrip().splitlines()[-1]
    kept = f"see {folder / 'manifest.json'}; the others are kept"
    again = f"To try again: {how_to_resume(folder)}"
    return f"{named}{more} failed, {kept}. The first error was: {reason}. {again}"


def _report(comparison: Comparison, folder: Path, *, as_json: bool) -> None:
    if as_json:
        click.echo((folder / "summary.json").read_text(encoding="utf-8"), nl=False)
    else:
        from simulator.views.console import print_comparison

        print_comparison(comparison.tables, folder)
