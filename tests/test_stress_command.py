"""The command ``stress-des``: what it prints and writes, and how it refuses."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from simulator import cli
from simulator.errors import RunFolderError, ScenarioError

PLACE = "arlington-va"


def asked(*words: str) -> Result:
    return CliRunner().invoke(cli.main, ["stress-des", *words])


def test_the_sheet_is_printed_and_says_how_to_run_the_study() -> None:
    done = asked(PLACE, "serious-only", "-n", "7", "--seed", "3", "--years", "2", "--set", "costs.staff_hour=50")
    assert done.exit_code == 0
    assert done.output.startswith("# Arlington County, VA: reporting sheet by STRESS-DES\n")
    command = "compare arlington-va serious-only --replications 7 --seed 3 --years 2 --set costs.staff_hour=50"
    assert f"To run this study: python run_sim.py {command}\n" in done.output
    assert "| `costs.staff_hour` |" in done.output
    assert "50 USD/hour" in done.output
    assert "7 independent replications, with seed 3." in done.output


def test_sheet_and_picture_are_written_side_by_side(tmp_path: Path) -> None:
    out = tmp_path / "new" / "sheet.md"
    done = asked(PLACE, "--out", str(out))
    picture = out.with_name("sheet-flow.png")
    assert done.output == f"Wrote {out}, and the picture of the flow to {picture}.\n"
    assert sorted(path.name for path in out.parent.iterdir()) == ["sheet-flow.png", "sheet.md"]
    assert "](sheet-flow.png)" in out.read_text(encoding="utf-8")
    with Image.open(picture) as image:
        assert image.info["Description"].startswith("The way of a booking in Arlington County, VA")


def test_nothing_is_replaced_unless_asked(tmp_path: Path) -> None:
    out = tmp_path / "sheet.md"
    out.write_text("mine", encoding="utf-8")
    refused = asked(PLACE, "--out", str(out))
    assert isinstance(refused.exception, RunFolderError)
    assert str(refused.exception) == f"{out} exists already. Name another with --out, or use --force to replace it."
    assert out.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.md"]
    assert asked(PLACE, "--out", str(out), "--force").exit_code == 0
    folder = asked(PLACE, "--out", str(tmp_path))
    assert str(folder.exception) == f"{tmp_path} is a folder, not a file. Name a file with --out."


def test_an_unknown_place_is_refused_as_everywhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert isinstance(asked("arlington").exception, ScenarioError)
    monkeypatch.setattr(sys, "argv", ["run_sim.py", "stress-des", "arlington"])
    with pytest.raises(SystemExit) as left:
        cli.entry()
    assert left.value.code == 2
    assert capsys.readouterr().err.endswith("1 fault; nothing was run.\n")
