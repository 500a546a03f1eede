"""A server that is killed in the middle of a run, and started again on the same results."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from simulator import api
from simulator.views.headline import headline
from tests.web.browsing import MOMENT_MS, server, watched
from tests.web.test_journey import SHARING, finished, start_run, words


def test_a_killed_server_goes_on_where_it_was(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context()
    with server(tmp_path) as first:
        page = watched(context, first.root).go(SHARING)
        start_run(page, replications="80")
        expect(page.locator("#state p").first).to_contain_text(re.compile(r"[1-9]\d* of 80"), timeout=MOMENT_MS)
        path = page.url.removeprefix(first.root)
        first.kill()
        page.close()
    with server(tmp_path) as second:
        reader = watched(context, second.root)
        page = reader.go(path)
        finished(page)
        shown = words(page)
        assert path.rsplit("/", 1)[1] in reader.go("/en/runs").locator("ul.runs").first.inner_text()
        reader.require_good()
    tables = api.compare(api.load("arlington-va", ["opt-out-of-sharing"]), replications=80, draws=0).tables
    assert shown == [number.words for number in headline(tables, "opt-out-of-sharing")]
    context.close()
