"""A calibration on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from simulator.views.calibration_words import fit_finding, fitted_in_words, learnt, stated_in_words


def print_calibration(summary: Mapping[str, Any], folder: Path, file: Path) -> None:
    """What was fitted, how well held-out months are predicted, what to doubt, and where everything is."""
    console = Console()
    fitted, last = summary["months_fitted"], summary["months_held_out"]
    span = f"fitted to {fitted[0]} to {fitted[-1]}" + (f"; {last[0]} to {last[-1]} held out" if last else "")
    console.print(
        Text.assemble("\n", (summary["place"], "bold"), f", {summary['simulations']:,} simulations, {span}\n")
    )
    for entry in summary["inputs"]:
        console.print(Text(entry["path"], style="bold"))
        console.print(Padding(Text(_input_in_words(entry)), (0, 0, 0, 2)))
    finding = fit_finding(summary)
    console.print(f"\n{finding[0].upper()}{finding[1:]}.")
    if summary["doubts"]:
        console.print(Text("\nMind", style="bold"))
    for doubt in summary["doubts"]:
        console.print(Padding(Text(doubt), (0, 0, 0, 2)))
    console.print(Text.assemble("\nThe calibrated place is ", (str(file), "bold")))
    console.print(Text.assemble("Figures and tables are in ", (str(folder), "bold")))


def _input_in_words(entry: Mapping[str, Any]) -> str:
    return f"stated {stated_in_words(entry)}; fitted {fitted_in_words(entry)}; {learnt(entry)}"
