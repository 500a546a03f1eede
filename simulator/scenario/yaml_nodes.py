"""From a file to YAML nodes, or a refusal that says on which line the text is no YAML that a scenario can use."""

from __future__ import annotations

import re
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node

from simulator.errors import Fault, ScenarioError

LARGEST_BYTES = 1_000_000
DEEPEST = 40

NO_ALIAS = ("anchors and aliases (`&name`, `*name`) are not allowed", "Write the value out where it is needed.")
NO_TAG = ("tags (`!name`) are not allowed", "Write the plain value; put text in quotes.")
TOO_DEEP = (f"more than {DEEPEST} levels inside each other are too many",)

NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SAVE_AS_TEXT = "Save it as plain text in UTF-8."
NOT_ALLOWED = (
    (NOT_TEXT, "this character has no place in a text file", SAVE_AS_TEXT),
    (re.compile("\t"), "tabs are not allowed", "Use spaces."),
    (re.compile("^%"), "a line cannot begin with `%`", "Remove the directive."),
)
BAD_ESCAPE = (ValueError, OverflowError)
UNCLOSED = ("quoted scalar found unexpected end", "flow")

SYNTAX = (
    ("mapping values are not allowed", "a `: ` cannot stand here",
     "Check the indentation of this line and the one above, and put text that holds `: ` in quotes."),
    (UNCLOSED[0], "the quotes that open here are never closed", "Add the closing quote."),
    (UNCLOSED[1], "the bracket that opens here is never closed, or a comma is missing in it",
     "Add the closing bracket or the comma."),
    ("undefined alias", *NO_ALIAS),
    ("another document", "a second document begins here, and a file holds only one", "Remove the `---` line."),
    ("cannot start any token", "a value cannot begin with this character", "Put the text in quotes."),
    ("unknown escape", "a backslash in double quotes must be doubled", "Or use single quotes."),
    ("could not find expected ':'", "this line has no `: `", "Write `key: value`."),
    ("expected <block end>", "this does not fit under the lines above", "Check the indentation and the quotes."),
    ("tag handle", *NO_TAG),
)  # fmt: skip
"""What the YAML reader says, the rule in plain words, and what to try."""


def read_text(path: Path, file: str) -> str:
    """The text of a file; ``ScenarioError`` if it is too large, no plain file, or no text. ``file`` is its name."""
    try:
        if path.exists() and not path.is_file():
            raise _refusal(file, 0, f"this is {'a folder' if path.is_dir() else 'a device'}, and a file is needed")
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            rule = f"a scenario file has at most {LARGEST_BYTES / 1e6:g} MB, and this one has {size / 1e6:.1f} MB"
            raise _refusal(file, 0, rule)
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is not allowed"
        raise _refusal(file, 0, f"the file cannot be read: {reason}") from error
    return _decoded(content, file)


def root_node(text: str, file: str) -> MappingNode:
    """The mapping that a text consists of; ``ScenarioError`` if it is no YAML, or not one mapping."""
    try:
        node = any_node(text)
    except MarkedYAMLError as error:
        raise _syntax(error, file) from error
    except BAD_ESCAPE as error:
        raise _refusal(file, 0, "a backslash escape in double quotes stands for no character") from error
    except RecursionError as error:
        raise _refusal(file, _line_that_is_too_deep(text), *TOO_DEEP) from error
    if node is None:
        raise _refusal(file, 0, "the file is empty", "Begin with `kind: place` or `kind: policy`.")
    if not isinstance(node, MappingNode):
        raise _refusal(file, node.start_mark.line + 1, "the file must consist of `key: value` lines")
    return node


def any_node(text: str) -> Node | None:
    """The one node of a text, whatever it is; raises what ruamel.yaml raises, or one of ``BAD_ESCAPE``."""
    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = False  # every anchor is a fault here
    node: Node | None = yaml.compose(text)
    return node


def _refusal(file: str, line: int, rule: str, fix: str = "") -> ScenarioError:
    return ScenarioError([Fault(file, line, "", "", rule, fix)])


def _decoded(content: bytes, file: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refusal(file, line, "this is not UTF-8 text", SAVE_AS_TEXT) from error
    for pattern, rule, fix in NOT_ALLOWED:
        lines = [number for number, line in enumerate(text.split("\n"), start=1) if pattern.search(line)]
        if lines:
            also = f" (lines {', '.join(map(str, lines[:9]))})" if lines[1:] else ""
            raise _refusal(file, lines[0], rule + also, fix)
    return text


def _syntax(error: MarkedYAMLError, file: str) -> ScenarioError:
    said = f"{error.context or ''} {error.problem or ''}"
    unknown = ("", f"this is not valid YAML ({error.problem})", "")
    pattern, rule, fix = next((entry for entry in SYNTAX if entry[0] in said), unknown)
    mark = error.context_mark if pattern in UNCLOSED else error.problem_mark
    return _refusal(file, mark.line + 1 if mark else 0, rule, fix)


def _line_that_is_too_deep(text: str) -> int:
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        depth += isinstance(event, CollectionStartEvent)
        depth -= isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            return int(event.start_mark.line) + 1
    return 0
