"""Numbers, days and lists as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

SINGULAR = {"people": "person"}
WRITTEN_SO = {"us": "US", "ice": "ICE", "fbi": "FBI", "ident": "IDENT", "lesc": "LESC"}


def number(value: float) -> str:
    """``8,000``, ``0.5``, ``1,314.55``: as it was written, with thousands separated."""
    return f"{value:,.10g}"


def amount(value: float, unit: str) -> str:
    """A number with its unit: ``8,000 bookings/year``, ``1 hour``, ``7.4 %``."""
    match unit:
        case "share":
            return f"{number(100 * value)} %"
        case "share/year":
            return f"{number(100 * value)} % a year"
        case "ratio":
            return number(value)
    return f"{number(value)} {SINGULAR.get(unit, unit.removesuffix('s')) if value == 1 else unit}"


def span(low: float, high: float, unit: str) -> str:
    """From one number to another: ``0.2 to 4 hours``, ``6 % to 9 %``."""
    return f"{amount(low, 'share') if unit.startswith('share') else number(low)} to {amount(high, unit)}"


def day(when: date) -> str:
    """``15 June 2010``."""
    return f"{when.day} {when:%B %Y}"


def listed(names: Sequence[str], joint: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return f" {joint} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def plainly(name: str) -> str:
    """A key as words: ``fbi_search`` is ``FBI search``."""
    return " ".join(WRITTEN_SO.get(word, word) for word in name.replace("_", " ").replace("-", " ").split())
