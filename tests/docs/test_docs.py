"""The documentation says what the simulator does: commands and code are run, links resolve, names exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.api import load
from simulator.model.codes import ENDS
from simulator.outcomes.event_log import ACTIVITIES
from simulator.outcomes.ledger_items import ITEMS
from simulator.scenario.costs import BED_PRICES, PAYERS
from simulator.scenario.places import shipped
from simulator.scenario.policies import MODE_OF_OPT_OUT
from simulator.scenario.quantities import STATUSES
from simulator.scenario.sources import numbers_of
from simulator.scenario.yaml_nodes import root_node
from simulator.views.figures import FIGURES
from simulator.views.stress_des.checklist import ITEMS as CHECKLIST
from simulator.views.stress_des.checklist import SECTIONS
from tests.docs import pictures
from tests.docs.pages import BLOCK, DOCS, GENERATED, ROOT, RUN, generated, rerun

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SYSTEMS = re.compile(r"Immigration Alien (Query|Response)|Criminal Alien Program")
"""Names of systems and documents in which a word stands that the project does not use of people."""
MADE_BY_THE_TUTORIAL = {"my-county", "our-ordinance"}
FRESH = "To write the page anew: python -m tests.docs.pages"


def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"(?m)^#+ (.+)$", path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def names_in_commands() -> set[str]:
    """Places and policies by name, in the commands of all pages."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    arguments = re.findall(r"run_sim\.py (?:compare|run|describe|trace|new) ([^\n`#]+)", text)
    words = {word for argument in arguments for word in re.split(r"  | -", argument)[0].split()}
    return {part for word in words for part in word.split("+") if re.fullmatch(r"[a-z][a-z-]*", part)}


@pytest.mark.parametrize("name", RUN)
def test_what_is_shown_is_what_comes_out(name: str) -> None:
    assert text_of(name) == rerun(text_of(name)), FRESH


@pytest.mark.parametrize("name", GENERATED)
def test_tables_and_help_texts_are_those_of_the_code(name: str) -> None:
    assert text_of(name) == generated(text_of(name)), FRESH


def test_the_picture_of_the_flow_is_that_of_the_code() -> None:
    _, shown = pictures.flow_now()
    assert pictures.kept("flow.png") == shown, FRESH


def test_the_model_page_answers_every_item_of_the_checklist_in_order() -> None:
    headings = re.findall(r"(?m)^#{2,3} ((?:\d\.?)+ .+)$", text_of("model.md"))
    sections = [f"{number} {title}" for number, title in SECTIONS.items()]
    items = [f"{number} {title}" for number, title in CHECKLIST.items()]
    assert headings == sorted([*sections, *items], key=lambda heading: heading.split()[0])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_images_resolve(page: Path) -> None:
    missing = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        target, _, anchor = link.partition("#")
        path = (page.parent / target).resolve() if target else page
        if "://" in link:
            continue
        if not path.exists() or (anchor and anchor not in anchors(path)):
            missing.append(link)
    assert missing == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    linked = set(LINK.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    assert {f"docs/{page.name}" for page in DOCS.glob("*.md")} <= linked


def test_commands_of_the_readme_are_targets_of_the_makefile() -> None:
    named = set(re.findall(r"(?m)^make (\w+)|`make (\w+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    targets = set(re.findall(r"(?m)^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert {"compare", "test"} <= {one or other for one, other in named} <= targets


def test_places_and_policies_that_are_named_are_shipped() -> None:
    known = {path.stem for paths in shipped().values() for path in paths} | MADE_BY_THE_TUTORIAL
    assert {"arlington-va", "opt-out-of-sharing", "my-county"} <= names_in_commands() <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_people_are_called_people(page: Path) -> None:
    assert re.findall(r"(?i)\b(?:illegal )?aliens?\b", SYSTEMS.sub("", page.read_text(encoding="utf-8"))) == []


def test_the_glossary_has_every_word_of_the_output() -> None:
    glossary = text_of("glossary.md").lower().replace("-", " ")
    words: list[str] = [*ENDS, *ITEMS, *PAYERS, *BED_PRICES, *MODE_OF_OPT_OUT.values(), *STATUSES, "not-activated"]
    words += ["honor", "decline", "notify", "detainer", "hold days", "added pretrial days", "interval"]
    assert [word for word in words if word.replace("-", " ") not in glossary] == []


def test_results_names_every_activity_and_the_tutorial_every_figure() -> None:
    assert [name for name in ACTIVITIES.values() if f"`{name}`" not in text_of("results.md")] == []
    assert [name for name in FIGURES if f"`{name}`" not in text_of("your-county.md")] == []


@pytest.mark.parametrize("name", ["scenario-files.md", "your-county.md"])
def test_examples_of_files_are_yaml_that_the_simulator_reads(name: str) -> None:
    found = [match["body"] for match in BLOCK.finditer(text_of(name)) if match["kind"] == "yaml"]
    mappings = [body for body in found if not body.startswith("# yaml-language-server")]
    assert len(mappings) >= 3
    for body in mappings:
        root_node(body, name)


def test_the_model_page_counts_what_is_assumed() -> None:
    numbers = numbers_of(load("arlington-va").cases[0])
    assert f"{sum(number.unsourced for number in numbers)} of {len(numbers)} in Arlington's file" in text_of("model.md")
