"""How to get the same numbers again: the command, the seed, the versions and the hashes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.runs.tables import RunTables
from simulator.scenario.study import Study
from simulator.views.language import Say
from simulator.views.stress_des.content import Block, Table
from simulator.views.workbook_notes import command_again

SUMMARY = "summary.json"


def again_of(study: Study, tables: RunTables, manifest: Mapping[str, Any], say: Say) -> tuple[Block, ...]:
    """``manifest`` is that of the run folder; nothing of the machine is taken from it but its system and versions."""
    return (
        say("The same command gives the same numbers, to the last digit, with the versions below."),
        Table((say("What"), say("Which")), tuple(_run(study, tables, manifest, say)), say("The run")),
        Table((say("Software"), say("Version")), tuple(_software(manifest)), say("What it was made with"), code=(1,)),
        Table((say("File or scenario"), "SHA-256"), tuple(_hashes(manifest, say)), say("Hashes"), code=(0, 1)),
        say("The command verify makes a run again from its folder and names the first difference: {command}",
            command="python run_sim.py verify DIR"),
    )  # fmt: skip


def _run(study: Study, tables: RunTables, manifest: Mapping[str, Any], say: Say) -> Iterator[tuple[str, str]]:
    yield say("Command"), command_again(study, tables, manifest)
    yield say("Seed"), str(manifest["seed"])
    yield say("Replications"), f"{manifest['replications_asked']:,}"
    yield say("Draws of the inputs"), f"{manifest['draws_asked']:,}"


def _software(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "fingerprint-flow-simulator", manifest["simulator"]
    yield "Python", f"{manifest['python']} ({manifest['platform']})"
    yield from sorted(manifest["packages"].items())


def _hashes(manifest: Mapping[str, Any], say: Say) -> Iterator[tuple[str, str]]:
    """Of the checked content of each scenario, and of the file that the numbers here were read from."""
    for name, found in manifest["scenario_sha256"].items():
        yield f"{name}", found
    yield SUMMARY, manifest["sha256"][SUMMARY]
