"""Rules about requests, regimes, triggers and the rules of states, checked once each part is valid by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.errors import Fault
from simulator.scenario.faults import fault_at, nearest
from simulator.scenario.place import Scenario
from simulator.scenario.policies import Policy
from simulator.scenario.standing import end_of
from simulator.scenario.written import Route, Written

REQUESTS: Route = ("policy", "requests")
TRIGGERS: Route = ("policy", "triggers")
REGIMES: Route = ("federal", "regimes")
LEAVE_OUT_ONE = "Write two requests."


def requests_come_from_someone(policy: Policy, written: Written) -> Iterator[Fault]:
    """A request names agencies or states, not both, and not an empty list."""
    for position, request in enumerate(policy.requests):
        route = (*REQUESTS, position)
        if not request.agencies:
            yield fault_at(written, (*route, "agencies"), "this needs 1 or more entries", "Or write all.")
        if request.states and request.agencies != "all":
            rule = "a request names `agencies` or `states`, not both"
            yield fault_at(written, (*route, "states"), rule, LEAVE_OUT_ONE)


def answers_come_after_requests(policy: Policy, written: Written) -> Iterator[Fault]:
    """An answer is given no earlier than it is asked for, and a grant ends after it begins."""
    for position, request in enumerate(policy.requests):
        route, answer = (*REQUESTS, position, "answer"), request.answer
        if answer and request.asked_on and answer.given_on < request.asked_on:
            rule = f"the answer is given before it is asked for, on {request.asked_on}"
            yield fault_at(written, (*route, "given_on"), rule)
        if answer and answer.until and answer.until <= answer.given_on:
            rule = f"the grant ends before it begins, on {answer.given_on}"
            yield fault_at(written, (*route, "until"), rule)


def states_say_how_they_bind(policy: Policy, written: Written) -> Iterator[Fault]:
    """`agencies_may` goes with a state's detainer rules, and an agreement to pay with agencies."""
    for position, period in enumerate(policy.periods):
        route = ("policy", "periods", position)
        if period.agencies_may and not (period.states and period.detainer_rules):
            rule = "this key goes only with `states` and `detainer_rules`"
            yield fault_at(written, (*route, "agencies_may"), rule)
        if period.states and period.reimbursement_agreement is not None:
            rule = "an agreement to pay is made with agencies, not with a state for all of them"
            yield fault_at(written, (*route, "reimbursement_agreement"), rule, "Name the agencies.")


def requests_and_triggers_name_what_exists(scenario: Scenario, written: Written) -> Iterator[Fault]:
    """They name agencies of the scenario, and states that have one."""
    states = {agency.state for agency in scenario.agencies.values()}
    for position, trigger in enumerate(scenario.policy.triggers):
        yield from _unknown_agencies(scenario, trigger.agencies, (*TRIGGERS, position, "agencies"), written)
    for position, request in enumerate(scenario.policy.requests):
        yield from _unknown_agencies(scenario, request.agencies, (*REQUESTS, position, "agencies"), written)
        for number, state in enumerate(request.states or ()):
            if state not in states:
                fix = f"There are agencies in {', '.join(sorted(states))}."
                yield fault_at(written, (*REQUESTS, position, "states", number), "no agency is in this state", fix)


def _unknown_agencies(
    scenario: Scenario, named: str | Sequence[str], route: Route, written: Written
) -> Iterator[Fault]:
    for position, name in enumerate([] if named == "all" else named):
        if name not in scenario.agencies:
            yield fault_at(written, (*route, position), "there is no such agency", nearest(name, scenario.agencies))


def regimes_go_forward(scenario: Scenario, written: Written) -> Iterator[Fault]:
    """Each regime begins after the one before it in the list."""
    days = [regime.first_day for regime in scenario.federal.regimes]
    for position in range(1, len(days)):
        if days[position] <= days[position - 1]:
            rule = "regimes go forward in time, and this one does not begin after the one before it"
            yield fault_at(written, (*REGIMES, position, "begins"), rule, "Put them in order.")


def requests_meet_a_regime(scenario: Scenario, written: Written) -> Iterator[Fault]:
    """A request is made before the scenario ends, and somebody answers it."""
    first = min((regime.first_day for regime in scenario.federal.regimes), default=None)
    for position, request in enumerate(scenario.policy.requests):
        asked_on = request.asked_on or scenario.starts
        route = (*REQUESTS, position)
        if asked_on >= end_of(scenario):
            yield fault_at(written, (*route, "asked_on"), "this is after the end of the scenario")
        elif not request.answer and (first is None or asked_on < first):
            rule = "no federal regime of this scenario answers a request of this day"
            fix = "Give its `answer`, or lay a regime over the place, for example regime-november-2010."
            yield fault_at(written, (*route, "asked_on") if request.asked_on else route, rule, fix)


def triggers_can_be_seen(scenario: Scenario, written: Written) -> Iterator[Fault]:
    """A trigger's months fit into the simulated years, and its first day lies in them."""
    for position, trigger in enumerate(scenario.policy.triggers):
        route, months = (*TRIGGERS, position), 12 * scenario.years
        if trigger.over_months >= months:
            rule = f"this never adds up within the {months} simulated months, for it is looked at on the day after"
            yield fault_at(written, (*route, "over_months"), rule, "Simulate more years, or take fewer months.")
        if trigger.not_before and trigger.not_before >= end_of(scenario):
            yield fault_at(written, (*route, "not_before"), "this is after the end of the scenario")
