"""The table of states and the table of field offices: whole, and near what was published of the nation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from simulator.scenario.places import SCENARIOS
from tests.shared_record import record

TABLES = SCENARIOS / "places" / "tables"
COLUMNS = [
    "fips", "name", "state", "field_office", "bookings_per_year", "match_share", "activated",
    "average_daily_population", "capacity", "policy",
]  # fmt: skip
SHIFTS = [f"decision.shifts.{number}.on_duty" for number in range(3)]
"""Round the clock on weekdays, long days at weekends, office hours."""
ONE_SYSTEM = {"AK", "CT", "DE", "HI", "RI", "VT"}
"""States that run prisons and jails as one, which the federal jail statistics leave out."""
FIRST, LAST = pd.Period("2008-10", "M"), pd.Period("2013-01", "M")
"""From the first county switched on to the last."""


def states() -> pd.DataFrame:
    return pd.read_csv(TABLES / "united-states-by-state.csv", dtype={"fips": str, "activated": str}, na_values=[""])


def offices() -> pd.DataFrame:
    return pd.read_csv(TABLES / "field-offices.csv", keep_default_na=False).set_index("name")


def matches(table: pd.DataFrame) -> pd.Series[float]:
    return table["bookings_per_year"] * table["match_share"]


def years_switched_on(table: pd.DataFrame, until: str) -> NDArray[np.float64]:
    """For each state, the years from the middle of its month of activation to the end of the month ``until``."""
    end = pd.Period(until, "M").ordinal
    begun = [pd.Period(month, "M").ordinal for month in table["activated"]]
    return np.clip(end + 0.5 - np.array(begun), 0, None) / 12


def test_the_table_has_each_state_once() -> None:
    table = states()
    assert list(table.columns) == COLUMNS
    assert len(table) == 51
    assert all(table[column].is_unique for column in ("fips", "name", "state"))
    assert table["fips"].is_monotonic_increasing
    assert table["fips"].str.fullmatch(r"\d\d").all()
    assert table["state"].str.fullmatch("[A-Z]{2}").all()
    assert table[["capacity", "policy"]].isna().all(axis=None)
    assert not table.drop(columns=["capacity", "policy"]).isna().any(axis=None)


def test_bookings_add_up_to_the_national_count() -> None:
    """Jail Inmates at Midyear 2011, 2012 and 2013 (BJS): 11.8, 11.6 and 11.7 million admissions to local jails."""
    table = states().set_index("state")["bookings_per_year"]
    assert table.drop(list(ONE_SYSTEM)).sum() == pytest.approx(11.7e6, rel=0.005)
    assert table[list(ONE_SYSTEM)].sum() < 0.02 * table.sum()


def test_people_in_jail_add_up_to_the_national_count() -> None:
    """Jail Inmates at Midyear 2012 (BJS): 735,983 in local jails on an average day of the year to June 2012."""
    table = states().set_index("state")["average_daily_population"]
    assert table.drop(list(ONE_SYSTEM)).sum() == pytest.approx(735_983, rel=0.001)


def test_stays_that_the_table_implies_are_those_of_jails() -> None:
    """23 days in the nation; a state far off it has a slip in one of its two numbers."""
    table = states().set_index("state").drop(list(ONE_SYSTEM))
    days = table["average_daily_population"] * 365 / table["bookings_per_year"]
    assert days.between(15, 65).all()


def test_the_mean_match_share_lies_near_the_published_rates() -> None:
    """Late in 2011 about 6.2 percent; to February 2011, in the early counties with many immigrants, 7.2 percent."""
    table = states()
    mean = matches(table).sum() / table["bookings_per_year"].sum()
    assert mean == pytest.approx(0.062, abs=0.006)
    assert mean < 0.072
    assert table.set_index("state")["match_share"].idxmax() == "CA"
    assert table.set_index("state")["match_share"].idxmin() == "WV"


def test_detainers_of_a_full_year_lie_between_the_published_years() -> None:
    """At 0.40 a match: 309,697 in 2011, the peak, and 213,325 in fiscal 2013 (TRAC)."""
    assert 213_325 < 0.40 * matches(states()).sum() < 309_697


def test_the_roll_out_gives_the_published_prints_and_matches() -> None:
    """Within a quarter, and below: a state's one month is later than that of its first large counties.

    7,225,393 prints to 31 March 2011 (ICE), 477,035 matches to February 2011 (Deportation Nation, March 2011).
    """
    table = states()
    prints = (table["bookings_per_year"] * years_switched_on(table, "2011-03")).sum()
    matched = (matches(table) * years_switched_on(table, "2011-02")).sum()
    assert 0.75 < prints / 7_225_393 < 1
    assert 0.75 < matched / 477_035 < 1


def test_months_of_activation_lie_within_the_years_of_the_program() -> None:
    months = pd.PeriodIndex(states()["activated"], freq="M")
    assert states()["activated"].str.fullmatch(r"\d{4}-\d\d").all()
    assert months.min() >= FIRST
    assert months.max() == LAST


def test_each_state_has_an_office_of_the_table() -> None:
    table = offices()
    assert len(table) == 24
    assert table.index.is_unique
    assert table["label"].is_unique
    assert set(states()["field_office"]) <= set(table.index)


def test_each_office_keeps_up_with_its_states() -> None:
    """A desk is busy at most a fifth of its time, and a tour has at least twice the seats of its mean load.

    Of each 100 matches 114 people come to the desk, with those found by interview, for 0.859 hours each, and 35 are
    taken over, in about 502 tours a year: Arlington's numbers, as simulated.
    """
    table = offices()
    load = matches(states()).groupby(states()["field_office"]).sum().reindex(table.index, fill_value=0)
    week_hours = 120 * table[SHIFTS[0]] + 26 * table[SHIFTS[1]] + 50 * table[SHIFTS[2]]
    assert (load * 1.138 * 0.859 / 52.18 / week_hours <= 0.20).all()
    assert (table["tours.seats"] >= 2 * load * 0.352 / 502).all()
    assert (table["tours.seats"] >= 12).all()


def counties() -> pd.DataFrame:
    table = pd.read_csv(record("us_counties.csv"), dtype={"fips": str})
    return table.dropna(subset=["total_population"])


def half_switched_on(county: pd.DataFrame) -> str:
    """The first month by which counties with half of the people were switched on, of those with a month."""
    by_month = county.groupby("sc_activation_month")["total_population"].sum().cumsum()
    return str(by_month.index[by_month >= by_month.iloc[-1] / 2][0])


def test_months_are_those_of_the_counties() -> None:
    """Alaska is not in the file, and Hawaii has no month there."""
    recorded = {name: county for name, county in counties().groupby("state") if name != "Hawaii"}
    table = states().set_index("name")["activated"].drop(["Alaska", "Hawaii"])
    assert table.to_dict() == {name: half_switched_on(county) for name, county in recorded.items()}


def test_match_shares_are_those_of_the_foreign_born_shares() -> None:
    """The middle of two logistic curves: see the note of `match_share` in arlington-va.yaml."""
    county = counties()
    foreign_born = county["foreignborn_pct"] / 100 * county["total_population"]
    share = foreign_born.groupby(county["state"]).sum() / county.groupby("state")["total_population"].sum()
    share["Alaska"] = 52_313 / 731_449  # Census Bureau, 2012
    middle = sum(1 / (1 + np.exp(-(start + 2.789 * share))) for start in (-3.422, -2.923)) / 2
    table = states().set_index("name")["match_share"]
    assert table.to_dict() == pytest.approx(middle.to_dict(), abs=0.00006)


def test_offices_are_those_of_most_noncitizens() -> None:
    by_office = counties().groupby(["state", "aor"])["noncit18_est"].sum().unstack()
    table = states().set_index("name")["field_office"].drop("Alaska")
    assert table.to_dict() == by_office.idxmax(axis=1).astype(str).str.lower().to_dict()
    assert set(by_office.columns.str.lower()) == set(offices().index)
