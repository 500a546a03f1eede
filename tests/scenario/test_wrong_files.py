"""One file per mistake: its last lines, marked ``#!``, are the whole message that a user must see."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.errors import ScenarioError
from simulator.scenario.load import check_file, load_study

HERE = Path(__file__).parent
FILES = sorted((HERE / "wrong").glob("*.yaml"))
MARK = "#! "
TEXT_NEEDED = "Save it as plain text in UTF-8."


@pytest.fixture(autouse=True)
def _in_this_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)


def expected(file: Path) -> str:
    lines = file.read_text(encoding="utf-8").splitlines()
    return "\n".join(line.removeprefix(MARK) for line in lines if line.startswith(MARK))


def message(load: Callable[[], object]) -> str:
    with pytest.raises(ScenarioError) as caught:
        load()
    return str(caught.value)


@pytest.mark.parametrize("file", [file for file in FILES if expected(file)], ids=lambda file: file.stem)
def test_message_of_a_wrong_file(file: Path) -> None:
    name = f"wrong/{file.name}"
    if file.stem.startswith("policy-"):
        assert message(lambda: load_study("small-place.yaml", [name])) == expected(file)
    else:
        assert message(lambda: load_study(name)) == expected(file)


@pytest.mark.parametrize("file", [file for file in FILES if not expected(file)], ids=lambda file: file.stem)
def test_parts_of_wrong_files_are_right_by_themselves(file: Path) -> None:
    assert check_file(file) == []


def test_there_are_enough_mistakes() -> None:
    assert len([file for file in FILES if expected(file)]) >= 60


def test_the_small_place_is_right() -> None:
    assert check_file("small-place.yaml") == []


@pytest.mark.parametrize(
    ("content", "line", "rule"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", 1, "this is not UTF-8 text"),
        ("kind: place\nlabel: Zürich\n".encode("latin-1"), 2, "this is not UTF-8 text"),
        ("kind: place\n".encode("utf-16"), 1, "this is not UTF-8 text"),
        (b"kind: place\nlabel: \x00\n", 2, "this character has no place in a text file"),
    ],
    ids=["image", "latin-1", "utf-16", "nul"],
)
def test_binary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, line: int, rule: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("binary.yaml").write_bytes(content)
    assert message(lambda: load_study("binary.yaml")) == f"binary.yaml:{line}: {rule}. {TEXT_NEEDED}"


def test_50_megabytes_are_refused_without_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Path("large.yaml").open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("the file was read"))
    rule = "a scenario file has at most 1 MB, and this one has 50.0 MB"
    assert message(lambda: load_study("large.yaml")) == f"large.yaml: {rule}."


@pytest.mark.parametrize("bracket", ["[", "{a: "])
def test_bottomless_nesting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bracket: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("deep.yaml").write_text("kind: place\nabout: " + bracket * 700, encoding="utf-8")
    rule = "more than 40 levels inside each other are too many"
    assert message(lambda: load_study("deep.yaml")) == f"deep.yaml:2: {rule}."


def test_an_anchor_used_twice_is_a_fault_and_no_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("anchors.yaml").write_text("kind: policy\nlabel: &a One\nabout: &a Two\n", encoding="utf-8")
    rule = "anchors and aliases (`&name`, `*name`) are not allowed. Write the value out where it is needed."
    assert [str(fault) for fault in check_file("anchors.yaml")] == [
        f"anchors.yaml:2: label: {rule}",
        f"anchors.yaml:3: about: {rule}",
    ]


@pytest.mark.parametrize("content", ["", "\n\n", "---\n"])
def test_file_without_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("nothing.yaml").write_text(content, encoding="utf-8")
    assert len(check_file("nothing.yaml")) == 1


@pytest.mark.parametrize("escape", [r"\U99999999", r"\U00110000"])
def test_escape_of_no_character(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, escape: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("escape.yaml").write_text(f'kind: place\nlabel: "{escape}"\n', encoding="utf-8")
    rule = "a backslash escape in double quotes stands for no character"
    assert message(lambda: load_study("escape.yaml")) == f"escape.yaml: {rule}."


def test_folder_in_place_of_a_file() -> None:
    assert message(lambda: load_study("wrong")) == "wrong: this is a folder, and a file is needed."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes that are files")
def test_pipe_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.yaml")
    assert message(lambda: load_study("pipe.yaml")) == "pipe.yaml: this is a device, and a file is needed."


@pytest.mark.parametrize(
    ("place", "fix"),
    [
        ("smal-place.yaml", " Did you mean `small-place.yaml`?"),
        ("wrong/typo-kye.yaml", " Did you mean `wrong/typo-key.yaml`?"),
        ("arlington", " Did you mean `arlington-va`?"),
        ("no-folder/none.yaml", ""),
        ("qqqqqq", ""),
    ],
)
def test_missing_file(place: str, fix: str) -> None:
    assert message(lambda: load_study(place)) == f"{place}: there is no such file.{fix}"


def test_policy_in_place_of_a_place_and_the_reverse() -> None:
    policy, place = "wrong/policy-part-one.yaml", "small-place.yaml"
    assert message(lambda: load_study(policy, [place])) == (
        "small-place.yaml:2: kind: 'place': a policy file is needed here, and this is a place file.\n"
        "wrong/policy-part-one.yaml:1: kind: 'policy': a place file is needed here, and this is a policy file."
    )


SET_FAULTS = {
    "agencies.example.match_shar=0.2": "the scenario has no such path. Did you mean `match_share`?",
    "agencys.example.match_share=0.2": "the scenario has no such path. Did you mean `agencies`?",
    "policy.periods.7.opt_out=share": "the scenario has no such path.",
    "agencies.example=1": "this is not a single value. Go on with one of label, state, field_office, activated_on, "
    "bookings_per_year, match_share, average_daily_population.",
    "agencies.example.match_share=": "a single value is needed after `=`.",
    "agencies.example.match_share=[1]": "a single value is needed after `=`.",
    "agencies.example.match_share=.nan": "a finite number is needed.",
    "starts=2011-02-30": "the calendar has no such day.",
}


@pytest.mark.parametrize("setting", SET_FAULTS)
def test_bad_setting(setting: str) -> None:
    path, _, value = setting.partition("=")
    told = message(lambda: load_study("small-place.yaml", settings=[setting]))
    assert told == f"--set: {path}: {value + ': ' if value else ''}{SET_FAULTS[setting]}"


def test_setting_that_breaks_a_rule_is_blamed_not_the_file() -> None:
    settings = ["agencies.example.match_share=42", "starts=soon", "field_offices.capital.decision.shifts.0.to_hour=7"]
    assert message(lambda: load_study("small-place.yaml", settings=settings, years=31)) == (
        "--set: agencies.example.match_share: 42 share: a share lies between 0 and 1, and 42 does not. "
        "Write 0.42 for 42 percent.\n"
        "--set: field_offices.capital.decision.shifts.0.to_hour: 7: to_hour must be after from_hour: 7 is not after 8. "
        "Write a night shift as two shifts that meet at 24 and 0.\n"
        "--set: starts: 'soon': a date such as 2011-06-30 is needed, not text.\n"
        "--years: years: 31: this must be at most 30."
    )


def test_setting_twice() -> None:
    settings = ["agencies.example.match_share=0.2", "agencies.example.match_share.value=0.3", "years=2"]
    assert message(lambda: load_study("small-place.yaml", settings=settings, years=3)) == (
        "--set: agencies.example.match_share.value: 0.3: this is set twice on the command line.\n"
        "--years: years: 3: this is set twice on the command line."
    )
