"""Sweeps and break-evens in words and figures: the finding with its numbers, what is stated, where nothing changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import QuadMesh

from simulator import varied
from simulator.experiments.break_even import BreakEven
from simulator.experiments.break_even_search import BreakEvenStudy
from simulator.experiments.sweeps import Sweep
from simulator.scenario.study import Study
from simulator.scenario.varying import Varied
from simulator.scenario.varying import varied as inputs_of
from simulator.views.figures.sweep_map import map_of
from simulator.views.varied_tables import map_table, tables_of
from simulator.views.varied_words import between, break_even_words, name_of, noun
from tests.example_place import number, study
from tests.views.made_tables import title, words

PRICE, FOUND = "costs.bed_day.short_run", "federal.other_channel.found"
RANGED = number(16, "USD/day") | {"low": 8, "high": 30}
POLICIES = {"out": [{"opt_out": "share"}], "receive": [{"opt_out": "receive-only"}]}


@pytest.fixture(scope="module")
def compared() -> Study:
    return study(POLICIES, {PRICE: RANGED, "costs.staff_hour": number(32, "USD/hour")})


@pytest.fixture(scope="module")
def line(compared: Study) -> Sweep:
    return varied.sweep(compared, f"{PRICE}=5:45:3", replications=3)


@pytest.fixture(scope="module")
def crossed(compared: Study) -> Sweep:
    return varied.sweep(compared, [f"{FOUND}=0:1:3", f"{PRICE}=8:24:3"], replications=2)


def price_of(compared: Study) -> Varied:
    (price,) = inputs_of(compared, [f"{PRICE}=5:45"], 9)
    return price


def result(
    found: tuple[BreakEven, ...], differences: list[list[float]], measure: str, compared: Study
) -> BreakEvenStudy:
    alone = replace(compared, cases=compared.cases[:2])
    values = np.linspace(5, 45, len(differences))
    return BreakEvenStudy(alone, price_of(compared), measure, 2, 1, found, values, np.array(differences))


def test_the_line_says_what_the_input_does_where_it_does_most(line: Sweep) -> None:
    figure = varied.drawn(line)["sweep-local_net_cost_usd"]
    rows = line.table[(line.table["policy"] == "out") & (line.table["measure"] == "local_net_cost_usd")]
    few, many = -rows["difference"].max(), -rows["difference"].min()
    assert title(figure) == (
        f"out in Example County: between ${float(f'{few:.3g}'):,.0f} and ${float(f'{many:.3g}'):,.0f} less local cost "
        'a year, as "A jail day, short-run price" goes from $5 to $45 a day'
    )
    said = words(figure)
    assert "stated: $16" in said
    assert "Grey: the plausible range by the scenario, $8 to $30 a day." in said
    assert "Each value: 3 replications of a simulated year, with the same people and the same luck." in said
    assert "Intervals hold chance alone, at the inputs given." in said
    (axes,) = figure.axes
    drawn = {tuple(np.round(curve.get_ydata(), 6)) for curve in axes.lines}
    assert tuple(np.round(rows["difference"], 6)) in drawn


def test_the_map_has_a_cell_for_each_pair_and_a_line_where_there_is_no_difference(crossed: Sweep) -> None:
    figures = varied.drawn(crossed)
    assert list(figures) == ["map-local_net_cost_usd-out", "map-local_net_cost_usd-receive"]
    grid = map_of(crossed, "out", "local_net_cost_usd")
    axes = figures["map-local_net_cost_usd-out"].axes[0]
    (mesh,) = (part for part in axes.collections if isinstance(part, QuadMesh))
    assert np.array_equal(mesh.get_array(), grid.mean)
    assert mesh.get_clim() == (-grid.most, grid.most)
    row = crossed.table.set_index(["policy", "measure", FOUND, PRICE]).loc[("out", "local_net_cost_usd", 0.5, 24.0)]
    assert grid.mean[2, 1] == row["difference"]
    assert "The difference has the same sign everywhere." in words(figures["map-local_net_cost_usd-out"])
    assert "Star: as the scenario states." in words(figures["map-local_net_cost_usd-out"])


def test_a_point_that_was_not_finished_is_left_white_and_said(crossed: Sweep) -> None:
    lacking = crossed.table[crossed.table["point"] != 4]
    part = replace(crossed, table=lacking, batch=replace(crossed.batch, outcomes=crossed.batch.outcomes[:8]))
    assert np.isnan(map_of(part, "out", "local_net_cost_usd").mean[1, 1])
    assert "White: 1 of 9 points that were not finished." in words(varied.drawn(part)["map-local_net_cost_usd-out"])
    assert list(map_table(part, "out", "local_net_cost_usd").columns[2].cells)[1] == ""


def test_tables_for_the_terminal(line: Sweep, crossed: Sweep) -> None:
    (table,) = tables_of(line, ["detainers"])
    assert [column.header.plain for column in table.columns] == ["A jail day, short-run price", "out", "receive"]
    assert list(table.columns[0].cells) == ["$5 a day", "$25 a day", "$45 a day"]
    assert list(table.columns[2].cells) == ["no change"] * 3
    assert len(tables_of(crossed, ["detainers", "hold_days"])) == 4


def test_a_break_even_in_words_with_its_interval_and_both_sides(compared: Study) -> None:
    one = BreakEven("value", 21.4, 21.4, 1, -1, 18.9, 24.2)
    found = result((one,), [[3.0, 4.0], [-2.0, -3.0]], "local_net_cost_usd", compared)
    assert break_even_words(found) == [
        'out in Example County: local cost breaks even with "A jail day, short-run price" at $21.40 a day (95 % '
        "interval of chance alone: $18.90 to $24.20): below it more local cost than as it is, above it less local cost "
        "than as it is.",
        "All of it over the one simulated year: what is paid once is set against no more than that.",
        "What an opt-out itself costs is switched off in this scenario (costs.opt_out_administration).",
    ]
    figure = varied.drawn(found)["break-even"]
    assert title(figure) == break_even_words(found)[0].rstrip(".")
    assert "break-even: $21.40 a day" in words(figure)
    assert "Thick bar on the line of zero: the values at which the interval of the difference holds zero." in words(
        figure
    )


def test_none_several_stretches_and_steps_in_words(compared: Study) -> None:
    def said(found: tuple[BreakEven, ...], differences: list[list[float]], measure: str = "detainers") -> list[str]:
        return break_even_words(result(found, differences, measure, compared))

    where, price = "out in Example County", '"A jail day, short-run price"'
    assert said((), [[-20.0, -22.0], [-40.0, -44.0]]) == [
        f"{where}: no break-even with {price} from $5 to $45 a day; "
        "between 21 and 42 fewer detainers a year throughout."
    ]
    assert said((), [[-1.0, -9.0], [-40.0, -40.0]])[1:] == [
        "From $5 to $26.36 a day the interval of the difference holds zero, so one cannot be ruled out there."
    ]
    assert said((), [[-3.0, -4.0], [-3.0, -4.0]])[1:] == [
        "This input does not move the difference in any replication.",
        "If it belongs to the policy, vary it under the policy alone: --policies-only.",
    ]
    assert said((), [[0.0, 0.0], [0.0, 0.0]]) == [
        f"{where}: exactly no difference in detainers with {price} from $5 to $45 a day."
    ]
    step, stretch = BreakEven("step", 7, 8, -1, 1), BreakEven("stretch", 20, 30, 1, 0, 20, 30)
    assert said((step, stretch), [[-1.0, -1.0], [2.0, 2.0]]) == [
        f"{where}: 2 break-evens. The first: detainers break even with {price} between $7 a day and $8 a day: "
        "below it fewer detainers than as it is, above it more detainers than as it is.",
        f"{where}: no difference in detainers with {price} from $20 a day to $30 a day: below it more "
        "detainers than as it is.",
    ]


def test_names_and_nouns(compared: Study) -> None:
    assert between(-2_000, 3_000, "local_net_cost_usd") == "between $2,000 less and $3,000 more local cost"
    assert between(0, 0, "detainers") == "no change in detainers"
    assert between(-5, 0, "detainers") == "between no change and 5.0 fewer detainers"
    assert between(5, 5, "transferred") == "about 5.0 more people transferred to ICE"
    assert (noun("added_pretrial_days"), noun("beds")) == ("added pretrial days", "beds")
    assert name_of(price_of(compared)) == "A jail day, short-run price"


def test_a_mean_over_nobody_is_told_as_such_and_has_no_figure() -> None:
    nobody = study({"out": [{"opt_out": "both", "ice_access": False}]},
                   {"federal.other_channel.left_without_access": number(0, "share")})  # fmt: skip
    found = varied.sweep(nobody, f"{PRICE}=5:45:2", replications=1)
    assert varied.drawn(found, ["hours_to_detainer"]) == {}
    assert varied.findings(found, ["hours_to_detainer"]) == [
        "Example County: no difference in hours to detainer can be told, for there are no such people."
    ]


def test_where_the_state_pays_for_the_jails_its_cost_is_asked_about() -> None:
    paid = study({"out": [{"opt_out": "share"}]}, {"agencies.example.jail_paid_by": "state"})
    assert varied.break_even(paid, f"{PRICE}=5:45", replications=1).measure == "state_cost_usd"
