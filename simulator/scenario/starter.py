"""The commented place file that an analyst fills in for a county of their own."""

from __future__ import annotations

import os
import re
from pathlib import Path
from string import Template

from simulator.errors import Fault, ScenarioError
from simulator.scenario.places import FOLDERS, SCENARIOS
from simulator.scenario.written import shown

PLACES = SCENARIOS / FOLDERS["place"][0]
COUNTRY = "common/united-states-2010.yaml"
"""The shipped base that a starter takes over, below the folder of places."""
SCHEMA = "place.schema.json"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 60


def valid_name(name: str) -> bool:
    """Whether a place may be named so: lower case letters and digits, with single hyphens between them."""
    return len(name) <= LONGEST_NAME and NAME.fullmatch(name) is not None


def starter_text(name: str, folder: Path = PLACES) -> str:
    """The starter for a place of this name, for ``folder``; ``ScenarioError`` if the name is not valid."""
    if not valid_name(name):
        rule = f"a place is named in at most {LONGEST_NAME} lower case letters, digits and single hyphens"
        raise ScenarioError([Fault("new", 0, "NAME", name, rule, "For example my-county.")])
    return TEMPLATE.substitute(
        name=name, base=_from(folder, PLACES / COUNTRY), schema=_from(folder, SCENARIOS / SCHEMA)
    )


def write_starter(name: str, path: Path | None = None, *, replace: bool = False) -> Path:
    """Write the starter to a path, or among the shipped places; ``ScenarioError`` if that cannot be done."""
    target = path or PLACES / f"{name}.yaml"
    text = starter_text(name, target.parent)
    if target.exists() and not replace:
        fix = "Choose another name, or use --force to replace it."
        raise ScenarioError([Fault(shown(target), 0, "", "", "this file exists already", fix)])
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        rule = f"the file cannot be written: {error.strerror}"
        raise ScenarioError([Fault(shown(target), 0, "", "", rule, "")]) from error
    return target


def placeholders(path: Path) -> int:
    """How many placeholders of the starter are still in a file."""
    return path.read_text(encoding="utf-8").count("assumed: PLACEHOLDER")


def _from(folder: Path, file: Path) -> str:
    """A shipped file as seen from a folder; absolute where no relative path leads there (another drive)."""
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:
        return file.as_posix()


