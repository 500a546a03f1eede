"""A case, or a whole study, with other numbers, set by their paths as with ``--set``: the same checks and errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import ValidationError

from simulator.errors import Fault, ScenarioError
from simulator.scenario.checks import scenario_faults
from simulator.scenario.faults import explained
from simulator.scenario.overlay import has_path, set_values
from simulator.scenario.place import Scenario
from simulator.scenario.study import Case, Study
from simulator.scenario.written import Origin, Written


def with_settings(case: Case, settings: Mapping[str, float]) -> Case:
    """The case with each path set to its value; ScenarioError with every fault if it cannot be."""
    merged = case.tree | {"merged": True}  # periods of overlays follow those of the place, whatever their days
    stated = Written(merged, {(): Origin(case.name, 0, 0, ())})
    written = set_values(stated, [f"{path}={value!r}" for path, value in settings.items()], None)
    try:
        scenario = Scenario.model_validate(written.tree)
    except ValidationError as error:
        raise ScenarioError(explained(error, Scenario, written)) from error
    if faults := scenario_faults(scenario, written):
        raise ScenarioError(faults)
    return replace(case, scenario=scenario, tree=written.tree)


def study_with_settings(study: Study, settings: Mapping[str, float], *, policies_only: bool = False) -> Study:
    """The study with each path set in every case that has it; with ``policies_only``, the place as it is stays.

    A policy may have a path that the place as it is has not, such as the hours of a hold in a rule of its own.
    ScenarioError with the faults of all cases; a path that no case has is one.
    """
    changing = study.cases[policies_only:]
    nowhere = {path for path in settings if not any(has_path(case.tree, path) for case in changing)}
    cases: list[Case] = list(study.cases[:policies_only])
    faults: list[Fault] = []
    for case in changing:
        last = case is study.cases[-1]  # it says of a path that is nowhere what is nearest, once
        here = {
            path: value for path, value in settings.items() if has_path(case.tree, path) or (last and path in nowhere)
        }
        try:
            cases.append(with_settings(case, here) if here else case)
        except ScenarioError as error:
            faults += error.faults
    if faults:
        raise ScenarioError(faults)
    return replace(study, cases=tuple(cases))
