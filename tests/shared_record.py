"""Published aggregates that tests compare with; they lie beside the repository and may be missing."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "shared" / "data"


def record(name: str) -> Path:
    """The path of a published table; the test is skipped where it is missing."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"the published table {name} is not on this machine")
    return path