TEMPLATE = Template("""\
# yaml-language-server: $$schema=$schema
#
# $name: a place file to fill in for your own county.
#
# Each number marked PLACEHOLDER belongs to no county. Replace it, from top to bottom, and say where yours
# comes from:
#   {value: 8200, unit: bookings/year, source: "Annual report of the jail, 2011, page 4"}
# or, if you had to assume it, say why and how far off it may be:
#   {value: 8200, low: 7000, high: 9500, unit: bookings/year, assumed: "Sheriff's estimate, by telephone"}
# Numbers that are not in this file come from the base. To use your own in their place, write them here
# under the same keys; a number, a table or a distribution is then replaced as a whole.
#
# After each change:   python run_sim.py check PATH-OF-THIS-FILE

kind: place
base: $base
label: "$name"            # the name that plots and pages show, for example the county's full name and state
about: >-
  A county to fill in. Say here which jail and which year this is about, and which policy was in force.
starts: 2011-01-01        # first day that is simulated
years: 1
timezone: US/Eastern      # or US/Central, US/Mountain, US/Pacific

agencies:
  county:                 # a short name of your choice; policies and --set use it
    label: "County jail"
    state: XX             # two capital letters
    field_office: our-office
    activated_on:
      # The list of activated jurisdictions that ICE published has a date for each county. A date before
      # `starts` has no effect on the numbers.
      value: 2010-10-01
      earliest: 2008-10-27
      latest: 2010-12-31
      assumed: PLACEHOLDER - a day before the first simulated one.
    bookings_per_year:
      # All bookings into the jail in a year, not people and not prisoners on one day. In this order: the
      # jail's own annual report; your state's survey of jails or jail inspection reports; Incarceration
      # Trends of the Vera Institute of Justice (admissions by county, partly estimated); the census of
      # jails of the Bureau of Justice Statistics (BJS). Write the differences between them as low and high.
      value: 10000
      low: 5000
      high: 20000
      unit: bookings/year
      assumed: PLACEHOLDER - a middle-sized county.
    match_share:
      # Share of bookings whose prints match a record in IDENT, the fingerprint store of the Department of
      # Homeland Security. ICE counted submissions and matches for each county, and released the counts to
      # those who asked. Without them: about 0.04 where 8 percent of residents are foreign-born, 0.08 where
      # 36 percent are, 0.07 in the country as a whole; foreign-born shares are in the American Community
      # Survey.
      value: 0.06
      low: 0.02
      high: 0.12
      unit: share
      assumed: PLACEHOLDER - between the lowest and the highest share that was published for a county.
    average_daily_population:
      # People in the jail on an average day: the same sources as for bookings, or the BJS Annual Survey of
      # Jails.
      value: 600
      low: 300
      high: 1200
      unit: people
      assumed: PLACEHOLDER - 22 days in jail for each booking.
    jail_paid_by: local         # or state, where the state runs the jails
    state_relays_answers: true  # false if your state bureau could not yet pass on ICE's answers

field_offices:
  our-office:
    label: "ICE field office"   # the one that covers your county; ICE lists the area of each
    # From ICE's answer on a match to a decision on a detainer. Here nobody waits for anybody else; for
    # staffed desks with shifts use `kind: queue`, as the shipped places do.
    decision:
      kind: delay
      time:
        distribution: lognormal
        unit: hours
        median: 2
        p90: 16
        maximum: 72
        low: 0.5
        high: 8
        assumed: PLACEHOLDER - about two hours in office hours, up to the next morning at night.
    # When ICE calls at your jail, and how many people it can take. The jail's release log shows it.
    tours:
      weekdays: [Mon, Tue, Wed, Thu, Fri]
      hours: [6, 16]
      on_federal_holidays: false
      seats: {value: 12, low: 6, high: 36, unit: seats, assumed: PLACEHOLDER - a van or two.}
      assumed: PLACEHOLDER - on working days, early and late.
    # The next four need dates of local release and of transfer to ICE for each person. Without them leave
    # them as they are.
    preparation:
      distribution: uniform
      unit: hours
      shortest: 6
      longest: 78
      low: 24
      high: 48
      assumed: PLACEHOLDER - as in the shipped places.
    ready_at_once:
      value: 0.15
      low: 0.05
      high: 0.2
      unit: share
      assumed: PLACEHOLDER - as in the shipped places.
    brings_forward:
      value: 1
      low: 0.9
      high: 1
      unit: share
      assumed: PLACEHOLDER - as in the shipped places.
    comes:
      value: 0.9
      low: 0.6
      high: 0.98
      unit: share
      assumed: PLACEHOLDER - nearly everyone who is held is collected.

# All prices in dollars of one year. To use dollars of another year, set `dollars_of` and every other price
# of the base as well.
costs:
  dollars_of: 2011
  bed_day:
    # What one jail day more costs at once: food, medicine, laundry. Contracts for meals and medical care,
    # divided by the days that people spent in jail.
    short_run:
      value: 14
      low: 7
      high: 31
      unit: USD/day
      assumed: PLACEHOLDER - meals and basic medical care.
    # The jail's whole budget divided by 365 and by the average daily population: the county's adopted
    # budget.
    average:
      value: 90
      low: 50
      high: 210
      unit: USD/day
      assumed: PLACEHOLDER - near the average of the country.
  # One hour of a correctional officer with benefits and cover for leave: the pay scale, times about 1.5.
  # For wages by area see the Bureau of Labor Statistics (Correctional Officers and Jailers).
  staff_hour:
    value: 31
    low: 26
    high: 45
    unit: USD/hour
    assumed: PLACEHOLDER - near the average of the country.

# The policy that is in force. Without this section it is that of the base: everything is shared, and every
# detainer is honored for 48 hours. What is later in the list holds from its first day on. An example,
# switched off:
#
# policy:
#   periods:
#     - begins: 2011-07-01
#       detainer_rules:
#         - when: {level: ['1']}
#           then: honor
#           hold_hours: {value: 48, unit: hours, source: "County ordinance, section and year"}
#           exclude_weekends_and_holidays: true
#           source: "County ordinance, section and year"
#         - then: decline
#           source: "County ordinance, section and year"
""")
