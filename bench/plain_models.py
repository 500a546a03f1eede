"""The libraries that the county is written in, and what every plain model offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from simulator.model.plan import Plan


class PlainModel(Protocol):
    """A model of a county in which every booking goes its own way."""

    def run(self, seed: int) -> Mapping[tuple[str, int], Mapping[str, float]]:
        """Simulate once; what was counted, by (agency, month of booking), ``bookings`` among it."""


@dataclass(frozen=True)
class Library:
    """A library, the modules it needs, the class that is the county in it, and how many bookings a timed run has.

    A slow library is timed on fewer bookings: its rate needs no more, and its runs are long as they are.
    """

    name: str
    title: str
    needs: tuple[str, ...]
    model: str
    least_bookings: int

    @property
    def is_installed(self) -> bool:
        """Whether the library can be imported."""
        return all(find_spec(module) for module in self.needs)

    def model_of(self, plan: Plan) -> PlainModel:
        """The county as a model in this library; raises ImportError if it is not installed."""
        model: PlainModel = getattr(import_module(f"bench.plain_{self.name}"), self.model)(plan)
        return model


LIBRARIES = {
    library.name: library
    for library in (
        Library("simpy", "SimPy", ("simpy",), "SimpyModel", 20_000),
        Library("ciw", "Ciw", ("ciw",), "CiwModel", 5_000),
        Library("salabim", "salabim", ("salabim", "greenlet"), "SalabimModel", 5_000),
    )
}
"""By the name that ``--models`` takes."""
