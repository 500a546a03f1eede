"""Laying one tree over another: bases, overlays, siblings, and values set on the command line.

Mappings merge key by key. Leaves are replaced whole: scalars, lists, and every mapping that is a number, a table,
a distribution or a station, because half of an old number and half of a new one would be neither.
The lists of periods, requests and triggers alone grow: a period that comes later holds from its first day on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import product
from typing import Any

from simulator.errors import Fault, ScenarioError
from simulator.scenario.document import read_value
from simulator.scenario.faults import nearest
from simulator.scenario.written import Origin, Route, Written, dotted, part_at, parts_of

PERIODS: Route = ("policy", "periods")
GROWING: tuple[Route, ...] = (PERIODS, ("policy", "requests"), ("policy", "triggers"))
"""Lists to which an overlay adds."""
PERIOD_KEYS = ("opt_out", "ice_access", "in_activation_plan", "detainer_rules", "reimbursement_agreement")
AT_ODDS_KEYS = (*PERIOD_KEYS, "agencies_may")
HEADER = ("kind", "label", "about", "source", "base", "overlays")
"""The keys of a policy file that say what it is; its other keys are laid over the place."""
LEAF_KEYS = frozenset({"value", "distribution", "shares", "factors", "kind", "unit"})
OTHER_ORIGIN = {"source": "assumed", "assumed": "source"}
"""What is laid over says anew where it comes from, so the one takes the place of the other."""
SET_SOURCE = "set on the command line"
QUANTILES, CORRELATIONS = "quantiles", "correlations"
RANGE_KEYS = ("assumed", "low", "high", "spread", "earliest", "latest", QUANTILES)
KEEP_ONE = "Keep one of the two, or build one file on the other with `base`."


def states_of(tree: Mapping[str, Any]) -> dict[str, str]:
    """The state of each agency of a merged tree, as far as it is written."""
    agencies = tree.get("agencies")
    named = agencies.items() if isinstance(agencies, dict) else ()
    return {str(name): str(agency.get("state")) for name, agency in named if isinstance(agency, dict)}


def only(written: Written, keys: Collection[str]) -> Written:
    """The same with only these keys of the root."""
    return replace(written, tree={key: part for key, part in written.tree.items() if key in keys})


def merge(under: Written, over: Written) -> Written:
    """``over`` laid over ``under``; each part keeps the origin of the file that it comes from."""
    origins = dict(under.origins)
    return Written(_merged(under.tree, over.tree, (), origins, over.origins), origins)


def join(siblings: Sequence[Written], states: Mapping[str, str]) -> tuple[Written, list[Fault]]:
    """Files of equal rank merged, and a fault for each key that two of them set.

    ``states`` gives each agency's state: a period for a state and one for an agency in it may be at odds.
    """
    joined, faults = siblings[0], []
    for sibling in siblings[1:]:
        clashes = [*_clashes(joined.tree, sibling.tree, ()), *_periods_at_odds(joined, sibling, states)]
        pairs = [(joined.origin(one), sibling.origin(other)) for one, other in clashes]
        faults += [_clash(one, other) for one, other in pairs if one != other]
        joined = merge(joined, sibling)
    return joined, faults


def set_values(written: Written, settings: Sequence[str], years: int | None) -> Written:
    """A copy with each ``path=value`` of the command line set; ``ScenarioError`` if a path or value is wrong."""
    given = [("--set", setting) for setting in settings]
    given += [("--years", f"years={years}")] if years is not None else []
    changed, faults, routes = Written(deepcopy(written.tree), dict(written.origins)), [], set()
    for option, setting in given:
        path, _, text = setting.partition("=")
        try:
            route = value_route(changed.tree, path)
            if route in routes:
                raise ValueError("this is set twice on the command line")
            routes.add(route)
            _set(changed, route, read_value(text), option)
        except ValueError as error:
            rule, fix = (*error.args, "")[:2]
            faults.append(Fault(option, 0, path, text, rule, fix))
    if faults:
        raise ScenarioError(faults)
    _leave_correlations(changed)
    return changed


def value_route(tree: Any, path: str) -> Route:
    """The route of the single value at a dotted path; ``ValueError`` holds the rule it breaks, and what to try."""
    return _number_at(tree, route_of(tree, path))


def has_path(tree: Any, path: str) -> bool:
    """Whether a tree has anything at a dotted path."""
    try:
        route_of(tree, path)
    except ValueError:
        return False
    return True


def _is_section(part: object, route: Route) -> bool:
    return isinstance(part, dict) and (not route or LEAF_KEYS.isdisjoint(part))


def _below(origins: Mapping[Route, Origin], route: Route) -> dict[Route, Origin]:
    return {known: origin for known, origin in origins.items() if known[: len(route)] == route}


def _merged(under: Any, over: Any, route: Route, origins: dict[Route, Origin], new: Mapping[Route, Origin]) -> Any:
    if route in GROWING and isinstance(under, list) and isinstance(over, list):
        depth = len(route)
        for known, origin in _below(new, route).items():
            if known != route:
                origins[*route, int(known[depth]) + len(under), *known[depth + 1 :]] = origin
        return [*under, *over]
    if _is_section(under, route) and _is_section(over, route):
        changed = {key: _merged(under.get(key), part, (*route, key), origins, new) for key, part in over.items()}
        return {key: part for key, part in under.items() if OTHER_ORIGIN.get(key) not in over} | changed
    for known in _below(origins, route):
        del origins[known]
    origins.update(_below(new, route))
    return over


def _clashes(one: Any, other: Any, route: Route) -> Iterator[tuple[Route, Route]]:
    """The leaves that both set; their routes are the same in both."""
    if route in GROWING:
        return
    if not (_is_section(one, route) and _is_section(other, route)):
        yield route, route
        return
    for key in one:
        if key in other:
            yield from _clashes(one[key], other[key], (*route, key))


def _clash(one: Origin, other: Origin) -> Fault:
    rule = f"{one.file}:{one.line} sets this too, and neither file goes before the other"
    return Fault(other.file, other.line, dotted(other.route), "", rule, KEEP_ONE)


def _periods(written: Written) -> list[dict[str, Any]]:
    periods = part_at(written.tree, PERIODS)
    listed = periods if isinstance(periods, list) else []
    return [period if isinstance(period, dict) else {} for period in listed]


def _periods_at_odds(one: Written, other: Written, states: Mapping[str, str]) -> Iterator[tuple[Route, Route]]:
    """The routes of keys that two periods set differently, or from different days, for the same agencies."""
    for (first, a), (second, b) in product(enumerate(_periods(one)), enumerate(_periods(other))):
        for key in AT_ODDS_KEYS:
            both = a.get(key) is not None and b.get(key) is not None
            alike = a.get(key) == b.get(key) and a.get("begins") == b.get("begins")
            if both and not alike and overlap(a, b, states):
                yield (*PERIODS, first, key), (*PERIODS, second, key)


def overlap(one: Mapping[str, Any], other: Mapping[str, Any], states: Mapping[str, str]) -> bool:
    """Whether two periods, as plain data, are about some agency both, and are both its own or both its state's."""
    if bool(one.get("states")) != bool(other.get("states")):
        return False
    first, second = _reach(one, states), _reach(other, states)
    return first is None or second is None or not first.isdisjoint(second)


