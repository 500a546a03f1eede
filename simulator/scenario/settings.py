"""A case with other numbers, set by their paths as with ``--set``: the same checks, the same errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import ValidationError

from simulator.errors import ScenarioError
from simulator.scenario.checks import scenario_faults
from simulator.scenario.faults import explained
from simulator.scenario.overlay import set_values
from simulator.scenario.place import Scenario
from simulator.scenario.study import Case
from simulator.scenario.written import Origin, Written


def with_settings(case: Case, settings: Mapping[str, float]) -> Case:
    """The case with each path set to its value; ScenarioError with every fault if it cannot be."""
    stated = Written(case.tree, {(): Origin(case.name, 0, 0, ())})
    written = set_values(stated, [f"{path}={value!r}" for path, value in settings.items()], None)
    try:
        scenario = Scenario.model_validate(written.tree)
    except ValidationError as error:
        raise ScenarioError(explained(error, Scenario, written)) from error
    if faults := scenario_faults(scenario, written):
        raise ScenarioError(faults)
    return replace(case, scenario=scenario, tree=written.tree)
