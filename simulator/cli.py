"""The commands; the only module that prints.

Heavy libraries are imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator import where_it_runs
from simulator.calibrate_commands import calibrate
from simulator.cli_extent import extent_asked, say_what_it_takes, stop_in_words
from simulator.cli_options import shared_options
from simulator.cli_runs import finished_is_kept, how_to_resume, resumed, verify
from simulator.errors import ClusterError, RunFolderError, RunInterrupted, ScenarioError, SimulatorError
from simulator.import_commands import import_group
from simulator.sensitivity_commands import sensitivity
from simulator.stress_commands import stress_command
from simulator.sweep_commands import break_even, sweep
from simulator.validation_commands import validate
from simulator.version import VERSION

if TYPE_CHECKING:
    from simulator.api import Comparison
    from simulator.experiments.replications import Failure
    from simulator.scenario.study import Engine, Study

USER_MISTAKE = 2
INTERRUPTED = 130
NAMED = 10
"""How many failed replications a message names."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, prog_name="fingerprint-flow-simulator")
def main() -> None:
    """What changes for a county when it opts out: of sharing prints, of receiving ICE's answer, of honoring detainers?

    Start with:

    \b
      python run_sim.py list                         the places and policies that are shipped
      python run_sim.py compare arlington-va         Arlington County as it is, against five policies
      python run_sim.py describe arlington-va opt-out-of-sharing
      python run_sim.py new my-county                a place file to fill in

    Places and policies are YAML files; a shipped one may be given by its name alone.
    """


@main.command()
@click.argument("place", required=False)
@click.argument("policies", nargs=-1)
@shared_options
def compare(place: str | None, policies: tuple[str, ...], **options: Any) -> None:
    """Compare PLACE as it is with each of POLICIES; with the five basic ones if none is named.

    Two policies are combined with a plus sign: opt-out-of-sharing+serious-only.
    """
    from simulator.scenario.load import BASIC_POLICIES

    _compare(place, policies if policies or options["resume"] else BASIC_POLICIES, **options)


@main.command()
@click.argument("place", required=False)
@click.option("--policy", help="A policy file or the name of a shipped one.  [default: the place as it is]")
@shared_options
def run(place: str | None, policy: str | None, **options: Any) -> None:
    """Simulate PLACE, as it is or under one policy (then the place as it is stands beside it)."""
    _compare(place, (policy,) if policy else (), **options)


