"""The page as an application, and the server that serves it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from simulator.views.language import ENGLISH, languages
from simulator.web import comparisons, places, reading, run_pages
from simulator.web.address import WrongAddress
from simulator.web.guard import Guard, Seal
from simulator.web.kept import Kept
from simulator.web.runs import QueueFull, Runs
from simulator.web.settings import Settings
from simulator.web.visit import Page, Visit
from simulator.web.workers import TooBusy, Workers

STATIC = Path(__file__).parent / "static"
BUSY = "Many people use this page just now. Try again in a moment."
FULL = "Too many runs wait already. Try again when one of them is finished."
TOO_LONG = "That took too long. Start it as a run, or choose a smaller place."


def make_app(settings: Settings) -> FastAPI:
    """The application; its processes start and end with it."""
    kept = Kept(settings.kept)
    page = Page(settings, kept, Seal(kept.secret()), Runs(settings, kept), Workers(settings.workers))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        page.workers.warm_up()
        page.runs.go_on()
        yield
        await page.runs.close()
        page.workers.close()

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.page = page
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.get("/")(_to_a_language)
    for room in (places, comparisons, run_pages, reading):
        app.include_router(room.router, prefix="/{code}")
    app.add_exception_handler(HTTPException, _wrong)
    app.add_exception_handler(WrongAddress, _wrong)
    app.add_exception_handler(TooBusy, _wrong)
    app.add_exception_handler(QueueFull, _wrong)
    app.add_exception_handler(TimeoutError, _wrong)
    app.add_middleware(Guard, settings=settings, seal=page.seal)
    return app


async def _to_a_language(request: Request) -> Response:
    """To the first language that the browser asks for and the page has."""
    asked = request.headers.get("accept-language", "")
    wanted = (part.split(";")[0].split("-")[0].strip().lower() for part in asked.split(","))
    code = next((code for code in wanted if code in languages()), ENGLISH.code)
    return RedirectResponse(f"/{code}/", 303)


async def _wrong(request: Request, error: Exception) -> Response:
    """What went wrong, in words, on a page."""
    status, words = _said(error)
    code = request.path_params.get("code", ENGLISH.code)
    language = languages().get(code, ENGLISH)
    visit = Visit(request.app.state.page, language, request.state.visitor, request)
    return visit.show("wrong.html", {"words": words, "status": status}, status)


def _said(error: Exception) -> tuple[int, str]:
    if isinstance(error, HTTPException):
        return error.status_code, str(error.detail)
    if isinstance(error, WrongAddress):
        return 400, str(error)
    words = {TooBusy: BUSY, QueueFull: FULL, TimeoutError: TOO_LONG}
    return 503, words[type(error)]
