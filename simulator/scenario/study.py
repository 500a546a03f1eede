"""What the loader hands on: a place under each of its policies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from simulator.scenario.place import Scenario

BASE_POLICY = "as-is"
Engine = Literal["auto", "simpy", "compiled"]
"""What runs the flow: the readable reference on SimPy, or the same compiled, which ``auto`` takes. No number depends
on it."""


@dataclass(frozen=True)
class Case:
    """A place under one policy, ready to run; ``tree`` is the merged scenario as plain data, as it was written."""

    name: str
    label: str
    about: str
    scenario: Scenario
    tree: dict[str, Any]


@dataclass(frozen=True)
class Study:
    """A place and the policies to compare, and what runs it; the first case is always the place as it is."""

    place: str
    cases: tuple[Case, ...]
    engine: Engine = "auto"
