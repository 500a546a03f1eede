"""Drawing people, one at a time: everything about them that no policy changes.

Each function fills some fields of one record (see ``rows``), so that the compiled flow can draw what it needs of whom
it needs it. A field's number depends on the booking alone, never on which others are drawn.
"""

from __future__ import annotations

from math import inf, log1p
from typing import Any, NamedTuple

import numpy as np

from simulator.model.codes import DAY_SECONDS, FELONY, NEVER, PRINT_STATIONS, REMOVABLE, STATIONS, YEAR_SECONDS
from simulator.model.kernels.compiling import inner, small
from simulator.model.kernels.luck import luck
from simulator.model.kernels.times import of_profile, pick, seconds
from simulator.scenario.people import ADULT_AGE

LONGEST_STAY = 3_000 * DAY_SECONDS
"""A stay that a distribution without a maximum makes longer is cut here, so that every booking ends."""

COLUMNS = (
    "booked", "could_meet_ice", "hour", "charge_class", "status", "level", "stay", "release_hour",
    "found", "found_after", "access", "age", "prior_removal", "prior_order", "watch_list", "pending_charge",
    "conviction", "since_release", "served", "conviction_in_life", "release_since",
    "decision", "decision_wait", "detainer", "warrant", "withdrawn", "withdrawn_after", "state_prison", "door",
    "ready_at_once", "preparation", "brought_forward", "comes", "release_way", "release_luck", "rest_of_case",
    "at_large", "removed", "removed_after",
    *PRINT_STATIONS,
    *(f"{name}_wait" for name in PRINT_STATIONS),
)  # fmt: skip
"""Every decision and delay that luck has a part in; a column's luck goes by its name, so new ones shift no other."""
(
    BOOKED, COULD_MEET_ICE, HOUR, CHARGE_CLASS, STATUS, LEVEL, STAY, RELEASE_HOUR,
    FOUND, FOUND_AFTER, ACCESS, AGE, PRIOR_REMOVAL, PRIOR_ORDER, WATCH_LIST, PENDING_CHARGE,
    CONVICTION, SINCE_RELEASE, SERVED, CONVICTION_IN_LIFE, RELEASE_SINCE,
    DECISION, DECISION_WAIT, DETAINER, WARRANT, WITHDRAWN, WITHDRAWN_AFTER, STATE_PRISON, DOOR,
    READY_AT_ONCE, PREPARATION, BROUGHT_FORWARD, COMES, RELEASE_WAY, RELEASE_LUCK, REST_OF_CASE,
    AT_LARGE, REMOVED, REMOVED_AFTER,
    PASSING,
) = range(len(COLUMNS) - 2 * STATIONS + 1)  # fmt: skip
PASSING_WAIT = PASSING + STATIONS

# Rows of the table of times: the print stations, then these; two for each field office at the end.
TIME_STAY, TIME_SERVED, TIME_SINCE_RELEASE, TIME_ADULT_AGE, TIME_FOUND, TIME_WITHDRAWN, TIME_REMOVED, TIME_REST = (
    6, 9, 13, 14, 15, 16, 17, 18,
)  # fmt: skip
TIME_OFFICES = 21
ALMOST_ONE = 1.0 - 2.0**-53
"""The largest uniform number: tables end at 1, and no number may round up to it."""


class Shares(NamedTuple):
    """Probabilities that are the same for everybody, and the age of the youngest (years)."""

    prior_removal: float
    found: float
    left_without_access: float
    to_state_prison: float
    at_large: float
    removed: float
    prior_order: float
    watch_list: float
    pending_charge: float
    minors: float
    youngest: float
    bail_ratio: float
    recognizance_ratio: float
    by_release: bool


class Lot(NamedTuple):
    """Everything that people are drawn by; edges between categories rise within a row.

    ``times``: a row a distribution (see ``times``). ``waits``: for each print station, then each field office, whether
    it is a shared queue, the probability of waiting, and the mean wait of level 1 and of others (seconds).
    ``offices``: ready at once, brings forward, comes. ``week`` and ``release_hours``: 25 edges of hours.
    """

    shares: Shares
    times: Any
    waits: Any
    offices: Any
    charge_class: Any
    status: Any
    level: Any
    conviction: Any
    warrant: Any
    release_way: Any
    wants: Any
    taken_back: Any
    week: Any
    release_hours: Any
    midnights: Any
    weekdays: Any


