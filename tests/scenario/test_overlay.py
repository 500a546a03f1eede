"""How trees are laid over each other, and how values of the command line are set."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from simulator.errors import ScenarioError
from simulator.scenario.load import load_study
from simulator.scenario.overlay import join, merge, overlap, set_values
from simulator.scenario.written import Origin, Route, Written, part_at, parts_of

HERE = Path(__file__).parent
PLACE = HERE / "small-place.yaml"
SET = "set on the command line"
NUMBER = {"value": 0.1, "low": 0.05, "high": 0.2, "unit": "share", "assumed": "made up"}


def routes(tree: Any, route: Route = ()) -> list[Route]:
    below = [deeper for key in parts_of(tree).values() for deeper in routes(tree[key], (*route, key))]
    return [route, *below]


def written(file: str, tree: dict[str, Any]) -> Written:
    """A tree each of whose parts is written on a line of its own."""
    lines = enumerate(routes(tree), start=1)
    return Written(tree, {route: Origin(file, line, 1, route) for line, route in lines})


def policy(*periods: dict[str, Any]) -> dict[str, Any]:
    return {"policy": {"periods": list(periods)}}


def clashes(one: dict[str, Any], other: dict[str, Any], states: dict[str, str] | None = None) -> list[str]:
    _, faults = join([written("one", one), written("other", other)], states or {})
    return [fault.field for fault in faults]


def test_sections_merge_key_by_key() -> None:
    under = written("under", {"jail": {"added_days": {"a": 1, "b": 2}}, "years": 1})
    over = written("over", {"jail": {"added_days": {"b": 3, "c": 4}}})
    assert merge(under, over).tree == {"jail": {"added_days": {"a": 1, "b": 3, "c": 4}}, "years": 1}
    assert under.tree == {"jail": {"added_days": {"a": 1, "b": 2}}, "years": 1}


@pytest.mark.parametrize(
    "leaf",
    [
        {"value": 1, "source": "new"},
        {"distribution": "fixed"},
        {"kind": "delay"},
        {"unit": "share", "felony": 1},
        {"shares": [1]},
        {"factors": [1]},
        [1],
        2,
        None,
    ],
    ids=str,
)
def test_leaves_are_replaced_whole(leaf: object) -> None:
    under = written("under", {"part": {"value": 1, "low": 0, "high": 2, "assumed": "old"}, "other": 5})
    over = written("over", {"part": leaf})
    merged = merge(under, over)
    assert merged.tree == {"part": leaf, "other": 5}
    assert {origin.file for route, origin in merged.origins.items() if route[:1] == ("part",)} == {"over"}


def test_a_leaf_gives_way_to_a_section_and_the_reverse() -> None:
    section, leaf = {"part": {"a": 1}}, {"part": {"value": 1}}
    assert merge(written("u", leaf), written("o", section)).tree == section
    assert merge(written("u", section), written("o", leaf)).tree == leaf


def test_kind_at_the_root_does_not_make_a_leaf_of_the_file() -> None:
    merged = merge(written("u", {"kind": "place", "a": 1}), written("o", {"kind": "place", "b": 2}))
    assert merged.tree == {"kind": "place", "a": 1, "b": 2}


def test_every_part_keeps_its_file_line_and_route() -> None:
    under = written("under", policy({"opt_out": "none"}) | {"jail": {"a": 1, "b": 1}})
    over = written("over", {"jail": {"b": 2}} | policy({"opt_out": "share"}, {"opt_out": "both"}))
    merged = merge(under, over)
    assert merged.origin(("jail", "a")) == under.origins["jail", "a"]
    assert merged.origin(("jail", "b")) == over.origins["jail", "b"]
    assert merged.origin(("policy", "periods", 2, "opt_out")) == over.origins["policy", "periods", 1, "opt_out"]
    assert set(routes(merged.tree)) == set(merged.origins)


def test_a_part_that_is_not_written_stands_where_the_part_around_it_does() -> None:
    tree = written("file", {"jail": {"a": 1}})
    around = tree.origins["jail",]
    assert tree.origin(("jail", "b", "c")) == Origin("file", around.line, 1, ("jail", "b", "c"))


def test_a_part_that_does_not_exist_is_nothing() -> None:
    assert part_at({"a": [1]}, ("a", 0)) == 1
    assert part_at({"a": [1]}, ("a", 1)) is None
    assert part_at({"a": 5}, ("a", "b")) is None


def test_periods_grow_in_order() -> None:
    one, two, three = ({"opt_out": name} for name in ("none", "share", "both"))
    merged = merge(merge(written("1", policy(one)), written("2", policy(two))), written("3", policy(three)))
    assert merged.tree == policy(one, two, three)


def test_siblings_must_not_set_the_same_leaf() -> None:
    assert clashes({"jail": {"a": 1}}, {"jail": {"b": 1}}) == []
    assert clashes({"jail": {"a": 1}}, {"jail": {"a": 1}}) == ["jail.a"]
    assert clashes({"jail": {"a": NUMBER}}, {"jail": {"a": {"value": 1}}}) == ["jail.a"]
    assert clashes({"jail": {"a": 5}}, {"jail": {"a": {"b": 1}}}) == ["jail.a"]


def test_a_clash_names_both_files_and_lines() -> None:
    one, other = written("one", {"years": 1}), written("other", {"label": "x", "years": 2})
    _, faults = join([one, other], {})
    assert [str(fault) for fault in faults] == [
        "other:3: years: one:2 sets this too, and neither file goes before the other. "
        "Keep one of the two, or build one file on the other with `base`."
    ]


SHARE, NONE = {"opt_out": "share"}, {"opt_out": "none"}
DAY, LATER = {"begins": datetime.date(2012, 1, 1)}, {"begins": datetime.date(2012, 2, 1)}
KING, COOK = {"agencies": ["king"]}, {"agencies": ["cook"]}
STATES = {"king": "WA", "cook": "IL"}


@pytest.mark.parametrize(
    ("one", "other", "at_odds"),
    [
        (SHARE, NONE, True),
        (SHARE, SHARE, False),
        (SHARE | DAY, SHARE | LATER, True),
        (SHARE | DAY, SHARE | DAY, False),
        (SHARE, {"in_activation_plan": False}, False),
        (SHARE | KING, NONE | COOK, False),
        (SHARE | KING, NONE | KING, True),
        (SHARE | KING, NONE | {"agencies": "all"}, True),
        (SHARE | KING, NONE | {"states": ["WA"]}, False),
        (SHARE | KING, NONE | {"states": ["IL"]}, False),
        (SHARE | {"states": ["WA", "IL"]}, NONE | {"states": ["IL"]}, True),
        (SHARE | {"states": ["MD"]}, NONE | {"states": ["MD"]}, True),
    ],
)
def test_periods_of_siblings_at_odds(one: dict[str, Any], other: dict[str, Any], at_odds: bool) -> None:
    expected = ["policy.periods.0.opt_out"] if at_odds else []
    assert clashes(policy(one), policy(other), STATES) == expected
    assert clashes(policy(other), policy(one), STATES) == expected


def test_an_agency_s_own_periods_and_its_state_s_never_overlap() -> None:
    """They act together, so neither sets what the other has set."""
    assert not overlap(KING, {"states": ["WA"]}, STATES)
    assert overlap({"states": ["WA", "IL"]}, {"states": ["WA"]}, STATES)


def test_siblings_that_share_a_base_do_not_clash_over_it() -> None:
    base = written("base", {"jail": {"a": 1}} | policy(SHARE))
    one = merge(base, written("one", {"jail": {"b": 1}}))
    other = merge(base, written("other", {"jail": {"c": 1}}))
    joined, faults = join([one, other], {})
    assert faults == []
    assert joined.tree["jail"] == {"a": 1, "b": 1, "c": 1}


def test_a_number_that_is_set_loses_its_range_and_says_so() -> None:
    before = written("file", {"agencies": {"king": {"match_share": NUMBER}}})
    for path in ("agencies.king.match_share", "agencies.king.match_share.value"):
        after = set_values(before, [f"{path}=0.3"], None)
        assert after.tree == {"agencies": {"king": {"match_share": {"value": 0.3, "unit": "share", "source": SET}}}}
        assert after.origin(("agencies", "king", "match_share", "unit")).file == "--set"
    assert before.tree == {"agencies": {"king": {"match_share": NUMBER}}}


def test_a_number_with_quantiles_that_is_set_goes_together_with_no_other() -> None:
    fitted = NUMBER | {"low": 0.01, "high": 0.1, "quantiles": {0.0: 0.01, 0.5: 0.05, 1.0: 0.1}}
    pairs = [["a", "b"], ["b", "c"], ["c", "a"]]
    together = [{"between": pair, "rank": 0.5, "source": "counted"} for pair in pairs]
    tree = {name: dict(fitted) for name in "abc"} | {"correlations": together}
    after = set_values(written("file", tree), ["a=0.3"], None)
    assert after.tree["a"] == {"value": 0.3, "unit": "share", "source": SET}
    assert after.tree["correlations"] == [together[1]]
    assert after.origin(("correlations", 0, "rank")).route == ("correlations", 1, "rank")
    assert set_values(written("file", tree), ["a.low=0.02"], None).tree["correlations"] == together
    moved = set_values(written("file", tree), ["a.quantiles.0.5=0.06"], None).tree["a"]
    assert moved == fitted | {"quantiles": {0.0: 0.01, 0.5: 0.06, 1.0: 0.1}}


def test_a_date_that_is_set_loses_its_range_too() -> None:
    fact = {"value": datetime.date(2010, 1, 1), "earliest": datetime.date(2009, 1, 1), "source": "a memo"}
    after = set_values(written("file", {"on": fact}), ["on=2012-05-06"], None)
    assert after.tree == {"on": {"value": datetime.date(2012, 5, 6), "source": SET}}


def test_a_time_of_a_distribution_that_is_set_loses_the_range_of_its_centre() -> None:
    stay = {"distribution": "lognormal", "median": 4, "p90": 80, "low": 2, "high": 8, "assumed": "made up"}
    after = set_values(written("file", {"stay": stay}), ["stay.median=9"], None)
    assert after.tree == {"stay": {"distribution": "lognormal", "median": 9, "p90": 80, "source": SET}}


def test_other_scalars_are_replaced_and_nothing_else() -> None:
    shift = {"from_hour": 8, "weekdays": ["Mon", "Tue"], "assumed": "made up"}
    after = set_values(written("file", {"shift": shift}), ["shift.from_hour=9", "shift.weekdays.1=Wed"], None)
    assert after.tree == {"shift": {"from_hour": 9, "weekdays": ["Mon", "Wed"], "assumed": "made up"}}


def test_a_key_may_hold_dots() -> None:
    table = {"at": {0: 0, 0.5: 1, 1: 2}, "unit": "days"}
    assert set_values(written("file", table), ["at.0.5=1.5"], None).tree["at"] == {0: 0, 0.5: 1.5, 1: 2}


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", 5), ("5.", 5.0), ("1e-3", 0.001), ("true", True), ("no", "no"), ("'5'", "5"), ("~", None), ("a=b", "a=b")],
)
def test_values_are_read_as_in_a_file(text: str, value: object) -> None:
    after = set_values(written("file", {"key": "old"}), [f"key={text}"], None)
    assert after.tree == {"key": value}
    assert type(after.tree["key"]) is type(value)


def test_all_wrong_settings_are_told_at_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        set_values(written("file", {"years": 1}), ["yaers=2", "nonsense", "years=[1]"], None)
    assert str(caught.value) == (
        "--set: nonsense: the scenario has no such path.\n"
        "--set: yaers: 2: the scenario has no such path. Did you mean `years`?\n"
        "--set: years: [1]: a single value is needed after `=`."
    )


POLICY = "kind: policy\nlabel: Made up\nabout: Made up.\n"


def test_order_of_layers_place_base_overlays_own(tmp_path: Path) -> None:
    """The base is below the overlays, those are below nothing of the file's own, and the place is below all."""
    days = "jail: {added_days: {%s: {value: %d, unit: days, source: made up}}}\n"
    period = "policy: {periods: [{begins: 2012-0%d-01, %s}]}\n"
    (tmp_path / "base.yaml").write_text(POLICY + days % ("felony", 1) + period % (2, "opt_out: both"))
    (tmp_path / "beside.yaml").write_text(POLICY + days % ("felony", 2) + period % (3, "opt_out: share"))
    own = "base: base.yaml\noverlays: [beside.yaml]\n"
    own += days % ("infraction", 3) + period % (4, "in_activation_plan: false")
    (tmp_path / "own.yaml").write_text(POLICY + own)
    case = load_study(PLACE, [tmp_path / "own.yaml"]).cases[1]
    assert case.scenario.jail.added_days.felony.value == 2
    assert case.scenario.jail.added_days.infraction.value == 3
    assert case.scenario.jail.added_days.misdemeanor.value == 12
    assert [period.begins and period.begins.month for period in case.scenario.policy.periods] == [None, 2, 3, 4]


