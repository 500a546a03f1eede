"""Bookings per second of the simulator next to a plain SimPy model of the same county: ``python -m bench``."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from bench.comparison import Comparison, compare
from simulator.scenario.load import load_study
from simulator.scenario.place import Scenario

PLACE = "arlington-va"
LARGE = 100_000


@click.command()
@click.option("--pairs", default=7, show_default=True, type=click.IntRange(min=1), help="Pairs of runs to compare.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of the table.")
def main(pairs: int, as_json: bool) -> None:
    """Compare the simulator with a plain SimPy model that makes every booking a process.

    Both run on one core; a rate is bookings per second of processor time. The two take turns, and the ratio is taken
    pair by pair, because other work on the machine slows both of a pair.
    """
    shipped = load_study(PLACE).cases[0].scenario
    large = with_bookings(shipped, LARGE)
    comparisons = [compare(shipped.label, shipped, pairs), compare(f"{shipped.label}, enlarged", large, pairs)]
    click.echo(json.dumps([asdict(each) for each in comparisons], indent=2) if as_json else table(comparisons))


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
    """The comparisons as text."""
    width = max(len(each.county) for each in comparisons)
    lines = [
        f"{'':{width}}  {'bookings':>9}  {'bookings per second':^19}  {'times as fast':^18}  "
        f"{'milliseconds a replication':^28}",
        f"{'county':{width}}  {'a year':>9}  {'simulator':>10} {'plain':>8}  {'median':>7} {'min-max':>11} "
        f" {'draw':>6} {'flow':>6} {'count':>6} {'all':>6}",
    ]
    for each in comparisons:
        draw, flow, count = each.draw_ms, each.flow_ms, each.count_ms
        low, high = min(each.ratios), max(each.ratios)
        lines.append(
            f"{each.county:{width}}  {each.bookings_per_year:>9,.0f}  {each.simulator_rate:>10,.0f} "
            f"{each.plain_rate:>8,.0f}  {each.ratio:>7.1f} {f'{low:.1f}-{high:.1f}':>11} "
            f" {draw:>6.1f} {flow:>6.1f} {count:>6.1f} {draw + flow + count:>6.1f}"
        )
    return "\n".join([*lines, f"Medians of {len(comparisons[0].ratios)} pairs; processor time of one core."])


if __name__ == "__main__":
    main()
