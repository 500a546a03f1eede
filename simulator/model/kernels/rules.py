"""Where an agency stands, and what its jail does with a person: ``simulator.model.stances`` over tables."""

from __future__ import annotations

from typing import Any, NamedTuple

from simulator.model.codes import DECLINE, HONOR, NEVER, NOTIFY
from simulator.model.kernels.compiling import small

SHARES, RECEIVES, ACCESS, REIMBURSED, MAY_HOLD_MORE = 1, 2, 4, 8, 16
"""Bits of a stance."""
LEVELS, CLASSES, CONVICTIONS, WARRANTS, FLAGS_ASKED, FLAGS_WANTED, NEEDS_AGREEMENT = range(7)
"""Columns of a rule's conditions; the first four, and the flags, are bits."""
CONVICTED_WITHIN, RELEASED_WITHIN, FROM_AGE, UNDER_AGE = range(4)
"""Columns of a rule's limits, in years."""
ACTION, HOLD_SECONDS, EXCLUDE_CLOSED_DAYS = range(3)
"""Columns of a rule's effect."""


class Board(NamedTuple):
    """Every agency's stances in order of time, and all sets of rules.

    ``first``: where each agency's stances begin, one entry more than agencies. ``begins``, ``bits``, ``rules`` and
    ``state_rules`` have an entry a stance, the latter positions of rule sets, NEVER where the state has none.
    ``rule_first``: where each rule set begins; ``conditions``, ``limits`` and ``effects`` have a row a rule.
    """

    first: Any
    begins: Any
    bits: Any
    rules: Any
    state_rules: Any
    rule_first: Any
    conditions: Any
    limits: Any
    effects: Any


@small
def stance_at(board: Any, agency: Any, moment: Any) -> Any:
    """The position of the stance that holds at a moment."""
    position = board.first[agency + 1] - 1
    while board.begins[position] > moment and position > board.first[agency]:
        position -= 1
    return position


@small
def stands(board: Any, agency: Any, moment: Any, bit: Any) -> Any:
    """Whether a bit is set at a moment."""
    return (board.bits[stance_at(board, agency, moment)] & bit) != 0


@small
def answer(board: Any, row: Any, moment: Any) -> Any:
    """What the jail does with a detainer for this person: action, seconds of hold, whether closed days are left out."""
    stance = stance_at(board, row.agency, moment)
    reimbursed = (board.bits[stance] & REIMBURSED) != 0
    own = _first(board, board.rules[stance], row, reimbursed)
    own_effect = (board.effects[own, 0], board.effects[own, 1], board.effects[own, 2])
    if board.state_rules[stance] == NEVER:
        return own_effect
    other = _first(board, board.state_rules[stance], row, reimbursed)
    bound = (board.effects[other, 0], board.effects[other, 1], board.effects[other, 2])
    return _bounded(own_effect, bound, (board.bits[stance] & MAY_HOLD_MORE) == 0)


@small
def _first(board: Any, rules: Any, row: Any, reimbursed: Any) -> Any:
    """The first rule of a set that fits a person; the last one fits everybody."""
    rule = board.rule_first[rules]
    while not _fits(board.conditions[rule], board.limits[rule], row, reimbursed):
        rule += 1
    return rule


@small
def _fits(conditions: Any, limits: Any, row: Any, reimbursed: Any) -> Any:
    flags = row.pending_charge | row.prior_removal << 1 | row.prior_order << 2 | row.watch_list << 3
    return (
        (conditions[LEVELS] >> row.level) & 1
        and (conditions[CLASSES] >> row.charge_class) & 1
        and (conditions[CONVICTIONS] >> row.conviction) & 1
        and (conditions[WARRANTS] >> row.warrant) & 1
        and flags & conditions[FLAGS_ASKED] == conditions[FLAGS_WANTED]
        and (reimbursed or not conditions[NEEDS_AGREEMENT])
        and row.years_since_conviction <= limits[CONVICTED_WITHIN]
        and row.years_since_release <= limits[RELEASED_WITHIN]
        and limits[FROM_AGE] <= row.age
        and row.age < limits[UNDER_AGE]
    )


@small
def _bounded(own: Any, bound: Any, above: Any) -> Any:
    """See ``simulator.model.stances.Effect.bounded``."""
    if own[ACTION] == HONOR and bound[ACTION] == HONOR:
        if above:
            return HONOR, min(own[1], bound[1]), own[2] & bound[2]
        return HONOR, max(own[1], bound[1]), own[2] | bound[2]
    own_goes_further = _how_far(own[ACTION]) > _how_far(bound[ACTION])
    return bound if own_goes_further == above else own


@small
def _how_far(action: Any) -> Any:
    """How far an action goes for ICE: decline, notify, honor."""
    return 0 if action == DECLINE else 1 if action == NOTIFY else 2
