"""The commands ``sweep`` and ``break-even``: what they print, keep and refuse, and how they exit."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd
import pytest

from simulator import cli, varied
from simulator.errors import RunFolderError
from simulator.experiments.points import Points
from simulator.runs.folder import manifest_at
from simulator.runs.reading import read_manifest
from simulator.runs.verifying import unlike_hashes

PRICE = "costs.bed_day.short_run"
QUICK = ("--replications", "2", "--workers", "1")
POLICY = """kind: policy
label: Our opt-out
about: Out of sharing, with what it costs to administer.
source: A draft
policy:
  periods:
    - opt_out: share
costs:
  opt_out_administration: {value: 40000, low: 20000, high: 80000, unit: USD, assumed: A guess.}
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "ours.yaml").write_text(POLICY, encoding="utf-8")


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["run_sim.py", *words])
    try:
        cli.entry()
    except SystemExit as left:
        return int(left.code or 0)
    return 0


def test_a_sweep_is_printed_and_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        "sweep",
        "arlington-va",
        "opt-out-of-sharing",
        "decline-all-detainers",
        "--vary",
        f"{PRICE}=5:35:3",
        *QUICK,
    ]
    assert run(monkeypatch, *words) == 0
    folder = Path("results/arlington-va-opt-out-of-sharing-and-1-more-sweep-short_run")
    said, summary = capsys.readouterr().out, json.loads((folder / "summary.json").read_text())
    assert summary["findings"][0] in said
    assert f"Figures, tables and the scenario are in {folder}" in said
    assert "Intervals hold chance alone" in said
    assert [point["values"][PRICE] for point in summary["points"]] == [5.0, 20.0, 35.0]
    table = pd.read_csv(folder / "sweep.csv")
    pd.testing.assert_frame_equal(table, pd.read_parquet(folder / "sweep.parquet"), check_dtype=False)
    assert len(table) == 3 * 3 * table["measure"].nunique()
    entry = summary["points"][2]["policies"]["opt-out-of-sharing"]["local_net_cost_usd"]
    row = table[(table["point"] == 2) & (table["policy"] == "opt-out-of-sharing")].set_index("measure")
    assert row.loc["local_net_cost_usd", "difference"] == pytest.approx(entry["difference"])
    assert {path.name for path in (folder / "figures").iterdir()} == {
        "sweep-local_net_cost_usd.png", "sweep-local_net_cost_usd.svg",
    }  # fmt: skip
    assert (manifest_at(folder)["kind"], manifest_at(folder)["complete"]) == ("sweep", True)
    assert unlike_hashes(folder, read_manifest(folder)) == {}


def test_a_break_even_comes_out_the_same_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["break-even", "arlington-va", "ours.yaml", "--vary", "costs.opt_out_administration=0:90000"]
    assert run(monkeypatch, *words, *QUICK, "--policies-only", "--json", "--out", "kept") == 0
    summary = json.loads(capsys.readouterr().out)
    assert summary == json.loads(Path("kept/summary.json").read_text())
    (one,) = summary["break_evens"]
    assert (one["before"], one["after"]) == (-1, 1)
    assert 'breaks even with "Administration of the opt-out, once" at $' in summary["findings"][0]
    again = varied.made_again("kept", "again")
    for path in (file for file in Path("kept").rglob("*") if file.is_file() and file.name != "manifest.json"):
        assert path.read_bytes() == (again / path.relative_to("kept")).read_bytes(), path


def test_an_interrupted_sweep_keeps_its_points_and_never_replaces_a_complete_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(varied, "drawn", lambda result, measures: {})  # figures take longest, and say nothing here
    words = ["sweep", "arlington-va", "opt-out-of-sharing", "--vary", f"{PRICE}=5:35:3", *QUICK, "--out", "kept"]
    assert run(monkeypatch, *words) == 0
    simulate = Points.replicate

    def stop(self: Points, seed: int, number: int) -> object:
        if number == 2:
            raise KeyboardInterrupt
        return simulate(self, seed, number)

    monkeypatch.setattr(Points, "replicate", stop)
    assert run(monkeypatch, *words) == 130
    said = capsys.readouterr().err
    assert "kept holds a complete sweep and stays as it is; what is finished is in kept-partial." in said
    assert "Stopped after 2 of 3 values; these are kept in kept-partial." in said
    manifest = manifest_at(Path("kept-partial"))
    assert (manifest["complete"], manifest["points_finished"]) == (False, 2)
    with pytest.raises(RunFolderError, match="kept-partial holds no complete sweep or break-even"):
        varied.made_again("kept-partial", "again")
    assert run(monkeypatch, "break-even", *words[1:3], "--vary", f"{PRICE}=5:35", *QUICK, "--out", "new") == 130
    assert capsys.readouterr().err.endswith("Stopped; nothing was written.\n")
    assert not Path("new").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["sweep", "arlington-va", "ours.yaml", "--vary", f"{PRICE}=5:x:3", "--vary", "label=1:2:3"],
            f"--vary: {PRICE}: 5:x:3: 'x' is not a number. Write numbers plainly, such as 0.25 or 1500.\n"
            "--vary: label: 1:2:3: only a number can be varied, and this is none. "
            "See every number with: describe PLACE.\n2 faults; nothing was run.\n",
        ),
        (
            ["sweep", "arlington-va", "ours.yaml", *("--vary", f"{PRICE}=5:9:3") * 3],
            "--vary: a sweep varies one input or two, and 3 are given. Leave the others at what is stated.\n"
            "1 fault; nothing was run.\n",
        ),
        (
            ["break-even", "arlington-va", "ours.yaml", "--vary", f"{PRICE}=5:9", "--vary", "costs.staff_hour=1:2"],
            "--vary: costs.staff_hour: 1:2: a break-even is that of one input. "
            "Leave the others out, or draw a map with: sweep.\n1 fault; nothing was run.\n",
        ),
        (
            ["break-even", "arlington-va", "ours.yaml", "--vary", f"{PRICE}=5:9", "--set", f"{PRICE}.value=7"],
            f"--set: {PRICE}.value: 7: this is set and varied at once. Leave out one of --set and --vary.\n"
            "1 fault; nothing was run.\n",
        ),
        (
            ["sweep", "arlington-va", "ours.yaml", "--vary", f"{PRICE}=5:9:3", "--measure", "detainer"],
            "--measure: detainer: there is no such measure. Did you mean `detainers`?\n1 fault; nothing was run.\n",
        ),
        (
            ["sweep", "arlington-va", "ours.yaml", "--vary", f"{PRICE}=5:9:3", "--out", "."],
            "Error: . is the folder that you are in, or one around it. Name another folder with --out.\n",
        ),
    ],
)
def test_a_mistake_is_told_before_anything_is_run(
    words: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *words) == 2
    assert capsys.readouterr().err == said
