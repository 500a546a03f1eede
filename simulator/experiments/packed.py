"""Work on its way to workers that we did not start: it is laid out once in each process, not once a replication."""

from __future__ import annotations

import pickle
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from traceback import format_exc
from typing import Any

from simulator.errors import ClusterError
from simulator.experiments.batches import attempt
from simulator.experiments.replications import Failure
from simulator.experiments.tasks import Plan, Task
from simulator.experiments.versions import HOW_TO_AGREE, differences, versions

KEPT = 2
"""How many tasks a process keeps laid out: the one in hand, and one beside it."""

_one_at_a_time = Lock()


@dataclass(frozen=True)
class PackedTask:
    """A task as bytes, with the versions it was made under; the ``key``, their hash, is what tells it from another."""

    key: str
    content: bytes = field(compare=False, repr=False)
    versions: dict[str, str] = field(compare=False, repr=False)


def packed(task: Task[Any]) -> PackedTask:
    """Make a task ready to be sent."""
    content = zlib.compress(pickle.dumps(task, pickle.HIGHEST_PROTOCOL))
    return PackedTask(sha256(content).hexdigest(), content, versions())


def replicate_packed(task: PackedTask, seed: int, replication: int) -> Any:
    """In a worker, process or thread: one replication; whatever goes wrong becomes a record."""
    try:
        with _one_at_a_time:  # threads that begin together would each lay it out
            plan = _laid_out(task)
    except Exception:
        return Failure(replication, format_exc())
    return attempt(plan, seed, replication)


@lru_cache(KEPT)
def _laid_out(task: PackedTask) -> Plan[Any]:
    """ClusterError if this process runs other versions, which a worker that joined late may do."""
    other = differences(versions(), task.versions)
    if other:
        raise ClusterError(f"a worker does not run what this computer runs: {', '.join(other)}. {HOW_TO_AGREE}")
    plan: Plan[Any] = pickle.loads(zlib.decompress(task.content)).laid_out()
    return plan
