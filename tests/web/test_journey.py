"""The whole way of a reader in a real browser: by keyboard alone, with mistakes, stops, links and downloads."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Download, Page, expect
from pypdf import PdfReader

from simulator.api import load
from simulator.scenario.load import check_file
from tests.web.browsing import MOMENT_MS, Served, Watched, keep_picture, watched

SHARING = "/en/compare?place=arlington-va&1=opt-out-of-sharing"
PLAN = SHARING.replace("1=opt-out-of-sharing", "1=build&1.label=Plan&1.policy.periods.0.opt_out=share")
FIRST = "#answer[data-stage=quick] .number-words"
BUTTON = "#run > button"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is meant has the focus."""
    for _ in range(250):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def enter(page: Page) -> None:
    """Press Enter, and wait for the page that comes."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def words(page: Page, where: str = "") -> list[str]:
    return page.locator(f"{where} .number-words").all_text_contents()


def settled(page: Page) -> list[str]:
    """The numbers once they are refined."""
    expect(page.locator("#answer[data-stage=fuller]:not([aria-busy])")).to_be_visible(timeout=MOMENT_MS)
    return words(page, "#answer")


def start_run(page: Page, replications: str = "3", draws: str = "0") -> None:
    """Ask for a run of this size with the form."""
    if not page.locator("#run-size").get_attribute("open"):
        page.locator("#run-size > summary").click()
    page.fill("#run-replications", replications)
    page.fill("#run-draws", draws)
    page.click(BUTTON)


def finished(page: Page) -> None:
    expect(page.locator("#results")).to_be_visible(timeout=2 * MOMENT_MS)


@pytest.mark.parametrize("place", ["arlington-va", "travis-tx"])
def test_the_whole_way_by_keyboard_alone(reader: Watched, place: str) -> None:
    page = reader.go("/en/")
    tab_to(page, f"a[href$='place={place}']")
    enter(page)
    expect(page.locator(".number-words")).to_have_count(4)
    tab_to(page, f"a[href$='compare?place={place}']")
    enter(page)
    tab_to(page, "#choice-1")
    page.keyboard.press("b")  # Build your own
    expect(page.locator("#lever-1-label")).to_be_visible()
    tab_to(page, "#lever-1-label")
    page.keyboard.type("Our plan")
    tab_to(page, "#lever-1-policy-periods-0-opt_out input")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#lever-1-policy-periods-0-opt_out-share")).to_be_checked()
    assert re.match("about .* fewer, between", settled(page)[0])
    assert "1.label=Our+plan" in page.url
    assert "1.policy.periods.0.opt_out=share" in page.url
    tab_to(page, "#run-size > summary")
    page.keyboard.press("Enter")
    for name, size in (("replications", "3"), ("draws", "0")):
        tab_to(page, f"#run-{name}")
        page.keyboard.press("Control+A")
        page.keyboard.type(size)
    tab_to(page, BUTTON)
    enter(page)
    finished(page)
    assert len(words(page)) == 4
    assert "Our plan" in page.locator(".policy h2").all_text_contents()
    tab_to(page, "a[href$='summary.csv']")
    with page.expect_download() as caught:
        page.keyboard.press("Enter")
    assert "our-plan" in Path(caught.value.path()).read_text(encoding="utf-8")
    keep_picture(page, f"results-{place}")


def test_a_mistake_stands_beside_its_field_and_nothing_typed_is_lost(reader: Watched) -> None:
    page = reader.go(PLAN)
    page.fill("#lever-1-policy-periods-0-begins", "2011-02-30")
    page.keyboard.press("Tab")
    beside = page.locator("#lever-1-policy-periods-0-begins-fault")
    expect(beside).to_contain_text("2011-02-30")
    field = page.locator("#lever-1-policy-periods-0-begins")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert "lever-1-policy-periods-0-begins-fault" in (field.get_attribute("aria-describedby") or "")
    expect(field).to_have_value("2011-02-30")
    expect(page.locator("#lever-1-label")).to_have_value("Plan")
    keep_picture(page, "faults")
    page.locator("#answer a[href='#lever-1-policy-periods-0-begins']").click()
    page.fill("#lever-1-policy-periods-0-begins", "2011-02-28")
    page.keyboard.press("Tab")
    expect(page.locator(".fault")).to_have_count(0)
    assert len(settled(page)) == 4
    start_run(page, replications="abc")
    expect(page.locator("#run-replications-fault")).to_be_visible()
    expect(page.locator("#run-replications")).to_have_value("abc")
    expect(page.locator("#lever-1-policy-periods-0-begins")).to_have_value("2011-02-28")
    assert "422" in reader.errors.pop()


def test_a_link_opens_the_same_and_every_download_holds_the_numbers_of_the_page(
    reader: Watched, browser: Browser, page_server: Served, tmp_path: Path
) -> None:
    page = reader.go(PLAN)
    first = settled(page)
    with page.expect_download() as caught:
        page.locator("#file-1").click()
    assert check_file(saved(caught.value, tmp_path)) == []
    start_run(page)
    finished(page)
    address, shown = page.url, words(page)
    context = browser.new_context()
    other = watched(context, page_server.root)
    assert settled(other.go(PLAN)) == first
    start_run(other.page)
    expect(other.page.locator("#results")).to_be_visible()
    assert other.page.url == address, "a run done once is not done again"
    assert words(other.page) == shown
    other.page.reload()
    assert words(other.page) == shown
    context.close()
    other.require_good()
    require_files(downloads(page, tmp_path), shown)


def downloads(page: Page, folder: Path) -> dict[str, Path]:
    """Every file that the page of a run offers, by its address."""
    page.get_by_text("Scenarios as YAML").click()
    files = {}
    for link in page.locator("a[download]").all():
        with page.expect_download(timeout=2 * MOMENT_MS) as caught:
            link.click()
        files[link.get_attribute("href", timeout=MOMENT_MS) or ""] = saved(caught.value, folder)
    return files


def require_files(files: dict[str, Path], shown: list[str]) -> None:
    """Reports, tables and scenarios are there, each opened by a reader of its kind, and have the numbers shown."""
    named = {Path(href).name: path for href, path in files.items()}
    assert {"report.html", "report.pdf", "summary.xlsx", "summary.csv", "plan.yaml", "as-is.yaml"} <= named.keys()
    in_report = named["report.html"].read_text(encoding="utf-8")
    in_pdf = re.sub(r"\s+", " ", "".join(sheet.extract_text() for sheet in PdfReader(named["report.pdf"]).pages))
    for told in shown:
        assert told in in_report
        assert told in in_pdf
    table = pd.read_csv(named["summary.csv"]).set_index(["policy", "measure"])
    fewer = -table.loc[("plan", "detainers"), "difference_mean"]
    assert f"about {fewer:.0f} fewer" in shown[0]
    sheets = load_workbook(named["summary.xlsx"], read_only=True)
    cells = {cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert any(isinstance(cell, int | float) and abs(cell + fewer) < 1e-9 for cell in cells)
    scenario = next(path for href, path in files.items() if "scenario/plan.yaml" in href)
    assert load(scenario).cases[0].scenario.policy.periods[-1].opt_out == "share"


def saved(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def test_two_readers_never_see_each_others_labels(reader: Watched, browser: Browser, page_server: Served) -> None:
    context = browser.new_context()
    other = watched(context, page_server.root)
    for one, label in ((reader, "Of-Ann"), (other, "Of-Bob")):
        one.go(PLAN.replace("Plan", label))
    for one in (reader, other):
        start_run(one.page)
        expect(one.page.locator("h1")).to_contain_text(re.compile("Run|Arlington"))
    for one, mine, theirs in ((reader, "Of-Ann", "Of-Bob"), (other, "Of-Bob", "Of-Ann")):
        finished(one.page)
        assert mine in one.page.content()
        assert theirs not in one.page.content()
        asked_here = one.go("/en/runs").locator("ul.runs").first.inner_text()
        assert mine in asked_here
        assert theirs not in asked_here
    keep_picture(reader.page, "runs")
    context.close()
    other.require_good()


def test_without_scripts(browser: Browser, page_server: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(MOMENT_MS)
    page.goto(f"{page_server.root}/en/compare?place=arlington-va")
    page.select_option("#choice-1", "build")
    page.get_by_role("button", name="Show what changes").click()
    page.fill("#lever-1-label", "Without scripts")
    page.check("#lever-1-policy-periods-0-opt_out-share")
    page.get_by_role("button", name="Show what changes").click()
    assert len(words(page, "#answer")) == 4
    page.locator("#more").click()
    assert len(words(page, "#answer[data-stage=fuller]")) == 4
    start_run(page)
    for _ in range(300):
        if page.locator("#results").count():
            break
        page.get_by_role("link", name="Look again").click()
        page.wait_for_timeout(200)
    assert len(words(page)) == 4
    context.close()
