"""Pages out of templates: what the report and the web page share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from simulator.views.language import ENGLISH, Language, languages

TEMPLATES = Path(__file__).parent / "templates"


def environment(language: Language = ENGLISH, *more: Path) -> Environment:
    """Templates of this room and of ``more`` folders; a name that is not given is an error, text is escaped."""
    return _environment(language.code, more)


@cache
def _environment(code: str, more: tuple[Path, ...]) -> Environment:
    language = languages()[code]
    made = Environment(
        loader=FileSystemLoader([*more, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"_": language.say, "language": language}
    return made
