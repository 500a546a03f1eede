"""``summary.xlsx``: the numbers of the tables, text that stays text, the same bytes for the same run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from simulator.api import Comparison, compare, keep
from simulator.errors import RunFolderError
from simulator.runs.folder import read_run
from simulator.scenario.sources import numbers_of
from simulator.scenario.study import Study
from tests.example_place import SOURCE, decline, number, study

POLICIES: dict[str, Any] = {
    "opt-out-of-sharing": [{"opt_out": "share"}],
    "decline-all": [{"detainer_rules": [decline()]}],
}
PRICED = {
    "years": 2,
    "costs.fingerprinting_per_submission": number(10, "USD") | {"low": 5, "high": 30},
    "costs.wage_lost_per_day": {
        "value": 80,
        "low": 40,
        "high": 90,
        "unit": "USD/day",
        "assumed": "for the test",
        "note": "=HYPERLINK(1)",
    },
    "costs.opt_out_administration": number(5000, "USD"),
    "costs.report_dollars_of": 2020,
}
ENTRIES = ("mean", "low", "high", "unknowns_low", "unknowns_high", "both_low", "both_high")
SHEETS = ["Results", "Differences", "Ledger", "Inputs", "Notes"]
NAMED = (
    "=2+5 & 'friends' of http://example.org, a county with a name that takes up all of the room above a page, and more"
)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    made = study(POLICIES, PRICED)
    base = made.cases[0]
    named = replace(base, scenario=base.scenario.model_copy(update={"label": NAMED}))
    cases = (named, replace(made.cases[1], label="=cmd|' /C calc'!A0"), *made.cases[2:])
    return compare(Study("example", cases), replications=3, draws=20, seed=2)


@pytest.fixture(autouse=True)
def _no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.views.figures.all_figures", lambda tables: {})


@pytest.fixture
def folder(comparison: Comparison, tmp_path: Path) -> Path:
    return keep(comparison, tmp_path / "run", command="python run_sim.py compare example --set=years=2 --workers 2")


@pytest.fixture
def workbook(folder: Path) -> Iterator[Workbook]:
    opened = load_workbook(folder / "summary.xlsx")
    yield opened
    opened.close()


def table(page: Worksheet) -> pd.DataFrame:
    heads, *rows = page.iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=list(heads))


def read_off(amounts: Iterable[float | None]) -> list[str]:
    """To 12 digits, of which a workbook keeps 16."""
    return ["" if amount is None else f"{amount:.12g}" for amount in amounts]


@pytest.mark.parametrize(
    ("sheet", "part", "keys"),
    [("Results", "policies", ENTRIES), ("Differences", "differences", (*ENTRIES, "same_sign_share"))],
)
def test_numbers_are_those_of_the_summary(
    workbook: Workbook, comparison: Comparison, sheet: str, part: str, keys: Sequence[str]
) -> None:
    found = {(row[0], row[1]): read_off(row[4:]) for row in workbook[sheet].iter_rows(min_row=2, values_only=True)}
    assert found == {
        (comparison.tables.labels.policies[policy], measure): read_off(entry.get(key) for key in keys)
        for policy, measures in comparison.tables.summary[part].items()
        for measure, entry in measures.items()
    }


def test_totals_of_the_ledger_are_numbers_of_the_summary_to_the_cent(
    workbook: Workbook, comparison: Comparison
) -> None:
    rows = table(workbook["Ledger"])
    average = rows[rows["Year"] == "average year"]
    totals = average[average["Meaning"].str.startswith("Total: ")]
    tables = comparison.tables
    for policy, label in tables.labels.policies.items():
        shown = totals[totals["Policy"] == label].set_index("Item")
        assert {"local_net_cost_usd", "local_net_cost_step_usd", "federal_cost_usd", "person_cost_usd",
                "local_anyway_usd"} <= set(shown.index)  # fmt: skip
        for name, usd in shown["USD"].items():
            assert round(usd, 2) == round(tables.summary["policies"][policy][name]["mean"], 2)
        for name, usd in shown["Difference to as-is, USD"].items():
            if policy == "as-is":
                assert math.isnan(usd)
            else:
                assert round(usd, 2) == round(tables.summary["differences"][policy][name]["mean"], 2)


def test_lines_of_the_ledger_add_up_to_its_totals_in_every_year(workbook: Workbook) -> None:
    rows = table(workbook["Ledger"])
    assert rows["Year"].unique().tolist() == ["average year", "2012-01 to 2012-12", "2013-01 to 2013-12"]
    is_total = rows["Meaning"].str.startswith("Total: ")
    for key, part in rows[~is_total & (rows["Caused by"] != "anyway")].groupby(["Year", "Policy"]):
        same = (rows["Year"] == key[0]) & (rows["Policy"] == key[1])
        total = rows[same & (rows["Item"] == "local_net_cost_average_usd")]["USD"].item()
        counted = part[(part["Payer"] == "local") & part["Bed price"].isin(["average", "any"])]
        assert counted["USD"].sum() == pytest.approx(total, abs=0.005)
    lines = rows[~is_total].groupby(["Policy", "Item", "Bed price", "Payer", "Year"])["USD"].sum().unstack()
    assert lines.iloc[:, 2].to_numpy() == pytest.approx(lines.iloc[:, :2].mean(axis=1).to_numpy(), abs=0.005)
    once = lines.xs("opt-out-administration", level="Item")
    assert (once["2012-01 to 2012-12"] > 0).all()
    assert (once["2013-01 to 2013-12"] == 0).all()


def test_inputs_hold_every_number_and_what_each_policy_changes(workbook: Workbook, comparison: Comparison) -> None:
    rows = table(workbook["Inputs"]).fillna("")
    stated = numbers_of(comparison.study.cases[0])
    as_is = rows[rows["Policy"] == "As it is"].set_index("Input")
    assert len(as_is) == len(stated)
    for one in stated:
        row = as_is.loc[one.path]
        assert (row["Value"], row["Source"]) == (one.value, one.source)
        assert (row["Range"], row["Note"]) == (one.range, one.note)
        assert (row["Assumed"] == "assumed") is one.unsourced
    assert as_is.loc["costs.fingerprinting_per_submission", "Range"] == "5 to 30 USD"
    assert list(as_is.index[as_is["Assumed"] == "assumed"]) == ["costs.wage_lost_per_day"]
    declined = rows[rows["Policy"] == "decline-all"]
    assert any("decline for everyone" in text for text in declined["What it is"])
    assert "What the model leaves out" not in set(declined["Input"])
    ruled = declined[declined["Input"].str.contains("detainer_rules")]
    assert ruled["Source"].tolist() == [SOURCE]


def test_notes_say_how_it_was_made_and_how_to_read_it(workbook: Workbook, comparison: Comparison) -> None:
    notes = table(workbook["Notes"]).groupby("About")["Note"].apply(" ".join)
    assert notes["Years"] == "1 January 2012 to 31 December 2013; simulated years: 2"
    assert (notes["Seed"], notes["Replications"]) == ("2", "3")
    assert notes["Dollars"] == "Prices are stated in dollars of 2012; results are told in dollars of 2020."
    command = "compare example opt-out-of-sharing decline-all --replications 3 --seed 2 --draws 20 --set years=2"
    assert notes["Command"] == f"python run_sim.py {command}"
    assert "fingerprinting" in notes["In the local cost"].partition("there anyway")[2]
    assert "liaison-staff" in notes["In no cost of this run"]
    assert "holding" in notes["decline-all"]
    assert "fingerprint-flow-simulator" in notes["Version"]


def test_no_text_becomes_a_formula_or_a_link(workbook: Workbook) -> None:
    cells = [cell for page in workbook for row in page.iter_rows() for cell in row]
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    assert {cell.data_type for cell in texts} == {"s"}
    found = {cell.value for cell in texts if cell.value.startswith("=")}
    assert {NAMED, "=cmd|' /C calc'!A0", "=HYPERLINK(1)"} <= found
    assert not any(cell.hyperlink for cell in cells)


def test_every_sheet_is_ready_to_filter_and_print(workbook: Workbook) -> None:
    assert workbook.sheetnames == SHEETS
    for page in workbook:
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref == page.dimensions
        assert page.print_title_rows == "$1:$1"
        assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert all(page.column_dimensions["A"].width > 15 for page in workbook)
    dollars = next(cell for cell in workbook["Results"]["E"] if workbook["Results"].cell(cell.row, 3).value == "USD")
    assert dollars.number_format == "$#,##0;-$#,##0"
    assert workbook["Ledger"]["H2"].number_format == "$#,##0.00;-$#,##0.00"


def test_the_same_run_gives_the_same_bytes_wherever_it_is_kept(comparison: Comparison, tmp_path: Path) -> None:
    typed = "python /home/someone/run_sim.py compare example -n 3 --workers {} --out {}"
    kept = [keep(comparison, tmp_path / name, command=typed.format(name, tmp_path / name)) for name in ("1", "2")]
    first, second = ((folder / "summary.xlsx").read_bytes() for folder in kept)
    assert first == second
    opened = load_workbook(kept[0] / "summary.xlsx")
    assert "someone" not in " ".join(table(opened["Notes"])["Note"])
    assert opened.properties.created.year == 2000


def test_without_a_second_policy_there_is_no_sheet_of_differences(tmp_path: Path) -> None:
    alone = keep(compare(study({}), replications=1, draws=0, seed=2), tmp_path / "run")
    opened = load_workbook(alone / "summary.xlsx")
    assert opened.sheetnames == [name for name in SHEETS if name != "Differences"]
    notes = table(opened["Notes"]).set_index("About")["Note"]
    assert notes["Command"] == "simulator.compare(study, replications=1, draws=0, seed=2) in Python"


def test_a_workbook_that_was_changed_is_not_replaced(comparison: Comparison, folder: Path) -> None:
    changed = folder / "summary.xlsx"
    opened = load_workbook(changed)
    opened["Notes"]["B2"] = "my reading of it"
    opened.save(changed)
    kept = changed.read_bytes()
    with pytest.raises(RunFolderError, match=r"holds a summary\.xlsx that was changed since its run"):
        keep(comparison, folder)
    assert changed.read_bytes() == kept
    assert read_run(folder).summary["replications"] == 3
