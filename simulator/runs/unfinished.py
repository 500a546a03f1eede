"""``NAME-unfinished``: what is finished of a run that goes on to ``NAME``, so that a killed run can be resumed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.errors import RunFolderError
from simulator.experiments.precision_words import asked_of
from simulator.experiments.rounds import Extent
from simulator.experiments.unknowns import FIRST_DRAW, Piece
from simulator.runs.finished import FINISHED, write_finished
from simulator.runs.folder import (
    ELSEWHERE,
    MANIFEST,
    beside,
    manifest_at,
    whole_folder,
    write_json,
    write_manifest,
)
from simulator.runs.manifest import manifest_of
from simulator.runs.reading import SCENARIO
from simulator.runs.scenarios import write_scenarios
from simulator.scenario.study import Study

ENDING = "-unfinished"
ONLY_AT_THE_END = ("replications_finished", "draws_finished", "complete", "failures", "seconds_taken")
"""Entries of a manifest that are not known while a run goes on."""


@dataclass(frozen=True)
class Begun:
    """How a run began that is kept as it goes: where it will be, its command, and the commands that resumed it."""

    folder: Path
    command: str = ""
    with_trace: bool = False
    resumed: tuple[str, ...] = ()

    def told(self) -> dict[str, Any]:
        """What a manifest says of it, besides the command."""
        return {"with_trace": self.with_trace} | ({"resumed": [*self.resumed]} if self.resumed else {})


@dataclass(frozen=True)
class Unfinished:
    """The folder of a run that goes on; ``earlier`` are the replications and draws that it begins with."""

    folder: Path
    study: Study
    manifest: dict[str, Any]
    earlier: tuple[Piece, ...] = ()

    def keep(self, outcome: Piece) -> None:
        """Write a replication or draw; the folder appears with the first. RunFolderError if it cannot be written."""
        if manifest_at(self.folder):
            with self._still_resumable():
                write_finished(self.folder, outcome, self.manifest)
        else:
            self._begin((*self.earlier, outcome))

    def go_on(self) -> None:
        """Say in a folder that is there already what is asked for now."""
        with self._still_resumable():
            fresh = self.folder / f".{MANIFEST}-{os.getpid()}"
            write_json(fresh, self.manifest | {"sha256": manifest_at(self.folder)["sha256"]})
            fresh.replace(self.folder / MANIFEST)

    @contextmanager
    def _still_resumable(self) -> Iterator[None]:
        """An error of the system, such as a full disk, becomes a RunFolderError; what is written already stays."""
        try:
            yield
        except OSError as error:
            rule = f"{self.folder} cannot be written: {error.strerror or error}. What is finished stays there"
            raise RunFolderError(f"{rule}: --resume {target_of(self.folder)} goes on with it.") from error

    def _begin(self, outcomes: tuple[Piece, ...]) -> None:
        with whole_folder(self.folder, "unfinished") as fresh:
            write_scenarios(fresh / SCENARIO, self.study)
            write_manifest(fresh, self.manifest)
            for outcome in outcomes:
                write_finished(fresh, outcome, self.manifest)


def unfinished_of(begun: Begun, study: Study, seed: int, extent: Extent, earlier: tuple[Piece, ...] = ()) -> Unfinished:
    """The folder of a run that begins, or goes on with ``earlier``; nothing is written yet."""
    manifest = manifest_of(
        study,
        "unfinished",
        seed=seed,
        asked=extent.replications,
        draws_asked=extent.draws,
        finished=0,
        failures={},
        command=begun.command,
        seconds=0,
    )
    known = {key: entry for key, entry in manifest.items() if key not in ONLY_AT_THE_END}
    asked = {"precision": {"asked": asked_of(extent.precision)}} if extent.precision else {}
    return Unfinished(unfinished_at(begun.folder), study, known | begun.told() | asked, earlier)


def unfinished_at(target: Path) -> Path:
    """Where a run that goes on to ``target`` keeps what is finished."""
    return beside(target, ENDING)


def target_of(unfinished: Path) -> Path:
    """Where a run goes that keeps what is finished in ``unfinished``."""
    place = Path(os.path.abspath(unfinished)) if unfinished.name in ("", "..") else unfinished
    return place.parent / place.name.removesuffix(ENDING)


def refuse_unfinished(target: Path) -> None:
    """RunFolderError if what is finished of another run to ``target`` would be mixed with that of a new one."""
    folder = unfinished_at(target)
    if not folder.exists():
        return
    if manifest_at(folder).get("kind") != "unfinished":
        rule = f"{folder} is in the way: what is finished is written there while a run goes on."
        raise RunFolderError(f"{rule} {ELSEWHERE}")
    rule = f"{folder} holds {_counted(folder)} of a run that was stopped, or still goes on."
    raise RunFolderError(f"{rule} Finish it with --resume {target}, or delete {folder} to begin anew.")


def _counted(folder: Path) -> str:
    files = finished_files(folder)
    draws = sum(path.stem.isdecimal() and int(path.stem) >= FIRST_DRAW for path in files)
    counts = {"replication": len(files) - draws} | ({"draw": draws} if draws else {})
    return " and ".join(f"{count} finished {what}{'' if count == 1 else 's'}" for what, count in counts.items())


def finished_files(folder: Path) -> list[Path]:
    """The files of finished replications and draws, in order."""
    return sorted((folder / FINISHED).glob("[0-9]*.parquet"), key=lambda path: (len(path.name), path.name))


def remove_unfinished(target: Path) -> None:
    """Once a run is kept at its place, what was finished on the way is no longer needed."""
    folder = unfinished_at(target)
    if manifest_at(folder).get("kind") == "unfinished":
        shutil.rmtree(folder, ignore_errors=True)
