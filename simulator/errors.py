"""The errors of the simulator.

    SimulatorError               anything that the simulator itself reports; never a bare traceback
    +-- ScenarioError            the scenario files are wrong; carries every fault found, not only the first
    +-- RunFolderError           a run folder cannot be written or read
    +-- ReportError              a report cannot be made as PDF: what that needs is not installed
    +-- RunInterrupted           the user stopped a run; carries how much is finished
    +-- ClusterError             a cluster cannot be used: not there, not installed, or of other versions

A command that meets a ``ScenarioError``, a ``RunFolderError``, a ``ReportError`` or a ``ClusterError`` prints it and
exits with 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a scenario: where it stands, what stands there, the rule it breaks, what to try."""

    file: str
    line: int
    field: str
    value: str
    rule: str
    fix: str

    def __str__(self) -> str:
        """``file:line: field: value: rule. fix``, without the parts that are empty."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        parts = (part for part in (place, self.field, self.value, self.rule) if part)
        return f"{': '.join(parts)}. {self.fix}".rstrip()


class SimulatorError(Exception):
    """The root of the tree: everything that the simulator reports."""


class ScenarioError(SimulatorError):
    """The scenario is wrong; ``faults`` lists everything found, in file order."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class RunFolderError(SimulatorError):
    """A run folder cannot be written, replaced or read."""


class ReportError(SimulatorError):
    """A report cannot be made in the form asked for; the message says what to install, and what to do instead."""


class ClusterError(SimulatorError):
    """A cluster cannot be used for replications; nothing was run."""


class RunInterrupted(SimulatorError):
    """The user stopped the run; what was finished is kept, and ``how_to_resume`` is the command that goes on."""

    def __init__(self, finished: int, asked: int, how_to_resume: str = "") -> None:
        self.finished = finished
        self.asked = asked
        self.how_to_resume = how_to_resume
        super().__init__(f"stopped after {finished} of {asked} replications and draws")
