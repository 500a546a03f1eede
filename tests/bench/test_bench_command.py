"""``python -m bench`` compares the simulator with the plain models that were asked for."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner, Result

from bench import __main__ as command
from bench.comparison import Comparison, compare, plain_run, warm_up
from bench.plain_models import LIBRARIES, Library
from simulator.model.cohort import run_calendar
from simulator.model.plan import plan_of
from tests.example_place import number, scenario, study

FEW = number(200, "bookings/year")


def small(name: str) -> Library:
    return replace(LIBRARIES[name], least_bookings=1)


def run(*options: str) -> Result:
    return CliRunner().invoke(command.main, options, catch_exceptions=False)


@pytest.fixture
def few_bookings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two counties with few bookings, a replication a run."""
    monkeypatch.setattr(command, "load_study", lambda _: study({}, {"agencies.example.bookings_per_year": FEW}))
    monkeypatch.setattr(command, "LARGE", 400)
    monkeypatch.setattr("bench.comparison.LEAST_BOOKINGS", 1)
    for name in LIBRARIES:
        monkeypatch.setitem(LIBRARIES, name, small(name))


@pytest.fixture
def without_ciw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIBRARIES, "ciw", replace(LIBRARIES["ciw"], needs=("no_such_module",)))


def test_comparison_takes_ratios_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.comparison.LEAST_BOOKINGS", 600)
    place = command.with_bookings(scenario(), 300)
    comparison = compare("Example", place, small("simpy"), pairs=2)
    assert comparison.bookings_per_year == 300
    assert comparison.model == "SimPy"
    assert len(comparison.ratios) == 2
    assert min(comparison.ratios) <= comparison.ratio <= max(comparison.ratios)
    assert min(comparison.draw_ms, comparison.flow_ms, comparison.count_ms) > 0


def test_a_run_counts_the_bookings_of_all_its_replications() -> None:
    place = command.with_bookings(scenario(), 300)
    plain = LIBRARIES["simpy"].model_of(plan_of(place, run_calendar(place)))
    seeds = [sum(count["bookings"] for count in plain.run(seed).values()) for seed in (4, 5)]
    timed = plain_run(plain, 4, 2)
    assert timed.bookings == sum(seeds)
    assert timed.rate == timed.bookings / timed.flow


def test_warming_up_imports_the_library() -> None:
    with pytest.raises(ImportError):
        warm_up(command.with_bookings(scenario(), 50), replace(LIBRARIES["simpy"], name="no_such_module"))


@pytest.mark.usefixtures("few_bookings")
def test_command_compares_with_each_installed_model_at_each_size() -> None:
    rows = json.loads(run("--pairs", "1", "--json").stdout)
    titles = [library.title for library in LIBRARIES.values() if library.is_installed]
    assert [(row["bookings_per_year"], row["model"]) for row in rows] == [
        (size, title) for size in (200, 400) for title in titles
    ]
    assert all(row["ratio"] == pytest.approx(row["simulator_rate"] / row["plain_rate"]) for row in rows)


@pytest.mark.usefixtures("few_bookings")
def test_command_takes_models_by_name_once_each() -> None:
    rows = json.loads(run("--pairs", "1", "--json", "--models", "simpy, simpy").stdout)
    assert [(row["bookings_per_year"], row["model"]) for row in rows] == [(200, "SimPy"), (400, "SimPy")]


@pytest.mark.usefixtures("few_bookings", "without_ciw")
def test_what_is_not_installed_is_left_out_and_said() -> None:
    result = run("--pairs", "1", "--json")
    assert result.stderr.splitlines()[0] == "Left out: Ciw is not installed: pip install '.[bench]'."
    assert "Ciw" not in {row["model"] for row in json.loads(result.stdout)}


@pytest.mark.usefixtures("without_ciw")
def test_command_tells_all_models_that_it_cannot_have() -> None:
    result = run("--models", "simpi,ciw,arena")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        "Error: Invalid value for '--models': There is no model `simpi`; there are simpy, ciw, salabim. "
        "Did you mean `simpy`? Ciw is not installed: pip install '.[bench]'. "
        "There is no model `arena`; there are simpy, ciw, salabim."
    )


def test_table_shows_medians_and_ranges() -> None:
    comparison = Comparison("Example", 8_000, "SimPy", 412_345.6, 20_617.3, 20.1, [18.2, 20.1, 25.6], 5.0, 12.5, 1.5)
    slow = replace(comparison, model="salabim", plain_rate=2_061.7, ratio=200.6, ratios=[182.4, 200.6, 256.3])
    assert command.table([comparison, slow]).splitlines()[2:] == [
        "Example      8,000  SimPy       412,346   20,617     20.1   18.2-25.6     5.0   12.5    1.5   19.0",
        "Example      8,000  salabim     412,346    2,062    200.6 182.4-256.3     5.0   12.5    1.5   19.0",
        "Medians of 3 pairs; processor time of one core.",
    ]
