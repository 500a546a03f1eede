"""How the page is served: where results are kept, who may reach it, and how much it will do at once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Settings:
    """``hosts`` are the names under which the page may be asked for; with a ``token``, only who has it is let in.

    ``lists_all``: whether all runs of the results folder are listed, and not only those that the reader asked for.
    """

    results: Path
    hosts: tuple[str, ...] = LOOPBACK
    token: str = ""
    lists_all: bool = True
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    runs_at_once: int = 1
    longest_run_minutes: float = 60.0
    largest_body_bytes: int = 1_100_000
    longest_query_bytes: int = 16_000

    @property
    def kept(self) -> Path:
        """The page's own folder among the results."""
        return self.results / "page"
