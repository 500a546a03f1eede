"""Codes: positions in lists of names, by which records, courses and kernels say what a person is and what happened."""

from __future__ import annotations

from typing import Literal

from simulator.scenario.people import CONVICTIONS
from simulator.scenario.quantities import CHARGE_CLASSES, LEVELS, SECONDS_PER_UNIT, STATUSES
from simulator.scenario.rules import Action

NEVER = -1
"""The moment of what does not happen, and the code of what there is not."""

HOUR_SECONDS, DAY_SECONDS, YEAR_SECONDS = (SECONDS_PER_UNIT[unit] for unit in ("hours", "days", "years"))

PRINT_STATIONS = ("booking_to_prints", "state_bureau", "fbi_search", "ident_search", "lesc", "answer_relay")
"""The way of the prints, in order."""
STATIONS = len(PRINT_STATIONS)

US_CITIZEN, LAWFUL, REMOVABLE = (STATUSES.index(status) for status in ("us-citizen", "lawful", "removable"))
FELONY = CHARGE_CLASSES.index("felony")
LEVEL_2 = LEVELS.index("2")
MISDEMEANOR = CONVICTIONS.index("misdemeanor")

ACTIONS: tuple[Action, ...] = ("honor", "decline", "notify")
HONOR, DECLINE, NOTIFY = range(len(ACTIONS))

End = Literal["no-match", "no-action", "missed", "withdrawn", "state-prison", "declined", "lapsed", "transferred"]
ENDS: tuple[End, ...] = (
    "no-match",
    "no-action",
    "missed",
    "withdrawn",
    "state-prison",
    "declined",
    "lapsed",
    "transferred",
)
NO_MATCH, NO_ACTION, MISSED, WITHDRAWN, STATE_PRISON, DECLINED, LAPSED, TRANSFERRED = range(len(ENDS))
