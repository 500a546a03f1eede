"""The scenarios of a run as place files that can be run again as they stand; agencies from tables go into tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from simulator.scenario.network import AGENCY_COLUMNS, UNITS, Network
from simulator.scenario.network_tables import agency_entry
from simulator.scenario.study import Case, Study, place_text


def write_scenarios(folder: Path, study: Study) -> None:
    """Every case as one complete place file, which can be run again as it stands."""
    folder.mkdir()
    for case in study.cases:
        network = case.scenario.network
        from_table = network is not None and network.agencies is not None
        text = place_text(_with_table(folder, case, network)) if network and from_table else case.place_file
        heading = f"# {' '.join(case.label.split())}: {study.place} with all overlays merged\n"
        (folder / f"{case.name}.yaml").write_text(heading + text, encoding="utf-8", newline="\n")


def _with_table(folder: Path, case: Case, network: Network) -> dict[str, Any]:
    """The tree with its agencies in a table beside it, but for what no row can say."""
    table = f"{case.name}-agencies.csv"
    rows = {name: _row(str(name), entry) for name, entry in case.tree["agencies"].items()}
    pd.DataFrame([_written(row) for row in rows.values()]).to_csv(folder / table, index=False, lineterminator="\n")
    changed = {
        name: entry for name, entry in case.tree["agencies"].items() if agency_entry(network, rows[name]) != entry
    }
    tree = {key: part for key, part in case.tree.items() if key != "agencies"}
    return tree | {"network": case.tree["network"] | {"agencies": table}} | ({"agencies": changed} if changed else {})


def _row(name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {column: entry[column]["value"] if column in entry else None for column in UNITS}
    texts = {"fips": name, "name": entry["label"], "state": entry["state"], "field_office": entry["field_office"]}
    return texts | numbers | {"activated": entry["activated_on"]["value"], "policy": ""}


def _written(row: Mapping[str, Any]) -> dict[str, Any]:
    return {column: row[column] for column in AGENCY_COLUMNS}
