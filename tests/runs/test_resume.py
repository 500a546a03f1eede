"""Runs that are stopped, and finished later: the same bytes as if they had never been stopped."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import simulator
from simulator.errors import RunFolderError, RunInterrupted
from simulator.experiments.replications import Outcome, StudyPlan, study_plan_of
from simulator.runs.finished import read_finished, write_finished
from simulator.runs.folder import write_manifest, write_scenarios
from simulator.runs.manifest import OF_THE_MAKING, manifest_of, scenario_hash
from simulator.runs.reading import study_of
from simulator.scenario.load import load_study
from simulator.scenario.places import shipped
from tests.example_place import decline, study
from tests.runs.commands import (
    PLACE,
    Killed,
    assert_same_run,
    command,
    edit_manifest,
    finished_by,
    manifest,
    stopped_by,
    stopping,
)

Stop = Callable[[type[BaseException]], Path]
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals between processes")
ASKED = [PLACE, "opt-out-of-sharing", "--seed", "7", "--trace"]
FEW = ["-n", "4", "--draws", "0"]
SETTING = ["--set", "agencies.example.match_share=0.12"]
MANY = [PLACE, "opt-out-of-sharing+decline-all-detainers", *SETTING, "-n", "25", "--draws", "0"]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run without a stop, by a process of its own."""
    folder = tmp_path_factory.mktemp("many") / "run"
    finished_by("compare", *MANY, "--workers", "2", "--out", str(folder))
    return folder


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of 4 replications without a stop."""
    folder = tmp_path_factory.mktemp("few") / "run"
    with pytest.MonkeyPatch.context() as patch:
        assert command(patch, "compare", *ASKED, *FEW, "--out", str(folder)) == 0
    return folder


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> dict[type[BaseException], Path]:
    """Where the run of ``few`` was stopped after two replications, by how it was stopped."""
    places = {how: tmp_path_factory.mktemp(how.__name__) for how in (Killed, KeyboardInterrupt)}
    with pytest.MonkeyPatch.context() as patch:
        for how, place in places.items():
            assert begin_and_stop(patch, how, "compare", *ASKED, *FEW, "--out", str(place / "run"))
    return places


@pytest.fixture
def stop(stopped: dict[type[BaseException], Path], tmp_path: Path) -> Stop:
    """Puts a stopped run into ``tmp_path``; the folder that it was on its way to."""

    def put(how: type[BaseException]) -> Path:
        shutil.copytree(stopped[how], tmp_path, dirs_exist_ok=True)
        return tmp_path / "run"

    return put


def begin_and_stop(monkeypatch: pytest.MonkeyPatch, how: type[BaseException], *words: str, after: int = 2) -> bool:
    """Whether a run was stopped when so many replications were done."""
    try:
        return command(monkeypatch, *words, on_done=stopping(how, after)) == 130
    except Killed:
        return how is Killed


@posix_only
def test_a_killed_run_is_finished_with_the_same_bytes(many: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    words = ["compare", *MANY, "--workers", "2", "--out", str(folder)]
    assert stopped_by(signal.SIGKILL, folder, *words)[0] == -signal.SIGKILL
    assert [path.name for path in tmp_path.iterdir()] == ["run-unfinished"]
    finished_by("compare", "--resume", str(folder), "--workers", "1")
    assert_same_run(folder, many)
    assert manifest(folder)["resumed"] == [f"python run_sim.py compare --resume {folder} --workers 1"]
    assert manifest(folder)["command"] == f"python run_sim.py {' '.join(words)}"
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@posix_only
def test_so_is_one_that_ctrl_c_stopped_and_that_was_killed_when_it_went_on(many: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    words = ["compare", *MANY, "--workers", "2", "--out", str(folder)]
    code, said = stopped_by(signal.SIGINT, folder, *words)
    finished = manifest(folder)["replications_finished"]
    assert code == 130
    assert said.splitlines()[-1] == (
        f"Stopped after {finished} of 25 replications and draws; what is finished is kept. "
        f"To go on: python run_sim.py compare --resume {folder}"
    )
    assert 2 <= finished < 25
    assert len(list((folder / "finished").iterdir())) == finished
    assert stopped_by(signal.SIGKILL, folder, "run", "--resume", str(folder), "--workers", "1")[0] == -signal.SIGKILL
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run", "run-unfinished"]
    finished_by("compare", *MANY, "--resume", str(folder), "--workers", "2")
    assert_same_run(folder, many)
    assert [line.split()[2] for line in manifest(folder)["resumed"]] == ["run", "compare"]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


@pytest.mark.parametrize("how", [Killed, KeyboardInterrupt])
@pytest.mark.parametrize("words", [[], ["--seed", "7"], [*ASKED, "-n", "4", "--draws", "0"], [PLACE]])
def test_what_the_command_says_again_may_be_left_out(
    few: Path,
    stop: Stop,
    monkeypatch: pytest.MonkeyPatch,
    how: type[BaseException],
    words: list[str],
) -> None:
    folder = stop(how)
    assert command(monkeypatch, "compare", *words, "--resume", str(folder)) == 0
    assert_same_run(folder, few)


def test_the_folder_of_what_is_finished_may_be_named_too(
    few: Path, stop: Stop, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = stop(Killed)
    assert command(monkeypatch, "compare", "--resume", f"{folder}-unfinished") == 0
    assert_same_run(folder, few)


def test_it_may_go_to_another_folder(few: Path, stop: Stop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stopped = manifest(folder := stop(KeyboardInterrupt))
    assert command(monkeypatch, "compare", "--resume", str(folder), "--out", str(tmp_path / "other")) == 0
    assert_same_run(tmp_path / "other", few)
    assert manifest(folder) == stopped


def test_more_replications_may_be_asked_for(few: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    words = ["compare", *ASKED, "-n", "3", "--draws", "0", "--out", str(folder)]
    assert begin_and_stop(monkeypatch, KeyboardInterrupt, *words)
    assert begin_and_stop(monkeypatch, Killed, "compare", "-n", "4", "--draws", "0", "--resume", str(folder), after=3)
    assert manifest(Path(f"{folder}-unfinished"))["replications_asked"] == 4
    assert command(monkeypatch, "compare", "--resume", str(folder)) == 0
    assert_same_run(folder, few)


def test_what_is_finished_is_not_simulated_again(stop: Stop, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, simulated, told = stop(Killed), [], []
    whole = StudyPlan.replicate

    def replicate(self: StudyPlan, seed: int, replication: int) -> Outcome:
        simulated.append(replication)
        return whole(self, seed, replication)

    monkeypatch.setattr(StudyPlan, "replicate", replicate)
    assert command(monkeypatch, "compare", "--resume", str(folder), on_done=told.append) == 0
    assert simulated == [2, 3]
    assert told == [2, 3, 4]


def test_a_run_that_was_killed_while_its_folder_was_written_loses_nothing(
    few: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    folder = tmp_path / "run"
    with monkeypatch.context() as patch:
        patch.setattr("simulator.views.saving.save_figures", interrupt)
        assert command(patch, "compare", *ASKED, *FEW, "--out", str(folder)) == 130
    to_go_on = f"To go on: python run_sim.py compare --resume {folder}\n"
    assert (
        capsys.readouterr().err == f"Stopped after 4 of 4 replications and draws; what is finished is kept. {to_go_on}"
    )
    with monkeypatch.context() as patch:
        patch.setattr("simulator.views.saving.save_figures", fill_the_disk)
        assert command(patch, "compare", "--resume", str(folder)) == 2
    assert capsys.readouterr().err == (
        f"Error: {folder} cannot be written: No space left on device. Name another folder with --out. "
        f"What is finished is kept. {to_go_on}"
    )
    monkeypatch.setattr(StudyPlan, "replicate", lambda *_: pytest.fail("it ran"))
    assert command(monkeypatch, "compare", "--resume", str(folder)) == 0
    assert_same_run(folder, few)


def fill_the_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_disk_that_is_full_on_the_way_costs_what_was_not_written(
    few: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, written = tmp_path / "run", []

    def write(place: Path, outcome: Outcome, facts: dict[str, Any]) -> None:
        written.append(outcome.replication)
        (fill_the_disk if len(written) > 2 else write_finished)(place, outcome, facts)

    with monkeypatch.context() as patch:
        patch.setattr("simulator.runs.unfinished.write_finished", write)
        assert command(patch, "compare", *ASKED, *FEW, "--out", str(folder)) == 2
    assert capsys.readouterr().err == (
        f"Error: {folder}-unfinished cannot be written: No space left on device. What is finished stays there: "
        f"--resume {folder} goes on with it.\n"
    )
    assert command(monkeypatch, "compare", "--resume", str(folder)) == 0
    assert_same_run(folder, few)


def test_replications_that_failed_are_tried_again(
    few: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    whole = StudyPlan.replicate

    def replicate(self: StudyPlan, seed: int, replication: int) -> Outcome:
        if replication == 1:
            raise ArithmeticError("made to break")
        return whole(self, seed, replication)

    with monkeypatch.context() as patch:
        patch.setattr(StudyPlan, "replicate", replicate)
        assert command(patch, "compare", *ASKED, *FEW, "--out", str(folder)) == 1
    assert capsys.readouterr().err == (
        f"Error: replication 1 failed, see {folder / 'manifest.json'}; the others are kept. The first error was: "
        f"ArithmeticError: made to break. To try again: python run_sim.py compare --resume {folder}\n"
    )
    assert command(monkeypatch, "compare", "--resume", str(folder)) == 0
    assert_same_run(folder, few)


def test_a_run_beside_a_complete_one_is_finished_where_it_is(
    few: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    assert command(monkeypatch, "run", PLACE, "-n", "1", "--draws", "0", "--out", str(folder)) == 0
    complete = manifest(folder)
    assert begin_and_stop(monkeypatch, KeyboardInterrupt, "compare", *ASKED, *FEW, "--out", str(folder))
    capsys.readouterr()
    assert command(monkeypatch, "compare", "--resume", str(folder)) == 2
    message = f"Error: {folder} holds a complete run; the one that was stopped is in {folder}-partial.\n"
    assert capsys.readouterr().err == message
    assert command(monkeypatch, "compare", "--resume", f"{folder}-partial") == 0
    assert_same_run(Path(f"{folder}-partial"), few)
    assert manifest(folder) == complete


def test_nor_does_a_killed_run_touch_the_complete_one_until_it_is_finished(
    few: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    assert command(monkeypatch, "run", PLACE, "-n", "1", "--draws", "0", "--out", str(folder)) == 0
    assert begin_and_stop(monkeypatch, Killed, "compare", *ASKED, *FEW, "--out", str(folder))
    assert manifest(folder)["replications_asked"] == 1
    assert command(monkeypatch, "compare", "--resume", str(folder)) == 0
    assert_same_run(folder, few)


@pytest.mark.parametrize("how", [Killed, KeyboardInterrupt])
def test_a_damaged_replication_is_simulated_again(
    few: Path, stop: Stop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    how: type[BaseException],
) -> None:  # fmt: skip
    folder = stop(how)
    damaged = (Path(f"{folder}-unfinished") if how is Killed else folder) / "finished" / "000001.parquet"
    content = bytearray(damaged.read_bytes())
    content[len(content) // 3] ^= 1
    damaged.write_bytes(content)
    capsys.readouterr()
    assert command(monkeypatch, "compare", "--resume", str(folder)) == 0
    assert capsys.readouterr().err == f"{damaged} is damaged; that replication is simulated again.\n"
    assert_same_run(folder, few)


@pytest.mark.parametrize(
    ("words", "unlike"),
    [
        (["--seed", "8"], "--seed is 7 there, and 8 is asked for"),
        (["--seed", "8", "-n", "3", "--draws", "0"], "--seed is 7 there, and 8 is asked for; "
         "--replications is 4 there, and only 3 is asked for"),
        ([PLACE, "not-activated+serious-only"], "the list of policies is opt-out-of-sharing there, "
         "and not-activated+serious-only is asked for"),
        ([PLACE, *SETTING], "agencies.example.match_share.source of as-is is null there, "
         "and set on the command line is asked for"),
        ([PLACE, "--years", "2"], "years of as-is is 1 there, and 2 is asked for"),
        (["providence-ri"], "the place is small-place there, and providence-ri is asked for; label of as-is is "
         "Example County there, and Providence, RI is asked for"),
    ],
)  # fmt: skip
def test_another_run_is_refused_with_all_that_is_unlike(
    stop: Stop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str],
    unlike: str,
) -> None:  # fmt: skip
    folder = stop(Killed)
    assert command(monkeypatch, "compare", *words, "--resume", str(folder)) == 2
    said = capsys.readouterr().err
    assert said == f"Error: {folder} is another run: {unlike}. What is left out is taken from the folder.\n"


@pytest.mark.parametrize(
    "words", [["compare", *SETTING], ["compare", "--years", "1"], ["run", "--policy", "not-activated"]]
)
def test_options_that_are_about_the_place_need_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert command(monkeypatch, *words, "--resume", "anywhere") == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "Error: With --resume, the run folder says what is simulated. Leave out --set, --years and --policy; "
        "or give PLACE too, and they are compared with the folder."
    )


@pytest.mark.parametrize("verb", ["compare", "run"])
def test_without_a_run_to_resume_there_must_be_a_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    assert command(monkeypatch, verb, "-n", "2", "--draws", "0") == 2
    assert capsys.readouterr().err.splitlines()[-1] == "Error: Missing argument 'PLACE'."


def test_other_versions_are_refused_by_name(
    stop: Stop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = stop(KeyboardInterrupt)
    here = manifest(folder)
    packages = here["packages"] | {"numpy": "1.0", "extra": "2.0"}
    edit_manifest(folder, simulator="0.0.1", packages=packages)
    capsys.readouterr()
    assert command(monkeypatch, "compare", "--resume", str(folder)) == 2
    assert capsys.readouterr().err == (
        f"Error: {folder} cannot be resumed, since other versions may give other numbers: simulator was 0.0.1, and is "
        f"{here['simulator']}; numpy was 1.0, and is {here['packages']['numpy']}; extra was 2.0, and is not used. "
        "Use the same versions, or begin anew with another --out.\n"
    )


def test_a_scenario_that_was_changed_since_is_refused(
    stop: Stop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = stop(Killed)
    path = Path(f"{folder}-unfinished") / "scenario" / "opt-out-of-sharing.yaml"
    path.write_text(path.read_text().replace("value: 2000", "value: 2001"))
    assert command(monkeypatch, "compare", "--resume", str(folder)) == 2
    assert capsys.readouterr().err == (
        f"Error: {folder}-unfinished: not the scenario that was run, by its hash in manifest.json: "
        "scenario/opt-out-of-sharing.yaml.\n"
    )
    path.write_text("kind: place\n")
    assert command(monkeypatch, "compare", "--resume", str(folder)) == 2
    assert capsys.readouterr().err.startswith(f"{path}:1: ")


def test_a_seed_that_was_changed_since_is_refused(
    stop: Stop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = stop(Killed)
    edit_manifest(Path(f"{folder}-unfinished"), seed=8)
    assert command(monkeypatch, "compare", "--resume", str(folder)) == 2
    assert capsys.readouterr().err == (
        f"Error: {folder}-unfinished/finished/000000.parquet is of another run than manifest.json says: of another "
        "scenario, seed or version. Move it away, and its replication is simulated again.\n"
    )


def test_two_runs_on_their_way_to_one_folder_are_told_apart(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    first = ["run", PLACE, "-n", "3", "--draws", "0", "--out", str(folder)]
    assert begin_and_stop(monkeypatch, KeyboardInterrupt, *first)
    assert begin_and_stop(monkeypatch, Killed, "compare", *ASKED, *FEW, "--out", str(folder))
    capsys.readouterr()
    assert command(monkeypatch, "compare", "--resume", str(folder)) == 2
    assert capsys.readouterr().err == (
        f"Error: {folder} and {folder}-unfinished are two runs: policies.1 is nothing and opt-out-of-sharing. "
        f"Finish the second with --resume {folder}-unfinished, or move it away.\n"
    )
    assert command(monkeypatch, "compare", "--resume", f"{folder}-unfinished") == 0
    assert_same_run(folder, few)


def test_a_new_run_does_not_begin_over_one_that_was_killed(
    stop: Stop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = stop(Killed)
    words = ["compare", *ASKED, *FEW, "--out", str(folder)]
    assert command(monkeypatch, *words, on_done=lambda done: pytest.fail("it ran")) == 2
    assert capsys.readouterr().err == (
        f"Error: {folder}-unfinished holds 2 finished replications of a run that was stopped, or still goes on. "
        f"Finish it with --resume {folder}, or delete {folder}-unfinished to begin anew.\n"
    )


def test_nor_over_anything_else_that_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    thesis = tmp_path / "run-unfinished" / "thesis.txt"
    thesis.parent.mkdir()
    thesis.write_text("years of work")
    words = ["compare", *ASKED, *FEW, "--out", str(tmp_path / "run")]
    assert command(monkeypatch, *words, on_done=lambda done: pytest.fail("it ran")) == 2
    assert capsys.readouterr().err == (
        f"Error: {thesis.parent} is in the way: what is finished is written there while a run goes on. "
        "Name another folder with --out.\n"
    )
    assert thesis.read_text() == "years of work"


def test_folders_without_a_stopped_run_are_said_so(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trace = tmp_path / "trace"
    assert command(monkeypatch, "trace", PLACE, "--out", str(trace)) == 0
    capsys.readouterr()
    messages = {
        few: f"{few} holds a complete run; there is nothing to resume.",
        trace: f"{trace} holds a trace, and there is nothing to resume in one.",
        tmp_path: f"There is no run to resume: neither {tmp_path} nor {tmp_path}-unfinished holds one that was "
        "stopped.",
    }
    for folder, message in messages.items():
        assert command(monkeypatch, "compare", "--resume", str(folder)) == 2
        assert capsys.readouterr().err == f"Error: {message}\n"


@pytest.mark.parametrize("name", [".", "..", "/", "inside/.."])
def test_the_folder_that_one_is_in_is_not_resumed(
    stop: Stop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    folder = stop(KeyboardInterrupt)
    (folder / "inside").mkdir()
    monkeypatch.chdir(folder)
    capsys.readouterr()
    assert command(monkeypatch, "compare", "--resume", name, on_done=lambda done: pytest.fail("it ran")) == 2
    said = capsys.readouterr().err
    if name in ("..", "/"):
        assert said.startswith(f"Error: There is no run to resume: neither {name} nor ")
    else:
        message = "is the folder that you are in, or one around it. Name another folder with --out.\n"
        assert said == f"Error: . {message}"


def test_a_folder_with_notes_in_it_is_refused_before_simulating(
    stop: Stop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = stop(KeyboardInterrupt)
    (folder / "notes.txt").write_text("my reading of it")
    capsys.readouterr()
    assert command(monkeypatch, "compare", "--resume", str(folder), on_done=lambda done: pytest.fail("it ran")) == 2
    assert capsys.readouterr().err == (
        f"Error: {folder} holds files that the run did not write, such as notes.txt, so it is not replaced. "
        "Name another folder with --out.\n"
    )


def test_the_same_from_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("simulator.views.figures.all_figures", lambda tables: {})
    asked = study({"decline-all": [{"detainer_rules": [decline()]}]})
    whole = simulator.keep(simulator.compare(asked, replications=3, draws=0, seed=2), tmp_path / "whole")
    with pytest.raises(Killed):
        simulator.compare(asked, replications=3, draws=0, seed=2, folder=tmp_path / "run", on_done=stopping(Killed, 1))
    with pytest.raises(RunFolderError, match="run-unfinished holds 1 finished replication of a run that was stopped"):
        simulator.compare(asked, replications=3, draws=0, seed=2, folder=tmp_path / "run")
    with pytest.raises(RunFolderError, match="--replications is 3 there, and only 2 is asked for"):
        simulator.resume(tmp_path / "run", replications=2)
    assert simulator.keep(simulator.resume(tmp_path / "run")) == tmp_path / "run"
    assert_same_run(tmp_path / "run", whole)
    assert manifest(tmp_path / "run")["resumed"] == [""]


def test_a_run_that_is_interrupted_before_anything_is_finished_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(StudyPlan, "replicate", lambda *_: stopping(KeyboardInterrupt, 0)(1))
    with pytest.raises(RunInterrupted):
        simulator.compare(study({}), replications=2, draws=0, folder=tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_a_replication_is_read_as_it_was_written(tmp_path: Path) -> None:
    asked = study({"sharing": [{"opt_out": "share"}]}, {"costs.bed_day.short_run.value": 0.1 + 0.2})
    outcome = study_plan_of(asked).replicate(3, 11)
    facts = manifest_of(asked, "comparison", seed=3, asked=12, finished=1, failures={}, command="", seconds=0.0)
    write_finished(tmp_path, outcome, facts)
    read = read_finished(tmp_path / "finished" / "000011.parquet", asked, facts)
    assert read.replication == 11
    for one, other in zip(read.policies, outcome.policies, strict=True):
        assert one.policy == other.policy
        pairs = [(one.tally.values, other.tally.values)]
        pairs += [(getattr(one.changed, why), getattr(other.changed, why)) for why in ("by_rule", "by_crowding")]
        pairs += [(mine.amounts, theirs.amounts) for mine, theirs in zip(one.lines, other.lines, strict=True)]
        pairs += [(mine.counts, theirs.counts) for mine, theirs in zip(one.shapes, other.shapes, strict=True)]
        pairs += [(mine.edges, theirs.edges) for mine, theirs in zip(one.shapes, other.shapes, strict=True)]
        assert all(mine.dtype == theirs.dtype and np.array_equal(mine, theirs) for mine, theirs in pairs)
        assert [(shape.name, shape.group) for shape in one.shapes] == [(s.name, s.group) for s in other.shapes]


@pytest.mark.parametrize("place", [path.stem for path in shipped()["places"]])
def test_every_shipped_place_is_read_back_from_its_folder(tmp_path: Path, place: str) -> None:
    written = load_study(place, ["opt-out-of-sharing", "serious-only+opt-out-of-receiving"], ["years=1"])
    write_scenarios(tmp_path / "scenario", written)
    facts = manifest_of(written, "comparison", seed=1, asked=1, finished=1, failures={}, command="", seconds=0.0)
    write_manifest(tmp_path, facts)
    read = study_of(tmp_path)
    assert read.place == place
    for one, other in zip(read.cases, written.cases, strict=True):
        assert (one.name, one.label, one.about) == (other.name, other.label, other.about)
        assert scenario_hash(read, one.name) == scenario_hash(written, one.name)
        if "network" not in one.tree:  # agencies from tables go into a table of the folder
            assert one.tree == other.tree | {"merged": True}
            assert one.place_file == other.place_file


@pytest.mark.parametrize("name", ["../as-is", "a\\b", "..", ""])
def test_a_policy_whose_name_leads_out_of_the_folder_is_none(tmp_path: Path, name: str) -> None:
    facts = manifest_of(study({}), "comparison", seed=1, asked=1, finished=1, failures={}, command="", seconds=0.0)
    write_manifest(tmp_path, facts | {"policies": [name], "labels": {name: ""}, "about": {name: ""}})
    with pytest.raises(RunFolderError) as caught:
        study_of(tmp_path)
    rule = f"{tmp_path / 'manifest.json'} is not a manifest of this version"
    assert str(caught.value) == f"{rule}: policies: {name!r} is no name of a policy."


def test_the_entries_that_may_differ_are_few() -> None:
    assert OF_THE_MAKING == ("command", "resumed", "precision", "seconds_taken")
