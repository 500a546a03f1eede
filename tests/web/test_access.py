"""Whoever reads the page, and however: axe-core on every state, and what axe cannot see."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.web.guard import POLICY
from tests.web.browsing import Served, Watched, faults_found, keep_picture
from tests.web.test_journey import PLAN, SHARING, finished, settled, start_run

FIVE = SHARING + "&2=serious-only&3=decline-all-detainers&4=not-activated&5=opt-out-of-receiving"
WRONG = PLAN + "&1.policy.periods.0.begins=soon&1.costs.staff_hour=-1"
WIDTHS = {"wide": 1_280, "half": 640, "narrow": 320}
"""A usual window; the same at 200 percent; a small telephone."""
STATES: dict[str, str] = {
    "places": "/en/",
    "place": "/en/place?place=arlington-va",
    "no-policy": "/en/compare?place=arlington-va",
    "shipped-policy": SHARING,
    "five-policies": FIVE,
    "built": PLAN,
    "wrong": WRONG,
    "no-runs": "/en/runs",
    "glossary": "/en/glossary",
    "no-such-page": "/en/place?place=nowhere",
}


def ready(page: Page) -> None:
    """Nothing more is on its way."""
    if page.locator("#answer[data-next]").count():
        settled(page)
    expect(page.locator("[aria-busy]")).to_have_count(0)


def open_all(page: Page) -> None:
    """Show what is folded away."""
    page.evaluate("for (const it of document.querySelectorAll('details')) it.open = true")


def in_all_widths(page: Page, name: str) -> None:
    """No fault, and nothing to move sideways, in any width."""
    for width, pixels in WIDTHS.items():
        page.set_viewport_size({"width": pixels, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= pixels, (name, width)
        assert faults_found(page) == [], (name, width)
        keep_picture(page, f"{name}-{width}")


@pytest.mark.parametrize("name", STATES)
def test_no_fault_in_any_state(reader: Watched, name: str) -> None:
    page = reader.go(STATES[name])
    ready(page)
    open_all(page)
    in_all_widths(page, name)
    if name == "no-such-page":
        reader.errors.clear()  # a browser notes the 404 as an error


def test_a_run_is_stopped_goes_on_and_ends_without_a_fault_on_the_way(reader: Watched) -> None:
    page = reader.go(SHARING)
    start_run(page, replications="150")
    expect(page.locator("#state[data-phase=running]")).to_be_visible()
    in_all_widths(page, "running")
    page.get_by_role("button", name="Stop this run").click()
    expect(page.locator("#state[data-phase=stopped]")).to_be_visible()
    in_all_widths(page, "stopped")
    page.get_by_role("button", name="Let it go on").click()
    expect(page.locator("#state[data-phase=running] progress")).to_be_visible()
    page.evaluate(COUNTED)
    finished(page)
    assert "Replications: 150." in page.locator("#main").inner_text()
    said = page.evaluate("window.heard")
    assert [words for words in said if "finished" in words] == ["The run is finished."]
    page.wait_for_timeout(2_500)
    assert page.evaluate("window.heard") == said, "the end is told once"
    open_all(page)
    in_all_widths(page, "results")
    page.goto(f"{reader.root}/en/runs")
    in_all_widths(page, "runs")


@pytest.mark.parametrize(("path", "beside"), [(SHARING, "static"), (PLAN, "sticky")])
def test_the_answer_stays_in_view_beside_long_levers_alone_and_is_whole_in_print(
    reader: Watched, path: str, beside: str
) -> None:
    answer = reader.go(path).locator("#answer")
    expect(answer).to_have_css("position", beside)
    reader.page.emulate_media(media="print")
    expect(answer).to_have_css("position", "static")
    expect(answer).to_have_css("max-height", "none")


COUNTED = """
window.heard = [];
new MutationObserver(() => window.heard.push(document.getElementById("said").textContent))
  .observe(document.getElementById("said"), {childList: true, characterData: true, subtree: true});
