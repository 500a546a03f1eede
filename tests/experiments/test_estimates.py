"""Time and memory before a long run: by hand, and in whole sentences."""

from __future__ import annotations

import os
import sys

import pytest

from simulator.experiments.estimates import (
    Estimate,
    FirstReplication,
    Work,
    duration,
    estimate,
    gigabytes,
    in_words,
    machine_memory,
    peak_memory,
    warning,
)

FIRST = FirstReplication(2.4, cases=2, peak_before=200_000_000, peak_after=220_000_000, kept_bytes=100_000)


def test_time_and_memory_by_hand() -> None:
    """50 rounds of 2.4 s; this process and two that work, and 100 outcomes."""
    expected = estimate(FIRST, Work(cases=2, replications=100, workers=2, cores=2))
    assert expected == Estimate(2.4 * 50, 200e6 + 2 * 220e6 + 100 * 100e3, 2)
    assert in_words(expected) == "About 2 minutes on 2 processes, and 0.7 GB of memory."


def test_one_process_works_and_gathers_itself() -> None:
    expected = estimate(FIRST, Work(cases=2, replications=100))
    assert expected == Estimate(240, 220e6 + 100 * 100e3, 1)
    assert in_words(expected) == "About 4 minutes on 1 process, and 0.2 GB of memory."


def test_draws_of_the_unknowns_are_more_pieces_of_work() -> None:
    work = Work(cases=2, replications=40, draws=200, replications_a_draw=3, workers=4, cores=4)
    assert work.pieces == 640
    assert estimate(FIRST, work).seconds == pytest.approx(2.4 * 160)


def test_more_cases_take_as_many_times_longer_and_more_memory() -> None:
    expected = estimate(FIRST, Work(cases=6, replications=10))
    assert expected == Estimate(2.4 * 3 * 10, 200e6 + 3 * 20e6 + 10 * 3 * 100e3, 1)


def test_more_processes_than_cores_take_memory_and_give_no_time() -> None:
    two, eight = (estimate(FIRST, Work(2, 100, workers=workers, cores=2)) for workers in (2, 8))
    assert eight.seconds == two.seconds
    assert eight.memory_bytes == two.memory_bytes + 6 * 220e6  # type: ignore[operator]  # both are known


def test_no_more_processes_than_pieces() -> None:
    assert estimate(FIRST, Work(2, 3, workers=8, cores=8)) == Estimate(2.4, 200e6 + 3 * 220e6 + 300e3, 3)


def test_memory_that_the_system_does_not_tell_is_left_out() -> None:
    expected = estimate(FirstReplication(0.1, cases=2), Work(2, 1000, workers=2, cores=2))
    assert in_words(expected) == "About 50 seconds on 2 processes."
    assert warning(expected, 1_000) is None


def test_a_run_that_would_not_fit_is_warned_of() -> None:
    eight = Estimate(10, 14.6e9, 8)
    assert warning(eight, 16_000_000_000) == (
        "This may not fit in the memory of this machine, 16 GB, since it takes about 15 GB: "
        "fewer --workers or fewer replications need less."
    )
    assert warning(Estimate(10, 14.6e9, 1), 8_000_000_000) == (
        "This may not fit in the memory of this machine, 8.0 GB, since it takes about 15 GB: "
        "fewer replications need less."
    )
    assert warning(eight, 17_000_000_000) is None
    assert warning(eight, None) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "less than a second"),
        (1.2, "about 1 second"),
        (9.4, "about 9 seconds"),
        (33, "about 35 seconds"),
        (58, "about 1 minute"),
        (80, "about 1.5 minutes"),
        (130, "about 2 minutes"),
        (13 * 60, "about 15 minutes"),
        (59 * 60, "about 1 hour"),
        (5300, "about 1.5 hours"),
        (23.4 * 3600, "about 1 day"),
        (86_400 * 3.2, "about 3 days"),
        (86_400 * 33, "about 35 days"),
    ],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(1e6, "less than 0.1 GB"), (0.62e9, "0.6 GB"), (9.96e9, "10 GB"), (15.7e9, "16 GB"), (1.2e12, "1,200 GB")],
)
def test_gigabytes(size: float, words: str) -> None:
    assert gigabytes(size) == words


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell")
def test_this_process_fits_in_this_machine() -> None:
    """In bytes: a tenth of what Python with NumPy needs would be too little, and all of the machine too much."""
    peak, machine = peak_memory(), machine_memory()
    assert peak is not None
    assert machine is not None
    assert 10_000_000 < peak < machine


def test_a_system_that_does_not_tell_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.delattr(os, "sysconf", raising=False)
    assert peak_memory() is None
    assert machine_memory() is None
