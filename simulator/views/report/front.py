"""The title page of a report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from simulator.experiments.unknowns import FIRST_DRAW
from simulator.runs.tables import RunTables
from simulator.scenario.phrases import day
from simulator.scenario.standing import end_of
from simulator.scenario.study import Study
from simulator.version import VERSION
from simulator.views.figures.findings import others_of
from simulator.views.language import Say
from simulator.views.report.content import Front
from simulator.views.stress_des.objectives import PURPOSE

PROGRAM = "fingerprint-flow-simulator"


def front_of(study: Study, tables: RunTables, manifest: Mapping[str, Any], say: Say) -> Front:
    """``manifest`` is that of the run folder."""
    base = study.cases[0].scenario
    first, last = day(base.starts), day(end_of(base) - timedelta(days=1))
    return Front(
        place=tables.labels.place,
        policies=tuple(tables.labels.policies[name] for name in others_of(tables)),
        days=say("{first} to {last}", first=first, last=last),
        size=_size(tables, say),
        purpose=say(PURPOSE),
        made_by=_made_by(manifest["simulator"], say),
        incomplete=_incomplete(tables, manifest, say),
    )


def _size(tables: RunTables, say: Say) -> str:
    """How much was simulated."""
    years, often = tables.summary["years"], tables.summary["replications"]
    simulated = say("1 year") if years == 1 else say("{years} years", years=years)
    times = say("once") if often == 1 else say("{often} times, with other luck each time", often=f"{often:,}")
    unknowns = tables.summary["unknowns"]
    drawn = "; {inputs} inputs with a range were drawn {draws} times"
    more = say(drawn, inputs=unknowns["inputs"], draws=f"{unknowns['draws']:,}") if unknowns["draws"] else ""
    return say("{years}, simulated {times}", years=simulated, times=times) + more


def _made_by(ran: str, say: Say) -> str:
    if ran == VERSION:
        return say("{program}, version {version}", program=PROGRAM, version=VERSION)
    told = "{program}: the run by version {ran}, this report by version {version}"
    return say(told, program=PROGRAM, ran=ran, version=VERSION)


def _incomplete(tables: RunTables, manifest: Mapping[str, Any], say: Say) -> str:
    """What a run lacks that was stopped, or of which a part failed."""
    if manifest["complete"]:
        return ""
    failed = len(manifest["failures"])
    drawn = sum(int(number) >= FIRST_DRAW for number in manifest["failures"])
    finished, asked = tables.summary["replications"], manifest["replications_asked"]
    draws, draws_asked = tables.summary["unknowns"]["draws"], manifest["draws_asked"]
    parts = [
        say("This run is not complete."),
        say("{finished} of {asked} replications are in it, and {draws} of {draws_asked} draws of the inputs.",
            finished=finished, asked=asked, draws=draws, draws_asked=draws_asked),
    ]  # fmt: skip
    if failed:
        parts.append(say("{failed} failed, {drawn} of them draws.", failed=failed, drawn=drawn))
    parts.append(say("The numbers are those of what was finished. Finish the run before anything is decided on them."))
    return " ".join(parts)
