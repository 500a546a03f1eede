"""The appendix of a report: the reporting sheet by STRESS-DES, which leaves to the report what stands there in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.runs.tables import RunTables
from simulator.scenario.study import Study
from simulator.views.stress_des.conduct import Conduct
from simulator.views.stress_des.content import Block, Item, Sheet, Table
from simulator.views.stress_des.inputs import INPUT_HEADINGS
from simulator.views.stress_des.sheet import sheet_of
from simulator.views.workbook_notes import command_again

IN_FULL = "{title}: section 6 of this report has every one of these {count} inputs with value, range and source."


def appendix_of(study: Study, tables: RunTables, manifest: Mapping[str, Any]) -> Sheet:
    """The sheet of the study as it was run; tables of inputs are pointed at, for the report has them before."""
    command = command_again(study, tables, manifest)
    whole = sheet_of(study, Conduct(tables.summary["replications"], manifest["seed"], manifest, command))
    return replace(whole, items=tuple(_pointing(item) for item in whole.items))


def _pointing(item: Item) -> Item:
    return replace(item, blocks=tuple(_pointed(block) for block in item.blocks))


def _pointed(block: Block) -> Block:
    if isinstance(block, Table) and block.headings == INPUT_HEADINGS:
        return IN_FULL.format(title=block.title, count=len(block.rows))
    return block
