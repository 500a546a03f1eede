"""Items 2.1 to 2.4: how the model goes, in the place as it is and under each policy."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.scenario.describe import Part, describe
from simulator.scenario.jail import StayEffect
from simulator.scenario.place import Scenario
from simulator.scenario.station_words import stations_in_words
from simulator.scenario.study import Study
from simulator.views.figures.flow_words import flow_in_words
from simulator.views.stress_des.content import Block, Picture, Points

FLOW = "flow"
"""The picture of item 2.1."""
STEPS = (
    "A jail books someone; the prints go to the state bureau and from there to the FBI.",
    "The FBI's answer goes to the agency in every mode.",
    "If the agency shares at the moment of the FBI's answer, the prints are searched in IDENT; they match if the "
    "person has a record there.",
    "On a match, ICE's support center (LESC) answers: to the field office always, and to the agency if it receives at "
    "that moment and its state relays answers.",
    "Beside the prints, the other channel (interviews, rosters, local queries) finds some removable people in jail; "
    "where the jail gives ICE no access, a part of them. Nobody is decided about twice.",
    "The field office decides by status and level whether to ask for a detainer: if not, no-action.",
    "The race: if the person has left the jail by then, missed; otherwise the detainer is lodged.",
    "A detainer on file lengthens the local stay, by charge class and by what the jail's rules say on the day when it "
    "is lodged.",
    "At local release: a detainer that was taken back has no effect; a share of felony bookings goes on to state "
    "prison; for all others the first of the jail's rules that fits says honor, notify or decline.",
    "Under honor the person is held up to the rule's limit, until a tour of ICE comes. Under notify or decline, or "
    "when a hold runs out, ICE takes a share of people at the door.",
    "Who was missed, declined or lapsed is a lead for an arrest at large. After a transfer or an arrest a share is "
    "removed from the country, after a delay.",
)
NOT_TOLD = frozenset({"Numbers", "What the model leaves out"})
"""Parts of a description that other items tell."""
STAY_ALGORITHMS: dict[StayEffect, str] = {
    "added-days": "Detainer on file: the added days of the charge class, whole if the jail honors or notifies, and a "
    "stated part of them if it declines.",
    "rarer-release": "Detainer on file: of people whom the county would release on bail or on recognizance, a stated "
    "share still is; the others stay until the case ends. If the jail declines, a stated part of this effect is left.",
}
ALGORITHMS = (
    "Thinning: one uniform number of each booking says whether its prints match, whether the other channel alone would "
    "find the person, or neither. Who falls under neither could meet ICE in no way and is counted without being "
    "followed. This is exact.",
    "Bookings of a day: negative binomial around the expected number. Hours: the hours of the weekday.",
    "Local stay: drawn by charge class. Of a stay of a day or longer the date is kept, and the hour is drawn from the "
    "hours of release. No stay is longer than 3,000 days.",
    "Clocks: whole seconds as they pass, on the place's local calendar with its changes of clock and federal holidays.",
    "Hold: from local release up to the rule's limit; where weekends and holidays do not count, the clock stands still "
    "on them.",
    "Pick-up: ICE is ready at once for some people, and after a preparation for the others. A pick-up that would come "
    "too late is brought forward, for a stated share, to the last tour within the hold.",
    "Shared queue: the wait is drawn from the stationary wait of a queue with several servers (M/M/c) and two classes "
    "at the outside load (Cobham, Operations Research 2, 1954). Exact for level 1; for the others the mean is.",
    "Requests to opt out are answered as in fact, or by the federal regime of the day; nothing changes before an "
    "answer grants it. Triggers look on the first day of a month at the whole months before, and act at once.",
    "Changes are told apart: by rule, where the policy treats a person differently; by crowding, where only a queue or "
    "a seat did.",
)


def overview(scenario: Scenario) -> tuple[Block, ...]:
    """Item 2.1."""
    return (Picture(FLOW, flow_in_words(scenario)),)


def base_logic(study: Study) -> tuple[Block, ...]:
    """Item 2.2."""
    steps = tuple(f"{number}. {step}" for number, step in enumerate(STEPS, start=1))
    titles = ", ".join(station.title for station in stations_in_words(study.cases[0].scenario)[:6])
    ways = f"The prints pass, in this order: {titles}. Item 2.5.2 has the time of each."
    return (Points(steps, "The way of a booking"), ways, *_told(describe(study.cases[0]).parts[1:]))


def scenario_logic(study: Study) -> tuple[Block, ...]:
    """Item 2.3."""
    base, *others = study.cases
    if not others:
        return ("The study has the place as it is, and no policy beside it.",)
    same = "Each policy differs from the place as it is in what follows, and in nothing else."
    parts = [Part(f"{case.name}: {part.title}", part.lines) for case in others for part in describe(case, base).parts
             if part.title not in NOT_TOLD]  # fmt: skip
    return (same, *_told(parts))


def algorithms(scenario: Scenario) -> tuple[Block, ...]:
    """Item 2.4."""
    return (Points((*ALGORITHMS, STAY_ALGORITHMS[scenario.jail.stay_effect])),)


def _told(parts: Sequence[Part]) -> tuple[Points, ...]:
    return tuple(Points(part.lines, part.title) for part in parts if part.title not in NOT_TOLD)
