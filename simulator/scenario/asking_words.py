"""Requests, the regimes that answer them, triggers, and what a state's rules bind, in plain words."""

from __future__ import annotations

from datetime import date

from simulator.scenario.distributions import Fixed
from simulator.scenario.phrases import day, listed, number
from simulator.scenario.place import Scenario
from simulator.scenario.requests import Asks, Grant, Regime, Request, regime_on
from simulator.scenario.standing import Grants, Side, end_of, taken_up
from simulator.scenario.triggers import TRIGGER_MEASURES, Trigger
from simulator.scenario.wording import in_words

ASKED: dict[Asks, str] = {
    "receive-only": "no longer to receive ICE's answer",
    "share": "that its prints are no longer passed on to DHS and ICE",
    "both": "neither to have its prints passed on nor to receive ICE's answer",
}
GRANTED: dict[Grant, str] = {
    "nothing": "grants nothing",
    "receive-only": "grants an opt-out of receiving ICE's answer only",
    "share": "grants an opt-out of sharing prints",
    "both": "grants an opt-out of sharing prints and of receiving ICE's answer",
    "removal": "takes the place out of the activation plan, if it is not yet activated",
}
STOPPED_BY: dict[Side, str] = {
    "agency": "the agency's own policy",
    "state": "its state, for all its agencies",
    "request": "a request that was granted",
}


def request_in_words(request: Request, scenario: Scenario) -> tuple[str, ...]:
    """Who asks for what, and what comes of it."""
    who = _who(request.agencies, request.states, scenario)
    asked = request.asked_on or scenario.starts
    return (f"{who} asks on {day(asked)} {ASKED[request.asks]}.", f"  {_outcome(request, asked, scenario)}")


def _outcome(request: Request, asked: date, scenario: Scenario) -> str:
    if request.answer:
        given, grants = request.answer.given_on, request.answer.grants
        after = (given - asked).days
        answer = f"The answer of {day(given)}, {after} day{'' if after == 1 else 's'} later, {GRANTED[grants]}."
        return f"{answer} {_effect(taken_up(request, given, grants, scenario), grants)}"
    regime = regime_on(scenario.federal.regimes, asked)
    if regime is None:
        return "Nobody answers, so nothing changes."
    later = [it for it in scenario.federal.regimes if asked < it.first_day < end_of(scenario)]
    outcomes = [_granted_by(it, request, asked, scenario) for it in (regime, *later)]
    return f"No answer is on record. It comes after {_after(regime.after)}. {' '.join(outcomes)}"


def _granted_by(regime: Regime, request: Request, asked: date, scenario: Scenario) -> str:
    """What an answer grants if it comes while a regime lasts."""
    grants = regime.grant_to(request.asks)
    begins = f", from {day(regime.begins)} on" if regime.begins else ""
    taken = taken_up(request, max(asked, regime.first_day), grants, scenario)
    return f"Under {regime.label}{begins}, it {GRANTED[grants]}. {_effect(taken, grants)}"


def _effect(granted: Grants | None, grants: Grant) -> str:
    if granted is None and grants == "removal":
        return "It is activated already, so nothing changes."
    if granted is None:
        return "Nothing changes." if grants == "nothing" else "That is less than asked, and not taken up."
    until = f" until {day(granted.until)}" if granted.until else ""
    return f"From the answer on{until} that holds."


def _after(stated: object) -> str:
    words = in_words(stated)
    return words.removeprefix("always ") if isinstance(stated, Fixed) else f"a time that differs ({words})"


def trigger_in_words(trigger: Trigger, scenario: Scenario) -> str:
    """What is watched, and what follows."""
    who = _who(trigger.agencies, None, scenario)
    months = "the last month" if trigger.over_months == 1 else f"the last {trigger.over_months} months"
    back = f", and back in when they are below {number(trigger.back_below)}" if trigger.back_below is not None else ""
    start = f", not before {day(trigger.not_before)}" if trigger.not_before else ""
    watched = f"{TRIGGER_MEASURES[trigger.measure]} over {months}"
    what = {"receive-only": "of receiving", "share": "of sharing", "both": "of both"}[trigger.opt_out]
    return (
        f"{who} looks at its own numbers on the first of each month{start}: it opts out {what} when {watched} "
        f"are above {number(trigger.above)}{back}. It acts at once: no federal answer is asked for."
    )


def _who(agencies: str | list[str], states: list[str] | None, scenario: Scenario) -> str:
    if states:
        return f"The state of {listed(states)}" if len(states) == 1 else f"Each of the states {listed(states)}"
    names = list(scenario.agencies) if isinstance(agencies, str) else agencies
    labels = [scenario.agencies[name].label for name in names if name in scenario.agencies]
    return labels[0] if len(labels) == 1 else f"Each of {listed(labels)}"
