"""Dollars of one year in dollars of another, by the consumer price index that is shipped with its source."""

from __future__ import annotations

from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("cpi-u.csv")
"""CPI-U by year; the lines that begin with # say where it comes from."""


@cache
def price_index() -> dict[int, float]:
    """The index of each year that the table has."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    rows = (line.split(",") for line in lines[1:])
    return {int(year): float(index) for year, index in rows}


def dollars_for_one(report_year: int, price_year: int) -> float:
    """How many dollars of ``report_year`` buy what one dollar of ``price_year`` bought; KeyError outside the table."""
    return 1.0 if report_year == price_year else price_index()[report_year] / price_index()[price_year]
