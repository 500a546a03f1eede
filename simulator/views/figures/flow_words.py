"""The picture of the flow in words, for those who do not see it: out of the same steps."""

from __future__ import annotations

from simulator.scenario.place import Scenario
from simulator.scenario.station_words import KIND_WORDS
from simulator.views.figures.flow_steps import Step, steps_of

WAY = (
    "{booking_to_prints}, then {state_bureau}, then {fbi_search}. {first_answer} comes back, and the gate {share} "
    "follows: if no, the prints go no further. If yes, {ident_search}; without a match the end is no-match. On a "
    "match, {lesc}, whose answer goes to the field office in every mode and, through the gate {receive} and "
    "{answer_relay}, back to the agency as {second_answer}. Beside the prints, through the gate {access}, "
    "{other_channel} leads to the field office too. There, {decision}: the end is no-action, or {race} begins, and who "
    "has left ends as missed. For the others {on_file}, up to {release}, where some end as withdrawn or in "
    "state-prison. For all others the gate {rules} asks the jail's rules. Decline or notify leads to {door}: declined, "
    "or transferred. Honor leads to {hold}, then {preparation}, then {tours}: transferred, or lapsed if nobody comes "
    "in time."
)


STATIONS: dict[str, str] = {str(kind): words for kind, words in KIND_WORDS.items()}


def flow_in_words(scenario: Scenario) -> str:
    """What the figure ``flow`` shows, in one paragraph."""
    told = {step.name.replace("-", "_"): _told(step) for step in steps_of(scenario)}
    return f"The way of a booking in {scenario.label}, drawn from left to right and downwards. {WAY.format(**told)}"


def _told(step: Step) -> str:
    """A station with its kind; others with what matters of them."""
    words = "; ".join(part for part in (STATIONS.get(step.shape, ""), step.detail) if part)
    title = step.full or step.title
    return f"{title} ({words})" if words else title
