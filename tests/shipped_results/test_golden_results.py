"""One replication of every shipped place under every shipped policy, as it was when last looked at.

A change that moves a number beyond its tolerance fails here: if it is meant, write it in CHANGELOG.md under
``Results:`` and run ``python -m tests.shipped_results.test_golden_results``.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from simulator.experiments.replications import study_plan_of
from simulator.outcomes.yearly import per_year
from simulator.scenario.load import load_study
from tests.shipped_files import ANYWHERE, PLACES

GOLDEN = Path(__file__).parent / "golden"
NAMES = (
    "matches", "answers_seen", "detainers", "missed", "honored", "transferred", "lapsed", "removed", "hold_days",
    "added_pretrial_days", "local_net_cost_usd", "state_cost_usd", "federal_cost_usd", "person_cost_usd",
)  # fmt: skip
RELATIVE, PEOPLE = 0.005, 1.5
"""A half percent, or one person or dollar: other versions of libraries may differ in the last digits of a draw."""

Results = dict[str, dict[str, float]]


@cache
def results(place: str) -> Results:
    """By policy and number, a year."""
    study = load_study(place, ANYWHERE)
    outcome = study_plan_of(study).replicate(seed=1, replication=0)
    found = {}
    for case, policy in zip(study.cases, outcome.policies, strict=True):
        yearly = per_year(case.scenario, policy.tally, policy.lines, policy.changed)
        found[case.name] = {name: round(yearly[name], 2) for name in NAMES}
    return found


def kept(place: str) -> Results:
    loaded: Results = json.loads((GOLDEN / f"{place}.json").read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("place", PLACES)
def test_shipped_results_are_as_they_were(place: str) -> None:
    before, now = kept(place), results(place)
    assert set(before) == set(now) == {"as-is", *ANYWHERE}
    for policy, numbers in now.items():
        assert numbers == pytest.approx(before[policy], rel=RELATIVE, abs=PEOPLE), policy


@pytest.mark.parametrize("place", PLACES)
def test_shipped_policies_do_what_their_names_say(place: str) -> None:
    """Whatever the numbers: what must hold between policies holds for one replication of the same people."""
    found = results(place)
    as_is, declined = found["as-is"], found["decline-all-detainers"]
    assert declined["honored"] == declined["hold_days"] == 0 < as_is["hold_days"]
    receiving = found["opt-out-of-receiving"]
    assert receiving | {"answers_seen": 0} == receiving
    ice_side = ("matches", "detainers", "missed", "honored", "transferred", "removed", "hold_days")
    assert [receiving[name] for name in ice_side] == [as_is[name] for name in ice_side]
    assert found["opt-out-of-sharing"]["matches"] == 0 < found["opt-out-of-sharing"]["detainers"]
    for never in ("cook-2011", "dc-2012", "santa-clara-2011", "arlington-2022"):
        assert found[never]["honored"] == 0
    for narrower, wider in (("nyc-ll58-59-2014", "nyc-ll21-22-2013"), ("nyc-ll21-22-2013", "default-honor-all"),
                            ("santa-clara-2019", "king-2014"), ("serious-only", "mandatory")):  # fmt: skip
        assert found[narrower]["honored"] <= found[wider]["honored"]


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for shipped in PLACES:
        (GOLDEN / f"{shipped}.json").write_text(json.dumps(results(shipped), indent=1) + "\n", encoding="utf-8")
