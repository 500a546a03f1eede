"""Money in sentences: parts by cause add up, what is there anyway stays out, intervals say when nothing is clear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from simulator.api import compare
from simulator.outcomes.ledger_items import ITEM_FACTS, Item
from simulator.runs.tables import Labels, RunTables
from simulator.views.money import (
    BY_CHANCE,
    BY_DRAWS,
    causes_of,
    difference_by_cause,
    general_words,
    jail_payers,
    policy_words,
)
from tests.example_place import decline, number, study

Bill = Mapping[tuple[Item, str, str], float]
"""USD in one replication of one year, by item, payer and bed price."""
AS_IS: Bill = {
    ("answering", "local", "any"): 300,
    ("paperwork", "local", "any"): 1000,
    ("hold-days", "local", "short-run"): 500,
    ("hold-days", "local", "average"): 5000,
    ("fingerprinting", "local", "any"): 9000,
    ("scaap-own-days", "local", "any"): -400,
    ("scaap-own-days", "federal", "any"): 400,
    ("transport", "federal", "any"): 2000,
    ("wages-lost-on-hold", "person", "any"): 800,
}
POLICY: Bill = AS_IS | {
    ("answering", "local", "any"): 0,
    ("hold-days", "local", "short-run"): 100,
    ("hold-days", "local", "average"): 1000,
    ("transport", "federal", "any"): 500,
    ("wages-lost-on-hold", "person", "any"): 300,
}
ENTRY = {
    "low": -900.0,
    "high": -500.0,
    "unknowns_low": -1500.0,
    "unknowns_high": 200.0,
    "both_low": -1600.0,
    "both_high": 300.0,
}
DOUBT = (
    "The intervals below tell chance and what is not known about the inputs apart: each of 77 numbers, tables and "
    "dates with a range was drawn from it 100 times, which gives the ends of these intervals to about a tenth of their "
    "width. What has no range, and the model itself, is in neither."
)


def made(
    policy: Bill, entry: Mapping[str, float | None] = ENTRY, payer: str = "local", base: Bill = AS_IS
) -> RunTables:
    """One replication of one year; ``payer`` pays for the jail; ``entry`` has the intervals of what the jail costs."""
    rows = [
        {"policy": name, "replication": 0, "agency": "one", "month": "2012-01", "item": item, "bed_price": price,
         "payer": payer if by == "local" else by, "caused_by": ITEM_FACTS[item].caused_by, "amount_usd": float(usd)}
        for name, bill in (("as-is", base), ("p", policy))
        for (item, by, price), usd in bill.items()
    ]  # fmt: skip
    names = {"local": "local_net_cost_usd", "state": "state_cost_usd"}
    jail = {name: {"mean": _differs(policy, base, "local")} | dict(entry) for name in names.values()}
    others = {f"{by}_cost_usd": {"mean": _differs(policy, base, by)} for by in ("federal", "person")}
    unknowns = {"inputs": 77, "draws": 100, "replications_each": 2}
    summary: dict[str, Any] = {"unknowns": unknowns, "replications": 1, "years": 1, "policies": {"as-is": {}, "p": {}}}
    labels = Labels("Example County", {"as-is": "As it is", "p": "P"}, 2012, "short-run")
    summary["differences"] = {"p": jail | others}
    return RunTables(labels, summary, pd.DataFrame(), pd.DataFrame(rows), pd.DataFrame())


def _differs(policy: Bill, base: Bill, payer: str) -> float:
    def total(bill: Bill) -> float:
        counted = (key for key in bill if key[1] == payer and key[2] in ("short-run", "any"))
        return sum(bill[key] for key in counted if ITEM_FACTS[key[0]].caused_by != "anyway")

    return total(policy) - total(base)


def test_a_policy_in_words() -> None:
    assert policy_words(made(POLICY), "p") == (
        "Local cost: about $700 less than as it is, but its direction is not clear.",
        "Of that, about $300 less with sharing; about $400 less with holding; nothing with detainers or the opt-out "
        "itself.",
        "By chance alone: between $500 and $900 less.",
        "By what is not known about the inputs: between $1,500 less and $200 more, so its direction is not clear.",
        "By both: between $1,600 less and $300 more, so its direction is not clear.",
        "Outside of the local cost: the federal side pays about $1,500 less, and the people themselves lose about $500 "
        "less in wages.",
    )


def test_what_holds_for_every_policy() -> None:
    assert general_words(made(POLICY)) == (
        "Per year, in dollars of 2012, at the short-run price of a jail day.",
        "With sharing: what comes with ICE's answers, which the agency gets because prints are passed on.",
        "With detainers: what comes with each detainer that ICE lodges, whether or not the jail honors it.",
        "With holding: what comes with holding people after local release.",
        "With the opt-out itself: what the opt-out itself takes, and penalties for it; nothing in this run, for its "
        "items are switched off or come to nothing.",
        "What is there anyway: prints go to the FBI in every mode, so nothing of fingerprinting is added; the county "
        "pays about $9,000 for it, in no total.",
        "What is there anyway: the county gets about $400 from SCAAP for days of the local case itself, in no total.",
        DOUBT,
    )


def test_a_policy_that_changes_no_cost_says_so() -> None:
    none = dict.fromkeys(ENTRY, 0.0)
    assert policy_words(made(AS_IS, none), "p") == (
        "Local cost: the same as it is.",
        "Outside of the local cost: the federal side pays the same, and the people themselves lose the same in wages.",
    )


def test_parts_that_cancel_out_are_told_all_the_same() -> None:
    moved = AS_IS | {("answering", "local", "any"): 0, ("opt-out-administration", "local", "any"): 300}
    words = policy_words(made(moved, {"low": -90.0, "high": 90.0}), "p")
    assert words[1] == (
        "Of that, about $300 less with sharing; about $300 more with the opt-out itself; nothing with detainers or "
        "holding."
    )
    assert words[2] == "By chance alone: between $90 less and $90 more, so its direction is not clear."
    assert "nothing in this run" not in " ".join(general_words(made(moved)))


@pytest.mark.parametrize(
    ("entry", "unclear"),
    [
        ({"low": -1600.0, "high": 200.0}, True),
        ({"low": -1600.0, "high": -200.0}, False),
        ({"low": -900.0, "high": -500.0, "both_low": -1200.0, "both_high": -200.0}, False),
        ({"low": -900.0, "high": -500.0, "both_low": -1500.0, "both_high": 200.0}, True),
    ],
)
def test_a_direction_that_chance_or_the_inputs_may_turn_is_not_clear(entry: dict[str, float], unclear: bool) -> None:
    words = policy_words(made(POLICY, entry), "p")
    assert words[0] == f"Local cost: about $700 less than as it is{', but its direction is not clear' * unclear}."


@pytest.mark.parametrize("draws", [0, 1, 19])
def test_without_20_draws_the_intervals_are_said_to_hold_chance_alone(draws: int) -> None:
    tables = made(POLICY, {"low": -900.0, "high": -500.0})
    tables.summary["unknowns"]["draws"] = draws
    assert general_words(tables)[-1] == BY_CHANCE
    assert BY_CHANCE == (
        "The intervals below hold chance alone. What is not known about the inputs is in none; it is mostly larger."
    )
    tables.summary["unknowns"]["draws"] = 20
    assert general_words(tables)[-1] == BY_DRAWS.format(inputs=77, draws=20)


def test_one_replication_says_nothing_about_chance() -> None:
    words = policy_words(
        made(POLICY, {"low": None, "high": None, "unknowns_low": -900.0, "unknowns_high": -900.0}), "p"
    )
    assert words[2:4] == (
        "By chance alone: one replication says nothing about it.",
        "By what is not known about the inputs: $900 less.",
    )


def test_the_state_is_named_where_it_pays_for_the_jail() -> None:
    tables = made(POLICY, payer="state")
    assert jail_payers(tables) == ("state",)
    assert policy_words(tables, "p")[0] == "State cost: about $700 less than as it is, but its direction is not clear."
    assert "; the state pays about $9,000 for it, in no total." in general_words(tables)[5]


def test_a_run_without_a_price_of_prints_says_that_too() -> None:
    bare = {key: usd for key, usd in AS_IS.items() if ITEM_FACTS[key[0]].caused_by != "anyway" and key[1] == "local"}
    tables = made(bare, dict.fromkeys(ENTRY, 0.0), base=bare)
    assert general_words(tables)[5:] == (
        "What is there anyway: prints go to the FBI in every mode, so nothing of fingerprinting is added; this run has "
        "no price for it.",
        DOUBT,
    )
    assert policy_words(tables, "p") == ("Local cost: the same as it is.",)


def test_other_numbers_that_move_what_is_there_anyway_are_told() -> None:
    more = AS_IS | {("fingerprinting", "local", "any"): 9900}
    assert policy_words(made(more, dict.fromkeys(ENTRY, 0.0)), "p")[1] == (
        "What is there anyway comes to about $900 more for the county, because this policy sets other numbers too; it "
        "is in no total."
    )


def test_the_headline_price_decides_which_days_count() -> None:
    tables = made(POLICY)
    average = replace(tables, labels=replace(tables.labels, headline_bed_price="average"))
    assert difference_by_cause(tables, "p", "local")["holding"] == -400
    assert difference_by_cause(average, "p", "local")["holding"] == -4000


def test_parts_of_a_simulated_run_add_up_to_its_summary() -> None:
    policies = {"sharing": [{"opt_out": "share"}], "decline": [{"detainer_rules": [decline()]}]}
    prices = {"years": 2, "costs.fingerprinting_per_submission": number(10, "USD")}
    tables = compare(study(policies, prices), replications=2, draws=0, seed=3).tables
    for policy, differences in tables.summary["differences"].items():
        parts = difference_by_cause(tables, policy, "local")
        assert parts["anyway"] == 0
        assert sum(parts.values()) == pytest.approx(differences["local_net_cost_usd"]["mean"], abs=0.005)
        paid = causes_of(tables, policy, "local")
        assert paid["anyway"] == pytest.approx(tables.summary["policies"][policy]["local_anyway_usd"]["mean"])
    assert difference_by_cause(tables, "sharing", "local")["sharing"] < 0
    assert difference_by_cause(tables, "decline", "local")["sharing"] == 0
