"""Writing a sheet and its pictures: each whole or not at all, and over nothing by accident."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from simulator.errors import RunFolderError


def write_sheet(files: Mapping[Path, bytes], *, replace: bool) -> None:
    """Write these files; RunFolderError if one is there already and is not to be replaced, or cannot be written."""
    refuse_sheet(files, replace=replace)
    fresh = {target: target.with_name(f".{target.name}.partial-{os.getpid()}") for target in files}
    try:
        for target, content in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh[target].write_bytes(content)
        for target, path in fresh.items():
            os.replace(path, target)
    except OSError as error:
        raise RunFolderError(f"{next(iter(files))} cannot be written: {error.strerror or error}.") from error
    finally:
        for path in fresh.values():
            with suppress(OSError):
                path.unlink()


def refuse_sheet(targets: Iterable[Path], *, replace: bool) -> None:
    """RunFolderError if one of these files cannot be written, as far as can be told beforehand."""
    for target in targets:
        _refuse(target, replace=replace)


def _refuse(target: Path, *, replace: bool) -> None:
    if target.is_dir():
        raise RunFolderError(f"{target} is a folder, not a file. Name a file with --out.")
    if target.exists() and not replace:
        raise RunFolderError(f"{target} exists already. Name another with --out, or use --force to replace it.")
