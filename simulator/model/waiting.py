"""Closed forms for queues: Erlang's C, and Cobham's waits of two classes of which one is served first."""

from __future__ import annotations


def probability_of_waiting(servers: int, load: float) -> float:
    """Erlang's C: share that waits in M/M/c; the load (arrivals x mean service) must be below ``servers``."""
    blocking = 1.0
    for number in range(1, servers + 1):
        blocking = load * blocking / (number + load * blocking)
    return servers * blocking / (servers - load * (1 - blocking))


def mean_waits(servers: int, load: float, service_seconds: float, first_share: float) -> tuple[float, float]:
    """Mean wait in seconds of the class served first and of the other, among those who wait; Cobham 1954."""
    utilisation = load / servers
    first = service_seconds / servers / (1 - utilisation * first_share)
    return first, first / (1 - utilisation)
