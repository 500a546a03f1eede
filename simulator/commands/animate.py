"""The command ``animate``: a film of one replication, from the event logs of a run folder.

Heavy libraries are imported inside the command, so that ``--help`` answers at once.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

import click

from simulator.commands import where_it_runs
from simulator.commands.options import LANGUAGE
from simulator.commands.progress import progress
from simulator.errors import RunFolderError

if TYPE_CHECKING:
    import pandas as pd

    from simulator.runs.traces import Wanted
    from simulator.scenario.place import Scenario
    from simulator.views.film.content import Film

Format = Literal["html", "gif"]
SECONDS: dict[Format, float] = {"html": 90, "gif": 30}
"""How long a film is by its own choice: a page can be paused, and a GIF is drawn frame by frame."""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--policy", help="Which policy to show under the place as it is.  [default: the first of the run]")
@click.option("--replication", type=click.IntRange(0), help="Which replication.  [default: 0, or that of the trace]")
@click.option("--agency", help="Show the people of this agency alone, of a place that has several.")
@click.option(
    "--from",
    "first",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The first day, as 2010-11-01.  [default: a Monday, four weeks after the first day of the run]",
)
@click.option("--days", type=click.IntRange(1, 366), help="How many days.  [default: until 20 people are booked]")
@click.option("--seconds", type=click.FloatRange(1, 600), help="How long the film is.  [default: 90, a GIF 30]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "gif"]),
    default="html",
    show_default=True,
    help="A page with controls, or a GIF for slides.",
)
@LANGUAGE
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="The file.  [default: DIR-film.html]")
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
def animate(
    folder: Path, policy: str | None, replication: int | None, agency: str | None, form: Format, out: Path | None,
    force: bool, **choice: Any
) -> None:  # fmt: skip
    """Make a film of the people followed in run folder DIR, of a comparison or a trace.

    Each is a dot that goes from station to station, from booking to their end, as the event log of one replication
    says; the place as it is stands above, the policy below. A run that keeps no event log has it made again. Nothing
    in DIR is changed: the film is beside it.
    """
    from simulator.runs.folder import beside
    from simulator.runs.sheets import write_sheet
    from simulator.runs.traces import wanted

    asked = wanted(folder, policy, replication)
    film = _film(asked, agency, SECONDS[form], **choice)
    target = out or beside(folder, f"-film.{form}")
    write_sheet({target: _drawn(film, form)}, replace=force or out is None)
    click.echo(f"{film.title}. {film.finding}")
    click.echo(f"The film is in {target}")


def _film(
    asked: Wanted, agency: str | None, usual_seconds: float, first: datetime | None, days: int | None,
    seconds: float | None, language: str
) -> Film:  # fmt: skip
    from simulator.views.film.content import film_of
    from simulator.views.film.span import span_of
    from simulator.views.language import languages

    scenario = asked.cases[0].scenario
    place = _place(scenario, agency)
    logs = _logs(asked)
    if agency:
        logs = tuple(log[log["agency"] == agency] for log in logs)
    span = span_of(logs[0], scenario.timezone, first.date() if first else None, days)
    told = zip(asked.labels, logs, strict=True)
    length, chosen = seconds or usual_seconds, languages()[language]
    return film_of(told, place, span, replication=asked.replication, seconds=length, language=chosen)


def _place(scenario: Scenario, agency: str | None) -> str:
    """What is shown, by its label."""
    from simulator.scenario.faults import nearest

    if agency is None:
        return scenario.label
    if agency not in scenario.agencies:
        fix = nearest(agency, scenario.agencies) or f"It has, for example, {next(iter(scenario.agencies))}."
        raise RunFolderError(f"{scenario.label} has no agency {agency!r}. {fix}")
    return scenario.agencies[agency].label


def _logs(asked: Wanted) -> tuple[pd.DataFrame, ...]:
    """The event logs; a word is said if some of them must be made again."""
    if not asked.to_make:
        return asked.read()
    named = ", ".join(asked.to_make)
    click.echo(f"{asked.folder} keeps no event log of replication {asked.replication} of {named}: it is made again "
               "from its scenario and seed.", err=True)  # fmt: skip
    where_it_runs.compile_with_a_word()
    with progress(len(asked.to_make)) as on_made:
        return asked.read(on_made)


def _drawn(film: Film, form: Format) -> bytes:
    if form == "html":
        from simulator.views.film.page import page

        return page(film).encode()
    from simulator.views.film.gif import frames, write_gif

    with TemporaryDirectory() as place, progress(frames(film), "Drawing") as on_frame:
        drawn = Path(place) / "film.gif"
        write_gif(film, drawn, on_frame)
        return drawn.read_bytes()
