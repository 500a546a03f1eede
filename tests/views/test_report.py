"""The report: its numbers are those of the summary, and the page needs nothing but itself."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from simulator.runs.folder import read_run
from simulator.runs.reading import study_of
from simulator.scenario.describe import LEFT_OUT
from simulator.scenario.sources import numbers_of
from simulator.views.figures import COMPARISONS, FIGURES
from simulator.views.main_measures import main_measures
from simulator.views.report import Report, html_of, report_of
from simulator.views.report.page import runs_of, shares_of
from simulator.views.stress_des.checklist import ITEMS
from simulator.views.stress_des.content import Points, Table
from tests.views.report_pages import (
    MEASURES,
    POLICIES,
    assert_difference,
    assert_level,
    make_run,
    text_of,
    tree_of,
    with_class,
)

LABELS = {
    "detainers": "Detainers",
    "jail_days": "Jail days",
    "local_cost": "Local cost",
    "held_wrongly": "People held wrongly",
}
FORBIDDEN = {"script", "iframe", "object", "embed", "link", "base", "form", "img", "image", "video", "audio"}
FETCHING = {"src", "srcset", "poster", "data", "action", "background"}


def test_every_number_of_the_answer_is_one_of_the_summary(page: Element, summary: dict[str, Any]) -> None:
    answers = list(with_class(page, "answer"))
    assert [answer.get("data-policy") for answer in answers] == list(POLICIES)
    for answer in answers:
        assert_answer(text_of(answer), summary["differences"][answer.get("data-policy")])


def assert_answer(text: str, differences: dict[str, Any]) -> None:
    """Each of the four is told once, in their order, and no other number is in the text."""
    rest = text
    for name, (measure, times) in MEASURES.items():
        before, rest = rest.split(f"{LABELS[name]}: ", 1)
        assert not re.search(r"\d", before), before
        words, rest = rest.split(". ", 1) if ". " in rest else (rest.removesuffix("."), "")
        assert_difference(words, differences[measure], times)
    assert rest == ""


def test_the_answer_says_in_which_direction_each_number_goes(page: Element, summary: dict[str, Any]) -> None:
    for answer in with_class(page, "answer"):
        entries = summary["differences"][answer.get("data-policy")]
        told = text_of(answer).split(". ")[1].lower()
        for name, (measure, _) in MEASURES.items():
            (part,) = [part for part in told.split("; ") if LABELS[name].lower() in part]
            ends = entries[measure]["both_low"], entries[measure]["both_high"]
            says = "stay" if not any(ends) else "down" if max(ends) < 0 else "up" if min(ends) > 0 else "not clear"
            assert says in part, (part, ends)


def test_the_four_numbers_are_those_of_the_summary(page: Element, summary: dict[str, Any]) -> None:
    checked = 0
    for policy in with_class(page, "policy-numbers"):
        name = policy.get("data-policy", "")
        for number in with_class(policy, "number"):
            measure, times = MEASURES[number.get("data-number", "")]
            (words,) = with_class(number, "number-words")
            assert_difference(text_of(words), summary["differences"][name][measure], times)
            as_it_is, under = (text_of(level) for level in number.iter("dd"))
            assert_level(as_it_is, summary["policies"]["as-is"][measure], times)
            assert_level(under, summary["policies"][name][measure], times)
            checked += 1
    assert checked == 4 * len(POLICIES)


def test_jail_days_are_those_on_hold_and_those_added(page: Element, summary: dict[str, Any]) -> None:
    for policy in with_class(page, "policy-numbers"):
        entries = summary["differences"][policy.get("data-policy")]
        days = entries["hold_days"]["mean"] + entries["added_pretrial_days"]["mean"]
        assert entries["beds"]["mean"] * MEASURES["jail_days"][1] == pytest.approx(days)


def test_the_checks_fail_for_every_digit_that_is_changed(page: Element, summary: dict[str, Any]) -> None:
    """So that the tests above are worth something."""
    changed = 0
    for answer in with_class(page, "answer"):
        text, entries = text_of(answer), summary["differences"][answer.get("data-policy")]
        for digit in re.finditer(r"\d", text):
            wrong = text[: digit.start()] + str((int(digit[0]) + 1) % 10) + text[digit.end() :]
            with pytest.raises(AssertionError):
                assert_answer(wrong, entries)
            changed += 1
    assert changed > 20


def test_all_main_measures_stand_side_by_side(page: Element, folder: Path, summary: dict[str, Any]) -> None:
    (section,) = [section for section in page.iter("section") if section.get("id") == "differences"]
    (headings, *rows) = [[text_of(cell) for cell in row] for row in section.iter("tr")]
    assert headings == ["Measure", "As it is", "Opt out of sharing", "Decline all detainers"]
    for (name, label), row in zip(main_measures(read_run(folder)).items(), rows, strict=True):
        assert row[0] == label
        assert_level(row[1], summary["policies"]["as-is"][name], 1)
        for policy, words in zip(POLICIES, row[2:], strict=True):
            assert_difference(words, summary["differences"][policy][name], 1)


def test_nothing_is_fetched_and_nothing_runs(page: Element, html: str) -> None:
    assert not {element.tag for element in page.iter()} & FORBIDDEN
    ids = {element.get("id") for element in page.iter()}
    for element in page.iter():
        assert not [key for key in element.attrib if key.startswith("on") or key == "style" or key in FETCHING]
        for key in ("href", "{http://www.w3.org/1999/xlink}href"):
            target = element.get(key, "#content")
            assert target.removeprefix("#") in ids or (element.tag == "a" and target.startswith("https://")), target
    assert "@import" not in html
    assert not re.search(r"url\((?!#)", html)


def test_the_page_forbids_all_but_its_own_style(page: Element) -> None:
    (style,) = page.iter("style")
    assert style.text is not None
    digest = b64encode(sha256(style.text.encode()).digest()).decode()
    (policy,) = [it.get("content") for it in page.iter("meta") if it.get("http-equiv") == "Content-Security-Policy"]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:"


def test_no_id_stands_twice(page: Element) -> None:
    found = Counter(element.attrib["id"] for element in page.iter() if "id" in element.attrib)
    assert [name for name, times in found.items() if times > 1] == []


def test_headings_skip_no_level_and_there_is_one_title(page: Element) -> None:
    levels = [int(element.tag[1]) for element in page.iter() if re.fullmatch(r"h[1-6]", str(element.tag))]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(following <= before + 1 for before, following in pairwise(levels))


def test_the_page_has_its_landmarks_and_a_way_around_the_contents(page: Element) -> None:
    assert page.get("lang") == "en"
    assert [len(list(page.iter(tag))) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    (skip,) = with_class(page, "skip")
    assert [it.get("id") for it in page.iter("main")] == [skip.get("href", "").removeprefix("#")]
    (contents,) = page.iter("nav")
    listed = {link.get("href", "").removeprefix("#") for link in contents.iter("a")}
    assert listed == {section.get("id") for section in page.iter("section")}


def test_each_picture_has_its_title_and_its_table_on_screen_and_in_print(page: Element, report: Report) -> None:
    assert [picture.name for picture in report.pictures] == list(FIGURES)
    for picture in report.pictures:
        (figure,) = [it for it in page.iter("figure") if it.get("id") == f"figure-{picture.name}"]
        assert text_of(next(figure.iter("h3"))) == picture.title
        assert [text_of(title) for svg in figure.iter("svg") for title in svg.iter("title")] == [picture.title]
        for told in (next(figure.iter("details")), annex_of(page, picture.name)):
            rows = [[text_of(cell) for cell in row] for row in told.iter("tr")]
            listed = (picture.listing.headings, *picture.listing.rows)
            assert rows == [[" ".join(cell.split()) for cell in row] for row in listed]


def annex_of(page: Element, name: str) -> Element:
    """What follows the heading of a picture in the annex."""
    (annex,) = [section for section in page.iter("section") if section.get("id") == "annex"]
    parts = list(annex)
    (place,) = [place for place, part in enumerate(parts) if part.get("id") == f"annex-{name}"]
    return parts[place + 1]


def test_every_number_of_the_place_is_there_with_where_it_comes_from(folder: Path, page: Element) -> None:
    rows = {text_of(next(row.iter("code"))): text_of(row) for table in with_class(page, "inputs")
            for row in table.iter("tr") if list(row.iter("code"))}  # fmt: skip
    base = study_of(folder).cases[0]
    for stated in numbers_of(base):
        told = rows[stated.path]
        assert " ".join(stated.value.split()) in told
        assert stated.unsourced == ("Assumed." in told)
        assert " ".join(stated.source.removeprefix("assumed: ").split())[1:].rstrip(".") in told
    assert "31 USD/hour" in rows["costs.staff_hour"]


def test_every_item_of_the_sheet_is_answered_and_what_is_left_out_is_said(page: Element) -> None:
    text = text_of(page)
    assert all(f"{number} {title}" in text for number, title in ITEMS.items())
    assert all(line in text for line in LEFT_OUT)


def test_it_says_how_to_make_it_again(page: Element, folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (again,) = [section for section in page.iter("section") if section.get("id") == "again"]
    text = text_of(again)
    command = "compare small-place opt-out-of-sharing decline-all-detainers --replications 4 --seed 5 --draws 20"
    assert f"python run_sim.py {command} --set costs.staff_hour=31" in text
    known = (*manifest["packages"].values(), *manifest["scenario_sha256"].values(), manifest["sha256"]["summary.json"])
    assert all(fact in text for fact in known)
    assert str(folder) not in text_of(page)


def test_the_command_for_the_whole_sensitivity_keeps_what_changes_numbers(report: Report) -> None:
    assert [doubt.command for doubt in report.doubts] == [
        f"python run_sim.py sensitivity small-place {policy} --set costs.staff_hour=31" for policy in POLICIES
    ]


def test_what_would_help_goes_by_how_much_of_an_interval_is_chance(report: Report, summary: dict[str, Any]) -> None:
    for policy, doubt in zip(POLICIES, report.doubts, strict=True):
        for row, (measure, _) in zip(doubt.intervals.rows, MEASURES.values(), strict=True):
            entry = summary["differences"][policy][measure]
            both = entry["both_high"] - entry["both_low"]
            gain = both and 1 - (entry["unknowns_high"] - entry["unknowns_low"]) / both
            expected = "More replications" if gain > 0.5 else "Both" if gain >= 0.1 else "Better" if both else "Nothing"
            assert row[-1].startswith(expected), (row, gain)


def test_the_same_folder_gives_the_same_page(folder: Path, html: str) -> None:
    assert html_of(report_of(folder)) == html


def test_a_run_of_the_place_alone_has_no_differences(tmp_path: Path) -> None:
    folder = make_run(tmp_path / "alone", replications=2, draws=0)
    made = report_of(folder)
    page = tree_of(html_of(made))
    entries = json.loads((folder / "summary.json").read_text(encoding="utf-8"))["policies"]["as-is"]
    (numbers,) = with_class(page, "policy-numbers")
    for number in with_class(numbers, "number"):
        measure, times = MEASURES[number.get("data-number", "")]
        (words,) = with_class(number, "number-words")
        assert_level(text_of(words), entries[measure], times)
    assert [picture.name for picture in made.pictures] == [name for name in FIGURES if name not in COMPARISONS]
    assert "No policy is compared." in text_of(page)
    assert "fewer" not in " ".join(text_of(it) for it in with_class(page, "answer"))
    assert made.doubts[0].command == "python run_sim.py sensitivity small-place --set costs.staff_hour=31"


def test_an_incomplete_run_says_so_before_anything_else(tmp_path: Path, folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    stopped = tmp_path / "stopped"
    stopped.mkdir()
    for path in folder.rglob("*"):
        if path.is_file():
            copy = stopped / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    missing = manifest | {"complete": False, "replications_asked": 9, "failures": {"1000003": "no memory"}}
    (stopped / "manifest.json").write_text(json.dumps(missing), encoding="utf-8")
    (front,) = tree_of(html_of(report_of(stopped))).iter("header")
    assert "This run is not complete. 4 of 9 replications are in it, and 20 of 20 draws of the inputs." in text_of(
        front
    )
    assert "1 failed, 1 of them draws." in text_of(front)
    assert list(with_class(front, "incomplete"))
    assert not report_of(folder).front.incomplete


def test_lists_keep_their_order_and_what_belongs_to_a_line() -> None:
    lines = ("Jail, from 2012 on:", "  1. honor.", "  2. decline.", "  in place of:", "  1. honor.", "Last.")
    (whole,) = runs_of(Points(lines))
    assert not whole.numbered
    first, last = whole.lines
    assert [(run.numbered, [line.text for line in run.lines]) for run in first.under] == [
        (True, ["honor.", "decline."]),
        (False, ["in place of:"]),
        (True, ["honor."]),
    ]
    assert (last.text, last.under) == ("Last.", ())


def test_a_printed_table_fills_the_width_and_its_longest_texts_have_most_of_it(page: Element) -> None:
    for headings, row in ((("Name",), ("a",)), (("Input", "Meaning"), ("a.b", "word " * 30)), (("A",) * 9, ("b",) * 9)):
        shares = shares_of(Table(headings, (row,)))
        assert sum(shares) == 100
        assert min(shares) >= 5
    assert shares_of(Table(("Input", "Meaning"), (("a.b", "word " * 30),))) == (
        10,
        90,
    )  # of 18 twentieths to give, 5 in 65 letters are one
    style = page.findtext(".//style") or ""
    named = [column.get("class", "") for column in page.iter("col")]
    assert len(set(named)) > 3
    assert [name for name in named if f".{name} {{ width:" not in style] == []
