"""The first difference of two files of results, in words."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Unlike: TypeAlias = tuple[str, str, str]
"""Where two trees differ, as a dotted path, and what stands there in either."""
NOTHING = object()
"""Stands for what is not there."""


def first_unlike(one: Any, other: Any, path: str = "") -> Unlike | None:
    """The first place at which two trees of plain data differ, in the order of ``one``; None if they are the same."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [*one, *(key for key in other if key not in one)]
        pairs = ((f"{path}.{key}".lstrip("."), one.get(key, NOTHING), other.get(key, NOTHING)) for key in keys)
    elif isinstance(one, list) and isinstance(other, list):
        both = enumerate(zip_longest(one, other, fillvalue=NOTHING))
        pairs = ((f"{path}.{position}".lstrip("."), *entries) for position, entries in both)
    else:
        return None if one == other and type(one) is type(other) else (path, _shown(one), _shown(other))
    return next(filter(None, (first_unlike(ours, theirs, here) for here, ours, theirs in pairs)), None)


def first_difference(one: Path, other: Path) -> str | None:
    """In words, the first difference of what two files hold, ``one`` in the folder and ``other`` made again.

    None if they hold the same, or if their form has nothing that could be named. ValueError or OSError if one of them
    cannot be read.
    """
    compare = COMPARED.get(one.suffix)
    return compare(one, other) if compare else None


def _tables(one: Path, other: Path) -> str | None:
    ours, theirs = pd.read_parquet(one), pd.read_parquet(other)
    if list(ours.columns) != list(theirs.columns):
        return f"it has the columns {', '.join(ours.columns)}; made again, {', '.join(theirs.columns)}"
    rows = min(len(ours), len(theirs))
    unlike = {name: _unlike(ours[name][:rows], theirs[name][:rows]) for name in ours.columns}
    first = min((int(found.argmax()) for found in unlike.values() if found.any()), default=rows)
    if first < rows:
        return _row(ours, theirs, first, next(name for name in ours.columns if unlike[name][first]))
    return None if len(ours) == len(theirs) else f"it has {len(ours)} rows; made again, {len(theirs)}"


def _row(ours: pd.DataFrame, theirs: pd.DataFrame, row: int, column: str) -> str:
    """What a row is about, by the columns before the one that differs, and both values."""
    about = (f"{name} {ours[name].iloc[row]}" for name in ours.columns[: ours.columns.get_loc(column)])
    values = (_shown(frame[column].iloc[row]) for frame in (ours, theirs))
    return _told(", ".join(about) or f"row {row + 1}", column, *values)


def _unlike(ours: pd.Series[Any], theirs: pd.Series[Any]) -> NDArray[np.bool_]:
    """Where two columns differ; what is no number is the same as what is no number."""
    one, other = ours.astype(object).to_numpy(), theirs.astype(object).to_numpy()
    return np.asarray((one != other) & ~(pd.isna(one) & pd.isna(other)))


def _json(one: Path, other: Path) -> str | None:
    unlike = first_unlike(*(json.loads(path.read_text(encoding="utf-8")) for path in (one, other)))
    return _told("", *unlike) if unlike else None


def _lines(one: Path, other: Path) -> str | None:
    return _first_line(*(path.read_text(encoding="utf-8").splitlines() for path in (one, other)))


def _packed_lines(one: Path, other: Path) -> str | None:
    """The same of files that are packed, a line at a time; one that cannot be unpacked is a ValueError."""
    with gzip.open(one, "rt", encoding="utf-8") as ours, gzip.open(other, "rt", encoding="utf-8") as theirs:
        try:
            return _first_line(*((line.rstrip("\n") for line in lines) for lines in (ours, theirs)))
        except (EOFError, zlib.error) as error:
            raise ValueError(f"it cannot be unpacked: {error}") from error


def _first_line(ours: Iterable[str], theirs: Iterable[str]) -> str | None:
    for number, (line, again) in enumerate(zip_longest(ours, theirs, fillvalue=NOTHING), start=1):
        if line != again:
            return _told("", f"line {number}", _shown(line), _shown(again))
    return None


def _told(about: str, what: str, ours: str, theirs: str) -> str:
    where = f"{about}: {what}" if about else what
    return f"{where} is {ours} in the folder, and {theirs} made again"


def _shown(value: object) -> str:
    """A value in a message; of a part of a tree, how many entries it has."""
    if value is NOTHING or value is None:
        return "nothing" if value is NOTHING else "null"
    if isinstance(value, dict | list):
        return f"{len(value)} entries"
    return str(value.item() if isinstance(value, np.generic) else value)


COMPARED: dict[str, Callable[[Path, Path], str | None]] = {
    ".parquet": _tables,
    ".json": _json,
    ".csv": _lines,
    ".yaml": _lines,
    ".gz": _packed_lines,
}
