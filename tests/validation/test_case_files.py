"""Case files are strict, their figures are told apart from inputs, and every input they name exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import ScenarioError
from simulator.experiments.validation.reading import read_case_files, read_cases
from simulator.scenario.load import check_file
from tests.docs.validation_page import all_paths, fits

CASES = read_cases()
WHOLE = """\
kind: case
label: A county
about: What was counted.
source: A newspaper, 2011
place: arlington-va
comparisons:
  - name: detainers per match
    unit: share
    published: {count: 9, of: 12}
    simulated: {count: detainers, per: matches}
    verdict: miss
    because: Few people.
"""


def wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> str:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a-county.yaml"
    assert old in WHOLE
    path.write_text(WHOLE.replace(old, new), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_case_files([path])
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("label: A county", "lable: A county",
         "a-county.yaml:2: lable: 'A county': this key is not known. Did you mean `label`?"),
        ("count: detainers", "count: detainer",
         "a-county.yaml:10: comparisons.0.simulated.count: 'detainer': nothing is counted by this name. Did you mean "
            "`detainers`?"),
        ("per: matches", "per: month",
         "a-county.yaml:10: comparisons.0.simulated.per: 'month': nothing can be divided by this."),
        ("{count: 9, of: 12}", "{count: 9}",
         "a-county.yaml:9: comparisons.0.published: give either `value`, or `count` and `of`."),
        ("{count: 9, of: 12}", "{value: 9, low: 10, high: 12}",
         "a-county.yaml:9: comparisons.0.published: 9: low <= figure <= high does not hold: 10, 9, 12."),
        ("    verdict: miss", "    role: input\n    verdict: input",
         "a-county.yaml:7: comparisons.0: `sets` names the inputs of a figure whose role is `weighed` or `input`, and "
         "of no other."),
        ("per: matches}", "per: matches, policy: serious-only}",
         "a-county.yaml:1: `policies` lacks serious-only, which a figure asks for."),
        ("place: arlington-va\n", "",
         "a-county.yaml:1: a case has a `place` and `comparisons`, or says why it is `not_run`."),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, message: str
) -> None:
    assert wrong(tmp_path, monkeypatch, old, new) == message


def test_no_case_may_test_what_it_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = "    role: weighed\n    sets: [federal.detainer]\n    verdict: miss"
    tested = "place: arlington-va\ntests: [people.level, federal.detainer.removable]"
    monkeypatch.setattr(f"{__name__}.WHOLE", WHOLE.replace("place: arlington-va", tested))
    assert wrong(tmp_path, monkeypatch, "    verdict: miss", new) == (
        "a-county.yaml:1: `tests` names federal.detainer.removable, which a figure of this case set or was weighed "
        "for. An input cannot be set and tested by the same case."
    )


def test_a_case_that_is_not_known_is_told_with_the_nearest() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_cases(["v01-san-fransisco", "v22-clackamas"])
    assert str(caught.value) == (
        "validate: v01-san-fransisco: there is no such case. Did you mean `v01-san-francisco`?"
    )


def test_every_input_that_a_case_names_is_one_of_a_shipped_place() -> None:
    paths = all_paths()
    named = {path for case in CASES for path in case.file.tests}
    named |= {path for case in CASES for comparison in case.file.comparisons for path in comparison.sets}
    assert sorted(path for path in named if not any(fits(path, known) for known in paths)) == []


def test_a_case_of_inputs_alone_tests_nothing() -> None:
    idle = [case.name for case in CASES if all(comparison.role == "input" for comparison in case.file.comparisons)]
    assert [case.name for case in CASES if case.name in idle and case.file.tests] == []


def test_places_and_policies_of_cases_have_no_faults() -> None:
    folder = Path(__file__).parents[2] / "scenarios" / "validation"
    files = [*folder.glob("places/*.yaml"), *folder.glob("policies/*.yaml")]
    assert len(files) > 10
    assert [str(fault) for path in files if path.stem != "one-office" for fault in check_file(path)] == []
