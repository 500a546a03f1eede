"""What a scenario is not sure of, in plain words: for tables, titles and figures that name unknowns."""

from __future__ import annotations

from simulator.scenario.phrases import plainly
from simulator.scenario.sources import route_in_words
from simulator.views.figures.input_names import input_name

NAMES = {
    "agencies.*.activated_on": "Day on which Secure Communities was switched on",
    "agencies.*.bookings_per_year": "Bookings a year",
    "agencies.*.match_share": "Share of bookings whose prints match",
    "agencies.*.average_daily_population": "People in jail on an average day",
    "arrivals.week": "Hours of the week at which people are booked",
    "arrivals.months": "Bookings by month of the year",
    "arrivals.day_to_day_variance_ratio": "How unevenly bookings spread over days",
    "people.charge_class": "Shares of felonies, misdemeanors and infractions",
    "people.status_of_matched": "Status of matched people: citizen, lawful, removable",
    "people.removable_with_ident_record": "Removable people with an IDENT record",
    "people.level": "ICE's offence levels by charge class",
    "people.prior_removal": "Removable people who were removed before",
    "people.ages.under_18": "Share of people under 18",
    "people.ages.youngest": "Least age of people booked",
    "people.ages.adults": "Ages of adults",
    "people.record.conviction": "Convictions by offence level",
    "people.record.since_release": "Years since the last sentence",
    "people.record.served.misdemeanor": "Sentence served, misdemeanor",
    "people.record.served.felony": "Sentence served, felony",
    "people.record.served.serious_or_violent": "Sentence served, serious or violent felony",
    "people.record.served.homicide": "Sentence served, homicide",
    "people.record.watch_list": "People on a gang or terror list",
    "people.record.pending_charge": "People with another case open",
    "people.record.prior_order": "People with an older order of removal",
    "stays.felony": "Stay in jail, felony",
    "stays.misdemeanor": "Stay in jail, misdemeanor",
    "stays.infraction": "Stay in jail, infraction",
    "stays.release_hours": "Hours of the day at which people are released",
    "stations.booking_to_prints.time": "Time from booking to prints",
    "stations.state_bureau.time": "Time at the state bureau",
    "stations.fbi_search.time": "Time of the FBI's search",
    "stations.ident_search.time": "Time of the IDENT search",
    "stations.lesc.service": "Time for a query at ICE's support center",
    "stations.lesc.on_duty": "Specialists on duty at ICE's support center",
    "stations.lesc.background.arrivals": "Other queries to ICE's support center",
    "stations.lesc.background.level_1_share": "Queries that the support center serves first",
    "stations.answer_relay.time": "Time until ICE's answer reaches the jail",
    "federal.detainer.removable": "Detainers for removable people, by offence level",
    "federal.detainer.lawful": "Detainers for people lawfully present",
    "federal.detainer.us_citizen": "Detainers for US citizens",
    "federal.form.warrant": "Warrants that come with detainers",
    "federal.withdrawal.removable": "Detainers withdrawn, removable people",
    "federal.withdrawal.lawful": "Detainers withdrawn, people lawfully present",
    "federal.withdrawal.us_citizen": "Detainers withdrawn, US citizens",
    "federal.withdrawal.after": "Time until a detainer is withdrawn",
    "federal.other_channel.found": "Share that ICE finds by other channels",
    "federal.other_channel.left_without_access": "Part of the other channel without access to the jail",
    "federal.other_channel.after": "Time until the other channel finds a person",
    "federal.removal.after_transfer": "Share removed after a transfer",
    "federal.removal.at_large_arrest": "Share of at-large leads that end in an arrest",
    "federal.removal.after": "Time until removal",
    "federal.removal.counted_within": "Days within which removals are counted",
    "federal.regimes.*.after": "Time until ICE answers a request for transfer",
    "field_offices.*.decision.shifts.*.on_duty": "Officers on duty who decide",
    "field_offices.*.decision.service": "Time in which an officer decides",
    "field_offices.*.tours.seats": "Seats on a tour of ICE's transport",
    "field_offices.*.preparation": "Time until ICE is ready to collect",
    "field_offices.*.ready_at_once": "People whom ICE is ready to collect at once",
    "field_offices.*.brings_forward": "Pick-ups brought forward",
    "field_offices.*.comes": "Held people whom ICE collects",
    "jail.added_days.felony": "Days added, felony",
    "jail.added_days.misdemeanor": "Days added, misdemeanor",
    "jail.added_days.infraction": "Days added, infraction",
    "jail.added_days.share_when_declined": "Part of added days that stays when the jail declines",
    "jail.pretrial_release.on_bail": "People released on bail without a detainer",
    "jail.pretrial_release.on_recognizance": "People released on recognizance without a detainer",
    "jail.pretrial_release.bail_ratio": "Bail with a detainer on file, for one without",
    "jail.pretrial_release.recognizance_ratio": "Recognizance with a detainer on file, for one without",
    "jail.pretrial_release.rest_of_case.felony": "Days until a case ends, felony",
    "jail.pretrial_release.rest_of_case.misdemeanor": "Days until a case ends, misdemeanor",
    "jail.pretrial_release.rest_of_case.infraction": "Days until a case ends, infraction",
    "jail.custody_at_door_if_declined": "People whom ICE takes at release, declined",
    "jail.custody_at_door_if_notified": "People whom ICE takes at release, notified",
    "jail.felonies_to_state_prison": "Felony bookings that go on to state prison",
}
"""By path; a star stands for the name of an agency or field office, or for a position in a list."""
NAMED_PARTS = ("agencies", "field_offices")
COLUMN = "network.facts."
"""What is unsure about a column of a table of agencies is named as it is for one agency."""


def unknown_name(path: str, *, several: bool = False) -> str:
    """An unknown in words; ``several``: with the name of its agency or field office, where there are many.

    One without a name of its own is called by the words of its path.
    """
    if " + " in path:
        return " with ".join(unknown_name(part, several=several) for part in path.split(" + "))
    if path.startswith("costs."):
        return input_name(path.removeprefix("costs."))
    first, *rest = path.replace(COLUMN, "agencies.*.").split(".")
    owner = rest.pop(0) if first in NAMED_PARTS else ""
    positions = [int(part) + 1 for part in rest if part.isdigit()]
    pattern = ".".join([first, *["*"] * bool(owner), *("*" if part.isdigit() else part for part in rest)])
    if pattern not in NAMES:
        return route_in_words(tuple(path.split(".")))
    shown = [NAMES[pattern], *(f"number {position}" for position in positions)]
    return ", ".join([*shown, plainly(owner)] if several and owner not in ("", "*") else shown)
