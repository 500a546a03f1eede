"""The time that a film shows: a first day and how many, or those of its own choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from simulator.errors import RunFolderError

if TYPE_CHECKING:
    import pandas as pd

SETTLED_DAYS = 28
"""After so many days the jail holds people of earlier weeks too, as it does later on."""
DAYS = (1, 2, 3, 7, 14, 21, 28, 42, 56)
"""How long a film may be by its own choice."""
ENOUGH = 20
"""So many people booked, of those followed, are enough for a film."""


@dataclass(frozen=True)
class Span:
    """Days of a place, from local midnight to local midnight."""

    first: date
    days: int
    timezone: str

    @property
    def last(self) -> date:
        """The last day that is shown."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def begins(self) -> datetime:
        """The first moment, with its offset from UTC."""
        return datetime.combine(self.first, datetime.min.time(), ZoneInfo(self.timezone))

    @property
    def seconds_long(self) -> int:
        """How much time passes from the first moment to the last; a change of clocks is in it."""
        after = datetime.combine(self.last + timedelta(days=1), datetime.min.time(), ZoneInfo(self.timezone))
        return round(after.timestamp() - self.begins.timestamp())

    def seconds(self, timestamps: pd.Series[str]) -> pd.Series[int]:
        """Moments of an event log, in elapsed seconds from the first moment of the span."""
        import pandas as pd

        origin = pd.Timestamp(self.begins.timestamp(), unit="s", tz="UTC")
        return (pd.to_datetime(timestamps, utc=True) - origin).dt.total_seconds().round().astype("int64")

    def shown(self, second: int) -> datetime:
        """What local clocks show so many seconds after the first moment."""
        return datetime.fromtimestamp(self.begins.timestamp() + second, ZoneInfo(self.timezone))


def span_of(log: pd.DataFrame, timezone: str, first: date | None, days: int | None) -> Span:
    """The days asked for; else from the first Monday after SETTLED_DAYS, as many as it takes for ENOUGH people.

    RunFolderError if nobody followed is booked, moves or leaves in these days.
    """
    booked = [date.fromisoformat(text[:10]) for text in log.loc[log["activity"] == "booked", "timestamp"]]
    if not booked:
        raise RunFolderError("Nobody was followed in this replication, so there is nothing to show. Try another one.")
    chosen = first or _first_day(min(booked), max(booked))
    long = days or next((many for many in DAYS if _counted(booked, chosen, many) >= ENOUGH), DAYS[-1])
    span = Span(chosen, long, timezone)
    if not span.seconds(log.loc[log["end"].notna(), "timestamp"]).between(0, span.seconds_long).any():
        booking = f"people are booked from {min(booked)} to {max(booked)}"
        said = f"Nothing happens from {span.first} to {span.last}: {booking}"
        raise RunFolderError(f"{said}. Choose other days with --from and --days.")
    return span


def _first_day(first: date, last: date) -> date:
    """The first Monday after SETTLED_DAYS, or the first day of a trace that ends before."""
    settled = first + timedelta(days=SETTLED_DAYS)
    monday = settled + timedelta(days=-settled.weekday() % 7)
    return monday if monday <= last else first


def _counted(booked: list[date], first: date, days: int) -> int:
    return sum(first <= day < first + timedelta(days=days) for day in booked)
