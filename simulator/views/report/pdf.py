"""A report as PDF, tagged for those who read by ear; made by WeasyPrint, of the page alone.

WeasyPrint is not among the libraries that everything needs, and itself needs Pango, which no Python package brings.
"""

from __future__ import annotations

import logging
from hashlib import sha256
from typing import Any, NoReturn

from simulator.errors import ReportError

VARIANT = "pdf/ua-1"
"""PDF for universal access: every heading, list, table and figure says what it is."""
PRINT_INSTEAD = "Or leave out --format, open the HTML file and print it from the browser."
NO_LIBRARY = (
    "A PDF needs WeasyPrint, which is not installed. To get it: pip install 'fingerprint-flow-simulator[pdf]', or in a "
    f"copy of the repository: pip install -e '.[pdf]'. {PRINT_INSTEAD}"
)
NO_PANGO = (
    "A PDF needs Pango, which WeasyPrint does not find here ({error}). To get it: on Debian or Ubuntu, apt install "
    "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; on macOS, brew install pango; on Windows, install MSYS2 and "
    f"in its shell run pacman -S mingw-w64-x86_64-pango. {PRINT_INSTEAD}"
)


def require_pdf() -> None:
    """ReportError if WeasyPrint or Pango is missing: to be known before the long part begins."""
    _weasyprint()


def pdf_of(html: str) -> bytes:
    """A page that needs nothing from outside, as PDF; the same page gives the same bytes on the same machine.

    Letters are those of the fonts that the machine has, so another machine may break lines otherwise.
    """
    page = _weasyprint()(string=html, url_fetcher=_refuse)
    content = page.write_pdf(pdf_variant=VARIANT, pdf_identifier=sha256(html.encode()).digest()[:16])
    assert isinstance(content, bytes)
    return content


def _weasyprint() -> Any:
    """The class that reads a page. Its log would tell of rules of the style that are for screens alone."""
    try:
        from weasyprint import HTML
    except ModuleNotFoundError as error:
        raise ReportError(NO_LIBRARY) from error
    except (ImportError, OSError) as error:
        raise ReportError(NO_PANGO.format(error=str(error).splitlines()[0])) from error
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return HTML


def _refuse(url: str, *_: Any, **__: Any) -> NoReturn:
    """Nothing is fetched, from wherever it is."""
    raise ValueError(f"a report needs nothing from outside, and asks for {url}")