def _reach(period: Mapping[str, Any], states: Mapping[str, str]) -> set[str] | None:
    """The agencies (and states, written in a way that no agency is) of a period; None is everybody."""
    if isinstance(period.get("states"), list):
        named = set(map(str, period["states"]))
        return {agency for agency, state in states.items() if state in named} | {f"state {name}" for name in named}
    agencies = period.get("agencies", "all")
    return set(map(str, agencies)) if isinstance(agencies, list) else None


def route_of(tree: Any, path: str) -> Route:
    """The route of a dotted path; a key may itself hold dots. ``ValueError`` suggests the nearest path."""
    if not path:
        return ()
    parts = parts_of(tree)
    fitting = [name for name in parts if path == name or path.startswith(f"{name}.")]
    if not fitting:
        raise ValueError("the scenario has no such path", nearest(path.split(".")[0], parts))
    name = max(fitting, key=len)
    return (parts[name], *route_of(tree[parts[name]], path[len(name) + 1 :]))


def _number_at(tree: Any, route: Route) -> Route:
    """The route of the one value at ``route``: its ``value`` if a number with a unit stands there."""
    node = part_at(tree, route)
    if isinstance(node, dict) and "value" in node:
        return (*route, "value")
    if isinstance(node, dict | list):
        raise ValueError("this is not a single value", f"Go on with one of {', '.join(parts_of(node))}.")
    return route


