"""The address holds the whole comparison: what it says comes back, and what no form makes is refused."""

from __future__ import annotations

from random import Random
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.web.address import Asked, Slot, WrongAddress, asked_in, file_names
from simulator.web.levers import controls

NAMES = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True).filter(lambda name: name != "build")
VALUES = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)
GIVEN = st.dictionaries(st.sampled_from(sorted(controls())), st.lists(VALUES, min_size=1, max_size=3, unique=True))


@st.composite
def comparisons(draw: st.DrawFn) -> Asked:
    slots = []
    for number in range(1, draw(st.integers(0, 5)) + 1):
        if draw(st.booleans()):
            slots.append(Slot(number, draw(NAMES)))
        else:
            values = draw(GIVEN)
            ordered = tuple((name, tuple(values[name])) for name in controls() if name in values)
            slots.append(Slot(number, "build", ordered))
    return Asked(draw(NAMES), tuple(slots), draw(st.integers(0, 2**63 - 1)))


@given(comparisons())
def test_an_address_says_all_that_was_asked(asked: Asked) -> None:
    assert asked_in(parse_qsl(asked.query())) == asked


@given(comparisons(), st.randoms())
def test_the_order_of_parts_makes_no_other_address(asked: Asked, luck: Random) -> None:
    pairs = parse_qsl(asked.query())
    values = {name: [value for other, value in pairs if other == name] for name, _ in pairs}
    names = list(values)
    luck.shuffle(names)
    again = [(name, value) for name in names for value in values[name]]
    assert asked_in(again).query() == asked.query()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("place=../../etc/passwd", "no name of a place"),
        ("place=a/b", "no name of a place"),
        ("place=arlington-va&1=..%2Fsecret", "no name of a place or policy"),
        ("place=arlington-va&1=build&1.policy.periods.7.opt_out=share", "no lever"),
        ("place=arlington-va&seed=-1", "seed"),
        ("place=arlington-va&seed=1e3", "seed"),
        ("place=arlington-va&seed=9999999999999999999", "seed"),
        ("place=arlington-va&1=build&1.label=" + "x" * 201, "more than 200 characters"),
        ("&".join(f"x{number}=1" for number in range(401)), "too many parts"),
    ],
)
def test_what_no_form_makes_is_refused(query: str, said: str) -> None:
    with pytest.raises(WrongAddress, match=said):
        asked_in(parse_qsl(query))


def test_empty_parts_say_nothing() -> None:
    asked = asked_in([("place", "arlington-va"), ("1", ""), ("2", "build"), ("2.label", "  "), ("seed", "")])
    assert asked == Asked("arlington-va", (Slot(2, "build"),))


def test_policies_that_were_built_get_names_of_their_own() -> None:
    labels = ("Our plan", "Our plan", "As is", "Política: «niveles»", "///")
    slots = tuple(Slot(number, "build", (("label", (label,)),)) for number, label in enumerate(labels, 1))
    names = file_names(Asked("arlington-va", slots))
    assert names == {1: "our-plan", 2: "our-plan-2", 3: "as-is-3", 4: "politica-niveles", 5: "file"}
