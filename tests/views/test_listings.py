"""Listings: the numbers of the figures as texts, worked out from the tables by another way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.runs.tables import RunTables
from simulator.views.figures import COMPARISONS, FIGURES
from simulator.views.listing import Listing
from simulator.views.pictures.listings import LISTINGS
from simulator.views.words import number, rounded, spread
from tests.views.made_tables import AS_IS, CASES, DECLINE, made_tables, tables_of

SHARING = "Opt out of sharing = Not activated"


def column(listing: Listing, heading: str) -> dict[str, str]:
    """The cells under a heading by the names of their rows."""
    place = listing.headings.index(heading)
    return {row[0]: row[place] for row in listing.rows}


def test_every_figure_has_a_listing() -> None:
    assert list(LISTINGS) == list(FIGURES)


@pytest.mark.parametrize("case", CASES)
def test_listings_are_whole_whatever_the_run(case: str) -> None:
    tables = tables_of(case)
    for name, listed in LISTINGS.items():
        if name in COMPARISONS and len(tables.labels.policies) == 1:
            continue
        listing = listed(tables)
        texts = [listing.caption, *listing.headings, *(cell for row in listing.rows for cell in row)]
        assert all(text.strip() for text in texts), (name, listing)
        assert all(len(row) == len(listing.headings) for row in listing.rows)
        assert len(listing.rows) == len({row[0] for row in listing.rows}) > 0, name
        assert len(set(listing.headings)) == len(listing.headings), name
        assert not any(word in text for text in texts for word in ("nan", "None", "-0 ", "{")), name


def test_a_row_that_does_not_fit_its_headings_is_an_error() -> None:
    with pytest.raises(ValueError, match="a row of 1 cells under 2 headings"):
        Listing("Numbers", ("Name", "Number"), (("one",),))


def test_detainers_by_month_are_the_means_of_the_table(shipped: RunTables) -> None:
    listing = LISTINGS["detainers_by_month"](shipped)
    rows = shipped.replications
    rows = rows[(rows["measure"] == "detainers") & (rows["policy"] == "opt-out-of-sharing")]
    means = rows.groupby("month")["value"].sum() / rows["replication"].nunique()
    cells = column(listing, f"{SHARING}, detainers")
    assert list(cells)[:2] == ["October 2010", "November 2010"]
    assert [cell.split(" (")[0] for cell in cells.values()] == [number(mean) for mean in means.sort_index()]
    assert all(" to " in cell for cell in cells.values())
    alone = LISTINGS["detainers_by_month"](tables_of("one replication"))
    assert "interval" not in alone.caption
    assert not any("(" in cell for row in alone.rows for cell in row)


def test_differences_are_those_of_the_summary(shipped: RunTables) -> None:
    listing = LISTINGS["differences"](shipped)
    entry = shipped.summary["differences"]["decline-all-detainers"]["local_net_cost_usd"]
    name = "Local cost: Decline all detainers"
    assert column(listing, "Unit")[name] == "USD a year"
    assert column(listing, "Difference")[name] == rounded(entry["mean"], "USD")
    for heading, kind in (
        ("95 % interval by chance", ""),
        ("95 % interval by what is not known about the inputs", "unknowns_"),
        ("95 % interval by both", "both_"),
    ):
        low, high = (rounded(entry[f"{kind}{end}"], "USD") for end in ("low", "high"))
        assert column(listing, heading)[name] == f"{low} to {high}"
    assert len(listing.rows) == 4 * 4
    assert column(listing, "Difference")["Detainers: Opt out of receiving"] == "no change"


def test_kinds_of_intervals_that_no_number_has_are_left_out() -> None:
    assert LISTINGS["differences"](tables_of("nothing")).headings == ("Number and policy", "Unit", "Difference")


def test_costs_are_sums_of_the_ledger(shipped: RunTables) -> None:
    listing = LISTINGS["costs"](shipped)
    ledger = shipped.ledger
    paid = ledger[(ledger["caused_by"] != "anyway") & (ledger["policy"] == "as-is") & (ledger["payer"] == "local")]
    at_price = paid[paid["bed_price"].isin(["short-run", "any"])]
    cells = column(listing, "As is")
    items = at_price.groupby("item")["amount_usd"].sum() / 3
    assert cells["Added pretrial days"] == rounded(items["added-pretrial-days"], "USD") == "$46,500"
    assert cells["SCAAP for added days"] == rounded(items["scaap-added-days"], "USD") == "-$9,300"
    policy = shipped.summary["policies"]["as-is"]
    for row, measure in {
        "Local cost, short-run price": "local_net_cost_usd",
        "Local cost, average price": "local_net_cost_average_usd",
        "Paid by others: Federal side": "federal_cost_usd",
        "Paid by others: Wages that people lose": "person_cost_usd",
    }.items():
        by_chance = {end: policy[measure][end] for end in ("mean", "low", "high")}
        assert cells[row] == spread(by_chance, "USD")
    assert listing.headings[0] == "Cost, USD a year"


def test_costs_of_two_payers_of_the_jail_are_told_apart() -> None:
    tables = tables_of("several agencies")
    cells = column(LISTINGS["costs"](tables), "As is")
    policy = tables.summary["policies"]["as-is"]
    for row, measure in {"Local: all items": "local_net_cost_usd", "State: all items": "state_cost_usd"}.items():
        assert cells[row].split(" (")[0] == rounded(policy[measure]["mean"], "USD")
    assert {"Local: Hold days", "State: Hold days", "Local and state cost, step price"} < set(cells)


def test_the_waterfall_goes_from_one_level_to_the_other(shipped: RunTables) -> None:
    listing = LISTINGS["waterfall"](shipped)
    levels = [shipped.summary["policies"][name]["local_net_cost_usd"]["mean"] for name in ("as-is", "not-activated")]
    name, base, policy, difference = listing.rows[-1]
    assert name == "All items, with those that do not change"
    assert [base, policy] == [rounded(level, "USD") for level in levels]
    assert difference.split(" (")[0] == rounded(levels[1] - levels[0], "USD")
    # 234 and 65 detainers at an hour of $30 each.
    assert ("Paperwork", "$7,020", "$1,950", "-$5,070") in listing.rows


def test_who_pays_is_the_difference_of_each_payer(shipped: RunTables) -> None:
    listing = LISTINGS["who_pays"](shipped)
    assert listing.headings == ("Policy", "Local, USD a year", "Federal, USD a year", "Person, USD a year")
    entries = shipped.summary["differences"]["decline-all-detainers"]
    row = next(row for row in listing.rows if row[0] == "Decline all detainers")
    measures = ("local_net_cost_usd", "federal_cost_usd", "person_cost_usd")
    expected = []
    for entry in (entries[measure] for measure in measures):
        mean, low, high = (rounded(entry[end], "USD") for end in ("mean", "low", "high"))
        expected.append(f"{mean} ({low} to {high})")
    assert list(row[1:]) == expected


def test_the_tornado_lists_what_the_table_says(shipped: RunTables) -> None:
    listing = LISTINGS["tornado"](shipped)
    table = shipped.tornado
    line = table[(table["policy"] == "opt-out-of-sharing") & (table["input"] == "bed_day.short_run")].iloc[0]
    ends = [line[f"difference{where}_usd"] for where in ("_at_low", "", "_at_high")]
    name = "A jail day, short-run price (stated: $10 a day)"
    assert listing.rows[0] == (name, "$5", "$20", *(rounded(end, "USD") for end in ends))
    assert LISTINGS["tornado"](tables_of("no ranges")).rows == (("No number with a range moves the difference.",),)


def test_the_cumulative_listing_ends_with_what_is_paid_late(shipped: RunTables) -> None:
    listing = LISTINGS["cumulative"](shipped)
    cells = column(listing, f"{SHARING}, USD")
    assert list(cells)[-2:] == ["September 2011", "all payments of SCAAP"]
    in_all = shipped.summary["differences"]["opt-out-of-sharing"]["local_net_cost_usd"]["mean"]
    assert cells["all payments of SCAAP"].split(" (")[0] == rounded(in_all, "USD")
    # SCAAP pays $2 for each of the days that are not added any more, and not yet.
    assert cells["September 2011"].split(" (")[0] == rounded(in_all - 2 * (4650 - 1400), "USD")


def test_endings_are_the_counts_that_the_run_was_made_of(shipped: RunTables) -> None:
    listing = LISTINGS["endings"](shipped)
    base, other = (column(listing, f"{label}, bookings a year") for label in ("As is", "Decline all detainers"))
    assert base["All bookings"] == "7,934"
    assert base["ICE learns of"] == f"{AS_IS.known:.0f}, {0.9 * AS_IS.known:.0f} by a match"
    assert (base["Detainers"], other["Detainers"]) == (f"{AS_IS.detainers:.0f}", f"{DECLINE.detainers:.0f}")
    assert other["Transferred to ICE"] == "19 (167 fewer)"
    assert other["No action by ICE"] == "360 (no change)"


def test_the_race_lists_shares_by_the_hour(shipped: RunTables) -> None:
    listing = LISTINGS["race"](shipped)
    answers = column(listing, "ICE's answer on the prints, or its interview, % of people")
    # Shares of the bins, added up by hand; people are whole, so the last digit may be rounded.
    assert [answers[f"Within {hours}"] for hours in ("0.25 hours", "1 hour", "4 hours", "16 hours")] == [
        "10", "30", "80", "95",
    ]  # fmt: skip
    assert answers["Half of the people within"] == "2.2 hours"
    assert LISTINGS["race"](tables_of("nothing")).rows == (("ICE wanted a detainer for nobody.",),)


def test_holds_by_weekday_list_people_and_hours(shipped: RunTables) -> None:
    listing = LISTINGS["holds_by_weekday"](shipped)
    days = len({row[0].rpartition(": ")[2] for row in listing.rows})
    assert days == 7
    held = {row[0]: row[1:] for row in listing.rows}
    # Half of the 206 of a year, on one of seven days, in the bin from 20 hours on, half in that from 40 hours on.
    assert held["As is = Opt out of receiving: Monday"] == ("29", "20", "22", "42")
    assert LISTINGS["holds_by_weekday"](tables_of("nothing")).rows == (("Nobody is held.",),)


def test_no_hours_are_told_of_too_few_people() -> None:
    tables = made_tables({"as-is": ("As is", replace(AS_IS, transferred=14, lapsed=0))})
    # Fourteen a year, over three replications six on each weekday; no range is drawn for fewer than ten.
    monday = LISTINGS["holds_by_weekday"](tables).rows[0]
    assert monday == ("As is: Monday", "2.0", *["too few people"] * 3)
