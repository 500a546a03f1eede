"""A place in plain words; and a policy: what it changes there, for whom, from when, and what it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from simulator.scenario.asking_words import STOPPED_BY, request_in_words, trigger_in_words
from simulator.scenario.contrast import (
    BINDING,
    Aspect,
    Contrast,
    Tellings,
    access_of,
    all_tellings,
    bounds_of,
    mode_of,
    rules_of,
    stops_of,
)
from simulator.scenario.costs import Costs
from simulator.scenario.phrases import day, listed
from simulator.scenario.place import Agency, FieldOffice, Scenario
from simulator.scenario.policies import Mode
from simulator.scenario.quantities import Quantity
from simulator.scenario.requests import Request
from simulator.scenario.sources import numbers_of
from simulator.scenario.standing import Side, end_of
from simulator.scenario.study import Case
from simulator.scenario.wording import in_words

MANY = 12
"""More agencies than this are described in sum."""
NOT_PASSED_ON = "no prints go on to DHS and ICE"
MODE_SENTENCES: dict[Mode, str] = {
    "full": "The FBI passes prints on to DHS and ICE, and the agency gets ICE's answer: the default since activation.",
    "opt-out-of-receiving": "The FBI passes prints on to DHS and ICE, but the agency does not get ICE's "
    "answer: the only opt-out that DHS offered.",
    "opt-out-of-sharing": f"The FBI answers as ever, but {NOT_PASSED_ON}: the opt-out that counties asked for.",
    "opt-out-of-both": f"The FBI answers as ever, but {NOT_PASSED_ON}, and the agency gets no answer of ICE.",
    "not-activated": f"Before activation, or removed from the activation plan: {NOT_PASSED_ON}, and the "
    "agency gets no answer of ICE.",
}
ACCESS_SENTENCES = {
    True: "ICE may come into the jail to interview people and see its rosters.",
    False: "ICE may not come into the jail or see its rosters; it finds fewer people without prints.",
}
AGREEMENT = {
    True: "The federal government has agreed in writing to pay for holds.",
    False: "There is no federal agreement to pay for holds.",
}
LEFT_OUT = (
    "Whether the federal government would grant an opt-out that nobody asks for in the scenario, and whether state law "
    "allows or requires it.",
    "What the police, those who report crimes and those who are booked do differently because of a policy.",
    "What ICE does differently because of a policy: it asks as often, and looks for people at large no more.",
    "That a person may be booked again: each booking stands by itself.",
    "Immigration courts, and what a detainer or a removal means for families, work and health.",
    "What lawsuits, penalties and an opt-out itself cost a given county, unless the scenario switches these lines of "
    "the ledger on; the shipped places do not.",
    "Room in the jail: no booking is turned away, and nobody is released early because it is full.",
    "People whom police book and release without the jail, though their prints are sent too.",
)


@dataclass(frozen=True)
class Part:
    """A title and the lines under it; a line that begins with spaces belongs to the one before."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Description:
    """Plain text in parts, in reading order."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """All of it as one text, with an empty line between parts."""
        parts = ("\n".join((part.title, *(f"  {line}" for line in part.lines), "")) for part in self.parts)
        return "\n".join(parts)


def describe(case: Case, base: Case | None = None) -> Description:
    """The case's place as it is; or, against a base, what the case changes there and what it leaves alone."""
    parts = _place(case) if base is None else _policy(case, base)
    left_out = Part("What the model leaves out", LEFT_OUT)
    return Description(tuple(part for part in (*parts, left_out) if part.lines))


def _place(case: Case) -> Sequence[Part]:
    scenario = case.scenario
    rules = all_tellings((scenario,), rules_of)
    return (
        Part(scenario.label, (scenario.about,)),
        Part("When", _when(scenario)),
        Part("Agencies", _agencies(scenario)),
        Part("Field offices", tuple(map(_field_office, scenario.field_offices.values()))),
        Part("Prints and ICE's answers", _modes(all_tellings((scenario,), mode_of))),
        Part("ICE's access to the jail", _access(all_tellings((scenario,), access_of))),
        Part("Detainers (the first rule that fits a person holds)", _rules(rules)),
        Part("What the state lets agencies do", _rules(_said(all_tellings((scenario,), bounds_of)))),
        Part("Who stops the prints", _stops(_said(all_tellings((scenario,), stops_of)))),
        Part("Requests to opt out", _requests(scenario.policy.requests, scenario)),
        Part("Triggers", tuple(trigger_in_words(trigger, scenario) for trigger in scenario.policy.triggers)),
        Part("Numbers", _numbers(case)),
    )


def _policy(case: Case, base: Case) -> Sequence[Part]:
    contrast = Contrast(base.scenario, case.scenario)
    agreements = tuple(f"{it.whom_and_when}: {AGREEMENT[it.values[-1]]}" for it in contrast.agreements)
    changes = (*_modes(contrast.modes), *_access(contrast.access), *agreements, *_rules(contrast.rules))
    bounds, stops = _rules(contrast.bounds), _stops(contrast.stops)
    if not (changes or bounds or contrast.asked or contrast.regimes or contrast.others):
        changes = ("Nothing: in the simulated years, all is as it is without this policy.",)
    return (
        Part(case.label, (case.about,)),
        Part("What changes", changes),
        Part("What the state lets agencies do", bounds),
        Part("Who stops the prints", stops),
        Part("What is asked, and what comes of it", _requests(contrast.requests, case.scenario)),
        Part("How the federal side answers requests", tuple(f"{in_words(it)}." for it in contrast.regimes)),
        Part("Triggers", tuple(trigger_in_words(trigger, case.scenario) for trigger in contrast.triggers)),
        Part("Other numbers that change", tuple(map(str, contrast.others))),
        Part("What stays the same", tuple(contrast.same())),
    )


