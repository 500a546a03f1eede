"""A study on its way to workers that we did not start: it is laid out once in each process, not once a replication."""

from __future__ import annotations

import pickle
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from traceback import format_exc

from simulator.errors import ClusterError
from simulator.experiments.batches import Result, attempt
from simulator.experiments.replications import Failure, StudyPlan, study_plan_of
from simulator.experiments.versions import HOW_TO_AGREE, differences, versions
from simulator.scenario.study import Study

KEPT = 2
"""How many studies a process keeps laid out: the one in hand, and one beside it."""

_one_at_a_time = Lock()


@dataclass(frozen=True)
class PackedStudy:
    """A study as bytes, with the versions it was made under; the ``key``, their hash, is what tells it from another."""

    key: str
    content: bytes = field(compare=False, repr=False)
    versions: dict[str, str] = field(compare=False, repr=False)


def packed(study: Study) -> PackedStudy:
    """Make a study ready to be sent."""
    content = zlib.compress(pickle.dumps(study, pickle.HIGHEST_PROTOCOL))
    return PackedStudy(sha256(content).hexdigest(), content, versions())


def replicate_packed(study: PackedStudy, seed: int, replication: int) -> Result:
    """In a worker, process or thread: one replication; whatever goes wrong becomes a record."""
    try:
        with _one_at_a_time:  # threads that begin together would each lay it out
            study_plan = _laid_out(study)
    except Exception:
        return Failure(replication, format_exc())
    return attempt(study_plan, seed, replication)


@lru_cache(KEPT)
def _laid_out(study: PackedStudy) -> StudyPlan:
    """ClusterError if this process runs other versions, which a worker that joined late may do."""
    other = differences(versions(), study.versions)
    if other:
        raise ClusterError(f"a worker does not run what this computer runs: {', '.join(other)}. {HOW_TO_AGREE}")
    return study_plan_of(pickle.loads(zlib.decompress(study.content)))
