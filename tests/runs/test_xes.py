"""The event log as XES: a process-mining library reads from it what the CSV says."""

from __future__ import annotations

import gzip
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest

from simulator.api import load
from simulator.model.calendar import calendar_for
from simulator.runs.differences import first_difference
from simulator.runs.tracing import keep_trace
from simulator.runs.verifying import unlike_made_again
from simulator.runs.xes import write_xes

POLICY = "serious-only"
SPACE = "{http://www.xes-standard.org/}"
OWN_ADVICE = "ignore:Install the optional requirement:UserWarning"
"""What the library that reads says of a faster one."""
COLUMNS = {
    "case:concept:name": "case",
    "concept:name": "activity",
    "org:group": "agency",
    "case:agency": "agency",
    "case:charge_class": "charge_class",
    "case:level": "level",
    "case:status": "status",
    "case:end": "end",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp("xes") / "trace")


def kept(folder: Path) -> Path:
    study = load("arlington-va", (POLICY,))
    keep_trace(study, study.cases[1], folder, seed=1, replication=0, command="")
    return folder


@pytest.fixture(scope="module")
def told(folder: Path) -> pd.DataFrame:
    """The CSV, with the lines of each case together, as cases begin."""
    log = pd.read_csv(folder / f"{POLICY}.csv", keep_default_na=False, na_values=[""])
    begins = {case: number for number, case in enumerate(log["case"].unique())}
    return log.iloc[log["case"].map(begins).argsort(kind="stable")].reset_index(drop=True)


@pytest.fixture(scope="module")
def mined(folder: Path) -> Any:
    import pm4py

    return pm4py.read_xes(str(folder / f"{POLICY}.xes.gz"))


def trees(path: Path) -> ElementTree.Element:
    return ElementTree.fromstring(gzip.decompress(path.read_bytes()))


@pytest.mark.filterwarnings(OWN_ADVICE)
def test_a_process_mining_library_reads_what_the_csv_says(mined: Any, told: pd.DataFrame) -> None:
    assert len(mined) == len(told) > 5_000
    assert mined["case:concept:name"].nunique() == told["case"].nunique() > 600
    assert set(mined["concept:name"]) == set(told["activity"])
    for column, name in COLUMNS.items():
        assert mined[column].isna().tolist() == told[name].isna().tolist()
        assert mined[column].dropna().tolist() == told[name].dropna().tolist(), column
    assert mined["time:timestamp"].tolist() == pd.to_datetime(told["timestamp"], utc=True).tolist()
    assert set(mined["lifecycle:transition"]) == {"complete"}
    assert (mined["case:about"] == "agency").tolist() == told["end"].isna().tolist()


@pytest.mark.filterwarnings(OWN_ADVICE)
def test_what_follows_what_is_counted_as_in_the_csv(mined: Any, told: pd.DataFrame) -> None:
    import pm4py

    follows, begins, ends = pm4py.discover_dfg(mined)
    then = told.groupby("case")["activity"].shift(-1)
    assert follows == pd.Series(list(zip(told["activity"], then, strict=True)))[then.notna()].value_counts().to_dict()
    cases = told.groupby("case")["activity"]
    assert begins == cases.first().value_counts().to_dict()
    assert ends == cases.last().value_counts().to_dict()


def test_what_is_declared_for_all_is_there_for_all(folder: Path) -> None:
    log = trees(folder / f"{POLICY}.xes.gz")
    assert log.get("xes.version") == "1849.2016"
    declared = {part.get("scope"): {each.get("key") for each in part} for part in log.iter(f"{SPACE}global")}
    assert declared["event"] >= {"concept:name", "time:timestamp", "lifecycle:transition", "org:group"}
    for scope in ("trace", "event"):
        keys = [[each.get("key") for each in part if each.get("key")] for part in log.iter(f"{SPACE}{scope}")]
        assert all(declared[scope] <= set(found) and len(found) == len(set(found)) for found in keys)
    classifier = log.find(f"{SPACE}classifier")
    assert classifier is not None
    assert classifier.get("keys") in declared["event"]
    prefixes = {part.get("prefix") for part in log.iter(f"{SPACE}extension")}
    assert prefixes == {key.split(":")[0] for keys in declared.values() for key in keys if key and ":" in key}


