"""A simulated county whose inputs are known: they come back, with their file, figures and doubts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from simulator import api
from simulator.calibrating import keep_calibration
from simulator.errors import RunFolderError
from simulator.experiments.calibration.doubts import doubts_of
from simulator.experiments.calibration.fitting import Calibration
from simulator.experiments.calibration.inputs import inputs_of
from simulator.experiments.calibration.simulations import Simulator
from simulator.experiments.design import latin_hypercube
from simulator.runs.calibrated_place import calibrated_place
from simulator.runs.calibrations import read_calibration, tables_of
from simulator.scenario.correlations import Correlation
from simulator.scenario.unknowns import drawn, unknowns_of
from simulator.views.figures.fit import figures_of
from tests.calibration.counts import PLACE, SIMULATIONS, TRUE, calibration
from tests.views.made_tables import title, words

SHIFT = "field_offices.washington.decision.shifts.0.on_duty"
ON = date(2026, 5, 4)
SOURCE = "calibrated to counts.csv on 2026-05-04"


@pytest.fixture(scope="module")
def fitted() -> Calibration:
    return calibration()


@pytest.fixture(scope="module")
def folder(fitted: Calibration, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep_calibration(fitted, tmp_path_factory.mktemp("runs") / "fitted", on=ON)


def test_known_inputs_come_back(fitted: Calibration) -> None:
    assert {unknown.path for unknown in fitted.inputs.fitted} == set(TRUE)
    for place, unknown in enumerate(fitted.inputs.fitted):
        low, high = np.quantile(fitted.after[:, place], (0.025, 0.975))
        assert low <= TRUE[unknown.path] <= high
    width = np.diff(np.quantile(fitted.after[:, 0], (0.05, 0.95))) / np.diff(
        np.quantile(fitted.before[:, 0], (0.05, 0.95))
    )
    assert width < 0.4


def test_months_held_out_are_predicted(fitted: Calibration) -> None:
    assert [fitted.targets.months[month] for month in fitted.held_out] == ["2011-07", "2011-08", "2011-09"]
    held = tables_of(fitted).summary["held_out"]
    assert held["values"] == 9
    assert held["within_90"] >= 6
    assert [counts.shape for counts in fitted.predicted] == [(SIMULATIONS // 5, 12)] * 3


def test_every_simulation_has_its_own_luck_on_any_worker(fitted: Calibration) -> None:
    def simulated(workers: int) -> list[list[float]]:
        simulator = Simulator(fitted.study, fitted.inputs, fitted.targets.series, 1, 4, workers)
        return [[*counts.sum(axis=1)] for counts in simulator(np.zeros((4, len(fitted.inputs.columns))))[1]]

    one, two = simulated(1), simulated(2)
    assert one == two
    assert len(set(one[0])) > 1  # the same inputs four times


def test_the_place_file_holds_the_posterior(fitted: Calibration, folder: Path) -> None:
    scenario = api.load(folder / f"{PLACE}-calibrated.yaml").cases[0].scenario
    bookings = scenario.agencies["arlington"].bookings_per_year
    after = fitted.after[:, 0]
    assert bookings.source == SOURCE
    assert bookings.note is not None
    assert bookings.note.startswith("Before: 7,000 bookings/year, 5,485 to 9,000 bookings/year. assumed: No count")
    assert bookings.value == pytest.approx(np.median(after), rel=1e-4)
    assert (bookings.low, bookings.high) == pytest.approx(np.quantile(after, (0.025, 0.975)), rel=1e-4)
    base = api.load(PLACE).cases[0].scenario
    assert scenario.federal == base.federal
    assert scenario.people == base.people
    assert scenario.label == "Arlington County, VA, calibrated"


def test_a_run_with_unknowns_drawn_draws_the_posterior(fitted: Calibration, folder: Path) -> None:
    scenario = api.load(folder / f"{PLACE}-calibrated.yaml").cases[0].scenario
    design = latin_hypercube(unknowns_of(scenario), 200, 1, scenario.correlations)
    chosen = {path: design[path] for path in TRUE}
    cases = [drawn(scenario, {path: levels[row] for path, levels in chosen.items()}) for row in range(200)]
    values = [case.agencies["arlington"].bookings_per_year.value for case in cases]
    assert np.quantile(values, (0.1, 0.5, 0.9)) == pytest.approx(
        np.quantile(fitted.after[:, 0], (0.1, 0.5, 0.9)), rel=0.01
    )


def test_describe_tells_the_source(folder: Path) -> None:
    numbers = api.numbers(api.load(folder / f"{PLACE}-calibrated.yaml")).set_index("path")
    for path in TRUE:
        assert numbers.loc[path, "source"] == SOURCE
        assert not numbers.loc[path, "unsourced"]


def test_the_folder_can_be_read_again_and_replaced_by_its_kind_alone(fitted: Calibration, folder: Path) -> None:
    tables = tables_of(fitted)
    again = read_calibration(folder)
    assert again.summary == tables.summary
    assert again.fit["observed"].tolist() == tables.fit["observed"].tolist()
    assert title(figures_of(again)["fit"]) == title(figures_of(tables)["fit"])
    keep_calibration(fitted, folder, on=ON)
    with pytest.raises(RunFolderError, match="holds something other than an earlier calibration"):
        keep_calibration(fitted, folder / "figures", on=ON)
    with pytest.raises(RunFolderError, match="is not the folder of a calibration"):
        read_calibration(folder / "figures")


def test_figures_say_what_they_show(fitted: Calibration) -> None:
    tables = tables_of(fitted)
    figures = figures_of(tables)
    held = tables.summary["held_out"]["within_90"]
    many = "all 9" if held == 9 else f"{held} of 9"
    assert (
        title(figures["fit"])
        == f"Arlington County, VA: {many} held-out counts lie within the 90 % band of the fitted place"
    )
    assert "held out of the fit" in words(figures["fit"])
    assert title(figures["inputs"]).startswith(
        "Arlington County, VA: the counts tell most about bookings per year, arlington (0."
    )
    observed = figures["fit"].axes[0].lines[-1]
    assert [*np.asarray(observed.get_ydata())] == tables.fit.query("measure == 'bookings'")["observed"].tolist()


def with_counts(fitted: Calibration, measure: str, times: float) -> Calibration:
    """The same calibration, had one measure been counted so many times as often."""
    series = tuple(
        replace(one, values=tuple(round(times * value) for value in one.values)) if one.measure == measure else one
        for one in fitted.targets.series
    )
    return replace(fitted, targets=replace(fitted.targets, series=series))


def test_counts_that_the_model_cannot_give_are_said(fitted: Calibration) -> None:
    many = with_counts(fitted, "detainers", 20)
    place = [series.measure for series in many.targets.series].index("detainers")
    observed = sum(many.targets.series[place].values[:9]) / 9
    most = fitted.prior_counts[place][:, :9].sum(axis=1).max() / 9
    assert doubts_of(many)[0] == (
        f"The model cannot give {observed:,.3g} people a month of detainers: at most {most:,.3g}, wherever in their "
        "ranges the inputs lie. What is fitted is pushed to the ends of its ranges; do not use it before you know why."
    )
    assert "cannot give" not in " ".join(doubts_of(fitted))


def test_counts_that_do_not_go_together_are_said(fitted: Calibration) -> None:
    """Few bookings with many matches: each can be had, but not both."""
    odd = with_counts(with_counts(fitted, "bookings", 0.9), "matches", 1.35)
    assert doubts_of(odd)[0].startswith("No draw within the stated ranges gives these levels and changes")


def test_a_fit_without_months_held_out_is_said_to_be_untried(fitted: Calibration) -> None:
    assert doubts_of(replace(fitted, held_out=()))[-1 - (fitted.effective < 100)] == (
        "No month was held out, so nothing here shows how well the fitted place predicts months it has not seen."
    )


def with_normal(fitted: Calibration, scores: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Calibration:
    return replace(fitted, scores=scores, after=fitted.inputs.values(scores), effective=400.0)


def test_inputs_that_nothing_is_learnt_about_and_those_that_cannot_be_told_apart(fitted: Calibration) -> None:
    luck = np.random.default_rng(1).standard_normal((1_000, len(fitted.inputs.columns)))
    told = doubts_of(with_normal(fitted, luck))
    assert [doubt for doubt in told if "next to nothing" in doubt] == [
        f"The counts tell next to nothing about {path}: its range is about as wide as before." for path in TRUE
    ]
    luck[:, 1] = -0.9 * luck[:, 0] + 0.3 * luck[:, 1]
    luck[:, :2] *= 0.7
    luck[:, fitted.inputs.columns.index("federal.detainer.lawful")] += 1.0
    told = doubts_of(with_normal(fitted, luck))
    first, second = TRUE
    assert told[0].startswith(f"{first} and {second} move these counts in the same way and can hardly be told apart")
    assert told[1].startswith("The counts also say something about federal.detainer.lawful, not fitted")
    assert len(told) == 2


def test_correlations_go_back_and_lists_are_taken_over_whole(fitted: Calibration, tmp_path: Path) -> None:
    """A number within a list or a station: what an overlay would replace whole is written whole around it."""
    place = fitted.study.cases[0].scenario
    named = ("stations.lesc.background.arrivals", "field_offices.washington.tours.seats", SHIFT)
    inputs = inputs_of(place, fitted.targets, named, "drawn")
    scores = np.random.default_rng(1).standard_normal((1_000, len(inputs.columns)))
    scores[:, 1] = scores[:, 0] + 0.5 * scores[:, 1]
    changed = replace(fitted, inputs=inputs, scores=scores, after=inputs.values(scores))
    path = tmp_path / "back.yaml"
    path.write_text(calibrated_place(changed, ON, tmp_path), encoding="utf-8")
    again = api.load(path).cases[0].scenario
    (one,) = again.correlations
    assert one.between == list(named[:2])
    assert one.rank == pytest.approx(0.88, abs=0.03)
    shifts, before = (one.field_offices["washington"].decision.shifts for one in (again, place))  # type: ignore[union-attr]  # this office decides in shifts
    assert shifts[0].on_duty.source == SOURCE
    assert shifts[1:] == before[1:]
    assert again.field_offices["washington"].tours.seats.source == SOURCE
    assert again.stations.state_bureau == place.stations.state_bureau


def test_correlations_of_the_place_stay(fitted: Calibration, tmp_path: Path) -> None:
    case = fitted.study.cases[0]
    kept = Correlation(between=["federal.detainer.lawful", "federal.withdrawal.lawful"], rank=0.4, source="made up")
    scenario = case.scenario.model_copy(update={"correlations": [kept]})
    changed = replace(fitted, study=replace(fitted.study, cases=(replace(case, scenario=scenario),)))
    text = calibrated_place(changed, ON, tmp_path)
    path = tmp_path / "back.yaml"
    path.write_text(text, encoding="utf-8")
    assert api.load(path).cases[0].scenario.correlations[0] == kept


def test_what_was_set_is_in_the_file_too(fitted: Calibration, tmp_path: Path) -> None:
    study = api.load(PLACE, (), ["federal.detainer.lawful=0.05"])
    path = tmp_path / "back.yaml"
    changed = replace(fitted, study=study, asked=replace(fitted.asked, is_set=True))
    path.write_text(calibrated_place(changed, ON, tmp_path), encoding="utf-8")
    again = api.load(path).cases[0].scenario
    assert again.federal.detainer.lawful.value == 0.05
    assert again.agencies["arlington"].match_share.source == SOURCE


def test_a_file_beside_the_place_names_it_by_its_path(fitted: Calibration, tmp_path: Path) -> None:
    changed = replace(fitted, asked=replace(fitted.asked, place=tmp_path / "places" / "mine.yaml"))
    text = calibrated_place(changed, ON, tmp_path / "results" / "run")
    assert "base: ../../places/mine.yaml" in text.splitlines()
