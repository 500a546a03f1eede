"""The public interface, pinned: a name that comes or goes is a decision."""

from __future__ import annotations

import pytest

import simulator
from simulator.api import case_of
from simulator.experiments.replications import StudyPlan
from tests.example_place import study

NAMES = {
    "ClusterError", "Comparison", "Fault", "RunFolderError", "RunInterrupted", "ScenarioError", "Sensitivity",
    "SimulatorError", "Verdict", "break_even", "calibrate", "compare", "describe", "figures", "keep",
    "keep_calibration", "load", "numbers", "read", "resume", "run", "sensitivity", "sweep", "verify",
}  # fmt: skip


def test_public_names() -> None:
    assert set(simulator.__all__) == NAMES
    assert all(hasattr(simulator, name) for name in NAMES)


def test_errors_form_one_tree() -> None:
    for error in (simulator.ScenarioError, simulator.RunFolderError, simulator.RunInterrupted):
        assert issubclass(error, simulator.SimulatorError)


def test_an_unknown_policy_is_named_with_those_that_exist() -> None:
    with pytest.raises(simulator.SimulatorError, match="has no policy 'other'; it has as-is, known"):
        case_of(study({"known": [{"opt_out": "share"}]}), "other")


def test_nothing_finished_before_an_interrupt_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(self: StudyPlan, seed: int, replication: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(StudyPlan, "replicate", stop)
    with pytest.raises(simulator.RunInterrupted, match="stopped after 0 of 2"):
        simulator.compare(study({}), replications=2, draws=0)


def test_when_every_replication_fails_the_first_error_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(self: StudyPlan, seed: int, replication: int) -> None:
        raise ArithmeticError("made to break")

    monkeypatch.setattr(StudyPlan, "replicate", break_down)
    with pytest.raises(simulator.SimulatorError, match=r"(?s)every replication failed.*made to break"):
        simulator.compare(study({}), replications=2, draws=0)
