"""A report out of a run folder, and out of nothing else."""

from __future__ import annotations

from pathlib import Path

from simulator.runs.folder import manifest_at, read_run
from simulator.runs.reading import study_of
from simulator.views.figures.flow import flow
from simulator.views.headline import headline
from simulator.views.language import ENGLISH, Language
from simulator.views.pictures import pictures_of, svg_of
from simulator.views.report.again import again_of
from simulator.views.report.answer import answers_of, reading_of
from simulator.views.report.appendix import appendix_of
from simulator.views.report.assumptions import inputs_of_report
from simulator.views.report.changes import changes_of, left_out_of
from simulator.views.report.content import Report
from simulator.views.report.differences import differences_of
from simulator.views.report.doubt import doubt_of, doubts_of
from simulator.views.report.figure_key import key_of
from simulator.views.report.front import front_of
from simulator.views.report.unfit import refuse_unfit


def report_of(folder: Path, language: Language = ENGLISH) -> Report:
    """The report of a run folder; RunFolderError if it holds no comparison, or is not as its run left it."""
    refuse_unfit(folder)
    manifest, tables = manifest_at(folder), read_run(folder)
    study, say = study_of(folder), language.say
    return Report(
        language,
        front_of(study, tables, manifest, say),
        answers_of(tables, language),
        reading_of(tables, say),
        headline(tables, None, language),
        key_of(tables, say),
        tuple(pictures_of(tables).values()),
        differences_of(tables, say),
        doubt_of(tables, say),
        doubts_of(study, tables, manifest, language),
        inputs_of_report(study, say),
        changes_of(study, tables, say),
        left_out_of(tables, say),
        again_of(study, tables, manifest, say),
        appendix_of(study, tables, manifest),
        svg_of(flow(study.cases[0].scenario), "flow"),
    )
