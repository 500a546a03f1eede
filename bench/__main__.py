"""Bookings per second of the simulator next to plain models of the same county: ``python -m bench``."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from bench.comparison import Comparison, compare, warm_up
from bench.plain_models import LIBRARIES, Library
from simulator.scenario.faults import nearest
from simulator.scenario.load import load_study
from simulator.scenario.place import Scenario
from simulator.scenario.study import Engine

PLACE = "arlington-va"
LARGE = 100_000


class Models(click.ParamType[list[Library]]):
    """Names of plain models, with commas between them."""

    name = "NAMES"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> list[Library]:
        """The libraries; tells all names that are unknown or not installed at once."""
        names = [name.strip() for name in str(value).split(",")]
        if faults := [fault for name in dict.fromkeys(names) if (fault := _fault_of(name))]:
            self.fail(" ".join(faults), param, ctx)
        return [LIBRARIES[name] for name in dict.fromkeys(names)]


def _fault_of(name: str) -> str:
    if name not in LIBRARIES:
        return f"There is no model `{name}`; there are {', '.join(LIBRARIES)}. {nearest(name, LIBRARIES)}".rstrip()
    return "" if LIBRARIES[name].is_installed else _missing(LIBRARIES[name])


def _missing(library: Library) -> str:
    return f"{library.title} is not installed: pip install '.[bench]'."


@click.command()
@click.option("--pairs", default=7, show_default=True, type=click.IntRange(min=1), help="Pairs of runs to compare.")
@click.option(
    "--models",
    type=Models(),
    help=f"Plain models to compare with, of {','.join(LIBRARIES)}.  [default: all that are installed]",
)
@click.option("--engine", type=click.Choice(["compiled", "simpy"]), default="compiled", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of the table.")
def main(pairs: int, models: list[Library] | None, engine: Engine, as_json: bool) -> None:
    """Compare the simulator with plain models of the same county, in which every booking goes its own way.

    All run on one core; a rate is bookings per second of processor time. The simulator and a plain model take turns,
    and the ratio is taken pair by pair, because other work on the machine slows both of a pair.
    """
    shipped = load_study(PLACE).cases[0].scenario
    counties = {shipped.label: shipped, f"{shipped.label}, enlarged": with_bookings(shipped, LARGE)}
    libraries = installed() if models is None else models
    for library in libraries:
        warm_up(shipped, library)
    comparisons = [
        compare(county, scenario, library, pairs, engine)
        for county, scenario in counties.items()
        for library in libraries
    ]
    click.echo(json.dumps([asdict(each) for each in comparisons], indent=2) if as_json else table(comparisons))


def installed() -> list[Library]:
    """The libraries that are installed; says which are left out because they are not."""
    for library in LIBRARIES.values():
        if not library.is_installed:
            click.echo(f"Left out: {_missing(library)}", err=True)
    return [library for library in LIBRARIES.values() if library.is_installed]


def with_bookings(scenario: Scenario, bookings_per_year: float) -> Scenario:
    """The same county with this many bookings a year at each of its agencies."""
    agencies = {
        name: agency.model_copy(
            update={"bookings_per_year": agency.bookings_per_year.model_copy(update={"value": bookings_per_year})}
        )
        for name, agency in scenario.agencies.items()
    }
    return scenario.model_copy(update={"agencies": agencies})


def table(comparisons: list[Comparison]) -> str:
    """The comparisons as text, a line for each county and plain model."""
    width = max(len(each.county) for each in comparisons)
    model_width = max(len("plain"), *(len(each.model) for each in comparisons))
    lines = [
        f"{'':{width}}  {'bookings':>9}  {'plain':{model_width}}  {'bookings per second':^19}  {'times as fast':^19}  "
        f"{'milliseconds a replication':^27}",
        f"{'county':{width}}  {'a year':>9}  {'model':{model_width}}  {'simulator':>10} {'plain':>8}  {'median':>7} "
        f"{'min-max':>11}  {'draw':>6} {'flow':>6} {'count':>6} {'all':>6}",
        *(_line(each, width, model_width) for each in comparisons),
    ]
    pairs = len(comparisons[0].ratios)
    return "\n".join([*lines, f"Medians of {pairs} pair{'s' * (pairs > 1)}; processor time of one core."])


def _line(each: Comparison, width: int, model_width: int) -> str:
    draw, flow, count = each.draw_ms, each.flow_ms, each.count_ms
    low, high = min(each.ratios), max(each.ratios)
    return (
        f"{each.county:{width}}  {each.bookings_per_year:>9,.0f}  {each.model:{model_width}}  "
        f"{each.simulator_rate:>10,.0f} {each.plain_rate:>8,.0f}  {each.ratio:>7.1f} {f'{low:.1f}-{high:.1f}':>11}  "
        f"{draw:>6.1f} {flow:>6.1f} {count:>6.1f} {draw + flow + count:>6.1f}"
    )


if __name__ == "__main__":
    main()
