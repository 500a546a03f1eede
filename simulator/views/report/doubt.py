"""How sure the numbers are, and what that hangs on: chance, what is not known, and the numbers of the costs."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from simulator.experiments.unknowns import LEAST_DRAWS
from simulator.runs.tables import RunTables
from simulator.scenario.study import Study
from simulator.views.figures.findings import SMALLEST, base_of, jail_side, others_of
from simulator.views.figures.swings import Swing
from simulator.views.figures.tornado import swings_of
from simulator.views.headline import HeadlineNumber, headline
from simulator.views.language import Language, Say
from simulator.views.listing import Listing
from simulator.views.money import doubt_words
from simulator.views.report.content import PolicyDoubt
from simulator.views.stress_des.content import Block, Points
from simulator.views.words import Entry, rounded, tells_unknowns, undecided
from simulator.views.workbook_notes import INTERVALS_MEAN, kept_options

COSTS_SHOWN = 6
LITTLE, MOST = 0.1, 0.5
"""What an interval would lose without any chance: below the first it hardly hangs on chance, above the second mostly.
"""
Interval = tuple[float | None, float | None]


def doubt_of(tables: RunTables, say: Say) -> tuple[Block, ...]:
    """What holds for every policy."""
    few = not tells_unknowns(tables.summary)
    draw = "To have intervals of what is not known, run it again with {draws} draws or more (--draws)."
    advice = (say(draw, draws=LEAST_DRAWS),) if few else ()
    return (doubt_words(tables, say), *advice, Points(tuple(map(say, INTERVALS_MEAN)), say("How to read intervals")))


def doubts_of(
    study: Study, tables: RunTables, manifest: Mapping[str, Any], language: Language
) -> tuple[PolicyDoubt, ...]:
    """One for each policy; for a run of the place alone, one for the place as it is."""
    policies = others_of(tables) or [base_of(tables)]
    return tuple(_doubt(study, tables, manifest, policy, language) for policy in policies)


def _doubt(
    study: Study, tables: RunTables, manifest: Mapping[str, Any], policy: str, language: Language
) -> PolicyDoubt:
    say, side = language.say, jail_side(tables)
    swings = [swing for swing in swings_of(tables.tornado, policy, side.measure) if swing.width > SMALLEST]
    label = tables.labels.policies[policy]
    return PolicyDoubt(
        label,
        _intervals(tables, policy, language),
        _costs(swings, say("{policy}: what prices and working times do to the {cost}", policy=label, cost=say(side.noun)),
               say) if swings else None,
        _costs_note(tables, len(swings), policy, say),
        _sensitivity(study, policy, manifest),
    )  # fmt: skip


def _intervals(tables: RunTables, policy: str, language: Language) -> Listing:
    """The four numbers with their intervals apart, and what would make them narrower."""
    say, base = language.say, policy == base_of(tables)
    entries = tables.summary["policies" if base else "differences"][policy]
    rows = (_row(number, entries[number.measure], language.say, level=base) for number in headline(tables, policy))
    heads = ("Number", "By chance alone", "By what is not known", "By both", "What would make it narrower")
    caption = "{policy}: how wide the interval is by chance and by what is not known about the inputs"
    return Listing(say(caption, policy=tables.labels.policies[policy]), tuple(map(say, heads)), tuple(rows))


def _row(number: HeadlineNumber, entry: Entry, say: Say, *, level: bool) -> tuple[str, ...]:
    chance, unknowns, both = (
        _scaled(entry.get(f"{name}low"), entry.get(f"{name}high"), number.times) for name in ("", "unknowns_", "both_")
    )
    told = (_between(found, number.unit, say, level=level) for found in (chance, unknowns, both))
    return (say(number.label), *told, say(_narrower(chance, unknowns, both)))


def _scaled(low: float | None, high: float | None, times: float) -> Interval:
    return (None, None) if low is None or high is None else (low * times, high * times)


def _between(found: Interval, unit: str, say: Say, *, level: bool) -> str:
    """An interval of a difference, or of a level, in words."""
    low, high = found
    if low is None or high is None:
        return say("not told by this run")
    if level:
        return say("{low} to {high}", low=rounded(low, unit, say), high=rounded(high, unit, say))
    if not low and not high:
        return say("no change")
    fewer = "{size} less" if unit == "USD" else "{size} fewer"
    if undecided(low, high):
        less, more = say(fewer, size=rounded(-low, unit, say)), say("{size} more", size=rounded(high, unit, say))
        return say("{less} to {more}", less=less, more=more)
    near, far = (rounded(size, unit, say) for size in sorted((abs(low), abs(high))))
    return say("{low} to {high}", low=near, high=say("{size} more" if high > 0 else fewer, size=far))


def _narrower(chance: Interval, unknowns: Interval, both: Interval) -> str:
    """By how much narrower the interval of both would be without any chance says what would help."""
    widths = [_width(found) for found in (chance, unknowns, both)]
    if not any(widths):
        return "Nothing: it does not vary in this run" if widths[0] is not None else "More than one replication"
    if widths[1] is None or not widths[2]:
        return "More replications; what is not known was not drawn"
    gain = 1 - widths[1] / widths[2]
    if gain < LITTLE:
        return "Better sources; more replications would do hardly anything"
    return "More replications" if gain > MOST else "Both: more replications, and better sources"


def _width(found: Interval) -> float | None:
    low, high = found
    return None if low is None or high is None else high - low


def _costs(swings: Sequence[Swing], caption: str, say: Say) -> Listing:
    """The numbers of the costs that move the difference most, one at a time."""
    heads = ("Number", "Stated", "Range", "Difference at its low", "Difference at its high")
    return Listing(caption, tuple(map(say, heads)), tuple(_swing(swing, say) for swing in swings[:COSTS_SHOWN]))


def _swing(swing: Swing, say: Say) -> tuple[str, ...]:
    stated = swing.stated.removeprefix("stated: ")
    ends = (_signed(end, say) for end in (swing.at_low, swing.at_high))
    return (say(swing.name), stated, say("{low} to {high}", low=swing.low, high=swing.high), *ends)


def _signed(usd: float, say: Say) -> str:
    if abs(usd) < SMALLEST:
        return say("no change")
    return say("{size} more" if usd > 0 else "{size} less", size=rounded(abs(usd), "USD", say))


def _costs_note(tables: RunTables, moving: int, policy: str, say: Say) -> str:
    if policy == base_of(tables):
        return ""
    if not moving:
        return say("No price and no working time with a range moves the difference in cost.")
    told = say("One number at a time goes to the low and to the high end of its range, and all others stay as stated.")
    if moving <= COSTS_SHOWN:
        return told
    return f"{told} {say('The {shown} of {moving} that move it most are shown.', shown=COSTS_SHOWN, moving=moving)}"


def _sensitivity(study: Study, policy: str, manifest: Mapping[str, Any]) -> str:
    """The command that looks at all inputs with a range, not only at the costs."""
    words = [study.place] if policy == study.cases[0].name else [study.place, policy]
    return shlex.join(["python", "run_sim.py", "sensitivity", *words, *kept_options(manifest["command"])])
