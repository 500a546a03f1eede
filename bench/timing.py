"""What a timed run took, in seconds of processor time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import process_time
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True)
class Timed:
    """Seconds of drawing, flow and counting over some replications (for a plain model all of it is flow)."""

    bookings: float
    replications: int
    draw: float
    flow: float
    count: float

    @property
    def rate(self) -> float:
        """Bookings per second."""
        return self.bookings / (self.draw + self.flow + self.count)


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """The result, and the seconds of processor time that it took."""
    start = process_time()
    result = work()
    return result, process_time() - start
