"""What results are told by: each agency, or many together by state or field office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulator.scenario.network import CountBy
from simulator.scenario.place import Agency, Scenario


@dataclass(frozen=True)
class Unit:
    """Agencies that are counted together: their name in results, their positions, and who pays for their jails."""

    name: str
    agencies: tuple[int, ...]
    jail_paid_by: Literal["local", "state"]


def units_of(scenario: Scenario) -> tuple[Unit, ...]:
    """The units in the order of their first agencies; all agencies of one have jails that the same side pays for."""
    count_by: CountBy = scenario.network.count_by if scenario.network else "agency"
    members: dict[str, list[int]] = {}
    for position, (name, agency) in enumerate(scenario.agencies.items()):
        members.setdefault(_unit(count_by, name, agency), []).append(position)
    payers = [agency.jail_paid_by for agency in scenario.agencies.values()]
    return tuple(Unit(name, tuple(positions), payers[positions[0]]) for name, positions in members.items())


def _unit(count_by: CountBy, name: str, agency: Agency) -> str:
    return {"agency": name, "state": agency.state, "field-office": agency.field_office}[count_by]
