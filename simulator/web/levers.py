"""The levers with which a reader builds a policy, and the policy file that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

from simulator.scenario.costs import Costs
from simulator.scenario.describe import MODE_SENTENCES
from simulator.scenario.places import heading, shipped
from simulator.scenario.policies import MODE_OF_OPT_OUT
from simulator.scenario.policy_file import PolicyFile
from simulator.scenario.study import plain_text
from simulator.scenario.written import Route, dotted
from simulator.web.controls import SET_HERE, Control, control_at

PERIOD: Route = ("policy", "periods", 0)
REQUEST: Route = ("policy", "requests", 0)
RULES: Route = (*PERIOD, "detainer_rules")
HELD, OTHERS = (*RULES, 0), (*RULES, 1)
REGIME: Route = ("overlays", 0)
COSTS: Route = ("costs",)
BUILT = "Built on the page."
UNNAMED = "Our policy"
OPTIONS_IN_WORDS: Mapping[str, Mapping[str, str]] = {
    "then": {
        "honor": "honor: hold the person for ICE",
        "decline": "decline: neither hold nor tell ICE",
        "notify": "notify: only tell ICE when the person leaves",
    },
    "level": {"1": "level 1", "2": "level 2", "3": "level 3", "none": "without conviction"},
    "conviction": {"none": "no conviction"},
    "warrant": {"none": "no warrant"},
    "asks": {"receive-only": "receiving ICE's answer", "share": "having prints passed on to DHS", "both": "either"},
}
"""What a value says in a policy file, for people; by the name of the field."""
HELP_ON_PAGE: Mapping[str, str] = {
    "opt_out": "Leave it alone to keep what holds in the place.",
    "then": "With those described below; with all of them if nothing is described.",
    "level": "People at these offence levels; at all levels if nothing is chosen.",
    "asks": "Nothing changes until an answer grants it.",
}
Given = Mapping[str, Sequence[str]]
"""What was given for each control, by its name; nothing for those left alone."""


@dataclass(frozen=True)
class Group:
    """Levers that belong together, under a heading."""

    title: str
    about: str
    controls: tuple[Control, ...]


@dataclass(frozen=True)
class Built:
    """A policy file's text, and the control that each part of it came from."""

    text: str
    controls: Mapping[str, str]

    def control_of(self, field: str) -> str | None:
        """The name of the control behind a dotted field of the file; that of the closest part around it."""
        parts = field.split(".")
        tries = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        return next((self.controls[name] for name in tries if name in self.controls), None)


@cache
def groups() -> tuple[Group, ...]:
    """All levers in the order of the form."""
    return (
        Group("Name", "", (_of(("label",)), _choice(("base",), "Builds on", "policies", "A policy to begin with."))),
        Group("Sharing and receiving", "", tuple(_sharing())),
        Group("Whom the jail holds for ICE", "Leave all of it alone to keep the rules of the place.", tuple(_rules())),
        Group(
            "Asking the federal side",
            "A request changes nothing by itself: the federal answer of the day does.",
            (
                *(_of((*REQUEST, name)) for name in ("asks", "asked_on", "accepts_less")),
                _choice(REGIME, "Federal answer", "federal", "How the federal side answers; as in the place if empty."),
            ),
        ),
        Group(
            "Costs",
            "A number left empty stays that of the place.",
            tuple(control_at(Costs, route, COSTS) for route in COST_ROUTES),
        ),
    )


COST_ROUTES: tuple[Route, ...] = (
    ("bed_day", "short_run"),
    ("staff_hour",),
    ("paperwork_per_detainer",),
    ("reading_per_answer",),
    ("opt_out_administration",),
)


def _of(route: Route) -> Control:
    """The control of a field, in the words of the page where those of a policy file's writer would not do."""
    made, name = control_at(PolicyFile, route), str(route[-1])
    words = OPTIONS_IN_WORDS.get(name, {})
    options = tuple((value, words.get(value, text)) for value, text in made.options)
    return replace(made, options=options, help=HELP_ON_PAGE.get(name, made.help))


def _sharing() -> Iterator[Control]:
    mode = _of((*PERIOD, "opt_out"))
    yield replace(mode, options=tuple((opt_out, MODE_SENTENCES[name]) for opt_out, name in MODE_OF_OPT_OUT.items()))
    for name in ("begins", "ice_access", "in_activation_plan", "reimbursement_agreement"):
        yield _of((*PERIOD, name))


def _rules() -> Iterator[Control]:
    yield _of((*HELD, "then"))
    for name in ("level", "charge_class", "conviction", "warrant", "prior_removal", "adult", "reimbursement"):
        yield _of((*HELD, "when", name))
    yield _of((*HELD, "hold_hours"))
    yield _of((*HELD, "exclude_weekends_and_holidays"))
    yield replace(_of((*OTHERS, "then")), label="All others", help="What the jail does with all other detainers.")


def _choice(route: Route, label: str, folder: str, about: str) -> Control:
    options = tuple((path.stem, heading(path)) for path in shipped()[folder])
    return Control(route, "choice", label, about, options, of_files=True)


@cache
def controls() -> Mapping[str, Control]:
    """Every control by its name."""
    return {control.name: control for group in groups() for control in group.controls}


def built(given: Given) -> Built:
    """The policy file that the levers make; it need not be valid."""
    values = {name: controls()[name].value(texts) for name, texts in given.items()}
    chosen = {controls()[name].route: value for name, value in values.items()}
    tree: dict[str, Any] = {"kind": "policy", "label": UNNAMED, "about": BUILT}
    places: dict[str, str] = {}
    shift = not any(route[: len(HELD)] == HELD for route in chosen)
    for route, value in chosen.items():
        target = (*HELD, *route[len(OTHERS) :]) if shift and route[: len(OTHERS)] == OTHERS else route
        _put(tree, target, value)
        places[dotted(target)] = dotted(route)
    _name_origins(tree)
    period = {dotted(PERIOD): dotted(route) for route in chosen if route[: len(PERIOD)] == PERIOD}
    return Built(plain_text(tree), places | period | _missing(tree))


def _put(tree: dict[str, Any], route: Route, value: object) -> None:
    """Set a value, with the mappings and lists on the way to it."""
    part: Any = tree
    for key, following in pairwise(route):
        empty: Any = [] if isinstance(following, int) else {}
        if isinstance(key, int):
            part.extend([{}] * (key + 1 - len(part)))
            part[key] = part[key] or empty
            part = part[key]
        else:
            part = part.setdefault(key, empty)
    if isinstance(route[-1], int):
        part.append(value)
    else:
        part[route[-1]] = value


def _name_origins(tree: dict[str, Any]) -> None:
    """Rules and requests must say where they come from."""
    policy = tree.get("policy", {})
    rules = (rule for period in policy.get("periods", ()) for rule in period.get("detainer_rules", ()))
    for sourced in (*rules, *policy.get("requests", ())):
        sourced["source"] = SET_HERE


def _missing(tree: dict[str, Any]) -> dict[str, str]:
    """Where what is missing is to be chosen: the key itself is not in the file."""
    rules = (tree.get("policy", {}).get("periods") or [{}])[0].get("detainer_rules", ())
    first = {dotted(HELD): dotted((*HELD, "then"))} if rules else {}
    return first | {dotted(REQUEST): dotted((*REQUEST, "asks")), "label": "label"}


def labelled(say: Callable[..., str], control: Control) -> str:
    """The label of a control with its unit, in a language."""
    unit = f" ({say(control.unit)})" if control.unit else ""
    return f"{say(control.label)}{unit}"
