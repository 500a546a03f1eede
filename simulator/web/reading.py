"""Pages to read: the glossary, out of the project's documentation."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response
from markdown_it import MarkdownIt

from simulator.web.visit import Visiting

router = APIRouter()
GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"


@router.get("/glossary")
async def glossary(visit: Visiting) -> Response:
    """Every word of art."""
    return visit.show("glossary.html", {"text": _glossary()})


@cache
def _glossary() -> str:
    """The glossary as HTML, its title left to the page; links to other pages of the documentation lead nowhere here."""
    source = GLOSSARY.read_text(encoding="utf-8").split("\n", 1)[1]
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["link", "image"])
    return str(reader.render(source))
