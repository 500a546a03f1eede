"""A server of the page and a browser, shared where they can be; without Chromium these tests are skipped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.web.browsing import CHROMIUM, Served, Watched, browser_of, server, watched


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        opened = browser_of(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def page_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with server(tmp_path_factory.mktemp("results")) as served:
        yield served


@pytest.fixture
def reader(browser: Browser, page_server: Served) -> Iterator[Watched]:
    """One who reads the page in a browser of their own."""
    context = browser.new_context(viewport={"width": 1_280, "height": 900}, accept_downloads=True)
    made = watched(context, page_server.root)
    yield made
    context.close()
    made.require_good()
