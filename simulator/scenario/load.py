"""The scenario files of a study: found, read, merged and checked; every fault of every file at once."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from simulator.errors import Fault, ScenarioError
from simulator.scenario.checks import policy_faults, scenario_faults
from simulator.scenario.document import read
from simulator.scenario.faults import explained, fault_at, nearest
from simulator.scenario.network_tables import expanded
from simulator.scenario.overlay import HEADER, join, merge, only, set_values, states_of
from simulator.scenario.place import Scenario
from simulator.scenario.places import KINDS, Kind, found, in_its_place, nearest_file, shipped_as
from simulator.scenario.policy_file import PolicyFile
from simulator.scenario.study import BASE_POLICY, Case, Study, plain_text
from simulator.scenario.written import Route, Written, part_at, shown

BASIC_POLICIES = (
    "opt-out-of-receiving",
    "opt-out-of-sharing",
    "not-activated",
    "serious-only",
    "decline-all-detainers",
)
"""The policies that a place is compared with if none is named."""
SECTIONS = frozenset(PolicyFile.model_fields) - frozenset(HEADER)
NO_FILE = "there is no such file"
TERMS: tuple[Route, ...] = (
    ("costs", "headline_bed_price"),
    ("costs", "dollars_of"),
    ("costs", "report_dollars_of"),
    ("costs", "discount_rate"),
    ("costs", "jail_real_growth"),
)


def load_study(
    place: Path | str,
    policies: Sequence[Path | str] = (),
    settings: Sequence[str] = (),
    years: int | None = None,
) -> Study:
    """The place as it is, and under each policy; ``ScenarioError`` carries every fault of every file.

    A place or policy is a path, or the name of a shipped file; ``a.yaml+b.yaml`` is one policy out of two files of
    equal rank. ``settings`` are ``path=value`` and, like ``years``, win over every file.
    """
    reading = _Reading()
    path = found(str(place), Path.cwd(), ("place",))
    ground = reading.place(path)
    states = states_of(ground.tree) if ground else {}
    layers = [_Layer(BASE_POLICY), *reading.layers([str(policy) for policy in policies], states)]
    cases = [reading.case(ground, layer, settings, years) for layer in layers] if ground else []
    if faults := reading.all_faults():
        raise ScenarioError(faults)
    return Study(path.stem, tuple(case for case in cases if case))


def check_file(path: Path | str) -> list[Fault]:
    """Every fault of a place or policy file and of those that it builds on; a policy is checked without a place."""
    reading = _Reading()
    file = found(str(path), Path.cwd(), KINDS)
    written = reading.file(file)
    kind = written.tree.get("kind") if written else None
    if written and kind not in KINDS:
        rule = "this must be 'place' or 'policy'" if kind else "this key is required"
        return [*reading.faults, fault_at(written, ("kind",), rule, "Write `kind: place` or `kind: policy`.")]
    if written and kind == "place" and (ground := reading.place(file)):
        reading.case(ground, _Layer(BASE_POLICY), (), None)
    if written and kind == "policy":
        reading.resolved(file, "policy", {})
    return list(ScenarioError(reading.all_faults()).faults)


def merged_text(path: Path, kind: Kind) -> str:
    """A file from a stranger as the text of one that builds on nothing; ScenarioError with all its faults.

    It may build on shipped files alone, whose names are taken without the folders before them, and on no tables.
    """
    reading = _Reading(stranger=path)
    if kind == "place":
        merged = reading.place(path)
        if merged:
            reading.case(merged, _Layer(BASE_POLICY), (), None)
    else:
        merged = reading.resolved(path, kind, {})
    if merged is None or reading.all_faults():
        raise ScenarioError(reading.all_faults())
    own = reading.files[path]
    heads = {key: own.tree[key] for key in HEADER[:4] if key in own.tree} if own and kind == "policy" else {}
    return plain_text(heads | merged.tree | ({"merged": True} if kind == "place" else {}))


@dataclass(frozen=True)
class _Layer:
    """A policy that is to be laid over a place; nothing to lay for the place as it is."""

    name: str
    label: str = ""
    about: str = ""
    body: Written | None = None


class _Reading:
    """Files read so far, and what is wrong with them."""

    def __init__(self, stranger: Path | None = None) -> None:
        self.stranger = stranger
        self.files: dict[Path, Written | None] = {}
        self.yaml_faults: list[Fault] = []
        self.faults: list[Fault] = []

    def all_faults(self) -> list[Fault]:
        """All faults; where the YAML itself is at fault, nothing else is said about the same key."""
        known = {(fault.file, fault.line, fault.field) for fault in self.yaml_faults}
        others = (fault for fault in self.faults if (fault.file, fault.line, fault.field) not in known)
        return [*self.yaml_faults, *others]

    def file(self, path: Path) -> Written | None:
        """The content of a file, read once; None if it cannot be read."""
        if path not in self.files:
            if os.path.exists(path):
                self.files[path], faults = read(path)
                self.yaml_faults += faults
            else:
                self.files[path] = None
                self.yaml_faults.append(Fault(shown(path), 0, "", "", NO_FILE, in_its_place(path)))
        return self.files[path]

    def resolved(
        self, path: Path, kind: Kind, states: Mapping[str, str], chain: tuple[Path, ...] = ()
    ) -> Written | None:
        """A file with its base and overlays merged in; None if one of them cannot be used."""
        written = self._of_kind(path, kind)
        if written is None:
            return None
        bases, overlays = (
            [self._referred(written, route, kind, states, (*chain, path)) for route in _references(written.tree, key)]
            for key in ("base", "overlays")
        )
        own = only(written, SECTIONS if kind == "policy" else written.tree.keys() - {"base"})
        parts = [*bases, *overlays, own]
        usable = [part for part in parts if part]
        if len(usable) < len(parts):
            return None
        joined, clashes = join(usable[len(bases) :], states)
        self.faults += clashes
        return merge(usable[0], joined) if bases else joined

    def place(self, path: Path) -> Written | None:
        """A place file with its base and its tables; None if one of them cannot be used."""
        resolved = self.resolved(path, "place", {})
        own = self.files.get(path)
        if path == self.stranger and own and "network" in own.tree:
            self.faults.append(fault_at(own, ("network",), "tables can be used on the command line only"))
            return None
        ground, faults = expanded(resolved) if resolved else (None, [])
        self.faults += faults
        return None if faults else ground

    def layers(self, policies: Sequence[str], states: Mapping[str, str]) -> list[_Layer]:
        """The policies of the command line, those that can be used."""
        names = [BASE_POLICY]
        layers = []
        for policy in policies:
            paths = [found(part, Path.cwd(), ("policy",)) for part in _siblings(policy)]
            names.append("+".join(path.stem for path in paths))
            if names[-1] in names[:-1] or len(set(paths)) < len(paths):
                rule = f"the policy {names[-1]} is given twice"
                self.faults.append(Fault(policy, 0, "", "", rule, "Leave one out, or rename its file."))
            bodies = [body for path in paths if (body := self.resolved(path, "policy", states))]
            if len(bodies) == len(paths):
                layers.append(self._layer(names[-1], paths, *join(bodies, states)))
        return layers

    def case(self, ground: Written, layer: _Layer, settings: Sequence[str], years: int | None) -> Case | None:
        """A place under a policy, validated and checked; None if it is wrong."""
        written = merge(ground, layer.body) if layer.body else ground
        if beyond := [*_strangers(ground, written), *_other_terms(ground, written)]:
            self.faults += beyond
            return None
        try:
            written = set_values(written, settings, years)
        except ScenarioError as error:
            self.faults += error.faults
        try:
            scenario = Scenario.model_validate(written.tree)
        except ValidationError as error:
            self.faults += explained(error, Scenario, written)
            return None
        self.faults += scenario_faults(scenario, written)
        return Case(layer.name, layer.label or scenario.label, layer.about or scenario.about, scenario, written.tree)

    def _of_kind(self, path: Path, kind: Kind) -> Written | None:
        """The content of a file that must be of this kind, its own schema checked."""
        written = self.file(path)
        if written is None:
            return None
        actual = written.tree.get("kind")
        if actual != kind and actual in KINDS:
            rule = f"a {kind} file is needed here, and this is a {actual} file"
            self.faults.append(fault_at(written, ("kind",), rule))
            return None
        if kind == "policy":
            self._check_policy(written)
        elif actual != kind:
            rule = "this must be 'place'" if actual else "this key is required"
            self.faults.append(fault_at(written, ("kind",), rule, "Write `kind: place`."))
            return replace(written, tree={**written.tree, "kind": kind})
        return written

    def _check_policy(self, written: Written) -> None:
        try:
            file = PolicyFile.model_validate(written.tree)
        except ValidationError as error:
            self.faults += explained(error, PolicyFile, written)
            return
        if file.policy:
            self.faults += policy_faults(file.policy, written)

    def _referred(
        self, written: Written, route: Route, kind: Kind, states: Mapping[str, str], chain: tuple[Path, ...]
    ) -> Written | None:
        """The file that is named at ``route``, which must not lead back to a file of the chain."""
        name = part_at(written.tree, route)
        if not isinstance(name, str):
            if kind == "place":  # the schema of a policy file says this by itself
                self.faults.append(fault_at(written, route, "the name of a file is needed"))
            return None
        stranger = chain[-1] == self.stranger
        path = shipped_as(name, kind) if stranger else found(name, chain[-1].parent, (kind,))
        if not os.path.exists(path):
            self.faults.append(fault_at(written, route, NO_FILE, nearest_file(path, chain[-1].parent)))
            return None
        if any(os.path.samefile(path, link) for link in chain):
            circle = " -> ".join(link.name for link in (*chain, path))
            self.faults.append(fault_at(written, route, f"files cannot build on each other in a circle: {circle}"))
            return None
        return self.resolved(path, kind, states, chain)

    def _layer(self, name: str, paths: Sequence[Path], body: Written, clashes: Sequence[Fault]) -> _Layer:
        self.faults += clashes
        heads = [written.tree for path in paths if (written := self.files[path])]
        label = " + ".join(str(head.get("label")) for head in heads)
        return _Layer(name, label, " ".join(str(head.get("about")) for head in heads), body)


def _strangers(ground: Written, written: Written) -> list[Fault]:
    """A fault for each agency that a policy names and the place does not have."""
    known, named = states_of(ground.tree), states_of(written.tree)
    fix = "A policy changes the agencies of a place; a new one belongs in the place file."
    return [
        fault_at(written, ("agencies", name), "the place has no such agency", nearest(name, known) or fix)
        for name in named
        if name not in known
    ]


def _other_terms(ground: Written, written: Written) -> list[Fault]:
    """A fault for each term of comparison that a policy sets otherwise than the place."""
    rule = "a policy cannot set this, for the place as it is and all policies are compared in the same terms"
    fix = "Set it in the place file, or with --set."
    changed = (route for route in TERMS if part_at(written.tree, route) != part_at(ground.tree, route))
    return [fault_at(written, route, rule, fix) for route in changed]


def _siblings(policy: str) -> list[str]:
    """The files that ``a+b`` names; a file whose own name holds a plus sign is one file."""
    return [policy] if os.path.exists(policy) else policy.split("+")


def _references(tree: Mapping[str, Any], key: str) -> list[Route]:
    """The routes under ``key`` at which other files are named."""
    named = tree.get(key)
    if key == "overlays" and isinstance(named, list):
        return [(key, position) for position in range(len(named))]
    return [] if named is None else [(key,)]
