"""``import vera`` and ``import ice-detainers`` as a user runs them: what they print, where, and how they exit."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli import main
from simulator.imports.ice_detainers import read_targets
from simulator.imports.tables import write_table
from simulator.imports.vera import read_network
from tests.docs.pages import BLOCK, DOCS
from tests.imports.published import LATEST_AUGUST_2026, VERA_31, vera_row, write_csv

ROOT = Path(__file__).parents[2]
ELM = {"detention_facility": "ELM COUNTY JAIL", "facility_state": "VIRGINIA", "duplicate_drop_row": "FALSE"}


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "run_sim.py"), "import", *words]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, check=False)


@pytest.fixture
def vera(tmp_path: Path) -> Path:
    rows = [vera_row(VERA_31, "51901", 2013, "8200/300/400"), vera_row(VERA_31, "24901", 2011, "50/2/9")]
    return write_csv(tmp_path / "vera.csv", VERA_31, rows)


@pytest.fixture
def detainers(tmp_path: Path) -> Path:
    rows = [{**ELM, "detainer_prepare_date": day} for day in ("2010-09-30", "2010-10-01", "2011-09-30", "2011-10-01")]
    return write_csv(tmp_path / "detainers.csv", LATEST_AUGUST_2026, rows)


def test_a_network_table_is_written_and_how_it_came_about_is_told_on_stderr(tmp_path: Path, vera: Path) -> None:
    done = run("vera", "vera.csv", "--year", "2013", cwd=tmp_path)
    assert done.stderr.splitlines() == [
        "vera.csv is Incarceration Trends, version 3.1 (March 2026).",
        "1 of 2 counties have admissions in 2013.",
        "Left out without admissions in 2013: 1. In brackets the nearest year with some.",
        "  MD 1: Oak County (2011)",
    ]
    assert (done.returncode, done.stdout) == (0, "Wrote results/network-2013.csv. Counties: 1; year: 2013.\n")
    assert (tmp_path / "results" / "network-2013.csv").read_text("utf-8") == (
        "fips,name,state,field_office,bookings_per_year,match_share,activated,average_daily_population,capacity,policy\n"
        "51901,Elm County,VA,,8200,,,300,400,\n"
    )


def test_targets_are_written_for_the_months_and_states_asked_for(tmp_path: Path, detainers: Path) -> None:
    words = ["ice-detainers", "detainers.csv", "--from", "2010-10", "--to", "2011-09", "--states", "va, Virginia"]
    done = run(*words, "--out", "targets.csv", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "Wrote targets.csv. Agencies: 1; months: 12.\n")
    assert "  outside of 2010-10 to 2011-09: 2" in done.stderr
    lines = (tmp_path / "targets.csv").read_text("utf-8").splitlines()
    assert lines[:2] == ["agency,month,measure,value", "VA: ELM COUNTY JAIL,2010-10,detainers,1"]
    assert [line[-1] for line in lines[1:]] == list("100000000001")


def test_a_users_mistake_exits_with_2_and_writes_nothing(tmp_path: Path, vera: Path) -> None:
    vera.write_text(vera.read_text("utf-8").replace("8200", "many").replace(",300,", ",-300,"), "utf-8")
    done = run("vera", "vera.csv", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "vera.csv:2: total_jail_admits: 'many': a number is needed.",
        "vera.csv:2: total_jail_pop: '-300': this must be at least 0.",
        "2 faults; nothing was run.",
    ]
    assert os.listdir(tmp_path) == ["vera.csv"]


def test_a_file_that_exists_is_refused_before_reading_and_replaced_with_force(tmp_path: Path, detainers: Path) -> None:
    (tmp_path / "targets.csv").write_text("mine\n")
    refused = run("ice-detainers", "missing.csv", "--out", "targets.csv", cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.startswith("targets.csv: this file exists already.")
    assert (tmp_path / "targets.csv").read_text() == "mine\n"
    assert run("ice-detainers", "detainers.csv", "--out", "targets.csv", "--force", cwd=tmp_path).returncode == 0
    assert (tmp_path / "targets.csv").read_text().startswith("agency,")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["vera", "x.csv", "--states", "VA,XX"], "XX: no such state. Two letters each, with commas: VA,MD."),
        (["vera", "x.csv", "--states", "VA,"], "nothing: no such state."),
        (["vera", "x.csv", "--year", "13"], "13 is not in the range 1900<=x<=2100."),
        (["ice-detainers", "x.csv", "--from", "2010-13"], "'2010-13' is not a month, such as 2010-10."),
        (["ice-detainers", "x.csv", "--from", "2011-09", "--to", "2010-10"], "--from 2011-09 lies after --to 2010-10."),
        (["nonsense"], "No such command 'nonsense'."),
    ],
)
def test_mistakes_on_the_command_line(words: list[str], told: str) -> None:
    done = CliRunner().invoke(main, ["import", *words], terminal_width=200)
    assert done.exit_code == 2
    assert told in done.output


@pytest.mark.parametrize("words", [[], ["vera"], ["ice-detainers"]])
def test_help(words: list[str]) -> None:
    done = CliRunner().invoke(main, ["import", *words, "--help"], terminal_width=200)
    assert done.exit_code == 0
    for told in ("--states", "--out", "--force") if words else ("vera", "ice-detainers", "docs/network-data.md"):
        assert told in done.output


def test_the_room_imports_from_scenario_and_errors_alone() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "simulator" / "imports").glob("*.py")]
    rooms = {room for text in texts for room in re.findall(r"(?:from|import) simulator\.(\w+)", text)}
    assert rooms == {"errors", "imports", "scenario"}


def test_the_tables_in_the_documentation_are_those_of_its_examples(tmp_path: Path) -> None:
    blocks = list(BLOCK.finditer((DOCS / "network-data.md").read_text("utf-8")))
    for block in (block for block in blocks if block["file"]):
        (tmp_path / block["file"]).write_text(block["body"], "utf-8")
    network = read_network(tmp_path / "made-up.csv")
    targets = read_targets(tmp_path / "made-up-detainers.csv", "2010-10", "2011-09", ["VA"])
    for name, table in (("network.csv", network.table), ("targets.csv", targets.table)):
        write_table(table, tmp_path / name, tmp_path / "made-up.csv", replace=False)
        assert (tmp_path / name).read_text("utf-8") in [block["body"] for block in blocks]
