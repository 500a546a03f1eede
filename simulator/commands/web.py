"""The page: served to a browser on this machine, or to others who have the token."""

from __future__ import annotations

import secrets
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path

import click

LOOPBACK = ("127.0.0.1", "localhost", "::1")
NOT_ALONE = (
    "--host {host} lets other machines reach this page. If that is what you want, give --i-know too: a token is then "
    "printed, and only who has it is let in. Passwords and encryption are the work of a reverse proxy: docs/web.md."
)


@click.command()
@click.option("--port", type=click.IntRange(0, 65_535), default=8_000, show_default=True, help="0: any free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Another than this machine alone needs --i-know.")
@click.option("--i-know", is_flag=True, help="Let other machines reach the page, with a token that is printed.")
@click.option("--behind", metavar="NAME", help="The name of a reverse proxy on this machine that serves the page.")
@click.option("--results", type=click.Path(path_type=Path, file_okay=False), default=Path("results"),
              show_default=True, help="Where runs are kept.")  # fmt: skip
@click.option("--minutes", type=click.FloatRange(0, min_open=True), default=60.0, show_default=True,
              help="The longest that one run may take.")  # fmt: skip
def web(port: int, host: str, i_know: bool, behind: str | None, results: Path, minutes: float) -> None:
    """Open a page on which policies are compared without a terminal; Ctrl-C ends it, and keeps all results."""
    from simulator.commands import where_it_runs
    from simulator.web.settings import Settings

    if host not in LOOPBACK and not i_know:
        raise click.UsageError(NOT_ALONE.format(host=host))
    where_it_runs.compile_with_a_word()
    alone = host in LOOPBACK and not behind
    token = "" if host in LOOPBACK else secrets.token_urlsafe(24)
    listening = _listening(host, port)
    names = (*LOOPBACK, host, *((behind,) if behind else ()), *(() if alone else _own_names()))
    settings = Settings(results, names, token, lists_all=alone, longest_run_minutes=minutes)
    _say_where(host, listening.getsockname()[1], token)
    _serve(settings, listening)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; a click error if it cannot be had."""
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen(100)  # from now on a browser waits, and is not refused
    except OSError as error:
        made.close()
        rule = f"{host}:{port} cannot be used: {error.strerror or error}"
        raise click.UsageError(f"{rule}. Give another --port, or --port 0 for any free one.") from error
    return made


def _own_names() -> tuple[str, ...]:
    name = socket.gethostname()
    try:
        return (name, *(str(entry[4][0]) for entry in socket.getaddrinfo(name, None)))
    except OSError:
        return (name,)


def _say_where(host: str, port: int, token: str) -> None:
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"The page is at http://{shown}:{port}/{f'?token={token}' if token else ''}")
    click.echo("It runs until you press Ctrl-C.")


def _serve(settings: object, listening: socket.socket) -> None:
    import uvicorn

    from simulator.web.app import make_app
    from simulator.web.settings import Settings

    assert isinstance(settings, Settings)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # an end on request leaves nothing behind
    config = uvicorn.Config(make_app(settings), log_level="warning", server_header=False, timeout_graceful_shutdown=2)
    with suppress(KeyboardInterrupt):  # the usual end
        uvicorn.Server(config).run(sockets=[listening])
