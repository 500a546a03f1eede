"""What a film shows of each person: a dot while they are in jail and at their end, and a ring for prints on their way.

All is worked out once, in seconds from the first moment of the film, so that what is drawn at any moment follows from
the event log alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Literal, NamedTuple

from simulator.views.film.span import Span
from simulator.views.film.stations import STATIONS, TITLES, Way, way_of

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["person", "prints"]


class Visit(NamedTuple):
    """A mark stands at a place (a position in TITLES), from a moment to another, in the slot of that number."""

    place: int
    begins: int
    until: int
    slot: int


@dataclass(frozen=True)
class Mark:
    """A dot of a person, or the ring of their prints after they left; ``visits`` follow each other without a gap."""

    kind: Kind
    case: str
    level: str
    charge_class: str
    visits: tuple[Visit, ...]

    def at(self, moment: int) -> Visit | None:
        """Where it stands; None if it is not there yet, or no more."""
        return next((visit for visit in self.visits if visit.begins <= moment < visit.until), None)


class Person(NamedTuple):
    """Somebody followed, with the way that the event log gives them, in seconds of the film."""

    case: str
    level: str
    charge_class: str
    way: Way


def people_of(log: pd.DataFrame, span: Span) -> tuple[Person, ...]:
    """All people of an event log who are in jail at some moment of the span, or whose prints are on their way then."""
    people = log[log["end"].notna()]
    told = people.assign(moment=span.seconds(people["timestamp"]))
    known = told.groupby("case", sort=False)["moment"].agg(["min", "max"])
    near = known.index[(known["min"] < span.seconds_long) & (known["max"] >= 0)]
    kept = told[told["case"].isin(near)]
    found = (_person(str(case), events) for case, events in kept.groupby("case", sort=False))
    return tuple(person for person in found if last_moment(person.way, span) >= 0)


def _person(case: str, events: pd.DataFrame) -> Person:
    way = way_of(zip(events["activity"], events["moment"].astype(int), strict=True))
    first = events.iloc[0]
    return Person(case, str(first["level"]), str(first["charge_class"]), way)


def last_moment(way: Way, span: Span) -> int:
    """The last moment at which a person, or their prints after them, is at a station."""
    if way.ends is None:
        return span.seconds_long + 1
    return max(way.ends, way.steps[-1].begins)


def marks_of(people: Sequence[Person], span: Span) -> tuple[Mark, ...]:
    """The marks of all people. Slots of a station are the lowest that are free; those of an end are counted up."""
    halts = [_halts(person.way, span) for person in people]
    slots = _slots([(place, begins, until) for visits in halts for place, begins, until in visits])
    at_ends = _slots_at_ends([person.way for person in people], span)
    marks: list[Mark] = []
    for number, (person, visits) in enumerate(zip(people, halts, strict=True)):
        placed = [Visit(*visit, next(slots)) for visit in visits]
        marks += _marks(person, placed, at_ends.get(number), span)
    return tuple(marks)


def _halts(way: Way, span: Span) -> list[tuple[int, int, int]]:
    """Station, first and last moment of every step that takes time, whether the person is still there or not."""
    begins = [step.begins for step in way.steps]
    until = [*begins[1:], last_moment(way, span)]
    halts = zip((step.station for step in way.steps), begins, until, strict=True)
    return [halt for halt in halts if halt[1] < halt[2]]


def _slots(halts: Sequence[tuple[int, int, int]]) -> Iterator[int]:
    """For each halt, the lowest slot of its station that is free."""
    slots, count = [0] * len(halts), dict.fromkeys(range(len(STATIONS)), 0)
    free: dict[int, list[int]] = {place: [] for place in count}
    leaving: list[tuple[int, int, int]] = []
    for number in sorted(range(len(halts)), key=lambda which: halts[which][1]):
        place, begins, until = halts[number]
        while leaving and leaving[0][0] <= begins:
            _, left, slot = heappop(leaving)
            heappush(free[left], slot)
        if not free[place]:
            heappush(free[place], count[place])
            count[place] += 1
        slots[number] = heappop(free[place])
        heappush(leaving, (until, place, slots[number]))
    return iter(slots)


def _slots_at_ends(ways: Sequence[Way], span: Span) -> Mapping[int, Visit]:
    """Of people who come to their end in the span, by number, where they then stand until the film ends."""
    ended = sorted((way.ends, number) for number, way in enumerate(ways) if way.ends is not None)
    visits, count = {}, [0] * len(TITLES)
    for moment, number in ended:
        place = ways[number].end
        if place is not None and 0 <= moment < span.seconds_long:
            visits[number] = Visit(place, moment, span.seconds_long + 1, count[place])
            count[place] += 1
    return visits


def _marks(person: Person, visits: Sequence[Visit], at_end: Visit | None, span: Span) -> Iterator[Mark]:
    """The dot of a person up to their end and there, and a ring from the end on, where the dot was."""
    ends = person.way.ends if person.way.ends is not None else span.seconds_long + 1
    inside = [visit._replace(until=min(visit.until, ends)) for visit in visits if visit.begins < ends]
    after = [visit._replace(begins=max(visit.begins, ends)) for visit in visits if visit.until > ends]
    about = person.case, person.level, person.charge_class
    told: dict[Kind, Sequence[Visit]] = {"person": [*inside, *([at_end] if at_end else [])], "prints": after}
    for kind, of_kind in told.items():
        shown = tuple(visit for visit in of_kind if visit.until > 0 and visit.begins < span.seconds_long)
        if shown:
            yield Mark(kind, *about, shown)


def counts_at(marks: Iterable[Mark], moment: int, kind: Kind = "person") -> list[int]:
    """How many marks of a kind stand at each place."""
    here = [visit.place for mark in marks if mark.kind == kind and (visit := mark.at(moment))]
    counted = Counter(here)
    return [counted[place] for place in range(len(TITLES))]
