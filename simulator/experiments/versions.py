"""What workers elsewhere must have as it is here, for the same replication to come out the same."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from simulator.version import VERSION

PACKAGES = ("holidays", "numba", "numpy", "pydantic", "scipy", "simpy", "tzdata")
HOW_TO_AGREE = "Install the same on every machine and start its workers anew."


def versions() -> dict[str, str]:
    """The versions that this process runs, by name."""
    return dict(_LOADED)


def differences(there: Mapping[str, str], here: Mapping[str, str]) -> list[str]:
    """Each version that is another one there, in words."""
    names = [name for name in here if there.get(name) != here[name]]
    return [f"{name} is {there.get(name, 'missing')} there and {here[name]} here" for name in names]


def _code_hash() -> str:
    """Eight characters for the simulator's own code, which changes more often than its version."""
    root = Path(__file__).parents[1]
    files = sorted(path for kind in ("*.py", "*.csv") for path in root.rglob(kind))
    texts = (f"{path.relative_to(root).as_posix()}\n{path.read_text(encoding='utf-8')}" for path in files)
    return sha256("\n".join(texts).encode()).hexdigest()[:8]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


_LOADED = {
    "simulator": f"{VERSION} (code {_code_hash()})",
    "Python": ".".join(platform.python_version_tuple()[:2]),
    **{name: _version(name) for name in PACKAGES},
}
"""Read once, when this process loads the code: a worker may outlive an installation."""