def test_the_log_says_what_it_is_of(folder: Path) -> None:
    own = {each.get("key"): each.get("value") for each in trees(folder / f"{POLICY}.xes.gz") if each.get("key")}
    assert own == {
        "concept:name": "Arlington County, VA: Hold for level 1 only",
        "policy": POLICY,
        "seed": "1",
        "replication": "0",
        "timezone": "America/New_York",
        "lifecycle:model": "standard",
    }


def a_log(activities: list[str], timestamps: list[str]) -> pd.DataFrame:
    known = {"case": 'a "b" <c> & d\x01', "agency": "e\nf", "end": "missed"}
    log = pd.DataFrame({"activity": activities, "timestamp": timestamps}).assign(**known)
    return log.assign(charge_class="felony", level="1", status="removable")


def test_when_clocks_are_put_back_the_order_stays(tmp_path: Path) -> None:
    """On 7 November 2010 clocks in Virginia show the hour from 1 to 2 twice: 1:50, then 1:10 twenty minutes later."""
    calendar = calendar_for(date(2010, 11, 7), 1, "America/New_York")
    stamps = [calendar.stamp(60 * minute) for minute in (110, 130, 190)]
    assert stamps == ["2010-11-07T01:50:00-04:00", "2010-11-07T01:10:00-05:00", "2010-11-07T02:10:00-05:00"]
    write_xes(tmp_path / "clocks.xes.gz", a_log(["booked", "ICE answer", "removed"], stamps), {})
    dates = [each.get("value") or "" for each in trees(tmp_path / "clocks.xes.gz").iter(f"{SPACE}date")][1:]
    assert dates == stamps
    assert sorted(dates, key=datetime.fromisoformat) == dates != sorted(dates)


def test_any_text_can_be_read_back(tmp_path: Path) -> None:
    write_xes(tmp_path / "text.xes.gz", a_log(["<&>"], ["2010-11-07T01:50:00-04:00"]), {"policy": 'it\'s "so"'})
    values = [each.get("value") for each in trees(tmp_path / "text.xes.gz").iter(f"{SPACE}string")]
    assert {'a "b" <c> & d\N{REPLACEMENT CHARACTER}', "e\nf", "<&>", 'it\'s "so"'} <= set(values)


def test_a_log_without_lines_is_well_formed(tmp_path: Path) -> None:
    write_xes(tmp_path / "none.xes.gz", a_log([], []), {})
    assert trees(tmp_path / "none.xes.gz").find(f"{SPACE}trace") is None


def test_the_same_trace_gives_the_same_bytes_and_a_change_is_named(folder: Path, tmp_path: Path) -> None:
    again = kept(tmp_path / "again")
    name = f"{POLICY}.xes.gz"
    packed = (folder / name).read_bytes()
    assert packed == (again / name).read_bytes()
    assert list(unlike_made_again(folder, again, (), by_bytes=True)) == []
    text = gzip.decompress(packed)
    (again / name).write_bytes(gzip.compress(text, 1))
    assert list(unlike_made_again(folder, again, (), by_bytes=True)) == []
    (again / name).write_bytes(gzip.compress(text.replace(b"2010-10-07T00", b"2010-10-08T00", 1)))
    (found,) = unlike_made_again(folder, again, (), by_bytes=True)
    assert found.startswith(f"{name}: line ")
    assert "2010-10-07T00" in found.split(" in the folder, and ")[0]
    (again / name).write_bytes(packed[: len(packed) // 2])
    with pytest.raises(ValueError, match="cannot be unpacked"):
        first_difference(folder / name, again / name)
