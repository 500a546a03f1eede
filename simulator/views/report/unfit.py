"""What no report is made of: folders that hold something else, or are no more as their run left them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from simulator.errors import RunFolderError
from simulator.runs.folder import MANIFEST, manifest_at

MAKE_ONE = "A report tells of a comparison. Make one with: python run_sim.py compare PLACE"
HELD = {
    "trace": "the trace of one replication",
    "validation": "findings of validation",
    "sensitivity": "a sensitivity study",
    "sweep": "a sweep",
    "break-even": "a break-even",
    "calibration": "a calibration",
}
READ = frozenset({"summary.json", "labels.json"})
"""Files that a report reads, beside all Parquet tables; others may be changed, as people write into a workbook."""


def refuse_unfit(folder: Path) -> None:
    """RunFolderError, which says what to do, if no report can be made of a folder."""
    manifest = manifest_at(folder)
    kind = manifest.get("kind")
    if not manifest:
        raise RunFolderError(f"{folder} is no run folder: {_what_is_there(folder)}. {MAKE_ONE}")
    if kind == "unfinished":
        again = "Finish the run (python run_sim.py compare --resume DIR), then make the report of its folder."
        raise RunFolderError(f"{folder} holds a run that is not finished. {again}")
    if kind != "comparison":
        raise RunFolderError(f"{folder} holds {HELD.get(str(kind), 'something else')}, and no comparison. {MAKE_ONE}")
    _refuse_changed(folder, manifest["sha256"])


def _what_is_there(folder: Path) -> str:
    if not folder.exists():
        return "there is no such folder"
    return f"it has no {MANIFEST} of this program" if folder.is_dir() else "it is a file"


def _refuse_changed(folder: Path, recorded: dict[str, str]) -> None:
    """A number that somebody wrote into a table by hand is not a number of the run."""
    for name in sorted(READ | {name for name in recorded if name.endswith(".parquet") and "/" not in name}):
        path = folder / name
        if not path.is_file():
            raise RunFolderError(f"{folder} is damaged: {name} is missing. Make the run again.")
        if sha256(path.read_bytes()).hexdigest() != recorded.get(name):
            fix = "Bring back the file as it was, or make the run again."
            raise RunFolderError(f"{path} was changed since the run, by its hash in {MANIFEST}. {fix}")
