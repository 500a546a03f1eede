"""A tree of plain data that knows where each of its parts is written."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

Key: TypeAlias = str | int | float
Route: TypeAlias = tuple[Key, ...]
"""The keys and list positions from the root of a tree to one of its parts."""


@dataclass(frozen=True)
class Origin:
    """Where one part of a tree is written: file, line and column from 1, and its route in that file."""

    file: str
    line: int
    column: int
    route: Route


@dataclass(frozen=True)
class Written:
    """A tree of plain data, and the origin of each of its parts."""

    tree: dict[str, Any]
    origins: dict[Route, Origin]

    def origin(self, route: Route) -> Origin:
        """Where ``route`` is written or, if it is not, the closest part around it."""
        length = next(length for length in range(len(route), -1, -1) if route[:length] in self.origins)
        known = self.origins[route[:length]]
        return replace(known, route=(*known.route, *route[length:]))


def part_at(tree: Any, route: Route) -> Any:
    """The part of the tree at ``route``; None if there is none."""
    for key in route:
        try:
            tree = tree[key]
        except (LookupError, TypeError):
            return None
    return tree


def parts_of(node: object) -> dict[str, Key]:
    """The keys of a mapping or the positions of a list, by how a path writes them."""
    keys: Any = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    return {str(key): key for key in keys}


def dotted(route: Route) -> str:
    """The route as messages show it: keys and list positions with dots between them."""
    return ".".join(str(key) for key in route)


def shown(path: Path) -> str:
    """The path as messages show it: relative to the current folder if it is below it."""
    with suppress(ValueError):
        return str(path.relative_to(Path.cwd()))
    return str(path)
