"""What the loader hands on: a place under each of its policies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from typing import Any, Literal

from ruamel.yaml import YAML

from simulator.scenario.place import Scenario

BASE_POLICY = "as-is"
Engine = Literal["auto", "simpy", "compiled"]
"""What runs the flow: the readable reference on SimPy, or the same compiled, which ``auto`` takes. No number depends
on it."""


def place_text(tree: dict[str, Any]) -> str:
    """A merged scenario as YAML."""
    return plain_text(tree | {"merged": True})


def plain_text(tree: dict[str, Any]) -> str:
    """Plain data as YAML, without anchors."""
    yaml, text = YAML(), StringIO()
    yaml.width = 110
    yaml.representer.ignore_aliases = lambda _: True
    yaml.dump(tree, text)
    return text.getvalue()


@dataclass(frozen=True)
class Case:
    """A place under one policy, ready to run; ``tree`` is the merged scenario as plain data, as it was written."""

    name: str
    label: str
    about: str
    scenario: Scenario
    tree: dict[str, Any]

    @cached_property
    def place_file(self) -> str:
        """The text of one complete place file, which can be run again as it stands; writing YAML is slow."""
        return place_text(self.tree)


@dataclass(frozen=True)
class Study:
    """A place and the policies to compare, and what runs it; the first case is always the place as it is."""

    place: str
    cases: tuple[Case, ...]
    engine: Engine = "auto"
