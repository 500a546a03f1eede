"""The options that every command that simulates takes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from simulator.commands import where_it_runs
from simulator.views.language import ENGLISH, codes

Command = TypeVar("Command", bound=Callable[..., Any])

SEED = click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True,
                    help="Where the luck starts. The same seed gives the same numbers.")  # fmt: skip
YEARS = click.option("--years", type=click.IntRange(1, 30), help="How many years to simulate, instead of the place's.")
WORKERS = click.option("--workers", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="all cores",
                       help="How many processes to use. The numbers do not depend on it.")  # fmt: skip
SETTINGS = click.option("--set", "settings", multiple=True, metavar="PATH=VALUE",
                        help="Change one number, for example agencies.arlington.match_share=0.06. May be "
                        "repeated.")  # fmt: skip
AS_JSON = click.option("--json", "as_json", is_flag=True,
                       help="Print the summary as JSON to stdout, and nothing else there.")  # fmt: skip


LANGUAGE = click.option("--language", type=click.Choice(codes()), default=ENGLISH.code, show_default=True,
                        help="The language of its words. Figures, descriptions, sources: English.")  # fmt: skip


class Draws(click.IntRange):
    """A number of draws: none, or enough for an interval."""

    def __init__(self) -> None:
        super().__init__(0)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; one that is too small for an interval is refused."""
        from simulator.experiments.unknowns import LEAST_DRAWS

        draws: int = super().convert(value, param, ctx)
        if 0 < draws < LEAST_DRAWS:
            self.fail(f"{draws} draws are too few for a 95 % interval; give {LEAST_DRAWS} or more, or 0.", param, ctx)
        return draws


class Share(click.ParamType[float]):
    """A share above 0 and below 1; a percentage is told how to be written."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The share; what it should be where it is none."""
        text = str(value).strip()
        try:
            number = float(text.removesuffix("%"))
        except ValueError:
            self.fail(f"{text!r} is no number; write 0.02 for 2 percent.", param, ctx)
        if text.endswith("%") or number >= 1:
            self.fail(f"a share is needed; write {number / 100:g} for {number:g} percent.", param, ctx)
        if not number > 0:
            self.fail(f"a share above 0 is needed, and {text} is not; write 0.02 for 2 percent.", param, ctx)
        return number


def shared_options(command: Command) -> Command:
    """The options that every command that simulates takes."""
    options = [
        click.option("--replications", "-n", type=click.IntRange(1), default=40, show_default=True,
                     help="How often the years are simulated, with other luck each time. More: narrower intervals."),
        click.option("--precision", type=Share(), metavar="SHARE",
                     help="As many replications as it takes: until the 95 % interval of the differences is within "
                     "SHARE (0.02: 2 %) of the place as it is, instead of --replications."),
        click.option("--watch", multiple=True, metavar="MEASURE",
                     help="Which differences --precision watches; may be repeated.  [default: detainers and the net "
                     "cost of who pays for the jail]"),
        click.option("--most", type=click.IntRange(8), help="The most replications of --precision.  [default: 1000]"),
        click.option("--minutes", type=click.FloatRange(0, min_open=True), help="The most time of --precision."),
        click.option("--draws", type=Draws(), default=100, show_default=True,
                     help="How often all inputs with a range are drawn, for the intervals of what is not known: 20 or "
                     "more, or 0 for none."),
        SEED,
        YEARS,
        click.option("--engine", type=click.Choice(["auto", "simpy", "compiled"]), default="auto", show_default=True,
                     help="What runs the flow: the reference on SimPy, or the same compiled (auto). Both agree."),
        WORKERS,
        where_it_runs.dask_option,
        click.option("--out", type=click.Path(path_type=Path), help="The run folder.  [default: results/PLACE-HASH]"),
        SETTINGS,
        AS_JSON,
        click.option("--trace", is_flag=True, help="Also keep the events of replication 0 (Parquet, CSV and XES)."),
        click.option("--resume", type=click.Path(path_type=Path), metavar="DIR",
                     help="Finish the run that was stopped or killed on its way to DIR. PLACE and policies may then be "
                     "left out, and more replications asked for."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command
