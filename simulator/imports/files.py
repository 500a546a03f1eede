"""Chosen columns of a published table, as text with the row that each value stands in.

CSV and other delimited text, or Parquet. Only the columns asked for are kept, each as a pandas categorical of
the texts that occur, so that a million rows take little room and each distinct text is understood once.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as delimited
import pyarrow.parquet as parquet

from simulator.errors import Fault, ScenarioError
from simulator.imports.faults import listed
from simulator.scenario.written import shown

HEAD_BYTES = 200_000
PREAMBLE_LINES = 20
"""A header stands on one of the first lines: sheets saved as CSV may have titles above it."""
BLOCK_BYTES = 1 << 24
DELIMITERS = (",", "\t", ";", "|")
OLD_WINDOWS = "cp1252"
"""The encoding of spreadsheet programs that do not write UTF-8."""
PARQUET = b"PAR1"
NOT_TEXT = {
    b"PK": ("this is a spreadsheet or an archive", "Open it, and save the table as CSV."),
    b"\xd0\xcf\x11\xe0": ("this is a spreadsheet", "Open it, and save the table as CSV."),
    b"\x1f\x8b": ("this is a compressed file", "Unpack it first."),
    b"\xff\xfe": ("this is text in UTF-16", "Save it as CSV in UTF-8."),
    b"version https://git-lfs": (
        "this is a pointer of Git LFS, not the table itself",
        "Download the file with the button of the page that shows it.",
    ),
}
TEXTS = pa.dictionary(pa.int32(), pa.string())

Rows: TypeAlias = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True)
class Header:
    """The names of the columns of a table, and where and how they are written; ``line`` is 1 in Parquet."""

    path: Path
    file: str
    names: tuple[str, ...]
    line: int = 1
    delimiter: str = ""
    encoding: str = ""

    @property
    def is_parquet(self) -> bool:
        """Whether the table is in Parquet, not in delimited text."""
        return not self.delimiter


@dataclass(frozen=True)
class Extract:
    """Some columns of a table as categoricals of text, and the row of each line: the header's is its own line."""

    file: str
    columns: pd.DataFrame
    rows: Rows
    faults: tuple[Fault, ...] = ()


def header_of(path: Path, known: Collection[str], clean: Callable[[str], str] = str) -> Header:
    """The header of a table: of the first lines the one that has most of the ``known`` names, once ``clean``.

    ``ScenarioError`` if there is no such file, or it is no table that can be read.
    """
    file = shown(path)
    head = _head(path, file)
    if head.startswith(PARQUET):
        names = _tried(file, lambda: parquet.read_schema(path).names)
        return Header(path, file, _told_apart(file, 1, tuple(names)))
    return _text_header(path, file, head, known, clean)


def read(header: Header, names: Sequence[str]) -> Extract:
    """These columns of a table; rows that do not have as many fields as the header become faults."""
    faults: list[Fault] = []
    if header.is_parquet:
        table = _tried(header.file, lambda: _read_parquet(header, names))
        skipped: list[int] = []
    else:
        table, broken = _tried(header.file, lambda: _read_text(header, names))
        skipped = [row for row, _ in broken]
        faults = listed(len(broken), lambda position: _wrong_length(header, *broken[position]))
    frame = _as_texts(table)
    rows = np.delete(np.arange(len(frame) + len(skipped)), np.array(skipped, dtype=int) - header.line - 1)
    rows += header.line + 1
    blank = frame.isna().all(axis=1).to_numpy()
    if blank.any():
        frame, rows = frame[~blank].reset_index(drop=True), rows[~blank]
    return Extract(header.file, frame, rows, tuple(faults))


def _head(path: Path, file: str) -> bytes:
    """The first bytes of a file that may be a table."""
    try:
        with path.open("rb") as opened:
            head = opened.read(HEAD_BYTES)
    except FileNotFoundError as error:
        raise ScenarioError([Fault(file, 0, "", "", "there is no such file", "")]) from error
    except OSError as error:
        rule = f"the file cannot be read: {error.strerror or error}"
        raise ScenarioError([Fault(file, 0, "", "", rule, "")]) from error
    for start, (rule, fix) in NOT_TEXT.items():
        if head.startswith(start):
            raise ScenarioError([Fault(file, 0, "", "", rule, fix)])
    if not head.strip():
        raise ScenarioError([Fault(file, 0, "", "", "this file is empty", "")])
    return head


