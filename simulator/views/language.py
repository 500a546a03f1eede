"""The languages of what people read: English texts are the keys, ``languages/CODE.po`` has those of another language.

A third language is one file more in that folder. A text that a language lacks is shown in English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TypeAlias

FOLDER = Path(__file__).parent / "languages"

Say: TypeAlias = Callable[..., str]
"""``say(text, **values)``: the text in a language, with each ``{name}`` in it replaced by its value."""


@dataclass(frozen=True)
class Language:
    """A language by its code (``es``) and its own name (``Español``); ``texts`` are by their English."""

    code: str
    name: str
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)

    def say(self, text: str, **values: object) -> str:
        """The text in this language, with its values; in English if this language lacks it."""
        said = self.texts.get(text) or text
        return said.format(**values) if values else said


ENGLISH = Language("en", "English")


def codes() -> tuple[str, ...]:
    """The codes of all languages; nothing is read but the names of files."""
    return (ENGLISH.code, *sorted(path.stem for path in FOLDER.glob("*.po")))


@cache
def languages() -> Mapping[str, Language]:
    """All languages by code; English is the first."""
    others = (_read(path) for path in sorted(FOLDER.glob("*.po")))
    return {language.code: language for language in (ENGLISH, *others)}


def _read(path: Path) -> Language:
    """A language as its file has it; its own name stands in the header ``X-Language-Name``."""
    import polib

    file = polib.pofile(str(path))
    texts = {entry.msgid: entry.msgstr for entry in file.translated_entries()}
    return Language(path.stem, file.metadata["X-Language-Name"], texts)
