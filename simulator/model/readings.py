"""What a trigger sees: numbers of one agency over a stretch of time, as they happened, while the flow still runs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulator.model.codes import DAY_SECONDS, NEVER, NO_MATCH, TRANSFERRED, US_CITIZEN
from simulator.scenario.costs import Costs
from simulator.scenario.triggers import TriggerMeasure

Ints = NDArray[np.int64]
Column = Callable[[str], Ints]


class Readings:
    """Numbers of the people of one agency between two moments (elapsed seconds).

    ``drawn`` and ``happened`` give a column of Bookings and of Course by its name. What is only planned, or happens
    after the second moment, does not count.
    """

    def __init__(self, costs: Costs, drawn: Column, happened: Column, begins: int, ends: int) -> None:
        self._costs = costs
        self._drawn = drawn
        self._column = happened
        self._begins = begins
        self._ends = ends

    def of(self, measure: TriggerMeasure) -> float:
        """One measure, in people, answers, days or dollars."""
        match measure:
            case "matches":
                return self._count("matched_at")
            case "answers_seen":
                return self._count("seen_at")
            case "detainers":
                return self._count("lodged_at")
            case "citizens_with_detainer":
                return float(np.sum(self._within(self._column("lodged_at")) & (self._drawn("status") == US_CITIZEN)))
            case "honored":
                held = self._column("hold_until") != NEVER
                return float(np.sum(self._within(self._column("released_at")) & held))
            case "transferred":
                taken = self._column("end") == TRANSFERRED
                return float(np.sum(self._within(self._column("ended_at")) & taken))
            case "hold_days":
                return self._hold_days()
            case "added_pretrial_days":
                return self._days(self._drawn("released_at"), self._column("released_at"))
            case "running_cost_usd":
                prices = running_prices(self._costs)
                return sum(price * self.of(name) for name, price in prices.items())

    def _hold_days(self) -> float:
        """Of a hold that goes on, the part so far."""
        held = self._column("hold_until") != NEVER
        goes_on = self._column("end") == NO_MATCH
        ends = np.where(goes_on, self._ends, self._column("ended_at"))
        begins = self._column("released_at")
        return self._days(begins[held], ends[held])

    def _days(self, begins: Ints, ends: Ints) -> float:
        """Days of these spans that lie between the two moments."""
        inside = np.minimum(ends, self._ends) - np.maximum(begins, self._begins)
        return float(np.maximum(inside, 0).sum() / DAY_SECONDS)

    def _count(self, moment: str) -> float:
        return float(np.sum(self._within(self._column(moment))))

    def _within(self, moments: Ints) -> NDArray[np.bool_]:
        return np.asarray((self._begins <= moments) & (moments < self._ends))


def running_prices(costs: Costs) -> dict[TriggerMeasure, float]:
    """USD for one of each measure that costs the jail something as it happens; a step price counts as short-run."""
    day = (costs.bed_day.average if costs.headline_bed_price == "average" else costs.bed_day.short_run).value
    hour = costs.staff_hour.value
    return {
        "hold_days": day,
        "added_pretrial_days": day,
        "detainers": costs.paperwork_per_detainer.value * hour,
        "answers_seen": costs.reading_per_answer.value * hour,
        "transferred": costs.handover_per_transfer.value * hour,
    }
