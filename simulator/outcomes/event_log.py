"""The trace as an event log: one line for each thing that happened to a person (case, activity, timestamp)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.model.codes import ENDS, NEVER
from simulator.model.kernels.arrivals import PLACES
from simulator.model.trace import Trace
from simulator.scenario.place import Scenario
from simulator.scenario.quantities import CHARGE_CLASSES, LEVELS, STATUSES
from simulator.scenario.requests import Request

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

    Only people who could meet ICE have lines; they are the cases ``AGENCY-DATE-PLACE``. What an agency does is a
    case by the agency's own name: its mode, its requests and their answers, its triggers.
    """
    import pandas as pd

    rows, course = trace.bookings, trace.course
    names = np.array(list(scenario.agencies))
    people = pd.DataFrame(
        {
            "case": _cases(trace, names),
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
    parts.append(pd.DataFrame(_agency_events(trace, list(scenario.agencies)), columns=["agency", "activity", "moment"]))
    log = pd.concat(parts, ignore_index=True)
    log["case"] = log["case"].fillna(log["agency"])
    log = log[log["moment"] != NEVER].sort_values(["moment", "case"], kind="stable", ignore_index=True)
    log["timestamp"] = [trace.calendar.stamp(int(moment)) for moment in log["moment"]]
    return log[["case", "activity", "timestamp", "agency", "charge_class", "level", "status", "end"]]


def _cases(trace: Trace, names: NDArray[np.str_]) -> list[str]:
    """Names of people: the agency, the day of booking, and the place within that day, from 1."""
    rows, start = trace.bookings, trace.calendar.start
    days = [(start + timedelta(days=int(day))).isoformat() for day in range(int(rows.day.max(initial=0)) + 1)]
    numbered = zip(rows.agency, rows.day, rows.number % PLACES + 1, strict=True)
    return [f"{names[agency]}-{days[day]}-{place:03d}" for agency, day, place in numbered]


def _agency_events(trace: Trace, names: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Agency, activity and moment (elapsed seconds) of all that agencies do, and are answered."""
    for answer in trace.answered:
        for name in _who(answer.request, names):
            yield name, f"asks to opt out: {answer.request.asks}", trace.calendar.midnight(answer.asked_on)
            taken = "" if answer.effect or answer.grants == "nothing" else ", not taken up"
            yield name, f"answer: {answer.grants}{taken}", trace.calendar.midnight(answer.given_on)
    for name, stances in zip(names, trace.stances, strict=True):
        for switch in stances.switches:
            to = f"opts out: {switch.opt_out}" if switch.opt_out else "opts back in"
            yield name, f"trigger at {switch.reading:,.6g}: {to}", switch.moment
        moments = sorted({*stances.begins, *(switch.moment for switch in stances.switches)})
        modes = [stances.at(moment).mode for moment in moments]
        for number, (moment, mode) in enumerate(zip(moments, modes, strict=True)):
            if number == 0 or mode != modes[number - 1]:
                yield name, f"mode: {mode}", moment


def _who(request: Request, names: Sequence[str]) -> Sequence[str]:
    if request.states:
        return [f"state {state}" for state in request.states]
    return names if request.agencies == "all" else request.agencies
