"""The JSON Schemas: what is shipped fits them, as an editor reads it, and mistakes do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from simulator.scenario.document import read
from simulator.scenario.place import Scenario
from simulator.scenario.places import SCENARIOS
from simulator.scenario.policy_file import PolicyFile
from simulator.scenario.schema import place_schema, policy_schema, write_schemas
from tests.example_place import PLACE, decline, honor, lognormal, number, place_tree

FILES = [path for folder in ("places", "policies", "federal") for path in sorted((SCENARIOS / folder).rglob("*.yaml"))]
SMALL_PLACE = Path(__file__).parent / "small-place.yaml"
HEADER = "# yaml-language-server: $schema="
VALIDATORS = {
    kind: Draft7Validator(schema, format_checker=FormatChecker())
    for kind, schema in (("place", place_schema()), ("policy", policy_schema()))
}
Tree = dict[str, Any]
Edit = Callable[[Tree], object]


def as_an_editor_reads(node: Any) -> Any:
    """Dates are text and keys are text, as in JSON."""
    if isinstance(node, dict):
        return {str(key): as_an_editor_reads(part) for key, part in node.items()}
    if isinstance(node, list):
        return [as_an_editor_reads(part) for part in node]
    return node.isoformat() if isinstance(node, date) else node


def mistakes(tree: Tree) -> list[str]:
    seen = as_an_editor_reads(tree)
    return [error.message for error in VALIDATORS[seen["kind"]].iter_errors(seen)]


@pytest.mark.parametrize("kind", VALIDATORS)
def test_schemas_are_schemas(kind: str) -> None:
    Draft7Validator.check_schema(VALIDATORS[kind].schema)


@pytest.mark.parametrize("path", [*FILES, SMALL_PLACE], ids=lambda path: path.stem)
def test_shipped_files_fit(path: Path) -> None:
    written, faults = read(path)
    assert written is not None
    assert faults == []
    assert mistakes(written.tree) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_files_name_their_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(HEADER)
    kind = "place" if path.is_relative_to(SCENARIOS / "places") else "policy"
    assert (path.parent / first.removeprefix(HEADER)).resolve() == SCENARIOS / f"{kind}.schema.json"


def test_written_schemas_are_the_generated_ones(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "new")
    assert [path.name for path in written] == ["place.schema.json", "policy.schema.json"]
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert text.endswith("}\n")
        assert (SCENARIOS / path.name).read_text(encoding="utf-8") == text


def changed(*edits: Edit) -> Tree:
    tree = place_tree()
    for edit in edits:
        edit(tree)
    return tree


def without(*keys: str) -> Edit:
    return lambda tree: [tree.pop(key) for key in keys]


def setting(path: str, value: Any) -> Edit:
    def edit(tree: Tree) -> None:
        *parents, key = path.split(".")
        for parent in parents:
            tree = tree[parent]
        tree[key] = value

    return edit


WRONG_PLACES: dict[str, Edit] = {
    "a key is missing": without("costs"),
    "an unknown key": setting("cost", {}),
    "an unknown key in a section": setting("costs.bed_days", 1),
    "a number without a unit": setting("costs.staff_hour", {"value": 3, "source": "a wage table"}),
    "a number without an origin": setting("costs.staff_hour", {"value": 3, "unit": "USD/hour"}),
    "a number with two origins": setting("costs.staff_hour", number(3, "USD/hour") | {"assumed": "why not"}),
    "a number as text": setting("costs.staff_hour", number(3, "USD/hour") | {"value": "3"}),
    "no such date": setting("starts", "2012-02-30"),
    "an unknown distribution": setting("stays.infraction", lognormal(1, 2, "days") | {"distribution": "normal"}),
    "a distribution of another kind": setting("stays.infraction", lognormal(1, 2, "days") | {"mean": 1}),
    "an unknown kind of station": setting("stations.lesc.kind", "server"),
    "23 hours": setting("stays.release_hours.shares", [1 / 23] * 23),
    "a state in words": setting("agencies.example.state", "Virginia"),
    "no years": setting("years", 0),
    "a near miss of opt_out": setting("policy.periods", [{"opt_out": "share-only"}]),
    "a level as a number": setting("policy.periods", [{"detainer_rules": [honor(level=[1])]}]),
}


def test_a_whole_place_fits() -> None:
    assert mistakes(PLACE) == []


@pytest.mark.parametrize("mistake", WRONG_PLACES)
def test_a_wrong_place_does_not_fit(mistake: str) -> None:
    assert mistakes(changed(WRONG_PLACES[mistake]))


PARTS: list[Tree] = [
    {"costs": {"staff_hour": number(30, "USD/hour")}},
    {"agencies": {"example": {"match_share": number(0.05, "share")}}},
    {"field_offices": {"capital": {"tours": {"hours": [9]}}}},
    {"stations": {"lesc": {"kind": "delay", "time": lognormal(1, 4, "hours")}}},
    {"federal": {"withdrawal": {"removable": number(0.1, "share")}}},
    {"policy": {"periods": [{"begins": date(2012, 7, 1), "detainer_rules": [decline()]}]}},
]
WRONG_PARTS: list[Tree] = [
    {"costs": {"staff_hours": number(30, "USD/hour")}},
    {"costs": {"staff_hour": {"value": 30}}},
    {"agencies": {"example": {"match_share": {"value": 0.05, "unit": "share"}}}},
    {"field_offices": {"capital": {"tours": {"hours": 9}}}},
    {"stations": {"lesc": {"kind": "delay"}}},
    {"stays": {"felony": {"median": 3}}},
    {"people": {"level": {"felony": {"level_1": 1.0}}}},
    {"policy": {"periods": [{"then": "decline"}]}},
]
POLICY = {"kind": "policy", "label": "A policy", "about": "For tests."}
HEADS: dict[str, Tree] = {"place on a base": {"kind": "place", "base": "other.yaml"}, "policy": POLICY}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("part", PARTS, ids=str)
def test_a_part_of_a_place_fits_a_policy_and_a_place_on_a_base(head: str, part: Tree) -> None:
    assert mistakes(HEADS[head] | part) == []


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("part", WRONG_PARTS, ids=str)
def test_a_wrong_part_fits_neither(head: str, part: Tree) -> None:
    assert mistakes(HEADS[head] | part)


def test_a_place_without_agencies_is_a_base_for_others() -> None:
    assert mistakes({"kind": "place"} | PARTS[0]) == []
    assert mistakes({"kind": "place"} | WRONG_PARTS[0])


def test_a_place_without_a_base_may_not_leave_out_what_one_with_a_base_may() -> None:
    partial = changed(without("costs", "stays", "label"))
    assert mistakes(partial)
    assert mistakes(partial | {"base": "other.yaml"}) == []


@pytest.mark.parametrize("key", ["kind", "label", "about"])
def test_a_policy_needs_its_head(key: str) -> None:
    tree = {name: value for name, value in POLICY.items() if name != key}
    assert list(VALIDATORS["policy"].iter_errors(tree))


def test_descriptions_of_fields_are_in_the_schemas() -> None:
    for kind, model in (("place", Scenario), ("policy", PolicyFile)):
        schema = VALIDATORS[kind].schema
        properties = schema["$defs"]["Place"]["properties"] if kind == "place" else schema["properties"]
        for name, field in model.model_fields.items():
            assert properties[name].get("description") == field.description, name


def test_the_opt_outs_are_explained_where_an_editor_shows_them() -> None:
    for validator in VALIDATORS.values():
        period = validator.schema["$defs"]["Period"]["properties"]
        assert "out of having prints passed on" in period["opt_out"]["description"]
