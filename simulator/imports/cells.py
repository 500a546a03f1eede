"""The texts of a table, understood: numbers, years, counties, days. What breaks a rule becomes a fault, all at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from simulator.errors import Fault
from simulator.imports.faults import listed
from simulator.imports.files import Extract
from simulator.imports.states import STATES, letters_of
from simulator.scenario.faults import as_written

MISSING = {"", "NA", "N/A", "NULL", "UNK", "UNKNOWN"}
"""What stands for nothing in the published files."""
NOTHING = -1
"""The code that pandas gives a cell without text."""
YEARS = (1900, 2100)
NUMBER = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
ISO_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:[ T].*)?")
US_DAY = re.compile(r"(\d\d?)/(\d\d?)/(\d{4}|\d\d)(?: .*)?")
FLAGS = {"true": True, "yes": True, "y": True, "1": True, "false": False, "no": False, "n": False, "0": False}
A_NUMBER = "a number is needed"
A_COUNTY = "a county's FIPS code of five digits is needed, such as 51013"
A_STATE = "two letters of a state are needed, such as VA"
A_DAY = "a day such as 2011-03-14 or 3/14/2011 is needed"
A_FLAG = "true or false is needed"


def number(text: str) -> float:
    """A number that is not below zero; ``ValueError`` says what rule the text breaks."""
    if not NUMBER.fullmatch(text):
        bare = text.replace(",", "")
        raise ValueError(A_NUMBER, f"Write {bare}." if NUMBER.fullmatch(bare) else "")
    value = float(text)
    if not isfinite(value):
        raise ValueError("a finite number is needed")
    if value < 0:
        raise ValueError("this must be at least 0")
    return value


def whole_number(low: int, high: int) -> Callable[[str], float]:
    """Reads whole numbers from ``low`` to ``high``."""

    def read(text: str) -> float:
        value = number(text)
        if not value.is_integer() or not low <= value <= high:
            raise ValueError(f"a whole number from {low} to {high} is needed")
        return value

    return read


def county(text: str) -> str:
    """A county's FIPS code in five digits; programs that take it for a number drop the first zero."""
    digits = text.removesuffix(".0")
    if not (digits.isascii() and digits.isdigit() and len(digits) in (4, 5)):
        raise ValueError(A_COUNTY)
    return digits.zfill(5)


def state(text: str) -> str:
    """The two letters of a state."""
    if text not in STATES:
        letters = letters_of(text)
        raise ValueError(A_STATE, f"Write {letters}." if letters in STATES else "")
    return text


def day(text: str) -> np.datetime64:
    """A day, whatever the time after it."""
    iso, us = ISO_DAY.fullmatch(text), US_DAY.fullmatch(text)
    if not (iso or us):
        raise ValueError(A_DAY)
    year, month, of_month = map(int, iso.groups() if iso else (us[3], us[1], us[2]) if us else ())
    if us and len(us[3]) == 2:
        year += 2000 if year < 69 else 1900
    try:
        return np.datetime64(date(year, month, of_month))
    except ValueError as error:
        raise ValueError("the calendar has no such day") from error


def flag(text: str) -> bool:
    """True or false, however it is written."""
    try:
        return FLAGS[text.lower()]
    except KeyError as error:
        raise ValueError(A_FLAG) from error


def plain(text: str) -> str:
    """Text with single blanks between its words."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Names:
    """A text for each row, as its position in ``texts``; ``NOTHING`` where none stands. No text stands twice."""

    codes: Any
    texts: tuple[str, ...]

    @classmethod
    def of(cls, codes: Any, texts: Sequence[str]) -> Names:
        """The same of positions in texts that may stand twice, or be empty."""
        known = {text: position for position, text in enumerate(dict.fromkeys(text for text in texts if text))}
        return cls(np.array([*(known.get(text, NOTHING) for text in texts), NOTHING])[codes], tuple(known))

    def written(self) -> Any:
        """The text of each row, "" where none stands."""
        return np.array([*self.texts, ""], dtype=object)[self.codes]

    def among(self, texts: Collection[str]) -> Any:
        """Whether each row has one of these texts."""
        return np.array([*(text in texts for text in self.texts), False])[self.codes]

    def or_else(self, other: Names) -> Names:
        """The other's text wherever none stands here."""
        codes = np.where(other.codes == NOTHING, NOTHING, other.codes + len(self.texts))
        return Names.of(np.where(self.codes == NOTHING, codes, self.codes), [*self.texts, *other.texts])


