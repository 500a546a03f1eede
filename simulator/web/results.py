"""What the page's worker processes read from finished run folders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.runs.folder import manifest_at
from simulator.scenario.places import shipped

if TYPE_CHECKING:
    from simulator.scenario.describe import Part
    from simulator.views.headline import HeadlineNumber
    from simulator.views.pictures import Picture


@dataclass(frozen=True)
class ShownPolicy:
    """A policy of a run: its four numbers, and in words what it changes."""

    name: str
    label: str
    numbers: tuple[HeadlineNumber, ...]
    changes: tuple[Part, ...]


@dataclass(frozen=True)
class Shown:
    """A finished run as the page shows it."""

    place: str
    as_it_is: tuple[HeadlineNumber, ...]
    policies: tuple[ShownPolicy, ...]
    pictures: tuple[Picture, ...]
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
    from simulator.runs.reading import study_of
    from simulator.scenario.describe import describe
    from simulator.views.headline import headline
    from simulator.views.language import languages
    from simulator.views.pictures import pictures_of

    tables, study, chosen = read_run(folder), study_of(folder), languages()[language]
    base, summary = study.cases[0], tables.summary
    policies = (
        ShownPolicy(
            case.name,
            tables.labels.policies[case.name],
            headline(tables, case.name, chosen),
            describe(case, base).parts,
        )
        for case in study.cases[1:]
    )
    return Shown(
        tables.labels.place,
        headline(tables, None, chosen),
        tuple(policies),
        tuple(pictures_of(tables).values()),
        tuple(manifest_at(folder)["sha256"]),
        summary["years"],
        summary["replications"],
        summary["unknowns"]["draws"],
        summary["unknowns"]["inputs"],
        summary["seed"],
    )


def write_report(folder: Path, target: Path, language: str) -> str:
    """Write the report of a run, HTML or PDF by the name of the file; in words why it could not be made, if so."""
    raise NotImplementedError(folder, target, language)


@cache
def _shipped_names() -> dict[Path, str]:
    return {path: path.stem for files in shipped().values() for path in files}


def shipped_name(path: Path) -> str | None:
    """The name of a shipped file; None for any other."""
    return _shipped_names().get(path)
