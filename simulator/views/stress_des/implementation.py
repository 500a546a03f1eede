"""Sections 5 and 6 of the checklist: with what the model is made and run, and how to get it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.model.kernels.people import COLUMNS
from simulator.views.stress_des.conduct import Conduct
from simulator.views.stress_des.content import Block, Table

SYSTEMS = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}
SAMPLING = (
    "Each uniform number is a hash of five things: the seed, the replication, the agency's name, the name of what is "
    "decided, and the booking's own number. The hash is the output function of SplitMix64 (G. L. Steele, D. Lea and "
    "C. H. Flood, Fast splittable pseudorandom number generators, 2014; constants of variant 13 of Stafford), applied "
    "twice; 53 bits are random. Times are drawn by inversion.",
    f"There are {len(COLUMNS)} such decisions and delays. Each has a stream of its own, so a new one shifts no other; "
    "no number depends on the policy, on the order of events or on the number of workers. Policies are compared by "
    "common random numbers: a person whom a policy does not touch, and who meets no queue, fares the same.",
)
EXECUTION = (
    "Two engines of the same flow. The reference is process interaction on SimPy: each person followed is a process. "
    "The other works out station after station for everybody, from event to event, compiled by Numba. Tests hold them "
    "together to the second; a run takes the compiled one unless told otherwise, and no number depends on it.",
    "Priority where people compete: item 2.5.4. Replications run in parallel on the processes of one machine, or on "
    "the workers of a Dask cluster; none of them knows of another, so there is no common clock to manage, and the "
    "results are the same to the byte.",
)
SYSTEM = (
    "Any computer with Python 3.11 or newer. A county takes seconds for all replications on one core, a country about "
    "a second for each; docs/performance.md has what was measured, on what. The manifest of a run folder has the "
    "seconds that the run took. No number depends on the hardware."
)
SHARING = (
    "The program, the scenario files with every number and source, the tests and this sheet's own code are in one "
    "repository, which has all that is needed but for Python and the open-source packages of item 5.1, installed by "
    "make compare. No other data are needed, and none about persons.",
    "The manifest of a run folder holds versions, seed, command and the hashes of scenario and results; the command "
    "verify makes a run again and names the first difference.",
)


def software(made_with: Mapping[str, Any]) -> tuple[Block, ...]:
    """Item 5.1: exact versions, out of those of a manifest."""
    rows = (
        ("Fingerprint data-sharing flow simulator", made_with["simulator"]),
        ("Python", made_with["python"]),
        *sorted(made_with["packages"].items()),
    )
    platform = made_with["platform"]
    return (
        f"Operating system: {SYSTEMS.get(platform, platform)}. No commercial software.",
        Table(("Software", "Version"), rows),
    )


def sampling() -> tuple[Block, ...]:
    """Item 5.2."""
    return SAMPLING


def execution() -> tuple[Block, ...]:
    """Item 5.3."""
    return EXECUTION


def system() -> tuple[Block, ...]:
    """Item 5.4."""
    return (SYSTEM,)


def sharing(conduct: Conduct) -> tuple[Block, ...]:
    """Item 6.1."""
    return (*SHARING, *((f"To run this study: {conduct.command}",) if conduct.command else ()))
