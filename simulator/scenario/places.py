"""Where scenario files are: shipped ones by name, others by path; and what was meant by one that is not there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, TypeAlias

from simulator.scenario.document import read_value
from simulator.scenario.faults import DID_YOU_MEAN

Kind: TypeAlias = Literal["place", "policy"]
KINDS: tuple[Kind, ...] = ("place", "policy")
FOLDERS: dict[Kind, tuple[str, ...]] = {"place": ("places",), "policy": ("policies", "federal")}
SCENARIOS = Path(__file__).parents[2] / "scenarios"
ORDER = "The place comes first, then policies: compare arlington-va opt-out-of-sharing."


def shipped() -> dict[str, list[Path]]:
    """The shipped files under ``places``, ``policies`` and ``federal``, by name."""
    return {folder: sorted((SCENARIOS / folder).glob("*.yaml")) for folders in FOLDERS.values() for folder in folders}


def path_of(name: Path | str) -> Path:
    """The file that a name on the command line stands for, whether or not it exists."""
    return found(str(name), Path.cwd(), ("place", "policy"))


def heading(path: Path) -> str:
    """The label of a scenario file, read without the rest of it; its name if it has none."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("label:"):
            with suppress(ValueError):
                return str(read_value(line.removeprefix("label:")))
    return path.stem


def found(name: str, folder: Path, kinds: Sequence[Kind]) -> Path:
    """The file of this name in ``folder``, or the shipped one if it is a bare name and no file has it."""
    path = Path(os.path.abspath(folder / name))
    if os.path.isfile(path) or os.path.basename(name) != name or name.endswith((".yaml", ".yml")):
        return path
    candidates = [SCENARIOS / folder / f"{name}.yaml" for kind in kinds for folder in FOLDERS[kind]]
    return next(filter(os.path.exists, candidates), path)


def shipped_as(name: str, kind: Kind) -> Path:
    """The shipped file that has the last part of a name, whatever folders stand before it; else one that is not there.

    So that a text from a stranger leads to no other file.
    """
    folders = [SCENARIOS / folder for folder in FOLDERS[kind]] + [SCENARIOS / "places" / "common"] * (kind == "place")
    known = {path.stem: path for folder in folders for path in folder.glob("*.yaml")}
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".yaml").removesuffix(".yml")
    return known.get(stem, folders[0] / "not-shipped" / "no-such-file.yaml")


def nearest_file(path: Path, folder: Path) -> str:
    """The existing file, beside ``path`` or shipped, whose name is closest; as it would be written in ``folder``."""
    names = {file.stem: file.stem for files in shipped().values() for file in files}
    names |= {file.stem: os.path.relpath(file, folder) for file in path.parent.glob("*.y*ml")}
    close = get_close_matches(path.stem, names, n=1)
    return DID_YOU_MEAN.format(names[close[0]]) if close else ""


def in_its_place(path: Path) -> str:
    """What to give instead of a file that is not there; a shipped name of the other kind stands in the wrong place."""
    for kind in KINDS:
        if any((SCENARIOS / folder / f"{path.name}.yaml").exists() for folder in FOLDERS[kind]):
            return f"{path.stem} is a {kind}. {ORDER}"
    return nearest_file(path, Path.cwd())
