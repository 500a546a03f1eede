"""What each person adds to the measures: whole people and whole seconds, so that sums do not depend on their order."""

from __future__ import annotations

from typing import Any

from simulator.model.codes import (
    DECLINED,
    HONOR,
    LAPSED,
    LEVEL_2,
    MISDEMEANOR,
    MISSED,
    NEVER,
    NOTIFY,
    REMOVABLE,
    STATE_PRISON,
    TRANSFERRED,
    US_CITIZEN,
    WITHDRAWN,
)
from simulator.model.kernels.compiling import inner, small
from simulator.model.kernels.flow import LONG_STAY
from simulator.model.kernels.rules import REIMBURSED, stands

COUNTED = (
    "fbi_answers", "matches", "answers", "answers_seen", "found_by_interview", "decisions", "detainers", "missed",
    "honored", "reimbursed_holds", "declined", "notified", "transferred", "lapsed", "withdrawn", "state_prison",
    "at_large_leads", "arrested_at_large", "removed", "citizens_matched", "citizens_with_detainer", "citizens_held",
    "hold_hours", "hold_days", "reimbursed_hold_days", "added_pretrial_days", "felony_days", "felony_days_anyway",
    "misdemeanor_days", "misdemeanor_days_anyway", "detainer_days", "hours_until_fbi_answer", "hours_until_answer",
    "hours_until_detainer", "followed", "ended_no_match",
)  # fmt: skip
"""The measures in order; ``ended_no_match`` is followed by the other ends, in the order of ENDS."""
(
    FBI_ANSWERS, MATCHES, ANSWERS, ANSWERS_SEEN, FOUND_BY_INTERVIEW, DECISIONS, DETAINERS, MISSED_BY_ICE,
    HONORED, REIMBURSED_HOLDS, DECLINED_BY_JAIL, NOTIFIED, TRANSFERS, LAPSES, WITHDRAWALS, STATE_PRISONERS,
    AT_LARGE_LEADS, ARRESTED_AT_LARGE, REMOVALS, CITIZENS_MATCHED, CITIZENS_WITH_DETAINER, CITIZENS_HELD,
    HOLD_HOURS, HOLD_DAYS, REIMBURSED_HOLD_DAYS, ADDED_PRETRIAL_DAYS, FELONY_DAYS, FELONY_DAYS_ANYWAY,
    MISDEMEANOR_DAYS, MISDEMEANOR_DAYS_ANYWAY, DETAINER_DAYS, HOURS_UNTIL_FBI_ANSWER, HOURS_UNTIL_ANSWER,
    HOURS_UNTIL_DETAINER, FOLLOWED, ENDED,
) = range(len(COUNTED))  # fmt: skip


@inner
def count(board: Any, rows: Any, course: Any, unit_of: Any, month_of_day: Any, sums: Any) -> None:
    """Add everybody to ``sums``: units x months of booking x levels x measures."""
    for person in range(len(rows)):
        row, own = rows[person], course[person]
        cell = sums[unit_of[row.agency], month_of_day[row.day], row.level]
        _count_prints(row, own, cell)
        cell[FOLLOWED] += 1
        cell[ENDED + own.end] += 1
        if own.end == MISSED:
            cell[MISSED_BY_ICE] += 1
            _count_lead(row, cell)
        if own.lodged_at != NEVER:
            _count_detainer(board, row, own, cell)
        if own.removed_at != NEVER:
            cell[REMOVALS] += 1
        if row.status == REMOVABLE and own.released_at - row.booked_at >= LONG_STAY:
            _count_payable_days(row, own, cell)


@small
def _count_prints(row: Any, own: Any, cell: Any) -> None:
    if own.fbi_answer_at != NEVER:
        cell[FBI_ANSWERS] += 1
        cell[HOURS_UNTIL_FBI_ANSWER] += own.fbi_answer_at - row.booked_at
    if own.matched_at != NEVER:
        cell[MATCHES] += 1
        cell[CITIZENS_MATCHED] += row.status == US_CITIZEN
    if own.answer_at != NEVER:
        cell[ANSWERS] += 1
        cell[HOURS_UNTIL_ANSWER] += own.answer_at - row.booked_at
    cell[ANSWERS_SEEN] += own.seen_at != NEVER
    cell[FOUND_BY_INTERVIEW] += own.interviewed_at != NEVER
    cell[DECISIONS] += own.decided_at != NEVER


@small
def _count_lead(row: Any, cell: Any) -> None:
    cell[AT_LARGE_LEADS] += 1
    cell[ARRESTED_AT_LARGE] += row.arrested_at_large


@small
def _count_detainer(board: Any, row: Any, own: Any, cell: Any) -> None:
    cell[DETAINERS] += 1
    cell[CITIZENS_WITH_DETAINER] += row.status == US_CITIZEN
    cell[HOURS_UNTIL_DETAINER] += own.lodged_at - row.booked_at
    cell[ADDED_PRETRIAL_DAYS] += own.released_at - row.released_at
    until = own.lodged_at + row.withdrawn_after if own.end == WITHDRAWN else own.ended_at
    cell[DETAINER_DAYS] += until - own.lodged_at
    cell[TRANSFERS] += own.end == TRANSFERRED
    cell[LAPSES] += own.end == LAPSED
    cell[WITHDRAWALS] += own.end == WITHDRAWN
    cell[STATE_PRISONERS] += own.end == STATE_PRISON
    if own.end == DECLINED or own.end == LAPSED:
        _count_lead(row, cell)
    if own.rule_at_release == HONOR:
        _count_hold(board, row, own, cell)
    elif own.rule_at_release != NEVER:
        cell[DECLINED_BY_JAIL] += 1
        cell[NOTIFIED] += own.rule_at_release == NOTIFY


@small
def _count_hold(board: Any, row: Any, own: Any, cell: Any) -> None:
    seconds = own.ended_at - own.released_at
    cell[HONORED] += 1
    cell[CITIZENS_HELD] += row.status == US_CITIZEN
    cell[HOLD_HOURS] += seconds
    cell[HOLD_DAYS] += seconds
    if stands(board, row.agency, own.released_at, REIMBURSED):
        cell[REIMBURSED_HOLDS] += 1
        cell[REIMBURSED_HOLD_DAYS] += seconds


@small
def _count_payable_days(row: Any, own: Any, cell: Any) -> None:
    """Days for which SCAAP may pay: with a felony or, as at level 2, several misdemeanors; or with one, perhaps."""
    if row.conviction == 0:
        return
    perhaps_one = row.conviction == MISDEMEANOR and row.level != LEVEL_2
    whole, anyway = own.released_at - row.booked_at, row.released_at - row.booked_at
    cell[MISDEMEANOR_DAYS if perhaps_one else FELONY_DAYS] += whole
    if anyway >= LONG_STAY:
        cell[MISDEMEANOR_DAYS_ANYWAY if perhaps_one else FELONY_DAYS_ANYWAY] += anyway
