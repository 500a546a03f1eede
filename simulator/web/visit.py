"""One request: what the page knows, who asks, in which language, and how an answer is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse

from simulator.scenario.places import Kind, heading
from simulator.version import VERSION
from simulator.views.language import Language, languages
from simulator.views.pages import environment
from simulator.web.address import Asked, Slot, file_names
from simulator.web.guard import Seal
from simulator.web.kept import Kept, choices
from simulator.web.levers import built
from simulator.web.questions import Question, Source
from simulator.web.runs import Runs
from simulator.web.settings import Settings
from simulator.web.workers import Workers

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Page:
    """All that lasts from one request to the next."""

    settings: Settings
    kept: Kept
    seal: Seal
    runs: Runs
    workers: Workers


@dataclass(frozen=True)
class Visit:
    """A request in a language, by a visitor."""

    page: Page
    language: Language
    visitor: str
    request: Request

    def show(self, template: str, context: Mapping[str, Any], status: int = 200) -> HTMLResponse:
        """A page out of a template."""
        shared = {
            "languages": languages().values(),
            "elsewhere": self._elsewhere,
            "root": f"/{self.language.code}",
            "form_token": self.page.seal.form(self.visitor),
            "version": VERSION,
        }
        text = environment(self.language, TEMPLATES).get_template(template).render(shared | dict(context))
        return HTMLResponse(text, status)

    def require_own_form(self, token: str) -> None:
        """Refuse a form that this page did not give to this visitor, or too long ago."""
        if not self.page.seal.is_own(token, self.visitor):
            raise HTTPException(403, "The form has expired. Go back, load the page again, and send it once more.")

    def question(self, asked: Asked) -> Question:
        """The question of an address, with the files behind its names; 404 for a name without a file."""
        names = file_names(asked)
        policies = tuple(self._source(slot, names[slot.number]) for slot in asked.slots)
        return Question(self._files("place", asked.place)[0], policies, asked.seed)

    def _source(self, slot: Slot, name: str) -> Source:
        if slot.is_built:
            return Source(slot.number, name, text=built(dict(slot.given)).text)
        return Source(slot.number, name, self._files("policy", slot.choice))

    def _files(self, kind: Kind, name: str) -> tuple[Path, ...]:
        files = self.page.kept.files_of(kind, name)
        if not files:
            what = "place" if kind == "place" else "policy"
            raise HTTPException(404, f"There is no {what} {name[:60]!r}.")
        return files

    def _elsewhere(self, code: str) -> str:
        """The address of the same page in another language."""
        url = self.request.url
        path = url.path.removeprefix(f"/{self.language.code}")
        return f"/{code}{path}{'?' if url.query else ''}{url.query}"


def label_of(page: Page, kind: Kind, name: str) -> str:
    """What a place or policy is called, by its file's own label."""
    return " + ".join(heading(path) for path in page.kept.files_of(kind, name)) or name


def choices_of(kind: Kind) -> list[tuple[str, str]]:
    """The shipped places or policies, by name and label."""
    return [(path.stem, heading(path)) for path in choices(kind)]


def visit(code: str, request: Request) -> Visit:
    """The visit of a request below ``/CODE``; 404 for a language that there is not."""
    if code not in languages():
        raise HTTPException(404, "There is no such page.")
    return Visit(request.app.state.page, languages()[code], request.state.visitor, request)


Visiting: TypeAlias = Annotated[Visit, Depends(visit)]
