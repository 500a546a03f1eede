"""The command ``animate``: a film of any comparison or trace, and an error that says what to do of anything else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator import cli
from tests.runs.commands import PLACE, command, files

Animate = Callable[..., tuple[int, str, str]]


def made(place: Path, *words: str) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        assert command(patch, *words, "--out", str(place / "run")) == 0
    return place / "run"


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two replications of two policies, with the events of replication 0."""
    words = ["compare", PLACE, "opt-out-of-sharing", "serious-only", "-n", "2", "--draws", "0", "--trace"]
    return made(tmp_path_factory.mktemp("comparison"), *words)


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    words = ["trace", PLACE, "--policy", "serious-only", "--replication", "1"]
    return made(tmp_path_factory.mktemp("trace"), *words)


@pytest.fixture
def animate(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Animate:
    """The exit code, and what stands on stdout and on stderr."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["run_sim.py", "animate", *map(str, words)])
        capsys.readouterr()
        try:
            cli.entry()
            code = 0
        except SystemExit as left:
            code = int(left.code or 0)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def test_the_film_stands_beside_the_run_and_the_run_stays_as_it_is(comparison: Path, animate: Animate) -> None:
    before = files(comparison)
    code, out, err = animate(comparison)
    film = comparison.with_name("run-film.html")
    assert (code, err) == (0, "")
    assert out.endswith(f"The film is in {film}\n")
    assert "As it is: " in out
    assert "Opt out of sharing: " in out
    assert files(comparison) == before
    assert [path.name for path in comparison.parent.iterdir() if path.name != "run"] == ["run-film.html"]
    first = film.read_bytes()
    assert animate(comparison)[0] == 0
    assert film.read_bytes() == first


def test_a_run_without_its_events_has_them_made_again(comparison: Path, animate: Animate, tmp_path: Path) -> None:
    """With the same events, and a word; so has another replication than that which is kept."""
    bare = shutil.copytree(comparison, tmp_path / "run")
    shutil.rmtree(bare / "trace")
    code, _, err = animate(bare)
    assert code == 0
    said = "keeps no event log of replication 0 of as-is, opt-out-of-sharing: it is made again from its scenario and"
    assert said in err
    assert animate(comparison)[0] == 0
    film = bare.with_name("run-film.html").read_bytes()
    assert film == comparison.with_name("run-film.html").read_bytes()
    assert animate(bare, "--replication", "1")[0] == 0
    assert bare.with_name("run-film.html").read_bytes() != film


def test_a_trace_is_shown_alone(trace: Path, animate: Animate) -> None:
    code, out, err = animate(trace, "--days", "3", "--from", "2012-03-05")
    assert (code, err) == (0, "")
    page = trace.with_name("run-film.html").read_text(encoding="utf-8")
    assert page.count('class="policy" x="6') == 1
    assert "Hold for level 1 only: " in out
    assert "2012-03-05 to 2012-03-07" in out
    assert "This is replication 1 alone" in page


def test_policy_length_agency_form_and_file_can_be_chosen(comparison: Path, animate: Animate, tmp_path: Path) -> None:
    page, gif = tmp_path / "new" / "film.html", tmp_path / "film.gif"
    choice = ["--policy", "serious-only", "--agency", "example", "--days", "2", "--seconds", "1"]
    code, out, _ = animate(comparison, *choice, "--out", page)
    assert code == 0
    assert out.startswith("Example County Jail, ")
    assert "Hold for level 1 only: " in out
    assert animate(comparison, *choice, "--format", "gif", "--out", gif)[0] == 0
    assert gif.read_bytes().startswith(b"GIF89a")
    code, _, err = animate(comparison, "--out", page)
    assert (code, f"{page} exists already." in err) == (2, True)
    assert animate(comparison, "--out", page, "--force")[0] == 0


def test_the_place_as_it_is_can_be_shown_alone(comparison: Path, animate: Animate) -> None:
    assert animate(comparison, "--policy", "as-is")[0] == 0
    page = comparison.with_name("run-film.html").read_text(encoding="utf-8")
    assert page.count('class="policy" x="6') == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--policy", "serius-only"], "has no policy 'serius-only'. Did you mean `serious-only`?"),
        (["--policy", "qqq"], "has no policy 'qqq'. It has as-is, opt-out-of-sharing, serious-only."),
        (["--replication", "2"], "has no replication 2: it has the replications 0 to 1."),
        (["--agency", "exampel"], "Example County has no agency 'exampel'. Did you mean `example`?"),
        (["--from", "2030-01-01", "--days", "7"], "Nothing happens from 2030-01-01 to 2030-01-07: people are booked "),
        (["--from", "tomorrow"], "does not match the format"),
        (["--format", "mp4"], "is not one of"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(comparison: Path, animate: Animate, words: list[str], said: str) -> None:
    code, out, err = animate(comparison, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_other_folders_are_refused(comparison: Path, trace: Path, animate: Animate, tmp_path: Path) -> None:
    code, _, err = animate(tmp_path)
    assert (code, "is no run folder" in err) == (2, True)
    assert animate(trace, "--replication", "0")[2].endswith("it has replication 1 alone.\n")
    other = shutil.copytree(comparison, tmp_path / "other")
    text = (other / "manifest.json").read_text(encoding="utf-8")
    (other / "manifest.json").write_text(text.replace('"comparison"', '"sweep"'), encoding="utf-8")
    code, _, err = animate(other)
    assert code == 2
    assert err.endswith("which has no event log. Give a folder of compare, run or trace.\n")


def test_a_damaged_event_log_is_told(comparison: Path, animate: Animate, tmp_path: Path) -> None:
    broken = shutil.copytree(comparison, tmp_path / "run")
    (broken / "trace" / "as-is.parquet").write_bytes(b"PAR1")
    code, _, err = animate(broken)
    assert code == 2
    assert f"{broken / 'trace' / 'as-is.parquet'} cannot be read" in err
