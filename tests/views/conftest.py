"""The run that most figures are tested with; and a small run on disk with its report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from simulator.runs.tables import RunTables
from simulator.views.report import Report, html_of, report_of
from tests.views.made_tables import tables_of
from tests.views.report_pages import POLICIES, make_run, tree_of


@pytest.fixture(scope="module")
def shipped() -> RunTables:
    return tables_of("shipped")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_run(tmp_path_factory.mktemp("report") / "run", *POLICIES)


@pytest.fixture(scope="session")
def summary(folder: Path) -> dict[str, Any]:
    found = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="session")
def report(folder: Path) -> Report:
    return report_of(folder)


@pytest.fixture(scope="session")
def html(report: Report) -> str:
    return html_of(report)


@pytest.fixture(scope="session")
def page(html: str) -> Element:
    return tree_of(html)
