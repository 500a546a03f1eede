"""Rules that reach across a scenario, checked once each part of it is valid by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations

from simulator.errors import Fault
from simulator.scenario import asking_checks, rule_checks
from simulator.scenario.correlation_checks import correlations_can_hold
from simulator.scenario.faults import fault_at, nearest
from simulator.scenario.feasibility import people_are_not_more_than_bookings, shared_queues_can_end, stations_of
from simulator.scenario.overlay import PERIOD_KEYS, PERIODS, overlap, states_of
from simulator.scenario.place import Scenario
from simulator.scenario.policies import Period, Policy
from simulator.scenario.quantities import Count
from simulator.scenario.reporting import units_of
from simulator.scenario.stations import Queue, SharedQueue, Station
from simulator.scenario.written import Route, Written

STAFF_UNITS = ("people", "officers", "specialists")
LESC_UNITS = ("people", "specialists")
OFFICE_UNITS = ("people", "officers")


def policy_faults(policy: Policy, written: Written) -> list[Fault]:
    """What is wrong inside a policy, whatever the place; ``written`` holds it under ``policy``."""
    return [fault for check in POLICY_CHECKS for fault in check(policy, written)]


def scenario_faults(scenario: Scenario, written: Written) -> list[Fault]:
    """What does not fit together in a scenario, its policy included."""
    found = [fault for check in SCENARIO_CHECKS for fault in check(scenario, written)]
    return found + policy_faults(scenario.policy, written)


def _periods(policy: Policy) -> Iterator[tuple[Route, Period]]:
    for position, period in enumerate(policy.periods):
        yield (*PERIODS, position), period


def periods_change_something(policy: Policy, written: Written) -> Iterator[Fault]:
    """A period sets at least one key."""
    for route, period in _periods(policy):
        if all(getattr(period, key) is None for key in PERIOD_KEYS):
            yield fault_at(written, route, "this period changes nothing", f"Give {' or '.join(PERIOD_KEYS)}.")


def periods_are_about_someone(policy: Policy, written: Written) -> Iterator[Fault]:
    """A period names agencies or states, not both, and not an empty list."""
    for route, period in _periods(policy):
        if not period.agencies:
            yield fault_at(written, (*route, "agencies"), "this needs 1 or more entries", "Or write all.")
        if period.states and period.agencies != "all":
            rule = "a period names `agencies` or `states`, not both"
            yield fault_at(written, (*route, "states"), rule, "Write two periods.")


def periods_go_forward(policy: Policy, written: Written) -> Iterator[Fault]:
    """In one file, of two periods about the same agency the later one in the list begins later."""
    if written.tree.get("merged"):
        return
    states = states_of(written.tree)
    for (before, one), (route, other) in combinations(_periods(policy), 2):
        first, second = written.origin(before), written.origin(route)
        if first.file != second.file or (one.begins or date.min) <= (other.begins or date.min):
            continue
        if overlap(one.model_dump(), other.model_dump(), states):
            rule = f"periods go forward in time, and the one on line {first.line} begins later, on {one.begins}"
            yield fault_at(written, (*route, "begins"), rule, "Put them in order.")


def field_offices_exist(scenario: Scenario, written: Written) -> Iterator[Fault]:
    """Each agency names one of the field offices."""
    for name, agency in scenario.agencies.items():
        if agency.field_office not in scenario.field_offices:
            fix = nearest(agency.field_office, scenario.field_offices)
            rule = "there is no such name under field_offices"
            yield fault_at(written, ("agencies", name, "field_office"), rule, fix)


def agencies_counted_together_have_one_payer(scenario: Scenario, written: Written) -> Iterator[Fault]:
    """Jails of agencies that results put together are paid for by the same side."""
    agencies = list(scenario.agencies.values())
    for unit in units_of(scenario):
        if any(agencies[position].jail_paid_by != unit.jail_paid_by for position in unit.agencies):
            rule = f"some jails of {unit.name} are paid for by the state and some are not: they cannot be one"
            yield fault_at(written, ("network", "count_by"), rule, "Count by agency, or by state.")


def periods_name_what_exists(scenario: Scenario, written: Written) -> Iterator[Fault]:
    """Periods name agencies of the scenario, and states that have one."""
    states = {agency.state for agency in scenario.agencies.values()}
    for route, period in _periods(scenario.policy):
        for position, name in enumerate([] if period.agencies == "all" else period.agencies):
            if name not in scenario.agencies:
                rule, fix = "there is no such agency", nearest(name, scenario.agencies)
                yield fault_at(written, (*route, "agencies", position), rule, fix)
        for position, state in enumerate(period.states or ()):
            if state not in states:
                fix = f"There are agencies in {', '.join(sorted(states))}."
                yield fault_at(written, (*route, "states", position), "no agency is in this state", fix)


def periods_begin_in_time(scenario: Scenario, written: Written) -> Iterator[Fault]:
    """No period begins after the last simulated day."""
    starts, years = scenario.starts, scenario.years
    for route, period in _periods(scenario.policy):
        day = period.begins or starts
        if (day.year - years, day.month, day.day) >= (starts.year, starts.month, starts.day):
            end = f"{years} year{'s' * (years > 1)} from {starts} on"
            yield fault_at(written, (*route, "begins"), f"this is after the end of the scenario ({end})")


def first_day_is_settled(scenario: Scenario, written: Written) -> Iterator[Fault]:
    """Each agency's opt-out and detainer rules are known from the first day."""
    states = states_of(written.tree)
    initial = [period for _, period in _periods(scenario.policy) if period.begins is None]
    for name in scenario.agencies:
        about = [period for period in initial if overlap(period.model_dump(), {"agencies": [name]}, states)]
        for key in ("opt_out", "detainer_rules"):
            if all(getattr(period, key) is None for period in about):
                rule = f"`{key}` of {name} is not known on the first day"
                yield fault_at(written, PERIODS, rule, "Add a period without `begins` that sets it.")