def _set(written: Written, route: Route, value: object, option: str) -> None:
    parent, key = part_at(written.tree, route[:-1]), route[-1]
    is_number = isinstance(parent[key], int | float) and key not in RANGE_KEYS and route[-2:-1] != (QUANTILES,)
    parent[key] = value
    written.origins[route] = Origin(option, 0, 0, route)
    owner = route[:-1] if key == "value" else _stated_at(written.tree, route) if is_number else None
    if owner is not None:
        stated = part_at(written.tree, owner)
        for stale in RANGE_KEYS:
            stated.pop(stale, None)
        stated["source"] = SET_SOURCE
        for part in (owner, *((*owner, key) for key in stated)):
            written.origins[part] = Origin(option, 0, 0, part)
        _go_together_no_more(written, dotted(owner))


def _go_together_no_more(written: Written, path: str) -> None:
    """What is set is known, so no other number goes together with it."""
    stated = written.tree.get("correlations")
    if not isinstance(stated, list):
        return
    kept = [place for place, one in enumerate(stated) if not (isinstance(one, dict) and path in one.get("between", ()))]
    written.tree["correlations"] = [stated[place] for place in kept]
    within = [route for route in written.origins if route[:1] == ("correlations",) and len(route) > 1]
    origins = {route: written.origins.pop(route) for route in within}
    for (head, place, *rest), origin in origins.items():
        if place in kept:
            written.origins[head, kept.index(int(place)), *rest] = origin


def _leave_correlations(written: Written) -> None:
    """Numbers that were set have no range any more, and so go together with no others."""
    stated = written.tree.get(CORRELATIONS)
    if not isinstance(stated, list) or not any(_is_of_set(written.tree, one) for one in stated):
        return
    kept = [place for place, one in enumerate(stated) if not _is_of_set(written.tree, one)]
    written.tree[CORRELATIONS] = [stated[place] for place in kept]
    origins = {place: _below(written.origins, (CORRELATIONS, place)) for place in range(len(stated))}
    for route in (route for below in origins.values() for route in below):
        del written.origins[route]
    for position, place in enumerate(kept):
        for route, origin in origins[place].items():
            written.origins[CORRELATIONS, position, *route[2:]] = origin


def _is_of_set(tree: Any, correlation: Any) -> bool:
    """Whether one of the two numbers of a correlation was set."""
    between = correlation.get("between") if isinstance(correlation, dict) else None
    paths = [path for path in between or () if isinstance(path, str) and has_path(tree, path)]
    parts = [part_at(tree, route_of(tree, path)) for path in paths]
    return any(isinstance(part, dict) and part.get("source") == SET_SOURCE for part in parts)


def _stated_at(tree: Any, route: Route) -> Route | None:
    """The table or distribution, with a unit and one source, that a number stands in; None if it stands alone."""
    above = (route[:length] for length in range(len(route) - 1, 0, -1))
    return next((part for part in above if {"unit", "distribution"} & set(parts_of(part_at(tree, part)))), None)
