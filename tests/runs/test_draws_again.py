"""Runs with draws of their inputs: stopped among the draws and finished later, and verified to the last digit."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from simulator.experiments.unknowns import FIRST_DRAW, RunPlan
from tests.runs.commands import PLACE, Killed, assert_same_run, command, edit_manifest, manifest, stopping
from tests.runs.test_verify import SAME, fit_hashes, not_as_it_should_be

DRAWS = 22
ASKED = [PLACE, "opt-out-of-sharing", "--seed", "7"]
FEW = ["-n", "2", "--draws", str(DRAWS)]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of 2 replications and 22 draws without a stop."""
    folder = tmp_path_factory.mktemp("few") / "run"
    with pytest.MonkeyPatch.context() as patch:
        assert command(patch, "compare", *ASKED, *FEW, "--out", str(folder)) == 0
    return folder


@pytest.fixture
def folder(few: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return shutil.copytree(few, tmp_path / "run")


def begin_and_stop(monkeypatch: pytest.MonkeyPatch, how: type[BaseException], after: int, *words: str) -> None:
    try:
        assert command(monkeypatch, *words, on_done=stopping(how, after)) == 130
    except Killed:
        assert how is Killed


def simulated(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Fills with the numbers of what is simulated from now on."""
    numbers, whole = [], RunPlan.replicate

    def replicate(self: RunPlan, seed: int, number: int) -> object:
        numbers.append(number)
        return whole(self, seed, number)

    monkeypatch.setattr(RunPlan, "replicate", replicate)
    return numbers


def test_killed_among_the_draws_it_is_finished_with_the_same_bytes(
    few: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Killed after 9 draws, and stopped once more after 15; no draw is simulated twice."""
    target = tmp_path / "run"
    numbers = simulated(monkeypatch)
    begin_and_stop(monkeypatch, Killed, 2 + 9, "compare", *ASKED, *FEW, "--out", str(target))
    begin_and_stop(monkeypatch, KeyboardInterrupt, 2 + 15, "compare", "--resume", str(target))
    assert (manifest(target)["replications_finished"], manifest(target)["draws_finished"]) == (2, 15)
    kept = json.loads((target / "summary.json").read_text())
    assert kept["unknowns"]["draws"] == 15
    assert kept["policies"]["as-is"]["detainers"]["unknowns_low"] is None
    assert command(monkeypatch, "compare", "--resume", str(target)) == 0
    assert sorted(numbers) == [0, 1, *range(FIRST_DRAW, FIRST_DRAW + DRAWS)]
    assert_same_run(target, few)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_another_number_of_draws_is_another_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "run"
    begin_and_stop(monkeypatch, Killed, 2, "compare", *ASKED, *FEW, "--out", str(target))
    capsys.readouterr()
    assert command(monkeypatch, "compare", "--draws", "50", "--seed", "8", "--resume", str(target)) == 2
    assert capsys.readouterr().err == (
        f"Error: {target} is another run: --seed is 7 there, and 8 is asked for; --draws is 22 there, and 50 is asked "
        "for. What is left out is taken from the folder.\n"
    )
    assert command(monkeypatch, "compare", "--draws", "0", "--resume", str(target)) == 2
    said = "--draws is 22 there, and 0 is asked for. What is left out is taken from the folder."
    assert capsys.readouterr().err == f"Error: {target} is another run: {said}\n"


def test_a_new_run_says_how_much_is_finished_of_the_old_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "run"
    begin_and_stop(monkeypatch, Killed, 2 + 1, "compare", *ASKED, *FEW, "--out", str(target))
    capsys.readouterr()
    assert command(monkeypatch, "compare", *ASKED, *FEW, "--out", str(target)) == 2
    assert capsys.readouterr().err == (
        f"Error: {target}-unfinished holds 2 finished replications and 1 finished draw of a run that was stopped, or "
        f"still goes on. Finish it with --resume {target}, or delete {target}-unfinished to begin anew.\n"
    )


def test_a_draw_that_failed_is_a_record_and_is_tried_again(
    few: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target, whole = tmp_path / "run", RunPlan.replicate

    def replicate(self: RunPlan, seed: int, number: int) -> object:
        if number == FIRST_DRAW + 3:
            raise ArithmeticError("made to break")
        return whole(self, seed, number)

    with monkeypatch.context() as patch:
        patch.setattr(RunPlan, "replicate", replicate)
        assert command(patch, "compare", *ASKED, *FEW, "--out", str(target)) == 1
    said = manifest(target)
    assert (said["replications_finished"], said["draws_finished"], said["complete"]) == (2, DRAWS - 1, False)
    assert list(said["failures"]) == [str(FIRST_DRAW + 3)]
    assert command(monkeypatch, "compare", "--resume", str(target)) == 0
    assert_same_run(target, few)


def test_more_replications_leave_the_draws_as_they_are(
    few: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "run"
    begin_and_stop(monkeypatch, KeyboardInterrupt, 2 + DRAWS - 1, "compare", *ASKED, *FEW, "--out", str(target))
    numbers = simulated(monkeypatch)
    assert command(monkeypatch, "compare", "-n", "4", "--resume", str(target)) == 0
    assert numbers == [2, 3, FIRST_DRAW + DRAWS - 1]
    assert (target / "draws.parquet").read_bytes() == (few / "draws.parquet").read_bytes()
    assert (manifest(target)["replications_finished"], manifest(target)["draws_finished"]) == (4, DRAWS)
    widths = []
    for run in (few, target):
        entry = json.loads((run / "summary.json").read_text())["policies"]["as-is"]["detainers"]
        widths.append(entry["unknowns_high"] - entry["unknowns_low"])
    assert widths[0] == pytest.approx(widths[1])


def same(count: int, simulated_again: int, named: str) -> str:
    return SAME.format(count, simulated_again, 24, named).replace("replications", "replications and draws", 1)


def test_a_run_with_draws_is_made_again(
    few: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All of it, and a sample with the first, the middle and the last, two of them draws."""
    count = len(manifest(few)["sha256"])
    assert command(monkeypatch, "verify", str(few)) == 0
    assert capsys.readouterr().out.splitlines() == [same(count, 24, "")]
    numbers = simulated(monkeypatch)
    assert command(monkeypatch, "verify", str(few), "--sample", "3") == 0
    assert numbers == [0, FIRST_DRAW + 10, FIRST_DRAW + 21]
    said = capsys.readouterr().out.splitlines()
    assert said == [same(count, 3, " (replication 0, draw 10, draw 21)")]


@pytest.mark.parametrize(("draw", "words"), [(5, []), (21, ["--sample", "1"]), (21, ["--sample", "2"])])
def test_a_changed_number_among_the_draws_is_found_though_every_hash_fits(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], draw: int, words: list[str]
) -> None:
    """Where the draw is simulated again, by itself; where it is not, by the summary that follows from it."""
    path = folder / "draws.parquet"
    table = pd.read_parquet(path)
    chosen = (table["policy"] == "as-is") & (table["draw"] == draw) & (table["measure"] == "detainers")
    row = int(chosen.to_numpy().argmax())
    was, table.loc[row, "moved"] = table.loc[row, "moved"], 5000.0
    table.to_parquet(path, index=False)
    fit_hashes(folder)
    assert command(monkeypatch, "verify", str(folder), *words) == 1
    told = capsys.readouterr()
    if words == ["--sample", "1"]:
        assert told.out.startswith("summary.json: policies.as-is.detainers.unknowns_low is ")
    else:
        assert told.out.splitlines()[0] == (
            f"draws.parquet: policy as-is, draw {draw}, measure detainers, simulation 0: moved is 5000.0 in the "
            f"folder, and {was} made again"
        )
    assert told.err.startswith(not_as_it_should_be(folder, 1)[:20])


def test_a_number_of_draws_that_was_edited_is_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit_manifest(folder, draws_asked=21)
    assert command(monkeypatch, "verify", str(folder)) == 1
    said = capsys.readouterr().out
    assert said.startswith("manifest.json: draws_finished is 22 in the folder, and 21 made again\ndraws.parquet: ")
