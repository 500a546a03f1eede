"""The case files: found by name, read strictly, with every fault at its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from simulator.errors import Fault, ScenarioError
from simulator.experiments.validation.case_file import CaseFile
from simulator.scenario.document import read
from simulator.scenario.faults import explained, nearest
from simulator.scenario.places import SCENARIOS

VALIDATION = SCENARIOS / "validation"
CASES = VALIDATION / "cases"


@dataclass(frozen=True)
class PublishedCase:
    """A case by the name of its file."""

    name: str
    file: CaseFile


def case_names() -> list[str]:
    """The names of all shipped cases, in order."""
    return sorted(path.stem for path in CASES.glob("*.yaml"))


def read_cases(names: Sequence[str] = ()) -> list[PublishedCase]:
    """The cases of these names, or all; ``ScenarioError`` for a name that is not known, and for faults in files."""
    known = case_names()
    unknown = [Fault("validate", 0, "", name, "there is no such case", nearest(name, known)) for name in names
               if name not in known]  # fmt: skip
    if unknown:
        raise ScenarioError(unknown)
    return read_case_files([CASES / f"{name}.yaml" for name in (dict.fromkeys(names) or known)])


def read_case_files(paths: Sequence[Path]) -> list[PublishedCase]:
    """Case files by path; ``ScenarioError`` carries every fault of every file."""
    cases: list[PublishedCase] = []
    faults: list[Fault] = []
    for path in paths:
        case, wrong = _read_case(path)
        faults += wrong
        cases += [case] if case else []
    if faults:
        raise ScenarioError(faults)
    return cases


def _read_case(path: Path) -> tuple[PublishedCase | None, list[Fault]]:
    written, faults = read(path)
    if written is None or faults:
        return None, faults
    try:
        return PublishedCase(path.stem, CaseFile.model_validate(written.tree)), []
    except ValidationError as error:
        return None, explained(error, CaseFile, written)
