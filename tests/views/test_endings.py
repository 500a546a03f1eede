"""Ends: drawn to scale, with their numbers and changes."""

from __future__ import annotations

import pytest

from simulator.runs.tables import RunTables
from simulator.views.figures.endings import BAR_INCHES, END_AT, WAYS, endings
from tests.views.made_tables import AS_IS, SHARING, rectangles, title, words


def test_ends_are_drawn_to_scale_and_add_up(shipped: RunTables) -> None:
    first, second = endings(shipped, "opt-out-of-sharing").axes
    expected = {0: AS_IS, 1: SHARING}
    scales = []
    for panel, axes in enumerate((first, second)):
        bars = [bar for bar in rectangles(axes) if bar.get_x() == END_AT]
        counts = [getattr(expected[panel], way.end.replace("-", "_")) for way in WAYS if way.end != "declined"]
        heights = [bar.get_height() for bar in bars]
        scales += [height / count for height, count in zip(heights, counts, strict=True)]
        known = max(bar.get_height() for bar in rectangles(axes) if 1 < bar.get_x() < END_AT - BAR_INCHES)
        assert sum(heights) == pytest.approx(known)
    assert scales == pytest.approx([scales[0]] * len(scales))


def test_ends_say_their_numbers_and_their_changes(shipped: RunTables) -> None:
    shown = words(endings(shipped, "opt-out-of-sharing"))
    assert "186 transferred to ICE" in shown
    assert "52 transferred to ICE (134 fewer)" in shown
    assert "7,852 end as no match" in shown
    assert "Nobody came to these ends: released, detainer not honored." in shown


def test_endings_show_the_largest_change_of_transfers_unless_told(shipped: RunTables) -> None:
    assert title(endings(shipped)).startswith("Decline all detainers: about 167 fewer people transferred to ICE a year")
    assert title(endings(shipped, "opt-out-of-receiving")) == (
        "Opt out of receiving: no change in people transferred to ICE in Example County"
    )
    with pytest.raises(ValueError, match="no policy 'sharing'; it has as-is, opt-out-of-sharing"):
        endings(shipped, "sharing")
