"""What a county needs beyond Ciw's ready-made parts: times, ways, a desk with shifts, an exit that keeps nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import ciw

GONE = -1
"""Ciw's number of the exit."""


class Drawn(ciw.dists.Distribution):
    """Times in seconds that a function draws for a customer."""

    def __init__(self, draw: Callable[[Any], float]) -> None:
        self.draw = draw

    def sample(self, t: float | None = None, ind: Any = None) -> float:
        return self.draw(ind)


class Gaps(ciw.dists.Distribution):
    """Times in seconds between arrivals, that a function draws; infinite when nobody comes any more."""

    def __init__(self, draw: Callable[[], float]) -> None:
        self.draw = draw

    def sample(self, t: float | None = None, ind: Any = None) -> float:
        return self.draw()


class Way(ciw.routing.NodeRouting):
    """The way from a node: a step that tells the number of the next."""

    def __init__(self, step: Callable[[Any], int]) -> None:
        self.step = step

    def next_node(self, ind: Any) -> Any:
        return self.simulation.nodes[self.step(ind)]


class WayFromTours(Way):
    """The way out of a hold: a step that tells the number of the next node, with a seat or, in time, without."""

    def next_node(self, ind: Any) -> Any:
        ind.taken = True
        return super().next_node(ind)

    def next_node_for_jockeying(self, ind: Any) -> Any:
        ind.taken = False
        return super().next_node(ind)


class Station(ciw.Node):
    """A node that writes no records."""

    def write_individual_record(self, individual: Any) -> None:
        pass

    def write_reneging_record(self, individual: Any) -> None:
        pass


class Desk(Station):
    """Officers of a field office; who has begun is finished, even after the shift, and counts as on duty until then."""

    def take_servers_off_duty(self, preemption: bool = False) -> None:
        for server in [server for server in self.servers if not server.busy]:
            self.kill_server(server)

    def add_new_servers(self, num_servers: int) -> None:
        super().add_new_servers(max(0, num_servers - len(self.servers)))

    def detatch_server(self, server: Any, individual: Any) -> None:
        server.offduty = len(self.servers) > self.c
        super().detatch_server(server, individual)


class Exit(ciw.ExitNode):
    """Where everybody leaves; keeps nobody, and counts bookings only, not messages or queries from elsewhere."""

    def accept(self, next_individual: Any, completed: bool = True) -> None:
        next_individual.node = GONE
        self.number_of_completed_individuals = next_individual.simulation.county.ended


def level_first(waiting: Sequence[Any], now: float) -> Any:
    """The service discipline of a desk where level 1 goes first, then 2, 3 and no level."""
    return min(waiting, key=lambda customer: customer.level)


def first_to_run_out(waiting: Sequence[Any], now: float) -> Any:
    """The service discipline of tours: of those whom ICE is ready to collect, whose hold ends first."""
    ready = [customer for customer in waiting if customer.hold.ready_at <= now]
    return min(ready, key=lambda customer: customer.hold.limit) if ready else None


@dataclass(frozen=True)
class Place:
    """A node of the network, with what Ciw takes list by list."""

    service: ciw.dists.Distribution
    way: ciw.routing.NodeRouting
    servers: float | ciw.Schedule = inf
    discipline: Callable[[Sequence[Any], float], Any] = ciw.disciplines.FIFO
    patience: ciw.dists.Distribution | None = None
    node_class: type[ciw.Node] = Station


@dataclass(frozen=True)
class Entry:
    """Where customers of a class come in, how far apart, and what makes each of them somebody."""

    node: int
    gaps: Gaps
    greet: Callable[[Any], None]


def network_of(places: Sequence[Place], entries: dict[str, Entry]) -> ciw.network.Network:
    """Ciw's network of these places; the same for customers of all classes."""
    numbers = range(1, len(places) + 1)
    return ciw.create_network(
        arrival_distributions={
            name: [entry.gaps if number == entry.node else None for number in numbers]
            for name, entry in entries.items()
        },
        service_distributions={name: [place.service for place in places] for name in entries},
        number_of_servers=[place.servers for place in places],
        service_disciplines=[place.discipline for place in places],
        reneging_time_distributions={name: [place.patience for place in places] for name in entries},
        routing=dict.fromkeys(entries, ciw.routing.NetworkRouting([place.way for place in places])),
    )
