"""What is wrong with a value, where, and what to try: validation errors put into plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from simulator.errors import Fault
from simulator.scenario.document import read_value
from simulator.scenario.policies import BOTH_READINGS
from simulator.scenario.written import Route, Written, dotted, part_at, parts_of

Location: TypeAlias = Sequence[int | str]
"""Where pydantic saw an error: a route with the tags of unions mixed in."""

LONGEST_VALUE = 60
DID_YOU_MEAN = "Did you mean `{}`?"

MAPPING_NEEDED = "`key: value` lines are needed, not {kind}"
RULES = {
    "missing": "this key is required",
    "extra_forbidden": "this key is not known",
    "invalid_key": "this key must be a name",
    "union_tag_not_found": "this key is required",
    "union_tag_invalid": "this must be one of {expected_tags}",
    "literal_error": "this must be {expected}",
    "float_type": "a number is needed, not {kind}",
    "int_type": "a whole number is needed, not {kind}",
    "string_type": "text is needed, not {kind}",
    "bool_type": "true or false is needed, not {kind}",
    "date_type": "a date such as 2011-06-30 is needed, not {kind}",
    "list_type": "a list is needed, not {kind}",
    "dict_type": MAPPING_NEEDED,
    "model_type": MAPPING_NEEDED,
    "model_attributes_type": MAPPING_NEEDED,
    "greater_than_equal": "this must be at least {ge:g}",
    "greater_than": "this must be above {gt:g}",
    "less_than_equal": "this must be at most {le:g}",
    "string_too_short": "this text needs {min_length} or more characters",
    "string_pattern_mismatch": "two capital letters are needed, such as WA",
    "too_short": "this needs {min_length} or more entries",
    "rule": "{rule}",
}
KINDS = (
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number with decimals"),
    (str, "text"),
    (date, "a date"),
    (list, "a list"),
    (dict, "`key: value` lines"),
)
MEANT: dict[str, type | tuple[type, ...]] = {
    "float_type": (int, float),
    "int_type": int,
    "bool_type": bool,
    "date_type": date,
}
SPOKEN = {"yes": "true", "on": "true", "no": "false", "off": "false"}
EXPLAINED_KEYS = {"participation": f"The key is `opt_out`. {BOTH_READINGS}."}


def nearest(name: object, names: Iterable[object]) -> str:
    """``Did you mean `...`?`` with the closest of ``names``, or nothing if none is close."""
    close = get_close_matches(str(name), [str(known) for known in names], n=1)
    return DID_YOU_MEAN.format(close[0]) if close else ""


def as_written(value: object) -> str:
    """The value much as a file says it, in at most 60 characters; nothing for whole sections."""
    if isinstance(value, dict):
        text = f"{value['value']} {value.get('unit', '')}".strip() if "value" in value else ""
    elif isinstance(value, list):
        is_short = not any(isinstance(item, dict | list) for item in value)
        text = f"[{', '.join(map(as_written, value))}]" if is_short else ""
    elif isinstance(value, bool):
        text = str(value).lower()
    else:
        text = "" if value is None else repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def fault_at(written: Written, route: Route, rule: str, fix: str = "") -> Fault:
    """A fault of the part at ``route``, with the file and line that it comes from."""
    origin = written.origin(route)
    value = as_written(part_at(written.tree, route)) if route else ""
    return Fault(origin.file, origin.line, dotted(origin.route), value, rule, fix)


def explained(error: ValidationError, model: type[BaseModel], written: Written) -> list[Fault]:
    """One fault for each mistake behind a validation error of ``model`` on ``written``."""
    details = [detail for detail in error.errors(include_url=False) if not _is_other_half(detail)]
    faults = []
    meant = set()
    for detail in sorted(details, key=lambda detail: detail["type"] != "extra_forbidden"):
        route = _route(written.tree, detail)
        if detail["type"] == "rule":
            route = _overlaid(written, route)
        if detail["type"] == "extra_forbidden":
            faults.append(_unknown_key(route, _annotation(model, detail["loc"][:-1]), written))
            meant.add((route[:-1], faults[-1].fix))
        elif (route[:-1], DID_YOU_MEAN.format(route[-1] if route else "")) not in meant:
            faults.append(fault_at(written, route, _rule(detail), _fix(detail, model)))
    return faults


def _is_other_half(detail: ErrorDetails) -> bool:
    """Whether a union of ``all`` and a list says the same thing a second time."""
    last = str(detail["loc"][-1]) if detail["loc"] else ""
    return last.startswith("list[") or (last.startswith("literal[") and isinstance(detail["input"], list))


def _overlaid(written: Written, route: Route) -> Route:
    """The part of a section that another file than the section's own has set, if there is one: it broke the rule."""
    file = written.origin(route).file
    parts = [(*route, key) for key in parts_of(part_at(written.tree, route)).values()]
    return next((part for part in parts if written.origin(part).file != file), route)


