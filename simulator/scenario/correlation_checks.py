"""What is wrong with the correlations of a scenario."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.errors import Fault
from simulator.scenario.correlations import contradictions
from simulator.scenario.faults import fault_at
from simulator.scenario.place import Scenario
from simulator.scenario.unknowns import unknowns_of
from simulator.scenario.written import Written


def correlations_can_hold(scenario: Scenario, written: Written) -> Iterator[Fault]:
    """Correlations are of different single numbers with a range, each pair once, and can all hold at once."""
    if scenario.correlations:
        single = {unknown.path for unknown in unknowns_of(scenario) if unknown.columns == 1}
        for position, rule in contradictions(scenario.correlations, single):
            yield fault_at(written, ("correlations", position), rule)
