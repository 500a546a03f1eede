"""The command ``stress-des``: the reporting sheet of a study.

Heavy libraries are imported inside the command, so that ``--help`` answers at once.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from simulator.scenario.study import Study
    from simulator.views.stress_des.content import Sheet


@click.command(name="stress-des")
@click.argument("place")
@click.argument("policies", nargs=-1)
@click.option(
    "--replications",
    "-n",
    type=click.IntRange(1),
    default=40,
    show_default=True,
    help="How many replications the sheet speaks of. None is run.",
)
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="The seed that it speaks of."
)
@click.option("--years", type=click.IntRange(1, 30), help="How many years, instead of the place's.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE.md",
    help="Write the sheet to FILE.md, and the picture of the flow to FILE-flow.png beside it.  "
    "[default: print the sheet, with the picture in words]",
)
@click.option("--force", is_flag=True, help="Replace the files if they exist.")
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE", help="Change one number. May be repeated.")
def stress_command(
    place: str, policies: tuple[str, ...], replications: int, seed: int, years: int | None, out: Path | None,
    force: bool, settings: tuple[str, ...]
) -> None:  # fmt: skip
    """Report PLACE under POLICIES by the checklist STRESS-DES, as Markdown.

    The sheet answers every item of the checklist for simulation studies: purpose, outputs, logic, stations, every
    input with its source, how runs are made, and with what software. It is made from the code and the scenario, and
    nothing is simulated. Two policies are combined with a plus sign, as in compare.
    """
    from simulator.api import load
    from simulator.views.stress_des.conduct import Conduct
    from simulator.views.stress_des.markdown import markdown_of
    from simulator.views.stress_des.sheet import sheet_of

    study = load(place, policies, settings, years)
    command = _compare_command((place, *policies), replications, seed, years, settings)
    sheet = sheet_of(study, Conduct(replications, seed, command=command))
    if out:
        _write(sheet, study, out, replace=force)
    else:
        click.echo(markdown_of(sheet), nl=False)


def _write(sheet: Sheet, study: Study, out: Path, *, replace: bool) -> None:
    """The sheet and its picture, side by side."""
    from simulator.runs.sheets import write_sheet
    from simulator.views.figures.flow import flow
    from simulator.views.figures.flow_words import flow_in_words
    from simulator.views.saving import png_of
    from simulator.views.stress_des.logic import FLOW
    from simulator.views.stress_des.markdown import markdown_of

    picture = out.with_name(f"{out.stem}-{FLOW}.png")
    text = markdown_of(sheet, {FLOW: picture.name})
    scenario = study.cases[0].scenario
    drawn = png_of(flow(scenario), flow_in_words(scenario))
    write_sheet({out: text.encode(), picture: drawn}, replace=replace)
    click.echo(f"Wrote {out}, and the picture of the flow to {picture}.")


def _compare_command(
    files: Sequence[str], replications: int, seed: int, years: int | None, settings: Sequence[str]
) -> str:
    """The command that runs what the sheet reports."""
    verb = "compare" if len(files) > 1 else "run"
    options = ["--replications", str(replications), "--seed", str(seed)]
    options += ["--years", str(years)] if years else []
    options += [word for setting in settings for word in ("--set", setting)]
    return shlex.join(["python", "run_sim.py", verb, *files, *options])
