"""What the page's worker processes read from finished run folders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.errors import SimulatorError
from simulator.runs.folder import manifest_at
from simulator.scenario.places import shipped

if TYPE_CHECKING:
    from simulator.runs.tables import RunTables
    from simulator.scenario.describe import Part
    from simulator.views.headline import HeadlineNumber
    from simulator.views.language import Language
    from simulator.views.listing import Listing
    from simulator.views.pictures import Picture
    from simulator.views.report.content import PolicyDoubt


@dataclass(frozen=True)
class ShownPolicy:
    """A policy of a run: its four numbers, what it changes in words, and how sure that is."""

    name: str
    label: str
    numbers: tuple[HeadlineNumber, ...]
    changes: tuple[Part, ...]
    doubt: PolicyDoubt


@dataclass(frozen=True)
class Shown:
    """A finished run as the page shows it."""

    place: str
    as_it_is: tuple[HeadlineNumber, ...]
    policies: tuple[ShownPolicy, ...]
    pictures: tuple[Picture, ...]
    differences: tuple[Listing, ...]
    files: tuple[str, ...]
    years: int
    replications: int
    draws: int
    inputs: int
    seed: int


def run_names(folder: Path) -> Iterator[str]:
    """Finished comparisons in a folder of results, the latest first."""
    paths = sorted(folder.glob("*/manifest.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    yield from (path.parent.name for path in paths if manifest_at(path.parent).get("kind") == "comparison")


def shown(folder: Path, language: str) -> Shown:
    """What the page shows of a finished run."""
    from simulator.runs.folder import read_run
    from simulator.views.headline import headline
    from simulator.views.language import languages
    from simulator.views.pictures import pictures_of
    from simulator.views.report.differences import differences_of

    tables, chosen = read_run(folder), languages()[language]
    summary = tables.summary
    return Shown(
        tables.labels.place,
        headline(tables, None, chosen),
        tuple(_policies(folder, tables, chosen)),
        tuple(pictures_of(tables).values()),
        differences_of(tables, chosen.say),
        tuple(manifest_at(folder)["sha256"]),
        summary["years"],
        summary["replications"],
        summary["unknowns"]["draws"],
        summary["unknowns"]["inputs"],
        summary["seed"],
    )


def _policies(folder: Path, tables: RunTables, language: Language) -> Iterator[ShownPolicy]:
    """The policies of a run; none for a run of the place alone."""
    from simulator.runs.reading import study_of
    from simulator.scenario.describe import describe
    from simulator.views.headline import headline
    from simulator.views.report.doubt import doubts_of

    study = study_of(folder)
    doubts = doubts_of(study, tables, manifest_at(folder), language)
    for case, doubt in zip(study.cases[1:], doubts, strict=False):
        numbers = headline(tables, case.name, language)
        yield ShownPolicy(
            case.name, tables.labels.policies[case.name], numbers, describe(case, study.cases[0]).parts, doubt
        )


def write_report(folder: Path, target: Path, language: str) -> str:
    """Write the report of a run, HTML or PDF by the name of the file; in words why it could not be made, if so."""
    from simulator.runs.sheets import write_sheet
    from simulator.views.language import languages
    from simulator.views.report import html_of, report_of
    from simulator.views.report.pdf import pdf_of, require_pdf

    try:
        if target.suffix == ".pdf":
            require_pdf()
        html = html_of(report_of(folder, languages()[language]))
        write_sheet({target: pdf_of(html) if target.suffix == ".pdf" else html.encode()}, replace=True)
    except SimulatorError as error:
        return str(error)
    return ""


@cache
def _shipped_names() -> dict[Path, str]:
    return {path: path.stem for files in shipped().values() for path in files}


def shipped_name(path: Path) -> str | None:
    """The name of a shipped file; None for any other."""
    return _shipped_names().get(path)