def units_fit(scenario: Scenario, written: Written) -> Iterator[Fault]:
    """A count is of what its place in the scenario counts."""
    for route, count, units in _counts(scenario):
        if count.unit not in units:
            rule = f"the unit here is {' or '.join(map(repr, units))}, not {count.unit!r}"
            yield fault_at(written, route, rule)


def _counts(scenario: Scenario) -> Iterator[tuple[Route, Count, tuple[str, ...]]]:
    for name, agency in scenario.agencies.items():
        if agency.average_daily_population:
            yield ("agencies", name, "average_daily_population"), agency.average_daily_population, ("people",)
        if agency.capacity:
            yield ("agencies", name, "capacity"), agency.capacity, ("beds",)
    for name, office in scenario.field_offices.items():
        yield ("field_offices", name, "tours", "seats"), office.tours.seats, ("seats",)
    yield ("costs", "bed_day", "pod_size"), scenario.costs.bed_day.pod_size, ("beds",)
    for route, station in stations_of(scenario):
        yield from _staff(route, station)


def _staff(route: Route, station: Station) -> Iterator[tuple[Route, Count, tuple[str, ...]]]:
    units = LESC_UNITS if route[-1] == "lesc" else OFFICE_UNITS if route[-1] == "decision" else STAFF_UNITS
    if isinstance(station, SharedQueue):
        yield (*route, "on_duty"), station.on_duty, units
    if isinstance(station, Queue):
        for position, shift in enumerate(station.shifts):
            yield (*route, "shifts", position, "on_duty"), shift.on_duty, units


POLICY_CHECKS: tuple[Callable[[Policy, Written], Iterable[Fault]], ...] = (
    periods_change_something,
    periods_are_about_someone,
    periods_go_forward,
    rule_checks.holds_go_with_honor,
    rule_checks.conditions_can_be_met,
    rule_checks.rules_can_be_reached,
    rule_checks.last_rule_is_about_everyone,
    asking_checks.requests_come_from_someone,
    asking_checks.answers_come_after_requests,
    asking_checks.states_say_how_they_bind,
)
SCENARIO_CHECKS: tuple[Callable[[Scenario, Written], Iterable[Fault]], ...] = (
    field_offices_exist,
    agencies_counted_together_have_one_payer,
    periods_name_what_exists,
    periods_begin_in_time,
    first_day_is_settled,
    units_fit,
    shared_queues_can_end,
    people_are_not_more_than_bookings,
    correlations_can_hold,
    asking_checks.requests_and_triggers_name_what_exists,
    asking_checks.regimes_go_forward,
    asking_checks.requests_meet_a_regime,
    asking_checks.triggers_can_be_seen,
)
