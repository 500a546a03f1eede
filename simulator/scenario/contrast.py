"""A scenario beside its base: what differs, for which agencies, over which days; and what does not."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar

from simulator.scenario.phrases import day, listed
from simulator.scenario.place import Scenario
from simulator.scenario.policies import Mode
from simulator.scenario.quantities import DatedFact, Ranged
from simulator.scenario.requests import Regime, Request
from simulator.scenario.rules import DetainerRule
from simulator.scenario.shares import Table
from simulator.scenario.sources import Stated, leaves_of
from simulator.scenario.standing import Side, Standing, Stretch, stretches
from simulator.scenario.triggers import Trigger
from simulator.scenario.wording import in_words, range_in_words, rule_in_words
from simulator.scenario.written import Route, dotted

STILL_TO_FBI = "Prints go to the FBI, and the FBI answers."
SAME_PEOPLE = "The same people are booked at the same times, and stay as long as the county's own case keeps them."
STILL_SHARED = "Prints still go on to DHS and ICE, ICE still decides and may still ask for detainers"
SAME_ICE_SIDE = "the ICE side stays exactly as it is"
SHARED_WHERE_BEFORE = (
    "Prints go on to DHS and ICE where and when they did before, ICE still decides and may still ask for detainers"
)
STILL_UNSHARED = "Prints do not go on to DHS and ICE, as before."
STILL_FOUND = "ICE still finds some people without prints, by interviews, rosters and local queries."
STILL_RECEIVED = "The agency still gets ICE's answers."
STILL_OPEN = "The agency still takes ICE's answers, but gets none about prints that were not passed on."
STILL_TREATED = "The jail treats detainers by the same rules."
ABOUT_PEOPLE = ("starts", "years", "timezone", "agencies", "arrivals", "people", "stays")
NOT_ABOUT_ICE = ("costs",)
NOT_COMPARED = ("kind", "label", "about", "policy")
REGIMES: Route = ("federal", "regimes")
"""Told by themselves."""
ABSENT = "not there"
BINDING = {
    False: "These are the most that an agency may do: where its own rules go further for ICE, the state's bind",
    True: "These are the least that an agency must do: where its own rules do less for ICE, the state's bind",
}
"""How a state's detainer rules bind, by whether an agency may hold more."""

Aspect = TypeVar("Aspect", bound=Hashable)


@dataclass(frozen=True)
class Telling(Generic[Aspect]):
    """What holds for some agencies over some days; against a base, the base's value comes first."""

    whom_and_when: str
    values: tuple[Aspect, ...]


Tellings: TypeAlias = tuple[Telling[Aspect], ...]


@dataclass(frozen=True)
class OtherChange:
    """A number, table or word that differs outside of the policy's periods."""

    route: Route
    old: str
    new: str

    def __str__(self) -> str:
        """``path: from old to new``."""
        return f"{dotted(self.route)}: from {self.old} to {self.new}"


def mode_of(standing: Standing) -> Mode:
    """The mode of a standing."""
    return standing.mode


def access_of(standing: Standing) -> bool:
    """Whether ICE has access to the jail."""
    return standing.access


def rules_of(standing: Standing) -> tuple[str, ...]:
    """The agency's own detainer rules in words: two rules alike but for their sources are one."""
    return _rules_in_words(standing.rules, standing)


def bounds_of(standing: Standing) -> tuple[str, ...]:
    """The state's detainer rules in words, and how they bind; nothing if the state has none."""
    if not standing.state_rules:
        return ()
    return (*_rules_in_words(standing.state_rules, standing), BINDING[standing.may_hold_more])


def _rules_in_words(rules: Sequence[DetainerRule], standing: Standing) -> tuple[str, ...]:
    last = len(rules) - 1
    everyone = ["everyone else" if position == last > 0 else "everyone" for position in range(last + 1)]
    agreed, form = standing.reimbursed, standing.form
    return tuple(rule_in_words(rule, words, agreed, form) for rule, words in zip(rules, everyone, strict=True))


def agreed_of(standing: Standing) -> bool:
    """Whether the federal government has agreed to pay for holds."""
    return standing.reimbursed


def stops_of(standing: Standing) -> tuple[Side, ...]:
    """Who stops the sharing of prints, if anybody but the agency itself does."""
    return standing.stopped_by if set(standing.stopped_by) - {"agency"} else ()


def all_tellings(scenarios: Sequence[Scenario], aspect: Callable[[Standing], Aspect]) -> Tellings[Aspect]:
    """Every stretch of every agency that all the scenarios have; agencies that fare alike share one."""
    groups: dict[tuple[Stretch[Aspect], ...], list[str]] = {}
    agencies = scenarios[0].agencies
    names = [name for name in agencies if all(name in scenario.agencies for scenario in scenarios)]
    for name in names:
        groups.setdefault(stretches(scenarios, name, aspect), []).append(agencies[name].label)
    return tuple(
        Telling(f"{_whom(labels, len(names))}, {_when(stretch)}", stretch.values)
        for course, labels in groups.items()
        for stretch in course
    )


def _whom(labels: Sequence[str], of: int) -> str:
    return f"All {of} agencies" if len(labels) == of > 1 else listed(labels)


def _when(stretch: Stretch[Aspect]) -> str:
    return f"from {day(stretch.first)} {f'to {day(stretch.last)}' if stretch.last else 'on'}"


