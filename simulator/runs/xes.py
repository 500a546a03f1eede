"""The event log as XES (IEEE 1849-2016), the standard that process-mining tools read.

It is written as it is read from the log, so that the trace of a country takes no memory of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from gzip import GzipFile
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

XES = ".xes.gz"
"""How the names of these files end: packed, as the tools read them too, for else they are 25 times as large."""
EFFORT = 6
"""Of gzip: a country's trace of 6.4 million events comes to 66 MB, and to 94 MB with 1, in the same time."""
AT_A_TIME = 100_000
"""Events that are taken from the log at a time."""
EXTENSIONS = {"Concept": "concept", "Time": "time", "Lifecycle": "lifecycle", "Organizational": "org"}
OF_THE_CASE = ("agency", "charge_class", "level", "status", "end")
"""Columns of the log that are the same for all events of a case; only the first is there of a case of an agency."""
CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in range(32) if code not in (9, 10, 13)}
"""Characters that XML cannot hold."""


def write_xes(path: Path, log: pd.DataFrame, about: Mapping[str, str | int]) -> None:
    """The log of ``outcomes.event_log``, case by case as each begins, packed; ``about`` stands on top of it.

    The same log gives the same bytes: no date and no name of a file are packed with it.
    """
    with (
        path.open("wb") as file,
        GzipFile("", "wb", EFFORT, file, mtime=0) as packed,
        TextIOWrapper(packed, encoding="utf-8", newline="\n") as text,
    ):
        text.writelines(_top(about))
        text.writelines(_cases(log))
        text.write("</log>\n")


def _top(about: Mapping[str, str | int]) -> Iterator[str]:
    """All before the first case: extensions, what every case and event has, what an activity is, and the log's own."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">\n'
    for name, prefix in EXTENSIONS.items():
        yield f'<extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>\n'
    of_cases = "".join(_attribute(key, "unknown") for key in ("concept:name", "about", OF_THE_CASE[0]))
    yield f'<global scope="trace">{of_cases}</global>\n'
    yield f'<global scope="event">{_event("unknown", "1970-01-01T00:00:00+00:00", "unknown")}</global>\n'
    yield '<classifier name="Activity" scope="event" keys="concept:name"/>\n'
    for key, value in about.items():
        yield f"{_attribute(key, value)}\n"
    yield f"{_attribute('lifecycle:model', 'standard')}\n"


def _cases(log: pd.DataFrame) -> Iterator[str]:
    known = None
    for row in _rows(log):
        if row.case != known:
            yield f"{'</trace>' if known else ''}\n<trace>{_case(row)}\n"
            known = row.case
        yield f"<event>{_event(row.activity, row.timestamp, row.agency)}</event>\n"
    yield "</trace>\n" if known else ""


def _rows(log: pd.DataFrame) -> Iterator[Any]:
    """The lines of the log, those of a case together, and each case in its order."""
    import pandas as pd

    numbers, _ = pd.factorize(log["case"])
    order = np.argsort(numbers, kind="stable")
    for first in range(0, len(order), AT_A_TIME):
        yield from log.iloc[order[first : first + AT_A_TIME]].astype(object).itertuples(index=False)


def _case(row: Any) -> str:
    """The attributes of a case; what an agency does is told from people by ``about``."""
    is_person = isinstance(row.end, str)
    known = {"concept:name": row.case, "about": "person" if is_person else "agency"}
    known |= {name: getattr(row, name) for name in (OF_THE_CASE if is_person else OF_THE_CASE[:1])}
    return "".join(_attribute(key, value) for key, value in known.items())


def _event(activity: str, timestamp: str, agency: str) -> str:
    named, group = _attribute("concept:name", activity), _attribute("org:group", agency)
    return f'{named}<date key="time:timestamp" value="{timestamp}"/>{COMPLETE}{group}'


@lru_cache(maxsize=4096)
def _attribute(key: str, value: str | int) -> str:
    kind = "string" if isinstance(value, str) else "int"
    return f'<{kind} key="{key}" value={quoteattr(str(value).translate(CONTROLS))}/>'


COMPLETE = _attribute("lifecycle:transition", "complete")
"""All events are moments: nothing is told of when they began."""
