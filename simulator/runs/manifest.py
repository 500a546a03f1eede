"""What a run folder says about how it was made."""

from __future__ import annotations

import platform
import sys
from hashlib import sha256
from importlib.metadata import version
from typing import Any

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
) -> dict[str, Any]:
    """Versions, seed, command, and the hash of each scenario; file hashes are added when the folder is written."""
    return {
        "kind": kind,
        "simulator": VERSION,
        "python": platform.python_version(),
        "platform": sys.platform,
        "packages": {name: version(name) for name in PACKAGES},
        "command": command,
        "place": study.place,
        "policies": [case.name for case in study.cases],
        "seed": seed,
        "replications_asked": asked,
        "replications_finished": finished,
        "complete": finished == asked,
        "failures": {str(number): error for number, error in failures.items()},
        "seconds_taken": round(seconds, 2),
        "scenario_sha256": {case.name: scenario_hash(study, case.name) for case in study.cases},
    }


def scenario_hash(study: Study, policy: str) -> str:
    """The hash of a case's checked content: the same numbers give the same hash, however the file is laid out."""
    case = next(case for case in study.cases if case.name == policy)
    return sha256(case.scenario.model_dump_json(exclude={"merged"}).encode()).hexdigest()


def study_hash(study: Study, seed: int, replications: int) -> str:
    """Eight characters that name a run: place, policies, seed and number of replications."""
    parts = [f"{case.name}:{scenario_hash(study, case.name)}" for case in study.cases]
    return sha256("\n".join([*parts, str(seed), str(replications)]).encode()).hexdigest()[:8]
