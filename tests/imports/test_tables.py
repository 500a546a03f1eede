"""Where tables are written: whole or not at all, and over nothing by accident."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from simulator.errors import ScenarioError
from simulator.imports.tables import refuse_target, write_table

TABLE = pd.DataFrame({"agency": ["51901", "VA: ELM, THE JAIL"], "value": [1.0, 2.125]})
WRITTEN = 'agency,value\n51901,1\n"VA: ELM, THE JAIL",2.125\n'


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("source.csv").write_text("what was read\n")


def write(target: str, *, replace: bool = False) -> None:
    write_table(TABLE, Path(target), Path("source.csv"), replace=replace)


def message(target: str, *, replace: bool = False) -> str:
    with pytest.raises(ScenarioError) as caught:
        write(target, replace=replace)
    return str(caught.value)


def test_folders_are_made_and_numbers_keep_their_digits() -> None:
    write("new/folder/out.csv")
    assert Path("new/folder/out.csv").read_bytes() == WRITTEN.encode()
    assert os.listdir("new/folder") == ["out.csv"]


def test_what_exists_is_replaced_only_if_asked() -> None:
    Path("out.csv").write_text("mine\n")
    fix = "Name another with --out, or use --force to replace it."
    assert message("out.csv") == f"out.csv: this file exists already. {fix}"
    assert Path("out.csv").read_text() == "mine\n"
    write("out.csv", replace=True)
    assert Path("out.csv").read_text() == WRITTEN


def test_the_file_that_is_read_is_never_replaced() -> None:
    Path("link.csv").symlink_to("source.csv")
    for name in ("source.csv", "link.csv"):
        assert message(name, replace=True) == f"{name}: this is the file that is read. Name another with --out."
    assert Path("source.csv").read_text() == "what was read\n"


def test_a_link_to_another_file_stays_a_link() -> None:
    Path("kept.csv").write_text("old\n")
    Path("link.csv").symlink_to("kept.csv")
    write("link.csv", replace=True)
    assert Path("link.csv").is_symlink()
    assert Path("kept.csv").read_text() == WRITTEN


def test_folders_and_places_below_files_are_refused() -> None:
    Path("folder").mkdir()
    assert message("folder", replace=True) == "folder: this is a folder, not a file. Name a file with --out."
    assert message("source.csv/out.csv").startswith("source.csv/out.csv: the file cannot be written: ")


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_table_that_is_cut_short_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def cut_short(table: pd.DataFrame, path: Path, **options: Any) -> None:
        path.write_text("agency,va")
        raise error

    Path("out.csv").write_text("mine\n")
    monkeypatch.setattr(pd.DataFrame, "to_csv", cut_short)
    with pytest.raises((ScenarioError, KeyboardInterrupt)) as caught:
        write("out.csv", replace=True)
    if isinstance(error, OSError):
        assert str(caught.value) == "out.csv: the file cannot be written: No space left on device."
    assert Path("out.csv").read_text() == "mine\n"
    assert sorted(os.listdir()) == ["out.csv", "source.csv"]


def test_a_target_can_be_refused_before_the_long_reading() -> None:
    refuse_target(Path("out.csv"), Path("source.csv"), replace=False)
    refuse_target(Path("source.csv"), Path("missing.csv"), replace=True)
    with pytest.raises(ScenarioError, match="exists already"):
        refuse_target(Path("source.csv"), Path("missing.csv"), replace=False)