def _route(tree: Any, detail: ErrorDetails) -> Route:
    """The route of an error: its location without what the tree does not hold, and with the missing key."""
    route: Route = ()
    for part in detail["loc"]:
        key = parts_of(part_at(tree, route)).get(str(part))
        route = route if key is None else (*route, key)
    if detail["type"] == "missing":
        return (*route, detail["loc"][-1])
    discriminator = detail.get("ctx", {}).get("discriminator")
    return (*route, discriminator.strip("'")) if discriminator else route


def _rule(detail: ErrorDetails) -> str:
    """The rule in plain words."""
    last = str(detail["loc"][-1]) if detail["loc"] else ""
    if last == "[key]":
        return "this key must be a number" if detail["type"] == "float_type" else "this key must be a name"
    words = RULES.get(detail["type"], "this cannot be used here")
    kind = next((kind for known, kind in KINDS if isinstance(detail["input"], known)), "nothing")
    rule = words.format(kind=kind, **detail.get("ctx", {}))
    return f"{rule} or a list" if last.startswith("literal[") else rule


def _fix(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """What to try, if there is something to say."""
    value, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "rule":
            return str(context["fix"])
        case "union_tag_not_found":
            names = _tags(_annotation(model, detail["loc"]), context["discriminator"].strip("'"))
            return f"Choose one of {', '.join(names)}."
        case "literal_error" if str(detail["loc"][-1]).startswith("literal[") and isinstance(value, str):
            return f"Write [{value}]."
        case "literal_error":
            return _nearest_option(value, context["expected"])
        case "union_tag_invalid":
            return _nearest_option(context["tag"], context["expected_tags"])
        case "string_type" if isinstance(value, int | float | date):
            return "Put it in quotes."
        case kind if kind in MEANT and isinstance(value, str):
            return _unquoted(value, MEANT[kind])
    return ""


def _nearest_option(value: object, expected: str) -> str:
    options = expected.replace(" or ", ", ").replace("'", "").split(", ")
    is_unquoted = not isinstance(value, str) and str(value) in options
    return "Put it in quotes." if is_unquoted else nearest(value, options)


def _unquoted(text: str, wanted: type | tuple[type, ...]) -> str:
    """How to write what the text seems to mean."""
    bare = SPOKEN.get(text.lower(), text.replace(",", "").strip(" $"))
    try:
        meant = isinstance(read_value(bare), wanted)
    except ValueError:
        return ""
    return f"Write {bare}{' without quotes' * (bare == text)}." if meant else ""


def _unknown_key(route: Route, annotation: Any, written: Written) -> Fault:
    """The fault of a key that is not known, with the nearest of those that are, or all of them."""
    names = _fields(annotation)
    fix = EXPLAINED_KEYS.get(str(route[-1])) or nearest(route[-1], names)
    fix = fix or f"The keys here are {', '.join(names)}."
    return fault_at(written, route, RULES["extra_forbidden"], fix)


def members_of(annotation: Any) -> list[Any]:
    """The types that an annotation allows, out of ``Annotated`` and unions."""
    if get_origin(annotation) is Annotated:
        return members_of(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [member for part in get_args(annotation) for member in members_of(part)]
    return [annotation]


def _fields(annotation: Any) -> dict[str, Any]:
    """The annotation of each field of the models that an annotation allows."""
    models = [member for member in members_of(annotation) if isinstance(member, type) and issubclass(member, BaseModel)]
    return {name: field.annotation for model in models for name, field in model.model_fields.items()}


def _annotation(annotation: Any, location: Location) -> Any:
    """The annotation of the part at a location."""
    for part in location:
        annotation = _step(annotation, part)
    return annotation


def _step(annotation: Any, part: int | str) -> Any:
    if str(part) in _fields(annotation):
        return _fields(annotation)[str(part)]
    for member in members_of(annotation):
        if get_origin(member) in (dict, list):
            return get_args(member)[-1]
        if any(part in get_args(tag) for tag in _fields(member).values() if get_origin(tag) is Literal):
            return member
    return None


def _tags(annotation: Any, discriminator: str) -> list[str]:
    return [get_args(_fields(member)[discriminator])[0] for member in members_of(annotation)]
