"""The sheet of a study: each item of the checklist, out of the code and the scenario."""

from __future__ import annotations

from simulator.scenario.study import Study
from simulator.views.stress_des import components, experimentation, implementation, inputs, logic, objectives
from simulator.views.stress_des.checklist import ITEMS
from simulator.views.stress_des.conduct import Conduct
from simulator.views.stress_des.content import Block, Item, Sheet


def sheet_of(study: Study, conduct: Conduct) -> Sheet:
    """The sheet of a study that is run as ``conduct`` says; nothing is simulated for it."""
    answers = _objectives_and_logic(study) | _components(study) | _inputs(study) | _runs(study, conduct)
    title = f"{study.cases[0].scenario.label}: reporting sheet by STRESS-DES"
    return Sheet(title, tuple(Item(number, answers[number]) for number in ITEMS))


def _objectives_and_logic(study: Study) -> dict[str, tuple[Block, ...]]:
    scenario = study.cases[0].scenario
    return {
        "1.1": objectives.purpose(study),
        "1.2": objectives.outputs(),
        "1.3": objectives.aims(study),
        "2.1": logic.overview(scenario),
        "2.2": logic.base_logic(study),
        "2.3": logic.scenario_logic(study),
        "2.4": logic.algorithms(scenario),
    }


def _components(study: Study) -> dict[str, tuple[Block, ...]]:
    scenario = study.cases[0].scenario
    return {
        "2.5.1": components.entities(),
        "2.5.2": components.activities(scenario),
        "2.5.3": components.resources(scenario),
        "2.5.4": components.queues(scenario),
        "2.5.5": components.entry_and_exit(scenario),
    }


def _inputs(study: Study) -> dict[str, tuple[Block, ...]]:
    return {
        "3.1": inputs.data_sources(study),
        "3.2": inputs.pre_processing(),
        "3.3": inputs.input_parameters(study),
        "3.4": inputs.assumptions(study),
    }


def _runs(study: Study, conduct: Conduct) -> dict[str, tuple[Block, ...]]:
    return {
        "4.1": experimentation.initialisation(),
        "4.2": experimentation.run_length(study.cases[0].scenario),
        "4.3": experimentation.estimation(conduct, len(study.cases) - 1),
        "5.1": implementation.software(conduct.made_with),
        "5.2": implementation.sampling(),
        "5.3": implementation.execution(),
        "5.4": implementation.system(),
        "6.1": implementation.sharing(conduct),
    }
