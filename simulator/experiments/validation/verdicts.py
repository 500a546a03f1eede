"""What a comparison comes to, by rules that were fixed before any was made (docs/validation.md)."""

from __future__ import annotations

from simulator.experiments.intervals import Interval
from simulator.experiments.validation.case_file import Published, Role, Verdict

NEAR = 0.20
"""How far off, relative to the published figure, is still near."""
WILSON = 1.959964
"""Standard deviations of a 95 % interval."""


def verdict_of(published: Published, simulated: Interval, role: Role) -> Verdict:
    """The verdict; agreement with a figure that an input was taken from, or weighed against, says nothing."""
    if role == "input":
        return "input"
    found = _compared(published, simulated)
    return "input" if role == "weighed" and found == "agrees" else found


def published_interval(published: Published) -> tuple[float, float]:
    """What rounding leaves, or else the 95 % interval (Wilson) of a count out of a count; the figure itself if none."""
    if published.low is not None and published.high is not None:
        return published.low, published.high
    if published.of is None:
        return published.figure, published.figure
    share, count = published.figure, published.of
    if share > 1:
        return share, share
    middle = (share + WILSON**2 / (2 * count)) / (1 + WILSON**2 / count)
    spread = (share * (1 - share) / count + WILSON**2 / (4 * count**2)) ** 0.5
    half = WILSON * spread / (1 + WILSON**2 / count)
    return max(0.0, middle - half), middle + half


def _compared(published: Published, simulated: Interval) -> Verdict:
    low = simulated.mean if simulated.low is None else simulated.low
    high = simulated.mean if simulated.high is None else simulated.high
    least, most = published_interval(published)
    if low <= published.figure <= high or least <= simulated.mean <= most:
        return "agrees"
    is_near = abs(simulated.mean - published.figure) <= NEAR * abs(published.figure)
    return "near" if is_near else "miss"
