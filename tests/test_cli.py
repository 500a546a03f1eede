"""The commands as a user runs them: what they print, where, and how they exit."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
QUICK = ["--replications", "2", "--workers", "1"]


def run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "run_sim.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment(), check=False)


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"}


def test_help_teaches_and_imports_nothing_heavy() -> None:
    helped = run("--help")
    assert helped.returncode == 0
    for command in ("check", "compare", "describe", "list", "new", "run", "schema", "trace"):
        assert f"  {command} " in helped.stdout
    code = "import sys, runpy; sys.argv = ['run_sim.py']; import simulator.cli; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment(), check=True
    ).stdout.split()
    assert "click" in modules
    assert not {"numpy", "pandas", "scipy", "matplotlib", "pydantic", "simpy", "rich"} & set(modules)


def test_compare_writes_a_run_folder_and_says_the_difference(tmp_path: Path) -> None:
    done = run("compare", "arlington-va", "opt-out-of-sharing", *QUICK, "--out", str(tmp_path / "run"))
    assert done.returncode == 0, done.stderr
    summary = json.loads((tmp_path / "run" / "summary.json").read_text())
    assert list(summary["policies"]) == ["as-is", "opt-out-of-sharing"]
    fewer = -summary["differences"]["opt-out-of-sharing"]["detainers"]["mean"]
    assert f"about {fewer:,.0f} fewer" in done.stdout
    assert "Opt out of sharing" in done.stdout
    assert json.loads((tmp_path / "run" / "manifest.json").read_text())["command"].startswith("python ")


def test_json_prints_the_summary_and_nothing_else_to_stdout(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    done = run("run", "arlington-va", *QUICK, "--json", "--out", str(folder))
    assert done.returncode == 0, done.stderr
    assert done.stdout == (folder / "summary.json").read_text()
    summary = json.loads(done.stdout)
    assert (summary["place"], summary["seed"], summary["replications"], summary["years"]) == ("arlington-va", 1, 2, 1)
    assert summary["differences"] == {}
    for measure in ("detainers", "missed", "hold_days", "added_pretrial_days", "local_net_cost_usd"):
        assert set(summary["policies"]["as-is"][measure]) == {"mean", "low", "high"}


def test_run_with_a_policy_stands_beside_the_place_as_it_is(tmp_path: Path) -> None:
    done = run("run", "arlington-va", "--policy", "serious-only", *QUICK, "--json", "--out", str(tmp_path / "run"))
    assert set(json.loads(done.stdout)["differences"]) == {"serious-only"}


def test_set_and_years_change_the_numbers(tmp_path: Path) -> None:
    settings = ["--set", "agencies.arlington.match_share=0", "--years", "2"]
    done = run("run", "arlington-va", *QUICK, *settings, "--json", "--out", str(tmp_path / "run"))
    summary = json.loads(done.stdout)
    assert summary["years"] == 2
    assert summary["policies"]["as-is"]["matches"]["mean"] == 0
    assert 5000 < summary["policies"]["as-is"]["bookings"]["mean"] < 9000


def test_the_same_seed_gives_the_same_tables(tmp_path: Path) -> None:
    import pandas as pd

    one, two, other = (tmp_path / name for name in ("one", "two", "other"))
    run("run", "arlington-va", *QUICK, "--out", str(one))
    run("run", "arlington-va", "--replications", "2", "--workers", "2", "--out", str(two))
    run("run", "arlington-va", *QUICK, "--seed", "2", "--out", str(other))
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
        (["compare", "arlington-va", "--replications", "0"], "0 is not in the range x>=1"),
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


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_what_is_finished_and_exits_with_130(tmp_path: Path, workers: str) -> None:
    folder = tmp_path / "run"
    command = [sys.executable, "run_sim.py", "run", "arlington-va", "-n", "3000", "--workers", workers]
    with subprocess.Popen(
        [*command, "--out", str(folder)], cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True,
        stdout=subprocess.DEVNULL, start_new_session=True,
    ) as process:  # fmt: skip
        time.sleep(12)
        os.killpg(process.pid, signal.SIGINT)
        assert process.stderr is not None
        message = process.stderr.read()
        process.wait(timeout=60)
    assert process.returncode == 130, message
    assert "of 3000 replications; what is finished is kept" in message
    manifest = json.loads((folder / "manifest.json").read_text())
    finished = manifest["replications_finished"]
    assert 0 < finished < 3000
    assert not manifest["complete"]
    assert json.loads((folder / "summary.json").read_text())["replications"] == finished


def test_check_describe_list_and_trace(tmp_path: Path) -> None:
    shipped = sorted(str(path) for path in (ROOT / "scenarios").glob("*/*.yaml"))
    checked = run("check", *shipped)
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count("no faults") == len(shipped) == 10
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
