"""What can be given to workers: anything that is laid out once in each process and then done by numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from simulator.experiments.replications import StudyPlan, study_plan_of
from simulator.scenario.study import Study


class Numbered(Protocol):
    """What comes back: it knows its number."""

    @property
    def number(self) -> int:
        """The number that was asked for."""


Came = TypeVar("Came", bound=Numbered)
Comes = TypeVar("Comes", bound=Numbered, covariant=True)


class Plan(Protocol[Comes]):
    """Work laid out in a process."""

    def replicate(self, seed: int, number: int) -> Comes:
        """Do one piece of it; what comes depends on the work, the seed and the number alone."""


class Task(Protocol[Comes]):
    """Work on its way to workers: plain data, that can be pickled."""

    def laid_out(self) -> Plan[Comes]:
        """Lay it out, once in each process."""


@dataclass(frozen=True)
class AsStated:
    """The replications of a study, with all its numbers as stated."""

    study: Study

    def laid_out(self) -> StudyPlan:
        """The study on its calendar."""
        return study_plan_of(self.study)
