"""The flow of bookings compiled: the same stations and rules as ``simulator.model.flow``, and the same course.

Bookings pass the stations in order, and within an instant a station comes after those before it. So everything that
happens at one station can be worked out for everybody before the next, from event to event, without a common clock.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.model.background import outside_work
from simulator.model.boards import board_of
from simulator.model.bookings import Records
from simulator.model.codes import NEVER
from simulator.model.cohort import Cohort
from simulator.model.kernels import flow, prints
from simulator.model.kernels.flow import Luck
from simulator.model.kernels.queue import serve
from simulator.model.kernels.rows import COURSE
from simulator.model.kernels.rules import Board
from simulator.model.kernels.tours import NUMBER, SINCE, collect
from simulator.model.layout import Desk, Layout, Office
from simulator.model.plan import Plan
from simulator.model.prints import BEFORE_ANSWER, BEFORE_FBI_ANSWER, BEFORE_MATCH
from simulator.model.stances import Stances
from simulator.model.watching import switched, watches_of

Ints = NDArray[np.int64]
PLACE_BITS = 30
"""A moment and a person in one number, so that both are sorted at once."""
OWN = 1 << 29
"""Set for the scenario's own people: outside work goes before them at the same moment."""
PLACE = OWN - 1


def compiled_course(
    plan: Plan, cohort: Cohort, stances: Sequence[Stances], board: Board, luck: Luck
) -> tuple[Records, Board]:
    """What happens to these people, and the stances that held; triggers add their switches to ``stances``.

    A trigger acts on what comes after it. So the flow is run, the first moment at which triggers switch is found, and
    with these switches the flow is run again, up to the last.
    """
    watches = [watch for watch in watches_of(plan, stances) if watch.agency in cohort.agencies]
    while True:
        course = CompiledFlow(plan.layout, cohort, board, luck).run()
        if not switched(watches, cohort.rows, course):
            return course, board
        board = board_of(stances)


class CompiledFlow:
    """One replication under one policy; ``run`` gives its course as records."""

    def __init__(self, layout: Layout, cohort: Cohort, board: Board, luck: Luck) -> None:
        self._layout = layout
        self._cohort = cohort
        self._rows = cohort.rows
        self._board = board
        self._luck = luck
        self._course = np.empty(len(cohort.rows), dtype=COURSE)

    def run(self) -> Records:
        """Let every booking come to its end."""
        flow.begin(self._rows, self._course)
        asked_at = self._prints()
        office_of = self._cohort.population.office_of
        offices = np.unique(office_of[self._cohort.agencies])
        for number in offices:
            own = (
                asked_at if len(offices) == 1 else np.where(office_of[self._rows["agency"]] == number, asked_at, NEVER)
            )
            self._field_office(number, self._layout.offices[number], own)
        flow.settle(self._layout.jail, self._luck, self._rows, self._course)
        return self._course

    def _prints(self) -> Ints:
        """Steps 1 to 5; gives when the field office is asked about each person, NEVER if it is not."""
        at: Ints = self._rows["booked_at"].copy()
        for station in range(BEFORE_FBI_ANSWER):
            at = self._pass(station, at)
        prints.fbi_answers(self._board, self._rows, self._course, at)
        for station in range(BEFORE_FBI_ANSWER, BEFORE_MATCH):
            at = self._pass(station, at)
        self._course["matched_at"] = at
        for station in range(BEFORE_MATCH, BEFORE_ANSWER):
            at = self._pass(station, at)
        prints.ice_learns(self._board, self._rows, self._course, at)
        seen = np.empty_like(at)
        prints.agency_receives(self._board, self._rows, self._course, seen)
        self._course["seen_at"] = self._pass(BEFORE_ANSWER, seen)
        return at

    def _pass(self, station: int, at: Ints) -> Ints:
        """When those whose prints come to a station at these moments leave it."""
        passing = self._cohort.passing
        if self._luck.lazy:
            prints.draw_passing(self._luck.lot, self._luck.keys, self._rows, passing, at, station)
        desk = self._layout.desks[station]
        if desk is None:
            prints.pass_on(passing, at, station)
            return at
        left = np.full_like(at, NEVER)
        came, served = self._queue(desk, at, passing[:, station])
        left[came] = served
        return left

    def _field_office(self, number: int, office: Office, asked_at: Ints) -> None:
        """Steps 6 to 11 for the people of one field office, asked about at these moments."""
        asked = np.flatnonzero(asked_at != NEVER)
        if self._luck.lazy:
            flow.draw_decisions(self._luck, number, self._rows, asked)
        if office.desk:
            asked, decided_at = self._queue(office.desk, asked_at, self._rows["decision_seconds"])
        else:
            decided_at = asked_at[asked] + self._rows["decision_seconds"][asked]
        holds = np.empty((len(asked), 5), dtype=np.int64)
        size = flow.decide(
            self._board, self._layout.jail, self._luck, number, office.tours, self._rows, self._course, asked,
            decided_at, holds,
        )  # fmt: skip
        holds = holds[np.argsort(holds[:size, SINCE] << PLACE_BITS | holds[:size, NUMBER])]
        flow.end_holds(self._layout.jail, self._rows, self._course, holds, collect(holds, office.tours, office.seats))

    def _queue(self, desk: Desk, at: Ints, services: Ints) -> tuple[Ints, Ints]:
        """Who comes to a queue, in order of moment and number, and when their service is done."""
        own = np.flatnonzero(at != NEVER)
        work = outside_work(
            desk.station, desk.name, self._layout.last_moment, self._cohort.seed, self._cohort.replication
        )
        order = np.sort(
            np.concatenate(
                [work.moments << PLACE_BITS | np.arange(len(work.moments)), at[own] << PLACE_BITS | OWN | own]
            )
        )
        is_own, place = (order & OWN) != 0, order & PLACE
        mine, others = place[is_own], place[~is_own]
        ranks, seconds = np.zeros(len(order), dtype=np.int64), np.empty(len(order), dtype=np.int64)
        seconds[is_own], seconds[~is_own] = services[mine], work.services[others]
        if desk.station.level_first:
            ranks[is_own], ranks[~is_own] = self._rows["level"][mine], work.levels[others]
        done = serve(order >> PLACE_BITS, ranks, seconds, desk.changes, desk.on_duty)
        return mine, done[is_own]
