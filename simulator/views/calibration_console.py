"""A calibration on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simulator.views.calibration_words import before_in_words, fit_finding, interval_in_words, learnt


def print_calibration(summary: Mapping[str, Any], folder: Path, file: Path) -> None:
    """What was fitted, how well held-out months are predicted, what to doubt, and where everything is."""
    console = Console()
    fitted, last = summary["months_fitted"], summary["months_held_out"]
    span = f"fitted to {fitted[0]} to {fitted[-1]}" + (f"; {last[0]} to {last[-1]} held out" if last else "")
    console.print(
        Text.assemble("\n", (summary["place"], "bold"), f", {summary['simulations']:,} simulations, {span}\n")
    )
    console.print(_inputs(summary))
    finding = fit_finding(summary)
    console.print(f"\n{finding[0].upper()}{finding[1:]}.")
    if summary["doubts"]:
        console.print(Text("\nMind", style="bold"))
    for doubt in summary["doubts"]:
        console.print(Padding(Text(doubt), (0, 0, 0, 2)))
    console.print(Text.assemble("\nThe calibrated place is ", (str(file), "bold")))
    console.print(Text.assemble("Figures and tables are in ", (str(folder), "bold")))


def _inputs(summary: Mapping[str, Any]) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    for heading in ("Input", "As stated (range)", "Fitted (90 % interval)", "What was learnt"):
        table.add_column(heading, overflow="fold")
    for entry in summary["inputs"]:
        cells = (entry["path"], before_in_words(entry), interval_in_words(entry), learnt(entry))
        table.add_row(*(Text(cell) for cell in cells))
    return table
