"""The report as PDF: what the page says, in pages, with a way in, and told part by part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from simulator.views.report import Report, html_of
from simulator.views.report.pdf import pdf_of
from tests.views.report_pages import text_of, with_class


@pytest.fixture(scope="module")
def short(report: Report) -> Report:
    """The report without its longest parts, of which PDF is made sooner."""
    few = replace(report.sheet, items=report.sheet.items[:1])
    return replace(report, inputs=replace(report.inputs, groups=report.inputs.groups[:1]), sheet=few)


@pytest.fixture(scope="module")
def pdf(short: Report) -> bytes:
    return pdf_of(html_of(short))


def test_the_same_page_gives_the_same_pdf(short: Report) -> None:
    least = html_of(replace(short, pictures=short.pictures[:1], doubts=(), changes=(), left_out=()))
    assert pdf_of(least) == pdf_of(least)


def test_the_pdf_says_the_same_in_pages(pdf: bytes, page: Element) -> None:
    reader = PdfReader(BytesIO(pdf))
    assert len(reader.pages) > 3
    text = " ".join(" ".join(part.extract_text() for part in reader.pages).split())
    assert "Example County" in " ".join(reader.pages[0].extract_text().split())
    for answer in with_class(page, "answer"):
        assert text_of(answer) in text
    for words in with_class(page, "number-words"):
        assert text_of(words) in text


def test_the_pdf_can_be_found_one_s_way_in_and_read_by_ear(pdf: bytes, short: Report) -> None:
    reader = PdfReader(BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "Example County: report of a simulation"
    outline = [str(entry["/Title"]) for entry in flat(reader.outline)]
    assert {"1 The answer in short", "9 How to make it again", "Annex: the numbers behind the figures"} <= set(outline)
    root = reader.root_object
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()  # type: ignore[attr-defined]  # what stands there is a stream
    told = [str(part["/Alt"]) for part in parts_of(root["/StructTreeRoot"]) if part.get("/S") == "/Figure"]
    assert told == [picture.title for picture in short.pictures]


def flat(outline: list[Any]) -> Iterator[Any]:
    for entry in outline:
        yield from flat(entry) if isinstance(entry, list) else (entry,)


def parts_of(part: Any) -> Iterator[DictionaryObject]:
    """All parts of the structure of a PDF, in reading order."""
    part = part.get_object()
    if not isinstance(part, DictionaryObject):
        return
    yield part
    if "/K" in part:
        below = part["/K"]
        for inner in below if isinstance(below, list) else [below]:
            yield from parts_of(inner)
