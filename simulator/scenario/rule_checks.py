"""What is wrong with a list of detainer rules: limits of holds, conditions that nobody meets, rules never reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.errors import Fault
from simulator.scenario.faults import fault_at
from simulator.scenario.overlay import PERIODS
from simulator.scenario.people import ADULT_AGE
from simulator.scenario.policies import Policy
from simulator.scenario.reach import YEARS, Reach
from simulator.scenario.rules import DetainerRule
from simulator.scenario.written import Route, Written

HOLD_KEYS = ("hold_hours", "exclude_weekends_and_holidays")
CONVICTIONS_NEEDED = "Add `conviction`, for example [felony, serious-or-violent, homicide]."


def holds_go_with_honor(policy: Policy, written: Written) -> Iterator[Fault]:
    """The limits of a hold are given together, and only where a rule honors."""
    for route, rule in _rules(policy):
        given = [key for key in HOLD_KEYS if getattr(rule, key) is not None]
        if rule.then != "honor":
            for key in given:
                yield fault_at(written, (*route, key), "this key goes only with `then: honor`")
        elif len(given) == 1:
            (missing,) = set(HOLD_KEYS) - set(given)
            fix = f"Add `{missing}`, or leave both out for the hold that the federal form asks for."
            yield fault_at(written, (*route, given[0]), f"this key goes only with `{missing}`", fix)


def last_rule_is_about_everyone(policy: Policy, written: Written) -> Iterator[Fault]:
    """The rules leave nobody out."""
    for route, rules in _rule_lists(policy):
        if all(rule.conditions for rule in rules):
            fix = "Add a last rule without `when`, for example with `then: decline`."
            yield fault_at(written, (*route, len(rules) - 1), "the last rule must be about everyone", fix)


def conditions_can_be_met(policy: Policy, written: Written) -> Iterator[Fault]:
    """There may be somebody whom each rule is about."""
    for route, rules in _rule_lists(policy):
        reach = Reach(rules)
        for position, rule in enumerate(rules):
            faults = list(_conditions(rule, (*route, position, "when"), written))
            if not faults and not reach.can_exist(position):
                words = f"nobody can meet these conditions together: {', '.join(rule.conditions)}"
                fix = "People of no level have no conviction, the others have one; who was removed had an order."
                faults = [fault_at(written, (*route, position, "when"), words, fix)]
            yield from faults


def rules_can_be_reached(policy: Policy, written: Written) -> Iterator[Fault]:
    """The rules above a rule leave somebody to it."""
    for route, rules in _rule_lists(policy):
        reach = Reach(rules)
        for position in range(1, len(rules)):
            if reach.can_exist(position) and reach.is_covered(position, range(position)):
                one = next((above for above in range(position) if reach.is_covered(position, [above])), None)
                yield _unreached((*route, position), None if one is None else (*route, one), rules, written)


def _unreached(route: Route, one: Route | None, rules: list[DetainerRule], written: Written) -> Fault:
    """The fault of a rule that one rule above it takes everybody from, or (None) some of them together."""
    rule = "this rule can never be reached, because"
    if one is None:
        return fault_at(written, route, f"{rule} those above it take everybody whom it is about", "Move it up.")
    line = written.origin(one).line
    if rules[int(one[-1])].conditions:
        words = f"{rule} the one on line {line} is about everybody whom this one is about"
        return fault_at(written, route, words, "Move it up, or narrow that one.")
    words = f"{rule} the one on line {line} is about everyone"
    return fault_at(written, route, words, "Move it up, or give that one a `when`.")


def _conditions(rule: DetainerRule, route: Route, written: Written) -> Iterator[Fault]:
    """Mistakes inside one set of conditions that have words of their own."""
    given: dict[str, Any] = rule.conditions
    kinds = given.get("conviction", [])
    for key in YEARS:
        if key in given and not kinds:
            yield fault_at(written, (*route, key), "this says when, and not for which convictions", CONVICTIONS_NEEDED)
        elif key in given and "none" in kinds:
            words = f"`none` is no conviction, and `{key}` asks for one"
            yield fault_at(written, (*route, "conviction"), words, "Write a rule of its own for people without one.")
    yield from _ages(given, route, written)


def _ages(given: dict[str, Any], route: Route, written: Written) -> Iterator[Fault]:
    adult = given.get("adult")
    oldest = min(given.get("under_age", 1_000), ADULT_AGE if adult is False else 1_000)
    youngest = max(given.get("min_age", 0), ADULT_AGE if adult else 0)
    if youngest >= oldest:
        key = next(key for key in ("min_age", "under_age") if key in given)
        yield fault_at(written, (*route, key), f"nobody is {youngest} or older and under {oldest}")


def _rule_lists(policy: Policy) -> Iterator[tuple[Route, list[DetainerRule]]]:
    for position, period in enumerate(policy.periods):
        if period.detainer_rules:
            yield (*PERIODS, position, "detainer_rules"), period.detainer_rules


def _rules(policy: Policy) -> Iterator[tuple[Route, DetainerRule]]:
    for route, rules in _rule_lists(policy):
        yield from (((*route, position), rule) for position, rule in enumerate(rules))
