"""All texts that are said in the reader's language, and the files of the languages kept in step with them.

``python -m tests.web.texts`` adds to every language file what it lacks, untranslated, and drops what is no longer said.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import polib
from jinja2 import nodes

from simulator.scenario.describe import LEFT_OUT
from simulator.scenario.quantities import CHARGE_CLASSES
from simulator.views import headline, language, main_measures, money, workbook_notes
from simulator.views.figures import findings, input_names
from simulator.views.film import gif, stations
from simulator.views.pages import TEMPLATES, environment
from simulator.views.report import answer, assumptions, figure_key
from simulator.views.stress_des.objectives import PURPOSE
from simulator.web import app
from simulator.web.levers import groups

SIMULATOR = Path(language.__file__).parents[1]
PAGES = SIMULATOR / "web" / "templates"
FAULTS = frozenset({"HTTPException", "WrongAddress"})
"""Errors that the page shows in words."""
NOTES_ABOUT = ("What counts", "Price of a jail day", "What is left out")
"""What those notes are about that are the same for every run."""


def said() -> set[str]:
    """Every text, in English."""
    found = {text for path in (*PAGES.glob("*.html"), *TEMPLATES.glob("*.html")) for text in of_template(path)}
    found |= {text for path in (SIMULATOR / "views").rglob("*.py") for text in of_module(path)}
    found |= {text for path in (SIMULATOR / "web").rglob("*.py") for text in of_faults(path)}
    return {text for text in (*found, *of_levers(), *by_variable()) if text}


def of_template(path: Path) -> Iterator[str]:
    """The texts in ``_(...)``, those of each choice included."""
    tree = environment().parse(path.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "_":
            constants = [call.args[0]] if isinstance(call.args[0], nodes.Const) else call.args[0].find_all(nodes.Const)
            yield from (constant.value for constant in constants if isinstance(constant.value, str))


def of_module(path: Path) -> Iterator[str]:
    """The texts in ``say(...)`` and ``map(say, ...)``, of names and functions of the module too."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call) and node.args):
        if _is_say(call.func):
            yield from _texts(call.args[0], module)
        elif isinstance(call.func, ast.Name) and call.func.id == "map" and _is_say(call.args[0]):
            yield from _texts(call.args[1], module)


def _is_say(node: ast.expr) -> bool:
    return "say" in (getattr(node, "id", ""), getattr(node, "attr", ""))


def _texts(node: ast.AST | None, module: ast.Module) -> Iterator[str]:
    """The texts that an expression can be."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from (*_texts(one, module), *_texts(other, module))
        case ast.Tuple(elts=parts):
            yield from (text for part in parts for text in _texts(part, module))
        case ast.Name(id=name):
            yield from (text for value in _assigned(name, module) for text in _texts(value, module))
        case ast.Call(func=ast.Name(id=name)):
            yield from (text for value in _returned(name, module) for text in _texts(value, module))


def _assigned(name: str, module: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and any(getattr(target, "id", "") == name for target in node.targets):
            if not isinstance(node.value, ast.Name | ast.Call):
                yield node.value


def _returned(name: str, module: ast.Module) -> Iterator[ast.expr | None]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            yield from (inner.value for inner in ast.walk(node) if isinstance(inner, ast.Return))


def of_faults(path: Path) -> Iterator[str]:
    """The whole sentences that errors of the page say."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in FAULTS:
            yield from (text for text in map(_constant, node.args) if text)


def _constant(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def of_levers() -> Iterator[str]:
    """What the levers are called and say; labels of files are told as they stand."""
    for group in groups():
        yield from (group.title, group.about)
        for control in group.controls:
            yield from (control.label, control.help, control.unit)
            yield from (text for _, text in control.options if not control.of_files)


def by_variable() -> Iterator[str]:
    """Texts that are kept in tables and said from there."""
    yield from ("yes", "no", app.BUSY, app.FULL, app.TOO_LONG)
    yield from (findings.LOCAL.noun, findings.STATE.noun, PURPOSE, money.BY_CHANCE, money.BY_DRAWS, figure_key.TITLE)
    for asked in (headline.DETAINERS, headline.JAIL_DAYS, headline.LOCAL_COST, headline.STATE_COST):
        yield from (asked.label, asked.meaning)
    yield from (headline.HELD_WRONGLY.label, headline.HELD_WRONGLY.meaning)
    yield from (text for pair in answer.DIRECTIONS.values() for text in pair)
    yield from (*LEFT_OUT, *workbook_notes.WHAT_COUNTS, *workbook_notes.BED_PRICES_MEAN, *workbook_notes.INTERVALS_MEAN)
    yield from (*NOTES_ABOUT, *assumptions.TITLES.values(), *figure_key.LOOKS_IN_WORDS)
    yield from (*main_measures.HEADLINES.values(), *input_names.NAMES.values())
    yield from (*stations.TITLES, *gif.DAY_NAMES, "came there", "there at the end", *CHARGE_CLASSES)


def update(path: Path) -> None:
    """Put new texts into a language file, untranslated, and take out those no longer said."""
    file, texts = polib.pofile(str(path), wrapwidth=110), said()
    known = {entry.msgid for entry in file}
    for entry in [entry for entry in file if entry.msgid not in texts or entry.obsolete]:
        file.remove(entry)
    file.extend(polib.POEntry(msgid=text) for text in sorted(texts - known))
    file.sort(key=lambda entry: entry.msgid)
    file.save()


if __name__ == "__main__":
    for language_file in sorted(language.FOLDER.glob("*.po")):
        update(language_file)
