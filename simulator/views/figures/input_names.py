"""The numbers of the costs in plain words, with their units: for figures that show what they do."""

from __future__ import annotations

from simulator.scenario.phrases import plainly
from simulator.views.words import rounded

NAMES = {
    "jail_real_growth": "How much faster jail prices grow than others",
    "discount_rate": "How much less a dollar counts for each year later",
    "bed_day.short_run": "A jail day, short-run price",
    "bed_day.average": "A jail day, average price",
    "bed_day.pod_size": "Beds in a housing pod",
    "bed_day.pod_cost": "Staff of a housing pod",
    "staff_hour": "An hour of jail staff",
    "paperwork_per_detainer": "Staff time for each detainer",
    "reading_per_answer": "Staff time to read each ICE answer",
    "handover_per_transfer": "Staff time for each handover to ICE",
    "federal_transport_per_transfer": "ICE's transport from the jail",
    "fingerprinting_per_submission": "Taking and sending a set of prints",
    "extra_bookings.price": "One booking in place of a citation",
    "extra_bookings.share_of_detainers": "Share of detainers that turn a citation into a booking",
    "litigation.mean_per_hold": "Lawsuits, mean for each hold",
    "litigation.suits_per_year": "Lawsuits a year",
    "litigation.severity_median": "Lawsuits, median cost for each person held",
    "litigation.severity_p90": "Lawsuits, cost for each person held, costliest tenth",
    "scaap.share_of_cost": "SCAAP: share of an eligible day's cost that is paid",
    "scaap.two_misdemeanors": "SCAAP: share with two misdemeanors",
    "scaap.claimed_share": "SCAAP: share of the days that jails claim",
    "scaap.years_late": "SCAAP: years until it pays",
    "reimbursement.per_hold": "What the federal side pays for a hold",
    "reimbursement.per_day": "What the federal side pays for a hold day",
    "penalties.amount": "Penalty for the policy",
    "penalties.probability_per_year": "Probability of a penalty in a year",
    "opt_out_administration": "Administration of the opt-out, once",
    "liaison.officers": "Officers who work with ICE",
    "liaison.cost_per_officer": "An officer who works with ICE",
    "federal_custody.bed_day": "A day in ICE's custody",
    "federal_custody.days_per_transfer": "Days in ICE's custody for each transfer",
    "federal_custody.per_removal": "A removal, without the days",
    "federal_custody.per_arrest_at_large": "ICE's arrest of a person outside of jail",
    "wage_lost_per_day": "Wages lost for each day in jail",
}
"""By path below ``costs``."""


def input_name(path: str) -> str:
    """A number of the costs in words; one without a name of its own by the words of its path."""
    words = ", ".join(plainly(part) for part in path.split("."))
    return NAMES.get(path, words[0].upper() + words[1:])


def amount_in_words(value: float, unit: str) -> str:
    """A value to write at a mark, without its unit where the label gives it: ``$13.97``, ``8 %``, ``0.25``."""
    if unit.startswith("share"):
        return f"{100 * value:.3g} %"
    if not unit.startswith("USD"):
        return f"{value:,.6g}"
    if abs(value) < 1_000 and value == int(value):
        return f"${value:.0f}"
    return f"${value:.2f}" if abs(value) < 100 else rounded(value, "USD")


def stated_in_words(value: float, unit: str) -> str:
    """A value with its unit: ``$13.97 a day``, ``1 hour``, ``8 %``."""
    measured, _, per = unit.partition("/")
    name = "" if measured in ("USD", "share") else measured.removesuffix("s") if value == 1 else measured
    each = f"an {per}" if per == "hour" else f"a {per}" if per else ""
    return " ".join(part for part in (amount_in_words(value, unit), name, each) if part)
