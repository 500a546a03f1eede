"""Tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simulator.experiments.validation.reading import PublishedCase
from simulator.experiments.validation.running import CaseResult
from simulator.outcomes.yearly import meanings
from simulator.runs.tables import RunTables
from simulator.scenario.describe import describe
from simulator.scenario.sources import StatedNumber, numbers_of
from simulator.scenario.study import Study
from simulator.views.main_measures import main_measures
from simulator.views.money import general_words, policy_words
from simulator.views.validation import shown, tallied
from simulator.views.words import difference, spread, tells_unknowns

BY_CONSTRUCTION = (
    "Where no prints are shared, US citizens held are none by construction: the other channel of the model finds "
    "removable people only. How many others it finds wrongly is not known."
)


def print_comparison(tables: RunTables, folder: Path) -> None:
    """The headline numbers of a comparison, then where everything is."""
    console = Console()
    summary = tables.summary
    years = "1 year" if summary["years"] == 1 else f"{summary['years']} years"
    times = "once" if summary["replications"] == 1 else f"{summary['replications']} times"
    unknown = "chance and of what is not known about the inputs" if tells_unknowns(summary) else "chance alone"
    brackets = "" if times == "once" else f", in brackets the 95 % interval of {unknown}"
    how_often = f", {years} simulated {times}. Numbers are per year{brackets}.\n"
    console.print(Text.assemble("\n", (tables.labels.place, "bold"), how_often))
    console.print(_headline_table(tables))
    for note in _by_construction(summary):
        console.print(Padding(Text(note), (1, 0, 0, 0)))
    if summary["differences"]:
        _print_money(console, tables)
    console.print(Text.assemble("Figures, tables and the resolved scenario are in ", (str(folder), "bold")))


def _by_construction(summary: Mapping[str, Any]) -> Iterator[str]:
    """What is none because of how the model is made, and not because it was found."""
    if any(measures["matches"]["mean"] == 0 for measures in summary["policies"].values()):
        yield BY_CONSTRUCTION


def _headline_table(tables: RunTables) -> Table:
    """A section for each policy: its numbers, and in words how they differ from the place as it is."""
    table = Table(show_edge=False, pad_edge=False)
    table.add_column("Policy and number")
    table.add_column("Per year")
    if tables.summary["differences"]:
        table.add_column("Difference to the place as it is")
    for policy, measures in tables.summary["policies"].items():
        table.add_section()
        table.add_row(Text(tables.labels.policies[policy], style="bold"))
        differences = tables.summary["differences"].get(policy, {})
        for name, label in main_measures(tables).items():
            unit = meanings()[name][0]
            words = [difference(differences[name], unit)] if differences else []
            table.add_row(f"  {label}", spread(measures[name], unit), *words)
    return table


def _print_money(console: Console, tables: RunTables) -> None:
    """Where the differences in cost come from: what holds for all policies, then each of them."""
    console.print(Text("\nWhere the difference in cost comes from", style="bold"))
    for line in general_words(tables):
        console.print(Padding(Text(line), (0, 0, 0, 2)))
    for policy in tables.summary["differences"]:
        console.print(Text(f"\n{tables.labels.policies[policy]}", style="bold"))
        console.print(Padding(Text(" ".join(policy_words(tables, policy))), (0, 0, 0, 2)))
    console.print()


def print_shipped(files: Mapping[str, Sequence[Path]]) -> None:
    """The names of shipped places and policies, with what each is."""
    from simulator.scenario.places import heading

    console = Console()
    for kind, paths in files.items():
        table = Table(title=kind.capitalize(), title_justify="left")
        table.add_column("Name", no_wrap=True)
        table.add_column("What it is")
        for path in paths:
            table.add_row(Text(path.stem), Text(heading(path)))
        console.print(table)


def print_description(study: Study) -> None:
    """A place, or what a policy changes there, in words; then every number with its source."""
    console = Console()
    base, case = study.cases[0], study.cases[-1]
    for part in describe(case, None if case is base else base).parts:
        console.print(Text(part.title, style="bold"))
        for line in part.lines:
            indent = len(line) - len(line.lstrip()) + 2
            console.print(Padding(Text(line.strip()), (0, 0, 0, indent)))
        console.print()
    console.print(_sources(numbers_of(case)))


def _sources(numbers: Sequence[StatedNumber]) -> Table:
    title = "Every number and where it comes from; those marked ! have no source and are assumed"
    table = Table(title=title, title_justify="left", show_lines=True)
    table.add_column("")
    for heading in ("Number", "Value", "Range", "Source"):
        table.add_column(heading, overflow="fold")
    for stated in numbers:
        mark = "[bold red]![/]" if stated.unsourced else ""
        cells = (stated.path, stated.value, stated.range, stated.source)
        table.add_row(mark, *(Text(cell) for cell in cells))
    return table


def print_cases(cases: Sequence[PublishedCase]) -> None:
    """The names of published cases, with what each is."""
    table = Table(title="Cases", title_justify="left")
    table.add_column("Name", no_wrap=True)
    table.add_column("What it is")
    for case in cases:
        table.add_row(Text(case.name), Text(case.file.label))
    Console().print(table)


def print_findings(results: Sequence[CaseResult]) -> None:
    """Each case with its inputs, then its figures: published, simulated, verdict and reason; at the end the count."""
    console = Console()
    for result in results:
        file = result.case.file
        console.print(Text.assemble("\n", (file.label, "bold"), f"  {result.case.name}"))
        console.print(Padding(Text(f"{file.about} Source: {file.source}"), (0, 0, 0, 2)))
        if result.not_run:
            console.print(Padding(Text.assemble(("not run: ", "bold"), result.not_run), (0, 0, 0, 2)))
        else:
            console.print(Padding(_findings(result), (0, 0, 0, 2)))
    words = ", ".join(f"{count} {verdict}" for verdict, count in tallied(results).items() if count)
    console.print(Text(f"\nFigures by verdict: {words}. In brackets the 95 % interval.", style="bold"))


def _findings(result: CaseResult) -> Table:
    table = Table(show_edge=False, pad_edge=False, show_lines=True)
    for heading, ratio in (("Compared", 3), ("Published", 1), ("Simulated", 2), ("Verdict", 1), ("Why", 5)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for finding in result.findings:
        said = shown(finding)
        style = "bold" if said.verdict == "miss" else ""
        table.add_row(said.compared, said.published, said.simulated, Text(said.verdict, style=style), said.explanation)
    return table
