"""What the page's worker processes do; each function takes plain data and gives plain data.

Everything that reads a scenario or simulates is here, so that the page itself always answers at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from simulator import api
from simulator.errors import Fault, ScenarioError
from simulator.experiments.first_use import compile_engine
from simulator.experiments.processes import leave_with_parent
from simulator.experiments.rounds import Extent
from simulator.runs.manifest import manifest_of, run_hash
from simulator.runs.tables import policy_labels
from simulator.scenario.describe import describe
from simulator.scenario.load import merged_text
from simulator.scenario.places import Kind
from simulator.scenario.sources import numbers_of
from simulator.scenario.study import Study
from simulator.views.headline import headline
from simulator.views.language import languages
from simulator.web.alarm import time_limit
from simulator.web.questions import Answer, Facts, Named, PolicyAnswer, Question, Source, Stage

EXTENTS: dict[Stage, Extent] = {"quick": Extent(8, 0), "fuller": Extent(40, 20)}
"""How much is simulated while somebody waits: enough to see what a lever does, then enough for honest intervals."""
PICTURES: dict[Stage, tuple[str, ...]] = {"quick": (), "fuller": ("differences",)}
MOST_BOOKINGS = 500_000
"""Bookings of all simulated years and policies in one replication; more of them take too long while somebody waits."""
LONGEST_SECONDS = 20
MEMORY_BYTES = 6 * 2**30


def warm_up() -> None:
    """Begin a worker: it ends with the page, has so much memory and no more, and has loaded the engine."""
    Thread(target=leave_with_parent, daemon=True).start()
    _bound_memory()
    compile_engine()
    api.compare(api.load("arlington-va", ("opt-out-of-sharing",)), replications=1, draws=0)


def _bound_memory() -> None:
    """No scenario may take the machine's memory; Windows knows no such bound."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def ready() -> bool:
    """Whether this worker has begun; a worker that answers has."""
    return True


def answer(question: Question, stage: Stage, language: str) -> Answer:
    """Simulate a question, so much as its stage says, and put what came of it into the words of a language."""
    with time_limit(LONGEST_SECONDS):
        try:
            study = _study(question)
        except ScenarioError as error:
            return Answer(faults=_placed(error, question))
        if _bookings(study) > MOST_BOOKINGS:
            return replace(_told(study, question), too_large=True)
        return _answered(study, question, stage, language)


def facts(place: Path) -> Facts | tuple[Fault, ...]:
    """What a place file says before anything runs; its faults if it cannot be used."""
    try:
        case = api.load(place).cases[0]
    except ScenarioError as error:
        return error.faults
    numbers = {number.path: number for number in numbers_of(case)}
    return Facts(case.scenario.label, describe(case).parts, numbers)


def checked(content: bytes, name: str, kind: Kind) -> str | tuple[Fault, ...]:
    """The text of an uploaded file with all that it builds on merged in; its faults if it has any."""
    with TemporaryDirectory(prefix="upload-") as folder:
        path = Path(os.path.realpath(folder)) / f"{name}.yaml"
        path.write_bytes(content)
        try:
            return merged_text(path, kind)
        except ScenarioError as error:
            return tuple(replace(fault, file=Path(fault.file).name) for fault in error.faults)


def named(question: Question, extent: Extent) -> Named:
    """The name of the run that a question asks for, by the hash of all that its numbers and labels hang on."""
    try:
        study = _study(question)
    except ScenarioError as error:
        return Named(faults=_placed(error, question))
    asked = {"seed": question.seed, "asked": extent.replications, "draws_asked": extent.draws}
    manifest = manifest_of(study, "comparison", **asked, finished=0, failures={}, command="", seconds=0)
    return Named(f"{study.place}-{run_hash(manifest)[:12]}-{extent.replications}")


def _answered(study: Study, question: Question, stage: Stage, language: str) -> Answer:
    from simulator.views.pictures import pictures_of

    extent = EXTENTS[stage]
    tables = api.compare(study, replications=extent.replications, draws=extent.draws, seed=question.seed).tables
    chosen, names = languages()[language], PICTURES[stage]
    told = _told(study, question)
    policies = tuple(replace(one, numbers=headline(tables, one.name, chosen)) for one in told.policies)
    pictures = pictures_of(tables, names) if policies and names else {}
    return replace(
        told,
        as_it_is=headline(tables, None, chosen),
        policies=policies,
        replications=extent.replications,
        draws=extent.draws,
        pictures=tuple(pictures.values()),
    )


def _told(study: Study, question: Question) -> Answer:
    """What can be said without a simulation."""
    base, labels = study.cases[0], policy_labels(study)
    policies = (
        PolicyAnswer(source.slot, case.name, labels[case.name], (), describe(case, base).parts)
        for source, case in zip(question.policies, study.cases[1:], strict=True)
    )
    return Answer(base.scenario.label, base.scenario.about, policies=tuple(policies), years=base.scenario.years)


def _bookings(study: Study) -> float:
    """Bookings that one replication of all cases simulates."""
    scenarios = (case.scenario for case in study.cases)
    return sum(
        scenario.years * sum(agency.bookings_per_year.value for agency in scenario.agencies.values())
        for scenario in scenarios
    )


def _study(question: Question) -> Study:
    """The study of a question; ScenarioError with all faults."""
    with _files(question) as policies:
        return api.load(question.place, policies)


@contextmanager
def _files(question: Question) -> Iterator[list[str]]:
    """The policies as the loader takes them; those that were built are files for as long as it takes."""
    with TemporaryDirectory(prefix="policy-") as folder:
        yield [_file(source, Path(folder)) for source in question.policies]


def _file(source: Source, folder: Path) -> str:
    if source.files:
        return "+".join(map(str, source.files))
    path = folder / str(source.slot) / f"{source.name}.yaml"
    path.parent.mkdir()
    path.write_text(source.text, encoding="utf-8")
    return str(path)


def _placed(error: ScenarioError, question: Question) -> tuple[tuple[int, Fault], ...]:
    """Each fault beside the slot whose policy it is in, 0 for the place; of a file only its name is told."""
    slots = {source.name: source.slot for source in question.policies if source.text}
    slots |= {path.stem: source.slot for source in question.policies for path in source.files}
    named = ((slots.get(Path(fault.file).stem, 0), fault) for fault in error.faults)
    return tuple((slot, replace(fault, file=Path(fault.file).name)) for slot, fault in named)