def _tried(file: str, read: Callable[[], Any]) -> Any:
    """What ``read`` gives; its own messages may quote rows about people, so they are not passed on."""
    try:
        return read()
    except (pa.ArrowException, OSError, ValueError) as error:
        fix = "Download it again, or save it anew from a spreadsheet program."
        rule = "this file is cut off or damaged: it cannot be read as a table"
        raise ScenarioError([Fault(file, 0, "", "", rule, fix)]) from error


def _text_header(path: Path, file: str, head: bytes, known: Collection[str], clean: Callable[[str], str]) -> Header:
    text, encoding = _decoded(head)
    lines = re.split(r"\r\n|\n|\r", text)[:PREAMBLE_LINES]
    found = [
        Header(path, file, names, line, delimiter, encoding)
        for delimiter in DELIMITERS
        for line, names in enumerate((_fields(line, delimiter) for line in lines), start=1)
    ]
    best = max(found, key=lambda header: (len(set(known) & set(map(clean, header.names))), -header.line))
    _told_apart(file, best.line, best.names)
    return best


def _fields(line: str, delimiter: str) -> tuple[str, ...]:
    try:
        return tuple(name.strip() for name in next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:  # a line too long to be one of a table
        return ()


def _decoded(head: bytes) -> tuple[str, str]:
    """The first lines, and the encoding that fits them; the last one may be cut within a character."""
    whole = head[: head.rfind(b"\n") + 1] or head
    try:
        return whole.decode("utf-8-sig"), "utf8"
    except UnicodeDecodeError:
        return whole.decode(OLD_WINDOWS, errors="replace"), OLD_WINDOWS


def _told_apart(file: str, line: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, none of which may stand twice; blank ones may."""
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        rule = "two columns have this name"
        raise ScenarioError([Fault(file, line, name, "", rule, "Rename one of the two.") for name in twice])
    return names


def _read_parquet(header: Header, names: Sequence[str]) -> Any:
    """The columns, texts as they are stored: each distinct one once."""
    types = parquet.read_schema(header.path)
    texts = [name for name in names if types.field(name).type in (pa.string(), pa.large_string())]
    return parquet.read_table(header.path, columns=list(names), read_dictionary=texts)


def _read_text(header: Header, names: Sequence[str]) -> tuple[Any, list[tuple[int, int]]]:
    """The columns, and the row and number of fields of each row that has too many or too few."""
    try:
        return _parsed_text(header, names, header.encoding)
    except pa.ArrowInvalid as error:
        if header.encoding == OLD_WINDOWS or "invalid UTF8" not in str(error):
            raise
        return _parsed_text(header, names, OLD_WINDOWS)


def _parsed_text(header: Header, names: Sequence[str], encoding: str) -> tuple[Any, list[tuple[int, int]]]:
    broken: list[tuple[int, int]] = []
    places = [str(header.names.index(name)) for name in names]  # names themselves may be blank, or quoted

    def skip(row: Any) -> str:
        broken.append((row.number, row.actual_columns))
        return "skip"

    reading = delimited.ReadOptions(
        use_threads=False,  # else rows that are skipped have no number
        block_size=BLOCK_BYTES,
        skip_rows=header.line,
        column_names=[str(place) for place in range(len(header.names))],
        encoding=encoding,
    )
    parsing = delimited.ParseOptions(
        delimiter=header.delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
    )
    types = dict.fromkeys(places, TEXTS)
    conversion = delimited.ConvertOptions(
        include_columns=places, column_types=types, strings_can_be_null=True, null_values=[""]
    )
    table = delimited.read_csv(header.path, reading, parsing, conversion)
    return table.rename_columns(list(names)), broken


def _as_texts(table: Any) -> pd.DataFrame:
    """Each column as a categorical of the texts of its values."""
    columns = [
        column if column.type == TEXTS else column.cast(pa.string()).dictionary_encode() for column in table.columns
    ]
    texts = pa.table(dict(zip(table.column_names, columns, strict=True))).unify_dictionaries()
    frame: pd.DataFrame = texts.to_pandas(strings_to_categorical=True)
    return frame


def _wrong_length(header: Header, row: int, count: int) -> Fault:
    rule = f"this row has {count} fields, and the header has {len(header.names)}"
    return Fault(header.file, row, "", "", rule, "Put fields with a delimiter in them in quotes.")
