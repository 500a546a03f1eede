"""What is not as it should be about a run folder: its files by their hashes, and beside the same run made again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
from pyarrow import ArrowException

from simulator.runs.differences import first_difference, first_unlike
from simulator.runs.finished import finished_numbers
from simulator.runs.folder import LEFT_BY_SYSTEMS, MANIFEST, manifest_at
from simulator.runs.manifest import OF_THE_MAKING, VERSIONS
from simulator.runs.reading import Manifest

FIRST = ("replications.parquet", "ledger.parquet", "shapes.parquet", "tornado.parquet", "draws.parquet", "summary.json")
"""In which order files are compared: what others follow from goes first."""
BY_CONTENT = (".gz",)
"""Endings of files of which the content alone is compared: systems differ in how they pack the same text."""
NAMED = 6
"""How many files a line names."""


def files_of(folder: Path) -> set[str]:
    """The files of a run folder, by their path in it, without the manifest and what file managers leave."""
    found = {path for path in folder.rglob("*") if path.is_file() and path.name not in LEFT_BY_SYSTEMS}
    return {path.relative_to(folder).as_posix() for path in found} - {MANIFEST}


def unlike_hashes(folder: Path, manifest: Manifest) -> dict[str, str]:
    """By file, what is wrong about it by the hashes of the manifest: changed, missing or added."""
    found, recorded = files_of(folder), manifest.sha256
    wrong = dict.fromkeys(recorded.keys() - found, "is missing")
    wrong |= dict.fromkeys(found - recorded.keys(), "was added")
    for name in found & recorded.keys():
        if sha256((folder / name).read_bytes()).hexdigest() != recorded[name]:
            wrong[name] = "was changed"
    return {name: wrong[name] for name in sorted(wrong)}


def to_simulate(manifest: Manifest, sample: int | None = None) -> list[int]:
    """The replications of a run folder, of an incomplete one those that it holds; or a sample of so many of them.

    A sample is evenly spread and has the first and the last in it.
    """
    numbers = [manifest.replication] if manifest.kind == "trace" else finished_numbers(manifest)
    if sample is None or sample >= len(numbers):
        return numbers
    return [numbers[place] for place in np.linspace(0, len(numbers) - 1, sample).round().astype(int)]


def unlike_made_again(folder: Path, again: Path, named: Collection[str], *, by_bytes: bool) -> Iterator[str]:
    """What differs between a run folder and the same run made again; files ``named`` before, only if they can be read.

    Not ``by_bytes``: files made with other versions, of which the content alone is compared.
    """
    yield from _unlike_manifests(folder, again)
    ours, theirs = files_of(folder), files_of(again)
    unlike: list[str] = []
    for name in sorted(ours & theirs, key=_order):
        if (folder / name).read_bytes() == (again / name).read_bytes():
            continue
        try:
            difference = first_difference(folder / name, again / name)
        except (OSError, ValueError, ArrowException) as error:
            yield f"{name} cannot be read: {str(error).splitlines()[0]}"
            continue
        if difference:
            yield f"{name}: {difference}"
        elif by_bytes and name not in named and not name.endswith(BY_CONTENT):
            unlike.append(name)
    yield from _listed("not the same bytes as made again", unlike)
    yield from _listed("not made by this run", sorted(ours - theirs - set(named)))
    yield from _listed("made by this run, and not in the folder", sorted(theirs - ours - set(named)))


def _unlike_manifests(folder: Path, again: Path) -> Iterator[str]:
    left_out = {*OF_THE_MAKING, *VERSIONS, "sha256"}
    one, other = (
        {key: entry for key, entry in manifest_at(made).items() if key not in left_out} for made in (folder, again)
    )
    if unlike := first_unlike(one, other):
        where, ours, theirs = unlike
        yield f"{MANIFEST}: {where} is {ours} in the folder, and {theirs} made again"


def _order(name: str) -> tuple[int, str]:
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def _listed(what: str, names: list[str]) -> Iterator[str]:
    if names:
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        yield f"{', '.join(names[:NAMED])}{more}: {what}"
