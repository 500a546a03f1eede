"""Steps 6 to 11 over records: decision, detainer, release, hold and what follows; see ``simulator.model.flow``."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from simulator.model.codes import (
    DAY_SECONDS,
    DECLINE,
    DECLINED,
    HONOR,
    LAPSED,
    MISSED,
    NEVER,
    NO_ACTION,
    NO_MATCH,
    NOTIFY,
    REMOVABLE,
    STATE_PRISON,
    TRANSFERRED,
    WITHDRAWN,
)
from simulator.model.kernels.compiling import inner, small
from simulator.model.kernels.people import (
    day_of,
    draw_conviction,
    draw_decision,
    draw_detainer,
    draw_record,
    draw_removal,
)
from simulator.model.kernels.rules import ACTION, EXCLUDE_CLOSED_DAYS, HOLD_SECONDS, answer
from simulator.model.kernels.tours import LIMIT, NUMBER, READY_AT, SINCE, UNTIL

LONG_STAY = 4 * DAY_SECONDS
"""From this stay on people count for SCAAP, by its rules, if they have a conviction."""


class Jail(NamedTuple):
    """How the jail responds, and days as it counts them; ``added_seconds`` by charge class, ``closed`` by day."""

    added_seconds: Any
    share_when_declined: float
    by_release: bool
    door_if_declined: float
    door_if_notified: float
    midnights: Any
    closed: Any
    counted_within: int


class Luck(NamedTuple):
    """What is still to be drawn of whom it is needed: nothing unless ``lazy``; the record if ``rules_ask`` for it."""

    lot: Any
    keys: Any
    lazy: bool
    rules_ask: bool


@inner
def draw_decisions(luck: Any, office: Any, rows: Any, asked: Any) -> None:
    """The field office's decision about those it is asked about."""
    for person in asked:
        row = rows[person]
        draw_decision(luck.lot, luck.keys[row.agency], office, row)


@inner
def decide(board: Any, jail: Any, luck: Any, office: Any, tours: Any, rows: Any, course: Any, asked: Any,
           decided_at: Any, holds: Any) -> Any:  # fmt: skip
    """Step 7, and all that follows up to a hold for which ICE may come; gives how many such ``holds`` there are."""
    size = 0
    for place in range(len(asked)):
        now = decided_at[place]
        if now == NEVER:
            continue
        row, own = rows[asked[place]], course[asked[place]]
        own.decided_at, own.ended_at = now, row.released_at
        if not row.ice_wants:
            own.end = NO_ACTION
        elif row.released_at < now:
            own.end = MISSED
        else:
            if luck.lazy:
                draw_for_rules(luck, office, row)
            withdrawn_at = _lodge(board, jail, row, own, now)
            if _release(board, jail, row, own, withdrawn_at) and row.comes:
                _await(tours, row, own, withdrawn_at, asked[place], holds[size])
                size += 1
    return size


@small
def draw_for_rules(luck: Any, office: Any, row: Any) -> None:
    """What a detainer leads to, and what the jail's rules ask about the person."""
    draw_detainer(luck.lot, luck.keys[row.agency], office, row)
    if luck.rules_ask:
        draw_conviction(luck.lot, luck.keys[row.agency], row)
        draw_record(luck.lot, luck.keys[row.agency], row)


@small
def _lodge(board: Any, jail: Any, row: Any, own: Any, now: Any) -> Any:
    """Step 8: a detainer on file may lengthen the stay; a withdrawal, whose moment this gives, ends that effect."""
    action = answer(board, row, now)[ACTION]
    own.lodged_at, own.rule_at_lodging = now, action
    released_at = _released_at(jail, row, 1.0 if action != DECLINE else jail.share_when_declined)
    withdrawn_at = now + row.withdrawn_after if row.withdrawn else NEVER
    if withdrawn_at != NEVER and withdrawn_at < released_at:
        released_at = max(row.released_at, withdrawn_at)
    own.released_at = released_at
    return withdrawn_at


@small
def _released_at(jail: Any, row: Any, share: Any) -> Any:
    """See ``simulator.model.stay.Stay``."""
    if not jail.by_release:
        return row.released_at + np.int64(np.rint(jail.added_seconds[row.charge_class] * share))
    left = 1 - (1 - row.release_ratio) * share
    return row.released_at if row.release_luck < left else row.released_at + row.rest_of_case


