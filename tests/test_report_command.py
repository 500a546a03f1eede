"""The command ``report``: what it writes and where, and what it says when it cannot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator import cli
from simulator.errors import RunFolderError
from simulator.runs.reading import read_manifest
from simulator.runs.verifying import unlike_hashes
from tests.views.report_pages import make_run, tree_of

ROOT = Path(__file__).parents[1]
NO_LIBRARY = "import sys; sys.modules['weasyprint'] = None"
NO_PANGO = """
import sys, cffi
opened = cffi.FFI.dlopen
def dlopen(self, name, flags=0):
    if 'pango' in name:
        raise OSError(f"cannot load library '{name}'")
    return opened(self, name, flags)
cffi.FFI.dlopen = dlopen
"""
BROWSER = "Or leave out --format, open the HTML file and print it from the browser."
MAKE_ONE = "A report tells of a comparison. Make one with: python run_sim.py compare PLACE"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("command") / "run-0.2", "opt-out-of-sharing", replications=2, draws=0)


def asked(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.main, ["report", *map(str, words)])


def refusal(*words: str | Path) -> str:
    done = asked(*words)
    assert isinstance(done.exception, RunFolderError), done.output
    return str(done.exception)


def copy_of(folder: Path, target: Path, **said: object) -> Path:
    """A run folder again, with other entries in its manifest."""
    for path in folder.rglob("*"):
        if path.is_file():
            copy = target / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (target / "manifest.json").write_text(json.dumps(manifest | said), encoding="utf-8")
    return target


def test_a_report_stands_beside_the_folder_which_stays_as_it_was(folder: Path) -> None:
    done = asked(f"{folder}{os.sep}")
    out = folder.with_name("run-0.2-report.html")
    assert done.output == f"Wrote {out}.\n"
    assert tree_of(out.read_text(encoding="utf-8")).tag == "html"
    assert sorted(path.name for path in folder.parent.iterdir()) == ["run-0.2", "run-0.2-report.html"]
    assert unlike_hashes(folder, read_manifest(folder)) == {}


def test_both_forms_have_one_name_and_their_own_endings(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "for the board.html"
    done = asked(folder, "--out", out, "--format", "both")
    assert done.output == f"Wrote {out} and {out.with_suffix('.pdf')}.\n"
    assert out.with_suffix(".pdf").read_bytes().startswith(b"%PDF-1.7")
    assert sorted(path.name for path in out.parent.iterdir()) == ["for the board.html", "for the board.pdf"]


def test_nothing_is_replaced_unless_asked(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    out.write_text("mine", encoding="utf-8")
    said = refusal(folder, "--out", out)
    assert said == f"{out} exists already. Name another with --out, or use --force to replace it."
    assert out.read_text(encoding="utf-8") == "mine"
    assert asked(folder, "--out", out, "--force").exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_no_report_goes_into_the_run_folder(folder: Path) -> None:
    out = folder / "report.html"
    rule = "is in the run folder, which keeps what its run wrote. Name a file elsewhere."
    assert refusal(folder, "--out", out) == f"{out} {rule}"
    assert not out.exists()


def test_an_ending_that_says_something_else_than_the_format_is_refused(folder: Path, tmp_path: Path) -> None:
    done = asked(folder, "--out", tmp_path / "report.html", "--format", "pdf")
    assert done.exit_code == 2
    assert "--out has the ending .html, and --format asks for pdf. Leave out one of them." in done.output


@pytest.mark.parametrize(
    ("kind", "held"),
    [
        ("trace", "the trace of one replication"),
        ("sweep", "a sweep"),
        ("break-even", "a break-even"),
        ("sensitivity", "a sensitivity study"),
        ("validation", "findings of validation"),
        ("calibration", "a calibration"),
    ],
)
def test_a_folder_of_another_kind_is_named(folder: Path, tmp_path: Path, kind: str, held: str) -> None:
    other = copy_of(folder, tmp_path / kind, kind=kind)
    assert refusal(other) == f"{other} holds {held}, and no comparison. {MAKE_ONE}"


def test_a_run_that_was_stopped_is_to_be_finished_first(folder: Path, tmp_path: Path) -> None:
    other = copy_of(folder, tmp_path / "stopped-unfinished", kind="unfinished")
    again = "Finish the run (python run_sim.py compare --resume DIR), then make the report of its folder."
    assert refusal(other) == f"{other} holds a run that is not finished. {again}"


def test_what_is_no_run_folder_is_said_to_be_none(tmp_path: Path) -> None:
    nowhere, file = tmp_path / "nowhere", tmp_path / "file"
    file.write_text("{}", encoding="utf-8")
    assert refusal(nowhere) == f"{nowhere} is no run folder: there is no such folder. {MAKE_ONE}"
    assert refusal(file) == f"{file} is no run folder: it is a file. {MAKE_ONE}"
    assert refusal(tmp_path) == f"{tmp_path} is no run folder: it has no manifest.json of this program. {MAKE_ONE}"


@pytest.mark.parametrize("name", ["summary.json", "labels.json", "replications.parquet"])
def test_numbers_that_were_changed_by_hand_are_refused(folder: Path, tmp_path: Path, name: str) -> None:
    other = copy_of(folder, tmp_path / "changed")
    path = other / name
    path.write_bytes(path.read_bytes() + b" ")
    fix = "Bring back the file as it was, or make the run again."
    assert refusal(other) == f"{path} was changed since the run, by its hash in manifest.json. {fix}"
    path.unlink()
    assert refusal(other) == f"{other} is damaged: {name} is missing. Make the run again."
    assert not list(tmp_path.glob("*.html"))


def test_a_workbook_that_somebody_wrote_into_is_no_hindrance(folder: Path, tmp_path: Path) -> None:
    other = copy_of(folder, tmp_path / "noted")
    (other / "summary.xlsx").write_bytes(b"notes")
    assert asked(other).exit_code == 0


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (
            NO_LIBRARY,
            "Error: A PDF needs WeasyPrint, which is not installed. To get it: pip install "
            "'fingerprint-flow-simulator[pdf]', or in a copy of the repository: pip install -e '.[pdf]'. " + BROWSER,
        ),
        (
            NO_PANGO,
            "Error: A PDF needs Pango, which WeasyPrint does not find here (cannot load library 'libpango-1.0-0'). "
            "To get it: on Debian or Ubuntu, apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; on "
            "macOS, brew install pango; on Windows, install MSYS2 and in its shell run pacman -S "
            "mingw-w64-x86_64-pango. " + BROWSER,
        ),
    ],
    ids=["library", "Pango"],
)
def test_without_what_a_pdf_needs_the_command_says_how_to_get_it(
    folder: Path, tmp_path: Path, missing: str, said: str
) -> None:
    out = tmp_path / "report.pdf"
    words = ["report", str(folder), "--out", str(out)]
    code = f"{missing}\nimport sys\nfrom simulator.cli import entry\nsys.argv = ['run_sim.py', *{words!r}]\nentry()"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (2, "", said)
    assert not out.exists()
