"""Verifying a run folder: what was changed since is named, and so is the first number that comes out otherwise."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import simulator
from bench.nation import made_up_table
from simulator import api
from simulator.api import load
from simulator.experiments.replications import Outcome, StudyPlan
from simulator.runs.manifest import scenario_hash
from simulator.runs.nation import write_nation
from simulator.runs.reading import read_manifest
from simulator.runs.verifying import to_simulate
from tests.example_place import study
from tests.runs.commands import PLACE, command, edit_manifest, files, finished_by, manifest, stopping

SAME = "Same: {} files and their hashes; {} of {} replications{}, simulated again."
Look = Callable[..., tuple[int, list[str], str]]


@pytest.fixture(scope="module")
def verified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of 4 replications, with a trace."""
    return made(
        tmp_path_factory.mktemp("verified"),
        "compare",
        PLACE,
        "opt-out-of-sharing",
        "-n",
        "4",
        "--draws",
        "0",
        "--trace",
    )


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trace of one replication."""
    words = ["trace", PLACE, "--policy", "opt-out-of-sharing", "--replication", "3", "--seed", "5"]
    return made(tmp_path_factory.mktemp("trace"), *words)


def made(place: Path, *words: str) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        assert command(patch, *words, "--out", str(place / "run")) == 0
    return place / "run"


@pytest.fixture
def folder(verified: Path, tmp_path: Path) -> Path:
    """A copy to do things to."""
    return shutil.copytree(verified, tmp_path / "run")


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Look:
    """Verify a folder: the exit code, the lines on stdout, and what stands on stderr."""

    def verify(folder: Path, *words: str) -> tuple[int, list[str], str]:
        capsys.readouterr()
        code = command(monkeypatch, "verify", str(folder), *words)
        shown = capsys.readouterr()
        return code, shown.out.splitlines(), shown.err

    return verify


def not_as_it_should_be(folder: Path, findings: int) -> str:
    return f"Error: {folder} is not as it should be: {findings} finding{'s' if findings > 1 else ''}.\n"


def fit_hashes(folder: Path) -> None:
    """Edit the manifest so that every hash fits, as somebody could who wants a change not to be seen."""
    edit_manifest(folder, sha256={name: sha256(content).hexdigest() for name, content in files(folder).items()})


def edit_table(path: Path, row: int, column: str, value: float) -> float:
    """Change one number of a table; the number that it was."""
    table = pd.read_parquet(path)
    was = float(table[column].iloc[row])
    table.loc[row, column] = value
    table.to_parquet(path, index=False, compression="zstd")
    return was


def test_a_run_is_the_same_with_any_number_of_workers_figures_and_all(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    finished_by("compare", PLACE, "serious-only", "-n", "3", "--draws", "0", "--workers", "1", "--out", str(folder))
    before = files(folder)
    finished_by("verify", str(folder), "--workers", "2")
    assert files(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_run_that_is_the_same_is_said_so(verified: Path, look: Look) -> None:
    count = len(manifest(verified)["sha256"])
    assert look(verified) == (0, [SAME.format(count, 4, 4, "")], "")
    assert look(verified, "--sample", "9") == (0, [SAME.format(count, 4, 4, "")], "")


def test_a_sample_simulates_only_that(verified: Path, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    simulated, whole = [], StudyPlan.replicate

    def replicate(self: StudyPlan, seed: int, replication: int) -> Outcome:
        simulated.append(replication)
        return whole(self, seed, replication)

    monkeypatch.setattr(StudyPlan, "replicate", replicate)
    count = len(manifest(verified)["sha256"])
    assert look(verified, "--sample", "2") == (0, [SAME.format(count, 2, 4, " (0, 3)")], "")
    assert simulated == [0, 3]


@pytest.mark.parametrize(
    ("sample", "numbers"),
    [(1, [0]), (2, [0, 39]), (3, [0, 20, 39]), (5, [0, 10, 20, 29, 39]), (40, [*range(40)]), (None, [*range(40)])],
)
def test_a_sample_is_evenly_spread(verified: Path, sample: int | None, numbers: list[int]) -> None:
    asked = read_manifest(verified).model_copy(update={"replications_asked": 40})
    assert to_simulate(asked, sample) == numbers


def test_a_trace_is_made_again_too(trace: Path, look: Look, tmp_path: Path) -> None:
    assert look(trace) == (0, [SAME.format(4, 1, 1, "")], "")
    folder = shutil.copytree(trace, tmp_path / "run")
    path = folder / "opt-out-of-sharing.csv"
    rows = list(csv.reader(path.read_text().splitlines()))
    was = ",".join(rows[5])
    rows[5][1] = "released by a miracle"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue())
    fit_hashes(folder)
    said = f"opt-out-of-sharing.csv: line 6 is {','.join(rows[5])} in the folder, and {was} made again"
    assert look(folder)[1:] == (
        [said, "Compared: 4 files and their hashes; 1 of 1 replications, simulated again."],
        not_as_it_should_be(folder, 1),
    )


@pytest.mark.parametrize(("name", "at"), [("replications.parquet", 5000), ("shapes.parquet", 100)])
def test_a_changed_byte_is_found(folder: Path, look: Look, name: str, at: int) -> None:
    content = bytearray((folder / name).read_bytes())
    content[at] ^= 1
    (folder / name).write_bytes(content)
    code, said, _ = look(folder)
    assert code == 1
    assert said[0] == f"{name} was changed since the run"
    assert all(finding.startswith(f"{name}") for finding in said[1:-1])
    assert said[-1].startswith("Compared: ")


def test_files_that_are_missing_changed_or_added_are_named_all_at_once(folder: Path, look: Look) -> None:
    (folder / "ledger.parquet").unlink()
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "figures" / "mine.png").write_text("a figure of my own")
    (folder / ".DS_Store").write_text("left by a file manager")
    labels = json.loads((folder / "labels.json").read_text())
    (folder / "labels.json").write_text(json.dumps(labels | {"dollars_of": 1999}, indent=2) + "\n")
    count = len(manifest(folder)["sha256"])
    assert look(folder) == (
        1,
        [
            "figures/mine.png was added since the run",
            "labels.json was changed since the run",
            "ledger.parquet is missing since the run",
            "labels.json: dollars_of is 1999 in the folder, and 2012 made again",
            f"Compared: {count} files and their hashes; 4 of 4 replications, simulated again.",
        ],
        not_as_it_should_be(folder, 4),
    )


def test_a_file_that_is_only_laid_out_otherwise_is_changed_all_the_same(folder: Path, look: Look) -> None:
    table = pd.read_parquet(folder / "ledger.parquet")
    table.to_parquet(folder / "ledger.parquet", index=False, compression="gzip")
    assert look(folder)[1][:-1] == ["ledger.parquet was changed since the run"]
    fit_hashes(folder)
    assert look(folder)[1][:-1] == ["ledger.parquet: not the same bytes as made again"]


@pytest.mark.parametrize("words", [[], ["--sample", "2"]])
def test_a_changed_number_is_found_though_every_hash_fits(folder: Path, look: Look, words: list[str]) -> None:
    row = 30
    what = pd.read_parquet(folder / "replications.parquet").iloc[row]
    was = edit_table(folder / "replications.parquet", row, "value", 77.0)
    fit_hashes(folder)
    code, said, _ = look(folder, *words)
    assert code == 1
    assert said[0] == (
        f"replications.parquet: policy as-is, replication 0, agency example, month {what.month}, level {what.level}, "
        f"measure {what.measure}: value is 77.0 in the folder, and {was} made again"
    )
    assert len(said) == 2


def test_a_number_outside_of_the_sample_is_found_by_what_follows_from_it(folder: Path, look: Look) -> None:
    table = pd.read_parquet(folder / "replications.parquet")
    chosen = (table["replication"] == 1) & (table["measure"] == "detainers") & (table["value"] > 0)
    row = int(chosen.to_numpy().argmax())
    edit_table(folder / "replications.parquet", row, "value", 500.0)
    fit_hashes(folder)
    code, said, _ = look(folder, "--sample", "2")
    assert code == 1
    assert said[0].startswith("ledger.parquet: policy as-is, replication 1, agency example, month 2012-")
    assert any(line.startswith("summary.json: policies.as-is.detainers.mean is ") for line in said)


@pytest.mark.parametrize("words", [[], ["--sample", "1"]])
def test_a_changed_summary_is_found_though_every_hash_fits(folder: Path, look: Look, words: list[str]) -> None:
    path = folder / "summary.json"
    summary = json.loads(path.read_text())
    entry = summary["differences"]["opt-out-of-sharing"]["detainers"]
    was, entry["mean"] = entry["mean"], 0.5
    path.write_text(json.dumps(summary, indent=2) + "\n")
    (folder / "summary.csv").unlink()
    fit_hashes(folder)
    assert look(folder, *words)[1][:-1] == [
        f"summary.json: differences.opt-out-of-sharing.detainers.mean is 0.5 in the folder, and {was} made again",
        "summary.csv: made by this run, and not in the folder",
    ]


def test_a_changed_workbook_is_found_though_every_hash_fits(folder: Path, look: Look) -> None:
    with (folder / "summary.xlsx").open("ab") as file:
        file.write(b"\0")
    (folder / "extra.txt").write_text("said to be made by the run")
    fit_hashes(folder)
    assert look(folder)[1][:-1] == [
        "summary.xlsx: not the same bytes as made again",
        "extra.txt: not made by this run",
    ]


def test_a_changed_scenario_is_named_and_not_run(folder: Path, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StudyPlan, "replicate", lambda *_: pytest.fail("it ran"))
    path = folder / "scenario" / "as-is.yaml"
    path.write_text(path.read_text().replace("value: 2000", "value: 2001"))
    count = len(manifest(folder)["sha256"])
    changed = "scenario/as-is.yaml was changed since the run"
    unlike = f"{folder}: not the scenario that was run, by its hash in manifest.json: scenario/as-is.yaml."
    compared = f"Compared: {count} files and their hashes; 0 of 4 replications, simulated again."
    assert look(folder)[1] == [changed, f"it cannot be made again: {unlike}", compared]
    path.write_text("kind: place\nyears: [")
    assert look(folder)[1][1].startswith(f"it cannot be made again: {path}:2: ")


def test_a_changed_scenario_gives_other_numbers_though_every_hash_fits(folder: Path, look: Look) -> None:
    paths = {name: folder / "scenario" / f"{name}.yaml" for name in manifest(folder)["policies"]}
    for path in paths.values():
        path.write_text(path.read_text().replace("value: 2000", "value: 2900"))
    edit_manifest(folder, scenario_sha256={name: scenario_hash(load(path), "as-is") for name, path in paths.items()})
    fit_hashes(folder)
    code, said, _ = look(folder, "--sample", "1")
    assert code == 1
    assert said[0].startswith("replications.parquet: policy as-is, replication 0, agency example, month 2012-01, ")


@pytest.mark.parametrize(
    ("entries", "first"),
    [
        ({"seed": 2}, "replications.parquet: policy as-is, replication 0, agency example, month 2012-"),
        ({"replications_asked": 3}, "manifest.json: replications_finished is 4 in the folder, and 3 made again"),
        ({"with_trace": False}, "trace/as-is.csv, trace/as-is.parquet, trace/as-is.xes.gz, "
         "trace/opt-out-of-sharing.csv, trace/opt-out-of-sharing.parquet, trace/opt-out-of-sharing.xes.gz: "
         "not made by this run"),
        ({"labels": {"as-is": "A", "opt-out-of-sharing": "B"}}, "labels.json: policies.opt-out-of-sharing is "
         "Opt out of sharing in the folder, and B made again"),
        ({"place": "elsewhere"}, "summary.json: place is small-place in the folder, and elsewhere made again"),
        ({"policies": ["opt-out-of-sharing", "as-is"]}, "replications.parquet: row 1: policy is as-is in the "
         "folder, and opt-out-of-sharing made again"),
        ({"complete": False}, "it cannot be made again: it is not complete, and holds no finished replications"),
    ],
)  # fmt: skip
def test_an_edited_manifest_is_found_by_running_again(
    folder: Path, look: Look, entries: dict[str, Any], first: str
) -> None:
    edit_manifest(folder, **entries)
    code, said, _ = look(folder)
    assert code == 1
    assert said[0].startswith(first)


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ({"seed": "two"}, "seed: Input should be a valid integer"),
        ({"policies": []}, "policies: List should have at least 1 item after validation, not 0"),
        ({"labels": {}}, "labels: this is not about the same policies as `policies`"),
    ],
)
def test_a_manifest_of_another_form_is_a_mistake(folder: Path, look: Look, entries: dict[str, Any], fault: str) -> None:
    edit_manifest(folder, **entries)
    message = f"Error: {folder / 'manifest.json'} is not a manifest of this version: {fault}.\n"
    assert look(folder) == (2, [], message)


def test_what_is_no_run_folder_is_a_mistake(tmp_path: Path, look: Look) -> None:
    rule = f"Error: {tmp_path} is no run folder: manifest.json cannot be read: No such file or directory.\n"
    assert look(tmp_path) == (2, [], rule)
    (tmp_path / "manifest.json").write_text("{")
    assert look(tmp_path)[2].startswith(f"Error: {tmp_path / 'manifest.json'} is no JSON: ")


def test_other_versions_are_named_and_the_content_is_compared(folder: Path, look: Look) -> None:
    here = manifest(folder)
    edit_manifest(folder, python="3.11.0", packages=here["packages"] | {"pyarrow": "1.0"})
    table = pd.read_parquet(folder / "ledger.parquet")
    table.to_parquet(folder / "ledger.parquet", index=False, compression="gzip")  # as another version could
    with (folder / "summary.xlsx").open("ab") as file:
        file.write(b"\0")
    fit_hashes(folder)
    count = len(here["sha256"])
    assert look(folder) == (
        1,
        [
            f"made with other versions: python was 3.11.0, and is {here['python']}",
            f"made with other versions: pyarrow was 1.0, and is {here['packages']['pyarrow']}",
            f"Compared: {count} files and their hashes; 4 of 4 replications, simulated again.",
        ],
        not_as_it_should_be(folder, 2),
    )


def test_an_incomplete_run_is_verified_as_far_as_it_went(
    tmp_path: Path, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "run"
    words = ["compare", PLACE, "opt-out-of-sharing", "-n", "5", "--draws", "0", "--out", str(folder)]
    assert command(monkeypatch, *words, on_done=stopping(KeyboardInterrupt, 3)) == 130
    count = len(manifest(folder)["sha256"])
    assert look(folder) == (0, [SAME.format(count, 3, 3, "")], "")
    assert look(folder, "--sample", "1") == (0, [SAME.format(count, 1, 3, " (0)")], "")
    name = "finished/000001.parquet"
    was = edit_table(folder / name, 0, "value", 12345.0)
    fit_hashes(folder)
    assert look(folder)[1][0] == (
        f"{name}: policy as-is, part measures: value is 12345.0 in the folder, and {was} made again"
    )


def test_what_is_finished_of_a_run_is_not_yet_to_be_verified(
    tmp_path: Path, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["run", PLACE, "-n", "3", "--draws", "0", "--out", str(tmp_path / "run")]
    with pytest.raises(ZeroDivisionError):
        command(monkeypatch, *words, on_done=stopping(ZeroDivisionError, 2))
    unfinished = tmp_path / "run-unfinished"
    rule = f"{unfinished} is what is finished of a run that was stopped. Finish it first, with --resume."
    assert look(unfinished) == (2, [], f"Error: {rule}\n")


def test_a_replication_that_fails_when_it_is_simulated_again_is_told(
    verified: Path, look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replicate(*_: object) -> None:
        raise ArithmeticError("made to break")

    monkeypatch.setattr(StudyPlan, "replicate", replicate)
    assert look(verified)[1][0] == "it cannot be made again: replication 0 fails: ArithmeticError: made to break"


def test_ctrl_c_ends_it_quietly(verified: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_done = stopping(KeyboardInterrupt, 1)
    assert command(monkeypatch, "verify", str(verified), on_done=on_done) == 130


def test_the_same_from_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("simulator.views.figures.all_figures", lambda tables: {})
    asked = study({"sharing": [{"opt_out": "share"}]}, {"years": 2})
    folder = simulator.keep(simulator.compare(asked, replications=3, draws=0, seed=2), tmp_path / "run")
    verdict = simulator.verify(folder, sample=2)
    assert verdict.findings == ()
    assert (verdict.simulated, verdict.finished) == ((0, 2), 3)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"sample": 0}, "sample must be 1 or more, and 0 is not"),
        ({"workers": 0}, "workers must be 1 or more, and 0 is not"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(verified: Path, wrong: dict[str, int], message: str) -> None:
    with pytest.raises(simulator.SimulatorError) as caught:
        simulator.verify(verified, **wrong)  # type: ignore[arg-type]  # wrong on purpose
    assert str(caught.value) == message


def test_a_country_from_a_table_is_made_again(tmp_path: Path) -> None:
    """Its agencies lie in a table of the folder, under another name than the one they came from."""
    place = write_nation(tmp_path, made_up_table(40, 20_000))
    kept = api.keep(
        api.compare(load(place, ["decline-all-detainers", "serious-only"]), replications=2, draws=0), tmp_path / "run"
    )
    assert simulator.verify(kept).findings == ()
