"""One person, or a few, with luck set by hand: what the flow does to them can be worked out on paper.

The print path of the test person: prints after 1 h, state bureau 30 min, FBI 30 min (first answer after 2 h), IDENT
10 min, ICE's support center 20 min (answer after 2 h 30), relay 5 min, field office 20 min (8 to 18 o'clock).
"""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from simulator.model.bookings import Bookings
from simulator.model.codes import ENDS, NEVER, PRINT_STATIONS
from simulator.model.cohort import cohort_by_hand, horizon_days, run_calendar
from simulator.model.plan import plan_of
from simulator.model.replication import simulate
from simulator.model.trace import Trace
from simulator.scenario.federal import WARRANTS
from simulator.scenario.people import CONVICTIONS
from simulator.scenario.place import Scenario
from simulator.scenario.quantities import CHARGE_CLASSES, LEVELS, STATUSES
from tests.example_place import number, scenario

HOUR = 3600
DAY = 24 * HOUR
NO_ADDED_DAYS = {f"jail.added_days.{name}": number(0, "days") for name in ("felony", "misdemeanor", "infraction")}
PLAIN = scenario(NO_ADDED_DAYS)


def moment(place: Scenario, text: str) -> int:
    """Elapsed seconds of a local date and time, such as ``2012-02-17 18:00``."""
    zone = ZoneInfo(place.timezone)
    start = datetime(place.starts.year, place.starts.month, place.starts.day, tzinfo=zone)
    return round(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() - start.timestamp())


def person(place: Scenario, booked: str, released: str, **changes: Any) -> dict[str, Any]:
    """A removable person with a match whom ICE wants and comes for at once; 2 h to the FBI answer, then 30 min."""
    row: dict[str, Any] = {
        "agency": 0, "number": 0, "booked_at": moment(place, booked), "day": 0,
        "charge_class": "misdemeanor", "level": "2", "status": "removable", "matched": True,
        "prior_removal": False, "age": 30, "conviction": "misdemeanor", "years_since_conviction": 2.0,
        "years_since_release": 1.9, "pending_charge": False, "prior_order": False, "watch_list": False,
        "warrant": "none", "released_at": moment(place, released), "release_ratio": 1.0, "release_luck": 0.5,
        "rest_of_case": 0, "found_at": NEVER,
        "found_needs_access": True,
        "passing": [3600, 1800, 1800, 600, 1200, 300], "decision_seconds": 1200, "ice_wants": True,
        "withdrawn": False, "withdrawn_after": 0, "to_state_prison": False, "door": 0.99, "ready_after": 0,
        "brought_forward": False, "comes": True, "arrested_at_large": False, "removed": False, "removed_after": 0,
    }  # fmt: skip
    assert len(row["passing"]) == len(PRINT_STATIONS)
    row |= changes
    row["charge_class"] = CHARGE_CLASSES.index(row["charge_class"])
    row["level"] = LEVELS.index(row["level"])
    row["status"] = STATUSES.index(row["status"])
    row["conviction"] = CONVICTIONS.index(row["conviction"])
    row["warrant"] = WARRANTS.index(row["warrant"])
    return row


def trace_by_hand(place: Scenario, *people: dict[str, Any]) -> Trace:
    """What happens to these people, who count as booked on the first day."""
    for position, row in enumerate(people):
        row["number"] = position
    bookings = Bookings(**{field.name: np.array([row[field.name] for row in people]) for field in fields(Bookings)})

    booked = np.array([[len(people)] + [0] * (horizon_days(place) - 1)])
    plan, cohort = plan_of(place, run_calendar(place)), cohort_by_hand(place, bookings, booked)
    trace, reference = simulate(plan, cohort, "compiled"), simulate(plan, cohort, "simpy")
    assert trace.same_course(reference).all(), "both engines tell the same"
    return trace


def walk(place: Scenario, *people: dict[str, Any]) -> list[dict[str, Any]]:
    """The course of each person: moments as local times, codes as words, None for never."""
    trace = trace_by_hand(place, *people)
    course = trace.course

    def readable(name: str, value: int) -> Any:
        if name == "end":
            return ENDS[value]
        if name in ("shared", "rule_at_lodging", "rule_at_release"):
            return {"shared": [False, True]}.get(name, ["honor", "decline", "notify"])[value] if value >= 0 else None
        return None if value == NEVER else trace.calendar.stamp(value)[:16].replace("T", " ")

    return [
        {field.name: readable(field.name, int(getattr(course, field.name)[row])) for field in fields(course)}
        for row in range(len(people))
    ]
