"""The page of validation says what the command gives, and no verdict in a case file has gone stale."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from simulator.experiments.validation.reading import PublishedCase, read_cases
from simulator.experiments.validation.running import CaseResult, Effort, Record, run_case
from simulator.scenario.places import shipped
from simulator.views.validation import amount
from tests.docs.pages import ROOT
from tests.docs.validation_page import EFFORT, PAGE, section, sections

CASES = {case.name: case for case in read_cases()}
SECTIONS = sections(PAGE.read_text(encoding="utf-8"))
FRESH = "To write the findings anew: python -m tests.docs.validation_page DIR"
SMALL = [name for name, case in CASES.items() if case.file.place and not case.file.needs
         and not case.file.place.startswith("united-states")]  # fmt: skip
WHOLE = ("v01-san-francisco", "v12-cook", "record-washington-dc")
"""Run with all draws; they have figures that agree, one that misses, and inputs."""
BY_CHANCE = Effort(EFFORT.replications, draws=0, seed=EFFORT.seed)


def rows(name: str) -> dict[str, list[str]]:
    """The rows of a case on the page, by what is compared: published, simulated, verdict, why."""
    found = re.findall(r"(?m)^\| (.+) \|$", SECTIONS[name])[2:]
    cells = [row.split(" | ") for row in found]
    return {compared: rest for compared, *rest in cells}


def middles(result: CaseResult) -> dict[str, str]:
    return {one.comparison.name: amount(one.simulated.mean, one.comparison.unit) for one in result.findings}


def test_every_case_is_on_the_page_with_all_its_figures() -> None:
    assert list(SECTIONS) == list(CASES), FRESH
    for name, case in CASES.items():
        if not case.file.not_run:
            assert list(rows(name)) == [comparison.name for comparison in case.file.comparisons], FRESH


@pytest.mark.parametrize("case", [case for case in CASES.values() if not case.file.not_run], ids=lambda case: case.name)
def test_every_reason_was_written_for_the_verdict_on_the_page(case: PublishedCase) -> None:
    written = {one.name: [str(one.verdict), " ".join(one.because.split())] for one in case.file.comparisons}
    assert {compared: cells[-2:] for compared, cells in rows(case.name).items()} == written


@pytest.mark.parametrize("name", SMALL)
def test_the_simulated_side_is_what_comes_out(name: str) -> None:
    """The middle does not hang on the draws, so it is run without them."""
    shown = {compared: cells[1].split(" ")[0] for compared, cells in rows(name).items()}
    result = run_case(CASES[name], Record(), BY_CHANCE)
    assert shown == {compared: words.split(" ")[0] for compared, words in middles(result).items()}, FRESH


@pytest.mark.parametrize("name", WHOLE)
def test_sections_are_those_of_the_command(name: str) -> None:
    assert section(run_case(CASES[name], Record(), replace(EFFORT, workers=1))) == SECTIONS[name], FRESH


def test_the_country_is_still_as_the_page_has_it() -> None:
    """One replication of a whole country is within two percent of the mean of three."""
    result = run_case(CASES["record-nation"], Record(), Effort(2, draws=0, seed=EFFORT.seed + 1))
    shown = float(rows("record-nation")["detainers"][1].split(" ")[0].replace(",", ""))
    assert result.findings[0].simulated.mean == pytest.approx(shown, rel=0.02)


def test_every_shipped_place_is_held_against_its_record() -> None:
    assert {path.stem for path in shipped()["places"]} <= {str(case.file.place) for case in CASES.values()}


@pytest.mark.parametrize("page", ["README.md", "docs/validation.md"])
def test_the_tally_is_that_of_the_tables(page: str) -> None:
    """Verdicts of the tables, without the row of the legend that explains each."""
    cells = [cell.strip() for line in PAGE.read_text(encoding="utf-8").splitlines() for cell in line.split("|")]
    agrees, near, miss = (cells.count(verdict) - 1 for verdict in ("agrees", "near", "miss"))
    told = (
        f"Of {agrees + near + miss} published figures that set no input, the model agrees with {agrees}, is near "
        f"{near} and misses {miss}"
    )
    assert told in " ".join((ROOT / page).read_text(encoding="utf-8").split())
