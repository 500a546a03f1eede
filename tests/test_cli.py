"""The commands as a user runs them: what they print, where, and how they exit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.views.console import print_shipped
from simulator.views.words import rounded
from tests.runs.commands import PLACE, ROOT, command, environment

QUICK = ["--replications", "2", "--draws", "0", "--workers", "1"]


def run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, str(ROOT / "run_sim.py"), *words]
    return subprocess.run(line, capture_output=True, text=True, cwd=cwd, env=environment(), check=False)


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are long enough for the paths of test folders."""
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Runs a command in this process to its good end; what it said on stdout."""

    def run_well(*words: str) -> str:
        capsys.readouterr()
        assert command(monkeypatch, *words) == 0
        return capsys.readouterr().out

    return run_well


def test_help_teaches_and_imports_nothing_heavy() -> None:
    helped = run("--help")
    assert helped.returncode == 0
    names = "animate check compare compile describe import list new report run schema stress-des trace verify web"
    for name in names.split():
        assert f"  {name} " in helped.stdout
    code = "import sys, runpy; sys.argv = ['run_sim.py']; import simulator.cli; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment(), check=True
    ).stdout.split()
    assert "click" in modules
    assert not {"numpy", "pandas", "scipy", "matplotlib", "pydantic", "simpy", "rich"} & set(modules)


def test_compare_writes_a_run_folder_and_says_the_difference(tmp_path: Path) -> None:
    words = ["compare", "arlington-va", "opt-out-of-sharing", "--replications", "4", "--draws", "0", "--workers", "1"]
    done = run(*words, "--out", str(tmp_path / "run"))
    assert done.returncode == 0, done.stderr
    summary = json.loads((tmp_path / "run" / "summary.json").read_text())
    assert list(summary["policies"]) == ["as-is", "opt-out-of-sharing"]
    fewer = -summary["differences"]["opt-out-of-sharing"]["detainers"]["mean"]
    assert f"about {fewer:,.0f} fewer" in done.stdout
    assert "Opt out of sharing" in done.stdout
    saved = -summary["differences"]["opt-out-of-sharing"]["local_net_cost_usd"]["mean"]
    money = " ".join(done.stdout.partition("Where the difference in cost comes from")[2].split())
    assert f"Local cost: about {rounded(saved, 'USD')} less than as it is. Of that, about $" in money
    assert "prints go to the FBI in every mode, so nothing of fingerprinting is added" in money
    assert json.loads((tmp_path / "run" / "manifest.json").read_text())["command"].startswith("python ")


def test_json_prints_the_summary_and_nothing_else_to_stdout(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    done = run("run", "arlington-va", "-n", "2", "--draws", "20", "--workers", "1", "--json", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    assert done.stdout == (folder / "summary.json").read_text()
    summary = json.loads(done.stdout)
    assert (summary["place"], summary["seed"], summary["replications"], summary["years"]) == ("arlington-va", 1, 2, 1)
    assert summary["differences"] == {}
    assert (summary["unknowns"]["draws"], summary["unknowns"]["replications_each"]) == (20, 2)
    for measure in ("detainers", "missed", "hold_days", "added_pretrial_days", "local_net_cost_usd"):
        assert list(summary["policies"]["as-is"][measure]) == [
            "mean", "low", "high", "unknowns_low", "unknowns_high", "both_low", "both_high"
        ]  # fmt: skip


@pytest.mark.parametrize(("draws", "said"), [("0", "chance alone"), ("20", "chance and of what is not known")])
def test_the_terminal_says_what_the_brackets_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], draws: str, said: str
) -> None:
    words = ["run", PLACE, "--policy", "opt-out-of-sharing", "-n", "2", "--draws", draws, "--workers", "1"]
    words += ["--out", str(tmp_path / "r")]
    assert command(monkeypatch, *words) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert f"Numbers are per year, in brackets the 95 % interval of {said}" in shown
    assert ("The intervals below hold chance alone. What is not known about the inputs is in none" in shown) is (
        draws == "0"
    )
    assert ("By both: between $" in shown) is (draws == "20")
    entry = json.loads((tmp_path / "r" / "summary.json").read_text())["policies"]["as-is"]["detainers"]
    assert ("unknowns_low" in entry, "both_low" in entry) == (draws == "20", draws == "20")


def test_run_with_a_policy_stands_beside_the_place_as_it_is(tmp_path: Path, said: Callable[..., str]) -> None:
    shown = said("run", "arlington-va", "--policy", "serious-only", *QUICK, "--json", "--out", str(tmp_path / "run"))
    assert set(json.loads(shown)["differences"]) == {"serious-only"}


def test_set_and_years_change_the_numbers(tmp_path: Path, said: Callable[..., str]) -> None:
    settings = ["--set", "agencies.arlington.match_share=0", "--years", "2"]
    summary = json.loads(said("run", "arlington-va", *QUICK, *settings, "--json", "--out", str(tmp_path / "run")))
    assert summary["years"] == 2
    assert summary["policies"]["as-is"]["matches"]["mean"] == 0
    assert 5000 < summary["policies"]["as-is"]["bookings"]["mean"] < 9000


def test_the_same_seed_gives_the_same_tables(tmp_path: Path, said: Callable[..., str]) -> None:
    import pandas as pd

    one, two, other = (tmp_path / name for name in ("one", "two", "other"))
    said("run", "arlington-va", *QUICK, "--out", str(one))
    said("run", "arlington-va", "--replications", "2", "--draws", "0", "--workers", "2", "--out", str(two))
    said("run", "arlington-va", *QUICK, "--seed", "2", "--out", str(other))
    tables = [pd.read_parquet(folder / "replications.parquet") for folder in (one, two, other)]
    assert tables[0].equals(tables[1])
    assert not tables[0].equals(tables[2])
    assert (one / "replications.parquet").read_bytes() == (two / "replications.parquet").read_bytes()


def test_a_users_mistake_exits_with_2_names_every_fault_and_writes_nothing(tmp_path: Path) -> None:
    place = tmp_path / "my-county.yaml"
    base = os.path.relpath(ROOT / "scenarios" / "places" / "arlington-va.yaml", tmp_path)
    place.write_text(f"kind: place\nbase: {base}\nyears: 0\nlabl: My County\n")
    done = run("run", str(place), "--out", str(tmp_path / "run"))
    assert done.returncode == 2
    assert done.stdout == ""
    assert f"{place}:3: years:" in done.stderr
    assert f"{place}:4: labl:" in done.stderr
    assert "Did you mean `label`?" in done.stderr
    assert "2 faults; nothing was run." in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["compare", "arlingtn-va"], "arlington-va"),
        (["compare", "arlington-va", "opt-out-of-sharin"], "opt-out-of-sharing"),
        (["compare", "arlington-va", "--replications", "0", "--draws", "0"], "0 is not in the range x>=1"),
        (["describe", "arlington-va", "--set", "agencies.arlington.match_shar=0.1"], "match_share"),
        (["new", "My County!"], "lower case letters"),
        (["nonsense"], "No such command"),
    ],
)
def test_mistakes_on_the_command_line(words: list[str], message: str) -> None:
    done = run(*words)
    assert done.returncode == 2, done.stdout
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_an_out_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    done = run("run", "arlington-va", *QUICK, "--out", str(tmp_path))
    assert done.returncode == 2
    assert "Name another folder with --out" in done.stderr
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize("out", [".", "..", "/", "file", "file/run"])
def test_an_out_folder_that_cannot_be_is_refused_before_simulating(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.chdir(tmp_path)
    words = ["run", "arlington-va", *QUICK, "--out", out]
    assert command(monkeypatch, *words, on_done=lambda done: pytest.fail("it ran")) == 2
    reasons = {"file": "is a file, not a folder", "file/run": "cannot be written: Not a directory"}
    reason = reasons.get(out, "is the folder that you are in, or one around it")
    assert capsys.readouterr().err == f"Error: {out} {reason}. Name another folder with --out.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", ["file", "file/schemas"])
def test_schemas_go_to_a_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("kept")
    done = run("schema", name, cwd=tmp_path)
    rules = {
        "file": "this is a file, and a folder is needed",
        "file/schemas": "the schemas cannot be written here: Not a directory",
    }
    assert done.returncode == 2
    assert done.stderr == f"{name}: {rules[name]}. Name another folder.\n1 fault; nothing was run.\n"
    assert (tmp_path / "file").read_text() == "kept"


def test_square_brackets_in_labels_and_paths_are_shown_as_they_are(
    tmp_path: Path, said: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    base = os.path.relpath(ROOT / "scenarios" / "places" / "arlington-va.yaml", tmp_path)
    (tmp_path / "place.yaml").write_text(f"kind: place\nbase: {base}\nlabel: 'County [draft] [/x] :dog:'\n")
    policy = "kind: policy\nlabel: '[bold] no [/bold]'\nabout: A test.\npolicy: {periods: [{opt_out: share}]}\n"
    (tmp_path / "policy.yaml").write_text(policy)
    shown = said("compare", "place.yaml", "policy.yaml", *QUICK, "--out", "[bold] run")
    assert "\nCounty [draft] [/x] :dog:, 1 year simulated 2 times." in shown
    assert "\n[bold] no [/bold] " in shown
    assert shown.endswith("Figures, tables and the resolved scenario are in [bold] run\n")


def test_the_list_shows_square_brackets_as_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "county-[x].yaml"
    file.write_text("label: County [/x] [red]\n")
    print_shipped({"places": [file]})
    shown = capsys.readouterr().out
    assert "county-[x]" in shown
    assert "County [/x] [red]" in shown


def test_without_seats_nobody_is_collected_from_a_hold(tmp_path: Path, said: Callable[..., str]) -> None:
    no_seats = ["--set", "field_offices.washington.tours.seats=0"]
    at_once = ["--set", "field_offices.washington.ready_at_once=0"]
    doors = [f"--set=jail.custody_at_door_if_{rule}=0" for rule in ("declined", "notified")]
    words = ["run", "arlington-va", *QUICK, *no_seats, *at_once, *doors, "--json", "--out", str(tmp_path / "run")]
    mean = {name: entry["mean"] for name, entry in json.loads(said(*words))["policies"]["as-is"].items()}
    assert mean["transferred"] == 0
    assert mean["honored"] >= mean["lapsed"] >= mean["honored"] - mean["withdrawn"] > 100


def test_check_describe_list_and_trace(tmp_path: Path) -> None:
    shipped = sorted(str(path) for path in (ROOT / "scenarios").glob("*/*.yaml"))
    checked = run("check", *shipped)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count("no faults") == len(shipped) > 40
    described = run("describe", "arlington-va", "opt-out-of-receiving")
    assert "What stays the same" in described.stdout
    assert "agencies.arlington.match_share" in described.stdout
    listed = run("list")
    assert all(Path(path).stem in listed.stdout for path in shipped)
    traced = run("trace", "arlington-va", "--policy", "serious-only", "--out", str(tmp_path / "trace"))
    assert traced.returncode == 0, traced.stderr
    assert (tmp_path / "trace" / "serious-only.csv").read_text().startswith("case,activity,timestamp")


def test_new_writes_a_place_that_passes_check_and_refuses_to_replace_it(tmp_path: Path) -> None:
    target = ROOT / "scenarios" / "places" / "test-only-county.yaml"
    try:
        made = run("new", "test-only-county")
        assert made.returncode == 0, made.stderr
        assert run("check", str(target)).returncode == 0
        again = run("new", "test-only-county")
        assert again.returncode == 2
        assert "exists already" in again.stderr
        assert run("new", "test-only-county", "--force").returncode == 0
    finally:
        target.unlink(missing_ok=True)