"""


def test_the_strict_policy_is_on(reader: Watched) -> None:
    reader.page.goto(reader.root)
    answer = reader.page.request.get(f"{reader.root}/en/")
    assert answer.headers["content-security-policy"] == POLICY
    blocked = reader.page.evaluate(
        "() => { const it = document.createElement('script'); it.textContent = 'window.ran = 1';"
        " document.body.append(it); return window.ran === undefined; }"
    )
    assert blocked
    assert any("Content Security Policy" in told for told in reader.errors)
    reader.errors.clear()


def values(page: Page) -> object:
    return page.evaluate("""() => [location.href, ...[...document.querySelectorAll("input, select")]
        .filter(it => it.name !== "token").map(it => [it.name, it.value, it.checked])]""")


def test_tab_and_letters_change_nothing(reader: Watched) -> None:
    page = reader.go(PLAN)
    ready(page)
    before = values(page)
    page.locator("#said").evaluate("it => it.textContent = ''")
    for _ in range(120):
        page.keyboard.press("Tab")
    assert values(page) == before
    page.locator("h1").click()
    for letter in "abcdefghijklmnopqrstuvwxyz0123456789?/":
        page.keyboard.press(letter)
    assert values(page) == before
    assert page.locator("#said").text_content() == ""


@pytest.mark.parametrize("path", [PLAN, WRONG, "/en/"])
def test_every_control_has_a_name(reader: Watched, path: str) -> None:
    page = reader.go(path)
    ready(page)
    open_all(page)
    tree = page.locator("body").aria_snapshot()
    roles = ("button", "textbox", "combobox", "checkbox", "radio", "link", "img", "table")
    nameless = [line for line in tree.splitlines() if line.strip().lstrip("- ").rstrip(":") in roles]
    assert nameless == []


def test_a_figure_is_one_image_that_states_its_finding(reader: Watched) -> None:
    page = reader.go(SHARING)
    settled(page)
    figure = page.locator("svg[role=img]")
    expect(figure).to_have_count(1)
    title = page.locator("figure .picture-title").inner_text()
    assert len(title) > 30
    assert f'img "{title}' in page.locator("figure").aria_snapshot()
    page.get_by_text("The numbers behind this figure").click()
    assert page.locator("figure table tbody tr").count() >= 4


def test_the_focus_stays_when_levers_are_exchanged(reader: Watched) -> None:
    page = reader.go("/en/compare?place=arlington-va")
    page.locator("#choice-1").focus()
    page.keyboard.press("b")  # Build your own
    expect(page.locator("#lever-1-label")).to_be_visible()
    expect(page.locator("#choice-1")).to_be_focused()
    page.locator("#lever-1-costs-staff_hour").evaluate("it => it.closest('details').setAttribute('open', '')")
    page.fill("#lever-1-costs-staff_hour", "much")
    page.locator("#lever-1-costs-bed_day-short_run").focus()
    page.keyboard.type("2")
    expect(page.locator("#lever-1-costs-staff_hour-fault")).to_be_visible()
    expect(page.locator("#lever-1-costs-bed_day-short_run")).to_be_focused()
    expect(page.locator("#lever-1-costs-bed_day-short_run")).to_have_value("2")


def test_what_changes_is_told(reader: Watched) -> None:
    page = reader.go(PLAN)
    ready(page)
    page.check("#lever-1-policy-periods-0-opt_out-none")
    expect(page.locator("#said")).to_contain_text("no change")
    assert page.locator("#said").get_attribute("role") == "status"


def test_each_language_says_which_it_is(reader: Watched, browser: Browser, page_server: Served) -> None:
    for code in ("en", "es"):
        assert reader.go(f"/{code}/").locator("html").get_attribute("lang") == code
    context = browser.new_context(locale="es-US")
    page = context.new_page()
    page.goto(page_server.root)
    assert page.url.endswith("/es/")
    context.close()
    page = reader.go(SHARING)
    ready(page)
    page.select_option("#choice-1", "serious-only")
    expect(page.locator("#answer h3").first).to_have_text("Hold for level 1 only")
    page.get_by_role("link", name="Español").click()
    assert "1=serious-only" in page.url
    expect(page.locator("#choice-1")).to_have_value("serious-only")
