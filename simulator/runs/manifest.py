"""What a run folder says about how it was made."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version
from typing import Any

from simulator.experiments.rounds import Extent
from simulator.scenario.study import Study
from simulator.version import VERSION

PACKAGES = (
    "holidays",
    "matplotlib",
    "numba",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "ruamel.yaml",
    "scipy",
    "simpy",
    "tzdata",
    "xlsxwriter",
)
VERSIONS = ("simulator", "python", "platform", "packages")
"""What a run was made with: the same gives the same bytes."""
IDENTITY = (*VERSIONS, "place", "policies", "labels", "about", "seed", "draws_asked", "scenario_sha256")
"""What must be the same for replications to belong to one run."""
OF_THE_MAKING = ("command", "resumed", "precision", "seconds_taken")
"""All that may differ between the manifest of a resumed run and that of the same run without a stop."""


def versions() -> dict[str, Any]:
    """What runs are made with here and now."""
    return {
        "simulator": VERSION,
        "python": platform.python_version(),
        "platform": sys.platform,
        "packages": {name: version(name) for name in PACKAGES},
    }


def manifest_of(
    study: Study,
    kind: str,
    *,
    seed: int,
    asked: int,
    finished: int,
    failures: dict[int, str],
    command: str,
    seconds: float,
    draws_asked: int = 0,
    draws_finished: int = 0,
) -> dict[str, Any]:
    """Versions, seed, command, and the hash of each scenario; file hashes are added when the folder is written."""
    return {
        "kind": kind,
        **versions(),
        "command": command,
        "place": study.place,
        "policies": [case.name for case in study.cases],
        "labels": {case.name: case.label for case in study.cases},
        "about": {case.name: case.about for case in study.cases},
        "seed": seed,
        "replications_asked": asked,
        "replications_finished": finished,
        "draws_asked": draws_asked,
        "draws_finished": draws_finished,
        "complete": finished == asked and draws_finished == draws_asked,
        "failures": {str(number): error for number, error in failures.items()},
        "seconds_taken": round(seconds, 2),
        "scenario_sha256": {case.name: scenario_hash(study, case.name) for case in study.cases},
    }


def identity_of(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What all replications of the run of a manifest have in common."""
    return {key: manifest[key] for key in IDENTITY}


def run_hash(manifest: Mapping[str, Any]) -> str:
    """The hash of the identity of a run: its replications belong together, whenever they were simulated."""
    return sha256(json.dumps(identity_of(manifest), sort_keys=True).encode()).hexdigest()


def scenario_hash(study: Study, policy: str) -> str:
    """The hash of a case's checked content: the same numbers give the same hash, however the file is laid out."""
    case = next(case for case in study.cases if case.name == policy)
    return sha256(
        case.scenario.model_dump_json(exclude={"merged": True, "network": {"agencies": True}}).encode()
    ).hexdigest()


def study_hash(study: Study, seed: int, extent: Extent) -> str:
    """Eight characters that name a run: place, policies, seed, and how much is simulated."""
    parts = [f"{case.name}:{scenario_hash(study, case.name)}" for case in study.cases]
    asked = [seed, extent.precision or extent.replications, extent.draws]
    return sha256("\n".join([*parts, *map(str, asked)]).encode()).hexdigest()[:8]
