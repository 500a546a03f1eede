"""Comparing policies: the levers, what changes at once, and asking for a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import RedirectResponse, Response

from simulator.api import DEFAULT_DRAWS, DEFAULT_REPLICATIONS
from simulator.errors import Fault
from simulator.experiments.rounds import Extent
from simulator.experiments.unknowns import LEAST_DRAWS
from simulator.web import answers
from simulator.web.address import BUILD, LARGEST_SEED, MOST_POLICIES, Asked, Slot, asked_in, file_names
from simulator.web.kept import UPLOADED, Request
from simulator.web.levers import built, groups
from simulator.web.questions import Question, Stage
from simulator.web.visit import Visit, Visiting, choices_of, label_of

router = APIRouter()
MOST_REPLICATIONS, MOST_DRAWS = 400, 400
PLAIN_TEXT = {"Content-Type": "text/yaml; charset=utf-8"}


@router.get("/compare")
async def compare(visit: Visiting, stage: Stage = "quick") -> Response:
    """The levers and, beside them, what changes; ``stage`` says how much is simulated for it."""
    asked = asked_in(visit.request.query_params.multi_items())
    if not asked.place:
        return RedirectResponse(f"/{visit.language.code}/", 303)
    question = visit.question(asked)
    facts = await visit.page.workers.ask(answers.facts, question.place)
    if isinstance(facts, tuple):
        return visit.show("places.html", {"places": choices_of("place"), "faults": facts}, 422)
    answer = await visit.page.workers.ask(answers.answer, question, stage, visit.language.code)
    context = _levers(visit, asked) | _faults(asked, answer.faults)
    return visit.show("compare.html", context | {"facts": facts, "answer": answer, "stage": stage})


@router.get("/policy.yaml")
async def policy_file(visit: Visiting, slot: int) -> Response:
    """The file of a policy that was built with the levers."""
    asked = asked_in([pair for pair in visit.request.query_params.multi_items() if pair[0] != "slot"])
    found = next((one for one in asked.slots if one.number == slot and one.is_built), None)
    if found is None:
        raise HTTPException(404, "There is no such policy.")
    name = file_names(asked)[slot]
    headers = PLAIN_TEXT | {"Content-Disposition": f'attachment; filename="{name}.yaml"'}
    return Response(built(dict(found.given)).text, headers=headers)


@router.post("/runs")
async def run(
    visit: Visiting,
    token: Annotated[str, Form()],
    query: Annotated[str, Form(max_length=16_000)],
    replications: Annotated[str, Form(max_length=20)] = str(DEFAULT_REPLICATIONS),
    draws: Annotated[str, Form(max_length=20)] = str(DEFAULT_DRAWS),
    seed: Annotated[str, Form(max_length=20)] = "1",
) -> Response:
    """Put a run of this comparison into the queue, and go to its page."""
    visit.require_own_form(token)
    asked = replace(asked_in([*parse_qsl(query), ("seed", seed)]))
    faults = _wrong_numbers(replications, draws, seed)
    question = visit.question(asked)
    if not faults:
        extent = Extent(int(replications), int(draws))
        named = await visit.page.workers.ask(answers.named, question, extent)
        if named.name:
            visit.page.runs.ask(_request(visit, asked, question, named.name, extent))
            return RedirectResponse(f"/{visit.language.code}/runs/{named.name}", 303)
    return await _again(visit, asked, question, faults)


async def _again(visit: Visit, asked: Asked, question: Question, faults: Mapping[str, str]) -> Response:
    """The form once more, with what is wrong in it."""
    facts = await visit.page.workers.ask(answers.facts, question.place)
    answer = await visit.page.workers.ask(answers.answer, question, "quick", visit.language.code)
    context = _levers(visit, asked) | _faults(asked, answer.faults) | {"run_faults": faults}
    return visit.show("compare.html", context | {"facts": facts, "answer": answer, "stage": "quick"}, 422)


def _wrong_numbers(replications: str, draws: str, seed: str) -> dict[str, str]:
    """What is wrong with how much is to be simulated, by field."""
    limits = {
        "replications": (replications, 2, MOST_REPLICATIONS, ""),
        "draws": (draws, LEAST_DRAWS, MOST_DRAWS, "0"),
        "seed": (seed, 0, LARGEST_SEED, ""),
    }
    return {
        name: f"a whole number from {least} to {most} is needed{', or 0 for none' if other else ''}"
        for name, (text, least, most, other) in limits.items()
        if text != other and not (text.isascii() and text.isdecimal() and least <= int(text) <= most)
    }


def _request(visit: Visit, asked: Asked, question: Question, name: str, extent: Extent) -> Request:
    """What is kept of a run that is asked for; policies that were built become files beside it."""
    kept = visit.page.kept
    policies = [
        str(kept.policy_file(name, source.name, source.text)) if source.text else "+".join(map(str, source.files))
        for source in question.policies
    ]
    return Request(
        name,
        asked.query(),
        str(question.place),
        tuple(policies),
        extent.replications,
        extent.draws,
        asked.seed,
        (visit.visitor,),
    )


def _levers(visit: Visit, asked: Asked) -> dict[str, object]:
    """What the form shows: the slots in use and one more, and what may be chosen for each."""
    page = visit.page
    uploaded = [slot.choice for slot in asked.slots if UPLOADED.fullmatch(slot.choice) or "+" in slot.choice]
    slots = [*asked.slots, *([Slot(len(asked.slots) + 1, "")] if len(asked.slots) < MOST_POLICIES else [])]
    return {
        "asked": asked,
        "place_label": label_of(page, "place", asked.place),
        "slots": slots,
        "groups": groups(),
        "build": BUILD,
        "policies": [*choices_of("policy"), *((name, label_of(page, "policy", name)) for name in uploaded)],
        "run_faults": {},
        "extent": {"replications": DEFAULT_REPLICATIONS, "draws": DEFAULT_DRAWS, "seed": asked.seed},
    }


def _faults(asked: Asked, faults: Sequence[tuple[int, Fault]]) -> dict[str, object]:
    """Faults by the control that they are about (``1.label``); what no control is about stands above them all."""
    beside: dict[str, list[Fault]] = defaultdict(list)
    above = []
    slots = {slot.number: slot for slot in asked.slots}
    for number, fault in faults:
        slot = slots.get(number)
        control = built(dict(slot.given)).control_of(fault.field) if slot and slot.is_built else None
        if control:
            beside[f"{number}.{control}"].append(fault)
        else:
            above.append(fault)
    return {"beside": dict(beside), "above": above}
