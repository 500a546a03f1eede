"""A case file: what was published about a place, how the model simulates it, and why the two differ if they do."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from simulator.outcomes.measures import NAMES
from simulator.scenario.faults import nearest
from simulator.scenario.quantities import ChargeClass, Level, Strict, broken
from simulator.scenario.stations import Weekday

Role: TypeAlias = Literal["test", "weighed", "input"]
Verdict: TypeAlias = Literal["agrees", "near", "miss", "input", "not run"]
SHARED_SUBMISSIONS = "shared_submissions"
AS_IS = "as-is"
HONORED_OR_DECLINED = "honored_or_declined"
COUNTS: tuple[str, ...] = (SHARED_SUBMISSIONS, HONORED_OR_DECLINED, *NAMES)
"""What may be counted: any measure, ``shared_submissions`` (prints sent after the agency was switched on), and
``honored_or_declined`` (people with a detainer at local release whom the jail's rules decided about)."""
PER: tuple[str, ...] = ("total", "year", "day", AS_IS, *COUNTS)
"""What a count may be divided by: ``total`` is nothing, ``as-is`` the same count of the place as it is."""
COUNTRY_BY_COUNTY = "united-states-by-county"
"""A place that no file holds: it is made of the table ``us_counties.csv``."""

AmongPeople = Literal[
    "days_to_local_release", "days_to_ice", "days_from_booking_to_ice", "stay_ratio", "mean_stay_ratio",
    "stay_difference_days", "largest_difference_of_a_cell", "lodged_on",
]  # fmt: skip
AmongAgencies = Literal["share_of_the_top", "share_with_few"]


class Published(Strict):
    """A figure as it was published: a value, or a count out of another; ``low`` to ``high`` is what rounding leaves."""

    value: float | None = Field(None, description="The figure, in the unit of the comparison.")
    count: int | None = Field(None, ge=0, description="How many, of those in `of`; the figure is their ratio.")
    of: int | None = Field(None, gt=0, description="Out of how many.")
    low: float | None = Field(None, description="The least that the publication's rounding, or its words, leave.")
    high: float | None = Field(None, description="The most that they leave.")

    @model_validator(mode="after")
    def _is_one_figure(self) -> Self:
        counted = (self.count is None, self.of is None)
        if counted not in ((True, True), (False, False)) or (self.value is None) == counted[0]:
            raise broken("give either `value`, or `count` and `of`")
        if (self.low is None) != (self.high is None):
            raise broken("`low` and `high` go together", "Give both or neither.")
        if self.low is not None and self.high is not None and not self.low <= self.figure <= self.high:
            raise broken(f"low <= figure <= high does not hold: {self.low:g}, {self.figure:g}, {self.high:g}")
        return self

    @property
    def figure(self) -> float:
        """The figure itself."""
        if self.value is not None:
            return self.value
        assert self.count is not None
        assert self.of is not None
        return self.count / self.of


def _one_of(names: tuple[str, ...], rule: str) -> AfterValidator:
    def check(name: str) -> str:
        if name not in names:
            raise broken(rule, nearest(name, names))
        return name

    return AfterValidator(check)


Count = Annotated[str, _one_of(COUNTS, "nothing is counted by this name")]
Divisor = Annotated[str, _one_of(PER, "nothing can be divided by this")]


class Ratio(Strict):
    """One count over another, or over time; of some levels and months only, if it says so."""

    count: Count = Field(description="A measure of docs/results.md that is counted.")
    per: Divisor = Field("year", description="Another such measure, or: total, year, day, as-is.")
    levels: list[Level] | None = Field(None, min_length=1, description="Offence levels that are counted.")
    per_levels: list[Level] | None = Field(None, min_length=1, description="Offence levels of what it is divided by.")
    months: list[int] | None = Field(None, description="First and last month that are counted, from 1.")
    per_months: list[int] | None = Field(None, description="The same of what it is divided by.")
    times: float = Field(1, gt=0, description="A factor, such as one third for the mean of three years.")
    policy: str | None = Field(None, description="Which policy of the case; the place as it is if not given.")

    @model_validator(mode="after")
    def _months_are_ordered(self) -> Self:
        for pair in (self.months, self.per_months):
            if pair is not None and not (len(pair) == 2 and 1 <= pair[0] <= pair[1]):
                raise broken("two months are needed, the first not after the last", "For example [1, 12].")
        return self


class Watched(Strict):
    """A number of the people themselves, read from traces."""

    people: AmongPeople
    charge_class: ChargeClass | None = Field(None, description="Of people booked on this; of all if not given.")
    weekday: Weekday | None = Field(None, description="The weekday of `lodged_on`, the share of detainers.")
    quantile: float | None = Field(None, ge=0, le=1, description="Which quantile; the mean if not given.")
    policy: str | None = Field(None, description="Which policy of the case; the place as it is if not given.")

    @model_validator(mode="after")
    def _has_its_weekday(self) -> Self:
        if (self.people == "lodged_on") != (self.weekday is not None):
            raise broken("`weekday` goes with `people: lodged_on`, and with nothing else")
        return self


class Spread(Strict):
    """How unevenly detainers fall on the agencies that have one or more."""

    agencies: AmongAgencies
    bound: float = Field(description="The top share of agencies, or how many detainers are few.")
    policy: str | None = Field(None, description="Which policy of the case; the place as it is if not given.")


def _read_from(written: Any) -> str:
    """By which of its keys a simulated figure says what it is read from."""
    keys = written if isinstance(written, dict) else type(written).model_fields
    return next((f"of {key}" for key in ("people", "agencies") if key in keys), "of counts")


Simulated: TypeAlias = Annotated[
    Annotated[Ratio, Tag("of counts")] | Annotated[Watched, Tag("of people")] | Annotated[Spread, Tag("of agencies")],
    Discriminator(_read_from),
]


class Comparison(Strict):
    """One published figure and its simulated counterpart.

    ``role``: whether the figure tests the model, was one of several sources weighed when an input was set (agreement
    then says little), or is itself an input. ``verdict`` is what was found when ``because`` was written.
    """

    name: str = Field(min_length=1, description="What is compared, in plain words.")
    unit: str = Field(description="The unit of both sides.")
    published: Published
    source: str | None = Field(None, min_length=3, description="Where it was published, if not where the case says.")
    simulated: Simulated
    role: Role = "test"
    sets: list[str] = Field(default_factory=list, description="Inputs that this figure set, or was weighed for.")
    verdict: Verdict = Field(description="What was found when `because` was written.")
    because: str = Field(min_length=3, description="The likely reason for the difference, or why it says little.")

    @model_validator(mode="after")
    def _says_what_it_set(self) -> Self:
        if (self.role == "test") == bool(self.sets):
            raise broken("`sets` names the inputs of a figure whose role is `weighed` or `input`, and of no other")
        return self


class CaseFile(Strict):
    """A published case: its place, what is set otherwise, and the figures that are compared."""

    kind: Literal["case"]
    label: str = Field(min_length=1, description="The name that tables show.")
    about: str = Field(min_length=3, description="The setting and the inputs, in plain words.")
    source: str = Field(min_length=3, description="Where the figures were published.")
    place: str | None = Field(None, description="A place beside the cases, or a shipped one; or the country by county.")
    policies: list[str] = Field(default_factory=list, description="Policies that figures are compared under.")
    settings: list[str] = Field(default_factory=list, description="`path=value`, as for --set; `about` says why.")
    years: int | None = Field(None, ge=1, le=30, description="How many years, instead of the place's.")
    replications_at_most: int | None = Field(None, ge=2, description="A large place needs few.")
    draws_at_most: int | None = Field(None, ge=0, description="Draws of the inputs of a large place; 0: chance alone.")
    needs: list[str] = Field(default_factory=list, description="Published tables, in the folder given with --data.")
    tests: list[str] = Field(default_factory=list, description="Inputs of the scenario that the figures test.")
    comparisons: list[Comparison] = Field(default_factory=list)
    not_run: str | None = Field(None, min_length=3, description="Why the model cannot be set to this case.")

    @model_validator(mode="after")
    def _is_run_or_not(self) -> Self:
        if (self.not_run is None) != bool(self.place and self.comparisons):
            raise broken("a case has a `place` and `comparisons`, or says why it is `not_run`")
        return self

    @model_validator(mode="after")
    def _has_the_policies_it_asks_for(self) -> Self:
        for comparison in self.comparisons:
            policy = comparison.simulated.policy
            if policy is not None and policy not in self.policies:
                raise broken(f"`policies` lacks {policy}, which a figure asks for", nearest(policy, self.policies))
        return self

    @model_validator(mode="after")
    def _tests_what_it_did_not_set(self) -> Self:
        named = [path for comparison in self.comparisons for path in comparison.sets]
        both = sorted({tested for tested in self.tests for path in named if overlap(tested, path)})
        if both:
            rule = f"`tests` names {both[0]}, which a figure of this case set or was weighed for"
            raise broken(rule, "An input cannot be set and tested by the same case.")
        return self


def overlap(one: str, other: str) -> bool:
    """Whether two paths, with ``*`` for any name, are the same or one lies within the other."""
    pairs = zip(one.split("."), other.split("."), strict=False)
    return all(first == second or "*" in (first, second) for first, second in pairs)
