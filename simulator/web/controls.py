"""Controls of a form, made from the fields of the scenario's models: label, help, options, unit and limits.

Nothing is validated here: what is typed goes into a scenario as it stands, and the models say what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from types import NoneType
from typing import Annotated, Any, Literal, TypeAlias, get_args, get_origin

from pydantic import AfterValidator, BaseModel
from pydantic.fields import FieldInfo

from simulator.scenario.document import read_value
from simulator.scenario.faults import members_of
from simulator.scenario.phrases import plainly
from simulator.scenario.quantities import Limits, Quantity
from simulator.scenario.written import Route, dotted

Kind: TypeAlias = Literal["text", "date", "number", "choice", "choices", "yes-no"]
SET_HERE = "Set by the reader on the page"
"""The source of what a reader chooses: it is a what-if."""


@dataclass(frozen=True)
class Control:
    """One control; ``route`` is where its value belongs in a policy file.

    Texts are English and can be translated, but for options that are labels of files, if ``of_files``.
    """

    route: Route
    kind: Kind
    label: str
    help: str
    options: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    least: float | None = None
    most: float | None = None
    of_files: bool = False

    @property
    def name(self) -> str:
        """Its name in a form and in an address."""
        return dotted(self.route)

    def value(self, given: Sequence[str]) -> Any:
        """What a policy file says for what was given; a text that is not of the right kind stays what it is."""
        if self.kind == "choices":
            return list(given)
        if self.kind == "yes-no":
            return {"yes": True, "no": False}.get(given[0], given[0])
        if self.kind == "date":
            return _read(given[0])
        if self.kind == "number":
            return {"value": _read(given[0]), "unit": self.unit, "source": SET_HERE}
        return given[0]


def control_at(model: type[BaseModel], route: Route, under: Route = ()) -> Control:
    """The control of the field at a route of a model; ``under`` is where the model itself stands in a policy file."""
    field = _field_at(model, route)
    label = field.title or plainly(str(route[-1])).capitalize()
    return Control((*under, *route), label=label, help=field.description or "", **_of_type(field))


def _field_at(model: type[BaseModel], route: Route) -> FieldInfo:
    field = model.model_fields[str(route[0])]
    inner = [part for part in route[1:] if not isinstance(part, int)]
    if not inner:
        return field
    models = (member for member in _types(field.annotation) if isinstance(member, type))
    below = next(member for member in models if issubclass(member, BaseModel))
    return _field_at(below, tuple(inner))


def _types(annotation: Any) -> Iterator[Any]:
    """The types that an annotation allows, those of the items of lists included."""
    for member in members_of(annotation):
        yield member
        if get_origin(member) is list:
            yield from _types(get_args(member)[0])


def _of_type(field: FieldInfo) -> dict[str, Any]:
    """What the type of a field says about its control."""
    types = [member for member in members_of(field.annotation) if member is not NoneType]
    if Quantity in types:
        return _number(field)
    if types == [bool]:
        return {"kind": "yes-no"}
    if types == [date]:
        return {"kind": "date"}
    if get_origin(types[0]) is Literal:
        return {"kind": "choice", "options": _options(types[0])}
    if get_origin(types[0]) is list:
        return {"kind": "choices", "options": _options(get_args(types[0])[0])}
    return {"kind": "text"}


def _options(literal: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), plainly(str(value))) for value in get_args(literal))


def _number(field: FieldInfo) -> dict[str, Any]:
    limits = next(_limits(field.annotation, field.metadata))
    most = limits.most if isfinite(limits.most) else None
    return {"kind": "number", "unit": limits.units[0], "least": limits.least, "most": most}


def _limits(annotation: Any, metadata: Sequence[Any] = ()) -> Iterator[Limits]:
    """The limits that stand in the metadata of an annotation, or of a member of it."""
    for entry in metadata:
        if isinstance(entry, AfterValidator) and isinstance(entry.func, Limits):
            yield entry.func
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        yield from _limits(inner, more)
    elif not isinstance(annotation, type):
        for member in get_args(annotation):
            yield from _limits(member)


def _read(text: str) -> object:
    try:
        return read_value(text)
    except ValueError:
        return text
