"""The place and each policy in plain words, and what none of them includes."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.runs.tables import RunTables
from simulator.scenario.describe import LEFT_OUT, describe
from simulator.scenario.study import Case, Study
from simulator.views.language import Say
from simulator.views.report.content import Change
from simulator.views.stress_des.content import Points
from simulator.views.workbook_notes import reading_notes

IN_DOUBT = "How to read intervals"
"""Told where the report says how sure it is."""
ELSEWHERE = frozenset({"Numbers", "What the model leaves out"})
"""Parts of a description that other sections tell."""


def changes_of(study: Study, tables: RunTables, say: Say) -> tuple[Change, ...]:
    """What each policy changes; then the place as it is."""
    base, *others = study.cases
    changed = (_change(case, tables.labels.policies[case.name], base) for case in others)
    as_it_is = say("{label} as it is", label=base.label)
    return (*changed, _change(base, as_it_is, None))


def _change(case: Case, label: str, base: Case | None) -> Change:
    """The first part has the label for its title, which stands above."""
    first, *rest = (part for part in describe(case, base).parts if part.title not in ELSEWHERE)
    return Change(case.name, label, (Points(first.lines), *(Points(part.lines, part.title) for part in rest)))


def left_out_of(tables: RunTables, say: Say) -> tuple[Points, ...]:
    """What the model leaves out, then what the numbers hold and what they do not."""
    groups: dict[str, list[str]] = {say("What the model leaves out"): list(map(say, LEFT_OUT))}
    for about, note in _notes(tables):
        groups.setdefault(say(about), []).append(say(note))
    return tuple(Points(tuple(lines), title) for title, lines in groups.items())


def _notes(tables: RunTables) -> Iterator[tuple[str, str]]:
    for about, note in reading_notes(tables):
        if about != IN_DOUBT and note not in LEFT_OUT:
            yield about, note
