"""The command ``report``: a run as one page to read, to send and to print.

Heavy libraries are imported inside the command, so that ``--help`` answers at once.
"""

from __future__ import annotations

from pathlib import Path

import click

from simulator.commands.options import LANGUAGE
from simulator.errors import RunFolderError

ENDINGS = {"html": (".html",), "pdf": (".pdf",), "both": (".html", ".pdf")}
KNOWN = (".html", ".pdf")


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="The file; with --format both, each gets its own ending.  [default: DIR-report.html, beside "
              "DIR]")  # fmt: skip
@click.option(
    "--format",
    "form",
    type=click.Choice(list(ENDINGS)),
    help="What to write. PDF needs WeasyPrint and Pango.  [default: by the ending of FILE, or html]",
)
@LANGUAGE
@click.option("--force", is_flag=True, help="Replace the files if they exist.")
def report(folder: Path, out: Path | None, form: str | None, language: str, force: bool) -> None:
    """Make a report of the comparison in run folder DIR: one HTML file, and if asked for the same as PDF.

    It has the answer in plain words, four numbers with their intervals, all figures with the numbers behind them, how
    sure that is, every number with its source, what is not included, and how to make it again. Nothing is simulated,
    nothing in DIR is changed, and the file needs no network.
    """
    from simulator.runs.sheets import refuse_sheet, write_sheet
    from simulator.views.language import languages
    from simulator.views.report import html_of, report_of
    from simulator.views.report.pdf import pdf_of, require_pdf

    targets = _targets(folder, out, form)
    refuse_sheet(targets, replace=force)
    if any(target.suffix == ".pdf" for target in targets):
        require_pdf()
    html = html_of(report_of(folder, languages()[language]))
    files = {target: pdf_of(html) if target.suffix == ".pdf" else html.encode() for target in targets}
    write_sheet(files, replace=force)
    click.echo(f"Wrote {' and '.join(map(str, files))}.")


def _targets(folder: Path, out: Path | None, form: str | None) -> tuple[Path, ...]:
    """The files to write; RunFolderError for one in the run folder, which keeps what its run wrote and no more."""
    from simulator.runs.folder import beside

    asked = out or beside(folder, "-report")
    ending = asked.suffix if out and asked.suffix in KNOWN else ""
    endings = ENDINGS[form] if form else (ending or ".html",)
    if ending and ending not in endings:
        raise click.UsageError(f"--out has the ending {ending}, and --format asks for {form}. Leave out one of them.")
    stem = asked.with_name(asked.name.removesuffix(ending))
    if stem.resolve().is_relative_to(folder.resolve()):
        raise RunFolderError(f"{asked} is in the run folder, which keeps what its run wrote. Name a file elsewhere.")
    return tuple(stem.with_name(f"{stem.name}{wanted}") for wanted in endings)
