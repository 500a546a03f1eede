"""A small place for tests, as plain data: every delay fixed, so that moments can be worked out by hand."""

from __future__ import annotations

import copy
import datetime
from typing import Any

from simulator.scenario.place import Scenario
from simulator.scenario.study import Case, Study

SOURCE = "made up for tests"
WORKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri"]
EVERY_DAY = [*WORKDAYS, "Sat", "Sun"]


def number(value: float, unit: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, "source": SOURCE}


def fixed(value: float, unit: str) -> dict[str, Any]:
    return {"distribution": "fixed", "value": value, "unit": unit, "source": SOURCE}


def lognormal(median: float, p90: float, unit: str) -> dict[str, Any]:
    return {"distribution": "lognormal", "median": median, "p90": p90, "unit": unit, "source": SOURCE}


def quantiles(at: dict[float, float], unit: str) -> dict[str, Any]:
    return {"distribution": "quantiles", "at": at, "unit": unit, "source": SOURCE}


def delay(value: float, unit: str) -> dict[str, Any]:
    return {"kind": "delay", "time": fixed(value, unit)}


def shift(weekdays: list[str], from_hour: int, to_hour: int, on_duty: int) -> dict[str, Any]:
    return {
        "weekdays": weekdays,
        "from_hour": from_hour,
        "to_hour": to_hour,
        "on_duty": number(on_duty, "officers"),
        "source": SOURCE,
    }


def honor(hours: float = 48, *, exclude: bool = True, **when: Any) -> dict[str, Any]:
    rule = {"then": "honor", "hold_hours": number(hours, "hours"), "exclude_weekends_and_holidays": exclude}
    return rule | {"source": SOURCE} | ({"when": when} if when else {})


def decline(action: str = "decline", **when: Any) -> dict[str, Any]:
    return {"then": action, "source": SOURCE} | ({"when": when} if when else {})


def levels(level_1: float, level_2: float, level_3: float, no_level: float) -> dict[str, float]:
    return {"level_1": level_1, "level_2": level_2, "level_3": level_3, "no_level": no_level}


def convictions(misdemeanor: float, felony: float, serious_or_violent: float, homicide: float) -> dict[str, float]:
    names = ("misdemeanor", "felony", "serious_or_violent", "homicide")
    return dict(zip(names, (misdemeanor, felony, serious_or_violent, homicide), strict=True))


AGENCY: dict[str, Any] = {
    "label": "Example County",
    "state": "VA",
    "field_office": "capital",
    "activated_on": {"value": datetime.date(2010, 6, 15), "source": SOURCE},
    "bookings_per_year": number(4000, "bookings/year"),
    "match_share": number(0.08, "share"),
    "average_daily_population": number(300, "people"),
}

