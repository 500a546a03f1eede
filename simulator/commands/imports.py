"""The commands that read files of others: ``import vera`` and ``import ice-detainers``.

Heavy libraries are imported inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import click

FOLDER = Path("results")
"""Git ignores it: what is made of other people's files does not get among one's own by accident."""
SOURCE = click.Path(path_type=Path)
FORCE = click.option("--force", is_flag=True, help="Replace the file if it exists.")


class MonthOption(click.ParamType[str]):
    """A month, such as 2010-10."""

    name = "month"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The month as it was given."""
        if not re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", value):
            self.fail(f"{value!r} is not a month, such as 2010-10.", param, ctx)
        return value


class StatesOption(click.ParamType[str]):
    """States by their two letters, with commas between them."""

    name = "states"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The letters in capitals, with commas between them."""
        from simulator.imports.states import STATES, letters_of

        states = [letters_of(part) for part in value.split(",")]
        unknown = [name or "nothing" for name in states if name not in STATES]
        if unknown:
            self.fail(f"{', '.join(unknown)}: no such state. Two letters each, with commas: VA,MD.", param, ctx)
        return ",".join(states)


@click.group(name="import")
def import_group() -> None:
    """Turn files that others publish into tables of counties and of detainers.

    docs/network-data.md says where to get each file, and what is read of it.
    """


@import_group.command()
@click.argument("file", type=SOURCE)
@click.option(
    "--year", type=click.IntRange(1900, 2100), help="Which year.  [default: the last that half of the counties report]"
)
@click.option("--states", type=StatesOption(), help="Only these, for example VA,MD.  [default: all]")
@click.option("--out", type=click.Path(path_type=Path), help="The table.  [default: results/network-YEAR.csv]")
@FORCE
def vera(file: Path, year: int | None, states: str | None, out: Path | None, force: bool) -> None:
    """Make a table of counties out of FILE, Incarceration Trends.

    Each county gets its bookings a year, the people in its jail on an average day, and its beds. FILE is the county
    file of the Vera Institute of Justice in CSV, of any version from 1 to 3.1. Mind its license before you pass on
    the file or the table.
    """
    from simulator.imports.tables import refuse_target, write_table
    from simulator.imports.vera import read_network, summary

    if out:
        refuse_target(out, file, replace=force)
    network = read_network(file, year, _listed(states))
    target = out or FOLDER / f"network-{network.year}.csv"
    write_table(network.table, target, file, replace=force)
    _tell(summary(network), f"Wrote {target}. Counties: {len(network.table):,}; year: {network.year}.")


@import_group.command(name="ice-detainers")
@click.argument("file", type=SOURCE)
@click.option("--from", "first", type=MonthOption(), help="The first month, for example 2010-10.")
@click.option("--to", "last", type=MonthOption(), help="The last month, for example 2011-09.")
@click.option("--states", type=StatesOption(), help="Only these, for example VA,MD.  [default: all]")
@click.option("--out", type=click.Path(path_type=Path), help="The table.  [default: results/ice-detainers.csv]")
@FORCE
def ice_detainers(
    file: Path, first: str | None, last: str | None, states: str | None, out: Path | None, force: bool
) -> None:
    """Count the detainers of FILE by agency and month.

    The counts are targets for calibration. FILE is the detainers table of the Deportation Data Project, in Parquet or
    CSV. Nothing about people is written or shown.
    """
    from simulator.imports.ice_detainers import read_targets, summary
    from simulator.imports.tables import refuse_target, write_table

    if first and last and first > last:
        raise click.UsageError(f"--from {first} lies after --to {last}.")
    target = out or FOLDER / "ice-detainers.csv"
    refuse_target(target, file, replace=force)
    targets = read_targets(file, first or "", last or "", _listed(states))
    write_table(targets.table, target, file, replace=force)
    agencies, months = (targets.table[column].nunique() for column in ("agency", "month"))
    _tell(summary(targets), f"Wrote {target}. Agencies: {agencies:,}; months: {months:,}.")


def _listed(states: str | None) -> Sequence[str]:
    return states.split(",") if states else ()


def _tell(lines: Sequence[str], result: str) -> None:
    """How a table came about on stderr, and where it is on stdout."""
    for line in lines:
        click.echo(line, err=True)
    click.echo(result)
