"""Stances and rules as the tables that the kernels read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulator.model.codes import NEVER
from simulator.model.kernels.rules import ACCESS, MAY_HOLD_MORE, RECEIVES, REIMBURSED, SHARES, Board
from simulator.model.stances import ALL_CLASSES, ALL_LEVELS, ALL_WARRANTS, FLAGS, Rule, Stance, Stances

Ints = NDArray[np.int64]

BITS = {
    "shares": SHARES,
    "receives": RECEIVES,
    "access": ACCESS,
    "reimbursed": REIMBURSED,
    "may_hold_more": MAY_HOLD_MORE,
}
"""The bit of each flag of a stance."""


def board_of(all_stances: Sequence[Stances]) -> Board:
    """The stances of all agencies, with what triggers have switched so far; equal rule sets stand once."""
    lists = [_in_time(stances) for stances in all_stances]
    stances = [stance for each in lists for stance in each]
    rule_sets: dict[tuple[Rule, ...], int] = {}
    for stance in stances:
        rule_sets.setdefault(stance.rules, len(rule_sets))
        if stance.state_rules:
            rule_sets.setdefault(stance.state_rules, len(rule_sets))
    rules = [rule for rule_set in rule_sets for rule in rule_set]
    return Board(
        first=_starts(lists),
        begins=_whole(stance.begins for stance in stances),
        bits=_whole(sum(bit for name, bit in BITS.items() if getattr(stance, name)) for stance in stances),
        rules=_whole(rule_sets[stance.rules] for stance in stances),
        state_rules=_whole(rule_sets[stance.state_rules] if stance.state_rules else NEVER for stance in stances),
        rule_first=_starts(rule_sets),
        conditions=np.array([_conditions(rule) for rule in rules], dtype=np.int64),
        limits=np.array([_limits(rule) for rule in rules], dtype=np.float64),
        effects=np.array([_effects(rule) for rule in rules], dtype=np.int64),
    )


def rules_ask_for_a_record(all_stances: Iterable[Stances]) -> bool:
    """Whether any rule asks for more than level, charge class and warrant."""
    stances = [stance for each in all_stances for stance in each.stances]
    return any(_asks_for_a_record(rule) for stance in stances for rule in (*stance.rules, *stance.state_rules))


def _asks_for_a_record(rule: Rule) -> bool:
    without = replace(rule, levels=ALL_LEVELS, charge_classes=ALL_CLASSES, warrants=ALL_WARRANTS, needs_agreement=False)
    return without != Rule(rule.effect)


def _in_time(stances: Stances) -> list[Stance]:
    """One stance for each moment at which something changes."""
    if not stances.switches:
        return stances.stances
    moments = sorted({*stances.begins, *(switch.moment for switch in stances.switches)})
    return [replace(stances.at(moment), begins=moment) for moment in moments]


def _conditions(rule: Rule) -> list[int]:
    asked = sum(1 << FLAGS.index(name) for name, _ in rule.flags)
    wanted = sum(1 << FLAGS.index(name) for name, value in rule.flags if value)
    sets = (rule.levels, rule.charge_classes, rule.convictions, rule.warrants)
    return [*(sum(1 << code for code in codes) for codes in sets), asked, wanted, int(rule.needs_agreement)]


def _limits(rule: Rule) -> list[float]:
    return [rule.convicted_within_years, rule.released_within_years, rule.from_age, rule.under_age]


def _effects(rule: Rule) -> list[int]:
    return [rule.effect.action, rule.effect.hold_seconds, int(rule.effect.exclude_closed_days)]


def _starts(parts: Iterable[Sequence[object]]) -> Ints:
    """Where each part begins in a list of all of them, and the end."""
    return np.cumsum([0, *(len(part) for part in parts)])


def _whole(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, dtype=np.int64)