def _when(scenario: Scenario) -> tuple[str, ...]:
    last = day(end_of(scenario) - timedelta(days=1))
    years = "1 year" if scenario.years == 1 else f"{scenario.years} years"
    return (
        f"{day(scenario.starts)} to {last}, {years}; hours are those of {scenario.timezone}.",
        _dollars(scenario.costs),
    )


def _dollars(costs: Costs) -> str:
    told = f"; results are in dollars of {costs.report_year}" if costs.report_year != costs.dollars_of else ""
    return f"Prices are in dollars of {costs.dollars_of}{told}."


def _agencies(scenario: Scenario) -> tuple[str, ...]:
    """Each agency, or many of them in sum."""
    agencies = list(scenario.agencies.values())
    if len(agencies) <= MANY:
        return tuple(_agency(scenario, agency) for agency in agencies)
    bookings = [agency.bookings_per_year.value for agency in agencies]
    matches = sum(agency.match_share.value * agency.bookings_per_year.value for agency in agencies)
    largest = max(agencies, key=lambda agency: agency.bookings_per_year.value)
    days = sorted(agency.activated_on.value for agency in agencies)
    offices = {agency.field_office for agency in agencies}
    states, total = {agency.state for agency in agencies}, sum(bookings)
    return (
        f"{len(agencies):,} agencies in {len(states)} states (with DC, if it is one of them), under {len(offices)} "
        f"ICE field offices, with {total:,.0f} bookings a year in all; {matches / total:.1%} of prints match an IDENT "
        f"record. The largest is {largest.label}, with {largest.bookings_per_year.value:,.0f} bookings a year; half "
        f"have fewer than {sorted(bookings)[len(bookings) // 2]:,.0f}.",
        f"Activated from {day(days[0])} to {day(days[-1])}, half of them by {day(days[len(days) // 2])}.",
    )


def _agency(scenario: Scenario, agency: Agency) -> str:
    payer = "state" if agency.jail_paid_by == "state" else "local government"
    growth = f", changing by {_amount(agency.growth)}" if agency.growth else ""
    people = agency.average_daily_population
    population = f"{_amount(people)} in jail on an average day; " if people else ""
    relay = "" if agency.state_relays_answers else " The state bureau cannot pass on ICE's answers."
    return (
        f"{agency.label}, {agency.state}: activated on {day(agency.activated_on.value)}; "
        f"{scenario.field_offices[agency.field_office].label}; {_amount(agency.bookings_per_year)}{growth}; "
        f"{_amount(agency.match_share)} of prints match an IDENT record; {population}"
        f"the jail is paid for by the {payer}.{relay}"
    )


def _field_office(office: FieldOffice) -> str:
    tours = office.tours
    return f"{office.label}: transport calls {in_words(tours)}, with {_amount(tours.seats)} on each tour."


def _amount(quantity: Quantity) -> str:
    return f"{in_words(quantity)}{' (assumed)' if quantity.assumed else ''}"


def _numbers(case: Case) -> tuple[str, ...]:
    numbers = numbers_of(case)
    assumed = sum(number.unsourced for number in numbers)
    return (f"{len(numbers)} numbers, tables and dates; {assumed} are assumed, each for a stated reason.",)


def _modes(tellings: Tellings[Mode]) -> tuple[str, ...]:
    """Each mode with its sentence; against a base, with the mode that it replaces."""
    lines: list[str] = []
    for telling in tellings:
        *before, mode = telling.values
        instead = f", in place of {before[0]}" if before else ""
        lines += [f"{telling.whom_and_when}: {mode}{instead}.", f"  {MODE_SENTENCES[mode]}"]
    return tuple(lines)


def _access(tellings: Tellings[bool]) -> tuple[str, ...]:
    """Whether ICE has access; against a base, only the new state is said, for it can only be the other one."""
    return tuple(f"{telling.whom_and_when}: {ACCESS_SENTENCES[telling.values[-1]]}" for telling in tellings)


def _rules(tellings: Tellings[tuple[str, ...]]) -> tuple[str, ...]:
    """Each list of rules, numbered; against a base, with the list that it replaces."""
    lines: list[str] = []
    for telling in tellings:
        *before, rules = telling.values
        lines += [f"{telling.whom_and_when}:", *_numbered(rules)]
        for replaced in filter(None, before):
            lines += ["  in place of:", *_numbered(replaced)]
    return tuple(lines)


def _said(tellings: Tellings[tuple[Aspect, ...]]) -> Tellings[tuple[Aspect, ...]]:
    """Those that say something."""
    return tuple(telling for telling in tellings if any(telling.values))


def _stops(tellings: Tellings[tuple[Side, ...]]) -> tuple[str, ...]:
    """Who stops the prints, where it is not the agency alone."""
    lines = []
    for telling in tellings:
        *_, now = telling.values
        sides = listed([STOPPED_BY[side] for side in now or telling.values[0]])
        lines.append(f"{telling.whom_and_when}: {'stopped' if now else 'no longer stopped'} by {sides}.")
    return tuple(lines)


def _requests(requests: Sequence[Request], scenario: Scenario) -> tuple[str, ...]:
    return tuple(line for request in requests for line in request_in_words(request, scenario))


def _numbered(rules: Sequence[str]) -> list[str]:
    return [
        f"  {rule}." if rule in BINDING.values() else f"  {position}. {rule}."
        for position, rule in enumerate(rules, start=1)
    ]
