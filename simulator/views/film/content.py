"""All that a film tells: panels of marks, their layout, what it is of in words, and the table beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from simulator.model.codes import ENDS
from simulator.views.film.layout import Layout, layout_of
from simulator.views.film.marks import Mark, counts_at, marks_of, people_of
from simulator.views.film.span import Span
from simulator.views.film.stations import STATIONS, TITLES
from simulator.views.language import ENGLISH, Language
from simulator.views.listing import Listing

if TYPE_CHECKING:
    import pandas as pd

TRANSFERRED = len(STATIONS) + ENDS.index("transferred")


@dataclass(frozen=True)
class Panel:
    """One policy of a film, by its label."""

    label: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Film:
    """What one replication of a place is under one policy or two, over a span; ``seconds`` long at its own speed."""

    place: str
    replication: int
    span: Span
    panels: tuple[Panel, ...]
    seconds: float
    language: Language = ENGLISH

    @cached_property
    def layout(self) -> Layout:
        """Where all stands, the same in every panel."""
        return layout_of([panel.marks for panel in self.panels], self.language)

    @property
    def title(self) -> str:
        """The place and the days."""
        said = "{place}, {first} to {last}: people followed from booking to ICE"
        return self.language.say(said, place=self.place, first=self.span.first, last=self.span.last)

    @property
    def finding(self) -> str:
        """What is seen, in a sentence for each policy."""
        said = "{policy}: {people} people are seen, {ended} of them come to an end, {transferred} by transfer to ICE."
        return " ".join(self._told(said, panel) for panel in self.panels)

    def _told(self, said: str, panel: Panel) -> str:
        ended = counts_at(panel.marks, self.span.seconds_long)[len(STATIONS) :]
        seen = sum(mark.kind == "person" for mark in panel.marks)
        counts = {"people": seen, "ended": sum(ended), "transferred": ended[TRANSFERRED - len(STATIONS)]}
        return self.language.say(said, policy=panel.label, **{name: f"{count:,}" for name, count in counts.items()})

    @property
    def listing(self) -> Listing:
        """By station and end and for each policy: how many came there, and how many are there when the film ends."""
        say = self.language.say
        headings = [say("Station or end")]
        columns = []
        for panel in self.panels:
            headings += [f"{panel.label}: {say(what)}" for what in ("came there", "there at the end")]
            columns += [came(panel.marks, self.span), counts_at(panel.marks, self.span.seconds_long)]
        rows = [
            (say(title), *(f"{count:,}" for count in counts)) for title, *counts in zip(TITLES, *columns, strict=True)
        ]
        caption = say("People by station and end, {first} to {last}", first=self.span.first, last=self.span.last)
        return Listing(caption, tuple(headings), tuple(rows))


def film_of(
    logs: Iterable[tuple[str, pd.DataFrame]], place: str, span: Span, *, replication: int, seconds: float,
    language: Language = ENGLISH
) -> Film:  # fmt: skip
    """A film of event logs, by the labels of their policies; RunFolderError if there are too many people for it."""
    panels = tuple(Panel(label, marks_of(people_of(log, span), span)) for label, log in logs)
    film = Film(place, replication, span, panels, seconds, language)
    assert film.layout
    return film


def came(marks: Iterable[Mark], span: Span) -> list[int]:
    """How many people came to each place in the span."""
    counts = Counter(
        place
        for mark in marks
        if mark.kind == "person"
        for place in {visit.place for visit in mark.visits if 0 <= visit.begins < span.seconds_long}
    )
    return [counts[place] for place in range(len(TITLES))]
