"""The film: where every dot is follows from the event log alone, and pages and GIFs show just that."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from simulator.api import load
from simulator.errors import RunFolderError
from simulator.experiments.replications import trace_of
from simulator.model.codes import ENDS
from simulator.outcomes.event_log import event_log
from simulator.views.film.content import Film, film_of
from simulator.views.film.gif import frames, spot_at, write_gif
from simulator.views.film.layout import BOTTOM, EDGE, TOP, WIDTH
from simulator.views.film.marks import Mark, Visit, counts_at
from simulator.views.film.page import page
from simulator.views.film.span import Span, span_of
from simulator.views.film.stations import DECIDED, ORDER, STATIONS, TITLES, way_of

PLACE, POLICY, TIMEZONE = "arlington-va", "serious-only", "America/New_York"
LONG = Span(date(2010, 11, 1), 150, TIMEZONE)
WITH_CHANGE_OF_CLOCKS = Span(date(2010, 11, 1), 14, TIMEZONE)
MOMENTS = (0, 1, *range(25_000, 1_213_200, 66_000), 1_213_199)
WAY = ["booked", "FBI answer", "IDENT match", "ICE answer", "answer reaches agency", "found by another channel",
       "field office decides", "detainer lodged"]  # fmt: skip


@cache
def logs() -> dict[str, pd.DataFrame]:
    cases = load(PLACE, (POLICY,)).cases
    return {case.name: event_log(trace_of(case, 1, 0), case.scenario) for case in cases}


@cache
def film(span: Span = WITH_CHANGE_OF_CLOCKS, seconds: float = 90) -> Film:
    return film_of(logs().items(), "Arlington", span, replication=0, seconds=seconds)


def people(policy: str, until: int) -> pd.DataFrame:
    """The events of people up to a moment of the film, with its moments, by another way than that of the film."""
    log = logs()[policy].dropna(subset="end")
    origin = pd.Timestamp("2010-11-01T00:00:00", tz=TIMEZONE)
    at = pd.to_datetime(log["timestamp"], utc=True)
    return log.assign(second=(at - origin) // pd.Timedelta(seconds=1))[at <= origin + pd.Timedelta(seconds=until)]


def counted(policy: str, moment: int) -> pd.Series[int]:
    """How many people stand at each activity or end: among those not gone, by the farthest activity so far."""
    past = people(policy, moment)
    ended = past[past["activity"].str.startswith("ends: ")]
    inside = past[~past["case"].isin(ended["case"])]
    rank = inside["activity"].map({name: place for place, name in enumerate(WAY)})
    at = inside.assign(rank=rank).dropna(subset="rank").groupby("case")["rank"].max().map(lambda place: WAY[int(place)])
    after = {case: activity for activity in ("detainer withdrawn", "local release")
             for case in inside.loc[inside["activity"] == activity, "case"]}  # fmt: skip
    at = at.where(~at.index.isin(list(after)), at.index.map(after))
    at = at.replace("detainer withdrawn", "field office decides")
    shown = ended.loc[ended["second"] >= 0, "activity"]
    return pd.concat([at, shown]).value_counts()


def prints_on_their_way(policy: str, moment: int) -> pd.Series[int]:
    """By station, the prints of people who are gone, if anything is still to come that leads them on."""
    log = people(policy, 10**9)
    ends = log[log["activity"].str.startswith("ends: ")].set_index("case")["second"]
    gone = log[log["case"].isin(ends.index[ends <= moment])]
    rank = gone["activity"].map({name: place for place, name in enumerate(WAY)})
    told = gone.assign(rank=rank).dropna(subset="rank")
    now = told[told["second"] <= moment].groupby("case")["rank"].max()
    later = told[told["second"] > moment].groupby("case")["rank"].max().reindex(now.index)
    return now[later > now].map(lambda place: WAY[int(place)]).value_counts()


@pytest.mark.parametrize(
    ("span", "moments"), [(WITH_CHANGE_OF_CLOCKS, MOMENTS), (LONG, range(0, LONG.seconds_long, 1_000_000))]
)
def test_at_every_moment_each_station_holds_whom_the_event_log_says(span: Span, moments: Sequence[int]) -> None:
    names, away = [*ORDER, *(f"ends: {end}" for end in ENDS)], 0
    for policy, panel in zip(logs(), film(span).panels, strict=True):
        told = [visit.begins for mark in panel.marks if mark.kind == "prints" for visit in mark.visits[:1]]
        told += [visit.begins for mark in panel.marks for visit in mark.visits if visit.place == DECIDED][::9]
        for moment in (*moments, *(at for at in told[:30] if at >= 0)):
            inside, prints = counted(policy, moment), prints_on_their_way(policy, moment)
            assert counts_at(panel.marks, moment) == [inside.get(name, 0) for name in names]
            assert counts_at(panel.marks, moment, "prints") == [prints.get(name, 0) for name in names]
            away += prints.sum()
    assert away > 5


def test_an_end_before_the_first_moment_is_not_counted_though_the_prints_are_still_on_their_way() -> None:
    rings = [mark.visits for mark in film(LONG).panels[0].marks if mark.kind == "prints"]
    days = [(LONG.shown(visits[0].begins).date(), LONG.shown(visits[-1].until - 1).date()) for visits in rings]
    day = next(last for first, last in days if first < last)
    began = film(Span(day, 1, TIMEZONE)).panels[0].marks
    assert sum(counts_at(began, 0)[len(STATIONS) :]) == 0
    assert sum(counts_at(began, 0, "prints")) >= 1


def test_in_some_months_every_place_is_seen() -> None:
    seen = {visit.place for panel in film(LONG).panels for mark in panel.marks for visit in mark.visits}
    assert seen == set(range(len(TITLES)))


@pytest.mark.parametrize(
    ("events", "steps", "end"),
    [
        (["booked", "found by another channel", "FBI answer", "field office decides", "detainer lodged"],
         [(0, 0), (5, 1), (6, 3), (7, 4)], None),
        (["booked", "detainer lodged", "detainer withdrawn", "answer reaches agency"], [(0, 0), (7, 1), (6, 2)], None),
        (["booked", "detainer lodged", "local release", "ends: lapsed", "removed"],
         [(0, 0), (7, 1), (8, 2)], len(STATIONS) + ENDS.index("lapsed")),
    ],
)  # fmt: skip
def test_a_way_goes_on_only_but_for_a_withdrawn_detainer(
    events: list[str], steps: list[tuple[int, int]], end: int | None
) -> None:
    way = way_of((activity, moment) for moment, activity in enumerate(events))
    assert [(step.station, step.begins) for step in way.steps] == steps
    assert way.end == end


def test_who_leaves_at_local_release_was_never_held() -> None:
    way = way_of([("booked", 0), ("local release", 60), ("ends: missed", 60), ("FBI answer", 90), ("ICE answer", 99)])
    assert [(step.station, step.begins) for step in way.steps] == [(0, 0), (1, 90), (3, 99)]
    assert way.ends == 60


def test_no_two_marks_stand_on_each_other_at_a_station_and_all_stand_in_its_box() -> None:
    for panel in film(LONG).panels:
        visits = [visit for mark in panel.marks for visit in mark.visits]
        for moment in range(0, LONG.seconds_long, 86_400):
            here = [(visit.place, visit.slot) for visit in visits if visit.begins <= moment < visit.until]
            assert len(here) == len(set(here))
        for visit in visits:
            box, (left, top) = film(LONG).layout.boxes[visit.place], film(LONG).layout.spot(visit)
            assert box.left < left < box.right
            assert box.top < top < box.top + box.height
    boxes = film().layout.boxes
    assert all(EDGE <= box.left < box.right <= WIDTH - EDGE for box in boxes)
    assert all(TOP <= box.top < box.top + box.height <= BOTTOM + 0.01 for box in boxes)


def test_both_panels_show_the_same_people() -> None:
    """Booked alike under both policies; only those may be missing in one who left before the film began."""
    mine, theirs = ({mark.case: mark for mark in panel.marks if mark.kind == "person"} for panel in film().panels)
    booked = [{case for case, mark in marks.items() if mark.visits[0].begins >= 0} for marks in (mine, theirs)]
    assert booked[0] == booked[1] != set()
    assert all((mine[case].level, mine[case].visits[0][:2]) == (theirs[case].level, theirs[case].visits[0][:2])
               for case in booked[0])  # fmt: skip


def test_the_table_says_how_many_came_and_how_many_are_there_at_the_end() -> None:
    listing, last = film().listing, WITH_CHANGE_OF_CLOCKS.seconds_long
    for policy, column in zip(logs(), (1, 3), strict=True):
        told = people(policy, last - 1)
        inside = told[told["second"] >= 0]["activity"].value_counts()
        rows = {row[0]: row for row in listing.rows}
        assert int(rows["Booked"][column]) == inside["booked"]
        assert int(rows["Detainer on file"][column]) == inside["detainer lodged"]
        transferred = inside.get("ends: transferred", 0)
        assert int(rows["transferred to ICE"][column]) == transferred
        there = counted(policy, last)
        assert int(rows["Detainer on file"][column + 1]) == there["detainer lodged"]
        assert f"{transferred} by transfer to ICE" in film().finding


def test_a_mark_goes_evenly_from_place_to_place_and_then_stands() -> None:
    layout = film().layout
    mark = Mark("person", "somebody", "1", "felony", (Visit(0, 0, 1_000, 0), Visit(1, 1_000, 9_000, 3)))
    here, there = (np.array(layout.spot(visit)) for visit in mark.visits)
    shown = [np.array(spot_at(mark, moment, 100, layout)) for moment in (0, 50, 1_000, 1_025, 1_100, 5_000)]
    wanted = [here, here, here, 0.75 * here + 0.25 * there, there, there]
    assert np.allclose(shown, wanted)


def test_a_day_on_which_clocks_change_has_its_hours() -> None:
    assert [Span(date(2010, 11, day), 1, TIMEZONE).seconds_long // 3_600 for day in (6, 7, 8)] == [24, 25, 24]
    assert str(WITH_CHANGE_OF_CLOCKS.shown(6 * 86_400 + 2 * 3_600)) == "2010-11-07 01:00:00-05:00"


def test_by_its_own_choice_a_film_shows_a_settled_time_in_which_enough_happens() -> None:
    span = span_of(logs()["as-is"], TIMEZONE, None, None)
    booked = logs()["as-is"].query("activity == 'booked'")["timestamp"].str[:10].map(date.fromisoformat)
    assert span.first.weekday() == 0
    assert 28 <= (span.first - date(2010, 10, 1)).days < 35
    assert booked.between(span.first, span.last).sum() >= 20
    assert booked.between(span.first, date.fromordinal(span.first.toordinal() + span.days // 2 - 1)).sum() < 20


def test_a_time_in_which_nothing_happens_is_refused() -> None:
    with pytest.raises(RunFolderError) as refused:
        span_of(logs()["as-is"], TIMEZONE, date(2020, 1, 1), 7)
    said = "Nothing happens from 2020-01-01 to 2020-01-07: people are booked from 2010-10-01 to 2011-09-30."
    assert str(refused.value) == f"{said} Choose other days with --from and --days."


def test_too_many_people_are_refused() -> None:
    log = logs()["as-is"]
    stay = log[log["case"] == log.loc[log["activity"] == "detainer lodged", "case"].iloc[0]]
    crowd = pd.concat([stay.assign(case=f"{number}") for number in range(2_000)])
    span = Span(date.fromisoformat(stay["timestamp"].iloc[0][:10]), 3, TIMEZONE)
    with pytest.raises(RunFolderError, match=r"Up to 2,000 people stand at one station .* with --agency\."):
        film_of([("As it is", crowd)], "Arlington", span, replication=0, seconds=90)


def test_the_page_asks_for_nothing_and_says_what_it_shows() -> None:
    made = page(film())
    assert made == page(replace(film()))
    assert set(re.findall(r"https?://[^\"' )]+", made)) == {"http://www.w3.org/2000/svg"}
    assert "default-src 'none'" in made
    assert not re.search(r"\son\w+=|<link|src=", made)
    assert made.count("<button") == 3
    assert film().title in made
    assert "This is replication 0 alone" in made
    assert len(made) < 200_000


def test_the_page_escapes_what_is_written_in_a_scenario() -> None:
    made = page(replace(film(), place="A & B</script><b>"))
    assert "</script><b>" not in made
    assert "A &amp; B&lt;/script&gt;" in made


def test_what_the_page_moves_is_what_the_film_holds() -> None:
    found = re.search(r'<script type="application/json" id="film">(.*?)</script>', page(film()), re.DOTALL)
    assert found
    shown = json.loads(found[1])
    assert shown["long"] == 14 * 86_400 + 3_600
    for told, panel in zip(shown["panels"], film().panels, strict=True):
        visits = [[tuple(visit[:3]) for visit in mark["visits"]] for mark in told["marks"]]
        assert visits == [[(visit.begins, visit.until, visit.place) for visit in mark.visits] for mark in panel.marks]


@pytest.fixture
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium on this computer")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as plays:
        opened = plays.chromium.launch(executable_path=path, args=flags)
        yield opened
        opened.close()


def test_in_a_browser_the_film_waits_plays_by_keyboard_and_shows_the_counts(browser: Any, tmp_path: Path) -> None:
    (tmp_path / "film.html").write_text(page(film()), encoding="utf-8")
    faults: list[str] = []
    asked: list[str] = []
    sheet = browser.new_page()
    sheet.on("pageerror", lambda error: faults.append(str(error)))
    sheet.on("console", lambda message: faults.append(message.text))
    sheet.on("request", lambda request: asked.append(request.url))
    sheet.goto((tmp_path / "film.html").as_uri())
    assert sheet.evaluate("[playing, moment]") == [False, 0]
    for moment in MOMENTS:
        sheet.evaluate(f"go({moment})")
        for number, panel in enumerate(film().panels):
            of_panel = sheet.locator(f'[data-panel="{number}"]')
            shown = [int(text) for text in of_panel.locator("[data-place]").all_text_contents()]
            assert shown == counts_at(panel.marks, moment)
            dots = of_panel.locator('.marks g[display="inline"] circle:not(.prints)').count()
            assert dots == sum(shown)
    sheet.evaluate("go(0)")
    sheet.keyboard.press("Tab")
    sheet.keyboard.press("Space")
    sheet.wait_for_timeout(500)
    assert sheet.evaluate("[playing, moment > 0]") == [True, True]
    sheet.keyboard.press("Space")
    assert sheet.evaluate("playing") is False
    assert sheet.locator("#play").inner_text() == "Play"
    assert "in jail" in sheet.locator("#state").inner_text()
    assert (faults, len(asked)) == ([], 1)


def test_a_gif_has_its_frames_and_something_moves(tmp_path: Path) -> None:
    short = replace(film(), seconds=0.5)
    drawn: list[int] = []
    write_gif(short, tmp_path / "film.gif", drawn.append)
    assert drawn == [*range(1, frames(short) + 1)]
    with Image.open(tmp_path / "film.gif") as gif:
        assert gif.n_frames == frames(short) == 5
        first = np.asarray(gif.convert("RGB"))
        gif.seek(3)
        assert (np.asarray(gif.convert("RGB")) != first).any()
