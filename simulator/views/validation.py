"""Findings of validation as a table: one row for each published figure, and for each case that was not run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from simulator.experiments.validation.case_file import Verdict
from simulator.experiments.validation.running import CaseResult, Finding
from simulator.experiments.validation.verdicts import published_interval

COLUMNS = [
    "case", "label", "compared", "unit", "published", "published_low", "published_high", "simulated", "low", "high",
    "chance_low", "chance_high", "role", "verdict", "explanation", "source",
]  # fmt: skip
VERDICTS: tuple[Verdict, ...] = ("agrees", "near", "miss", "input", "not run")
WHOLE = ("people", "people/year", "prints")
"""Units of which there are no parts."""


UNITS = {"share": "%", "ratio": "", "people/year": "a year", "people/day": "a day"}


@dataclass(frozen=True)
class Shown:
    """A finding in words."""

    compared: str
    published: str
    simulated: str
    verdict: str
    explanation: str


def findings_table(results: Sequence[CaseResult]) -> pd.DataFrame:
    """All findings; numbers in the unit of the row. ``low`` to ``high`` is the interval that the verdict rests on."""
    rows = [row for result in results for row in _rows(result)]
    return pd.DataFrame(rows, columns=COLUMNS)


def records(results: Sequence[CaseResult]) -> list[dict[str, object]]:
    """All findings as plain data; None for what is not there."""
    table = findings_table(results).astype(object)
    return [dict(zip(COLUMNS, row, strict=True)) for row in table.where(table.notna(), None).to_numpy().tolist()]


def shown(finding: Finding) -> Shown:
    """A finding as it is printed."""
    comparison, simulated = finding.comparison, finding.simulated
    unit = comparison.unit
    between = ""
    if simulated.low is not None and simulated.high is not None and simulated.low < simulated.high:
        alone = ", chance alone" if simulated == finding.chance else ""
        between = f" ({_bare(simulated.low, unit)} to {_bare(simulated.high, unit)}{alone})"
    return Shown(
        comparison.name,
        amount(comparison.published.figure, unit),
        f"{amount(simulated.mean, unit)}{between}",
        finding.verdict,
        finding.explanation,
    )


def amount(value: float, unit: str) -> str:
    """A number with its unit: shares in percent, whole people, three digits of others."""
    if value != value:
        return "none"
    return f"{_bare(value, unit)} {UNITS.get(unit, unit)}".rstrip()


def tallied(results: Sequence[CaseResult]) -> dict[Verdict, int]:
    """How many figures came to each verdict; cases that were not run count once."""
    verdicts = [finding.verdict for result in results for finding in result.findings]
    verdicts += ["not run" for result in results if result.not_run]
    return {verdict: verdicts.count(verdict) for verdict in VERDICTS}


def _rows(result: CaseResult) -> list[dict[str, object]]:
    case = result.case
    head: dict[str, object] = {"case": case.name, "label": case.file.label}
    if result.not_run:
        return [head | {"verdict": "not run", "explanation": result.not_run, "source": case.file.source}]
    return [head | _row(finding) | {"source": finding.comparison.source or case.file.source}
            for finding in result.findings]  # fmt: skip


def _row(finding: Finding) -> dict[str, object]:
    comparison, simulated = finding.comparison, finding.simulated
    least, most = published_interval(comparison.published)
    return {
        "compared": comparison.name,
        "unit": comparison.unit,
        "published": comparison.published.figure,
        "published_low": least,
        "published_high": most,
        "simulated": simulated.mean,
        "low": simulated.low,
        "high": simulated.high,
        "chance_low": finding.chance.low,
        "chance_high": finding.chance.high,
        "role": comparison.role,
        "verdict": finding.verdict,
        "explanation": finding.explanation,
    }


def _bare(value: float, unit: str) -> str:
    """A number without its unit."""
    if unit in WHOLE:
        return f"{value:,.0f}"
    return _digits(100 * value if unit == "share" else value)


def _digits(value: float) -> str:
    """Three digits that count; of hundreds and more no decimals."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    text = f"{value:.3g}"
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0" if "e" in text else text
