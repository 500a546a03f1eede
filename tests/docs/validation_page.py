"""The parts of docs/validation.md that come from the case files and from running them.

``python -m tests.docs.validation_page DIR [CASE ...]`` runs cases, all if none is named, and writes what they come to;
DIR is the folder of published tables.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from simulator.api import load
from simulator.commands.validation import DEFAULT_DRAWS, DEFAULT_REPLICATIONS
from simulator.experiments.validation.case_file import Comparison
from simulator.experiments.validation.reading import PublishedCase, read_cases
from simulator.experiments.validation.running import CaseResult, Effort, run_case
from simulator.runs.validated import opened_record
from simulator.scenario.places import shipped
from simulator.scenario.sources import StatedNumber, numbers_of
from simulator.views.validation import shown

EFFORT = Effort(DEFAULT_REPLICATIONS, DEFAULT_DRAWS, seed=1, workers=2)
"""What ``validate`` takes by itself; the number of workers changes nothing."""
PAGE = Path(__file__).parents[2] / "docs" / "validation.md"
HEAD = "| compared | published | simulated | verdict | why |\n| --- | --- | --- | --- | --- |\n"
FINDINGS = re.compile(r"(<!-- findings -->\n).*?(<!-- end of findings -->)", re.S)
SHOWN_PLACE = "arlington-va"


def write_findings(data: Path, names: Sequence[str]) -> None:
    """Run cases, all if none is named, and write the finding of each into the page as soon as it is there."""
    with opened_record(data) as record:
        for case in read_cases(names):
            result = run_case(case, record, EFFORT)
            PAGE.write_text(with_findings(PAGE.read_text(encoding="utf-8"), [result]), encoding="utf-8", newline="\n")


def section(result: CaseResult) -> str:
    """The section of one case."""
    case = result.case
    head = f"### {case.file.label}\n\n`{case.name}`: {case.file.about} Source: {case.file.source}.\n\n"
    if result.not_run:
        return f"{head}**Not run**: {result.not_run}\n\n"
    return f"{head}{HEAD}{''.join(map(_row, map(shown, result.findings)))}\n"


def _row(said: object) -> str:
    cells = (getattr(said, name) for name in ("compared", "published", "simulated", "verdict", "explanation"))
    return f"| {' | '.join(cells)} |\n"


def with_findings(text: str, results: Sequence[CaseResult]) -> str:
    """The page with the sections of these results; those of other cases stay as they are."""
    known = sections(text)
    known |= {result.case.name: section(result) for result in results if not _lacks_a_table(result)}
    body = "".join(known[case.name] for case in read_cases() if case.name in known)
    return FINDINGS.sub(lambda found: f"{found[1]}\n{body}{found[2]}", text)


def _lacks_a_table(result: CaseResult) -> bool:
    return bool(result.not_run) and not result.case.file.not_run


def sections(text: str) -> dict[str, str]:
    """The sections of the page by case."""
    found = FINDINGS.search(text)
    assert found, "the page has no part for findings"
    parts = re.split(r"(?m)^(?=### )", found[0].removeprefix(found[1]).removesuffix(found[2]))
    return {name[1]: part for part in parts if (name := re.search(r"(?m)^`([\w-]+)`:", part))}


def inputs() -> str:
    """A table of the inputs of the flow: where each is from, which figures set it, which tested it."""
    cases = read_cases()
    numbers = {_general(number.path): number for number in reversed(numbers_of(load(SHOWN_PLACE).cases[0]))}
    rows = (
        f"| `{path}` | {'assumed' if number.unsourced else _cell(number.source)} | "
        f"{_named(_setting(cases, number.path))} | {_named(_testing(cases, number.path))} |\n"
        for path, number in reversed(numbers.items())
        if _is_of_the_flow(number)
    )
    head = "\n| input | data that set it | cases that set it, or weighed | tested by |\n| --- | --- | --- | --- |\n"
    return "".join((head, *rows, "\n"))


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def _is_of_the_flow(number: StatedNumber) -> bool:
    return number.path.split(".")[0] not in ("costs", "starts", "years", "policy")


def _general(path: str) -> str:
    """The path without the names of one place, and a list whole."""
    return re.sub(r"\.\d+(\..*)?$", "", re.sub(r"^(agencies|field_offices)\.[^.]+", r"\1.*", path))


def fits(pattern: str, path: str) -> bool:
    """Whether a path of a case (with ``*`` for any name) is that of a number, or of a part that it lies in."""
    wanted, found = pattern.split("."), path.split(".")
    return len(wanted) <= len(found) and all(one in ("*", other) for one, other in zip(wanted, found, strict=False))


def _setting(cases: Iterable[PublishedCase], path: str) -> list[str]:
    return [case.name for case in cases if any(_sets(comparison, path) for comparison in case.file.comparisons)]


def _sets(comparison: Comparison, path: str) -> bool:
    return any(fits(pattern, path) for pattern in comparison.sets)


def _testing(cases: Iterable[PublishedCase], path: str) -> list[str]:
    """Cases that test an input; one whose figures set it tests it by the others of its figures only."""
    return [case.name for case in cases if any(fits(pattern, path) for pattern in case.file.tests)]


def _named(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "-"


def all_paths() -> set[str]:
    """The paths of every input of every shipped place."""
    return {number.path for path in shipped()["places"] for number in numbers_of(load(path).cases[0])}


if __name__ == "__main__":
    write_findings(Path(sys.argv[1]), sys.argv[2:])
