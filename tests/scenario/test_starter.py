"""The starter place file: it passes as written, asks for the county's numbers, and is about no real place."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from simulator.errors import ScenarioError
from simulator.scenario import starter
from simulator.scenario.document import read
from simulator.scenario.load import check_file, load_study
from simulator.scenario.places import SCENARIOS
from simulator.scenario.schema import place_schema
from simulator.scenario.sources import numbers_of
from simulator.scenario.starter import starter_text, valid_name, write_starter
from tests.scenario.test_schema import as_an_editor_reads
from tests.shipped_files import ANYWHERE, PLACES

STATES = (
    "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii "
    "Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan "
    "Minnesota Mississippi Missouri Montana Nebraska Nevada Hampshire Jersey Mexico York Carolina Dakota "
    "Ohio Oklahoma Oregon Pennsylvania Rhode Tennessee Texas Utah Vermont Virginia Washington Wisconsin "
    "Wyoming Columbia"
)
ASKED = {
    "agencies.county.activated_on",
    "agencies.county.bookings_per_year",
    "agencies.county.match_share",
    "agencies.county.average_daily_population",
    "costs.bed_day.short_run",
    "costs.bed_day.average",
    "costs.staff_hour",
}


@pytest.mark.parametrize("name", ["my-county", "a", "7", "true", "county-2-jail", "x" * 60])
def test_good_names_make_a_place_that_passes(name: str, tmp_path: Path) -> None:
    assert valid_name(name)
    path = write_starter(name, tmp_path / f"{name}.yaml")
    assert check_file(path) == []
    study = load_study(path, ANYWHERE)
    assert (study.place, study.cases[0].label) == (name, name)


@pytest.mark.parametrize(
    "name",
    ["", "My-County", "my_county", "my county", "-a", "a-", "a--b", "../a", "a.b", "é", "a\n", "x" * 61],
)
def test_bad_names_are_refused(name: str) -> None:
    assert not valid_name(name)
    with pytest.raises(ScenarioError, match="lower case letters, digits and single hyphens"):
        starter_text(name)


def test_a_refusal_says_what_to_do() -> None:
    with pytest.raises(ScenarioError) as refused:
        starter_text("My County")
    assert str(refused.value) == (
        "new: NAME: My County: a place is named in at most 60 lower case letters, digits and single hyphens. "
        "For example my-county."
    )


def test_the_starter_names_no_real_place() -> None:
    text = starter_text("my-county").lower()
    real = [part for place in PLACES for part in place.split("-") if len(part) > 3]
    assert len(real) > 3
    assert [name for name in (*STATES.split(), *real) if name.lower() in text] == []


def test_every_number_of_the_starter_is_marked_as_a_placeholder(tmp_path: Path) -> None:
    path = write_starter("my-county", tmp_path / "my-county.yaml")
    written, _ = read(path)
    assert written is not None
    own = {".".join(map(str, route)) for route, origin in written.origins.items()}
    stated = {number.path: number for number in numbers_of(load_study(path).cases[0]) if number.path in own}
    choices = {"starts", "years", "costs.dollars_of"}
    assert stated.keys() >= ASKED | choices
    assert [path for path, number in stated.items() if path not in choices and not number.unsourced] == []
    unmarked = [
        path for path in stated.keys() - choices if not stated[path].source.startswith("assumed: PLACEHOLDER - ")
    ]
    assert unmarked == []


def test_the_starter_fits_the_schema(tmp_path: Path) -> None:
    written, _ = read(write_starter("my-county", tmp_path / "my-county.yaml"))
    assert written is not None
    assert list(Draft7Validator(place_schema()).iter_errors(as_an_editor_reads(written.tree))) == []


def test_among_the_shipped_places_the_base_and_the_schema_are_beside_it() -> None:
    lines = starter_text("my-county").splitlines()
    assert lines[0] == "# yaml-language-server: $schema=../place.schema.json"
    assert "base: common/united-states-2010.yaml" in lines
    assert (SCENARIOS / "places" / "common" / "united-states-2010.yaml").is_file()


def test_its_example_of_a_policy_works(tmp_path: Path) -> None:
    text = starter_text("my-county", tmp_path)
    head, _, example = text.partition("# policy:\n")
    path = tmp_path / "with-policy.yaml"
    path.write_text(
        head + "policy:\n" + "\n".join(line.removeprefix("# ") for line in example.splitlines()),
        encoding="utf-8",
    )
    periods = load_study(path).cases[0].scenario.policy.periods
    assert [rule.then for rule in periods[-1].detainer_rules or ()] == ["honor", "decline"]


def test_an_existing_file_is_kept_unless_told_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter, "PLACES", tmp_path)
    path = tmp_path / "my-county.yaml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        write_starter("my-county")
    assert str(refused.value) == (
        f"{path}: this file exists already. Choose another name, or use --force to replace it."
    )
    assert path.read_text(encoding="utf-8") == "mine"
    assert write_starter("my-county", replace=True) == path
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server")


def test_a_folder_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ScenarioError, match="the file cannot be written"):
        write_starter("my-county", tmp_path / "file" / "my-county.yaml")
