"""From files to a study: names, labels, shipped files, and faults of several files at once."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from simulator.errors import Fault, ScenarioError
from simulator.scenario.document import read
from simulator.scenario.load import BASIC_POLICIES, check_file, load_study
from simulator.scenario.overlay import PERIOD_KEYS
from simulator.scenario.places import heading, shipped
from simulator.scenario.study import BASE_POLICY

HERE = Path(__file__).parent
PLACE = HERE / "small-place.yaml"
SHARING, DECLINING = "opt-out-of-sharing", "decline-all-detainers"
POLICY = "kind: policy\nlabel: {label}\nabout: About {label}.\n"


def policy_file(folder: Path, name: str, body: str = "", label: str = "Made up") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(POLICY.format(label=label) + body, encoding="utf-8")
    return path


def faults_of(*policies: Path | str, place: Path | str = PLACE) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_study(place, policies)
    return str(caught.value).splitlines()


def test_the_first_case_is_the_place_as_it_is() -> None:
    study = load_study(PLACE, [SHARING])
    assert study.place == "small-place"
    assert [case.name for case in study.cases] == [BASE_POLICY, SHARING]
    base = study.cases[0]
    assert (base.label, base.about) == ("Example County", "A made-up county with one jail.")
    assert len(base.scenario.policy.periods) == 1


def test_the_tree_of_a_case_is_plain_data_as_written() -> None:
    base, sharing = load_study(PLACE, [SHARING]).cases
    assert base.tree["starts"] == datetime.date(2012, 1, 1)
    assert base.tree["stays"]["misdemeanor"]["at"] == {0: 0, 0.25: 0.3, 0.5: 1.5, 0.9: 20, 1: 300}
    assert base.tree["agencies"]["example"]["match_share"] == {
        "value": 0.1,
        "low": 0.05,
        "high": 0.15,
        "unit": "share",
        "assumed": "made up",
    }
    assert sharing.tree["policy"]["periods"] == [*base.tree["policy"]["periods"], {"opt_out": "share"}]
    assert sharing.tree.keys() == base.tree.keys()


def test_a_base_leaves_no_trace_in_the_tree(tmp_path: Path) -> None:
    place = tmp_path / "other.yaml"
    place.write_text(f"kind: place\nbase: {PLACE}\n", encoding="utf-8")
    assert load_study(place).cases[0].tree == load_study(PLACE).cases[0].tree


def test_siblings_on_the_command_line() -> None:
    case = load_study(PLACE, [f"{SHARING}+{DECLINING}"]).cases[1]
    assert case.name == f"{SHARING}+{DECLINING}"
    assert case.label == "Opt out of sharing + Decline all detainers"
    assert [period.opt_out for period in case.scenario.policy.periods] == ["none", "share", None]


def test_siblings_by_path(tmp_path: Path) -> None:
    one = policy_file(tmp_path, "one", "policy: {periods: [{opt_out: share}]}\n", "One")
    two = policy_file(tmp_path, "two", "policy: {periods: [{in_activation_plan: true}]}\n", "Two")
    case = load_study(PLACE, [f"{one}+{two}"]).cases[1]
    assert (case.name, case.label, case.about) == ("one+two", "One + Two", "About One. About Two.")


def test_a_file_whose_name_holds_a_plus_sign_is_one_file(tmp_path: Path) -> None:
    path = policy_file(tmp_path, "a+b", "policy: {periods: [{opt_out: share}]}\n")
    assert load_study(PLACE, [path]).cases[1].name == "a+b"


def test_siblings_on_the_command_line_at_odds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    policy_file(tmp_path, "one", "policy: {periods: [{agencies: all, opt_out: share}]}\n")
    policy_file(tmp_path, "two", "policy: {periods: [{agencies: [example], opt_out: both}]}\n")
    assert faults_of("one.yaml+two.yaml") == [
        "two.yaml:4: policy.periods.0.opt_out: one.yaml:4 sets this too, and neither file goes before the other. "
        "Keep one of the two, or build one file on the other with `base`."
    ]


def test_settings_and_years_win_in_every_case(tmp_path: Path) -> None:
    body = "agencies: {example: {match_share: {value: 0.6, unit: share, source: made up}}}\n"
    path = policy_file(tmp_path, "more-matches", body)
    study = load_study(PLACE, [path], ["agencies.example.match_share=0.2"], years=3)
    assert [case.scenario.agencies["example"].match_share.value for case in study.cases] == [0.2, 0.2]
    assert [case.scenario.years for case in study.cases] == [3, 3]
    assert [case.tree["years"] for case in study.cases] == [3, 3]
    assert load_study(PLACE, [path]).cases[1].scenario.agencies["example"].match_share.value == 0.6


def test_a_policy_given_twice(tmp_path: Path) -> None:
    mine = policy_file(tmp_path, SHARING, "policy: {periods: [{opt_out: share}]}\n")
    as_is = policy_file(tmp_path, BASE_POLICY, "policy: {periods: [{opt_out: share}]}\n")
    twice = "is given twice. Leave one out, or rename its file."
    assert faults_of(SHARING, mine) == [f"{mine}: the policy {SHARING} {twice}"]
    assert faults_of(as_is) == [f"{as_is}: the policy {BASE_POLICY} {twice}"]
    assert faults_of(f"{SHARING}+{SHARING}") == [f"{SHARING}+{SHARING}: the policy {SHARING}+{SHARING} {twice}"]


def test_faults_of_all_files_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("place.yaml").write_text(f"kind: place\nbase: {PLACE}\nyears: many\nyears: 2\n", encoding="utf-8")
    policy_file(tmp_path, "a", "jail: 5\npolicy: {periods: [{opt_out: some}]}\n")
    policy_file(tmp_path, "b", "jail: {custody: 1}\n")
    with pytest.raises(ScenarioError) as caught:
        load_study("place.yaml", ["a.yaml", "b.yaml", "missing.yaml"], ["nothing=1"])
    assert [(fault.file, fault.line, fault.field) for fault in caught.value.faults] == [
        ("--set", 0, "nothing"),
        ("a.yaml", 4, "jail"),
        ("a.yaml", 5, "policy.periods.0.opt_out"),
        ("b.yaml", 4, "jail.custody"),
        ("missing.yaml", 0, ""),
        ("place.yaml", 3, "years"),
        ("place.yaml", 4, "years"),
    ]


def test_a_fault_of_the_place_is_told_once_however_many_policies() -> None:
    wrong = HERE / "wrong" / "share-over-one.yaml"
    assert len(faults_of(SHARING, DECLINING, place=wrong)) == 1


def test_a_fault_of_a_policy_has_the_position_in_its_own_file(tmp_path: Path) -> None:
    path = policy_file(tmp_path, "late", "policy:\n  periods:\n    - {begins: 2020-01-01, opt_out: share}\n")
    rule = "this is after the end of the scenario (1 year from 2012-01-01 on)."
    assert faults_of(path) == [f"{path}:6: policy.periods.0.begins: 2020-01-01: {rule}"]


def test_the_first_day_must_be_settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = PLACE.read_text(encoding="utf-8").replace("- opt_out: none", "- begins: 2012-03-01\n      opt_out: none")
    Path("late.yaml").write_text(text, encoding="utf-8")
    line = 1 + text.splitlines().index("  periods:")
    fix = "Add a period without `begins` that sets it."
    assert faults_of(place="late.yaml") == [
        f"late.yaml:{line}: policy.periods: `detainer_rules` of example is not known on the first day. {fix}",
        f"late.yaml:{line}: policy.periods: `opt_out` of example is not known on the first day. {fix}",
    ]


def test_a_rule_with_empty_conditions_is_about_everyone(tmp_path: Path) -> None:
    rules = "[{then: decline, when: {}, source: made up}]"
    path = policy_file(tmp_path, "all", f"policy: {{periods: [{{detainer_rules: {rules}}}]}}\n")
    assert check_file(path) == []


def test_periods_of_different_agencies_need_no_common_order(tmp_path: Path) -> None:
    periods = (
        "[{agencies: [a], begins: 2012-05-01, opt_out: share}, {agencies: [b], begins: 2012-02-01, opt_out: share}]"
    )
    assert check_file(policy_file(tmp_path, "two", f"policy: {{periods: {periods}}}\n")) == []


def test_a_policy_may_begin_before_what_its_base_begins(tmp_path: Path) -> None:
    """Only the periods of one file must go forward: a file on top may reach further back."""
    period = "policy: {periods: [{begins: 2012-0%d-01, opt_out: %s}]}\n"
    policy_file(tmp_path, "base", period % (6, "share"))
    path = policy_file(tmp_path, "earlier", "base: base.yaml\n" + period % (3, "none"))
    assert len(load_study(PLACE, [path]).cases[1].scenario.policy.periods) == 3


def test_a_policy_is_checked_without_a_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    policy_file(tmp_path, "a", "policy: {periods: [{agencies: [nowhere], opt_out: share}, {agencies: all}]}\n")
    rule = "this period changes nothing"
    fix = f"Give {' or '.join(PERIOD_KEYS)}."
    assert check_file("a.yaml") == [Fault("a.yaml", 4, "policy.periods.1", "", rule, fix)]


@pytest.mark.parametrize(
    ("kind", "line", "rule"),
    [
        ("", 1, "this key is required. Write `kind: place` or `kind: policy`."),
        ("kind: county\n", 1, "'county': this must be 'place' or 'policy'. Write `kind: place` or `kind: policy`."),
        ("kind: [place]\n", 1, "['place']: this must be 'place' or 'policy'. Write `kind: place` or `kind: policy`."),
    ],
)
def test_a_file_of_no_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, line: int, rule: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(f"{kind}label: Made up\n", encoding="utf-8")
    assert [str(fault) for fault in check_file("a.yaml")] == [f"a.yaml:{line}: kind: {rule}"]


def test_check_knows_shipped_names_and_says_which_file_is_missing() -> None:
    assert check_file(SHARING) == []
    assert [str(fault) for fault in check_file("opt-out-of-shraing")] == [
        "opt-out-of-shraing: there is no such file. Did you mean `opt-out-of-sharing`?"
    ]


def test_files_are_shown_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = HERE / "wrong" / "negative-share.yaml"
    monkeypatch.chdir(tmp_path)
    assert check_file(wrong)[0].file == str(wrong)
    monkeypatch.chdir(HERE.parent)
    assert check_file(wrong)[0].file == "scenario/wrong/negative-share.yaml"


SHIPPED = [path for files in shipped().values() for path in files]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_have_no_faults(path: Path) -> None:
    assert check_file(path) == []
    assert heading(path) != path.stem


def test_shipped_files_are_listed_by_folder() -> None:
    files = shipped()
    assert list(files) == ["places", "policies", "federal"]
    assert set(BASIC_POLICIES) < {path.stem for path in files["policies"]}
    assert SHARING in [path.stem for path in files["policies"]]
    assert load_study(files["places"][0].stem).place == files["places"][0].stem


def test_heading_of_a_file_without_label_is_its_name(tmp_path: Path) -> None:
    path = tmp_path / "bare.yaml"
    path.write_text("kind: policy\n", encoding="utf-8")
    assert heading(path) == "bare"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("010", 10),
        ("-3", -3),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("0x10", "0x10"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("True", True),
        ("", None),
        ("2011-06-30", datetime.date(2011, 6, 30)),
        ("'2011-06-30'", "2011-06-30"),
        ("2011-06-30 12:00", "2011-06-30 12:00"),
        ("1_000", "1_000"),
    ],
)
def test_scalars(tmp_path: Path, text: str, value: object) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"key: {text}\n", encoding="utf-8")
    written, faults = read(path)
    assert faults == []
    assert written is not None
    assert written.tree == {"key": value}
    assert type(written.tree["key"]) is type(value)


def test_positions_are_those_of_keys_and_items(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbf# comment\r\na:\r\n  b:\r\n    - 1\r\n    - {c: 2}\r\n")
    written, _ = read(path)
    assert written is not None
    places = {route: (origin.line, origin.column) for route, origin in written.origins.items()}
    assert places == {
        (): (2, 1),
        ("a",): (2, 1),
        ("a", "b"): (3, 3),
        ("a", "b", 0): (4, 7),
        ("a", "b", 1): (5, 7),
        ("a", "b", 1, "c"): (5, 8),
    }