@small
def _release(board: Any, jail: Any, row: Any, own: Any, withdrawn_at: Any) -> Any:
    """Step 9; gives whether a hold begins, which then ends as if nobody came."""
    own.ended_at = now = own.released_at
    if withdrawn_at != NEVER and withdrawn_at <= now:
        own.end = WITHDRAWN
        return False
    if row.to_state_prison:
        own.end = STATE_PRISON
        return False
    effect = answer(board, row, now)
    own.rule_at_release = effect[ACTION]
    if effect[ACTION] != HONOR:
        door = jail.door_if_notified if effect[ACTION] == NOTIFY else jail.door_if_declined
        own.end = TRANSFERRED if row.door < door else DECLINED
        return False
    own.hold_until = limit = _hold_limit(jail, now, effect[HOLD_SECONDS], effect[EXCLUDE_CLOSED_DAYS])
    own.ended_at = limit if withdrawn_at == NEVER else min(limit, withdrawn_at)
    own.end = WITHDRAWN if own.ended_at < limit else LAPSED
    return True


@small
def _hold_limit(jail: Any, release: Any, hold_seconds: Any, exclude_closed_days: Any) -> Any:
    """When a hold ends by law; closed days are weekends and federal holidays."""
    if not exclude_closed_days:
        return release + hold_seconds
    moment, left, day = release, hold_seconds, day_of(jail.midnights, release)
    while jail.closed[day] or left > jail.midnights[day + 1] - moment:
        if not jail.closed[day]:
            left -= jail.midnights[day + 1] - moment
        day += 1
        moment = jail.midnights[day]
    return moment + left


@small
def _await(tours: Any, row: Any, own: Any, withdrawn_at: Any, person: Any, hold: Any) -> None:
    """Step 10: ready after a time, or brought forward to the last tour within the hold."""
    now, limit = own.released_at, own.hold_until
    ready_at = now + row.ready_after
    if row.brought_forward:
        position = np.searchsorted(tours, limit, side="right")
        if position:
            ready_at = min(ready_at, max(tours[position - 1], now))
    hold[SINCE], hold[LIMIT], hold[NUMBER], hold[READY_AT], hold[UNTIL] = now, limit, person, ready_at, own.ended_at


@inner
def end_holds(jail: Any, rows: Any, course: Any, holds: Any, taken_at: Any) -> None:
    """Step 11: of those for whom ICE comes, who is taken, by a tour or at the door at the end of the hold."""
    for place in range(len(holds)):
        row, own = rows[holds[place, NUMBER]], course[holds[place, NUMBER]]
        if taken_at[place] != NEVER:
            own.ended_at, own.end = taken_at[place], TRANSFERRED
        elif own.ended_at == own.hold_until and row.door < jail.door_if_notified:
            own.end = TRANSFERRED


@inner
def settle(jail: Any, luck: Any, rows: Any, course: Any) -> None:
    """People whom ICE never decided about leave as the county planned; who is removed, and when."""
    for person in range(len(rows)):
        row, own = rows[person], course[person]
        if own.ended_at == NEVER:
            known = own.matched_at != NEVER or own.interviewed_at != NEVER
            own.end = NO_ACTION if known else NO_MATCH
            own.ended_at = row.released_at
        lead = own.end == MISSED or own.end == DECLINED or own.end == LAPSED
        if luck.lazy and (lead or own.end == TRANSFERRED):
            draw_removal(luck.lot, luck.keys[row.agency], row)
        if luck.lazy and row.status == REMOVABLE and own.released_at - row.booked_at >= LONG_STAY:
            draw_conviction(luck.lot, luck.keys[row.agency], row)
        if row.removed and (own.end == TRANSFERRED or (lead and row.arrested_at_large)):
            moment = own.ended_at + row.removed_after
            if moment <= row.booked_at + jail.counted_within:
                own.removed_at = moment


@inner
def begin(rows: Any, course: Any) -> None:
    """Nothing has happened yet."""
    for person in range(len(rows)):
        own = course[person]
        own.fbi_answer_at = own.shared = own.matched_at = own.answer_at = own.seen_at = own.interviewed_at = NEVER
        own.decided_at = own.lodged_at = own.rule_at_lodging = own.rule_at_release = own.hold_until = NEVER
        own.ended_at = own.removed_at = NEVER
        own.released_at, own.end = rows[person].released_at, NO_MATCH
