"""The run that most figures are tested with."""

from __future__ import annotations

import pytest

from simulator.runs.tables import RunTables
from tests.views.made_tables import tables_of


@pytest.fixture(scope="module")
def shipped() -> RunTables:
    return tables_of("shipped")