PLACE: dict[str, Any] = {
    "kind": "place",
    "label": "Example County",
    "about": "A place for tests.",
    "starts": datetime.date(2012, 1, 1),
    "years": 1,
    "timezone": "America/New_York",
    "agencies": {"example": AGENCY},
    "arrivals": {
        "week": {"shares": [[1 / 168] * 24] * 7, "unit": "share", "source": SOURCE},
        "months": {"factors": [1.0] * 12, "unit": "ratio", "source": SOURCE},
        "day_to_day_variance_ratio": number(1.5, "ratio"),
    },
    "people": {
        "charge_class": {"felony": 0.25, "misdemeanor": 0.65, "infraction": 0.1, "unit": "share", "source": SOURCE},
        "status_of_matched": {
            "us_citizen": 0.05,
            "lawful": 0.45,
            "removable": 0.5,
            "unit": "share",
            "source": SOURCE,
        },
        "removable_with_ident_record": number(0.5, "share"),
        "level": {
            "felony": levels(0.5, 0.2, 0.1, 0.2),
            "misdemeanor": levels(0.05, 0.15, 0.4, 0.4),
            "infraction": levels(0, 0.1, 0.4, 0.5),
            "unit": "share",
            "source": SOURCE,
        },
        "prior_removal": number(0.1, "share"),
        "ages": {
            "under_18": number(0.02, "share"),
            "youngest": number(14, "years"),
            "adults": quantiles({0.0: 18, 0.5: 30, 1.0: 80}, "years"),
        },
        "record": {
            "conviction": {
                "level_1": convictions(0.1, 0.3, 0.5, 0.1),
                "level_2": convictions(0.5, 0.4, 0.1, 0),
                "level_3": convictions(1, 0, 0, 0),
                "unit": "share",
                "source": SOURCE,
            },
            "since_release": lognormal(2, 10, "years"),
            "served": {
                "misdemeanor": fixed(30, "days"),
                "felony": fixed(1, "years"),
                "serious_or_violent": fixed(3, "years"),
                "homicide": fixed(10, "years"),
            },
            "watch_list": number(0.02, "share"),
            "pending_charge": number(0.2, "share"),
            "prior_order": number(0.05, "share"),
        },
    },
    "stays": {
        "felony": lognormal(4, 80, "days") | {"maximum": 900},
        "misdemeanor": lognormal(1.5, 20, "days") | {"maximum": 300},
        "infraction": fixed(0.9, "days"),
        "release_hours": {"shares": [1 / 24] * 24, "unit": "share", "source": SOURCE},
    },
    "stations": {
        "booking_to_prints": delay(60, "minutes"),
        "state_bureau": delay(15, "minutes"),
        "fbi_search": delay(15, "minutes"),
        "ident_search": delay(10, "minutes"),
        "lesc": delay(20, "minutes"),
        "answer_relay": delay(5, "minutes"),
    },
    "federal": {
        "era": "2012",
        "detainer": {
            "removable": levels(0.95, 0.9, 0.7, 0.7) | {"unit": "share", "source": SOURCE},
            "lawful": number(0.05, "share"),
            "us_citizen": number(0.1, "share"),
        },
        "form": {
            "hold_hours": number(48, "hours"),
            "exclude_weekends_and_holidays": True,
            "warrant": {
                "no_warrant": 0.85,
                "administrative": 0.1,
                "judicial": 0.05,
                "unit": "share",
                "source": SOURCE,
            },
        },
        "withdrawal": {
            "removable": number(0.06, "share"),
            "lawful": number(0.2, "share"),
            "us_citizen": number(0.6, "share"),
            "after": lognormal(3, 10, "days"),
        },
        "other_channel": {
            "found": number(0.25, "share"),
            "left_without_access": number(0.2, "share"),
            "after": lognormal(1, 4, "days"),
        },
        "removal": {
            "after_transfer": number(0.5, "share"),
            "at_large_arrest": number(0.1, "share"),
            "after": lognormal(60, 300, "days"),
            "counted_within": number(540, "days"),
        },
    },
    "field_offices": {
        "capital": {
            "label": "Capital",
            "decision": {
                "kind": "queue",
                "service": fixed(20, "minutes"),
                "shifts": [shift(EVERY_DAY, 8, 18, 2)],
            },
            "tours": {"weekdays": WORKDAYS, "hours": [8, 15], "seats": number(6, "seats"), "source": SOURCE},
            "preparation": {
                "distribution": "uniform",
                "shortest": 0,
                "longest": 72,
                "unit": "hours",
                "source": SOURCE,
            },
            "ready_at_once": number(0.1, "share"),
            "brings_forward": number(1, "share"),
            "comes": number(0.9, "share"),
        }
    },
    "jail": {
        "added_days": {
            "felony": number(45, "days"),
            "misdemeanor": number(12, "days"),
            "infraction": number(2, "days"),
            "share_when_declined": number(0.5, "share"),
        },
        "custody_at_door_if_declined": number(0.1, "share"),
        "custody_at_door_if_notified": number(0.3, "share"),
        "felonies_to_state_prison": number(0.18, "share"),
    },
    "policy": {"periods": [{"opt_out": "none", "detainer_rules": [honor()]}]},
    "costs": {
        "dollars_of": 2012,
        "bed_day": {
            "short_run": number(16, "USD/day"),
            "average": number(90, "USD/day"),
            "pod_size": number(4, "beds"),
            "pod_cost": number(100_000, "USD/year"),
        },
        "staff_hour": number(32, "USD/hour"),
        "paperwork_per_detainer": number(1, "hours"),
        "reading_per_answer": number(0.25, "hours"),
        "handover_per_transfer": number(0.5, "hours"),
        "federal_transport_per_transfer": number(100, "USD"),
    },
}


def place_tree(changes: dict[str, Any] | None = None, periods: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """The place with values replaced by dotted path, and periods laid over its own."""
    tree = copy.deepcopy(PLACE)
    for path, value in (changes or {}).items():
        *parents, key = path.split(".")
        node = tree
        for parent in parents:
            node = node[parent]
        node[key] = copy.deepcopy(value)
    tree["policy"]["periods"] += periods or []
    return tree


def scenario(changes: dict[str, Any] | None = None, periods: list[dict[str, Any]] | None = None) -> Scenario:
    return Scenario.model_validate(place_tree(changes, periods))


def study(policies: dict[str, list[dict[str, Any]]], changes: dict[str, Any] | None = None) -> Study:
    """The place as it is and under policies given by their periods."""
    cases = [
        Case(name, name, "A policy for tests.", scenario(changes, periods), place_tree(changes, periods))
        for name, periods in {"as-is": [], **policies}.items()
    ]
    return Study("example", tuple(cases))
