"""The command that holds the model against what was published: ``validate``.

Heavy libraries are imported inside the command, so that ``--help`` answers at once.
"""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.commands import where_it_runs
from simulator.commands.options import AS_JSON, SEED, WORKERS
from simulator.commands.progress import progress

if TYPE_CHECKING:
    from simulator.experiments.validation.reading import PublishedCase
    from simulator.experiments.validation.running import CaseResult, Effort

DEFAULT_REPLICATIONS, DEFAULT_DRAWS = 20, 100
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("cases", nargs=-1, metavar="[CASE ...]")
@click.option(
    "--data",
    type=FOLDER,
    metavar="DIR",
    help="The folder of published tables, such as us_counties.csv. Without it, cases that need a table are "
    "listed as not run.",
)
@click.option(
    "--replications",
    "-n",
    type=click.IntRange(2),
    default=DEFAULT_REPLICATIONS,
    show_default=True,
    help="How often each case is simulated with its numbers as stated; large places less often.",
)
@click.option(
    "--draws",
    type=click.IntRange(0),
    default=DEFAULT_DRAWS,
    show_default=True,
    help="How often each case is simulated with every input drawn from its range; large places less often. With fewer "
    "than 20 the interval is too narrow; 0: chance alone.",
)
@SEED
@WORKERS
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Keep the findings there, as a table (CSV) and a figure (PNG and SVG).",
)
@AS_JSON
@click.option("--list", "only_list", is_flag=True, help="List the cases, and run none.")
def validate(
    cases: tuple[str, ...], data: Path | None, replications: int, draws: int, seed: int, workers: int, out: Path | None,
    as_json: bool, only_list: bool,
) -> None:  # fmt: skip
    """Run the model against what was published: all cases, or those named.

    For each published figure: what the model gives, its 95 % interval, a verdict, and the likely reason where they
    differ. The verdicts:

    \b
      agrees    the published figure lies in the interval, or the simulated one within what the publication leaves
      near      not so, but within 20 percent
      miss      further off
      input     the figure set an input, so that agreement says nothing
      not run   the model cannot be set to the case, or a table is missing

    docs/validation.md tells which data set each input and which tested it.
    """
    from simulator.experiments.validation.reading import read_cases
    from simulator.experiments.validation.running import Effort
    from simulator.runs.folder import refuse_unfit
    from simulator.views.console import print_cases

    chosen = read_cases(cases)
    if only_list:
        print_cases(chosen)
        return
    if out:
        refuse_unfit(out, "validation")
    where_it_runs.compile_with_a_word()
    effort = Effort(replications, draws, seed, workers)
    results = _run(chosen, data, effort)
    if out:
        _keep(results, out, effort)
    _tell(results, out, as_json=as_json)


def _run(cases: Sequence[PublishedCase], data: Path | None, effort: Effort) -> list[CaseResult]:
    from simulator.experiments.validation.running import run_case
    from simulator.runs.validated import opened_record

    results = []
    with opened_record(data) as record, progress(len(cases)) as on_done:
        for done, case in enumerate(cases, start=1):
            results.append(run_case(case, record, effort))
            on_done(done)
    return results


def _keep(results: Sequence[CaseResult], folder: Path, effort: Effort) -> None:
    from simulator.runs.folder import whole_folder
    from simulator.runs.validated import write_findings
    from simulator.views.figures.validation import validation
    from simulator.views.saving import save_figures
    from simulator.views.validation import findings_table

    table = findings_table(results)
    with whole_folder(folder, "validation") as fresh:
        save_figures({"validation": validation(table)}, fresh / "figures")
        write_findings(fresh, table, effort, shlex.join(["python", *sys.argv]))


def _tell(results: Sequence[CaseResult], folder: Path | None, *, as_json: bool) -> None:
    if as_json:
        from simulator.views.validation import records

        click.echo(json.dumps(records(results), indent=2, allow_nan=False))
        return
    from simulator.views.console import print_findings

    print_findings(results)
    if folder:
        click.echo(f"The table and the figure are in {folder}")
