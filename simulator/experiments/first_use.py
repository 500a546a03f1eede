"""Compiling the engine once for each machine and version, before anybody waits for it unawares."""

from __future__ import annotations

from simulator.experiments.replications import study_plan_of, trace_of
from simulator.model.kernels.compiling import kept_in

POLICIES = ("opt-out-of-sharing", "ca-trust")
"""With them Arlington needs every kernel: rules that ask for a record, and people who fare differently."""


def is_compiled() -> bool:
    """Whether all kernels of this version were compiled here before."""
    return (kept_in() / "complete").exists()


def compile_engine() -> None:
    """Compile all kernels, if they are not yet; takes half a minute, and what is compiled stays on disk."""
    if is_compiled():
        return
    from simulator.scenario.load import load_study

    study = load_study("arlington-va", POLICIES)
    study_plan_of(study).replicate(0, 0)
    trace_of(study.cases[-1], 0, 0)
    kept_in().mkdir(parents=True, exist_ok=True)
    (kept_in() / "complete").touch()
