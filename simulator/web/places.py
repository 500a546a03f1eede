"""Choosing a place: the list, one place as it is, and files that readers bring along."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, HTTPException, UploadFile
from fastapi.responses import RedirectResponse, Response

from simulator.errors import Fault
from simulator.scenario.places import Kind
from simulator.scenario.yaml_nodes import LARGEST_BYTES
from simulator.web import answers
from simulator.web.address import MOST_POLICIES, Asked, Slot, asked_in, plain_name
from simulator.web.visit import Visiting, choices_of

router = APIRouter()
FIRST_POLICIES = ("opt-out-of-sharing", "opt-out-of-receiving", "decline-all-detainers")
"""The three things that a county may opt out of."""


@router.get("/")
async def choose(visit: Visiting) -> Response:
    """The places that are shipped, and where to bring one's own."""
    return visit.show("places.html", {"places": choices_of("place"), "faults": ()})


@router.get("/place")
async def look(visit: Visiting, place: str) -> Response:
    """A place as it is: its numbers, what it is, and where each number comes from."""
    asked = asked_in([("place", place)])
    question = visit.question(asked)
    facts = await visit.page.workers.ask(answers.facts, question.place)
    if isinstance(facts, tuple):
        return visit.show("places.html", {"places": choices_of("place"), "faults": facts}, 422)
    answer = await visit.page.workers.ask(answers.answer, question, "quick", visit.language.code)
    policies = dict(choices_of("policy"))
    first = [(policies[name], Asked(place, (Slot(1, name),)).query()) for name in FIRST_POLICIES]
    return visit.show("place.html", {"asked": asked, "facts": facts, "answer": answer, "first": first})


@router.post("/uploads")
async def bring(
    visit: Visiting,
    token: Annotated[str, Form()],
    kind: Annotated[Literal["place", "policy"], Form()],
    file: UploadFile,
    query: Annotated[str, Form()] = "",
) -> Response:
    """Take a place or policy file; it is checked as on the command line, and kept by what it says."""
    visit.require_own_form(token)
    content = await file.read(LARGEST_BYTES + 1)
    stem = (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    name = plain_name(stem)
    merged = await visit.page.workers.ask(answers.checked, content, name, kind)
    if isinstance(merged, tuple):
        return _refused(visit, merged)
    key = visit.page.kept.upload(kind, name, merged)
    return RedirectResponse(f"/{visit.language.code}/{_next(kind, key, query)}", 303)


def _refused(visit: Visiting, faults: tuple[Fault, ...]) -> Response:
    return visit.show("places.html", {"places": choices_of("place"), "faults": faults}, 422)


def _next(kind: Kind, key: str, query: str) -> str:
    """Where to go with an uploaded file: the place itself, or the comparison with one policy more."""
    if kind == "place":
        return f"place?place={key}"
    asked = asked_in(parse_qsl(query))
    if not asked.place:
        raise HTTPException(400, "Choose a place first.")
    slots = [slot for slot in asked.slots if slot.choice != key]
    return f"compare?{asked.with_slots([*slots, Slot(0, key)][-MOST_POLICIES:]).query()}"
