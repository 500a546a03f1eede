"""The measures that a comparison is told by, on the terminal and in a report."""

from __future__ import annotations

from simulator.runs.tables import RunTables

HEADLINES = {
    "detainers": "Detainers",
    "transferred": "People transferred to ICE",
    "hold_days": "Hold days",
    "added_pretrial_days": "Added pretrial days",
    "citizens_held": "US citizens held",
    "local_net_cost_short_run_usd": "Local cost, short-run price",
    "local_net_cost_step_usd": "Local cost, step price",
    "local_net_cost_average_usd": "Local cost, average price",
    "state_cost_short_run_usd": "State cost, short-run price",
    "state_cost_step_usd": "State cost, step price",
    "state_cost_average_usd": "State cost, average price",
}


def main_measures(tables: RunTables) -> dict[str, str]:
    """Their labels by name, without costs that nobody pays under any policy."""
    policies = tables.summary["policies"].values()
    paid = {name for name in HEADLINES if any(measures[name]["mean"] for measures in policies)}
    return {name: label for name, label in HEADLINES.items() if name in paid or not name.endswith("_usd")}
