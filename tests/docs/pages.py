"""Pages of the documentation whose shown outputs come from running what is shown.

``python -m tests.docs.pages`` writes them into the pages, and the pictures that are made from the code;
``test_docs.py`` fails where a page or a picture says something else.
The findings of validation take longer: ``python -m tests.docs.validation_page DIR`` writes them.

In a page of RUN, ``console`` blocks hold commands (``$ python run_sim.py ...``) with their output, a ``text`` block
under a ``python`` block holds what that prints, and a block under ``<!-- file: NAME -->`` is a file to write first.
A line ``...`` stands for lines left out: as many stay before and after it as there were.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from click.testing import CliRunner
from numba.core.caching import UserProvidedCacheLocator

from simulator.cli import main
from simulator.experiments.first_use import is_compiled
from simulator.model.kernels.compiling import kept_in
from simulator.outcomes.yearly import meanings
from tests.docs.model_parts import MODEL_PARTS
from tests.docs.pictures import write_pictures
from tests.docs.validation_page import inputs

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
RUN = ("your-county.md", "scenario-files.md", "api.md", "network-data.md")
GENERATED = ("commands.md", "model.md", "results.md", "validation.md")
COLUMNS = "104"
HELP_WIDTH = 90
LEFT_OUT = "..."

BLOCK = re.compile(r"^(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.M | re.S)
PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.S)
HOW_LONG = re.compile(r"^.*if nothing else runs\.\n", re.M)
"""A line before a long run, which differs between machines and is left out."""


def shortened(output: str, shown: str) -> str:
    """The output with lines left out where ``shown`` leaves some out."""
    lines = [line.rstrip() for line in output.strip("\n").splitlines()]
    kept = shown.splitlines()
    if LEFT_OUT in kept:
        before, after = kept.index(LEFT_OUT), len(kept) - kept.index(LEFT_OUT) - 1
        lines = [*lines[:before], LEFT_OUT, *lines[len(lines) - after :]]
    return "".join(f"{line}\n" for line in lines)


def _copy_kernels(folder: Path) -> None:
    """Give a copy of the repository what is compiled here; Numba keeps it under a name made from the source's path."""
    kept = kept_in()
    if not (is_compiled() and kept.is_relative_to(ROOT)):
        return
    for source in sorted((ROOT / "simulator").glob("*/kernels/__init__.py")):
        there = folder / source.relative_to(ROOT)
        here, copied = map(UserProvidedCacheLocator.get_suitable_cache_subpath, (str(source), str(there)))
        shutil.copytree(kept / here, folder / kept.relative_to(ROOT) / copied, dirs_exist_ok=True)


class Rerun:
    """Runs the blocks of one page in order, in a copy of the repository."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, object] = {}
        self._printed: str | None = None
        for name in ("simulator", "scenarios"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "run_sim.py", folder)
        _copy_kernels(folder)

    def block(self, found: re.Match[str]) -> str:
        """A block as it should stand in the page."""
        body = found["body"]
        if found["file"]:
            path = self._folder / found["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        elif found["kind"] == "python":
            self._execute(body)
        elif found["kind"] == "text" and self._printed is not None:
            body, self._printed = shortened(self._printed, body), None
        elif found["kind"] == "console":
            body = "".join(self._command(part) for part in re.split(r"(?m)^(?=\$ )", body) if part)
        return found[0].replace(found["body"], body)

    def _execute(self, code: str) -> None:
        with chdir(self._folder), redirect_stdout(io.StringIO()) as printed:
            exec(compile(code, "docs", "exec"), self._names)
        self._printed = printed.getvalue()

    def _command(self, part: str) -> str:
        line, shown = part.split("\n", 1)
        words = shlex.split(line.removeprefix("$ python "))
        if {"compare", "run"} & set(words):
            words += ["--workers", "1"]
        done = subprocess.run(
            [sys.executable, *words],
            cwd=self._folder,
            env=os.environ | {"PYTHONPATH": str(self._folder), "COLUMNS": COLUMNS},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        said = HOW_LONG.sub("", done.stdout).replace(f"{self._folder}{os.sep}", "")
        return f"{line}\n{shortened(said, shown)}"


def rerun(text: str) -> str:
    """A page of RUN with its outputs as they are now."""
    with TemporaryDirectory() as folder:
        return BLOCK.sub(Rerun(Path(folder).resolve()).block, text)


def help_of(*command: str) -> str:
    """The help text of a command, at a fixed width."""
    asked = CliRunner().invoke(main, [*command, "--help"], prog_name="run_sim.py", terminal_width=HELP_WIDTH)
    assert asked.exit_code == 0, asked.output
    return asked.output


def commands() -> str:
    """A section for each command, with its help text; those of a group follow it."""
    words = [(), *_words_of(main)]
    sections = ((" ".join(command) or "run_sim.py", help_of(*command)) for command in words)
    return "".join(f"\n## {name}\n\n```text\n{text}```\n" for name, text in sections) + "\n"


def _words_of(group: click.Command, *before: str) -> Iterator[tuple[str, ...]]:
    """The words that call each command of a group."""
    for name, command in sorted(group.commands.items()) if isinstance(group, click.Group) else ():
        yield (*before, name)
        yield from _words_of(command, *before, name)


def measures() -> str:
    """A table of every number that a run gives."""
    rows = (f"| `{name}` | {unit} | {meaning} |\n" for name, (unit, meaning) in meanings().items())
    return "".join(("\n| measure | unit | meaning |\n| --- | --- | --- |\n", *rows, "\n"))


PARTS: dict[str, Callable[[], str]] = {
    "commands": commands,
    "measures": measures,
    "inputs": inputs,
    **MODEL_PARTS,
}


def generated(text: str) -> str:
    """A page of GENERATED with its marked parts as they are now."""
    return PART.sub(lambda found: f"{found[1]}{PARTS[found[2]]()}{found[3]}", text)


def write() -> None:
    """Write all outputs into the pages, and the pictures that are made from the code."""
    write_pictures()
    for names, fresh in ((RUN, rerun), (GENERATED, generated)):
        for path in (DOCS / name for name in names):
            path.write_text(fresh(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()
