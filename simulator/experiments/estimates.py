"""What a run will take, judged by its first replication: time and memory, in words, before the long part begins.

A rough guess by design: it takes all replications to last as long as the first one, and processes to share the cores of
the machine without loss.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from math import ceil

GIGABYTE = 1e9
FILLED = 0.9
"""The share of a machine's memory above which a run is warned of: the system needs some too."""
UNITS = (("second", 1, 60.0), ("minute", 60, 60.0), ("hour", 3600, 24.0), ("day", 86_400, float("inf")))
"""A unit of time, its seconds, and the count from which on the next one is used."""


@dataclass(frozen=True)
class FirstReplication:
    """What the first replication took, of ``cases`` cases, in this process; without compiling and other preparation.

    The peaks are those of the whole process before and after it, in bytes, None where they are not known.
    ``kept_bytes`` is what its outcome takes where outcomes are gathered.
    """

    seconds: float
    cases: int
    peak_before: int | None = None
    peak_after: int | None = None
    kept_bytes: int = 0


@dataclass(frozen=True)
class Work:
    """What is to be done: ``replications``, and for each of ``draws`` of the unknowns ``replications_a_draw`` more."""

    cases: int
    replications: int
    draws: int = 0
    replications_a_draw: int = 0
    workers: int = 1
    cores: int = 1

    @property
    def pieces(self) -> int:
        """Replications of all cases, with those of the draws."""
        return self.replications + self.draws * self.replications_a_draw

    @property
    def processes(self) -> int:
        """Those that have something to do."""
        return max(1, min(self.workers, self.pieces))


@dataclass(frozen=True)
class Estimate:
    """Seconds, and bytes of all processes together; None where they are not known."""

    seconds: float
    memory_bytes: float | None
    processes: int


def estimate(first: FirstReplication, work: Work) -> Estimate:
    """What the work will take, all of it: the first replication is not taken off."""
    scale = work.cases / first.cases
    rounds = ceil(work.pieces / max(1, min(work.processes, work.cores)))
    return Estimate(first.seconds * scale * rounds, _memory(first, work, scale), work.processes)


def in_words(expected: Estimate) -> str:
    """``About 2 minutes on 2 processes, and 0.6 GB of memory.``; memory is left out where it is not known."""
    on = f"{expected.processes} process{'' if expected.processes == 1 else 'es'}"
    memory = "" if expected.memory_bytes is None else f", and {gigabytes(expected.memory_bytes)} of memory"
    return f"{_capital(duration(expected.seconds))} on {on}{memory}."


def warning(expected: Estimate, machine_bytes: int | None) -> str | None:
    """What to say if the machine's memory would not be enough; None if it is, or where that is not known."""
    if machine_bytes is None or expected.memory_bytes is None or expected.memory_bytes <= FILLED * machine_bytes:
        return None
    fix = "fewer --workers or fewer replications need" if expected.processes > 1 else "fewer replications need"
    return (
        f"This may not fit in the memory of this machine, {gigabytes(machine_bytes)}, "
        f"since it takes about {gigabytes(expected.memory_bytes)}: {fix} less."
    )


def duration(seconds: float) -> str:
    """``about 2 minutes``: no finer than such a guess deserves."""
    if seconds < 1:
        return "less than a second"
    for unit, size, fewer_than in UNITS:
        count = _rounded(seconds / size, halves=unit != "second")
        if count < fewer_than:
            break
    return f"about {count:g} {unit}{'' if count == 1 else 's'}"


def gigabytes(size: float) -> str:
    """``0.6 GB`` (10^9 bytes), never zero."""
    count = size / GIGABYTE
    if count < 0.05:
        return "less than 0.1 GB"
    return f"{count:,.0f} GB" if round(count, 1) >= 10 else f"{count:.1f} GB"


def peak_memory() -> int | None:
    """The most memory that this process has had, in bytes; None where the system does not tell (Windows)."""
    try:
        import resource
    except ModuleNotFoundError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak if sys.platform == "darwin" else peak * 1024)


def machine_memory() -> int | None:
    """The memory of this machine in bytes; None where the system does not tell (Windows)."""
    try:
        return int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):
        return None


def _memory(first: FirstReplication, work: Work, scale: float) -> float | None:
    """One process works as this one did; several are as many such processes beside this one, which gathers."""
    if first.peak_before is None or first.peak_after is None:
        return None
    working = first.peak_before + scale * (first.peak_after - first.peak_before)
    gathered = scale * first.kept_bytes * work.pieces
    return gathered + (working if work.processes == 1 else first.peak_before + work.processes * working)


def _rounded(count: float, *, halves: bool) -> float:
    """To a whole number, from 10 on to the nearest 5; below 10 with ``halves`` if wanted."""
    if count < 10:
        return round(2 * count) / 2 if halves else float(round(count))
    return float(5 * round(count / 5))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
