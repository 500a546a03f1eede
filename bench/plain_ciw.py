"""The same county as a plain Ciw model: a network of nodes that every booking walks through as a customer.

What a user of Ciw would write with its guides at hand: a delay is a node with as many servers as there are customers;
a field office's desk is a node with a server schedule; where a customer goes next is custom routing; ICE's tours are
slotted services with seats; a hold that ends is reneging. Three things do not fit Ciw's own words:

- Nobody is in two places at once. So the answer that the state bureau relays, and the interview that may find a person
  before the prints do, are customers of their own.
- Ciw's schedules replace all servers at a change of shift, while those who are busy finish. More would be at work than
  the roster has, so ``Desk`` lets those who finish count as on duty.
- Priority classes go with a customer through all nodes, ahead of any service discipline: they would decide about seats
  too. So level 1 goes first by a service discipline of the desk.

Measures are counted on the way. So the records that Ciw writes of each service are left out, and nobody is kept who has
left; exact arithmetic, state trackers and the search for deadlocks are off unless asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, pairwise
from math import inf
from typing import Any

import ciw

from bench.plain_casework import Casework, Count, Counts
from bench.plain_ciw_nodes import (
    GONE,
    Desk,
    Drawn,
    Entry,
    Exit,
    Gaps,
    Place,
    Way,
    WayFromTours,
    first_to_run_out,
    level_first,
    network_of,
)
from bench.plain_county import Agency
from simulator.model.codes import HOUR_SECONDS
from simulator.scenario.stations import Background

PRINTS, STATE_BUREAU, FBI_SEARCH, IDENT_SEARCH, LESC, RELAY, INTERVIEW, JAIL, FIRST_DESK = range(1, 10)
"""Nodes by Ciw's numbers; from the last on, each field office has its desk and, next to it, its tours."""


