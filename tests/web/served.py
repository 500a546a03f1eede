"""The page served in this process, for tests without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from simulator.web.app import make_app
from simulator.web.settings import LOOPBACK, Settings

HOST = "http://127.0.0.1"


@contextmanager
def served(results: Path, **settings: Any) -> Iterator[TestClient]:
    """A client of a page that keeps its runs in ``results``."""
    given = {"hosts": LOOPBACK, "workers": 1} | settings
    with TestClient(make_app(Settings(results, **given)), HOST) as client:
        yield client


def another(client: TestClient) -> TestClient:
    """Another browser on the same page."""
    return TestClient(client.app, HOST)


def token_in(text: str) -> str:
    """The token of the forms of a page."""
    found = re.search(r'name="token" value="([^"]*)"', text)
    assert found
    return found[1]


def words_in(text: str) -> list[str]:
    """The words of the numbers on a page."""
    return re.findall(r'class="number-words">([^<]*)<', text)