class Cells:
    """The columns of an extract, understood one by one; ``faults`` has what broke a rule so far."""

    def __init__(self, extract: Extract) -> None:
        self._extract = extract
        self.faults: list[Fault] = list(extract.faults)

    def __len__(self) -> int:
        return len(self._extract.rows)

    def read(self, column: str, understand: Callable[[str], Any], missing: Any, *, needed: str = "") -> Any:
        """An array with a value for each row of a column.

        ``understand`` is asked once for each distinct text; its ``ValueError`` carries a rule and perhaps a fix.
        Where nothing stands the value is ``missing``, and a fault too if ``needed`` gives a rule.
        """
        values, codes = self._read(column, understand, missing, needed)
        return np.array([*values, missing])[codes]

    def names(self, column: str, understand: Callable[[str], str], *, needed: str = "") -> Names:
        """As ``read``, of texts: one for each row, or nothing."""
        values, codes = self._read(column, understand, "", needed)
        return Names.of(codes, values)

    def identities(self, column: str, unknown: re.Pattern[str]) -> Any:
        """A number for each row, the same where the text is; ``NOTHING`` where none stands or it begins as unknown.

        Of a million people no text is looked at by itself, and none is handed out.
        """
        texts: Any = self._extract.columns[column].array
        is_unknown = texts.categories.isin(MISSING) | texts.categories.str.match(unknown.pattern)
        return np.where(np.append(is_unknown, True)[texts.codes], NOTHING, texts.codes)

    def _read(self, column: str, understand: Callable[[str], Any], missing: Any, needed: str) -> tuple[list[Any], Any]:
        texts: Any = self._extract.columns[column].array
        understood = [_understood(text, understand, missing, needed) for text in texts.categories]
        wrong = {code: words for code, (_, words) in enumerate(understood) if words}
        self._report(column, texts.codes, wrong | ({NOTHING: (needed,)} if needed else {}))
        return [value for value, _ in understood], texts.codes

    def fault(self, position: int, column: str, rule: str, fix: str = "") -> Fault:
        """The fault of the value of a column in one row."""
        text = self._extract.columns[column].iloc[position]
        value = "" if pd.isna(text) else as_written(text)
        return Fault(self._extract.file, int(self._extract.rows[position]), column, value, rule, fix)

    def row(self, position: int) -> int:
        """The row of the file that a position of the arrays stands for."""
        return int(self._extract.rows[position])

    def _report(self, column: str, codes: Any, wrong: Mapping[int, tuple[str, ...]]) -> None:
        """A fault for each row whose text breaks a rule, those of one rule bounded in number."""
        for rule in dict.fromkeys(words[0] for words in wrong.values()):
            fixes = {code: "".join(words[1:]) for code, words in wrong.items() if words[0] == rule}
            positions = np.flatnonzero(np.isin(codes, list(fixes)))
            self.faults += listed(len(positions), partial(self._broken, column, rule, positions, codes, fixes))

    def _broken(
        self, column: str, rule: str, positions: Any, codes: Any, fixes: Mapping[int, str], index: int
    ) -> Fault:
        return self.fault(positions[index], column, rule, fixes[codes[positions[index]]])


def _understood(text: str, understand: Callable[[str], Any], missing: Any, needed: str) -> tuple[Any, tuple[str, ...]]:
    """What a text says, and the rule that it breaks, if it does, with a fix."""
    stripped = text.strip()
    try:
        if stripped not in MISSING:
            return understand(stripped), ()
    except ValueError as error:
        return missing, error.args
    return missing, (needed,) * bool(needed)
