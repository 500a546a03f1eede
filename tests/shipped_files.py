"""The shipped files by what they can be laid over."""

from __future__ import annotations

from simulator.scenario.places import shipped

COUNTRY = "united-states-by-state"
PLACES = [path.stem for path in shipped()["places"] if path.stem != COUNTRY]
"""Single places; the country is larger than all of them by a hundred times."""
OVERLAYS = [path for folder in ("policies", "federal") for path in shipped()[folder]]
OF_ONE_STATE = [path.stem for path in OVERLAYS if path.stem.startswith("state-of-")]
"""Requests of a state for its agencies, which no shipped place has."""
ANYWHERE = [path.stem for path in OVERLAYS if path.stem not in OF_ONE_STATE]
