"""Languages: each says every text with the same values in it, nothing else, and one file is enough for one more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import polib
import pytest

from simulator.runs.folder import read_run
from simulator.views import language as languages_room
from simulator.views.language import FOLDER, languages
from simulator.views.pages import _environment
from simulator.views.report import html_of, report_of
from simulator.views.words import difference, rounded, spread
from simulator.views.workbook_notes import reading_notes
from tests.views.report_pages import make_run, tree_of
from tests.web.served import served
from tests.web.texts import said, update

FILES = sorted(FOLDER.glob("*.po"))
SAY = languages()["es"].say


def values_in(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_spanish_is_there() -> None:
    assert [path.stem for path in FILES] == ["es"]
    assert languages()["es"].name == "Español"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_language_file_has_every_text_and_none_that_is_no_longer_said(path: Path) -> None:
    file = polib.pofile(str(path))
    known = [entry.msgid for entry in file if not entry.obsolete]
    assert sorted(set(known)) == sorted(known)
    assert (said() - set(known), set(known) - said()) == (set(), set())
    assert [entry.msgid for entry in file if entry.obsolete or entry.fuzzy or not entry.msgstr] == []
    assert file.metadata["Language"] == path.stem
    assert file.metadata["X-Language-Name"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_text_has_the_same_values_in_every_language(path: Path) -> None:
    entries = polib.pofile(str(path))
    assert [entry.msgid for entry in entries if values_in(entry.msgid) != values_in(entry.msgstr)] == []


def test_what_a_page_and_a_report_say_is_collected(
    tmp_path: Path, other_language: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The collector reads the code; here the code runs, and says nothing more but notes about the costs of one run."""
    heard: set[str] = set()
    say = languages_room.Language.say

    def listen(self: languages_room.Language, text: str, **values: object) -> str:
        heard.add(text)
        return say(self, text, **values)

    monkeypatch.setattr(languages_room.Language, "say", listen)
    folder = make_run(tmp_path / "run", "opt-out-of-sharing")
    html_of(report_of(folder, languages()["xx"]))
    assert len(heard) > 100
    notes_of_this_run = {text for note in reading_notes(read_run(folder)) for text in note}
    assert heard - said() - notes_of_this_run == set()


@pytest.mark.parametrize(
    ("mean", "low", "high", "unit", "words"),
    [
        (-106.0, -111.0, -102.0, "people", "cerca de 106 menos, entre 102 y 111"),
        (106.0, 102.0, 111.0, "people", "cerca de 106 más, entre 102 y 111"),
        (-0.5, -1.1, 0.1, "people", "sin cambio claro: entre 1.1 menos y 0.1 más"),
        (-33_812.0, -40_120.0, -30_060.0, "USD", "cerca de $33,800 menos, entre $30,100 y $40,100"),
        (0.0, 0.0, 0.0, "people", "sin cambio"),
        (0.03, 0.01, 0.3, "people", "no más de 0.1 más, entre 0 y 0.3"),
        (-12.0, None, None, "days", "cerca de 12 menos"),
        (None, None, None, "days", "no se sabe"),
    ],
)
def test_a_difference_in_spanish(
    mean: float | None, low: float | None, high: float | None, unit: str, words: str
) -> None:
    assert difference({"mean": mean, "low": low, "high": high}, unit, SAY) == words


def test_numbers_in_spanish() -> None:
    assert rounded(1_052_000, "USD", SAY) == "$1.05 millones"
    assert spread({"mean": 1_234.5, "low": 1_200.0, "high": 1_270.0}, "days", SAY) == "1,234 (de 1,200 a 1,270)"


@pytest.fixture
def other_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with one more language than before, in which every text is itself between two marks."""
    folder = tmp_path / "languages"
    folder.mkdir()
    path = folder / "xx.po"
    file = polib.POFile()
    file.metadata = {"Language": "xx", "X-Language-Name": "Xish", "Content-Type": "text/plain; charset=UTF-8"}
    file.save(str(path))
    update(path)
    file = polib.pofile(str(path))
    for entry in file:
        entry.msgstr = f"«{entry.msgid}»"
    file.save()
    monkeypatch.setattr(languages_room, "FOLDER", folder)
    forget()
    yield folder
    monkeypatch.undo()
    forget()


def forget() -> None:
    """What was read of the folder of languages, and the templates made with it."""
    languages.cache_clear()
    _environment.cache_clear()


def test_a_third_language_is_one_file(tmp_path: Path, other_language: Path) -> None:
    with served(tmp_path / "results") as client:
        page = client.get("/xx/").text
        assert tree_of(page).get("lang") == "xx"
        assert "<h2>«Choose a place»</h2>" in page
        assert re.search(r'<a href="/en/" lang="en" hreflang="en">English</a>', page)
        assert "«There is no such run.»" in client.get("/xx/runs/none").text
        redirected = client.get("/", headers={"accept-language": "xx-YY,en;q=0.5"}, follow_redirects=False)
        assert redirected.headers["location"] == "/xx/"
