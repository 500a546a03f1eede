"""``validate`` as a user meets it: names, tables that are missing, what is printed and kept."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from simulator.cli import main
from simulator.experiments.validation.reading import case_names
from simulator.views.validation import amount
from tests.runs.commands import command
from tests.shared_record import record

QUICK = ("-n", "3", "--draws", "0", "--workers", "1")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["validate", *words])


def test_a_case_that_is_not_known_exits_with_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, "validate", "v01-san-fransisco") == 2
    assert capsys.readouterr().err == (
        "validate: v01-san-fransisco: there is no such case. Did you mean `v01-san-francisco`?\n"
        "1 fault; nothing was run.\n"
    )


def test_list_names_every_case() -> None:
    listed = run("--list").output
    assert [name for name in case_names() if name not in listed] == []


def test_without_tables_a_case_says_what_it_needs() -> None:
    output = " ".join(run("v19-concentration", *QUICK).output.split())
    assert "not run: needs us_counties.csv: give the folder of the published tables with --data DIR" in output
    assert "Figures by verdict: 1 not run." in output


def test_a_table_tells_published_simulated_verdict_and_why() -> None:
    output = " ".join(run("v01-san-francisco", *QUICK).output.split())
    for told in (
        "San Francisco, first 22 days",
        "1,492 prints from",
        "Mission Local",
        "8.18 %",
        "miss",
        "Verdict",
        "Why",
    ):
        assert told in output


def test_json_is_the_findings_and_nothing_else() -> None:
    rows = json.loads(run("v01-san-francisco", "v22-clackamas", "--json", *QUICK).stdout)
    assert [row["verdict"] for row in rows].count("not run") == 1
    assert rows[0]["published"] == 122 / 1492
    assert rows[0]["low"] < rows[0]["simulated"] < rows[0]["high"]


def test_out_keeps_the_table_and_the_figure(tmp_path: Path) -> None:
    result = run("v12-cook", "--out", str(tmp_path / "kept"), *QUICK)
    assert result.exit_code == 0, result.output
    kept = {path.relative_to(tmp_path / "kept").as_posix() for path in (tmp_path / "kept").rglob("*") if path.is_file()}
    assert kept == {"findings.csv", "manifest.json", "figures/validation.png", "figures/validation.svg"}
    assert list(pd.read_csv(tmp_path / "kept" / "findings.csv")["case"]) == ["v12-cook"] * 4


def test_a_folder_of_findings_is_replaced_by_another_and_by_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command(monkeypatch, "validate", "v22-clackamas", "--out", "kept", *QUICK) == 0
    assert command(monkeypatch, "validate", "v22-clackamas", "--out", "kept", *QUICK) == 0
    capsys.readouterr()
    assert command(monkeypatch, "verify", "kept") == 2
    assert capsys.readouterr().err == (
        "Error: kept holds findings of validation, and no run. "
        "To check them, run the command in its manifest.json again.\n"
    )
    assert command(monkeypatch, "run", "arlington-va", "--out", "kept", "-n", "1") == 2
    told = "Error: kept holds something other than an earlier comparison, so it is not replaced."
    assert capsys.readouterr().err == f"{told} Name another folder with --out.\n"


def test_a_table_of_the_record_is_read_where_it_is_given() -> None:
    folder = record("travis_local_done_weekday_x_days_to_ice.csv").parent
    row = json.loads(run("travis-weekdays", "--data", str(folder), "--json", *QUICK).stdout)[0]
    assert row["verdict"] == "input"
    assert 0.05 < row["simulated"] < 0.12


def test_amounts_are_told_with_their_unit() -> None:
    given = [(0.0818, "share"), (0, "share"), (2237.4, "people/year"), (3, "people/day"), (46.8, "days")]
    told = [
        amount(value, unit) for value, unit in [*given, (float("nan"), "days"), (0.73, "ratio"), (0.00045, "ratio")]
    ]
    assert told == ["8.18 %", "0 %", "2,237 a year", "3 a day", "46.8 days", "none", "0.73", "0.00045"]
