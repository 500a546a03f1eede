"""The run folder: whole or not there, hashed, readable, and enough to run again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest

from simulator.api import Comparison, compare, keep
from simulator.errors import RunFolderError
from simulator.experiments.rounds import Extent
from simulator.runs.folder import kept_at, read_run, summary_table, whole_folder
from simulator.runs.manifest import study_hash
from simulator.runs.tables import policy_labels
from simulator.runs.tracing import keep_trace
from simulator.scenario.load import load_study
from simulator.scenario.study import Study
from tests.example_place import decline, honor, study

DATED = {
    "periods": [
        {"opt_out": "none", "detainer_rules": [honor()]},
        {"begins": date(2012, 6, 1), "detainer_rules": [decline()]},
    ]
}
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    policies = {"opt-out-of-sharing": [{"opt_out": "share"}], "decline-all": [{"detainer_rules": [decline()]}]}
    return compare(study(policies), replications=3, draws=0, seed=2)


@pytest.fixture(scope="module")
def folder(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return keep(comparison, tmp_path_factory.mktemp("results") / "example", command="a test", trace=True)


@pytest.fixture
def _no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing takes longest, and what becomes of a folder does not depend on it."""
    monkeypatch.setattr("simulator.views.figures.all_figures", lambda tables: {})


def test_it_holds_what_the_documentation_lists(folder: Path) -> None:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    expected = {"manifest.json", "summary.json", "summary.csv", "summary.xlsx", "labels.json"}
    expected |= {"replications.parquet", "ledger.parquet", "shapes.parquet", "tornado.parquet", "draws.parquet"}
    expected |= {f"scenario/{policy}.yaml" for policy in ("as-is", "opt-out-of-sharing", "decline-all")}
    expected |= {f"trace/{policy}.{ending}" for policy in ("as-is", "opt-out-of-sharing", "decline-all")
                 for ending in ("csv", "parquet", "xes.gz")}  # fmt: skip
    figures = {name for name in found if name.startswith("figures/")}
    assert found - figures == expected
    assert len([name for name in figures if name.endswith(".svg")]) == len(figures) / 2 >= 6
    documented = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
    for name in expected - {name for name in expected if "/" in name}:
        assert name in documented


def test_every_hash_is_right(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    others = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"manifest.json"}
    assert set(manifest["sha256"]) == others
    for name, digest in manifest["sha256"].items():
        assert sha256((folder / name).read_bytes()).hexdigest() == digest
    assert (manifest["seed"], manifest["complete"], manifest["command"]) == (2, True, "a test")


def test_what_is_read_is_what_was_written(folder: Path, comparison: Comparison) -> None:
    read = read_run(folder)
    assert read.summary == json.loads(json.dumps(comparison.tables.summary))
    assert read.labels == comparison.tables.labels
    pd.testing.assert_frame_equal(read.replications, comparison.tables.replications)
    pd.testing.assert_frame_equal(read.ledger, comparison.tables.ledger)


def test_tables_add_up_to_the_summary(folder: Path) -> None:
    read = read_run(folder)
    total = read.replications.groupby(["policy", "measure"])["value"].sum() / 3
    for policy, measures in read.summary["policies"].items():
        for measure in ("bookings", "detainers", "hold_days", "ended_no_match"):
            assert total[policy, measure] == pytest.approx(measures[measure]["mean"])
        lines = read.ledger[(read.ledger.policy == policy) & (read.ledger.payer == "local")]
        for price, name in (("short-run", "short_run"), ("step", "step"), ("average", "average")):
            amount = lines[lines.bed_price.isin([price, "any"])].amount_usd.sum() / 3
            assert amount == pytest.approx(measures[f"local_net_cost_{name}_usd"]["mean"], abs=0.005)


def test_differences_are_paired(folder: Path) -> None:
    read = read_run(folder)
    wide = (
        read.replications[read.replications.measure == "detainers"]
        .groupby(["policy", "replication"])["value"]
        .sum()
        .unstack("policy")
    )
    differences = wide["opt-out-of-sharing"] - wide["as-is"]
    entry = read.summary["differences"]["opt-out-of-sharing"]["detainers"]
    assert entry["mean"] == pytest.approx(differences.mean())
    half = 4.302652729749464 * differences.std() / 3**0.5  # t quantile of 0.975 with 2 degrees of freedom
    assert (entry["low"], entry["high"]) == pytest.approx((differences.mean() - half, differences.mean() + half))
    assert entry["same_sign_share"] == 1.0


