"""Numbers that are each possible, and cannot be true together."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.errors import Fault
from simulator.scenario.faults import fault_at
from simulator.scenario.place import Scenario
from simulator.scenario.stations import SharedQueue, Station
from simulator.scenario.written import Route, Written


def shared_queues_can_end(scenario: Scenario, written: Written) -> Iterator[Fault]:
    """The background work of a shared queue is less than its staff can do."""
    for route, station in stations_of(scenario):
        if isinstance(station, SharedQueue):
            hours = station.service.mean_seconds() / 3_600
            busy = station.background.arrivals.value * hours
            if busy >= station.on_duty.value:
                rule = f"the background work alone keeps {busy:.1f} of these busy, so the queue would never end"
                yield fault_at(written, (*route, "on_duty"), rule)


def people_are_not_more_than_bookings(scenario: Scenario, written: Written) -> Iterator[Fault]:
    """Matched people and removable people without a record are together no more than everybody."""
    with_record = scenario.people.removable_with_ident_record.value
    if with_record == 0:
        route = ("people", "removable_with_ident_record")
        yield fault_at(written, route, "this share must be above 0, or those without a record cannot be reckoned")
        return
    unmatched = scenario.people.status_of_matched.removable * (1 - with_record) / with_record
    for name, agency in scenario.agencies.items():
        together = agency.match_share.value * (1 + unmatched)
        if together > 1:
            rule = f"with the removable people without a record this makes {together:.2f} of all bookings, more than 1"
            yield fault_at(written, ("agencies", name, "match_share"), rule)


def stations_of(scenario: Scenario) -> Iterator[tuple[Route, Station]]:
    """Every station of a scenario, and where it stands."""
    for name in type(scenario.stations).model_fields:
        yield ("stations", name), getattr(scenario.stations, name)
    for name, office in scenario.field_offices.items():
        yield ("field_offices", name, "decision"), office.decision
