"""Finding a run that was stopped, and whether it can be finished here: all that stands against it is told at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from simulator.errors import RunFolderError
from simulator.experiments.precision import Precision
from simulator.experiments.rounds import Extent
from simulator.experiments.unknowns import Piece
from simulator.runs.differences import first_unlike
from simulator.runs.finished import DAMAGED, FINISHED, finished_name, read_finished
from simulator.runs.folder import kept_at, manifest_at
from simulator.runs.manifest import VERSIONS, identity_of, versions
from simulator.runs.reading import Manifest, read_manifest, study_of
from simulator.runs.unfinished import finished_files, target_of, unfinished_at
from simulator.scenario.study import Case, Study


@dataclass(frozen=True)
class Stopped:
    """A run that was stopped: where it goes, what was asked, and what is finished.

    ``sources`` are the folders that it was found in; ``damaged`` the files of pieces that cannot be read.
    """

    target: Path
    manifest: Manifest
    study: Study
    outcomes: tuple[Piece, ...]
    sources: tuple[Path, ...]
    damaged: tuple[Path, ...]


@dataclass(frozen=True)
class Asked:
    """What a command that resumes a run says again; None, and without ``study``, where it leaves it to the folder."""

    study: Study | None = None
    with_policies: bool = False
    seed: int | None = None
    replications: int | None = None
    draws: int | None = None


def stopped_run(folder: Path) -> Stopped:
    """The run that was stopped on its way to ``folder``, or whose ``NAME-unfinished`` it is.

    RunFolderError if there is none, or if it was made with other versions than these.
    """
    is_beside = manifest_at(folder).get("kind") == "unfinished"
    target = target_of(folder) if is_beside else Path(os.path.normpath(folder))
    sources = _sources(folder, target)
    manifest = read_manifest(sources[-1])
    _require_same_versions(sources[-1], manifest)
    study = study_of(sources[-1])
    found, damaged = _outcomes(sources, study, manifest.model_dump())
    return Stopped(target, manifest, study, found, sources, damaged)


def extent_of(manifest: Manifest, replications: int | None = None) -> Extent:
    """How much was asked of a stopped run, or ``replications`` in place of what was."""
    asked = (manifest.precision or {}).get("asked")
    if asked is None or replications is not None:
        return Extent(replications or manifest.replications_asked, manifest.draws_asked)
    precision = Precision(**asked | {"measures": tuple(asked["measures"])})
    return Extent(manifest.replications_asked, manifest.draws_asked, precision)


def require_same(stopped: Stopped, asked: Asked) -> None:
    """RunFolderError with everything that was asked now and is not what the stopped run was asked."""
    if unlike := [*_unlike_options(stopped.manifest, asked), *_unlike_study(stopped.study, asked)]:
        told = "; ".join(f"{what} is {theirs} there, and {ours} is asked for" for what, theirs, ours in unlike)
        raise RunFolderError(f"{stopped.target} is another run: {told}. What is left out is taken from the folder.")


def _unlike_options(manifest: Manifest, asked: Asked) -> Iterator[tuple[str, object, object]]:
    if asked.seed not in (None, manifest.seed):
        yield "--seed", manifest.seed, asked.seed
    if asked.replications is not None and asked.replications < manifest.replications_asked:
        yield "--replications", manifest.replications_asked, f"only {asked.replications}"
    if asked.draws not in (None, manifest.draws_asked):
        yield "--draws", manifest.draws_asked, asked.draws


def _unlike_study(study: Study, asked: Asked) -> Iterator[tuple[str, object, object]]:
    if asked.study is None:
        return
    if asked.study.place != study.place:
        yield "the place", study.place, asked.study.place
    names = [[case.name for case in one.cases] for one in (study, asked.study)]
    if asked.with_policies and names[0] != names[1]:
        ours, theirs = (", ".join(one[1:]) or "empty" for one in names)
        yield "the list of policies", ours, theirs
        return
    for case, again in zip(study.cases, asked.study.cases, strict=False):
        if unlike := first_unlike(_content(case), _content(again)):
            where, theirs, ours = unlike
            yield f"{where} of {case.name}", theirs, ours


def _content(case: Case) -> Any:
    return case.scenario.model_dump(mode="json", exclude={"merged": True, "network": {"agencies": True}})


def _sources(named: Path, target: Path) -> tuple[Path, ...]:
    """The folders that hold a part of the run, the one to believe last; RunFolderError if they are of several runs."""
    sources = [folder for folder in (target, unfinished_at(target)) if _is_stopped(folder)]
    if not sources:
        raise RunFolderError(_why_none(target))
    manifests = [read_manifest(folder).model_dump() for folder in sources]
    unlike = first_unlike(identity_of(manifests[0]), identity_of(manifests[-1]))
    if unlike and named == target:
        rule = f"{sources[0]} and {sources[-1]} are two runs: {unlike[0]} is {unlike[1]} and {unlike[2]}"
        raise RunFolderError(f"{rule}. Finish the second with --resume {sources[-1]}, or move it away.")
    return tuple(sources[-1:] if unlike else sources)


def _is_stopped(folder: Path) -> bool:
    manifest = manifest_at(folder)
    kind = manifest.get("kind")
    return kind == "unfinished" or (kind == "comparison" and not manifest.get("complete"))


def _why_none(target: Path) -> str:
    manifest = manifest_at(target)
    beside = kept_at(target, complete=False)
    if manifest.get("kind") == "trace":
        return f"{target} holds a trace, and there is nothing to resume in one."
    if manifest and _is_stopped(beside):
        return f"{target} holds a complete run; the one that was stopped is in {beside}."
    if manifest:
        return f"{target} holds a complete run; there is nothing to resume."
    return f"There is no run to resume: neither {target} nor {unfinished_at(target)} holds one that was stopped."


def _require_same_versions(folder: Path, manifest: Manifest) -> None:
    begun = {key: getattr(manifest, key) for key in VERSIONS}
    if told := unlike_versions(begun):
        rule = f"{folder} cannot be resumed, since other versions may give other numbers: {'; '.join(told)}"
        raise RunFolderError(f"{rule}. Use the same versions, or begin anew with another --out.")


def unlike_versions(begun: dict[str, Any]) -> list[str]:
    """What a run was made with, as its manifest says, that is not what is here."""
    here = versions()
    told = [f"{name} was {begun[name]}, and is {here[name]}" for name in VERSIONS[:-1] if begun[name] != here[name]]
    packages, packages_here = begun["packages"], here["packages"]
    for name in {**packages, **packages_here}:
        was, now = (known.get(name, "not used") for known in (packages, packages_here))
        if was != now:
            told.append(f"{name} was {was}, and is {now}")
    return told


def _outcomes(
    sources: Sequence[Path], study: Study, manifest: dict[str, Any]
) -> tuple[tuple[Piece, ...], tuple[Path, ...]]:
    """Every finished replication and draw, in order, and the files of those that none of the folders has whole."""
    found: dict[int, Piece] = {}
    damaged: dict[str, Path] = {}
    for folder in sources:
        hashes = manifest_at(folder)["sha256"]
        for path in finished_files(folder):
            if _is_changed(path, hashes):
                damaged[path.name] = path
                continue
            try:
                outcome = read_finished(path, study, manifest)
            except DAMAGED:
                damaged[path.name] = path
            else:
                found[outcome.number] = outcome
    lost = damaged.keys() - {Path(finished_name(number)).name for number in found}
    return tuple(found[number] for number in sorted(found)), tuple(damaged[name] for name in sorted(lost))


def _is_changed(path: Path, hashes: dict[str, str]) -> bool:
    recorded = hashes.get(f"{FINISHED}/{path.name}")
    return recorded is not None and sha256(path.read_bytes()).hexdigest() != recorded
