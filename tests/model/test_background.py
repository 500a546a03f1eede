"""Outside work that waits in the same queue as the scenario's own."""

from __future__ import annotations

import numpy as np

from simulator.model.codes import NEVER
from simulator.model.cohort import cohort_of, run_calendar
from simulator.model.plan import plan_of
from simulator.model.replication import simulate
from tests.example_place import EVERY_DAY, fixed, number, scenario, shift


def mean_decision_minutes(queries_per_hour: float) -> float:
    place = scenario(
        {
            "field_offices.capital.decision": {
                "kind": "queue",
                "service": fixed(20, "minutes"),
                "shifts": [shift(EVERY_DAY, 0, 24, 1)],
                "background": {
                    "arrivals": number(queries_per_hour, "queries/hour"),
                    "level_1_share": number(0.15, "share"),
                },
            }
        }
    )
    trace = simulate(plan_of(place, run_calendar(place)), cohort_of(place, 1, 0))
    course = trace.course
    decided = (course.decided_at != NEVER) & (course.interviewed_at == NEVER)
    return float(np.mean((course.decided_at - course.answer_at)[decided]) / 60)


def test_outside_work_lengthens_the_wait_as_m_d_1_says() -> None:
    """Two queries an hour of 20 minutes each fill two thirds: mean wait rho / (2 (1 - rho)) x 20 minutes, and more
    for the scenario's own people, whose levels come after level 1 but before outside work of no level."""
    alone, busy = mean_decision_minutes(0), mean_decision_minutes(2)
    assert 20 <= alone < 20.5
    by_formula = (2 / 3) / (2 * (1 / 3)) * 20
    assert 0.4 * by_formula < busy - 20 < 1.3 * by_formula
