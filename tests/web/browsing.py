"""A real browser on a real server: what the tests of the page share."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request

ROOT = Path(__file__).parents[2]
CHROMIUM = which("chromium") or which("chromium-browser")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MOMENT_MS = 60_000
"""Machines are shared and slow: nothing is waited for less."""


@dataclass
class Served:
    """A server of the page in a process of its own."""

    process: subprocess.Popen[str]
    root: str

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def server(results: Path, port: int = 0) -> Iterator[Served]:
    """The page as a user starts it."""
    words = [sys.executable, "run_sim.py", "web", "--port", str(port), "--results", str(results)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            line = next(line for line in process.stdout if "http://" in line)
            found = re.search(r"http://[^/\s]+", line)
            assert found
            yield Served(process, found[0])
        finally:
            process.terminate()


def browser_of(playwright: Playwright) -> Browser:
    """Debian's Chromium, which looks nothing up by itself."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))


@dataclass
class Watched:
    """A page, and what it did that it must not: requests to other hosts, errors, refusals of the content policy."""

    page: Page
    root: str
    strangers: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a path of the page."""
        self.page.goto(f"{self.root}{path}")
        return self.page

    def require_good(self) -> None:
        """Nothing was asked of another host, and nothing was refused."""
        assert self.strangers == []
        assert self.errors == []


def watched(context: BrowserContext, root: str) -> Watched:
    """A new page in a context, watched from its start."""
    page = context.new_page()
    page.set_default_timeout(MOMENT_MS)
    made = Watched(page, root)

    def asked(request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(root).netloc:
            made.strangers.append(request.url)

    page.on("request", asked)
    page.on("pageerror", lambda error: made.errors.append(str(error)))
    page.on("console", lambda said: made.errors.append(said.text) if said.type == "error" else None)
    return made


def faults_found(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.1 AA and good practice, with the content policy on."""
    found: dict[str, Any] = Axe().run(page).response
    return [f"{fault['id']}: {fault['help']}: {fault['nodes'][0]['html'][:200]}" for fault in found["violations"]]


def keep_picture(page: Page, name: str) -> None:
    """Keep a screenshot, where CI or a person asked for them."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
