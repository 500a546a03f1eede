"""What the captions of listings share."""

from __future__ import annotations

from simulator.runs.tables import RunTables


def in_brackets(tables: RunTables) -> str:
    """What stands in brackets after a mean, for the end of a caption; nothing for a run of one replication."""
    return "; in brackets the 95 % interval, chance alone" if tables.summary["replications"] > 1 else ""
