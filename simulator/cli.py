"""The command line: the group of all commands, the small ones, and what becomes of errors.

Heavy libraries are imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from simulator.commands import where_it_runs
from simulator.commands.animate import animate
from simulator.commands.calibrate import calibrate
from simulator.commands.comparing import compare, run
from simulator.commands.imports import import_group
from simulator.commands.options import SEED, SETTINGS, YEARS
from simulator.commands.progress import command_line
from simulator.commands.report import report
from simulator.commands.run_folders import verify
from simulator.commands.sensitivity import sensitivity
from simulator.commands.stress_des import stress_command
from simulator.commands.sweeps import break_even, sweep
from simulator.commands.validation import validate
from simulator.commands.web import web
from simulator.errors import ClusterError, ReportError, RunFolderError, RunInterrupted, ScenarioError, SimulatorError
from simulator.version import VERSION

USER_MISTAKE = 2
INTERRUPTED = 130


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
      python run_sim.py sensitivity arlington-va opt-out-of-sharing    what the answer hangs on
      python run_sim.py validate --list              how the model stands against the published record

    Places and policies are YAML files; a shipped one may be given by its name alone.
    """


@main.command()
@click.argument("files", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> None:
    """Check place and policy FILES and report every fault, with file and line."""
    from simulator.scenario.load import check_file
    from simulator.scenario.places import path_of
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
@SETTINGS
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
    from simulator.scenario.places import shipped
    from simulator.views.console import print_shipped

    print_shipped(shipped())


@main.command()
@click.argument("place")
@click.option("--policy", help="A policy file or the name of a shipped one.  [default: the place as it is]")
@click.option("--replication", type=click.IntRange(0), default=0, show_default=True, help="Which replication.")
@SEED
@YEARS
@click.option("--out", type=click.Path(path_type=Path), help="The folder.  [default: results/PLACE-POLICY-trace]")
@SETTINGS
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
    keep_trace(study, case, folder, seed=seed, replication=replication, command=command_line())
    click.echo(f"The event log is in {folder / case.name}.csv, .parquet and .xes.gz")


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
    compare,
    run,
    web,
    import_group,
    stress_command,
    where_it_runs.compile_command,
    verify,
    validate,
    sensitivity,
    sweep,
    break_even,
    calibrate,
    report,
    animate,
)
for command in COMMANDS:
    main.add_command(command)


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
    return USER_MISTAKE if isinstance(error, (ClusterError, ReportError, RunFolderError)) else 1
