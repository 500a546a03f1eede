"""The letters, digits and names of states."""

from __future__ import annotations

import pytest

from simulator.imports.states import OF_DIGITS, STATES, letters_of


def test_no_letters_digits_or_names_stand_twice() -> None:
    assert len(STATES) == 56
    assert len(OF_DIGITS) == len({name for _, name in STATES.values()}) == 56
    assert sorted(OF_DIGITS) == list(OF_DIGITS)


@pytest.mark.parametrize(
    ("text", "letters"),
    [("VA", "VA"), ("va", "VA"), ("VIRGINIA", "VA"), ("west  Virginia ", "WV"), ("Armed Forces", "ARMED FORCES")],
)
def test_letters_of_a_state(text: str, letters: str) -> None:
    assert letters_of(text) == letters
