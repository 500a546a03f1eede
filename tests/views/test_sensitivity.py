"""What a result hangs on, in words and figures: from numbers made by hand, each of which is told where it belongs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator.api import load
from simulator.commands.sensitivity import print_sensitivity
from simulator.experiments.factors import Factor
from simulator.experiments.indices import Indices, Screening
from simulator.experiments.sensitivity import Ends, Found, Sizes, Spread
from simulator.runs.sensitivities import COLUMNS, Asked, SensitivityTables, sensitivity_tables, write_sensitivity
from simulator.scenario.places import shipped
from simulator.scenario.sources import route_in_words
from simulator.scenario.study import Study
from simulator.scenario.unknowns import Unknown, unknowns_of
from simulator.views.figures.sensitivity import ends, sensitivity_figures, shares
from simulator.views.figures.unknown_names import unknown_name
from simulator.views.saving import save_figures
from simulator.views.sensitivity_words import rest_words, top_words, unsure
from tests.example_place import study
from tests.runs.commands import files, manifest
from tests.views.made_tables import rectangles, title, words

FELONY = Unknown("jail.added_days.felony", "Days added", "days", 1, 10, 45, 90)
PRICE = Unknown("costs.bed_day.short_run", "Food, medicine", "USD/day", 1, 7, 14, 31.5)
STATUS = Unknown("people.status_of_matched", "people: status of matched", "share", 3)
SEATS = Unknown("field_offices.capital.tours.seats", "Seats", "seats", 1, 6, 12, 36)
LIST = Unknown("people.record.watch_list", "Share of people on a list", "share", 1, 0.002, 0.01, 0.03)
FACTORS = tuple(Factor((unknown,)) for unknown in (FELONY, LIST, PRICE, SEATS, STATUS))
FOUND = Found(
    stated=-25_000.0,
    screening=Screening(np.array([9e3, 0.0, 4e4, 10.0, 5e3]), np.array([1e3, 0.0, 2e4, 5.0, 2e3])),
    kept=(2, 0, 4),
    indices=Indices(
        first=np.array([0.5, 0.2, -0.02, 0.01]),
        first_conf=np.array([0.1, 0.04, 0.05, 0.02]),
        total=np.array([0.55, 0.31, 0.04, 0.02]),
        total_conf=np.array([0.12, 0.06, 0.01, 0.03]),
    ),
    ends=(Ends(-13_000.0, -54_000.0), Ends(2_000.0, -31_000.0), Ends(-28_000.0, -20_000.0)),
    spread=Spread(-27_000.0, -62_000.0, 1_000.0, 0.03),
    points=321,
)


def asked(of: Study, measure: str = "local_net_cost_usd") -> Asked:
    return Asked(of, measure, Sizes(4, 64, 3), 2, 7)


def tables_of(found: Found = FOUND, *, policy: bool = True, measure: str = "local_net_cost_usd") -> SensitivityTables:
    of = study({"opt-out": [{"opt_out": "share"}]} if policy else {})
    return sensitivity_tables(asked(of, measure), FACTORS, found)


def test_the_table_has_every_unknown_by_rank() -> None:
    table = tables_of().table
    assert list(table.columns) == list(COLUMNS)
    assert table["path"].to_list() == [unknown.path for unknown in (PRICE, FELONY, STATUS, SEATS, LIST)]
    assert table["rank"].to_list() == [1, 2, 3, 4, 5]
    assert table["total"].to_list()[:3] == [0.55, 0.31, 0.04]
    assert table.loc[3:, ["first", "total", "difference_at_low"]].isna().all(axis=None)
    assert table.loc[1, ["low", "value", "high", "mu_star"]].to_list() == [10, 45, 90, 9e3]


def test_the_summary_says_what_was_held_fixed_and_what_was_drawn_together() -> None:
    summary = tables_of().summary
    assert summary["held_fixed"] == []
    assert summary["drawn_together"] == [SEATS.path, LIST.path]
    assert summary["others"] == {"count": 2, "first": 0.01, "first_conf": 0.02, "total": 0.02, "total_conf": 0.03}
    assert summary["without_effect"] == 1
    assert [row["rank"] for row in summary["ranked"]] == [1, 2, 3]
    assert summary["ranked"][2]["low"] is None
    assert (summary["seed"], summary["base_samples"], summary["points"]) == (7, 64, 321)


def test_the_first_are_told_in_plain_words() -> None:
    assert top_words(tables_of()) == [
        "1. A jail day, short-run price ($7 to $31.50 a day; stated $14): explains about 55 % of what is unsure (43 % "
        "to 67 %). Alone at its low end: $13,000 less local cost a year; at its high end: $54,000 less.",
        "2. Days added, felony (10 to 90 days; stated 45): explains about 31 % of what is unsure (25 % to 37 %; by "
        "itself 20 %). Alone at its low end: $2,000 more local cost a year; at its high end: $31,000 less.",
        "3. Status of matched people: citizen, lawful, removable (3 numbers together): explains about 4 % of what is "
        "unsure (3 % to 5 %; by itself 0 %). Drawn alone: between $20,000 and $28,000 less local cost a year.",
    ]


def test_an_end_that_changes_nothing_and_one_without_a_policy_are_told() -> None:
    ends_at = (Ends(-13_000.0, 0.0), *FOUND.ends[1:])
    told = [top_words(tables_of(replace(FOUND, ends=ends_at), policy=policy))[0] for policy in (True, False)]
    assert [words.partition("Alone ")[2] for words in told] == [
        "at its low end: $13,000 less local cost a year; at its high end: no change.",
        "at its low end: -$13,000 of local cost a year; at its high end: $0.",
    ]


def test_what_is_left_is_told_too() -> None:
    assert unsure(tables_of()) == [
        "As stated: $25,000 less local cost a year.",
        "With all 5 unknowns drawn: between $62,000 less and $1,000 more local cost a year, in 95 % of draws.",
    ]
    assert rest_words(tables_of()) == [
        "All other 2 unknowns, drawn together, explain 2 ± 3 %.",
        "The luck of 2 replications is 3 % of what is unsure here. All points share it, so take the order and the "
        "shares from here, and the level from compare.",
        "Shares can add up to more than 100 %: what two numbers do together counts for both.",
    ]


def test_points_that_could_not_be_are_told() -> None:
    tables = tables_of()
    moved = SensitivityTables(tables.summary | {"moved_share": 0.25}, tables.table)
    assert rest_words(moved)[2] == (
        "At about 25 % of the points, values could not be true together, as where staff would never keep up; all were "
        "moved towards what is stated there, so that those of queues are given too large a share."
    )


def test_without_a_policy_levels_are_told() -> None:
    tables = tables_of(replace(FOUND, stated=250.0, spread=Spread(240.0, 100.0, 400.0, None)), policy=False,
                       measure="detainers")  # fmt: skip
    assert unsure(tables) == [
        "As stated: 250 detainers a year.",
        "With all 5 unknowns drawn: between 100 and 400 detainers a year, in 95 % of draws.",
    ]
    assert title(shares(tables)) == (
        'As it is in Example County: "A jail day, short-run price" explains about 55 % of what is unsure about '
        "detainers"
    )
    assert "no change" not in words(ends(tables))


def test_where_nothing_moves_it_all_say_so() -> None:
    still = Found(0.0, Screening(np.zeros(5), np.zeros(5)), (), None, (), None, 25)
    tables = tables_of(still)
    assert top_words(tables) == rest_words(tables) == []
    assert unsure(tables) == ["As stated: no change in local cost a year.", "None of 5 unknowns moves it."]
    for figure in sensitivity_figures(tables).values():
        assert title(figure) == "opt-out in Example County: nothing that is unsure moves local cost"
        assert "No number with a range moves it" in words(figure)


def test_bars_are_as_long_as_shares() -> None:
    (axes,) = shares(tables_of()).axes
    widths = [bar.get_width() for bar in rectangles(axes)]
    assert widths == pytest.approx([55, 50, 31, 20, 4, 0, 2, 1])  # total, then by itself; the last two of all others
    shown = words(shares(tables_of()))
    assert "55 ± 12 %" in shown
    assert "All other 2 unknowns, drawn together" in shown
    assert (
        "5 unknowns screened by Morris (4 trajectories), 3 kept for Sobol indices (64 base samples), 321 points"
        in shown
    )


def test_the_tornado_has_the_widest_first_and_the_ends_beside_the_bars() -> None:
    figure = ends(tables_of())
    (axes,) = figure.axes
    reached = [round(bar.get_x() + bar.get_width()) for bar in rectangles(axes)]
    assert reached == [-54_000, -13_000, 2_000, -31_000, -20_000, -28_000]
    found = {text.get_text(): text.xy for text in axes.texts}  # type: ignore[attr-defined]  # those with an arrow have a place
    assert found["$31.50"] == pytest.approx((-54_000, 0))
    assert found["90"] == pytest.approx((-31_000, 1))
    assert found["lowest"] == pytest.approx((-28_000, 2))
    assert "Of several numbers together: the lowest and the highest of 32 draws." in words(figure)


def test_the_folder_holds_all_of_it_and_the_same_twice(tmp_path: Path) -> None:
    tables, question = tables_of(), asked(study({"opt-out": [{"opt_out": "share"}]}))
    for name in ("one", "two", "one"):  # an earlier one is replaced
        write_sensitivity(tmp_path / name, question, tables, command="made up", seconds=1.0,
                          write_figures=lambda place: save_figures(sensitivity_figures(tables), place))  # fmt: skip
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert sorted(files(tmp_path / "one")) == [
        *(f"figures/{name}.{kind}" for name in ("shares", "tornado") for kind in ("png", "svg")),
        "scenario/as-is.yaml", "scenario/opt-out.yaml", "sensitivity.csv", "sensitivity.parquet", "summary.json",
    ]  # fmt: skip
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "one" / "sensitivity.parquet"), tables.table)
    said = manifest(tmp_path / "one")
    facts = {"kind": "sensitivity", "measure": "local_net_cost_usd", "trajectories": 4, "base_samples": 64, "keep": 3}
    facts |= {"points": 321, "seed": 7, "replications_asked": 2}
    assert {key: said[key] for key in facts} == facts
    assert said["packages"]["SALib"]


def test_the_terminal_shows_every_share(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    print_sensitivity(tables_of(), Path("here"))
    shown = capsys.readouterr().out
    for part in ("55 ± 12 %", "50 ± 10 %", "-$13,000", "-$54,000", "10 to 90 days", "All other 2 together", "here"):
        assert part in shown


@pytest.mark.parametrize("place", [path.stem for path in shipped()["places"]])
def test_every_unknown_of_a_shipped_place_has_a_plain_name(place: str) -> None:
    paths = [unknown.path for unknown in unknowns_of(load(place).cases[0].scenario)]
    assert [path for path in paths if unknown_name(path) == route_in_words(tuple(path.split(".")))] == []


@pytest.mark.parametrize(
    ("path", "several", "name"),
    [
        ("agencies.arlington.bookings_per_year", False, "Bookings a year"),
        ("agencies.arlington.bookings_per_year", True, "Bookings a year, arlington"),
        ("network.facts.bookings_per_year", True, "Bookings a year"),
        ("federal.regimes.0.after", False, "Time until ICE answers a request for transfer, number 1"),
        ("policy.new_number", False, "policy: new number"),
        ("costs.staff_hour", False, "An hour of jail staff"),
        ("people.prior_removal + stays.felony", False,
         "Removable people who were removed before with Stay in jail, felony"),
    ],
)  # fmt: skip
def test_names_of_unknowns(path: str, several: bool, name: str) -> None:
    assert unknown_name(path, several=several) == name
