"""``calibrate`` as a user runs it: what it prints and writes, and how it exits when something is wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from simulator import api, calibrating
from simulator.cli import entry, main
from simulator.commands import where_it_runs
from simulator.errors import RunFolderError, RunInterrupted, ScenarioError, SimulatorError
from simulator.experiments.calibration.fitting import Calibration
from simulator.runs.calibrated_place import calibrated_place
from simulator.runs.calibrations import tables_of
from simulator.scenario.correlations import Correlation
from simulator.views.figures.fit import inputs
from tests.calibration.counts import PLACE, TRUE, calibration, simulated_rows, write_rows
from tests.network.test_tables import ROWS, place


@pytest.fixture
def targets(tmp_path: Path) -> Path:
    return write_rows(tmp_path / "counts.csv", simulated_rows())


@pytest.fixture
def no_simulation(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the command asks for; the calibration of the other tests comes back."""
    asked: list[dict[str, Any]] = []

    def calibrate(place: str, **options: Any) -> Calibration:
        asked.append(options)
        return calibration()

    monkeypatch.setattr(calibrating, "calibrate", calibrate)
    monkeypatch.setattr(where_it_runs, "compile_with_a_word", lambda: None)
    return asked


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["calibrate", *map(str, words)])


def test_it_prints_what_was_fitted_and_writes_the_place(
    tmp_path: Path, targets: Path, no_simulation: list[dict[str, Any]]
) -> None:
    words = [PLACE, "--targets", targets, "--out", tmp_path / "out", "--date", "2026-05-04", "--fit", "a.b"]
    done = run(*words, "--write", tmp_path / "mine.yaml", "--hold-out", "2", "--others", "stated")
    assert done.exit_code == 0, done.output
    asked = no_simulation[0]
    assert (asked["fit"], asked["hold_out"], asked["others"]) == (("a.b",), 2, "stated")
    for part in ("Arlington County, VA, 300 simulations, fitted to 2010-10 to 2011-06", "held-out counts lie within"):
        assert part in " ".join(done.output.split())
    kept = api.load(tmp_path / "out" / f"{PLACE}-calibrated.yaml").cases[0].scenario
    mine = api.load(tmp_path / "mine.yaml").cases[0].scenario
    assert kept == mine
    assert mine.agencies["arlington"].match_share.source == "calibrated to counts.csv on 2026-05-04"


def test_json_is_all_that_is_printed(tmp_path: Path, targets: Path, no_simulation: list[dict[str, Any]]) -> None:
    done = run(PLACE, "--targets", targets, "--out", tmp_path / "out", "--json")
    assert json.loads(done.stdout) == json.loads((tmp_path / "out" / "calibration.json").read_text("utf-8"))


def test_the_same_day_gives_the_same_bytes(tmp_path: Path, targets: Path, no_simulation: list[dict[str, Any]]) -> None:
    for name in ("one", "two"):
        run(PLACE, "--targets", targets, "--out", tmp_path / name, "--date", "2026-05-04")
    for path in (tmp_path / "one").rglob("*"):
        if path.is_file() and path.name != "manifest.json":
            assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()


def test_wrong_files_are_refused_before_anything_is_simulated(tmp_path: Path, targets: Path) -> None:
    wrong = write_rows(tmp_path / "wrong.csv", ["2010-10,detainer,5", "2010-11,detainers,5"])
    done = run(PLACE, "--targets", wrong, "--out", tmp_path / "out")
    assert isinstance(done.exception, ScenarioError)
    assert "Did you mean `detainers`?" in str(done.exception)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    done = run(PLACE, "--targets", targets, "--out", tmp_path / "other")
    assert isinstance(done.exception, RunFolderError)
    done = run(PLACE, "--targets", targets, "--out", tmp_path / "out", "--write", targets)
    assert (done.exit_code, done.output.splitlines()[-1]) == (
        2, f"Error: --write {targets}: this file exists already. Name another, or use --force.",
    )  # fmt: skip
    assert not (tmp_path / "out").exists()


def test_control_c_writes_nothing(
    tmp_path: Path, targets: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: Any, **__: Any) -> None:
        raise RunInterrupted(3, 300)

    monkeypatch.setattr(calibrating, "calibrate", stopped)
    words = ["run_sim.py", "calibrate", PLACE, "--targets", str(targets), "--out", str(tmp_path / "out")]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit) as end:
        entry()
    assert end.value.code == 130
    assert capsys.readouterr().err.endswith("Stopped; nothing was written.\n")
    assert not (tmp_path / "out").exists()


def test_what_cannot_go_back_is_refused(tmp_path: Path, targets: Path) -> None:
    with pytest.raises(SimulatorError, match="others must be 'drawn' or 'stated', and 'fixed' is neither"):
        calibrating.calibrate(PLACE, targets, others="fixed")  # type: ignore[arg-type]  # wrong on purpose
    with pytest.raises(SimulatorError, match="simulations must be 200 or more, and 10 is not"):
        calibrating.calibrate(PLACE, targets, simulations=10)
    table = place(tmp_path, ROWS)
    with pytest.raises(ScenarioError, match="--set: what is set cannot be written back into a place whose agencies"):
        calibrating.calibrate(table, targets, settings=["federal.detainer.lawful=0.05"])


def test_counts_that_leave_a_single_value_are_refused(targets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = calibration()
    at_the_end = replace(found, after=np.full_like(found.after, 5_485.0))
    monkeypatch.setattr("simulator.experiments.calibration.fitting.fitted", lambda *_, **__: at_the_end)
    with pytest.raises(ScenarioError) as refused:
        calibrating.calibrate(PLACE, targets)
    assert refused.value.faults[0].rule == (
        "these counts leave one single value of agencies.arlington.bookings_per_year, 5485, so nothing can be fitted"
    )


def test_values_beyond_all_that_was_drawn_beforehand_are_drawn() -> None:
    found = calibration()
    tables = tables_of(replace(found, after=found.after + np.ptp(found.before, axis=0)))
    axes = inputs(tables).axes
    rows = tables.draws.groupby("input")["value"].max()
    assert axes[0].get_xlim()[1] == rows["agencies.arlington.bookings_per_year"]


def test_a_correlation_that_the_counts_undo_is_not_kept(tmp_path: Path) -> None:
    found = calibration()
    case = found.study.cases[0]
    stated = [Correlation(between=list(TRUE), rank=0.9, source="somewhere")]
    together = replace(case, scenario=case.scenario.model_copy(update={"correlations": stated}))
    independent = np.random.default_rng(1).standard_normal(found.scores.shape)
    undone = replace(found, study=replace(found.study, cases=(together,)), scores=independent)
    assert calibrated_place(undone, date(2026, 5, 4), tmp_path).endswith("correlations: []\n")
