"""Measures of a trace against counting by hand, person by person."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

import numpy as np
import pytest

from simulator.experiments.replications import trace_of
from simulator.model.codes import NEVER, REMOVABLE, TRANSFERRED
from simulator.model.trace import Trace
from simulator.outcomes.changes import Changes
from simulator.outcomes.event_log import event_log
from simulator.outcomes.kernels.spans import bin_of
from simulator.outcomes.ledger import ledger
from simulator.outcomes.measures import LEVEL_LABELS, MEASURES, NAMES, Tally, tally
from simulator.outcomes.shapes import shapes
from simulator.outcomes.yearly import meanings, per_year
from simulator.scenario.people import CONVICTIONS
from simulator.scenario.quantities import LEVELS
from tests.example_place import number, scenario, study
from tests.model.one_person import HOUR, PLAIN, person, trace_by_hand

NOBODY = Changes(np.zeros((1, 12), dtype=np.int64), np.zeros((1, 12), dtype=np.int64))
PLACE = scenario({"years": 2, "starts": date(2011, 11, 1)})


@cache
def example() -> tuple[Trace, Tally]:
    case = study({}, {"years": 2, "starts": PLACE.starts}).cases[0]
    trace = trace_of(case, 2, 1)
    return trace, tally(trace)


def test_by_hand_one_person_at_a_time() -> None:
    trace, counted = example()
    rows, course = trace.bookings, trace.course
    hold, detainers, citizens = 0.0, 0, 0
    for row in range(len(rows)):
        detainers += course.lodged_at[row] != NEVER
        citizens += course.lodged_at[row] != NEVER and rows.status[row] == 0
        if course.hold_until[row] != NEVER:
            hold += (course.ended_at[row] - course.released_at[row]) / 86_400
    assert counted.of("detainers").sum() == detainers > 100
    assert counted.of("citizens_with_detainer").sum() == citizens
    assert counted.of("hold_days").sum() == pytest.approx(hold)
    assert counted.of("hold_hours").sum() == pytest.approx(24 * hold)


def test_days_that_scaap_may_pay_for_are_those_of_removable_people_with_convictions_who_stay_four_days() -> None:
    trace, counted = example()
    rows, course = trace.bookings, trace.course
    whole, own, longer_by_added_days, lesser = 0.0, 0.0, 0, 0.0
    for row in np.flatnonzero(rows.status == REMOVABLE):
        stay, planned = (
            (leaves[row] - rows.booked_at[row]) / 86_400 for leaves in (course.released_at, rows.released_at)
        )
        kind, level = CONVICTIONS[rows.conviction[row]], LEVELS[rows.level[row]]
        felony = kind in ("felony", "serious-or-violent", "homicide") or (kind == "misdemeanor" and level == "2")
        whole += stay if stay >= 4 and felony else 0
        own += planned if planned >= 4 and felony else 0
        lesser += stay if stay >= 4 and kind == "misdemeanor" and level != "2" else 0
        longer_by_added_days += felony and planned < 4 <= stay
    assert counted.of("felony_days").sum() == pytest.approx(whole)
    assert counted.of("felony_days_anyway").sum() == pytest.approx(own)
    assert counted.of("misdemeanor_days").sum() == pytest.approx(lesser)
    assert lesser > 0
    assert longer_by_added_days > 0
    assert whole > own > 0


def test_a_person_counts_in_the_month_of_booking() -> None:
    trace, counted = example()
    moved = trace.course.end == TRANSFERRED
    booked = [trace.calendar.stamp(int(at))[:7] for at in trace.bookings.booked_at[moved]]
    months = [f"{year}-{month:02d}" for year in (2011, 2012, 2013) for month in range(1, 13)][10:34]
    assert counted.of("transferred")[0].tolist() == [booked.count(month) for month in months]


def test_levels_and_months_add_up() -> None:
    _, counted = example()
    by_level = counted.values.sum(axis=(1, 2))
    for name in NAMES:
        assert counted.of(name).sum() == pytest.approx(by_level[NAMES.index(name)].sum())
    assert by_level[NAMES.index("detainers")][: len(LEVEL_LABELS) - 1].min() > 0


def test_per_year_divides_by_the_years_and_every_number_has_a_meaning() -> None:
    _, counted = example()
    yearly = per_year(PLACE, counted, ledger(PLACE, counted), Changes(np.array([[4, 6]]), np.array([[2, 0]])))
    assert yearly["detainers"] == counted.of("detainers").sum() / 2
    assert (yearly["changed_by_rule"], yearly["changed_by_crowding"]) == (5, 1)
    assert yearly["hours_per_hold"] == pytest.approx(counted.of("hold_hours").sum() / counted.of("honored").sum())
    assert set(yearly) == set(meanings())
    assert yearly["beds"] == pytest.approx((yearly["hold_days"] + yearly["added_pretrial_days"]) / 365.25)
    assert len({measure.name for measure in MEASURES}) == len(MEASURES)


def test_means_of_nobody_are_not_numbers() -> None:
    none = scenario({"agencies.example.match_share": number(0, "share")})
    empty = Tally(np.zeros((len(NAMES), 1, 12, 5)))
    yearly = per_year(none, empty, ledger(none, empty), NOBODY)
    assert np.isnan(yearly["hours_to_answer"])
    assert yearly["detainers"] == 0


def test_shapes_hold_everybody() -> None:
    trace, counted = example()
    of = {(shape.name, shape.group): shape.counts.sum() for shape in shapes(trace)}
    wanted = counted.of("detainers").sum() + counted.of("missed").sum()
    assert {count for (name, _), count in of.items() if name == "race"} == {wanted}
    assert [group for name, group in of if name == "race"] == ["answer", "decision", "local release"]
    assert sum(count for (name, _), count in of.items() if name == "hold") == counted.of("honored").sum()


def test_event_log_tells_each_case_in_order() -> None:
    trace, counted = example()
    log = event_log(trace, PLACE)
    assert list(log.columns[:3]) == ["case", "activity", "timestamp"]
    assert (log["activity"] == "detainer lodged").sum() == counted.of("detainers").sum()
    people = log[~log["case"].isin(list(PLACE.agencies))]
    assert (log["activity"] == "booked").sum() == people["case"].nunique() == len(trace.bookings)
    ends = log[log["activity"].str.startswith("ends: ")]
    assert len(ends) == len(trace.bookings)
    one = log[log["case"] == log["case"].iloc[0]]
    moments = [datetime.fromisoformat(text) for text in one["timestamp"]]
    assert moments == sorted(moments)


def test_a_bin_holds_its_upper_edge() -> None:
    edges = np.array([0, 24, 48, 50]) * 3_600
    assert [bin_of(edges, seconds) for seconds in (0, 86_400, 86_401, 172_800, 10**7)] == [0, 0, 1, 1, 2]


def test_dollars_and_stocks_are_per_year() -> None:
    """In two years 100 detainers, an hour of 32 dollars each, and 7 people with a detainer on an average day."""
    values = np.zeros((len(NAMES), 1, 24, 5))
    values[NAMES.index("detainers"), 0, 0, 0] = 100
    values[NAMES.index("detainer_days"), 0, 0, 0] = 2 * 365.25 * 7
    counted = Tally(values)
    yearly = per_year(PLACE, counted, ledger(PLACE, counted), NOBODY)
    assert yearly["local_net_cost_usd"] == 50 * 32
    assert yearly["people_with_detainer"] == pytest.approx(7)


def test_holds_are_grouped_by_weekday_of_release() -> None:
    trace, _ = example()
    held = trace.course.hold_until != NEVER
    days = [trace.calendar.stamp(int(at))[:10] for at in trace.course.released_at[held]]
    weekdays = np.bincount([date.fromisoformat(day).weekday() for day in days], minlength=7)
    assert [shape.counts.sum() for shape in shapes(trace) if shape.name == "hold"] == weekdays.tolist()


def test_detainer_days_end_with_the_stay_or_with_a_withdrawal_before_it() -> None:
    """Lodged on 6 March at 10:50, withdrawn at 22:50 or never, or after the transfer on 7 March at 15:00."""
    at = ("2012-03-06 08:00", "2012-03-07 10:00")
    days = [
        tally(trace_by_hand(PLAIN, person(PLAIN, *at, **luck))).of("detainer_days").sum()
        for luck in (
            dict[str, Any](),
            {"withdrawn": True, "withdrawn_after": 12 * HOUR},
            {"withdrawn": True, "withdrawn_after": 40 * HOUR},
        )
    ]
    until_transfer = (28 + 1 / 6) / 24
    assert days == pytest.approx([until_transfer, 0.5, until_transfer])