@dataclass(frozen=True)
class Contrast:
    """A scenario under a policy beside its base."""

    base: Scenario
    case: Scenario

    @cached_property
    def modes(self) -> Tellings[Mode]:
        """Where the mode differs."""
        return self._differing(mode_of)

    @cached_property
    def access(self) -> Tellings[bool]:
        """Where ICE's access to the jail differs."""
        return self._differing(access_of)

    @cached_property
    def rules(self) -> Tellings[tuple[str, ...]]:
        """Where the detainer rules differ, whatever their sources."""
        return self._differing(rules_of)

    @cached_property
    def bounds(self) -> Tellings[tuple[str, ...]]:
        """Where the detainer rules of the state differ."""
        return self._differing(bounds_of)

    @cached_property
    def agreements(self) -> Tellings[bool]:
        """Where a federal agreement to pay for holds begins or ends."""
        return self._differing(agreed_of)

    @cached_property
    def stops(self) -> Tellings[tuple[Side, ...]]:
        """Where somebody else than before stops the prints."""
        return self._differing(stops_of)

    @cached_property
    def requests(self) -> tuple[Request, ...]:
        """Requests that the base does not have."""
        return tuple(request for request in self.case.policy.requests if request not in self.base.policy.requests)

    @cached_property
    def triggers(self) -> tuple[Trigger, ...]:
        """Triggers that the base does not have."""
        return tuple(trigger for trigger in self.case.policy.triggers if trigger not in self.base.policy.triggers)

    @property
    def regimes(self) -> Sequence[Regime]:
        """How the federal side answers requests, if it does so otherwise than in the base."""
        ours, theirs = (scenario.federal.regimes for scenario in (self.base, self.case))
        return theirs if theirs != ours else ()

    @cached_property
    def asked(self) -> bool:
        """Whether it depends on an answer, or on the course of things, what changes."""
        return bool(self.requests or self.triggers)

    @cached_property
    def others(self) -> tuple[OtherChange, ...]:
        """What else differs; a number differs if its value or its range does, whatever its source."""
        old, new = _outside_policy(self.base), _outside_policy(self.case)
        differing = [route for route in old | new if _facts(old.get(route)) != _facts(new.get(route))]
        return tuple(OtherChange(route, *_from_to(old.get(route), new.get(route))) for route in differing)

    def same(self) -> Iterator[str]:
        """What the policy leaves as it is, in sentences."""
        yield STILL_TO_FBI
        if not self._others_in(ABOUT_PEOPLE):
            yield SAME_PEOPLE
        if not self.asked:
            yield from self._same_sharing()
            yield from self._same_receiving()
        if not self.rules and not self.bounds:
            yield STILL_TREATED
        yield from self._same_agencies()
        yield f"All {'other ' if self.others else ''}numbers of the scenario stay as they are."

    def _same_sharing(self) -> Iterator[str]:
        pairs = self._pairs(lambda standing: standing.shares)
        if (True, False) in pairs:
            if self.case.federal.other_channel.found.value > 0 and not self.access:
                yield STILL_FOUND
        elif pairs == {(False, False)}:
            yield STILL_UNSHARED
        elif (False, True) not in pairs:
            sharing = SHARED_WHERE_BEFORE if (False, False) in pairs else STILL_SHARED
            others_matter = len(self._others_in(NOT_ABOUT_ICE)) < len(self.others)
            same_side = not (self.rules or self.bounds or self.access or self.asked or others_matter)
            yield f"{sharing}{f': {SAME_ICE_SIDE}' if same_side else ''}."

    def _same_receiving(self) -> Iterator[str]:
        receiving = self._pairs(lambda standing: standing.receives)
        if receiving <= {(True, True), (False, False)} and (True, True) in receiving:
            lost = (True, False) in self._pairs(lambda standing: standing.shares)
            yield STILL_OPEN if lost else STILL_RECEIVED

    def _same_agencies(self) -> Iterator[str]:
        """The agencies that the policy is not about, if it is about some others."""
        both = (self.base, self.case)
        alike = [
            agency.label
            for name, agency in self.base.agencies.items()
            if name in self.case.agencies
            and all(
                len(set(stretch.values)) == 1
                for aspect in (mode_of, access_of, rules_of, bounds_of)
                for stretch in stretches(both, name, aspect)
            )
        ]
        if alike and (self.modes or self.access or self.rules):
            yield f"Mode, access and detainer rules stay as they are for {listed(alike)}."

    def _differing(self, aspect: Callable[[Standing], Aspect]) -> Tellings[Aspect]:
        tellings = all_tellings((self.base, self.case), aspect)
        return tuple(telling for telling in tellings if len(set(telling.values)) > 1)

    def _pairs(self, aspect: Callable[[Standing], Aspect]) -> set[tuple[Aspect, ...]]:
        return {telling.values for telling in all_tellings((self.base, self.case), aspect)}

    def _others_in(self, sections: Sequence[str]) -> list[OtherChange]:
        return [change for change in self.others if change.route[0] in sections]


def _outside_policy(scenario: Scenario) -> dict[Route, Stated]:
    leaves = (leaf for leaf in leaves_of(scenario) if leaf.route[0] not in NOT_COMPARED)
    return {leaf.route: leaf.stated for leaf in leaves if leaf.route[:2] != REGIMES}


def _facts(stated: Stated | None) -> object:
    """What two statements must share to say the same; sources and notes may differ."""
    if isinstance(stated, Ranged | Table | DatedFact):
        return stated.model_dump(exclude={"source", "assumed", "note"})
    return None if stated is None else in_words(stated)


def _from_to(old: Stated | None, new: Stated | None) -> tuple[str, str]:
    """Both in words: with their ranges if the values read alike, and as another table if those do too."""
    words = [ABSENT if stated is None else in_words(stated) for stated in (old, new)]
    if words[0] == words[1]:
        words = [f"{words[0]} ({range_in_words(stated) or 'no range'})" for stated in (old, new)]
    if words[0] == words[1]:
        words[1] = f"another {in_words(new)}"
    return words[0], words[1]