def test_a_place_builds_on_a_place_that_builds_on_a_place(tmp_path: Path) -> None:
    (tmp_path / "middle.yaml").write_text(f"kind: place\nbase: {PLACE}\nyears: 2\nlabel: Middle\n")
    folder = tmp_path / "below"
    folder.mkdir()
    (folder / "top.yaml").write_text("kind: place\nbase: ../middle.yaml\nlabel: Top\n")
    scenario = load_study(folder / "top.yaml").cases[0].scenario
    assert (scenario.label, scenario.years, scenario.timezone) == ("Top", 2, "America/New_York")


def test_an_origin_laid_over_takes_the_place_of_the_other_kind_of_origin() -> None:
    base = written("base", {"tours": {"weekdays": ["Mon"], "hours": [8], "assumed": "a guess"}})
    over = written("over", {"tours": {"hours": [9], "source": "a timetable"}})
    assert merge(base, over).tree == {"tours": {"weekdays": ["Mon"], "hours": [9], "source": "a timetable"}}
    assert merge(over, base).tree == {"tours": {"hours": [8], "weekdays": ["Mon"], "assumed": "a guess"}}


def test_a_cell_of_a_table_that_is_set_gives_the_table_a_new_source() -> None:
    shares = {"us_citizen": 0.05, "removable": 0.5, "unit": "share", "spread": 0.2, "assumed": "made up"}
    after = set_values(written("file", {"status": shares}), ["status.removable=0.55"], None)
    assert after.tree == {"status": {"us_citizen": 0.05, "removable": 0.55, "unit": "share", "source": SET}}
    assert shares["removable"] == 0.5
