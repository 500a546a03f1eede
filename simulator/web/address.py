"""The address of a comparison: the place, up to five policies and the seed, in the query, and nothing else.

A policy stands in a slot, ``1`` to ``5``: ``1=opt-out-of-sharing`` is a shipped or uploaded one, ``1=build`` one whose
levers follow as ``1.LEVER=value``. The same comparison has the same address, whatever order its parts came in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from simulator.web.levers import controls

MOST_POLICIES = 5
BUILD = "build"
LONGEST_VALUE = 200
MOST_VALUES = 400
"""More parts than all levers of all slots can have."""
LARGEST_SEED = 2**63 - 1
NAME = re.compile(r"[a-z0-9][a-z0-9+.-]{0,120}")
Pairs = Sequence[tuple[str, str]]


class WrongAddress(ValueError):
    """An address that no form of the page makes; the message says which part is wrong."""


@dataclass(frozen=True)
class Slot:
    """A policy: the name of a file, or ``build`` with what was given for each lever."""

    number: int
    choice: str
    given: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def is_built(self) -> bool:
        """Whether its policy is built with the levers."""
        return self.choice == BUILD

    def values(self, control: str) -> tuple[str, ...]:
        """What was given for a control; nothing if it was left alone."""
        return dict(self.given).get(control, ())


@dataclass(frozen=True)
class Asked:
    """What an address asks for."""

    place: str
    slots: tuple[Slot, ...] = ()
    seed: int = 1

    def query(self) -> str:
        """The query of the address, in one order."""
        return urlencode(list(self._pairs()))

    def with_slots(self, slots: Iterable[Slot]) -> Asked:
        """The same place with other policies, numbered anew."""
        return replace(self, slots=tuple(replace(slot, number=number) for number, slot in enumerate(slots, 1)))

    def _pairs(self) -> Iterator[tuple[str, str]]:
        yield "place", self.place
        for slot in self.slots:
            yield str(slot.number), slot.choice
            yield from ((f"{slot.number}.{name}", value) for name, values in slot.given for value in values)
        if self.seed != 1:
            yield "seed", str(self.seed)


def asked_in(pairs: Pairs) -> Asked:
    """What the parts of a query ask for; WrongAddress for parts that no form makes. Empty parts say nothing."""
    if len(pairs) > MOST_VALUES:
        raise WrongAddress("The address has too many parts.")
    given = [(name, value.strip()) for name, value in pairs if value.strip()]
    if long := next((name for name, value in given if len(value) > LONGEST_VALUE), None):
        raise WrongAddress(f"The address has a value of more than {LONGEST_VALUE} characters: {long[:40]}.")
    single = dict(given)
    numbers = [number for number in range(1, MOST_POLICIES + 1) if str(number) in single]
    slots = tuple(_slot(number, single[str(number)], given) for number in numbers)
    return Asked(_name(single.get("place", "")), slots, _seed(single.get("seed", "1")))


def _slot(number: int, choice: str, given: Pairs) -> Slot:
    if choice != BUILD:
        return Slot(number, _name(choice))
    prefix = f"{number}."
    values: dict[str, list[str]] = {}
    for name, value in given:
        if name.startswith(prefix):
            values.setdefault(name.removeprefix(prefix), []).append(value)
    if unknown := values.keys() - controls().keys():
        raise WrongAddress(f"There is no lever {min(unknown)[:60]!r}.")
    ordered = ((name, tuple(dict.fromkeys(values[name]))) for name in controls() if name in values)
    return Slot(number, BUILD, tuple(ordered))


def _name(text: str) -> str:
    """A name of a file, never a path."""
    if text and not NAME.fullmatch(text):
        raise WrongAddress(f"{text[:60]!r} is no name of a place or policy.")
    return text


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 20 and int(text) <= LARGEST_SEED):
        raise WrongAddress(f"The seed is a whole number of 0 or more, and {text[:40]!r} is not.")
    return int(text)


def file_names(asked: Asked) -> dict[int, str]:
    """The name under which the policy of each slot runs: that of its file, or its label as a name of a file."""
    names: dict[int, str] = {}
    for slot in asked.slots:
        name = plain_name(" ".join(slot.values("label"))) if slot.is_built else slot.choice
        taken = {"as-is", *names.values()}
        names[slot.number] = f"{name}-{slot.number}" if slot.is_built and name in taken else name
    return names


def plain_name(text: str) -> str:
    """A label as a name of a file: small letters and digits with hyphens between them."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", letters))[:40].strip("-") or "file"
