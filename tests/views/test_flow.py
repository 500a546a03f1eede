"""The flow drawn: each kind of station has a shape of its own, nothing lies over anything, and words say it all."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from simulator.api import load
from simulator.model.codes import ENDS
from simulator.scenario.place import Scenario
from simulator.scenario.station_words import STATION_TITLES, stations_in_words
from simulator.views.figures.flow import flow
from simulator.views.figures.flow_layout import PLACES, page_of
from simulator.views.figures.flow_lines import ARROWS, STOPS
from simulator.views.figures.flow_shapes import BARS, Box
from simulator.views.figures.flow_steps import shortly, steps_of
from simulator.views.figures.flow_words import flow_in_words
from tests.example_place import EVERY_DAY, delay, fixed, number, scenario, shift
from tests.shipped_files import COUNTRY

PLACE = "arlington-va"
QUEUE = {"kind": "queue", "service": fixed(5, "minutes"), "shifts": [shift(EVERY_DAY, 0, 24, 2)]}
SHARED = {
    "kind": "shared-queue",
    "service": fixed(5, "minutes"),
    "on_duty": number(3, "specialists"),
    "background": {"arrivals": number(6, "queries/hour"), "level_1_share": number(0.5, "share")},
}


def of(place: str) -> Scenario:
    return load(place).cases[0].scenario


def with_lesc(station: dict[str, Any]) -> Scenario:
    return scenario({"stations.lesc": station})


def drawn_in(figure: Figure, box: Box) -> tuple[int, int, int]:
    """How many bars, frames, and round shapes lie at the place of a step."""
    near = box.width / 2 + 0.1, box.height / 2 + 0.1
    patches = [it for it in figure.axes[0].patches if isinstance(it, Polygon | Rectangle)]
    inside = []
    for patch in patches:
        ends = patch.get_path().vertices if isinstance(patch, Polygon) else patch.get_bbox().get_points()
        if all(abs(x - box.centre) <= near[0] and abs(y - box.middle) <= near[1] for x, y in ends):
            inside.append(patch)
    rectangles = [patch for patch in inside if isinstance(patch, Rectangle)]
    bars = sum(patch.get_width() < 0.1 for patch in rectangles)
    round_ones = sum(isinstance(patch, Polygon) and len(patch.get_xy()) > 20 for patch in inside)
    return bars, len(rectangles) - bars, round_ones


@pytest.mark.parametrize(
    ("station", "expected"),
    [(delay(5, "minutes"), (0, 0, 1)), (QUEUE, (BARS, 1, 0)), (SHARED, (BARS, 2, 0))],
    ids=["delay", "queue", "shared queue"],
)
def test_each_kind_of_station_has_its_shape(station: dict[str, Any], expected: tuple[int, int, int]) -> None:
    place = with_lesc(station)
    assert drawn_in(flow(place), page_of(steps_of(place)).box("lesc")) == expected


def test_every_station_gate_and_end_is_drawn_and_joined() -> None:
    steps = {step.name: step for step in steps_of(of(PLACE))}
    assert set(steps) == set(PLACES)
    assert {name for name, step in steps.items() if step.shape == "end"} == set(ENDS)
    assert {name for name, step in steps.items() if step.shape == "gate"} == {"share", "receive", "access", "rules"}
    joined = {name for arrow in ARROWS for name in (arrow.start, arrow.end)} | {"withdrawn", "state-prison", "lapsed"}
    assert joined == set(steps)
    assert set(STOPS) < joined


def test_lines_follow_the_page_and_meet_no_step_between() -> None:
    page = page_of(steps_of(of(PLACE)))
    for arrow in ARROWS:
        start, end = page.box(arrow.start), page.box(arrow.end)
        if arrow.way == "down":
            assert start.centre == end.centre
            passed = [box for box in boxes(page) if box.centre == start.centre and end.top < box.middle < start.bottom]
        else:
            assert start.middle == end.middle
            sides = sorted((start.centre, end.centre))
            passed = [box for box in boxes(page) if box.middle == end.middle and sides[0] < box.centre < sides[1]]
        assert passed == [], arrow


def boxes(page: Any) -> list[Box]:
    return [placed.box for placed in page.placed.values()]


@pytest.mark.parametrize("place", [PLACE, COUNTRY])
def test_steps_and_texts_are_apart_and_on_the_page(place: str) -> None:
    page = page_of(steps_of(of(place)))
    for one, other in combinations(boxes(page), 2):
        apart = one.right < other.left or other.right < one.left or one.bottom > other.top or other.bottom > one.top
        assert apart, (one, other)
    figure = flow(of(place))
    figure.draw_without_rendering()
    texts = [text for text in (*figure.texts, *figure.axes[0].texts) if text.get_text()]
    extents = [(text.get_text(), text.get_window_extent()) for text in texts]
    for text, box in extents:
        assert box.x0 >= 0, text
        assert box.x1 <= figure.bbox.x1, text
    for (one_text, a), (other_text, b) in combinations(extents, 2):
        apart = a.x1 < b.x0 + 1 or b.x1 < a.x0 + 1 or a.y0 > b.y1 - 4 or b.y0 > a.y1 - 4
        assert apart, (one_text, other_text)


def test_texts_fit_into_their_steps() -> None:
    page = page_of(steps_of(of(PLACE)))
    figure = flow(of(PLACE))
    figure.draw_without_rendering()
    inches = figure.dpi
    for name, placed in page.placed.items():
        if placed.step.shape == "end":
            continue
        texts = [text for text in figure.axes[0].texts if text.get_text() in (*placed.title, *placed.detail)]
        assert texts, name
        assert max(text.get_window_extent().width for text in texts) / inches <= placed.box.width, name


def test_the_words_name_every_station_gate_and_end() -> None:
    words = flow_in_words(with_lesc(QUEUE))
    assert [title for title in STATION_TITLES.values() if title not in words] == []
    assert [end for end in ENDS if end not in words] == []
    assert "ICE's support center (LESC) (staffed queue; 2 officers, always 5 min each)" in words
    assert "shared queue" not in words
    places = [words.index(title) for title in list(STATION_TITLES.values())[:5]]
    assert all(before < after for before, after in pairwise(places))


def test_a_changed_scenario_changes_figure_and_words() -> None:
    slow = with_lesc(delay(90, "minutes"))
    assert "ICE's support center (LESC) (delay; always 90 min)" in flow_in_words(slow)
    assert "always 90 min" in [text.get_text() for text in flow(slow).axes[0].texts]


def test_many_offices_are_one_desk() -> None:
    desk = next(step for step in steps_of(of(COUNTRY)) if step.name == "decision")
    offices = len(stations_in_words(of(COUNTRY))) - len(STATION_TITLES)
    assert (desk.shape, desk.detail) == ("queue", f"{offices} offices, each with its own staff or time")


def test_times_in_short() -> None:
    stations = of(PLACE).stations
    assert shortly(stations.fbi_search.time) == "median 20 min"  # type: ignore[union-attr]  # this place has the station
    assert shortly(of(PLACE).stays.felony) == "median 3.47 days"
    assert shortly(of(PLACE).field_offices["washington"].preparation) == "6 to 78 hours"
