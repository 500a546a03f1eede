"""The JSON Schemas of place and policy files, for editors to complete and check them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

from simulator.errors import Fault, ScenarioError
from simulator.scenario.overlay import LEAF_KEYS
from simulator.scenario.place import Scenario
from simulator.scenario.policy_file import PolicyFile
from simulator.scenario.written import shown

Json: TypeAlias = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The draft that editors' YAML servers know best."""
REFERENCE = "#/$defs/"
PART = "Part"
BASE = {
    "type": "string",
    "description": "Another place file that this one builds on; what is not given here is as it is there.",
}
WHOLE_IN_A_POLICY = {"kind", "label", "about", "policy"}
ONE_ORIGIN = [{"required": ["source"]}, {"required": ["assumed"]}]


def place_schema() -> Json:
    """The schema of a place file.

    A file with a ``base`` may be partial: mappings are merged key by key, so that no key in them is required.
    So may a file without ``agencies``, which is a base for others.
    """
    whole, definitions = _generated(Scenario)
    whole["properties"] = {"base": BASE, **whole["properties"]}
    part = {**_partial(whole, definitions), "required": ["kind"]}
    definitions |= {"Place": whole, f"Place{PART}": part}
    return {
        "$schema": DIALECT,
        "title": "Place file",
        "description": whole["description"],
        "if": {"anyOf": [{"required": ["base"]}, {"not": {"required": ["agencies"]}}]},
        "then": {"$ref": f"{REFERENCE}Place{PART}"},
        "else": {"$ref": f"{REFERENCE}Place"},
        "$defs": definitions,
    }


def policy_schema() -> Json:
    """The schema of a policy file; its sections are parts of those of a place."""
    place, definitions = _generated(Scenario)
    parts = _partial(place, definitions)["properties"]
    whole, own_definitions = _generated(PolicyFile)
    sections = whole["properties"].keys() & parts.keys() - WHOLE_IN_A_POLICY
    whole["properties"] |= {name: parts[name] for name in sections}
    return {"$schema": DIALECT, **whole, "title": "Policy file", "$defs": definitions | own_definitions}


def write_schemas(directory: Path) -> list[Path]:
    """Write ``place.schema.json`` and ``policy.schema.json`` into a folder, which is made if need be.

    ScenarioError if that cannot be done.
    """
    schemas = {directory / "place.schema.json": place_schema(), directory / "policy.schema.json": policy_schema()}
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for path, schema in schemas.items():
            path.write_text(json.dumps(schema, indent=2, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
    except FileExistsError as error:
        raise _unwritable(directory, "this is a file, and a folder is needed") from error
    except OSError as error:
        raise _unwritable(directory, f"the schemas cannot be written here: {error.strerror}") from error
    return list(schemas)


def _unwritable(directory: Path, rule: str) -> ScenarioError:
    return ScenarioError([Fault(shown(directory), 0, "", "", rule, "Name another folder.")])


def _generated(model: type[Scenario] | type[PolicyFile]) -> tuple[Json, Json]:
    """A model's schema without its definitions, and the definitions."""
    schema = _tidied(model.model_json_schema())
    definitions = schema.pop("$defs")
    for definition in definitions.values():
        if "source" in definition["properties"] and "assumed" in definition["properties"]:
            definition["oneOf"] = ONE_ORIGIN
    return schema, definitions


def _tidied(node: Any) -> Any:
    """Without what no editor uses: tags of unions, and ``null`` as a default that it would write out."""
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    superfluous = {"discriminator"} | ({"default"} if node.get("default", "") is None else set())
    return {key: _tidied(part) for key, part in node.items() if key not in superfluous}


def _partial(definition: Json, definitions: Json) -> Json:
    """A definition in which no key is required; adds those of the sections below it to ``definitions``."""
    kept = {key: part for key, part in definition.items() if key not in ("required", "oneOf")}
    properties = definition["properties"].items()
    return {**kept, "properties": {name: _partial_reference(part, definitions) for name, part in properties}}


def _partial_reference(node: Json, definitions: Json) -> Json:
    """A property that leads to the partial definition of a section; what merges replace whole stays whole."""
    if "anyOf" in node:
        return {**node, "anyOf": [_partial_reference(choice, definitions) for choice in node["anyOf"]]}
    if isinstance(node.get("additionalProperties"), dict):
        kept = {key: part for key, part in node.items() if key != "minProperties"}
        return {**kept, "additionalProperties": _partial_reference(node["additionalProperties"], definitions)}
    name = node.get("$ref", "").removeprefix(REFERENCE)
    if not name or not LEAF_KEYS.isdisjoint(definitions[name]["properties"]):
        return node
    if f"{name}{PART}" not in definitions:
        definitions[f"{name}{PART}"] = _partial(definitions[name], definitions)
    return {**node, "$ref": f"{REFERENCE}{name}{PART}"}
