"""The commands that vary inputs: ``sweep`` and ``break-even``.

Heavy libraries are imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.commands.varying import say_findings, simulated, study_of, target_of, varying_options
from simulator.errors import Fault, ScenarioError, SimulatorError

if TYPE_CHECKING:
    from simulator.experiments.sweeps import Sweep

INTERRUPTED = 130


@click.command()
@click.argument("place")
@click.argument("policies", nargs=-1, required=True)
@click.option("--vary", multiple=True, required=True, metavar="PATH=FIRST:LAST:COUNT",
              help="The input and its values, such as costs.bed_day.short_run=5:100:9. Twice for a map.")  # fmt: skip
@click.option("--measure", "measures", multiple=True,
              help="What to draw and print; may be repeated. The table has all.  [default: local cost]")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), help="The folder.  [default: results/PLACE-POLICY-sweep-INPUT]")
@varying_options
def sweep(
    place: str, policies: tuple[str, ...], vary: tuple[str, ...], measures: tuple[str, ...], out: Path | None,
    **options: Any
) -> None:  # fmt: skip
    """Simulate PLACE under POLICIES over values of one input or two, and show where the difference goes.

    Every value meets the same people with the same luck. Intervals hold chance alone.
    """
    from simulator import varied

    varied.require_measures(measures)
    study = study_of(place, policies, vary, options)
    points = varied.point_count(study, vary, policies_only=options["policies_only"])
    chosen = tuple(dict.fromkeys(measures)) or (varied.headline_measure(study),)
    target = target_of(study, "sweep", vary, out, "sweep")
    result, made = simulated(partial(varied.sweep, study, vary), points, options)
    kept = varied.keep_varied(result, target, chosen, **made)
    say_findings(kept, as_json=options["as_json"])
    if not options["as_json"]:
        _print_tables(result, chosen, kept)
    _say_what_lacks(result, kept, target)


@click.command(name="break-even")
@click.argument("place")
@click.argument("policy")
@click.option("--vary", multiple=True, required=True, metavar="PATH=FIRST:LAST",
              help="The input and the range to search, such as costs.bed_day.short_run=5:100.")  # fmt: skip
@click.option("--measure", help="What is to break even.  [default: local_net_cost_usd; the state's where it pays]")
@click.option("--out", type=click.Path(path_type=Path),
              help="The folder.  [default: results/PLACE-POLICY-break-even-INPUT]")  # fmt: skip
@varying_options
def break_even(
    place: str, policy: str, vary: tuple[str, ...], measure: str | None, out: Path | None, **options: Any
) -> None:
    """Find at which value of an input POLICY makes no difference to a measure in PLACE.

    The answer has an interval, which holds chance alone; or says that there is no break-even in this range.
    """
    from simulator import varied

    if len(vary) > 1:
        rule, fix = "a break-even is that of one input", "Leave the others out, or draw a map with: sweep."
        raise ScenarioError([Fault("--vary", 0, *text.partition("=")[::2], rule, fix) for text in vary[1:]])
    varied.require_measures([measure] if measure else [])
    study = study_of(place, (policy,), vary, options)
    points = varied.point_count(study, vary, to_search=True, policies_only=options["policies_only"])
    target = target_of(study, "break-even", vary, out, "break-even")
    result, made = simulated(partial(varied.break_even, study, vary[0], measure), points, options)
    kept = varied.keep_varied(result, target, **made)
    say_findings(kept, as_json=options["as_json"])
    if not options["as_json"]:
        click.echo(f"{len(result.values)} values were simulated, {_times(result.replications)} each.")
        _say_where(kept)


def _print_tables(result: Sweep, measures: tuple[str, ...], kept: Path) -> None:
    from rich.console import Console

    from simulator.views.varied_tables import tables_of

    for table in tables_of(result, measures):
        click.echo()
        Console().print(table)
    click.echo(f"\nEach value was simulated {_times(result.replications)}.")
    _say_where(kept)


def _say_where(kept: Path) -> None:
    from simulator.views.varied_words import CHANCE_ALONE

    click.echo(CHANCE_ALONE)
    click.echo(f"Figures, tables and the scenario are in {kept}")


def _times(replications: int) -> str:
    return "once" if replications == 1 else f"{replications} times"


def _say_what_lacks(result: Sweep, kept: Path, target: Path) -> None:
    """Exit with 130 after an interrupt, with 1 if points failed; what is finished is kept."""
    finished = f"{result.finished} of {result.batch.asked} values"
    if kept != target:
        click.echo(f"{target} holds a complete sweep and stays as it is; what is finished is in {kept}.", err=True)
    if result.batch.interrupted:
        click.echo(f"Stopped after {finished}; these are kept in {kept}.", err=True)
        sys.exit(INTERRUPTED)
    if result.batch.failures:
        first = result.batch.failures[0].error.rstrip().splitlines()[-1]
        raise SimulatorError(f"only {finished} came to an end, and these are kept. The first error was: {first}")
