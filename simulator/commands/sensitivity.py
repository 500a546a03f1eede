"""The command that says what a result hangs on: ``sensitivity``.

Heavy libraries are imported inside the command, so that ``--help`` answers at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.commands import where_it_runs
from simulator.commands.options import AS_JSON, SEED, SETTINGS, WORKERS, YEARS
from simulator.commands.progress import command_line
from simulator.weighing import BASE_SAMPLES, KEEP, REPLICATIONS, TRAJECTORIES, base_samples_fault

if TYPE_CHECKING:
    from rich.table import Table

    from simulator.runs.sensitivities import SensitivityTables
    from simulator.scenario.study import Study

TRIES = 3
"""How often a point is simulated to see how long it takes; the first time does not count."""


class PowerOfTwo(click.ParamType[int]):
    """A power of two that makes a design large enough to say something."""

    name = "integer"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number itself; what will do is named where it will not."""
        number = click.INT.convert(value, param, ctx)
        if fault := base_samples_fault(number):
            self.fail(fault, param, ctx)
        return int(number)


@click.command()
@click.argument("place")
@click.argument("policy", required=False)
@click.option("--measure", help="Which number to look at.  [default: the cost of the side that pays for the jail]")
@click.option(
    "--trajectories",
    type=click.IntRange(2),
    default=TRAJECTORIES,
    show_default=True,
    help="How often Morris screening goes through all unknowns, from another point each time.",
)
@click.option(
    "--base-samples",
    type=PowerOfTwo(),
    default=BASE_SAMPLES,
    show_default=True,
    help="Size of the design for Sobol indices, a power of two. Four times as many: intervals half as wide.",
)
@click.option(
    "--keep",
    type=click.IntRange(1),
    default=KEEP,
    show_default=True,
    help="How many unknowns get Sobol indices of their own at most.",
)
@click.option(
    "--replications",
    "-n",
    type=click.IntRange(1),
    default=REPLICATIONS,
    show_default=True,
    help="How often each point is simulated, with the same luck at every point.",
)
@SEED
@YEARS
@WORKERS
@click.option("--out", type=click.Path(path_type=Path), help="The folder.  [default: results/PLACE-POLICY-sensitivity]")
@SETTINGS
@AS_JSON
def sensitivity(place: str, policy: str | None, settings: tuple[str, ...], years: int | None, out: Path | None,
                as_json: bool, **sizes: Any) -> None:  # fmt: skip
    """Say which unknowns the difference of POLICY to PLACE as it is hangs on, and how much on each.

    Everything that has a range is moved over it: first all, to see what matters (Morris screening), then what matters
    most, for its share of what is unsure (Sobol indices). Without POLICY, the number of PLACE as it is, is looked at.
    """
    from simulator.api import load
    from simulator.experiments.measured import measure_of
    from simulator.runs.folder import refuse_unfit
    from simulator.weighing import default_folder
    from simulator.weighing import sensitivity as study_sensitivity

    study = load(place, (policy,) if policy else (), settings, years)
    sizes["measure"] = measure_of(study, sizes["measure"])
    folder = out or default_folder(study)
    refuse_unfit(folder, "sensitivity")
    where_it_runs.compile_with_a_word()
    _estimate(study, **sizes)
    found = study_sensitivity(study, on_stage=_stage, **sizes)
    found.keep(folder, command=command_line())
    if as_json:
        click.echo((folder / "summary.json").read_text(encoding="utf-8"), nl=False)
    else:
        print_sensitivity(found.tables, folder)


def _estimate(study: Study, *, measure: str, trajectories: int, base_samples: int, keep: int, replications: int,
              seed: int, workers: int) -> None:  # fmt: skip
    """Say on stderr how many points there will be, and about how long they take."""
    from simulator.experiments.measured import results_at
    from simulator.experiments.points import Point
    from simulator.experiments.sensitivity import most_points
    from simulator.weighing import varied_in

    factors = varied_in(study)
    middle = Point({factor.path: [0.5] * factor.columns for factor in factors if len(factor.unknowns) == 1})
    took = []
    for _try in range(TRIES):
        begun = time.monotonic()
        results_at(study, measure, [middle], replications=replications, seed=seed)
        took.append(time.monotonic() - begun)
    points = most_points(len(factors), trajectories, base_samples, keep)
    seconds = points * min(took[1:]) / workers
    lasts = f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"
    about = f"{len(factors)} unknowns, about {points:,} points of {1000 * min(took[1:]):.0f} ms"
    click.echo(f"{about} on {workers} {'process' if workers == 1 else 'processes'}: about {lasts}.", err=True)


@contextmanager
def _stage(stage: str, points: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr for one stage, with the time left."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn(stage), BarColumn(), MofNCompleteColumn(), TextColumn("time left"), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(stage, total=points)
        yield lambda done: progress.update(task, completed=done)


def print_sensitivity(tables: SensitivityTables, folder: Path) -> None:
    """What the result hangs on: how far it is unsure, a ranked table, the first five in words, and all else."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from simulator.views import sensitivity_words as words

    console = Console()
    console.print(Text.assemble("\n", (words.where(tables), "bold")))
    console.print(Text(" ".join(words.unsure(tables))))
    if tables.summary["ranked"]:
        console.print(Text("\nWhat it hangs on, in percent of what is unsure", style="bold"))
        console.print(_ranked(tables))
        console.print()
    for line in words.top_words(tables):
        console.print(Padding(Text(line), (0, 0, 0, 2)))
    console.print(Text(f"\n{' '.join(words.rest_words(tables))}\n".lstrip("\n")))
    console.print(Text.assemble("Figures, tables and the resolved scenario are in ", (str(folder), "bold")))


def _ranked(tables: SensitivityTables) -> Table:
    from rich.table import Table
    from rich.text import Text

    from simulator.views.sensitivity_words import give_or_take, name_of, range_in_words
    from simulator.views.words import rounded

    unit = tables.summary["unit"]
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("")
    table.add_column("Unknown, its range")
    for heading in ("Explains", "By itself", "At its low", "At its high"):
        table.add_column(heading, justify="right")
    for row in tables.summary["ranked"]:
        name = Text.assemble(name_of(tables, row["path"]), "\n  ", (range_in_words(row), "dim"))
        shares = (give_or_take(row[share], row[f"{share}_conf"]) for share in ("total", "first"))
        ends = (rounded(row[f"difference_at_{end}"], unit) for end in ("low", "high"))
        table.add_row(str(row["rank"]), name, *shares, *ends)
    if others := tables.summary["others"]:
        shares = (give_or_take(others[share], others[f"{share}_conf"]) for share in ("total", "first"))
        table.add_row("", f"All other {others['count']} together", *shares, "", "")
    return table
