"""The levers make policy files that the strict loader takes, or whose faults lead back to the lever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from simulator.api import load
from simulator.errors import ScenarioError
from simulator.scenario.costs import Costs
from simulator.scenario.describe import MODE_SENTENCES
from simulator.scenario.load import check_file
from simulator.scenario.policies import MODE_OF_OPT_OUT, Period
from simulator.web.levers import built, controls

PERIOD = "policy.periods.0"
RULE = f"{PERIOD}.detainer_rules.0"
OTHERS = f"{PERIOD}.detainer_rules.1.then"


def faults_of(tmp_path: Path, given: Mapping[str, Sequence[str]]) -> list[str | None]:
    """The levers that the faults of what they make lead back to."""
    made = built(given)
    path = tmp_path / "plan.yaml"
    path.write_text(made.text, encoding="utf-8")
    try:
        load("arlington-va", [path])
    except ScenarioError as error:
        return [made.control_of(fault.field) for fault in error.faults]
    return []


def test_labels_units_and_limits_are_those_of_the_models() -> None:
    hold = controls()[f"{RULE}.hold_hours"]
    assert (hold.kind, hold.unit, hold.least, hold.most) == ("number", "hours", 0, 1_000)
    begins, field = controls()[f"{PERIOD}.begins"], Period.model_fields["begins"]
    assert (begins.kind, begins.help) == ("date", field.description)
    administration = controls()["costs.opt_out_administration"]
    assert administration.unit == "USD"
    assert administration.help == Costs.model_fields["opt_out_administration"].description
    options = controls()[f"{PERIOD}.opt_out"].options
    assert [value for value, _ in options] == list(MODE_OF_OPT_OUT)
    assert {text for _, text in options} < set(MODE_SENTENCES.values())


def test_every_lever_has_a_name_for_people_and_says_what_it_is() -> None:
    assert not [control.name for control in controls().values() if not control.label or not control.help]


@pytest.mark.parametrize("name", sorted(controls()))
def test_each_lever_by_itself_is_taken_or_points_to_a_lever(tmp_path: Path, name: str) -> None:
    control = controls()[name]
    value = {"text": "Plan", "date": "2010-12-01", "number": "12", "yes-no": "no"}.get(control.kind)
    for option in [value] if value else [option for option, _ in control.options]:
        assert None not in faults_of(tmp_path, {name: [option]})


def test_a_whole_policy(tmp_path: Path) -> None:
    given = {
        "label": ["Level 1 for 24 hours"],
        f"{PERIOD}.begins": ["2010-12-01"],
        f"{PERIOD}.opt_out": ["receive-only"],
        f"{RULE}.when.level": ["1", "2"],
        f"{RULE}.then": ["honor"],
        f"{RULE}.hold_hours": ["24"],
        OTHERS: ["decline"],
        "policy.requests.0.asks": ["share"],
        "overlays.0": ["regime-november-2010"],
        "costs.opt_out_administration": ["50000"],
    }
    made = built(given)
    path = tmp_path / "plan.yaml"
    path.write_text(made.text, encoding="utf-8")
    assert check_file(path) == []
    case = load("arlington-va", [path]).cases[1]
    period = case.scenario.policy.periods[-1]
    assert period.detainer_rules is not None
    assert [rule.then for rule in period.detainer_rules] == ["honor", "decline"]
    assert period.detainer_rules[0].when is not None
    assert period.detainer_rules[0].when.level == ["1", "2"]
    assert case.scenario.costs.opt_out_administration is not None
    assert case.scenario.costs.opt_out_administration.value == 50_000
    assert case.label == "Level 1 for 24 hours"


@pytest.mark.parametrize(
    ("given", "lever"),
    [
        ({f"{PERIOD}.begins": ["2011-02-30"]}, f"{PERIOD}.begins"),
        ({f"{PERIOD}.begins": ["soon"]}, f"{PERIOD}.begins"),
        ({f"{RULE}.when.level": ["1"]}, f"{RULE}.then"),
        ({f"{RULE}.then": ["honor"], f"{RULE}.hold_hours": ["5000"]}, f"{RULE}.hold_hours"),
        ({f"{RULE}.then": ["honor"], f"{RULE}.hold_hours": ["many"]}, f"{RULE}.hold_hours"),
        ({"costs.staff_hour": ["-3"]}, "costs.staff_hour"),
        ({"policy.requests.0.asked_on": ["2010-12-01"]}, "policy.requests.0.asks"),
        ({OTHERS: ["shrug"]}, OTHERS),
    ],
)
def test_a_fault_leads_back_to_its_lever(tmp_path: Path, given: Mapping[str, Sequence[str]], lever: str) -> None:
    assert lever in faults_of(tmp_path, given)


def test_what_was_typed_is_not_mended(tmp_path: Path) -> None:
    """A text that only looks like YAML stays a text: it cannot add keys to the file."""
    made = built({"label": ["Plan\nkind: place"], "costs.staff_hour": ["{value: 1}"]})
    path = tmp_path / "plan.yaml"
    path.write_text(made.text, encoding="utf-8")
    assert [fault.field for fault in check_file(path)] in ([], ["label"])
    assert faults_of(tmp_path, {"costs.staff_hour": ["{value: 1}"]}) == ["costs.staff_hour"]
