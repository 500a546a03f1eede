"""The flow of bookings on SimPy: prints, answers, detainers, holds and pick-ups, in whole seconds.

The readable reference of the model. Each person who could meet ICE is a SimPy process that walks the eleven
steps of docs/model.md; all luck was drawn before, so the flow only compares clocks and waits in queues.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from simulator.model.aftermath import removals
from simulator.model.background import outside_work, send
from simulator.model.codes import (
    DECLINE,
    DECLINED,
    HONOR,
    LAPSED,
    MISSED,
    NEVER,
    NO_ACTION,
    NO_MATCH,
    NOTIFY,
    PRINT_STATIONS,
    STATE_PRISON,
    TRANSFERRED,
    WITHDRAWN,
)
from simulator.model.cohort import Cohort
from simulator.model.layout import decision_of
from simulator.model.plan import Plan
from simulator.model.prints import Prints
from simulator.model.progress import Progress, Steps
from simulator.model.queues import Held, StaffedQueue, Tours, Turn
from simulator.model.stances import Effect, Stances
from simulator.model.stay import Stay
from simulator.model.trace import Course
from simulator.model.watching import watch
from simulator.scenario.stations import Queue, Station


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """Python's search for cycles of objects finds none among a run's thousands of events, and takes a quarter of it."""
    was_on = gc.isenabled()
    if was_on:  # a thread that finds it off leaves it to the one that will switch it on again
        gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Flow:
    """One replication under one policy; ``run`` gives its course."""

    def __init__(self, plan: Plan, cohort: Cohort, stances: list[Stances]) -> None:
        self._progress = Progress(plan, cohort.bookings, stances)
        self._env = self._progress.env
        self._plan = plan
        self._scenario = plan.scenario
        self._people = cohort.bookings
        self._luck = (cohort.seed, cohort.replication)
        self._rows = self._progress.rows
        self._columns = self._progress.columns
        self._stay = Stay(self._scenario.jail, self._rows)
        self._build_stations()

    def _build_stations(self) -> None:
        stations = self._scenario.stations
        queues = [
            self._queue(getattr(stations, name), name, Turn.PRINTS + place) for place, name in enumerate(PRINT_STATIONS)
        ]
        self._prints = Prints(self._progress, queues, self._ask)
        self._decisions: dict[str, StaffedQueue | None] = {}
        self._tours: dict[str, Tours] = {}
        for name, office in self._scenario.field_offices.items():
            self._decisions[name] = self._queue(office.decision, decision_of(name), Turn.DECIDE)
            self._tours[name] = Tours(self._env, self._plan.tours[name], round(office.tours.seats.value))

    def _queue(self, station: Station, name: str, turn: int) -> StaffedQueue | None:
        """The queue of a station; None where nobody waits for anybody."""
        if not isinstance(station, Queue):
            return None
        queue = StaffedQueue(self._env, self._plan.rosters[name], level_first=station.level_first, turn=turn)
        if station.background:
            send(self._env, queue, outside_work(station, name, self._plan.layout.last_moment, *self._luck))
        return queue

    def run(self) -> Course:
        """Let every booking come to its end."""
        self._prints.start(self._people)
        watch(self._progress)
        with without_cycle_search():
            self._env.run()
        self._settle_the_undecided()
        columns = {name: np.array(column, dtype=np.int64) for name, column in self._columns.items()}
        removed_at = removals(self._scenario, self._people, columns["end"], columns["ended_at"])
        return Course(**columns | {"removed_at": removed_at})

    # Steps 6 to 8: the field office, the race, the detainer on file

    def _ask(self, row: int) -> None:
        """Step 6: the field office takes its time, and its queue."""
        queue = self._decisions[self._progress.office(row)]
        service = self._rows["decision_seconds"][row]
        decided = self._env.timeout(service) if queue is None else queue.join(row, self._rows["level"][row], service)
        decided.callbacks.append(lambda _: self._decide(row))

    def _decide(self, row: int) -> None:
        """Step 7: who is still in jail gets a detainer, and is a process of its own from here on."""
        columns = self._columns
        now = int(self._env.now)
        columns["decided_at"][row] = now
        columns["ended_at"][row] = released_at = self._rows["released_at"][row]
        if not self._rows["ice_wants"][row]:
            columns["end"][row] = NO_ACTION
        elif released_at < now:
            columns["end"][row] = MISSED
        else:
            self._env.process(self._on_file(row, now))

    def _on_file(self, row: int, now: int) -> Steps:
        """A detainer is lodged, which may lengthen the stay; a withdrawal before release ends that effect."""
        columns = self._columns
        action = self._progress.answer(row).action
        columns["lodged_at"][row] = now
        columns["rule_at_lodging"][row] = action
        share = 1.0 if action != DECLINE else self._scenario.jail.added_days.share_when_declined.value
        local_release = self._rows["released_at"][row]
        released_at = self._stay.released_at(row, share)
        withdrawn_at = self._withdrawn_at(row)
        if withdrawn_at != NEVER and withdrawn_at < released_at:
            released_at = max(local_release, withdrawn_at)
        columns["released_at"][row] = released_at
        yield self._env.timeout(released_at - now)
        yield from self._release(row, released_at, withdrawn_at)

    # Steps 9 to 11: local release, hold, pick-up

    def _release(self, row: int, now: int, withdrawn_at: int) -> Steps:
        columns, rows = self._columns, self._rows
        columns["ended_at"][row] = now
        if withdrawn_at != NEVER and withdrawn_at <= now:
            columns["end"][row] = WITHDRAWN
        elif rows["to_state_prison"][row]:
            columns["end"][row] = STATE_PRISON
        else:
            effect = self._progress.answer(row)
            columns["rule_at_release"][row] = effect.action
            if effect.action == HONOR:
                yield from self._hold(row, now, effect, withdrawn_at)
            else:
                taken = self._at_door(row, notified=effect.action == NOTIFY)
                columns["end"][row] = TRANSFERRED if taken else DECLINED

    def _hold(self, row: int, now: int, effect: Effect, withdrawn_at: int) -> Steps:
        columns, rows = self._columns, self._rows
        limit = self._plan.calendar.hold_limit(now, effect.hold_seconds, exclude_closed_days=effect.exclude_closed_days)
        until = limit if withdrawn_at == NEVER else min(limit, withdrawn_at)
        columns["hold_until"][row] = limit
        taken = False
        if rows["comes"][row]:
            tours = self._tours[self._progress.office(row)]
            ready_at = now + rows["ready_after"][row]
            last = tours.last_by(limit) if rows["brought_forward"][row] else None
            if last is not None:
                ready_at = min(ready_at, max(last, now))
            taken = yield tours.hold(Held(limit, now, row, ready_at, until))
            taken = taken or (until == limit and self._at_door(row, notified=True))
        else:
            yield self._env.timeout(until - now)
        columns["ended_at"][row] = int(self._env.now)
        columns["end"][row] = TRANSFERRED if taken else WITHDRAWN if until < limit else LAPSED

    def _at_door(self, row: int, *, notified: bool) -> bool:
        """Whether ICE takes the person as they leave; of the end of a hold ICE knows as if notified."""
        jail = self._scenario.jail
        door = jail.custody_at_door_if_notified if notified else jail.custody_at_door_if_declined
        return bool(self._rows["door"][row] < door.value)

    def _withdrawn_at(self, row: int) -> int:
        """When ICE takes the detainer back, counted from when it was lodged; NEVER if it does not."""
        if not self._rows["withdrawn"][row]:
            return NEVER
        return int(self._columns["lodged_at"][row]) + int(self._rows["withdrawn_after"][row])

    def _settle_the_undecided(self) -> None:
        """People whom ICE learned of and never decided about end as no action; the others left without a match."""
        columns = self._columns
        for row, ended_at in enumerate(columns["ended_at"]):
            if ended_at == NEVER:
                known = columns["matched_at"][row] != NEVER or columns["interviewed_at"][row] != NEVER
                columns["end"][row] = NO_ACTION if known else NO_MATCH
                columns["ended_at"][row] = self._rows["released_at"][row]
