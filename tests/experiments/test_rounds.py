"""As many replications as a precision takes: the same for any workers, budget or break, and none beyond the stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import api, comparing
from simulator.again import resume, verify
from simulator.errors import SimulatorError
from simulator.experiments import rounds
from simulator.experiments.precision import Precision
from simulator.experiments.replications import StudyPlan
from simulator.experiments.rounds import usual_measures
from simulator.experiments.unknowns import replications_among
from tests.example_place import AGENCY, study

POLICIES = {"opt-out": [{"opt_out": "share"}]}
STUDY = study(POLICIES)
WANTED = Precision(0.1, ("detainers",), most=200)


def numbers_of(comparison: api.Comparison) -> list[int]:
    return [outcome.replication for outcome in replications_among(comparison.batch.outcomes)]


def test_it_stops_where_the_differences_are_known_well_enough_and_uses_no_more() -> None:
    found = api.compare(STUDY, precision=WANTED, draws=0, seed=4)
    assert found.stop
    assert found.stop.reason == "precision"
    assert numbers_of(found) == list(range(found.stop.replications))
    entry = found.summary["differences"]["opt-out"]["detainers"]
    base = found.summary["policies"]["as-is"]["detainers"]["mean"]
    assert (entry["high"] - entry["low"]) / 2 <= 0.1 * base
    fixed = api.compare(STUDY, replications=found.stop.replications, draws=0, seed=4)
    assert fixed.summary == found.summary


def test_no_number_depends_on_the_workers() -> None:
    one, two = (api.compare(STUDY, precision=WANTED, draws=20, seed=4, workers=workers) for workers in (1, 2))
    assert one.summary == two.summary
    assert one.stop == two.stop


def test_a_budget_of_replications_ends_it_and_is_named() -> None:
    found = api.compare(STUDY, precision=Precision(0.001, ("detainers",), most=9), draws=0)
    assert found.stop
    assert (found.stop.reason, numbers_of(found)) == ("replications", list(range(9)))


def test_a_budget_of_time_ends_it_after_the_round_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10**6, 30))
    monkeypatch.setattr(rounds, "monotonic", lambda: float(next(clock)))
    found = api.compare(STUDY, precision=Precision(0.001, ("detainers",)), minutes=1, draws=0)
    assert found.stop
    assert found.stop.reason == "time"
    assert found.stop.replications < 1000
    assert found.batch.asked == found.stop.replications


def test_ctrl_c_keeps_what_is_finished_and_it_can_be_resumed(tmp_path: Path) -> None:
    def stop(done: int) -> None:
        if done == 9:
            raise KeyboardInterrupt

    whole = api.compare(STUDY, precision=WANTED, draws=20, seed=4, folder=tmp_path / "whole")
    api.keep(whole)
    stopped = api.compare(STUDY, precision=WANTED, draws=20, seed=4, folder=tmp_path / "run", on_done=stop)
    assert stopped.batch.interrupted
    assert stopped.stop
    assert stopped.stop.reason == "interrupt"
    api.keep(stopped)
    again = resume(tmp_path / "run")
    assert again.stop == whole.stop
    kept = api.keep(again)
    for name in ("summary.json", "replications.parquet", "draws.parquet"):
        assert (kept / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert verify(kept).findings == ()


def test_a_replication_that_fails_is_left_out_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    replicate = StudyPlan.replicate

    def breaking(plan: StudyPlan, seed: int, replication: int) -> object:
        if replication == 2:
            raise ValueError("made to break")
        return replicate(plan, seed, replication)

    monkeypatch.setattr(StudyPlan, "replicate", breaking)
    found = api.compare(STUDY, precision=WANTED, draws=0, seed=4)
    assert [failure.replication for failure in found.batch.failures] == [2]
    assert 2 not in numbers_of(found)
    assert found.stop
    assert found.stop.reason == "precision"


def test_it_ends_where_every_replication_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaking(plan: StudyPlan, seed: int, replication: int) -> object:
        raise ValueError("made to break")

    monkeypatch.setattr(StudyPlan, "replicate", breaking)
    with pytest.raises(SimulatorError, match="every replication failed; the first error was:"):
        api.compare(STUDY, precision=WANTED, draws=0, seed=4)


def test_the_net_cost_of_whoever_pays_for_the_jails_is_watched() -> None:
    assert usual_measures(STUDY) == ("detainers", "local_net_cost_usd")
    state = study(POLICIES, {"agencies": {"one": AGENCY | {"jail_paid_by": "state"}}})
    assert usual_measures(state) == ("detainers", "state_cost_usd")


def test_names_differ_by_what_is_asked() -> None:
    extents = [
        rounds.Extent(40, 100),
        rounds.Extent(40, 0),
        rounds.Extent(41, 100),
        rounds.Extent(40, 100, WANTED),
        rounds.Extent(40, 100, Precision(0.05, ("detainers",))),
    ]
    assert len({comparing.run_name(STUDY, 1, extent) for extent in extents}) == len(extents)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (0.0, "precision: share must be above 0 and below 1"),
        (Precision(0.1, ("detaners",)), "there is no measure 'detaners'. Did you mean `detainers`?"),
    ],
)
def test_a_precision_that_makes_no_sense_is_refused(wrong: object, message: str) -> None:
    with pytest.raises(SimulatorError) as refused:
        api.compare(STUDY, precision=wrong)  # type: ignore[arg-type]  # wrong on purpose
    assert str(refused.value) == message
