"""What the page keeps beside the run folders, so that a link, an upload and a run survive a restart.

All names of files are made here, from hashes and plain letters; nothing that a reader writes becomes a path.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from simulator.scenario.places import Kind, shipped

UPLOADED = re.compile(r"([a-z0-9][a-z0-9-]*)\.([0-9a-f]{16})")
RUN = re.compile(r"[a-z0-9][a-z0-9.-]{0,150}")
MOST_UPLOADS = 1_000
Wish = Literal["run", "stop"]


@dataclass(frozen=True)
class Request:
    """A run that was asked for: the query of its page, how much, the words of its command, and by whom.

    ``wish``: whether it is to run, or was stopped by a reader; ``failed`` says why it could not be finished.
    """

    name: str
    query: str
    place: str
    policies: tuple[str, ...]
    replications: int
    draws: int
    seed: int
    visitors: tuple[str, ...] = ()
    wish: Wish = "run"
    failed: str = ""
    asked_at: float = field(default_factory=time.time)


REQUEST = TypeAdapter(Request)


class Kept:
    """The page's own folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def secret(self) -> str:
        """What forms and cookies are signed with; made once, readable by the owner alone."""
        path = self.folder / "secret"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(32))
        return path.read_text(encoding="ascii")

    def upload(self, kind: Kind, name: str, text: str) -> str:
        """Keep a text that was checked; its name says what it holds, so that nobody's file takes another's place."""
        digest = sha256(text.encode()).hexdigest()[:16]
        target = self.folder / kind / digest / f"{name}.yaml"
        if not target.exists():
            write_whole(target, text)
        return f"{name}.{digest}"

    def files_of(self, kind: Kind, name: str) -> tuple[Path, ...]:
        """The files behind a name: shipped ones, joined with plus signs, or an uploaded one; none if there is none."""
        if match := UPLOADED.fullmatch(name):
            path = self.folder / kind / match[2] / f"{match[1]}.yaml"
            return (path,) if path.exists() else ()
        files = {path.stem: path for path in choices(kind)}
        parts = name.split("+")
        return tuple(files[part] for part in parts) if all(part in files for part in parts) else ()

    def ask(self, request: Request) -> Request:
        """Keep a request; one who asks for a run that another asked for before is added to those who did."""
        known = self.request(request.name)
        if known:
            visitors = tuple(dict.fromkeys((*known.visitors, *request.visitors)))
            request = replace(request, visitors=visitors, asked_at=known.asked_at)
        write_whole(self._request_at(request.name), json.dumps(asdict(request), indent=2))
        return request

    def request(self, name: str) -> Request | None:
        """The request for a run by its name; None if nobody asked for it on the page."""
        if not RUN.fullmatch(name) or not self._request_at(name).exists():
            return None
        return REQUEST.validate_json(self._request_at(name).read_bytes())

    def requests(self) -> Iterator[Request]:
        """All requests, the latest first."""
        names = (path.parent.name for path in (self.folder / "runs").glob("*/request.json"))
        found = [request for name in names if (request := self.request(name))]
        yield from sorted(found, key=lambda request: request.asked_at, reverse=True)

    def policy_file(self, run: str, name: str, text: str) -> Path:
        """Keep the file of a policy that was built for a run, and say where it is."""
        path = self.folder / "runs" / run / f"{name}.yaml"
        write_whole(path, text)
        return path

    def _request_at(self, name: str) -> Path:
        return self.folder / "runs" / name / "request.json"


def choices(kind: Kind) -> Iterator[Path]:
    """The shipped files of a kind, federal ones after the policies."""
    folders = shipped()
    yield from folders["places"] if kind == "place" else (*folders["policies"], *folders["federal"])


def write_whole(path: Path, text: str) -> None:
    """Write a file beside its place and move it there, so that nobody reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    fresh.write_text(text, encoding="utf-8", newline="\n")
    fresh.replace(path)
