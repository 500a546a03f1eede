"""The pages of runs: progress, results, downloads, and the list of earlier ones."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import FileResponse, RedirectResponse, Response

from simulator.runs.folder import manifest_at
from simulator.web import results
from simulator.web.kept import RUN, Request
from simulator.web.visit import Visit, Visiting

router = APIRouter()
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".yaml": "text/yaml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".parquet": "application/octet-stream",
}


@router.get("/runs")
async def earlier(visit: Visiting) -> Response:
    """The runs that this reader asked for; on one's own machine, all that are among the results."""
    page = visit.page
    mine = [request for request in page.kept.requests() if visit.visitor in request.visitors]
    listed = {request.name for request in mine}
    others = [name for name in results.run_names(page.settings.results) if name not in listed]
    rows = [_row(visit, request) for request in mine]
    return visit.show("runs.html", {"mine": rows, "others": others if page.settings.lists_all else []})


@router.get("/runs/{name}")
async def look(visit: Visiting, name: str) -> Response:
    """How a run stands; what came of it when it is finished."""
    state, request = visit.page.runs.state(_known(visit, name)), visit.page.kept.request(name)
    context = {"name": name, "state": state, "request": request, "own_files": _own_files(request)}
    if state.phase != "finished":
        return visit.show("progress.html", context)
    folder = visit.page.runs.folder(name)
    shown = await visit.page.workers.ask(results.shown, folder, visit.language.code)
    command = _command(request) or str(manifest_at(folder).get("command", ""))
    return visit.show("results.html", context | {"shown": shown, "command": command})


@router.post("/runs/{name}/stop")
async def stop(visit: Visiting, name: str, token: Annotated[str, Form()]) -> Response:
    """Stop a run; only one who asked for it may."""
    request = _own(visit, name, token)
    visit.page.runs.stop(request.name)
    return _back(visit, name)


@router.post("/runs/{name}/go-on")
async def go_on(visit: Visiting, name: str, token: Annotated[str, Form()]) -> Response:
    """Take up a run that was stopped, or that failed."""
    request = _own(visit, name, token)
    visit.page.runs.ask(replace(request, wish="run", failed=""))
    return _back(visit, name)


@router.get("/runs/{name}/files/{path:path}")
async def file(visit: Visiting, name: str, path: str) -> Response:
    """A file of a finished run, by its name in the manifest; no other path leads anywhere."""
    folder = visit.page.runs.folder(_known(visit, name))
    if path not in manifest_at(folder).get("sha256", {}):
        raise HTTPException(404, "The run has no such file.")
    return _sent(folder / path, f"{name}-{Path(path).name}")


@router.get("/runs/{name}/policies/{policy}.yaml")
async def policy(visit: Visiting, name: str, policy: str) -> Response:
    """The file of a policy of a run that was built or brought along."""
    found = _own_files(visit.page.kept.request(_known(visit, name))).get(policy)
    if found is None:
        raise HTTPException(404, "The run has no such policy file.")
    return _sent(found, found.name)


@router.get("/runs/{name}/report.{ending}")
async def report(visit: Visiting, name: str, ending: str) -> Response:
    """The report of a finished run, made when it is first asked for."""
    folder = visit.page.runs.folder(_known(visit, name))
    if ending not in ("html", "pdf") or visit.page.runs.state(name).phase != "finished":
        raise HTTPException(404, "There is no such report.")
    target = visit.page.settings.kept / "reports" / f"{name}.{visit.language.code}.{ending}"
    if not target.exists():
        said = await visit.page.workers.ask(results.write_report, folder, target, visit.language.code)
        if said:
            raise HTTPException(501, said)
    return _sent(target, f"{name}-report.{ending}")


def _known(visit: Visit, name: str) -> str:
    """The name of a run that there is; 404 for any other."""
    if not RUN.fullmatch(name):
        raise HTTPException(404, "There is no such run.")
    if visit.page.kept.request(name) is None and manifest_at(visit.page.runs.folder(name)).get("kind") != "comparison":
        raise HTTPException(404, "There is no such run.")
    return name


def _own(visit: Visit, name: str, token: str) -> Request:
    visit.require_own_form(token)
    request = visit.page.kept.request(name)
    if request is None or visit.visitor not in request.visitors:
        raise HTTPException(403, "Only who asked for a run may stop it or let it go on.")
    return request


def _own_files(request: Request | None) -> dict[str, Path]:
    """The files of policies that were built or brought along, by the names of the policies."""
    paths = [Path(words) for words in (request.policies if request else ()) if "+" not in words]
    return {path.stem: path for path in paths if results.shipped_name(path) is None and path.is_file()}


def _row(visit: Visit, request: Request) -> Mapping[str, Any]:
    state = visit.page.runs.state(request.name)
    folder = visit.page.runs.folder(request.name)
    return {"request": request, "state": state, "labels": manifest_at(folder).get("labels", {})}


def _command(request: Request | None) -> str:
    """The command that gives the same result; of files that were built or brought along, their names."""
    if request is None:
        return ""
    policies = ["+".join(_called(part) for part in words.split("+")) for words in request.policies]
    command = "compare" if policies else "run"
    size = ["--replications", str(request.replications), "--draws", str(request.draws), "--seed", str(request.seed)]
    return shlex.join(["python", "run_sim.py", command, _called(request.place), *policies, *size])


def _called(path: str) -> str:
    """A shipped file by its name alone, any other as a file."""
    return results.shipped_name(Path(path)) or Path(path).name


def _back(visit: Visit, name: str) -> Response:
    return RedirectResponse(f"/{visit.language.code}/runs/{name}", 303)


def _sent(path: Path, name: str) -> Response:
    kind = TYPES.get(path.suffix, "application/octet-stream")
    return FileResponse(path, media_type=kind, filename=name, content_disposition_type="attachment")
