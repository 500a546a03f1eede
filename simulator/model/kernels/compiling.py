"""Compiling to machine code, once for each version of the kernels.

Numba keeps what it compiled beside the source and compiles a function anew only when the function's own file changes.
Kernels call each other across files, so what is kept goes into a folder named by the hash of all of them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

import numba

Function = TypeVar("Function", bound=Callable[..., Any])

PACKAGE = Path(__file__).parents[2]
SOURCES = (
    "model/kernels/*.py",
    "outcomes/kernels/*.py",
    "model/codes.py",
    "scenario/people.py",
    "scenario/quantities.py",
)
"""All kernels, and where the numbers stand that are compiled into them."""


def sources_hash() -> str:
    """Sixteen characters that change with any line of any of SOURCES."""
    files = sorted(file for pattern in SOURCES for file in PACKAGE.glob(pattern))
    return blake2b(b"\0".join(file.read_bytes() for file in files), digest_size=8).hexdigest()


@cache
def kept_in() -> Path:
    """The folder for compiled kernels: beside the package, or under the user's cache where that is read-only."""
    beside = PACKAGE / "__pycache__"
    try:
        beside.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=beside):  # only an attempt tells whether files can be made there
            pass
    except OSError:
        beside = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fingerprint-flow-simulator"
    return beside / f"kernels-{sources_hash()}"


numba.config.CACHE_DIR = str(kept_in())  # type: ignore[attr-defined]  # Numba sets its options as it is imported


def compiled(function: Function) -> Function:
    """The function, compiled when it is first called with arguments of their types; later runs find it on disk."""
    return _compiled(function)


def inner(function: Function) -> Function:
    """The same for a function that makes no array: it need not count who holds which, which takes most of its time."""
    return _compiled(function, _nrt=False)


def small(function: Function) -> Function:
    """The same for a few lines that are worked out where they are called."""
    return _compiled(function, _nrt=False, forceinline=True)


def _compiled(function: Function, **options: Any) -> Function:
    compile_function: Any = numba.njit(cache=True, error_model="numpy", **options)
    result: Function = compile_function(function)
    return result
