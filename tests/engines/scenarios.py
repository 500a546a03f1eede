"""Small scenarios at random: agencies, stations, rules, periods, requests, triggers, in all combinations."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import strategies as st

from simulator.scenario.place import Scenario
from tests.example_place import AGENCY, SOURCE, WORKDAYS, delay, fixed, levels, lognormal, number, scenario

STARTS = [datetime.date(2012, 1, 1), datetime.date(2011, 10, 15), datetime.date(2012, 3, 1)]
DAYS = st.dates(datetime.date(2011, 11, 1), datetime.date(2012, 12, 1))
SHARE = st.sampled_from([0.0, 0.2, 0.5, 0.9, 1.0])
MODES = st.sampled_from(["none", "receive-only", "share", "both"])
OFFICES = ("capital", "harbor")
STATES = ("VA", "MD")
MEASURES = ["matches", "answers_seen", "detainers", "honored", "transferred", "citizens_with_detainer", "hold_days",
            "added_pretrial_days", "running_cost_usd"]  # fmt: skip


def shares(value: float) -> dict[str, Any]:
    return number(value, "share")


@st.composite
def shifts(draw: st.DrawFn) -> list[dict[str, Any]]:
    return [
        {
            "weekdays": draw(st.lists(st.sampled_from([*WORKDAYS, "Sat", "Sun"]), min_size=1, max_size=7, unique=True)),
            "from_hour": (begin := draw(st.integers(0, 23))),
            "to_hour": draw(st.integers(begin + 1, 24)),
            "on_duty": number(draw(st.integers(0, 3)), "officers"),
            "source": SOURCE,
        }
        for _ in range(draw(st.integers(1, 3)))
    ]


@st.composite
def times(draw: st.DrawFn, longest: float, unit: str) -> dict[str, Any]:
    return draw(
        st.one_of(
            st.sampled_from([0.0, longest / 4, longest]).map(lambda value: fixed(value, unit)),
            st.just(lognormal(longest / 4, longest, unit) | {"maximum": 3 * longest}),
            st.just({"distribution": "exponential", "mean": longest / 3, "unit": unit, "source": SOURCE}),
            st.just({"distribution": "uniform", "shortest": 0, "longest": longest, "unit": unit, "source": SOURCE}),
        )
    )


@st.composite
def stations(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["delay", "delay", "queue", "shared-queue"]))
    if kind == "delay":
        return {"kind": kind, "time": draw(times(2, "hours"))}
    background = {"arrivals": number(draw(st.sampled_from([0, 0.2])), "queries/hour"), "level_1_share": shares(0.3)}
    if kind == "shared-queue":
        service = fixed(30, "minutes")
        return {"kind": kind, "service": service, "on_duty": number(2, "people"), "background": background}
    return {
        "kind": kind,
        "service": draw(times(4, "hours")),
        "shifts": draw(shifts()),
        "level_first": draw(st.booleans()),
        "background": draw(st.sampled_from([None, background])),
    }


@st.composite
def rules(draw: st.DrawFn) -> list[dict[str, Any]]:
    last = draw(st.sampled_from(["honor", "decline", "notify"]))
    return [*draw(st.lists(_rule(), max_size=3)), draw(_effect(last))]


@st.composite
def _effect(draw: st.DrawFn, action: str) -> dict[str, Any]:
    if action != "honor":
        return {"then": action, "source": SOURCE}
    by_form = draw(st.booleans())
    hold = {} if by_form else {"hold_hours": number(draw(st.sampled_from([0, 4, 48, 60])), "hours")}
    stands_still = {} if by_form else {"exclude_weekends_and_holidays": draw(st.booleans())}
    return {"then": action, "source": SOURCE} | hold | stands_still


@st.composite
def _rule(draw: st.DrawFn) -> dict[str, Any]:
    conditions = {
        "level": st.just(["1", "2"]),
        "charge_class": st.just(["felony"]),
        "conviction": st.just(["felony", "serious-or-violent"]),
        "convicted_within_years": st.just(5),
        "released_within_years": st.just(3),
        "min_age": st.just(21),
        "under_age": st.just(50),
        "adult": st.booleans(),
        "warrant": st.just(["administrative", "judicial"]),
        "reimbursement": st.just("agreed"),
        "pending_charge": st.booleans(),
        "prior_removal": st.booleans(),
        "prior_order": st.booleans(),
        "watch_list": st.booleans(),
    }
    asked = draw(st.lists(st.sampled_from(sorted(conditions)), min_size=1, max_size=3, unique=True))
    effect = draw(_effect(draw(st.sampled_from(["honor", "decline", "notify"]))))
    return effect | {"when": {name: draw(conditions[name]) for name in asked}}


@st.composite
def periods(draw: st.DrawFn, agencies: list[str]) -> dict[str, Any]:
    whose: dict[str, Any] = draw(
        st.sampled_from([{}, {"agencies": agencies[:1]}, {"states": ["VA"]}, {"states": ["MD"]}])
    )
    optional = {
        "opt_out": MODES,
        "ice_access": st.booleans(),
        "in_activation_plan": st.booleans(),
        "detainer_rules": rules(),
        "reimbursement_agreement": st.booleans(),
    }
    period = {"begins": draw(DAYS)} | whose
    period |= {name: draw(values) for name, values in optional.items() if draw(st.booleans())}
    if "states" in period and "detainer_rules" in period:
        period["agencies_may"] = draw(st.sampled_from([None, "hold-less", "hold-more"]))
    return period


@st.composite
def policies(draw: st.DrawFn, agencies: list[str]) -> dict[str, Any]:
    """Periods, and now and then a request that a regime answers, or a trigger."""
    requests = [{"asks": "share", "asked_on": draw(DAYS), "source": SOURCE}] if draw(st.integers(0, 3)) == 0 else []
    triggers = []
    if draw(st.integers(0, 2)) == 0:
        above = draw(st.sampled_from([0, 3, 20]))
        triggers = [
            {
                "opt_out": draw(st.sampled_from(["receive-only", "share", "both"])),
                "measure": draw(st.sampled_from(MEASURES)),
                "over_months": draw(st.integers(1, 3)),
                "above": above,
                "back_below": draw(st.sampled_from([None, above])),
                "source": SOURCE,
            }
        ]
    return {
        "periods": draw(st.lists(periods(agencies), max_size=3)),
        "requests": requests,
        "triggers": triggers,
    }


@st.composite
def offices(draw: st.DrawFn) -> dict[str, Any]:
    hours = sorted(draw(st.sets(st.integers(0, 23), min_size=1, max_size=3)))
    days = draw(st.sampled_from([WORKDAYS, ["Mon"], [*WORKDAYS, "Sat", "Sun"]]))
    seats = number(draw(st.integers(0, 3)), "seats")
    return {
        "label": "An office",
        "decision": draw(stations()),
        "tours": {"weekdays": days, "hours": hours, "seats": seats, "source": SOURCE,
                  "on_federal_holidays": draw(st.booleans())},
        "preparation": draw(times(50, "hours")),
        "ready_at_once": shares(draw(SHARE)),
        "brings_forward": shares(draw(SHARE)),
        "comes": shares(draw(SHARE)),
    }  # fmt: skip


@st.composite
def jails(draw: st.DrawFn) -> dict[str, Any]:
    by_class = {"felony": 0.3, "misdemeanor": 0.5, "infraction": 0.2, "unit": "share", "source": SOURCE}
    rest = {name: draw(times(10, "days")) for name in ("felony", "misdemeanor", "infraction")}
    return {
        "stay_effect": draw(st.sampled_from(["added-days", "rarer-release"])),
        "added_days": {
            "felony": number(5.25, "days"),
            "misdemeanor": number(1.5, "days"),
            "infraction": number(0, "days"),
            "share_when_declined": shares(draw(SHARE)),
        },
        "pretrial_release": {
            "on_bail": by_class,
            "on_recognizance": by_class,
            "bail_ratio": shares(draw(SHARE)),
            "recognizance_ratio": shares(draw(SHARE)),
            "rest_of_case": rest,
        },
        "custody_at_door_if_declined": shares(draw(SHARE)),
        "custody_at_door_if_notified": shares(draw(SHARE)),
        "felonies_to_state_prison": shares(draw(SHARE)),
    }


@st.composite
def places(draw: st.DrawFn) -> tuple[Scenario, Scenario]:
    """A place as it is, and under a policy."""
    names = ["north", "south", "west"][: draw(st.integers(1, 3))]
    agencies = {
        name: AGENCY
        | {
            "state": draw(st.sampled_from(STATES)),
            "field_office": draw(st.sampled_from(OFFICES)),
            "bookings_per_year": number(draw(st.sampled_from([20, 200, 400])), "bookings/year"),
            "match_share": number(0.5, "share"),
            "state_relays_answers": draw(st.booleans()),
            "activated_on": {"value": draw(st.sampled_from([STARTS[0], datetime.date(2012, 5, 1)])), "source": SOURCE},
        }
        for name in names
    }
    ways = ("booking_to_prints", "state_bureau", "fbi_search", "ident_search", "lesc", "answer_relay")
    print_stations = {name: draw(stations()) if draw(st.booleans()) else delay(15, "minutes") for name in ways}
    regime = {"label": "a regime", "after": draw(times(60, "days")), "to_receive_only": "receive-only",
              "to_share": draw(st.sampled_from(["share", "receive-only", "nothing"])), "to_both": "both",
              "source": SOURCE}  # fmt: skip
    changes: dict[str, Any] = {
        "starts": draw(st.sampled_from(STARTS)),
        "agencies": agencies,
        "stations": print_stations,
        "field_offices": {name: draw(offices()) for name in OFFICES},
        "jail": draw(jails()),
        "stays.felony": lognormal(4, 20, "days") | {"maximum": 60},
        "stays.misdemeanor": lognormal(0.5, 5, "days") | {"maximum": 20},
        "federal.regimes": [regime],
        "federal.detainer.removable": levels(1, 0.9, 0.9, 0.9) | {"unit": "share", "source": SOURCE},
        "federal.withdrawal.removable": shares(draw(st.sampled_from([0.0, 0.3]))),
        "federal.other_channel.found": shares(draw(SHARE)),
    }
    start: list[dict[str, Any]] = [{"opt_out": "none", "detainer_rules": draw(rules())}]
    as_is = {"policy.periods": start}
    policy = draw(policies(names))
    other = {f"policy.{key}": value for key, value in policy.items()} | {"policy.periods": start + policy["periods"]}
    return scenario(changes | as_is), scenario(changes | other)
