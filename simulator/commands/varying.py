"""What the commands that vary inputs share: options, the study, where the run goes, and how it is made."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.commands import where_it_runs
from simulator.commands.options import AS_JSON, SEED, SETTINGS, WORKERS, YEARS
from simulator.commands.progress import command_line, progress
from simulator.errors import Fault, ScenarioError

if TYPE_CHECKING:
    from simulator.scenario.study import Study

Command = TypeVar("Command", bound=Callable[..., Any])
Made = TypeVar("Made")


def varying_options(command: Command) -> Command:
    """The options of every command that varies inputs."""
    options = [
        click.option("--policies-only", is_flag=True,
                     help="Vary the input under the policies alone, and keep the place as it is: for what belongs to a "
                     "policy, such as the cost of its administration."),
        click.option("--replications", "-n", type=click.IntRange(1), default=20, show_default=True,
                     help="How often the years are simulated at each value, with other luck each time."),
        SEED,
        YEARS,
        WORKERS,
        where_it_runs.dask_option,
        SETTINGS,
        AS_JSON,
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def study_of(place: str, policies: Sequence[str], vary: Sequence[str], options: dict[str, Any]) -> Study:
    """The study as loaded; ScenarioError if an input is set and varied too."""
    from simulator import api

    paths = {text.partition("=")[0].removesuffix(".value") for text in vary}
    rule, fix = "this is set and varied at once", "Leave out one of --set and --vary."
    parts = [setting.partition("=") for setting in options["settings"]]
    both = [(path, value) for path, _, value in parts if path.removesuffix(".value") in paths]
    if both:
        raise ScenarioError([Fault("--set", 0, path, value, rule, fix) for path, value in both])
    return api.load(place, policies, options["settings"], options["years"])


def target_of(study: Study, command: str, vary: Sequence[str], out: Path | None, kind: Any) -> Path:
    """Where the run goes, by default named by place, policy, command and inputs.

    RunFolderError if it cannot go there.
    """
    from simulator.comparing import RESULTS
    from simulator.runs.folder import kept_at, refuse_unfit

    names = [case.name for case in study.cases[1:]]
    more = f"-and-{len(names) - 1}-more" if len(names) > 1 else ""
    inputs = "-by-".join(text.partition("=")[0].removesuffix(".value").split(".")[-1] for text in vary)
    target = out or RESULTS / f"{study.place}-{names[0]}{more}-{command}-{inputs}"
    for possible in (target, kept_at(target, complete=False)):
        refuse_unfit(possible, kind)
    return target


def simulated(simulate: Callable[..., Made], points: int, options: dict[str, Any]) -> tuple[Made, dict[str, Any]]:
    """What came of it, and how it was made; ``simulate`` is given how, and where it runs."""
    where_it_runs.compile_with_a_word()
    given = {name: options[name] for name in ("replications", "seed", "policies_only")}
    begun = time.monotonic()
    with (
        where_it_runs.opened(options["workers"], options["dask"]) as where,
        progress(points) as on_done,
    ):
        result = simulate(on_done=on_done, **given, **where)
    return result, {"command": command_line(), "seconds": time.monotonic() - begun}


def say_findings(folder: Path, *, as_json: bool) -> None:
    """The sentences of the summary; or, as JSON, all of it."""
    text = (folder / "summary.json").read_text(encoding="utf-8")
    if as_json:
        click.echo(text, nl=False)
        return
    for sentence in json.loads(text)["findings"]:
        click.echo(sentence)
