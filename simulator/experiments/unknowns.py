"""What is not known about the inputs, beside chance: a run's study simulated again at drawn inputs.

Every number, table and date with a range is drawn: DRAWS draws of a Latin hypercube, the same for all policies. Each
draw is simulated EACH times and stands beside the stated inputs on the same people with the same luck, so that what is
left is what the inputs do, with little of chance in it. The luck changes from draw to draw, LUCKS in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from simulator.experiments.design import Design, latin_hypercube
from simulator.experiments.intervals import CONFIDENCE, interval
from simulator.experiments.points import Point, Read, read, study_at
from simulator.experiments.replications import Outcome, StudyPlan, study_plan_of
from simulator.scenario.study import Study
from simulator.scenario.unknowns import unknowns_of_study

DRAWS = 100
"""How many draws a run makes if nobody says otherwise."""
LEAST_DRAWS = 20
"""Fewer have no 2.5 % on either side."""
FIRST_DRAW = 1_000_000
"""Draws are numbered from here on; smaller numbers are replications as stated."""
EACH, LUCKS = 2, 20
POINTS = 200
"""How many points stand for chance in the interval of both."""
ENDS = ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Drawn:
    """What a draw moves: for each policy and number, EACH differences to the stated inputs on the same luck."""

    number: int
    policies: dict[str, Read]


Piece: TypeAlias = Outcome | Drawn
"""What comes of a run, one by one: a replication as stated, or a draw."""


@dataclass(frozen=True)
class Run:
    """A study to be replicated as stated, and simulated at ``draws`` draws of what is not known about it."""

    study: Study
    draws: int
    seed: int

    def laid_out(self) -> RunPlan:
        """As stated it is laid out once; at a draw, when that is simulated."""
        return RunPlan(self, study_plan_of(self.study), {})

    @cached_property
    def design(self) -> Design:
        """Levels by path: draws x columns."""
        correlations = self.study.cases[0].scenario.correlations
        return latin_hypercube(unknowns_of_study(self.study), self.draws, self.seed, correlations)


@dataclass(frozen=True)
class RunPlan:
    """A run laid out in a process, which remembers what the stated inputs gave on each luck."""

    run: Run
    as_stated: StudyPlan
    known: dict[int, dict[str, Read]]

    def replicate(self, seed: int, number: int) -> Piece:
        """A replication as stated, or a draw."""
        if number < FIRST_DRAW:
            return self.as_stated.replicate(seed, number)
        draw = number - FIRST_DRAW
        levels = {path: rows[draw].tolist() for path, rows in self.run.design.items()}
        plan = study_plan_of(study_at(self.run.study, Point(levels)))
        lucks = [(EACH * draw + place) % LUCKS for place in range(EACH)]
        found = [read(plan.study, [plan.replicate(seed, luck)]) for luck in lucks]
        stated = [self._stated(seed, luck) for luck in lucks]
        return Drawn(number, {policy: _less(policy, found, stated) for policy in found[0]})

    def _stated(self, seed: int, luck: int) -> dict[str, Read]:
        if luck not in self.known:
            self.known[luck] = read(self.run.study, [self.as_stated.replicate(seed, luck)])
        return self.known[luck]


def _less(policy: str, found: Sequence[dict[str, Read]], stated: Sequence[dict[str, Read]]) -> Read:
    return {
        name: np.concatenate(
            [one[policy][name] - other[policy][name] for one, other in zip(found, stated, strict=True)]
        )
        for name in found[0][policy]
    }


def piece_called(number: int) -> str:
    """What a piece is called: ``replication 12``, ``draw 3``."""
    return f"replication {number}" if number < FIRST_DRAW else f"draw {number - FIRST_DRAW}"


def numbers_of_run(replications: int, draws: int) -> list[int]:
    """The numbers of all pieces of a run: its replications, then its draws."""
    return [*range(replications), *range(FIRST_DRAW, FIRST_DRAW + draws)]


def replications_among(pieces: Sequence[Piece]) -> tuple[Outcome, ...]:
    """The replications as stated, in order."""
    found = (piece for piece in pieces if isinstance(piece, Outcome))
    return tuple(sorted(found, key=lambda outcome: outcome.replication))


def draws_among(pieces: Sequence[Piece]) -> tuple[Drawn, ...]:
    """The draws, in order."""
    return tuple(sorted((piece for piece in pieces if isinstance(piece, Drawn)), key=lambda drawn: drawn.number))


def moved_by_draws(drawn: Sequence[Drawn]) -> dict[str, Read]:
    """By policy and number: draws x EACH."""
    return {
        policy: {name: np.array([one.policies[policy][name] for one in drawn]) for name in numbers}
        for policy, numbers in (drawn[0].policies.items() if drawn else ())
    }


def intervals_of(values: Floats, moved: Floats) -> dict[str, float | None]:
    """The 95 % intervals of a mean by what is not known, and by that and chance.

    ``values``: one a replication, as stated. ``moved``: draws x EACH, differences of a draw to the stated inputs. What
    is not known: percentiles, over the draws, of the mean and what the draw adds to it. The mean as stated is never
    outside: of what happens once in years, draws may all show some where the replications show none. Both: each draw
    with the t distribution of the mean around it, all together; it holds the other two intervals. None where too few
    draws or replications have the number.
    """
    entry: dict[str, float | None] = dict.fromkeys(("unknowns_low", "unknowns_high", "both_low", "both_high"))
    known = values[np.isfinite(values)]
    whole = moved[np.isfinite(moved).all(axis=1)]
    if len(whole) < LEAST_DRAWS or not len(known):
        return entry
    chance, means = interval(known), known.mean() + without_luck(whole)
    low, high = _middle(means, chance.mean, chance.mean)
    entry |= {"unknowns_low": low, "unknowns_high": high}
    if chance.low is not None and chance.high is not None:
        low, high = _middle(_with_chance(means, known), min(low, chance.low), max(high, chance.high))
        entry |= {"both_low": low, "both_high": high}
    return entry


def _middle(values: Floats, low: float, high: float) -> tuple[float, float]:
    """The middle 95 % of values, and what else there is from ``low`` to ``high``."""
    least, most = np.quantile(values, ENDS, method="hazen")
    return min(float(least), low), max(float(most), high)


def without_luck(moved: Floats) -> Floats:
    """What each draw moves, without the spread that is left of chance: one a draw, from draws x EACH.

    The means of a draw spread by what the inputs do and by chance; how much is chance shows in how far the EACH
    simulations of one draw differ. The means are drawn together so that their variance is that of the inputs alone (as
    in Sun, Apley and Staum, 2011, for nested simulation).
    """
    means = moved.mean(axis=1)
    all_of_it = float(means.var(ddof=1))
    of_chance = float(moved.var(axis=1, ddof=1).mean()) / moved.shape[1] if moved.shape[1] > 1 else 0.0
    left = max(0.0, 1 - of_chance / all_of_it) if all_of_it else 0.0
    return np.asarray(means.mean() + np.sqrt(left) * (means - means.mean()))


def _with_chance(means: Floats, values: Floats) -> Floats:
    """Each mean at evenly spread levels of the t distribution of the mean of ``values``: draws x POINTS."""
    from scipy.stats import t

    error = values.std(ddof=1) / np.sqrt(len(values))
    steps = t.ppf((np.arange(POINTS) + 0.5) / POINTS, len(values) - 1)
    return np.asarray(means[:, None] + error * steps)
