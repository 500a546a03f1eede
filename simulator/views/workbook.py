"""``summary.xlsx``: the summary, the ledger, the inputs and how to read them, ready to print; same run, same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from simulator.runs.tables import RunTables
from simulator.scenario.study import Study
from simulator.views.workbook_notes import notes_sheet
from simulator.views.workbook_sheets import (
    Cell,
    Column,
    Row,
    Sheet,
    differences_sheet,
    inputs_sheet,
    ledger_sheet,
    results_sheet,
)

CREATED = datetime(2000, 1, 1)
"""Stands in every workbook, so that the same run gives the same bytes."""
LETTER = 1
LONGEST_HEADER = 100
"""Characters of the place's name above a printed page; a header has its limit."""
ANY_NUMBER_OF_PAGES = 0
DOLLARS, CENTS, COUNT, SHARE = "$#,##0;-$#,##0", "$#,##0.00;-$#,##0.00", "#,##0.0", "0%"
HEADING = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#DDE5EE"}
MARKED = {"bg_color": "#FFF4D6"}


def write_workbook(path: Path, study: Study, tables: RunTables, manifest: Mapping[str, Any]) -> None:
    """Write the workbook of a run; ``manifest`` is that of its folder. All text stays text, whatever it begins with."""
    sheets = [results_sheet(tables), differences_sheet(tables), ledger_sheet(tables), inputs_sheet(study, tables)]
    sheets.append(notes_sheet(study, tables, manifest))
    content = BytesIO()
    with Workbook(content, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": f"{tables.labels.place}: summary", "created": CREATED})
        formats = _Formats(workbook)
        for sheet in sheets:
            if sheet.rows:
                _write(workbook.add_worksheet(sheet.name), sheet, formats, tables.labels.place)
    path.write_bytes(content.getvalue())


class _Formats:
    """The formats of cells, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, bool], Format] = {}
        self.heading = workbook.add_format(HEADING)

    def of(self, column: Column, row: Row) -> Format:
        """How a cell of this column and row is written."""
        number = {"amount": DOLLARS if row.unit == "USD" else COUNT, "cents": CENTS, "share": SHARE, "text": "General"}
        key = number[column.kind], row.marked
        if key not in self._made:
            look = {"num_format": key[0], "valign": "top", "text_wrap": column.kind == "text"}
            self._made[key] = self._workbook.add_format(look | (MARKED if row.marked else {}))
        return self._made[key]


def _write(page: Worksheet, sheet: Sheet, formats: _Formats, place: str) -> None:
    for across, column in enumerate(sheet.columns):
        page.set_column(across, across, column.width)
        page.write_string(0, across, column.title, formats.heading)
    for down, row in enumerate(sheet.rows, start=1):
        for across, (column, cell) in enumerate(zip(sheet.columns, row.cells, strict=True)):
            _write_cell(page, down, across, cell, formats.of(column, row))
    last_row, last_column = len(sheet.rows), len(sheet.columns) - 1
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last_row, last_column)
    page.ignore_errors({"number_stored_as_text": f"A1:Z{last_row + 1}"})
    _set_up_print(page, sheet.name, place)


def _write_cell(page: Worksheet, down: int, across: int, cell: Cell, how: Format) -> None:
    """A text is written as a text: one that begins with ``=`` is no formula, and an address no link."""
    if cell is None:
        page.write_blank(down, across, None, how)
    elif isinstance(cell, str):
        page.write_string(down, across, cell, how)
    else:
        page.write_number(down, across, cell, how)


def _set_up_print(page: Worksheet, name: str, place: str) -> None:
    """Landscape, as wide as the paper, the headings on every page."""
    page.set_landscape()
    page.set_paper(LETTER)
    page.fit_to_pages(1, ANY_NUMBER_OF_PAGES)
    page.repeat_rows(0)
    page.set_margins(left=0.4, right=0.4)
    page.set_header(f"&L{place[:LONGEST_HEADER].replace('&', '&&')}&R{name}")
    page.set_footer("&RPage &P of &N")
