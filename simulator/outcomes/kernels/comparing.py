"""Whether two policies treat a person differently, at the moments at which either asks."""

from __future__ import annotations

from typing import Any

from simulator.model.codes import NEVER
from simulator.model.kernels.compiling import inner
from simulator.model.kernels.flow import draw_for_rules
from simulator.model.kernels.rules import ACCESS, SHARES, answer, stands


@inner
def find_touched(board: Any, other_board: Any, luck: Any, office_of: Any, rows: Any, course: Any, other: Any,
                 pairs: Any, touched: Any) -> None:  # fmt: skip
    """For each pair of a person's places in two courses, whether a rule, the sharing or the access differs."""
    for place in range(len(pairs)):
        row, own, theirs = rows[pairs[place, 0]], course[pairs[place, 0]], other[pairs[place, 1]]
        if luck.lazy:
            draw_for_rules(luck, office_of[row.agency], row)
        touched[place] = (
            _prints_differ(board, other_board, row, own.fbi_answer_at)
            or _access_differs(board, other_board, row)
            or _rule_differs(board, other_board, row, own.lodged_at)
            or _rule_differs(board, other_board, row, own.released_at)
            or _rule_differs(board, other_board, row, theirs.lodged_at)
            or _rule_differs(board, other_board, row, theirs.released_at)
        )


@inner
def _prints_differ(board: Any, other_board: Any, row: Any, moment: Any) -> Any:
    return (
        moment != NEVER
        and row.matched
        and stands(board, row.agency, moment, SHARES) != stands(other_board, row.agency, moment, SHARES)
    )


@inner
def _access_differs(board: Any, other_board: Any, row: Any) -> Any:
    moment = row.found_at
    return (
        moment != NEVER
        and row.found_needs_access
        and stands(board, row.agency, moment, ACCESS) != stands(other_board, row.agency, moment, ACCESS)
    )


@inner
def _rule_differs(board: Any, other_board: Any, row: Any, moment: Any) -> Any:
    return moment != NEVER and answer(board, row, moment) != answer(other_board, row, moment)
