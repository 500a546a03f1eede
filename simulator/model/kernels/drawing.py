"""Drawing whole records, for those who keep a trace."""

from __future__ import annotations

from typing import Any

from simulator.model.codes import STATIONS
from simulator.model.kernels.compiling import inner
from simulator.model.kernels.people import (
    draw_conviction,
    draw_decision,
    draw_detainer,
    draw_record,
    draw_removal,
    passing_seconds,
)


@inner
def draw_all(lot: Any, keys: Any, office_of: Any, rows: Any, passing: Any) -> None:
    """Everything about people whose bookings are drawn; ``passing`` has a column for each print station."""
    for position in range(len(rows)):
        row = rows[position]
        own = keys[row.agency]
        for station in range(STATIONS):
            passing[position, station] = passing_seconds(lot, own, station, row)
        draw_decision(lot, own, office_of[row.agency], row)
        draw_detainer(lot, own, office_of[row.agency], row)
        draw_conviction(lot, own, row)
        draw_record(lot, own, row)
        draw_removal(lot, own, row)
