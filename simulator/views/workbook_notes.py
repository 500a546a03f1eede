"""The sheet that says how to read the others: place, years, dollars, intervals, what counts, and how it was made."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from simulator.experiments.unknowns import DRAWS as DEFAULT_DRAWS
from simulator.outcomes.ledger_items import ITEM_FACTS, ITEMS, Item
from simulator.runs.tables import RunTables
from simulator.scenario.costs import PAYERS
from simulator.scenario.describe import LEFT_OUT
from simulator.scenario.phrases import day
from simulator.scenario.standing import end_of
from simulator.scenario.study import Study
from simulator.views.money import general_words, policy_words
from simulator.views.workbook_sheets import Column, Row, Sheet

NOTES = (Column("About", 26), Column("Note", 120))
KEPT_OPTIONS = ("--set", "--years")
"""Options that change the numbers; where a run is kept and by how many processes it was made do not."""
WHAT_COUNTS = (
    "All numbers are per simulated year and over all agencies of the place, unless the row names a year.",
    "Everyone is counted in the month of booking, with everything that happens to them later.",
    "detainers: those lodged while the person was in jail; one that comes too late is in missed.",
    "transferred: people who went from jail to ICE, from a hold or at the door.",
    "hold_days come after local release, added_pretrial_days before it; detainer_days would mostly be spent anyway and "
    "are no measure of cost.",
    "removed: removals by the cut-off of the scenario after booking, not all that follow ever.",
    "litigation_p90_usd and litigation_p99_usd: in 90, or 99, of 100 years lawsuits about holds cost less. They are in "
    "no total.",
    "An empty cell: the number does not exist, such as the mean hours of a hold where nobody is held, or an interval "
    "of unknowns in a run that drew none.",
)
BED_PRICES_MEAN = (
    "short-run: what one jail day more costs at once, such as food and medicine.",
    "step: short-run, plus the staff of whole housing pods that the counted days fill, rounded down.",
    "average: the jail's budget divided by its days; an upper bound.",
    "The three are answers to one question, so they are never added. A total at one price is the sum of its lines and "
    "the lines under any, without those caused anyway.",
)
INTERVALS_MEAN = (
    "Chance: where the mean would lie, with 95 % confidence, if very many years were simulated. It does not say how "
    "different one year is from the next.",
    "Unknowns: 95 % of what the mean comes to when every input that has a range (numbers, tables, dates) is drawn from "
    "it, for all policies alike. More replications do not make it narrower; a better source does.",
    "Both: unknowns and chance together. None of the three holds the doubt about inputs without a range, or about the "
    "model itself.",
    "A difference is taken within each replication, on the same people with the same luck. If its interval holds zero, "
    "its direction is not clear from this run.",
    "Same sign: the share of replications whose difference has the sign of the mean.",
    "An interval is symmetric, so for rare things its low end may lie below zero; read that as zero.",
)


def notes_sheet(study: Study, tables: RunTables, manifest: Mapping[str, Any]) -> Sheet:
    """``manifest`` is what the run folder says about how it was made; nothing of the machine is taken from it."""
    what = (*_run(study, tables, manifest), *_policies(study, tables))
    how = (*reading_notes(tables), *_made(study, tables, manifest))
    return Sheet("Notes", NOTES, tuple(Row(row) for row in (*what, *how)))


def _run(study: Study, tables: RunTables, manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    base = study.cases[0].scenario
    year = tables.labels.dollars_of
    asked, finished = manifest["replications_asked"], tables.summary["replications"]
    yield "Place", tables.labels.place
    yield "Place", " ".join(base.about.split())
    yield "Years", f"{day(base.starts)} to {day(end_of(base) - timedelta(days=1))}; simulated years: {base.years}"
    yield "Replications", f"{finished}" if asked == finished else f"{finished} of {asked}; the run is not complete"
    unknowns = tables.summary["unknowns"]
    yield "Draws of unknowns", f"{unknowns['draws']} draws of {unknowns['inputs']} inputs with a range"
    yield "Seed", str(tables.summary["seed"])
    prices = base.costs.dollars_of
    stated = f"Prices are stated in dollars of {prices}; results are told" if prices != year else "All prices are"
    yield "Dollars", f"{stated} in dollars of {year}."


def _policies(study: Study, tables: RunTables) -> Iterator[tuple[str, str]]:
    yield from (("Money", words) for words in general_words(tables))
    for case in study.cases[1:]:
        label = tables.labels.policies[case.name]
        yield label, " ".join(case.about.split())
        yield label, " ".join(policy_words(tables, case.name))


def reading_notes(tables: RunTables) -> Iterator[tuple[str, str]]:
    """What a note is about, and the note: what counts, what a cost holds, how to read intervals, what is left out."""
    yield from (("What counts", words) for words in WHAT_COUNTS)
    yield from _in_totals(tables)
    yield from (("Price of a jail day", words) for words in BED_PRICES_MEAN)
    yield from (("How to read intervals", words) for words in INTERVALS_MEAN)
    yield from (("What is left out", words) for words in LEFT_OUT)


def _in_totals(tables: RunTables) -> Iterator[tuple[str, str]]:
    """What the cost of each payer holds in this run, and what it does not."""
    lines = tables.ledger[tables.ledger["amount_usd"] != 0]
    found = {(str(item), str(payer)) for item, payer in lines[["item", "payer"]].drop_duplicates().to_numpy()}
    for payer in PAYERS:
        items: list[Item] = [item for item in ITEMS if (item, payer) in found]
        inside = [_said(item) for item in items if ITEM_FACTS[item].caused_by != "anyway"]
        anyway = [_said(item) for item in items if ITEM_FACTS[item].caused_by == "anyway"]
        if items:
            outside = f" Not in it, for it is there anyway: {'; '.join(anyway)}." if anyway else ""
            yield f"In the {payer} cost", f"{'; '.join(inside)}.{outside}"
    if off := [_said(item) for item in ITEMS if not any(item == name for name, _ in found)]:
        yield "In no cost of this run", f"Switched off, or nothing under every policy: {'; '.join(off)}."


def _said(item: Item) -> str:
    return f"{item} ({ITEM_FACTS[item].meaning})"


def _made(study: Study, tables: RunTables, manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Command", command_again(study, tables, manifest)
    again = "scenario/ of the run folder has each case as one complete place file, which can be run again."
    yield "The same again", f"{again} manifest.json has the command as it was typed, and the versions of libraries."
    yield "Version", f"fingerprint-flow-simulator {manifest['simulator']}"


def command_again(study: Study, tables: RunTables, manifest: Mapping[str, Any]) -> str:
    """The command that gives these numbers, without folders and workers; of a run from Python, the function."""
    asked, seed = str(manifest["replications_asked"]), str(tables.summary["seed"])
    if not manifest["command"]:
        draws = manifest["draws_asked"]
        return f"simulator.compare(study, replications={asked}, draws={draws}, seed={seed}) in Python"
    policies = [case.name for case in study.cases[1:]]
    words = ["compare" if policies else "run", study.place, *policies, "--replications", asked, "--seed", seed]
    words += [] if manifest["draws_asked"] == DEFAULT_DRAWS else ["--draws", str(manifest["draws_asked"])]
    return shlex.join(["python", "run_sim.py", *words, *kept_options(manifest["command"])])


def kept_options(command: str) -> Iterator[str]:
    """The words of a command that change its numbers, as they were typed."""
    typed = shlex.split(command)
    for word, following in zip(typed, [*typed[1:], ""], strict=True):
        name, joined, value = word.partition("=")
        if name in KEPT_OPTIONS:
            yield from (name, value if joined else following)
