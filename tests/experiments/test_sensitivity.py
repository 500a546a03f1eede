"""What a result hangs on: made-up results whose shares are known, and a small place in which one number rules."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import simulator
from simulator.experiments.factors import factors_of, points_of
from simulator.experiments.indices import indices, sobol_design
from simulator.experiments.measured import measure_of, moved_share, results_at
from simulator.experiments.points import Point
from simulator.experiments.sensitivity import Found, Sizes, found_of, luck_share, most_points
from simulator.scenario.correlations import Correlation
from simulator.scenario.study import Study, place_text
from simulator.scenario.unknowns import Unknown, true_together, unknowns_of_study
from tests.example_place import number, study
from tests.runs.commands import command

Floats = NDArray[np.float64]
NAMES = ["small", "large", "still", "middle", "tiny", "trace"]
SLOPES = dict(zip(NAMES, (1.0, -4.0, 0.0, 2.0, 0.1, 0.03), strict=True))
UNKNOWNS = [Unknown(name, name, "share", 1, 0.0, 0.5, 1.0) for name in NAMES]
WATCH, PRICE, MATCH, HOUR = (
    "people.record.watch_list", "costs.fingerprinting_per_submission", "agencies.example.match_share",
    "costs.staff_hour",
)  # fmt: skip


def ranged(value: float, low: float, high: float, unit: str) -> dict[str, Any]:
    return number(value, unit) | {"low": low, "high": high}


def a_line(stage: str, points: Sequence[Point]) -> Floats:
    """A sum of levels, twice; what is not named stands at its stated value."""
    values = [sum(SLOPES[name] * point.levels.get(name, [0.5])[0] for name in NAMES) for point in points]
    return np.column_stack([values, values])


def line_found(keep: int, unknowns: Sequence[Unknown] = UNKNOWNS) -> Found:
    return found_of(factors_of(unknowns, ()), Sizes(4, 256, keep), 1, a_line)


@cache
def small_place() -> Study:
    """Four unknowns: the match share over a tenfold range, a price a little, and two that no policy turns on."""
    changes = {
        MATCH: ranged(0.1, 0.02, 0.2, "share"),
        HOUR: ranged(32, 31, 33, "USD/hour"),
        PRICE: ranged(12, 5, 30, "USD"),
        WATCH: ranged(0.01, 0, 0.5, "share"),
    }
    return study({"stop": [{"opt_out": "share"}]}, changes)


@cache
def small_result(executor: Executor | None = None) -> simulator.Sensitivity:
    return simulator.sensitivity(small_place(), executor=executor, trajectories=2, base_samples=16, keep=1)


def test_those_that_move_most_are_kept_and_the_others_drawn_together() -> None:
    found = line_found(keep=2)
    assert found.screening.mu_star == pytest.approx([1, 4, 0, 2, 0.1, 0.03])
    assert [NAMES[place] for place in found.kept] == ["large", "middle"]
    assert found.indices is not None
    expected = np.array([16, 4, 1 + 0.01 + 0.0009]) / 21.0109
    assert found.indices.total == pytest.approx(expected, abs=0.02)
    assert found.indices.first == pytest.approx(expected, abs=0.02)
    assert found.stated == pytest.approx(-0.435)
    assert [(end.at_low, end.at_high) for end in found.ends] == [
        pytest.approx((1.565, -2.435)),
        pytest.approx((-1.435, 0.565)),
    ]
    assert found.spread is not None
    assert found.spread.median == pytest.approx(-0.435, abs=0.1)
    assert found.spread.luck_share == pytest.approx(0, abs=1e-20)
    assert found.points == most_points(6, 4, 256, 2) == 1 + 4 * 7 + 256 * 5 + 4


def test_what_moves_it_by_less_than_a_hundredth_of_the_most_is_not_kept() -> None:
    assert [NAMES[place] for place in line_found(6).kept] == ["large", "middle", "small", "tiny"]


def test_a_single_unknown_explains_everything() -> None:
    found = line_found(3, UNKNOWNS[:1])
    assert found.indices is not None
    assert found.indices.total == pytest.approx([1], abs=0.05)
    assert found.indices.total.shape == (1,)


def test_what_is_correlated_has_one_share_in_which_the_correlation_counts() -> None:
    joined = {"between": ["large", "middle"], "rank": 0.8, "source": "made up for tests"}
    factors = factors_of(UNKNOWNS, [Correlation.model_validate(joined)])
    found = found_of(factors, Sizes(4, 256, 1), 1, a_line)
    assert [factors[place].path for place in found.kept] == ["large + middle"]
    assert found.indices is not None
    together = 16 + 4 - 2 * 4 * 2 * 0.8  # of levels that are each uniform, the correlation is that of their ranks
    assert found.indices.total[0] == pytest.approx(together / (together + 1.0109), abs=0.03)
    (end,) = found.ends
    assert end.at_low < found.stated < end.at_high


def test_where_nothing_moves_it_nothing_is_kept() -> None:
    found = line_found(3, [UNKNOWNS[2]])
    assert (found.kept, found.indices, found.spread) == ((), None, None)
    assert found.points == 1 + 4 * 3  # a lone group is screened beside one that does nothing


def test_the_share_of_luck_is_what_other_luck_would_change() -> None:
    rng = np.random.default_rng(1)
    signal, noise = rng.normal(0, 3, (5_000, 1)), rng.normal(0, 1, (5_000, 2))
    everywhere = np.array([0.0, 100.0])  # the luck of a replication that is the same at every point is no noise
    share = luck_share(signal + noise + everywhere)
    assert share == pytest.approx(0.5 / (9 + 0.5), rel=0.1)
    assert luck_share(signal) is None
    assert luck_share(np.repeat(signal, 2, axis=1)) == pytest.approx(0, abs=1e-20)


def test_the_one_that_rules_comes_first_and_those_that_do_nothing_move_nothing() -> None:
    found = small_result()
    table = found.table.set_index("path")
    assert table.index[0] == MATCH
    assert table.loc[MATCH, "total"] == pytest.approx(1, abs=0.2)
    assert found.summary["others"]["total"] < 0.05
    assert table.loc[MATCH, "difference_at_high"] < found.summary["stated"] < table.loc[MATCH, "difference_at_low"]
    for still in (WATCH, PRICE):
        assert (table.loc[still, "mu_star"], table.loc[still, "mu_star_conf"]) == (0, 0)
    assert found.summary["without_effect"] == 2


def test_a_number_that_does_nothing_has_a_total_share_of_zero_in_the_model() -> None:
    place = small_place()
    factors = factors_of(unknowns_of_study(place), ())
    groups = [factor.path for factor in factors]
    design = sobol_design(groups, 16, 1)
    points = [*points_of(factors, design)]
    found = indices(groups, results_at(place, "local_net_cost_usd", points, replications=1, seed=1).mean(axis=1), 1)
    for still in (WATCH, PRICE):
        assert abs(found.total[groups.index(still)]) <= found.total_conf[groups.index(still)] == 0
    assert found.total[groups.index(MATCH)] > 0.5


def test_the_ends_are_those_of_a_run_with_the_number_set() -> None:
    row = small_result().table.set_index("path").loc[MATCH]
    for level, value in (("low", 0.02), ("high", 0.2)):
        means = [
            results_at(small_place(), "local_net_cost_usd", [Point(settings={MATCH: value})], replications=2, seed=1)
        ]
        assert row[f"difference_at_{level}"] == means[0].mean()


def test_the_same_bytes_on_any_number_of_workers() -> None:
    with ThreadPoolExecutor(3) as executor:
        one, other = small_result(), small_result(executor)
    assert one.table.to_csv() == other.table.to_csv()
    assert one.summary == other.summary
    points = [Point(), Point({MATCH: [0.9]}), Point({MATCH: [0.1]})]
    alone, together = (
        results_at(small_place(), "local_net_cost_usd", points, replications=2, seed=1, workers=workers)
        for workers in (1, 2)
    )
    assert np.array_equal(alone, together)


def test_without_a_policy_the_level_is_looked_at() -> None:
    alone = Study("example", small_place().cases[:1])
    found = simulator.sensitivity(alone, "detainers", trajectories=2, base_samples=16, keep=1, replications=1)
    assert found.summary["policy"] is None
    assert found.summary["stated"] > 0
    assert found.table["path"][0] == MATCH
    assert found.summary["spread"]["luck_share"] is None


def test_a_study_looks_at_the_cost_of_the_side_that_pays_for_the_jail() -> None:
    assert measure_of(small_place(), None) == "local_net_cost_usd"
    state = study({}, {"agencies.example.jail_paid_by": "state"})
    assert measure_of(state, None) == "state_cost_usd"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("detaners", "--measure: detaners: there is no such measure. Did you mean `detainers`?"),
        ("?", "--measure: ?: there is no such measure. docs/results.md lists them all."),
        ("hours_to_answer", "--measure: hours_to_answer: this is a mean over people of whom there are none at 1 of 1 "
         "points. Choose a measure that counts."),
    ],
)  # fmt: skip
def test_a_measure_that_cannot_be_looked_at(asked: str, said: str) -> None:
    with pytest.raises(simulator.ScenarioError) as error:
        simulator.sensitivity(small_place(), asked)
    assert str(error.value) == said


def test_a_place_that_is_sure_of_everything() -> None:
    with pytest.raises(simulator.ScenarioError) as error:
        simulator.sensitivity(study({}))
    assert (
        str(error.value) == "example: no number has a range, so nothing is unsure. Give a number a `low` and a `high`."
    )


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ({"base_samples": 100}, "base_samples: 100 is not a power of two of 16 or more. Take 64 or 128."),
        ({"base_samples": 8}, "base_samples: 8 is not a power of two of 16 or more. Take 16."),
        ({"trajectories": 1}, "trajectories must be 2 or more, and 1 is not"),
        ({"keep": 0}, "keep must be 1 or more, and 0 is not"),
    ],
)
def test_sizes_that_cannot_be(sizes: dict[str, int], said: str) -> None:
    with pytest.raises(simulator.SimulatorError) as error:
        simulator.sensitivity(small_place(), **sizes)
    assert str(error.value) == said


def test_a_point_that_breaks_is_told() -> None:
    with pytest.raises(simulator.SimulatorError) as error:
        results_at(small_place(), "detainers", [Point(), Point(settings={MATCH: 2.0})], replications=1, seed=1)
    assert str(error.value).startswith("1 of 2 points failed. The first error was: ")
    assert "a share lies between 0 and 1, and 2 does not" in str(error.value)


def test_half_a_design_says_nothing_so_ctrl_c_stops_all_of_it() -> None:
    @contextmanager
    def stopped(stage: str, points: int) -> Iterator[Callable[[int], None]]:
        def on_done(done: int) -> None:
            if stage == "Screening" and done == 3:
                raise KeyboardInterrupt

        yield on_done

    with pytest.raises(KeyboardInterrupt):
        simulator.sensitivity(small_place(), trajectories=2, base_samples=16, on_stage=stopped)


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    place, out = tmp_path / "here.yaml", tmp_path / "out"
    place.write_text(place_text(small_place().cases[0].tree), encoding="utf-8")
    sizes = ("--trajectories", "2", "--base-samples", "16", "--keep", "1", "--workers", "1")
    words = ("sensitivity", str(place), "opt-out-of-sharing", "--out", str(out), *sizes)
    assert command(monkeypatch, *words, "--json") == 0
    said = capsys.readouterr()
    assert said.out == (out / "summary.json").read_text(encoding="utf-8")
    assert re.match(r"4 unknowns, about 77 points of \d+ ms on 1 process: about \d+ seconds\.", said.err)
    found = json.loads(said.out)
    assert found["points"] == 77
    assert [row["path"] for row in found["ranked"]] == [MATCH]
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    assert command(monkeypatch, *words) == 2
    assert "holds files that the run did not write, such as notes.txt" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--measure", "detaners"), "--measure: detaners: there is no such measure. Did you mean `detainers`?\n"
         "1 fault; nothing was run.\n"),
        (("--set", "people.prior_remova=0.2"), "--set: people.prior_remova: 0.2: the scenario has no such path. "
         "Did you mean `prior_removal`?\n1 fault; nothing was run.\n"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_before_anything_is_run(
    words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, "sensitivity", "arlington-va", "opt-out-of-sharing", *words) == 2
    assert capsys.readouterr().err == said


def test_a_size_that_cannot_be_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(monkeypatch, "sensitivity", "arlington-va", "--base-samples", "100") == 2
    said = capsys.readouterr().err
    assert "Invalid value for '--base-samples': 100 is not a power of two of 16 or more. Take 64 or 128." in said


def test_points_at_which_a_queue_could_never_end_are_counted() -> None:
    place = simulator.load(Path(__file__).parents[1] / "scenario" / "small-place.yaml")
    slow, usual = Point({"stations.lesc.service": [1.0]}), Point({"stations.lesc.service": [0.5]})
    assert not true_together(place.cases[0].scenario, slow.levels)
    assert moved_share(place, [slow, usual, usual, usual]) == 0.25
