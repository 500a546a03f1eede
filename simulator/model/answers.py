"""How requests are answered: as it happened, or by the federal regimes.

The regime of the day of asking says how long an answer takes; that of the day of the answer, what it grants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

import numpy as np

from simulator.model.codes import DAY_SECONDS
from simulator.model.draws import Draws
from simulator.scenario.place import Scenario
from simulator.scenario.requests import Grant, Request, regime_on
from simulator.scenario.standing import Grants, concerns, taken_up


@dataclass(frozen=True)
class Answered:
    """A request with its answer in one replication; ``effect`` is None if nothing changes by it."""

    request: Request
    asked_on: date
    given_on: date
    grants: Grant
    effect: Grants | None


def answers(scenario: Scenario, seed: int, replication: int) -> Iterator[Answered]:
    """Every request that somebody answers."""
    draws = Draws(seed, replication, "answers to requests")
    for request in scenario.policy.requests:
        asked_on = request.asked_on or scenario.starts
        if request.answer:
            given_on, grants = request.answer.given_on, request.answer.grants
        elif regime := regime_on(scenario.federal.regimes, asked_on):
            column = f"{request.asks} by {', '.join(_who(request, scenario))}"
            seconds = int(regime.after.seconds(draws.uniforms(column, np.zeros(1, dtype=np.int64)))[0])
            given_on = asked_on + timedelta(ceil(seconds / DAY_SECONDS))
            grants = (regime_on(scenario.federal.regimes, given_on) or regime).grant_to(request.asks)
        else:
            continue
        yield Answered(request, asked_on, given_on, grants, taken_up(request, given_on, grants, scenario))


def _who(request: Request, scenario: Scenario) -> list[str]:
    """Who asks: so that the luck of an answer is the same however the request is written, and whenever it is made."""
    return [name for name in scenario.agencies if concerns(request, name, scenario)]
