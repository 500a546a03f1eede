"""Where replications run: the option ``--dask`` beside ``--workers``; and the engine made ready for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from simulator.errors import ClusterError

LOCAL = re.compile(r"local:([1-9]\d*)")
ADDRESS = re.compile(r"(tcp|tls)://\S+:\d+")
INSTALL = (
    "--dask needs the extra `cluster`, which is not installed. "
    'Install it with: pip install ".[cluster]" (or "fingerprint-flow-simulator[cluster]")'
)

Command = TypeVar("Command", bound=Callable[..., Any])


class _Place(click.ParamType[str]):
    name = "dask"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text as it is, if it is one of the two forms."""
        if not LOCAL.fullmatch(value) and not ADDRESS.fullmatch(value):
            rule = f"{value!r} is neither a scheduler's address nor a number of workers on this machine"
            self.fail(f"{rule}. Write tcp://HOST:PORT, such as tcp://10.0.0.5:8786, or local:2 for 2 workers.")
        return str(value)


def dask_option(command: Command) -> Command:
    """The option ``--dask`` of a command that has ``--workers`` too."""
    about = "Use a Dask cluster in place of --workers: the address of its scheduler, tcp://HOST:PORT, or local:N for N"
    return click.option("--dask", type=_Place(), metavar="WHERE", help=f"{about} workers on this machine.")(command)


@contextmanager
def opened(workers: int, dask: str | None) -> Iterator[dict[str, Any]]:
    """What ``api.compare`` is to be told of where it runs.

    click.UsageError if both were asked for; ClusterError if the cluster cannot be used.
    """
    if dask is None:
        yield {"workers": workers}
        return
    context = click.get_current_context()
    if context.get_parameter_source("workers") is not click.core.ParameterSource.DEFAULT:
        raise click.UsageError("--workers and --dask say both where to run: give one of them.", context)
    try:
        from simulator.experiments.cluster_access import local_cluster, scheduler_at
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("distributed", "dask"):
            raise
        raise ClusterError(INSTALL) from error
    here = LOCAL.fullmatch(dask)
    with local_cluster(int(here[1])) if here else scheduler_at(dask) as executor:
        yield {"executor": executor}


def compile_with_a_word() -> None:
    """Compile the engine if that was not done on this computer yet, and say so, for it takes half a minute."""
    from simulator.experiments.first_use import compile_engine, is_compiled

    if not is_compiled():
        click.echo("Compiling the engine for this computer, once; this takes half a minute ...", err=True)
        compile_engine()


@click.command("compile")
def compile_command() -> None:
    """Compile the engine now; otherwise the first run on a computer does it, which takes half a minute."""
    compile_with_a_word()
    click.echo("The engine is compiled.")
