"""How a study is run, so far as a sheet has to tell it: how often, on which luck, with what, by which command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.runs.manifest import versions


@dataclass(frozen=True)
class Conduct:
    """Replications, seed, versions as in the manifest of a run (those of here and now if not given), and command."""

    replications: int
    seed: int
    made_with: Mapping[str, Any] = field(default_factory=versions)
    command: str = ""
