"""Tables of runs, usual and unusual, made by hand: every number follows from a few yearly counts.

At the end, what a figure that was drawn from them says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from simulator.experiments.intervals import interval
from simulator.experiments.tornado import COLUMNS
from simulator.runs.tables import Labels, RunTables

SHORT_RUN, STEP, AVERAGE = 10.0, 25.0, 90.0
HOUR, TRANSPORT = 30.0, 100.0
SCAAP, WAGE, PRINTS = 2.0, 80.0, 12.0
RANGES = {  # unit, low, value, high
    "bed_day.short_run": ("USD/day", 5.0, SHORT_RUN, 20.0),
    "staff_hour": ("USD/hour", 24.0, HOUR, 45.0),
    "scaap.years_late": ("years", 1.0, 2.0, 3.0),
}
RACE_EDGES = (0.0, 0.25, 1.0, 4.0, 16.0, 64.0, 256.0, 1024.0)
RACE_SHARES = {
    "answer": (0.1, 0.2, 0.5, 0.15, 0.05, 0, 0),
    "decision": (0, 0.1, 0.4, 0.4, 0.1, 0, 0),
    "local release": (0.05, 0.05, 0.1, 0.2, 0.2, 0.2, 0.2),
}
LINE = ("item", "payer", "bed_price", "caused_by")
CAUSES = {"hold-days": "holding", "wages-lost-on-hold": "holding", "answering": "sharing"}
LOST = {"pretrial": "added_pretrial", "on-hold": "hold"}
DAYS, WORK = ("hold-days", "added-pretrial-days"), ("paperwork", "answering", "handover")
HOLD_EDGES = tuple(float(edge) for edge in range(0, 170, 2))
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Yearly:
    """What a policy leads to in a year, before the luck of a replication."""

    no_match: float = 0
    no_action: float = 0
    missed: float = 0
    withdrawn: float = 0
    state_prison: float = 0
    declined: float = 0
    lapsed: float = 0
    transferred: float = 0
    hold_days: float = 0
    added_pretrial_days: float = 0
    answers_seen: float = 0
    opt_out_usd: float = 0
    """Paid once, in the first month."""

    @property
    def detainers(self) -> float:
        return self.withdrawn + self.state_prison + self.declined + self.lapsed + self.transferred

    @property
    def known(self) -> float:
        return self.no_action + self.missed + self.detainers

    def measures(self) -> dict[str, float]:
        names = ("no_match", "no_action", "missed", "withdrawn", "state_prison", "declined", "lapsed", "transferred")
        return {f"ended_{name}": getattr(self, name) for name in names} | {
            "bookings": self.no_match + self.known,
            "matches": 0.9 * self.known,
            "detainers": self.detainers,
            "missed": self.missed,
            "transferred": self.transferred,
            "hold_days": self.hold_days,
            "added_pretrial_days": self.added_pretrial_days,
            "answers_seen": self.answers_seen,
        }


AS_IS = Yearly(7300, 360, 40, 16, 12, 0, 20, 186, hold_days=385, added_pretrial_days=4650, answers_seen=600)
SHARING = Yearly(7852, 18, 3, 4, 4, 0, 5, 52, hold_days=110, added_pretrial_days=1400)
DECLINE = Yearly(7300, 360, 40, 14, 12, 189, 0, 19, hold_days=0, added_pretrial_days=2300, answers_seen=600)


def luck(replication: int, month: int) -> float:
    """Every month of every replication has its own luck; it averages to 1 over three replications."""
    return 1 + 0.1 * ((replication + month) % 3 - 1) + 0.06 * (replication % 3 - 1)


def made_tables(
    policies: Mapping[str, tuple[str, Yearly]],
    replications: int = 3,
    years: int = 1,
    agencies: Sequence[str] = ("one",),
    place: str = "Example County",
    months: int | None = None,
    state_pays: bool = False,
) -> RunTables:
    """``policies``: label and yearly counts by name, the base first."""
    counted, ledger, shapes = [], [], []
    for name, (_, yearly) in policies.items():
        for replication, agency, month in product(range(replications), agencies, range(months or 12 * years)):
            part = luck(replication, month) * years / (months or 12 * years) / len(agencies)
            when = {
                "policy": name,
                "replication": replication,
                "agency": agency,
                "month": f"{2010 + (9 + month) // 12}-{(9 + month) % 12 + 1:02d}",
            }
            measures = {measure: value * part for measure, value in yearly.measures().items()}
            counted += [when | {"level": "1", "measure": measure, "value": measures[measure]} for measure in measures]
            payer = "state" if state_pays and agency == agencies[-1] else "local"
            ledger += [when | line for line in _lines(measures, payer)]
            once = dict(zip(LINE, ("opt-out-administration", payer, "any", "opting-out"), strict=True))
            ledger.append(when | once | {"amount_usd": yearly.opt_out_usd / len(agencies) * (month == 0)})
        shapes += _shapes(name, yearly, replications * years)
    frames = pd.DataFrame(counted), pd.DataFrame(ledger), pd.DataFrame(shapes)
    labels = Labels(place, {name: label for name, (label, _) in policies.items()}, 2012, "short-run")
    summary = _summary(list(policies), *frames[:2], replications, years)
    return RunTables(labels, summary, *frames, _tornado(list(policies), frames[1], replications * years))


def _lines(measures: Mapping[str, float], payer: str) -> list[dict[str, Any]]:
    prices = {"short-run": SHORT_RUN, "step": STEP, "average": AVERAGE}
    days = {"hold-days": measures["hold_days"], "added-pretrial-days": measures["added_pretrial_days"]}
    work = {
        "paperwork": measures["detainers"] * HOUR,
        "answering": measures["answers_seen"] * HOUR / 4,
        "handover": measures["transferred"] * HOUR / 2,
    }
    lines = [(item, payer, price, count * usd) for price, usd in prices.items() for item, count in days.items()]
    lines += [(item, payer, "any", amount) for item, amount in work.items()]
    scaap = measures["added_pretrial_days"] * SCAAP
    lines += [("scaap-added-days", payer, "any", -scaap), ("scaap-added-days", "federal", "any", scaap)]
    lines.append(("transport", "federal", "any", measures["transferred"] * TRANSPORT))
    lines += [(f"wages-lost-{when}", "person", "any", measures[f"{kind}_days"] * WAGE) for when, kind in LOST.items()]
    rows = [(*line[:3], CAUSES.get(line[0], "detainers"), line[3]) for line in lines]
    rows.append(("fingerprinting", payer, "any", "anyway", measures["bookings"] * PRINTS))
    return [dict(zip((*LINE, "amount_usd"), row, strict=True)) for row in rows]


def _tornado(policies: Sequence[str], ledger: pd.DataFrame, times: int) -> pd.DataFrame:
    """Days are at the short-run price, and all work has the wage of an hour in it."""
    rows = []
    headline = ledger[ledger["bed_price"].isin(["short-run", "any"]) & (ledger["caused_by"] != "anyway")]
    sums = headline.groupby(["payer", "policy", "item"])["amount_usd"].sum() / times
    payers = [payer for payer in ("local", "state") if payer in sums.index.get_level_values("payer")]
    for policy, payer in product(policies[1:], payers):
        change = sums[payer][policy] - sums[payer][policies[0]]
        parts = {"bed_day.short_run": change[list(DAYS)].sum(), "staff_hour": change[list(WORK)].sum()}
        measure = "local_net_cost_usd" if payer == "local" else "state_cost_usd"
        for path, (unit, low, value, high) in RANGES.items():
            ends = [change.sum() + parts.get(path, 0.0) * (end / value - 1) for end in (low, high)]
            rows.append((policy, measure, path, unit, low, value, high, change.sum(), *ends))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _shapes(policy: str, yearly: Yearly, times: int) -> list[dict[str, Any]]:
    wanted = (yearly.detainers + yearly.missed) * times
    rows = [
        ("race", group, low, high, round(share * wanted))
        for group, shares in RACE_SHARES.items()
        for low, high, share in zip(RACE_EDGES[:-1], RACE_EDGES[1:], shares, strict=True)
    ]
    held = round((yearly.transferred + yearly.lapsed) * times / 7) if yearly.hold_days else 0
    for day, weekday in enumerate(WEEKDAYS):
        counts = {2 * day + 20: held // 2, 2 * day + 40: held // 2}
        rows += [("hold", weekday, low, low + 2, counts.get(int(low), 0)) for low in HOLD_EDGES[:-1]]
    columns = ("shape", "group", "bin_low_hours", "bin_high_hours", "people")
    return [{"policy": policy} | dict(zip(columns, row, strict=True)) for row in rows]


def _summary(
    policies: list[str], counted: pd.DataFrame, ledger: pd.DataFrame, replications: int, years: int
) -> dict[str, Any]:
    values = {policy: _yearly_values(policy, counted, ledger, years) for policy in policies}
    base = values[policies[0]]
    return {
        "place": "example",
        "seed": 1,
        "replications": replications,
        "years": years,
        "unknowns": {"inputs": 12, "draws": 100, "replications_each": 2},
        "policies": {policy: {name: _entry(row) for name, row in values[policy].items()} for policy in policies},
        "differences": {
            policy: {name: _entry(row - base[name]) for name, row in values[policy].items()} for policy in policies[1:]
        },
    }


def _entry(values: np.ndarray[Any, np.dtype[np.float64]]) -> dict[str, float | None]:
    """Inputs that are not known make a number half as much, or up to twice as much; both is the wider on each side."""
    found = interval(values)
    low, high = sorted((0.5 * float(values.mean()), 2 * float(values.mean())))
    entry: dict[str, float | None] = vars(found) | {"unknowns_low": low, "unknowns_high": high}
    if found.low is None or found.high is None:
        return entry | {"both_low": None, "both_high": None}
    return entry | {"both_low": min(low, found.low), "both_high": max(high, found.high)}


def _yearly_values(
    policy: str, counted: pd.DataFrame, ledger: pd.DataFrame, years: int
) -> dict[str, np.ndarray[Any, np.dtype[np.float64]]]:
    rows, lines = counted[counted["policy"] == policy], ledger[ledger["policy"] == policy]
    sums = rows.groupby(["measure", "replication"])["value"].sum().unstack() / years
    values = {str(name): row.to_numpy() for name, row in sums.iterrows()}

    def paid(payer: str, price: str) -> np.ndarray[Any, np.dtype[np.float64]]:
        chosen = lines[lines["bed_price"].isin([price, "any"]) & (lines["caused_by"] != "anyway")]
        amounts = chosen["amount_usd"].where(chosen["payer"] == payer, 0.0)
        return np.asarray(amounts.groupby(chosen["replication"]).sum().to_numpy() / years)

    values |= {
        "local_net_cost_usd": paid("local", "short-run"),
        "state_cost_usd": paid("state", "short-run"),
        "federal_cost_usd": paid("federal", "short-run"),
        "person_cost_usd": paid("person", "short-run"),
    }
    return values | {
        f"local_net_cost_{price.replace('-', '_')}_usd": paid("local", price)
        for price in ("short-run", "step", "average")
    }


RECEIVING = Yearly(**{**vars(AS_IS), "answers_seen": 0})
SHIPPED = {
    "as-is": ("As is", AS_IS),
    "opt-out-of-sharing": ("Opt out of sharing", SHARING),
    "opt-out-of-receiving": ("Opt out of receiving", RECEIVING),
    "not-activated": ("Not activated", SHARING),
    "decline-all-detainers": ("Decline all detainers", DECLINE),
}
LONG = "Hold for level 1 only if ICE pays $90 a day and $16 for meals, as the board asked in 2010"
EIGHT = {
    f"policy-{n}": (f"{n} {LONG}", Yearly(**{k: v * (1 + n / 5) for k, v in vars(AS_IS).items()})) for n in range(8)
}
PAID_ONCE = Yearly(**{**vars(SHARING), "opt_out_usd": 25_000})


def chosen(*names: str) -> dict[str, tuple[str, Yearly]]:
    return {name: SHIPPED[name] for name in names}


def times(factor: float) -> dict[str, tuple[str, Yearly]]:
    return {
        name: (label, Yearly(**{key: value * factor for key, value in vars(yearly).items()}))
        for name, (label, yearly) in SHIPPED.items()
    }


def without_ranges(tables: RunTables) -> RunTables:
    """Prices are known exactly."""
    return replace(tables, tornado=tables.tornado.iloc[:0])


CASES: dict[str, Callable[[], RunTables]] = {
    "shipped": lambda: made_tables(SHIPPED),
    "base only": lambda: made_tables(chosen("as-is")),
    "two": lambda: made_tables(chosen("as-is", "opt-out-of-sharing")),
    "coinciding": lambda: made_tables(chosen("as-is", "opt-out-of-receiving")),
    "eight, long labels": lambda: made_tables(EIGHT, place=f"The County of {LONG}"),
    "one replication": lambda: made_tables(SHIPPED, replications=1),
    "nothing": lambda: made_tables(times(0)),
    "nothing, base only": lambda: made_tables({"as-is": ("As is", Yearly())}, replications=1),
    "nobody known": lambda: made_tables({"as-is": ("As is", Yearly(no_match=500)), "more": ("More", AS_IS)}),
    "rare": lambda: made_tables(times(0.002)),
    "many": lambda: made_tables(times(300)),
    "several agencies": lambda: made_tables(SHIPPED, agencies=("one", "two", "three"), state_pays=True),
    "state pays": lambda: made_tables(SHIPPED, state_pays=True),
    "six years": lambda: made_tables(SHIPPED, years=6),
    "paid once": lambda: made_tables(chosen("as-is") | {"once": ("Opt out, paid once", PAID_ONCE)}),
    "paid once, six years": lambda: made_tables(chosen("as-is") | {"once": ("Opt out, paid once", PAID_ONCE)}, years=6),
    "nearly even": lambda: made_tables(chosen("as-is") | {"even": ("Even", replace(PAID_ONCE, opt_out_usd=40_000))}),
    "no ranges": lambda: without_ranges(made_tables(SHIPPED)),
    "partial months": lambda: made_tables(SHIPPED, months=13),
    "everyone known": lambda: made_tables({"as-is": ("As is", Yearly(no_action=30, transferred=70))}),
}


@cache
def tables_of(case: str) -> RunTables:
    return CASES[case]()


def title(figure: Figure) -> str:
    return figure.texts[0].get_text().replace("\n", " ")


def words(figure: Figure) -> str:
    return " ".join(text.get_text() for text in figure.findobj(Text) if isinstance(text, Text)).replace("\n", " ")


def rectangles(axes: Axes) -> list[Rectangle]:
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]
