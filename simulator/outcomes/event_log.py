"""The trace as an event log: one line for each thing that happened to a person (case, activity, timestamp)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.model.bookings import NEVER
from simulator.model.trace import ENDS, Trace
from simulator.scenario.place import Scenario
from simulator.scenario.quantities import CHARGE_CLASSES, LEVELS, STATUSES

if TYPE_CHECKING:
    import pandas as pd

ACTIVITIES = {
    "fbi_answer_at": "FBI answer",
    "matched_at": "IDENT match",
    "answer_at": "ICE answer",
    "seen_at": "answer reaches agency",
    "interviewed_at": "found by another channel",
    "decided_at": "field office decides",
    "lodged_at": "detainer lodged",
    "released_at": "local release",
    "removed_at": "removed",
}


def event_log(trace: Trace, scenario: Scenario) -> pd.DataFrame:
    """Columns: case, activity, timestamp (local, ISO 8601), agency, charge_class, level, status, end; by time, case.

    Only people who could meet ICE have lines; they are the cases ``AGENCY-NUMBER``.
    """
    import pandas as pd

    rows, course = trace.bookings, trace.course
    names = np.array(list(scenario.agencies))
    people = pd.DataFrame(
        {
            "case": [f"{names[agency]}-{number:06d}" for agency, number in zip(rows.agency, rows.number, strict=True)],
            "agency": names[rows.agency],
            "charge_class": np.array(CHARGE_CLASSES)[rows.charge_class],
            "level": np.array(LEVELS)[rows.level],
            "status": np.array(STATUSES)[rows.status],
            "end": np.array(ENDS)[course.end],
        }
    )
    moments = {"booked": rows.booked_at}
    moments |= {activity: getattr(course, column) for column, activity in ACTIVITIES.items()}
    moments["detainer withdrawn"] = trace.withdrawn_at
    parts = [people.assign(activity=activity, moment=moment) for activity, moment in moments.items()]
    parts.append(people.assign(activity="ends: " + people["end"], moment=course.ended_at))
    log = pd.concat(parts, ignore_index=True)
    log = log[log["moment"] != NEVER].sort_values(["moment", "case"], kind="stable", ignore_index=True)
    log["timestamp"] = [trace.calendar.stamp(int(moment)) for moment in log["moment"]]
    return log[["case", "activity", "timestamp", "agency", "charge_class", "level", "status", "end"]]