@main.command()
@click.argument("files", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> None:
    """Check place and policy FILES and report every fault, with file and line."""
    from simulator.scenario.load import check_file, path_of
    from simulator.scenario.starter import placeholders

    faults = [fault for file in files for fault in check_file(file)]
    if faults:
        raise ScenarioError(faults)
    for file in files:
        left = placeholders(path_of(file))
        click.echo(f"{file}: no faults" + (f", but {left} placeholders are left to fill in" if left else ""))


@main.command()
@click.argument("place")
@click.argument("policy", required=False)
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change one number. May be repeated.")
def describe(place: str, policy: str | None, settings: tuple[str, ...]) -> None:
    """Say in plain words what PLACE is, what POLICY changes there, and where every number comes from."""
    from simulator.scenario.load import load_study
    from simulator.views.console import print_description

    study = load_study(place, (policy,) if policy else (), settings)
    print_description(study)


@main.command()
@click.argument("directory", type=click.Path(path_type=Path), default=Path("scenarios"))
def schema(directory: Path) -> None:
    """Write the JSON Schemas of place and policy files into DIRECTORY, for editors to complete and check."""
    from simulator.scenario.schema import write_schemas

    for path in write_schemas(directory):
        click.echo(f"wrote {path}")


@main.command(name="list")
def list_shipped() -> None:
    """List the places and policies that are shipped."""
    from simulator.scenario.load import shipped
    from simulator.views.console import print_shipped

    print_shipped(shipped())


@main.command()
@click.argument("place")
@click.option("--policy", help="A policy file or the name of a shipped one.  [default: the place as it is]")
@click.option("--replication", type=click.IntRange(0), default=0, show_default=True, help="Which replication.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Where the luck starts.")
@click.option("--years", type=click.IntRange(1, 30), help="How many years to simulate, instead of the place's.")
@click.option("--out", type=click.Path(path_type=Path), help="The folder.  [default: results/PLACE-POLICY-trace]")
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change one number. May be repeated.")
def trace(place: str, policy: str | None, replication: int, seed: int, years: int | None, out: Path | None,
          settings: tuple[str, ...]) -> None:  # fmt: skip
    """Keep everything that happened in one replication, as an event log (case, activity, timestamp)."""
    from simulator.api import load
    from simulator.comparing import RESULTS
    from simulator.runs.tracing import keep_trace

    study = load(place, (policy,) if policy else (), settings, years)
    case = study.cases[-1]
    folder = out or RESULTS / f"{study.place}-{case.name}-trace"
    where_it_runs.compile_with_a_word()
    keep_trace(study, case, folder, seed=seed, replication=replication, command=_command_line())
    click.echo(f"The event log is in {folder / case.name}.csv and .parquet")


@main.command()
@click.argument("name")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
def new(name: str, force: bool) -> None:
    """Write a commented place file for your own county, scenarios/places/NAME.yaml, ready to fill in."""
    from simulator.scenario.starter import write_starter
    from simulator.scenario.written import shown

    path = shown(write_starter(name, replace=force))
    click.echo(f"Wrote {path}. Fill it in from top to bottom, then:")
    click.echo(f"  python run_sim.py check {path}")
    click.echo(f"  python run_sim.py compare {path}")


COMMANDS = (
    import_group,
    stress_command,
    where_it_runs.compile_command,
    verify,
    validate,
    sensitivity,
    sweep,
    break_even,
    calibrate,
)
for command in COMMANDS:
    main.add_command(command)


def _compare(
    place: str | None, policies: tuple[str, ...], *, years: int | None, settings: tuple[str, ...], as_json: bool,
    resume: Path | None, engine: Engine, **options: Any
) -> None:  # fmt: skip
    from simulator import api

    where_it_runs.compile_with_a_word()
    if resume:
        again = options | {"resume": resume, "command": _command_line(), "progress": _progress}
        comparison = resumed(place, policies, settings, years, **again)
    elif place:
        study = replace(api.load(place, policies, settings, years), engine=engine)
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
        _progress(extent.most) as on_done,
        finished_is_kept(target, extent.most),
    ):
        return api.compare(study, replications=extent.replications, draws=extent.draws, precision=extent.precision,
                           minutes=extent.minutes, seed=seed, on_done=on_done, folder=target, command=_command_line(),
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
    named = ", ".join(str(failure.replication) for failure in failures[:NAMED])
    more = f" and {len(failures) - NAMED} more" if len(failures) > NAMED else ""
    reason = failures[0].error.rstrip().splitlines()[-1]
    kept = f"see {folder / 'manifest.json'}; the others are kept"
    again = f"To try again: {how_to_resume(folder)}"
    return f"replications {named}{more} failed, {kept}. The first error was: {reason}. {again}"


@contextmanager
def _progress(replications: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr with the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    texts = TextColumn("Simulating"), TextColumn("time left")
    columns = (texts[0], BarColumn(), MofNCompleteColumn(), texts[1], TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("replications", total=replications)
        yield lambda done: progress.update(task, completed=done)


def _report(comparison: Comparison, folder: Path, *, as_json: bool) -> None:
    if as_json:
        click.echo((folder / "summary.json").read_text(encoding="utf-8"), nl=False)
    else:
        from simulator.views.console import print_comparison

        print_comparison(comparison.tables, folder)


def _command_line() -> str:
    return shlex.join(["python", *sys.argv])


def entry() -> None:
    """Run a command; a user's mistake exits with 2, Ctrl-C with 130."""
    try:
        main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (ScenarioError, RunInterrupted, SimulatorError) as error:
        sys.exit(_explain(error))
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped; nothing was written.", err=True)
        sys.exit(INTERRUPTED)


def _explain(error: SimulatorError) -> int:
    """Print an error to stderr and give the exit code."""
    if isinstance(error, RunInterrupted):
        kept = "what is finished is kept." if error.finished else "nothing was finished, so nothing was written."
        kept += f" To go on: {error.how_to_resume}" if error.how_to_resume else ""
        click.echo(f"Stopped after {error.finished} of {error.asked} replications and draws; {kept}", err=True)
        return INTERRUPTED
    if isinstance(error, ScenarioError):
        count = len(error.faults)
        click.echo(f"{error}\n{count} fault{'s' if count > 1 else ''}; nothing was run.", err=True)
        return USER_MISTAKE
    click.echo(f"Error: {error}", err=True)
    return USER_MISTAKE if isinstance(error, (ClusterError, RunFolderError)) else 1
