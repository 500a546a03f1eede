"""What the county adds to Ciw: a desk with as many officers as the roster says, and who goes first."""

from __future__ import annotations

from math import inf
from types import SimpleNamespace

import pytest

ciw = pytest.importorskip("ciw", reason="Ciw is not installed: pip install '.[bench]'")
nodes = pytest.importorskip("bench.plain_ciw_nodes")


def services(node_class: type, arrivals: list[float]) -> list[tuple[float, float]]:
    """When service begins and ends; each takes 8, by two servers up to 10, one up to 20 and none up to 30."""
    moments = iter([later - earlier for earlier, later in zip([0.0, *arrivals], arrivals, strict=False)] + [inf])
    network = ciw.create_network(
        arrival_distributions=[nodes.Gaps(lambda: next(moments))],
        service_distributions=[ciw.dists.Deterministic(8)],
        number_of_servers=[ciw.Schedule(numbers_of_servers=[2, 1, 0], shift_end_dates=[10, 20, 30])],
    )
    simulation = ciw.Simulation(network, node_class=node_class)
    simulation.simulate_until_max_time(60)
    records = simulation.get_all_records()
    return sorted((record.service_start_date, record.service_end_date) for record in records)


class RecordedDesk(nodes.Desk):
    write_individual_record = ciw.Node.write_individual_record


def test_who_finishes_after_the_shift_counts_as_on_duty() -> None:
    """The third waits until one of two officers, not both, could go on; the fourth finds nobody until the morning."""
    assert services(RecordedDesk, [5.0, 5.0, 6.0, 14.0]) == [(5, 13), (5, 13), (13, 21), (30, 38)]


def test_the_desk_of_ciw_itself_would_have_three_at_work() -> None:
    """The reason for a desk of our own."""
    assert services(ciw.Node, [5.0, 5.0, 6.0, 14.0])[:3] == [(5, 13), (5, 13), (10, 18)]


def test_level_1_goes_first_and_then_who_came_first() -> None:
    waiting = [SimpleNamespace(level=level, name=name) for level, name in ((3, "a"), (0, "b"), (0, "c"), (1, "d"))]
    assert nodes.level_first(waiting, 0.0).name == "b"


def test_whose_hold_ends_first_has_the_seat_once_ice_is_ready() -> None:
    limits_and_ready = {"a": (90, 10), "b": (50, 40), "c": (70, 30)}
    waiting = [
        SimpleNamespace(hold=SimpleNamespace(limit=limit, ready_at=ready_at), name=name)
        for name, (limit, ready_at) in limits_and_ready.items()
    ]
    chosen = [nodes.first_to_run_out(waiting, now) for now in (9.0, 10.0, 30.0, 40.0)]
    assert [one and one.name for one in chosen] == [None, "a", "c", "b"]
