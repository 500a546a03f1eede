"""Crowded counties for plain models, and how far the means of two models of one county are apart."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.plain_models import LIBRARIES
from simulator.model.cohort import run_calendar
from simulator.model.plan import plan_of
from simulator.scenario.place import Scenario
from tests.example_place import EVERY_DAY, decline, honor, lognormal, number, scenario, shift

MEASURES = (
    "bookings", "submissions", "matches", "answers", "answers_seen", "found_by_interview", "decisions", "detainers",
    "missed", "honored", "declined", "notified", "transferred", "lapsed", "withdrawn", "state_prison",
    "at_large_leads", "removed", "citizens_matched", "hold_days", "added_pretrial_days", "detainer_days",
    "hours_until_answer", "hours_until_detainer", "ended_no_match", "ended_no_action", "ended_declined",
)  # fmt: skip
RATES = {
    "hours until a detainer": ("hours_until_detainer", "detainers"),
    "days of a hold": ("hold_days", "honored"),
    "share collected": ("transferred", "honored"),
    "share too late": ("missed", "decisions"),
}
"""Measures over measures, that vary less between runs than sums and so show smaller faults."""
STANDARD_ERRORS = 4.0

Sums = dict[str, NDArray[np.float64]]
"""What was counted in each run, by measure."""

CHANGES: dict[str, Any] = {
    "agencies.example.match_share": number(0.35, "share"),
    "people.prior_removal": number(0.4, "share"),
    "stations.booking_to_prints": {"kind": "delay", "time": lognormal(2, 12, "hours") | {"maximum": 48}},
    "field_offices.capital.decision": {
        "kind": "queue",
        "service": lognormal(30, 90, "minutes"),
        "shifts": [shift(EVERY_DAY, 8, 18, 1), shift(EVERY_DAY, 12, 15, 1)],
        "background": {"arrivals": number(0.4, "queries/hour"), "level_1_share": number(0.15, "share")},
    },
    "field_offices.capital.tours": {
        "weekdays": ["Thu"],
        "hours": [9],
        "seats": number(1, "seats"),
        "source": "made up for tests",
    },
    "federal.withdrawal.removable": number(0.5, "share"),
    "federal.withdrawal.after": lognormal(12, 40, "days"),
}
PERIODS: list[dict[str, Any]] = [
    {
        "detainer_rules": [
            decline("notify", level=["3"]),
            honor(96, exclude=False, prior_removal=True),
            decline(charge_class=["infraction"]),
            honor(),
        ]
    },
    {"begins": datetime.date(2012, 7, 1), "ice_access": False},
]
CROWDED = scenario(CHANGES, PERIODS)
"""Few seats, officers who are away at night, outside work in their queue, withdrawals, and four rules."""

SMALL = scenario(
    CHANGES
    | {
        "agencies.example.bookings_per_year": number(1_000, "bookings/year"),
        "agencies.example.match_share": number(0.6, "share"),
        "field_offices.capital.tours": CHANGES["field_offices.capital.tours"] | {"weekdays": ["Tue", "Thu"]},
        "field_offices.capital.brings_forward": number(0.4, "share"),
        "field_offices.capital.decision": CHANGES["field_offices.capital.decision"]
        | {
            "service": lognormal(120, 360, "minutes"),
            "background": {"arrivals": number(0.08, "queries/hour"), "level_1_share": number(0.15, "share")},
        },
    },
    [*PERIODS, {"begins": datetime.date(2012, 10, 1), "opt_out": "both"}],
)
"""As crowded with fewer bookings, which keep officers busy for longer; for three months nothing is shared."""


def plain_sums(place: Scenario, runs: int, *, library: str = "simpy", first: int = 0) -> Sums:
    """What a plain model counts with the seeds from ``first`` on."""
    plain = LIBRARIES[library].model_of(plan_of(place, run_calendar(place)))
    totals = []
    for run in range(first, first + runs):
        total: Counter[str] = Counter()
        for counted in plain.run(run).values():
            total.update(counted)
        totals.append(total)
    return {name: np.array([total[name] for total in totals], dtype=float) for name in MEASURES}


def with_rates(sums: Sums) -> Sums:
    """Measures and, with them, rates of each run."""
    return sums | {name: sums[measure] / sums[per] for name, (measure, per) in RATES.items()}


def standard_errors_apart(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> float:
    """The difference of means in standard errors, with one variance for both: they claim to be the same model."""
    squares = ((ours - ours.mean()) ** 2).sum() + ((theirs - theirs.mean()) ** 2).sum()
    variance = squares / (len(ours) + len(theirs) - 2)
    error = float(np.sqrt(variance * (1 / len(ours) + 1 / len(theirs))))
    return abs(float(ours.mean() - theirs.mean())) / error if error else float(ours.mean() != theirs.mean())


def far_apart(ours: Sums, theirs: Sums) -> dict[str, float]:
    """Measures of which the means differ by more than chance, and by how many standard errors."""
    apart = {name: standard_errors_apart(ours[name], theirs[name]) for name in ours}
    return {name: errors for name, errors in apart.items() if errors > STANDARD_ERRORS}
