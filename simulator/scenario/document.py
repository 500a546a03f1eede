"""Strict YAML: plain data, and where each part of it is written.

Only what a scenario needs is read: mappings, lists, text, numbers, true and false, dates. Everything in YAML
that can hide a mistake (duplicate keys, anchors, merge keys, tags, tabs, a second document) is a fault.
"""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from simulator.errors import Fault, ScenarioError
from simulator.scenario.written import Key, Origin, Route, Written, dotted, shown
from simulator.scenario.yaml_nodes import (
    BAD_ESCAPE,
    DEEPEST,
    NO_ALIAS,
    NO_TAG,
    NOT_TEXT,
    TOO_DEEP,
    any_node,
    read_text,
    root_node,
)

LONGEST_NUMBER = 40
INTEGER = re.compile(r"[-+]?[0-9]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOT_A_NUMBER = re.compile(r"\.(nan|NaN|NAN)|[-+]?\.(inf|Inf|INF)")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
NO_MERGE = ("merge keys (`<<`) are not allowed", "Use `base` or an overlay instead.")


def read(path: Path) -> tuple[Written | None, list[Fault]]:
    """The file's content, or None if it cannot be read as YAML at all; and every fault of its YAML."""
    file = shown(path)
    try:
        written, faults = _written(read_text(path, file), file)
    except ScenarioError as error:
        return None, list(error.faults)
    return Written(deepcopy(written.tree), written.origins), list(faults)


@lru_cache(maxsize=64)
def _written(text: str, file: str) -> tuple[Written, tuple[Fault, ...]]:
    """The content of a text; parsing takes most of the time of loading, and the same bases are read again and again."""
    builder = _Builder(file, text)
    return Written(builder.value(root_node(text, file), ()), builder.origins), tuple(builder.faults)


def read_value(text: str) -> object:
    """One scalar given on the command line; ``ValueError`` says what is wrong with it."""
    try:
        node = any_node(text)
    except (YAMLError, RecursionError, *BAD_ESCAPE):
        node = None
    if not isinstance(node, ScalarNode) or _has_property(node, text):
        raise ValueError("a single value is needed after `=`")
    return _scalar(node)


def _has_property(node: Node, text: str) -> bool:
    """Whether an anchor or a tag stands before the node; an empty node's mark is that of what follows."""
    start = node.start_mark.index
    return start != node.end_mark.index and text[start] in "&!"


def _key(node: Node, text: str) -> Key:
    """The key; ``ValueError`` says why it cannot be one."""
    if node.tag == "tag:yaml.org,2002:merge":
        raise ValueError(*NO_MERGE)
    if not isinstance(node, ScalarNode) or _has_property(node, text):
        raise ValueError("a key must be a plain name or number")
    key = _scalar(node)
    if isinstance(key, bool) or not isinstance(key, str | int | float):
        raise ValueError(f"`{node.value}` cannot be a key", "Put it in quotes if it is a name.")
    return key


def _scalar(node: ScalarNode) -> object:
    """The value by the YAML 1.2 core rules, and dates; ``ValueError`` says why a number or date cannot be used."""
    text: str = node.value
    if not text.isprintable() and NOT_TEXT.search(text):
        raise ValueError("this text holds a character that cannot be shown")
    if node.style is not None:
        return text
    if text in WORDS:
        return WORDS[text]
    if DATE.fullmatch(text):
        return _date(text)
    return read_number(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError("the calendar has no such day") from error


def read_number(text: str) -> Key:
    """The number that a text is, or the text itself; ``ValueError`` for one that cannot be used."""
    if NOT_A_NUMBER.fullmatch(text):
        raise ValueError("a finite number is needed")
    if not FLOAT.fullmatch(text):
        return text
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"a number has at most {LONGEST_NUMBER} characters")
    number = int(text) if INTEGER.fullmatch(text) else float(text)
    if not isfinite(number):
        raise ValueError("a finite number is needed")
    return number


class _Builder:
    """Turns nodes into plain data, and collects origins and faults on the way."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.origins: dict[Route, Origin] = {}
        self.faults: list[Fault] = []
        self.seen: set[int] = set()

    def value(self, node: Node, route: Route) -> Any:
        """The node's value; None for what must not be there."""
        self.origins.setdefault(route, self._origin(node, route))
        if id(node) in self.seen:  # only an alias leads to a node again
            self._fault(route, NO_ALIAS)
            return None
        self.seen.add(id(node))
        if _has_property(node, self.text):
            self._fault(route, NO_ALIAS if self.text[node.start_mark.index] == "&" else NO_TAG)
        if len(route) > DEEPEST:
            self._fault(route[:1], TOO_DEEP)
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, route)
        if isinstance(node, ScalarNode):
            return self._checked_scalar(node, route)
        return [self.value(item, (*route, position)) for position, item in enumerate(node.value)]

    def _mapping(self, node: MappingNode, route: Route) -> dict[Key, Any]:
        result: dict[Key, Any] = {}
        for key_node, value_node in node.value:
            try:
                key = _key(key_node, self.text)
            except ValueError as error:
                self._fault(route, error.args, line=key_node.start_mark.line + 1)
                continue
            here = self._origin(key_node, (*route, key))
            if key in result:
                lines = f"on lines {self.origins[here.route].line} and {here.line}"
                self._fault(here.route, (f"this key is written twice, {lines}", "Keep one of the two."), here.line)
                continue
            self.origins[here.route] = here
            result[key] = self.value(value_node, here.route)
        return result

    def _checked_scalar(self, node: ScalarNode, route: Route) -> object:
        try:
            return _scalar(node)
        except ValueError as error:
            self._fault(route, error.args, value=node.value if node.value.isprintable() else "")
            return node.value

    def _origin(self, node: Node, route: Route) -> Origin:
        return Origin(self.file, node.start_mark.line + 1, node.start_mark.column + 1, route)

    def _fault(self, route: Route, words: tuple[str, ...], line: int = 0, value: str = "") -> None:
        rule, fix = (*words, "")[:2]
        where = line or self.origins[route].line
        self.faults.append(Fault(self.file, where, dotted(route), value, rule, fix))
