"""The floor: what NumPy alone needs to draw the same random numbers as a replication, and to sort the arrivals."""

from __future__ import annotations

from dataclasses import dataclass
from time import process_time

import numpy as np

from simulator.model.codes import DECLINED, LAPSED, MISSED, NEVER, TRANSFERRED
from simulator.model.trace import Trace


@dataclass(frozen=True)
class Needs:
    """How many people need each step's random numbers; ``days`` are days of all agencies."""

    bookings: int
    days: int
    followed: int
    matched: int
    seen: int
    decided: int
    lodged: int
    left: int

    @property
    def uniforms(self) -> int:
        """How many uniform numbers stand behind all of them."""
        everyone = 10 * self.followed + 3 * self.matched + self.seen + 2 * self.decided
        return self.bookings + self.days + everyone + 11 * self.lodged + 3 * self.left


def needs_of(trace: Trace) -> Needs:
    """Count who needs what in a trace."""
    happened = trace.happened
    left = np.isin(happened["end"], (MISSED, DECLINED, LAPSED, TRANSFERRED))
    matched, seen, decided, lodged = (
        int((happened[name] != NEVER).sum()) for name in ("matched_at", "seen_at", "decided_at", "lodged_at")
    )
    people = len(trace.rows)
    return Needs(int(trace.booked.sum()), trace.booked.size, people, matched, seen, decided, lodged, int(left.sum()))


def uniform_floor(needs: Needs, arrivals: np.ndarray) -> float:
    """Seconds for as many uniform numbers, and the sort."""
    generator = np.random.default_rng(1)
    start = process_time()
    generator.random(needs.uniforms)
    np.sort(arrivals)
    return process_time() - start


def drawn_floor(needs: Needs, arrivals: np.ndarray) -> float:
    """Seconds for the same quantities from their distributions, by NumPy's own generators, and the sort."""
    generator = np.random.default_rng(1)
    start = process_time()
    generator.random(needs.bookings)
    generator.negative_binomial(20.0, 0.7, needs.days)
    generator.random(6 * needs.followed)
    for _ in range(4):  # the stay, and three stations up to the FBI's answer
        generator.lognormal(1.0, 1.0, needs.followed)
    for _ in range(2):
        generator.lognormal(1.0, 1.0, needs.matched)
    generator.exponential(1.0, needs.matched)
    generator.lognormal(1.0, 1.0, needs.seen)
    generator.lognormal(1.0, 1.0, needs.decided)
    generator.random(needs.decided)
    generator.random(9 * needs.lodged)
    generator.lognormal(1.0, 1.0, needs.lodged)
    generator.uniform(6.0, 78.0, needs.lodged)
    generator.random(2 * needs.left)
    generator.lognormal(1.0, 1.0, needs.left)
    np.sort(arrivals)
    return process_time() - start
