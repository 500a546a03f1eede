"""Reading a run folder back: its manifest, checked, and the study that was run."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from simulator.errors import RunFolderError
from simulator.runs.folder import MANIFEST, Kind, manifest_at
from simulator.runs.manifest import scenario_hash
from simulator.scenario.load import load_study
from simulator.scenario.study import Case, Study

SCENARIO = "scenario"
"""The folder of a run folder that holds each case as a place file."""


class Manifest(BaseModel):
    """What a manifest says, as far as it is read back; ``replication`` is that of a trace."""

    model_config = ConfigDict(frozen=True, strict=True)

    kind: Kind
    simulator: str
    python: str
    platform: str
    packages: dict[str, str]
    command: str
    place: str
    policies: list[str] = Field(min_length=1)
    labels: dict[str, str]
    about: dict[str, str]
    seed: int = Field(ge=0, lt=2**63)
    replications_asked: int = Field(ge=1)
    draws_asked: int = Field(0, ge=0)
    precision: dict[str, Any] | None = None
    complete: bool = False
    failures: dict[str, str] = Field(default_factory=dict)
    scenario_sha256: dict[str, str]
    sha256: dict[str, str]
    with_trace: bool = False
    resumed: list[str] = Field(default_factory=list)
    replication: int = Field(0, ge=0)

    @model_validator(mode="after")
    def _cases_are_whole(self) -> Self:
        """Names of policies are names of files too, and must not lead out of the folder."""
        for name in self.policies:
            if not name or name in (".", "..") or set(name) & set("/\\:\0"):
                raise ValueError(f"policies: {name!r} is no name of a policy")
        for key in ("labels", "about", "scenario_sha256"):
            if sorted(getattr(self, key)) != sorted(self.policies):
                raise ValueError(f"{key}: this is not about the same policies as `policies`")
        return self


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a run folder; RunFolderError if there is none, or none of this form."""
    path = folder / MANIFEST
    if manifest_at(folder).get("kind") == "validation":
        again = f"To check them, run the command in its {MANIFEST} again"
        raise RunFolderError(f"{folder} holds findings of validation, and no run. {again}.")
    try:
        return Manifest.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise RunFolderError(f"{folder} is no run folder: {MANIFEST} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        faults = "; ".join(_fault(tuple(map(str, fault["loc"])), fault["msg"]) for fault in error.errors())
        rule = f"{path} is not a manifest of this version: {faults}"
        raise RunFolderError(f"{rule}.") from error
    except ValueError as error:
        raise RunFolderError(f"{path} is no JSON: {error}.") from error


def study_of(folder: Path) -> Study:
    """The study of a run folder, of whatever kind, as its manifest and its scenario files have it.

    RunFolderError if a scenario is not the one that was run; ScenarioError if it is none at all.
    """
    manifest = read_manifest(folder)
    study = Study(manifest.place, tuple(_case(folder, manifest, name) for name in manifest.policies))
    changed = [name for name in manifest.policies if scenario_hash(study, name) != manifest.scenario_sha256[name]]
    if changed:
        files = ", ".join(f"{SCENARIO}/{name}.yaml" for name in changed)
        raise RunFolderError(f"{folder}: not the scenario that was run, by its hash in {MANIFEST}: {files}.")
    return study


def _case(folder: Path, manifest: Manifest, name: str) -> Case:
    case = load_study(folder / SCENARIO / f"{name}.yaml").cases[0]
    return replace(case, name=name, label=manifest.labels[name], about=manifest.about[name])


def _fault(route: tuple[str, ...], message: str) -> str:
    return f"{'.'.join(route)}: {message}" if route else message.removeprefix("Value error, ")