def test_summary_csv_has_every_measure_of_every_policy(folder: Path, comparison: Comparison) -> None:
    table = pd.read_csv(folder / "summary.csv")
    assert len(table) == sum(len(measures) for measures in comparison.tables.summary["policies"].values())
    assert table["meaning"].notna().all()
    assert table["unit"].notna().all()
    assert list(table.columns) == list(summary_table(comparison.tables.summary).columns)


def test_the_resolved_scenario_runs_to_the_same_numbers(folder: Path, comparison: Comparison) -> None:
    again = compare(load_study(folder / "scenario" / "opt-out-of-sharing.yaml"), replications=3, draws=0, seed=2)
    assert (
        again.tables.summary["policies"]["as-is"]["detainers"]
        == (comparison.tables.summary["policies"]["opt-out-of-sharing"]["detainers"])
    )


def test_the_same_run_has_the_same_name_and_another_has_another(comparison: Comparison) -> None:
    same = study_hash(comparison.study, 2, Extent(3, 0))
    assert comparison.name == f"example-{same}"
    assert same != study_hash(comparison.study, 1, Extent(3, 0))
    assert same != study_hash(comparison.study, 2, Extent(3, 20))
    assert same != study_hash(study({}), 2, Extent(3, 0))


@pytest.mark.usefixtures("_no_figures")
def test_an_earlier_run_is_replaced(comparison: Comparison, tmp_path: Path) -> None:
    target = keep(comparison, tmp_path / "run")
    first = (target / "summary.json").read_bytes()
    (target / "summary.json").write_text("changed")
    assert (keep(comparison, target) / "summary.json").read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_folder_with_other_files_is_refused_and_left_alone(comparison: Comparison, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(
        RunFolderError, match=r"holds something other than an earlier comparison, so it is not replaced"
    ):
        keep(comparison, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.usefixtures("_no_figures")
def test_an_earlier_run_with_a_file_added_is_refused_and_left_alone(comparison: Comparison, tmp_path: Path) -> None:
    target = keep(comparison, tmp_path / "run")
    (target / "notes.txt").write_text("my reading of it")
    with pytest.raises(RunFolderError, match=r"files that the run did not write, such as notes\.txt"):
        keep(comparison, target)
    assert (target / "notes.txt").read_text() == "my reading of it"


@pytest.mark.usefixtures("_no_figures")
def test_a_trace_does_not_replace_a_comparison(comparison: Comparison, tmp_path: Path) -> None:
    target = keep(comparison, tmp_path / "run")
    with pytest.raises(RunFolderError, match="something other than an earlier trace"):
        keep_trace(study({}), study({}).cases[0], target, seed=1, replication=0, command="")
    assert (target / "summary.json").exists()


def test_another_programs_manifest_is_no_run_folder(comparison: Comparison, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(RunFolderError, match="something other than an earlier comparison"):
        keep(comparison, tmp_path)


def test_a_folder_that_cannot_be_made_is_said_so(comparison: Comparison, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunFolderError, match="cannot be written"):
        keep(comparison, tmp_path / "file" / "run")


@pytest.mark.usefixtures("_no_figures")
def test_what_file_managers_leave_in_a_folder_is_no_reason_to_refuse_it(comparison: Comparison, tmp_path: Path) -> None:
    target = tmp_path / "run"
    target.mkdir()
    (target / "desktop.ini").write_text("")
    keep(comparison, target)
    (target / ".DS_Store").write_text("")
    (target / "figures" / "Thumbs.db").write_text("")
    keep(comparison, target)
    assert not (target / ".DS_Store").exists()


@pytest.mark.parametrize("name", [".", "..", "../..", "/", "inside/.."])
def test_the_folder_that_one_is_in_and_those_around_it_are_refused(
    comparison: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    here = tmp_path / "one" / "two"
    (here / "inside").mkdir(parents=True)
    monkeypatch.chdir(here)
    with pytest.raises(RunFolderError) as caught:
        keep(comparison, name)
    shown = f"{Path(name)} is the folder that you are in, or one around it."
    assert str(caught.value) == f"{shown} Name another folder with --out."


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to the superuser")
def test_a_folder_without_permission_is_refused(comparison: Comparison, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(RunFolderError, match="cannot be written: Permission denied"):
            keep(comparison, tmp_path / "run")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.usefixtures("_no_figures")
@pytest.mark.parametrize("fails", [".partial-", "run"])
def test_a_move_that_fails_leaves_the_earlier_run_in_place(
    comparison: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    """Whether the earlier run cannot be moved away (``run``), or the new one cannot take its place."""
    target = keep(comparison, tmp_path / "run")
    earlier = (target / "manifest.json").read_bytes()
    whole_rename = Path.rename

    def rename(path: Path, to: Path) -> Path:
        if fails in path.name and ".old-" not in path.name:
            raise PermissionError(13, "Permission denied")
        return whole_rename(path, to)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(RunFolderError) as caught:
        keep(comparison, target, command="again")
    assert str(caught.value) == f"{target} cannot be written: Permission denied. Name another folder with --out."
    assert (target / "manifest.json").read_bytes() == earlier
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_disk_that_is_full_is_said_so_and_leaves_nothing_behind(tmp_path: Path) -> None:
    def fill() -> None:
        with whole_folder(tmp_path / "run", "comparison"):
            raise OSError(28, "No space left on device")

    with pytest.raises(RunFolderError, match="run cannot be written: No space left on device"):
        fill()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("_no_figures")
def test_a_part_of_a_run_does_not_replace_a_whole_one(comparison: Comparison, tmp_path: Path) -> None:
    part = replace(comparison, batch=replace(comparison.batch, asked=9))
    target = tmp_path / "run"
    assert keep(part, target) == keep(part, target) == keep(comparison, target) == target
    complete = (target / "manifest.json").read_bytes()
    for _ in range(2):  # an earlier part is replaced
        assert keep(part, target) == tmp_path / "run-partial"
    assert (target / "manifest.json").read_bytes() == complete
    assert json.loads((tmp_path / "run-partial" / "manifest.json").read_text())["complete"] is False
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run", "run-partial"]


@pytest.mark.usefixtures("_no_figures")
def test_nor_a_whole_one_that_has_the_name_of_a_part(
    comparison: Comparison, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("run", "run-partial"):
        keep(comparison, tmp_path / name)
    assert kept_at(tmp_path / "run", complete=True) == tmp_path / "run"
    assert kept_at(tmp_path / "run", complete=False) == tmp_path / "run-partial-partial"
    assert kept_at(tmp_path / "run" / "figures" / "..", complete=False) == tmp_path / "run-partial-partial"
    monkeypatch.chdir(tmp_path / "run")
    assert kept_at(Path("."), complete=False) == tmp_path / "run-partial-partial"


def test_every_case_of_a_place_with_dated_periods_runs_again_as_written(tmp_path: Path) -> None:
    dated = study({"sharing": [{"opt_out": "share"}]}, {"policy": DATED})
    folder = keep(compare(dated, replications=1, draws=0, seed=2), tmp_path / "run")
    for case in dated.cases:
        again = load_study(folder / "scenario" / f"{case.name}.yaml")
        assert again.cases[0].scenario.policy == case.scenario.policy
        both = (again, study({}, {"policy": case.tree["policy"]}))
        numbers = [compare(one, replications=1, draws=0, seed=2).summary["policies"]["as-is"] for one in both]
        assert numbers[0] == numbers[1]


def test_policies_with_one_label_are_told_apart_by_name() -> None:
    cases = study({"one": [{"opt_out": "share"}], "two": [{"opt_out": "both"}]}).cases
    alike = Study("example", tuple(replace(case, label="Same") for case in cases))
    assert policy_labels(alike) == {"as-is": "As it is", "one": "Same (one)", "two": "Same (two)"}


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def fail() -> None:
        with whole_folder(tmp_path / "run", "comparison") as fresh:
            (fresh / "summary.json").write_text("{}")
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        fail()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_run_killed_while_writing_leaves_no_folder_that_looks_finished(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, time\n"
        "from simulator.runs.folder import whole_folder\n"
        "with whole_folder(pathlib.Path(sys.argv[1]), 'trace') as fresh:\n"
        "    (fresh / 'manifest.json').write_text('{}')\n"
        "    print('writing', flush=True)\n"
        "    time.sleep(60)\n"
    )
    target = tmp_path / "run"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(target)], stdout=subprocess.PIPE, cwd=ROOT, env=os.environ
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        process.send_signal(signal.SIGKILL)
    assert not target.exists()
    with pytest.raises(RunFolderError, match="is not a finished run folder"):
        read_run(target)


def test_a_trace_is_kept_with_its_manifest(tmp_path: Path) -> None:
    whole = study({})
    folder = tmp_path / "trace"
    keep_trace(whole, whole.cases[0], folder, seed=1, replication=3, command="")
    log = pd.read_csv(folder / "as-is.csv")
    assert list(log.columns[:3]) == ["case", "activity", "timestamp"]
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["replication"] == 3
    assert manifest["seconds_taken"] > 0
    pd.testing.assert_frame_equal(log, pd.read_parquet(folder / "as-is.parquet"), check_dtype=False)