class Customer(ciw.Individual):
    """A booking or a query from elsewhere, drawn when it arrives."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.simulation.county.entries[self.customer_class].greet(self)


class CountySimulation(ciw.Simulation):
    """A simulation whose customers know their county."""

    def __init__(self, county: CiwModel) -> None:
        self.county = county
        places = county.places()
        super().__init__(
            network_of(places, county.entries),
            node_class=[place.node_class for place in places],
            exit_node_class=Exit,
            individual_class=Customer,
        )


class CiwModel(Casework):
    """The network of a county; ``run`` simulates it once."""

    def run(self, seed: int) -> Counts:
        """Simulate once, until the last person has left."""
        self.begin(seed)
        self.ended = 0
        self.desks = {name: FIRST_DESK + 2 * place for place, name in enumerate(self.scenario.field_offices)}
        self.entries = self._bookings() | self._outside_work()
        ciw.seed(seed)
        if bookings := self.to_come:
            CountySimulation(self).simulate_until_max_customers(bookings, method="Complete")
        return self.counts

    def end(self, count: Count, how: str) -> None:
        """The booking ends; every booking comes here exactly once."""
        super().end(count, how)
        self.ended += 1

    def _bookings(self) -> dict[str, Entry]:
        return {f"bookings of {agency.name}": self._bookings_of(agency) for agency in self.agencies}

    def _bookings_of(self, agency: Agency) -> Entry:
        moments = chain([0.0], self.moments(agency))
        gaps = chain((later - earlier for earlier, later in pairwise(moments)), [inf])
        return Entry(PRINTS, Gaps(lambda: next(gaps)), lambda customer: self.book(customer, agency))

    def _outside_work(self) -> dict[str, Entry]:
        return {
            f"outside work of {office}": self._outside_work_of(office, background)
            for office, background in self.backgrounds().items()
        }

    def _outside_work_of(self, office: str, background: Background) -> Entry:
        def greet(customer: Any) -> None:
            customer.person, customer.level = None, self.outside_level(background)

        return Entry(self.desks[office], Gaps(lambda: self.until_outside_work(background)), greet)

    def places(self) -> list[Place]:
        """The nodes in the order of their numbers."""
        return [
            Place(_drawn(self.booking_to_prints), Way(self.after_prints)),
            Place(_drawn(self.state_bureau), ciw.routing.Direct(FBI_SEARCH)),
            Place(_drawn(self.fbi_search), Way(self.after_fbi_search)),
            Place(_drawn(self.ident_search), Way(self.after_ident_search)),
            Place(Drawn(lambda ind: self.lesc[ind.level]()), Way(self.after_lesc)),
            Place(Drawn(lambda ind: self.answer_relay[ind.level]()), Way(self.after_relay)),
            Place(Drawn(lambda ind: ind.person.found_at - ind.person.booked_at), Way(self.after_interview)),
            Place(Drawn(lambda ind: ind.detainer.released_at - ind.detainer.lodged_at), Way(self.after_jail)),
            *chain(*((self._desk(office), self._tours(office)) for office in self.desks)),
        ]

    def _desk(self, office: str) -> Place:
        """The desk; Ciw repeats a schedule, here once the calendar is over and nobody is left."""
        roster = self.plan.rosters[f"decision of {office}"]
        ends = [*roster.changes[1:], self.calendar.midnights[-1]]
        return Place(
            _drawn(self.decision[office]),
            Way(self.after_desk),
            ciw.Schedule(numbers_of_servers=roster.on_duty, shift_end_dates=ends),
            level_first if self.level_first(office) else ciw.disciplines.FIFO,
            node_class=Desk,
        )

    def _tours(self, office: str) -> Place:
        """Held people are served in a slot with a seat, in no time, or renege; slots repeat like schedules."""
        tours, seats = self.plan.tours[office], round(self.scenario.field_offices[office].tours.seats.value)
        slots, sizes = [*tours, self.calendar.midnights[-1]], [*[seats] * len(tours), 0]
        return Place(
            ciw.dists.Deterministic(0.0),
            WayFromTours(self.after_hold),
            ciw.Slotted(slots=slots, slot_sizes=sizes),
            first_to_run_out,
            Drawn(lambda ind: ind.hold.until - ind.hold.since),
        )

    def book(self, customer: Any, agency: Agency) -> None:
        """A booking arrives; an interview that will find the person is under way from now on."""
        customer.agency, customer.booked_at = agency, customer.simulation.current_time
        customer.count, customer.person = self.booked(agency, customer.booked_at)
        if customer.person:
            customer.level = customer.person.level
            if customer.person.found_at is not None:
                self._send_double(customer, INTERVIEW)

    def _send_double(self, customer: Any, node: int) -> None:
        """The same person goes somewhere else at the same time, as a customer of their own."""
        double = ciw.Individual(customer.id_number, customer.customer_class, simulation=customer.simulation)
        double.agency, double.count, double.person = customer.agency, customer.count, customer.person
        double.level = customer.level
        customer.simulation.nodes[node].accept(double)

    def after_prints(self, customer: Any) -> int:
        """The prints are with the state bureau."""
        customer.count["submissions"] += 1
        return STATE_BUREAU

    def after_fbi_search(self, customer: Any) -> int:
        """The FBI answers, and shares the prints or not."""
        now = customer.simulation.current_time
        customer.count["hours_until_fbi_answer"] += (now - customer.booked_at) / HOUR_SECONDS
        if customer.agency.stances.at(int(now)).shares:
            return IDENT_SEARCH
        self.unmatched(customer.person, customer.count)
        return GONE

    def after_ident_search(self, customer: Any) -> int:
        """A match goes to ICE's support center."""
        if customer.person and customer.person.matched:
            self.matched(customer.person, customer.count)
            return LESC
        self.unmatched(customer.person, customer.count)
        return GONE

    def after_lesc(self, customer: Any) -> int:
        """ICE's support center answers, the agency and the field office are told."""
        now = customer.simulation.current_time
        self.answered(customer.person, customer.count, now)
        if customer.agency.stances.at(int(now)).receives:
            self._send_double(customer, RELAY)
        return self.desks[customer.agency.office] if self.news(customer.person) else GONE

    def after_relay(self, message: Any) -> int:
        """The state bureau has passed ICE's answer on."""
        message.count["answers_seen"] += 1
        return GONE

    def after_interview(self, customer: Any) -> int:
        """The other channel finds the person, unless the prints came first."""
        if not self.news(customer.person):
            return GONE
        customer.count["found_by_interview"] += 1
        return self.desks[customer.agency.office]

    def after_desk(self, customer: Any) -> int:
        """The field office has decided; a detainer comes in time, or not."""
        now, person = customer.simulation.current_time, customer.person
        if not (person and self.decided(person, customer.count, now)):
            return GONE
        customer.detainer = self.lodged(person, customer.agency, customer.count, now)
        return JAIL

    def after_jail(self, customer: Any) -> int:
        """Local release, when the jail honors the detainer or not."""
        now, agency = customer.simulation.current_time, customer.agency
        customer.hold = self.released(customer.person, agency, customer.count, customer.detainer, now)
        return self.desks[agency.office] + 1 if customer.hold else GONE

    def after_hold(self, customer: Any) -> int:
        """A hold is over."""
        now, hold = customer.simulation.current_time, customer.hold
        self.held(customer.person, customer.count, customer.detainer, hold, now, taken=customer.taken)
        return GONE


def _drawn(sampler: Callable[[], float]) -> Drawn:
    return Drawn(lambda _: sampler())