@small
def day_of(midnights: Any, moment: Any) -> Any:
    """The day that a moment falls on, counted from 0: near the count of whole days, for few have other than 24 h."""
    day = min(moment // DAY_SECONDS, len(midnights) - 1)
    while midnights[day] > moment:
        day -= 1
    while day + 1 < len(midnights) and midnights[day + 1] <= moment:
        day += 1
    return day


@small
def draw_booking(lot: Any, keys: Any, row: Any) -> None:
    """When they are booked, on what, who they are, and when the county itself would let them go."""
    number = row.number
    start, end = lot.midnights[row.day], lot.midnights[row.day + 1]
    row.booked_at = np.int64(
        start + of_profile(lot.week[lot.weekdays[row.day]], luck(keys, HOUR, number)) * (end - start)
    )
    row.charge_class = pick(lot.charge_class, luck(keys, CHARGE_CLASS, number))
    row.status = pick(lot.status, luck(keys, STATUS, number)) if row.matched else REMOVABLE
    row.level = pick(lot.level[row.charge_class], luck(keys, LEVEL, number))
    stay = seconds(lot.times, TIME_STAY + row.charge_class, luck(keys, STAY, number))
    row.released_at = row.booked_at + min(stay, LONGEST_STAY)
    if stay >= DAY_SECONDS:
        _at_release_hour(lot, keys, row)


@small
def _at_release_hour(lot: Any, keys: Any, row: Any) -> None:
    """Of stays of a day or longer the date is kept and the hour follows the release profile."""
    day = day_of(lot.midnights, row.released_at)
    start, end = lot.midnights[day], lot.midnights[day + 1]
    moment = np.int64(start + of_profile(lot.release_hours, luck(keys, RELEASE_HOUR, row.number)) * (end - start))
    row.released_at = max(moment, row.booked_at)


@small
def draw_found(lot: Any, keys: Any, row: Any) -> None:
    """When the other channel finds a removable person, who must still be in jail; NEVER if it does not.

    People without a match are followed only because the channel would find them, given time.
    """
    number = row.number
    row.found_at = NEVER
    row.found_needs_access = False
    if row.status == REMOVABLE and (not row.matched or luck(keys, FOUND, number) < lot.shares.found):
        moment = row.booked_at + seconds(lot.times, TIME_FOUND, luck(keys, FOUND_AFTER, number))
        if moment <= row.released_at:
            row.found_at = moment
            row.found_needs_access = luck(keys, ACCESS, number) >= lot.shares.left_without_access


@small
def passing_seconds(lot: Any, keys: Any, station: Any, row: Any) -> Any:
    """Seconds at a print station: the whole time for a delay or a shared queue, the service for a staffed queue."""
    time = seconds(lot.times, station, luck(keys, PASSING + station, row.number))
    if lot.waits[station, 0]:
        time += shared_wait(lot.waits[station], row.level, luck(keys, PASSING_WAIT + station, row.number))
    return time


@small
def shared_wait(wait: Any, level: Any, uniform: Any) -> Any:
    """Seconds of wait: 0, or exponential with the mean of the class (see ``simulator.model.waiting``).

    Exact for level 1, which is served first; for the others the mean is exact and the shape is an approximation.
    """
    beyond = max((uniform - (1.0 - wait[1])) / wait[1], 0.0) if wait[1] > 0.0 else 0.0
    return np.int64(np.rint(-(wait[2] if level == 0 else wait[3]) * log1p(-beyond)))


@small
def draw_decision(lot: Any, keys: Any, office: Any, row: Any) -> None:
    """How long the field office takes, and whether it asks for a detainer."""
    time = seconds(lot.times, TIME_OFFICES + 2 * office, luck(keys, DECISION, row.number))
    if lot.waits[STATIONS + office, 0]:
        time += shared_wait(lot.waits[STATIONS + office], row.level, luck(keys, DECISION_WAIT, row.number))
    row.decision_seconds = time
    row.ice_wants = luck(keys, DETAINER, row.number) < lot.wants[row.status, row.level]


@small
def draw_detainer(lot: Any, keys: Any, office: Any, row: Any) -> None:
    """The luck of what a detainer on file leads to."""
    number, shares = row.number, lot.shares
    row.warrant = pick(lot.warrant, luck(keys, WARRANT, number))
    row.withdrawn = luck(keys, WITHDRAWN, number) < lot.taken_back[row.status]
    row.withdrawn_after = (
        seconds(lot.times, TIME_WITHDRAWN, luck(keys, WITHDRAWN_AFTER, number)) if row.withdrawn else 0
    )
    row.to_state_prison = row.charge_class == FELONY and luck(keys, STATE_PRISON, number) < shares.to_state_prison
    row.door = luck(keys, DOOR, number)
    row.brought_forward = luck(keys, BROUGHT_FORWARD, number) < lot.offices[office, 1]
    row.comes = luck(keys, COMES, number) < lot.offices[office, 2]
    row.ready_after = 0
    if luck(keys, READY_AT_ONCE, number) >= lot.offices[office, 0]:
        row.ready_after = seconds(lot.times, TIME_OFFICES + 2 * office + 1, luck(keys, PREPARATION, number))
    row.release_ratio, row.release_luck, row.rest_of_case = 1.0, 0.0, 0
    if shares.by_release:
        _draw_release(lot, keys, row)


@inner
def _draw_release(lot: Any, keys: Any, row: Any) -> None:
    """What a detainer leaves of releases on bail or recognizance; see ``simulator.model.stay``."""
    number = row.number
    way = pick(lot.release_way[row.charge_class], luck(keys, RELEASE_WAY, number))
    if not row.to_state_prison and way < 2:
        row.release_ratio = lot.shares.bail_ratio if way == 0 else lot.shares.recognizance_ratio
    row.release_luck = luck(keys, RELEASE_LUCK, number)
    row.rest_of_case = min(
        seconds(lot.times, TIME_REST + row.charge_class, luck(keys, REST_OF_CASE, number)), LONGEST_STAY
    )


@small
def draw_removal(lot: Any, keys: Any, row: Any) -> None:
    """Whether ICE arrests them later, whether they are removed, and after how long."""
    row.arrested_at_large = luck(keys, AT_LARGE, row.number) < lot.shares.at_large
    row.removed = luck(keys, REMOVED, row.number) < lot.shares.removed
    row.removed_after = seconds(lot.times, TIME_REMOVED, luck(keys, REMOVED_AFTER, row.number)) if row.removed else 0


@small
def draw_conviction(lot: Any, keys: Any, row: Any) -> None:
    """The most serious conviction (position in CONVICTIONS)."""
    row.conviction = pick(lot.conviction[row.level], luck(keys, CONVICTION, row.number))


@inner
def draw_record(lot: Any, keys: Any, row: Any) -> None:
    """What rules may ask about a person besides the conviction: age, years, lists, cases and orders."""
    number, shares = row.number, lot.shares
    removable = row.status == REMOVABLE
    row.age = _age(lot, luck(keys, AGE, number))
    row.prior_removal = removable and luck(keys, PRIOR_REMOVAL, number) < shares.prior_removal
    row.prior_order = row.prior_removal or (removable and luck(keys, PRIOR_ORDER, number) < shares.prior_order)
    row.watch_list = luck(keys, WATCH_LIST, number) < shares.watch_list
    row.pending_charge = luck(keys, PENDING_CHARGE, number) < shares.pending_charge
    row.years_since_conviction = row.years_since_release = inf
    if row.conviction > 0:
        _draw_years(lot, keys, row)


@small
def _age(lot: Any, uniform: Any) -> Any:
    """Whole years; who falls under the share of minors is one, whatever the other inputs are."""
    minors, youngest = lot.shares.minors, lot.shares.youngest
    if uniform < minors:
        return np.int64(min(youngest + (ADULT_AGE - youngest) * uniform / minors, ADULT_AGE - 1.0))
    of_adults = min((uniform - minors) / (1.0 - minors), ALMOST_ONE)
    return np.int64(seconds(lot.times, TIME_ADULT_AGE, of_adults) / YEAR_SECONDS)


@inner
def _draw_years(lot: Any, keys: Any, row: Any) -> None:
    """Nobody was convicted before the years in which convictions count; release never lies before the conviction."""
    number = row.number
    released = seconds(lot.times, TIME_SINCE_RELEASE, luck(keys, SINCE_RELEASE, number)) / YEAR_SECONDS
    served = seconds(lot.times, TIME_SERVED + row.conviction - 1, luck(keys, SERVED, number)) / YEAR_SECONDS
    convicted = released + served
    years_of_life = max(row.age - ADULT_AGE, 0.0)
    if convicted > years_of_life:
        convicted = years_of_life * luck(keys, CONVICTION_IN_LIFE, number)
        released = convicted * luck(keys, RELEASE_SINCE, number)
    row.years_since_conviction = convicted
    row.years_since_release = min(released, convicted)
