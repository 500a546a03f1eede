"""Items 2.5: what the model is made of, out of the code and a scenario."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.model.codes import ENDS, End
from simulator.scenario.phrases import amount, day
from simulator.scenario.place import FieldOffice, Scenario
from simulator.scenario.quantities import CHARGE_CLASSES
from simulator.scenario.station_words import KIND_WORDS, StationInWords, stations_in_words
from simulator.scenario.wording import in_words
from simulator.views.stress_des.attributes import ATTRIBUTES
from simulator.views.stress_des.content import Block, Points, Table

ENTITY = (
    "The entity is a booking, not a person: someone booked twice is two of them, and no booking knows of another. All "
    "bookings are counted; only those that could meet ICE under some policy are followed one by one. Each of these has "
    "a row of attributes, drawn before anything happens, that no policy changes."
)
END_MEANINGS: dict[End, str] = {
    "no-match": "ICE never learned of the booking: prints not passed on, or no record, and not found otherwise",
    "no-action": "ICE knew, and did not ask for a detainer",
    "missed": "the person had left the jail when ICE wanted a detainer",
    "withdrawn": "ICE took the detainer back, before local release or during the hold",
    "state-prison": "the person went on from the jail to state prison, with the detainer",
    "declined": "the jail released the person although ICE asked, and ICE did not take them at the door",
    "lapsed": "the jail held the person, and ICE did not come in time",
    "transferred": "the person went from the jail to ICE",
}
QUEUE_RULES = (
    "Who has begun to be served is finished, even after the shift; nobody is turned away, no queue has a limit, and "
    "nobody changes queues.",
    "Whoever is released while the field office decides stays in its queue, and the booking ends as missed if ICE "
    "wants a detainer.",
    "People on hold wait for a tour up to the legal end of their hold, and then leave (lapsed). A tour takes those who "
    "are ready, the earliest legal end of hold first, then who was released first, as far as there are seats.",
    "Within one second: first arrivals, answers and releases; then free staff take the next, one print station after "
    "the other; then interviews, the field offices' staff, tours; last, holds end.",
)


def entities() -> tuple[Block, ...]:
    """Item 2.5.1."""
    rows = tuple(ATTRIBUTES.items())
    return (ENTITY, Table(("Attribute", "Meaning"), rows, code=(0,)))


def activities(scenario: Scenario) -> tuple[Block, ...]:
    """Item 2.5.2."""
    timed = Table(("Activity", "How long", "Then"), tuple(_timed(scenario)), "Other activities with a clock")
    return (station_table(scenario), timed)


def station_table(scenario: Scenario) -> Table:
    """Each station with its kind and time, in the order of the way."""
    rows = tuple(
        (station.path, station.title, KIND_WORDS[station.kind], station.time) for station in stations_in_words(scenario)
    )
    title = "Stations, in the order of the way; the time of a queue is that of serving, without the wait"
    return Table(("In the scenario", "Station", "Kind", "Time"), rows, title, code=(0,))


def _timed(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    federal, jail = scenario.federal, scenario.jail
    found = "the field office decides, unless ICE's answer came first"
    yield "The other channel finds a person in jail", in_words(federal.other_channel.after), found
    for name, stay in zip(CHARGE_CLASSES, scenario.stays.by_class(), strict=True):
        yield f"Local stay, {name}", in_words(stay), "local release"
    if jail.stay_effect == "added-days":
        for name in CHARGE_CLASSES:
            yield f"Detainer on file, {name}", f"{in_words(getattr(jail.added_days, name))} more", "local release"
    elif jail.pretrial_release:
        for name, rest in zip(CHARGE_CLASSES, jail.pretrial_release.rest_of_case.by_class(), strict=True):
            yield f"Detainer on file, release lost, {name}", f"{in_words(rest)} more", "local release"
    yield "ICE takes a detainer back", in_words(federal.withdrawal.after), "local release, or end of the hold"
    limit = f"at most {in_words(federal.form.hold_hours)} by the federal form; a rule may set another limit"
    yield "Hold", limit, "pick-up by a tour, or release"
    for office in scenario.field_offices.values():
        yield f"Preparation of a pick-up, {office.label}", in_words(office.preparation), "the next tour"
    yield "Removal", in_words(federal.removal.after), "counted, if it comes by the cut-off"


def resources(scenario: Scenario) -> tuple[Block, ...]:
    """Item 2.5.3."""
    stations = stations_in_words(scenario)
    rows = [(at.title, line, at.outside or "none") for at in stations for line in at.staff]
    tours = [
        (f"Tours of {office.label}", f"{in_words(office.tours)}: {_seats(office)} on each", "none")
        for office in scenario.field_offices.values()
    ]
    return (
        Table(("Resource", "On duty", "Work from outside the scenario"), (*rows, *tours)),
        "Beds are no resource: no booking is turned away, and nobody is released early because the jail is full.",
    )


def _seats(office: FieldOffice) -> str:
    return in_words(office.tours.seats)


def queues(scenario: Scenario) -> tuple[Block, ...]:
    """Item 2.5.4."""
    rows = tuple(_queue(station) for station in stations_in_words(scenario))
    return (Table(("Station", "Kind", "Who goes first"), rows), Points(QUEUE_RULES))


def _queue(station: StationInWords) -> tuple[str, str, str]:
    return station.title, KIND_WORDS[station.kind], station.order


def entry_and_exit(scenario: Scenario) -> tuple[Block, ...]:
    """Item 2.5.5."""
    ratio = amount(scenario.arrivals.day_to_day_variance_ratio.value, "ratio")
    entry = (
        "Bookings enter at their agency. A year's level, its growth, the month and the weekday give an expected number "
        f"for each day; the number drawn is negative binomial around it, with {ratio} times the variance of a Poisson "
        "number, and each booking's hour is drawn from the hours of its weekday."
    )
    return (entry, Table(("Agency", "Entry"), tuple(_entries(scenario)), "Entry points"), exit_table())


def _entries(scenario: Scenario) -> Iterator[tuple[str, str]]:
    for agency in scenario.agencies.values():
        growth = f", changing by {in_words(agency.growth)}" if agency.growth else ""
        share = f"{in_words(agency.match_share)} of prints match an IDENT record"
        activated = f"activated on {day(agency.activated_on.value)}"
        yield agency.label, f"{in_words(agency.bookings_per_year)}{growth}; {share}; {activated}"


def exit_table() -> Table:
    """Each end that a booking can have."""
    rows = tuple((end, END_MEANINGS[end]) for end in ENDS)
    return Table(("End", "Meaning"), rows, "Exit points: every booking has exactly one end", code=(0,))
