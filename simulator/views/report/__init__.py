"""The report of a run: what it found, how sure that is and what it rests on, as one page and as PDF."""

from __future__ import annotations

from simulator.views.report.content import Report
from simulator.views.report.page import html_of
from simulator.views.report.whole import report_of

__all__ = ["Report", "html_of", "report_of"]
