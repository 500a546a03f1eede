"""Sweeps and break-evens in words: inputs, measures, and what was found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from simulator.experiments.break_even import BreakEven, zero_spans
from simulator.experiments.break_even_search import BreakEvenStudy
from simulator.experiments.sweeps import Sweep
from simulator.outcomes.yearly import meanings
from simulator.runs.tables import policy_labels
from simulator.scenario.phrases import plainly
from simulator.scenario.study import Study
from simulator.scenario.varying import Varied
from simulator.views.figures.findings import count
from simulator.views.figures.input_names import amount_in_words, input_name, stated_in_words

CHANCE_ALONE = (
    "Intervals hold chance alone, at the inputs given. That the varied input itself, and others, are not known is in "
    "none of them."
)
DOES_NOT_MOVE = "This input does not move the difference in any replication."
BELONGS_TO_POLICY = "If it belongs to the policy, vary it under the policy alone: --policies-only."
NAMES = {
    "jail.added_days.felony": "Days that a detainer on file adds, felony",
    "jail.added_days.misdemeanor": "Days that a detainer on file adds, misdemeanor",
    "jail.added_days.infraction": "Days that a detainer on file adds, infraction",
    "jail.added_days.share_when_declined": "Part of the added days that is left when the jail declines",
    "federal.other_channel.found": "Share of removable people whom ICE finds without prints",
    "federal.other_channel.left_without_access": "Part of these whom ICE finds without access to the jail",
}
"""Inputs other than costs that are often varied, by path."""
FIELDS = {
    "bookings_per_year": "Bookings a year",
    "match_share": "Share of bookings whose prints match",
    "hold_hours": "Longest hold for ICE",
    "on_duty": "People on duty",
    "seats": "Seats on a tour of ICE",
}
"""The same by the last word of their path, wherever they stand."""
NOUNS = {
    "local_net_cost_usd": "local cost",
    "local_net_cost_short_run_usd": "local cost at the short-run price",
    "local_net_cost_step_usd": "local cost at the step price",
    "local_net_cost_average_usd": "local cost at the average price",
    "state_cost_short_run_usd": "state cost at the short-run price",
    "state_cost_step_usd": "state cost at the step price",
    "state_cost_average_usd": "state cost at the average price",
    "person_cost_usd": "cost to the people themselves",
    "citizens_held": "US citizens held",
    "citizens_with_detainer": "US citizens with a detainer",
    "citizens_matched": "US citizens matched",
    "transferred": "people transferred to ICE",
    "honored": "people held for ICE",
    "declined": "people with a detainer whom the jail released",
}
"""Measures whose name is no plain noun."""


def name_of(varied: Varied) -> str:
    """The input in words, for the label of an axis and the middle of a sentence."""
    if varied.path.startswith("costs."):
        return input_name(varied.path.removeprefix("costs.").removesuffix(".value"))
    path = varied.path.removesuffix(".value")
    return NAMES.get(path) or FIELDS.get(path.split(".")[-1]) or input_name(path)


def value_in_words(value: float, varied: Varied) -> str:
    """A value with its unit, to four digits: ``$21.40 a day``, ``12.5 %``, ``4 hours``."""
    return stated_in_words(float(f"{value:.4g}"), varied.unit)


def bare_in_words(value: float, varied: Varied) -> str:
    """The same without the unit where a label gives it."""
    return amount_in_words(float(f"{value:.4g}"), varied.unit)


def noun(measure: str) -> str:
    """A measure in the middle of a sentence."""
    return NOUNS.get(measure) or plainly(measure.removesuffix("_usd"))


def place_label(study: Study) -> str:
    """The place by its label."""
    return study.cases[0].scenario.label


def rows_of(sweep: Sweep, policy: str, measure: str) -> pd.DataFrame:
    """The rows of one policy and measure, by point."""
    table = sweep.table
    return table[(table["policy"] == policy) & (table["measure"] == measure)].sort_values("point")


def sweep_words(sweep: Sweep, measure: str, policies: Sequence[str] = ()) -> str:
    """What the sweep does to a measure, under the policy for which it does most."""
    chosen = policies or policies_told(sweep, measure)
    if not chosen:
        return f"{place_label(sweep.study)}: no difference in {noun(measure)} can be told, for there are no such people"
    spans = {policy: _span(rows_of(sweep, policy, measure)["difference"]) for policy in chosen}
    policy = max(spans, key=lambda name: spans[name][1] - spans[name][0])
    where = f"{policy_labels(sweep.study)[policy]} in {place_label(sweep.study)}"
    goes = " and ".join(
        f'"{name_of(one)}" goes from {bare_in_words(one.values[0], one)} to {value_in_words(one.values[-1], one)}'
        for one in sweep.inputs
    )
    return f"{where}: {between(*spans[policy], measure)} a year, as {goes}"


def policies_told(sweep: Sweep, measure: str) -> list[str]:
    """The policies whose difference in a measure is known at some value; a mean over nobody is not."""
    policies = [case.name for case in sweep.study.cases[1:]]
    return [policy for policy in policies if rows_of(sweep, policy, measure)["difference"].notna().any()]


def between(low: float, high: float, measure: str) -> str:
    """From one difference to another: ``between $14,200 and $67,400 less local cost``."""
    unit = meanings()[measure][0]
    less, what = "less" if unit == "USD" else "fewer", noun(measure)
    if low == high == 0:
        return f"no change in {what}"
    if low < 0 < high:
        return f"between {count(-low, unit)} {less} and {count(high, unit)} more {what}"
    small, large = sorted((abs(low), abs(high)))
    word = "more" if high > 0 else less
    if count(small, unit) == count(large, unit):
        return f"about {count(large, unit)} {word} {what}"
    return f"between {count(small, unit) if small else 'no change'} and {count(large, unit)} {word} {what}"


def break_even_words(result: BreakEvenStudy) -> list[str]:
    """The answer, in a sentence for each break-even; or that there is none, and what else is to be known then."""
    where = f"{policy_labels(result.study)[result.study.cases[1].name]} in {place_label(result.study)}"
    if result.never_changes:
        return [f"{where}: exactly no difference in {noun(result.measure)} {_range_in_words(result.input)}."]
    if not result.found:
        return _none_in_words(result, where)
    many = f"{len(result.found)} break-evens. The first: " if len(result.found) > 1 else ""
    said = [f"{where}: {'' if place else many}{_found_in_words(one, result)}" for place, one in enumerate(result.found)]
    return [*said, *_horizon(result)]


def _horizon(result: BreakEvenStudy) -> list[str]:
    """Over which time, and whether what the opt-out itself costs is in it."""
    scenario = result.study.cases[-1].scenario
    years = "the one simulated year" if scenario.years == 1 else f"the {scenario.years} simulated years"
    if meanings()[result.measure][0] != "USD":
        return []
    said = [f"All of it over {years}: what is paid once is set against no more than that."]
    switched_off = scenario.costs.opt_out_administration is None or not scenario.costs.opt_out_administration.value
    if switched_off and not result.input.path.startswith("costs.opt_out_administration"):
        said.append("What an opt-out itself costs is switched off in this scenario (costs.opt_out_administration).")
    return said


def _none_in_words(result: BreakEvenStudy, where: str) -> list[str]:
    means = result.differences.mean(axis=1)
    told = between(float(means.min()), float(means.max()), result.measure)
    if result.does_not_move:
        sentence = f"{where}: no break-even {_range_in_words(result.input)}; {told} a year."
        return [sentence, DOES_NOT_MOVE, *([] if result.input.policies_only else [BELONGS_TO_POLICY])]
    sentence = f"{where}: no break-even {_range_in_words(result.input)}; {told} a year throughout."
    spans = zero_spans(result.values, result.differences) if result.differences.shape[1] > 1 else []
    if not spans:
        return [sentence, *_horizon(result)]
    held = " and ".join(_to_in_words(low, high, result.input) for low, high in spans)
    doubt = f"From {held} the interval of the difference holds zero, so one cannot be ruled out there."
    return [sentence, doubt, *_horizon(result)]


def _range_in_words(varied: Varied) -> str:
    return f'with "{name_of(varied)}" from {_to_in_words(varied.values[0], varied.values[-1], varied)}'


def _to_in_words(low: float, high: float, varied: Varied) -> str:
    return f"{bare_in_words(low, varied)} to {value_in_words(high, varied)}"


def _found_in_words(one: BreakEven, result: BreakEvenStudy) -> str:
    what, name = noun(result.measure), f'"{name_of(result.input)}"'
    at = value_in_words(one.start, result.input)
    breaks = "break" if what.endswith(("s", "held")) else "breaks"
    sides = ", ".join(part for part in (_side("below", one.before, result), _side("above", one.after, result)) if part)
    match one.kind:
        case "stretch":
            head = f"no difference in {what} with {name} from {at} to {value_in_words(one.end, result.input)}"
        case "step":
            head = f"{what} {breaks} even with {name} between {at} and {value_in_words(one.end, result.input)}"
        case _:
            head = f"{what} {breaks} even with {name} at {at}"
    return f"{head}{_interval_in_words(one, result.input)}{': ' if sides else ''}{sides}."


def _interval_in_words(one: BreakEven, varied: Varied) -> str:
    if one.low is None or one.high is None or (one.low, one.high) == (one.start, one.end):
        return ""
    low, high = (bare_in_words(end, varied) for end in (one.low, one.high))
    beyond = " and beyond the range" * (one.open_below or one.open_above)
    return f" (95 % interval of chance alone: {low} to {high}{beyond})"


def _side(where: str, sign: int, result: BreakEvenStudy) -> str:
    if not sign:
        return ""
    less = "less" if meanings()[result.measure][0] == "USD" else "fewer"
    return f"{where} it {'more' if sign > 0 else less} {noun(result.measure)} than as it is"


def _span(differences: pd.Series[float]) -> tuple[float, float]:
    return float(np.nanmin(differences)), float(np.nanmax(differences))
