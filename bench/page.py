"""How fast the page answers: ``python -m bench.page``.

A server of its own is started on this machine, with results in a temporary folder. First one reader moves levers, each
to a state that nobody asked for before; then many readers do so at once, for a minute, with Locust.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.request import urlopen

import click

LEVERS = (
    "{root}/en/compare?place=arlington-va&1=build&1.label=Plan&1.policy.periods.0.opt_out=share"
    "&1.costs.staff_hour={usd}"
)
ADDRESS = re.compile(r"http://\S+?(?=/\s)")


@contextmanager
def page() -> Iterator[str]:
    """A page of its own, and its address."""
    with TemporaryDirectory() as results:
        words = [sys.executable, "run_sim.py", "web", "--port", "0", "--results", results]
        began = time.perf_counter()
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout
                line = next(line for line in process.stdout if "http://" in line)
                found = ADDRESS.search(line)
                assert found
                _wait_for(f"{found[0]}/en/")
                click.echo(f"The first page came after {time.perf_counter() - began:.1f} s.")
                yield found[0]
            finally:
                process.terminate()


def _wait_for(address: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            urlopen(address, timeout=60).read()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def lever_seconds(root: str, moves: int) -> list[float]:
    """Seconds until the four numbers came, for each move of a lever."""
    seconds = []
    for move in range(moves):
        address = LEVERS.format(root=root, usd=f"{20 + move / 100:.2f}")
        began = time.perf_counter()
        text = urlopen(address, timeout=60).read().decode()
        seconds.append(time.perf_counter() - began)
        assert text.count('class="number-words"') == 4, address
    return seconds


def under_load(root: str, readers: int, seconds: int) -> dict[str, object]:
    """What Locust measures while so many readers move levers; ends with an error if any answer was wrong."""
    with TemporaryDirectory() as folder:
        stem = Path(folder) / "load"
        words = [sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("readers.py")), "--headless"]
        words += ["--host", root, "--users", str(readers), "--spawn-rate", str(readers), "--run-time", f"{seconds}s"]
        done = subprocess.run(
            [*words, "--json-file", str(stem), "--exit-code-on-error", "1"], capture_output=True, text=True
        )
        if done.returncode:
            raise click.ClickException(done.stdout[-2_000:] + done.stderr[-2_000:])
        found = json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))
    return _summed(found)


def _summed(entries: list[dict[str, object]]) -> dict[str, object]:
    return {str(entry["name"]): entry for entry in entries}


@click.command()
@click.option("--moves", default=60, show_default=True, type=click.IntRange(1), help="Levers moved by one reader.")
@click.option("--readers", default=20, show_default=True, type=click.IntRange(0), help="Readers at once; 0 for none.")
@click.option("--seconds", default=60, show_default=True, type=click.IntRange(5), help="How long they move levers.")
def main(moves: int, readers: int, seconds: int) -> None:
    """Measure how long the four numbers take after a lever was moved: for one reader, then for many at once."""
    with page() as root:
        lever_seconds(root, 3)
        taken = sorted(lever_seconds(root, moves))
        click.echo(
            f"One reader, {moves} moves, each new: median {median(taken):.2f} s, slowest tenth from "
            f"{taken[int(moves * 0.9)]:.2f} s, slowest {taken[-1]:.2f} s."
        )
        if readers:
            for name, entry in under_load(root, readers, seconds).items():
                click.echo(f"{readers} readers, {name}: {_told(entry)}")


def _told(entry: object) -> str:
    assert isinstance(entry, dict)
    times = {float(millis): int(count) for millis, count in entry["response_times"].items()}
    ordered = [millis for millis, count in sorted(times.items()) for _ in range(count)]
    middle, late = ordered[len(ordered) // 2] / 1000, ordered[int(len(ordered) * 0.95)] / 1000
    counted = f"{entry['num_requests']} answers, {entry['num_failures']} wrong"
    return f"{counted}; median {middle:.2f} s, 95 % within {late:.2f} s."


if __name__ == "__main__":
    main()
