"""`callboard up`: migrate, build the front end if it changed, serve everything on one port."""

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer

from console import bundle
from console.commands.options import Data, commands
from console.demo import build
from console.scheduling import backups
from console.scheduling.errors import Unavailable
from console.scheduling.services import installation, set_up
from console.scheduling.settings import settings

app = commands()


@app.command()
def up(
    host: Annotated[str, typer.Option(help="The address to listen on.", envvar="CALLBOARD_HOST")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="The one port for everything.", envvar="CALLBOARD_PORT", min=1, max=65535)
    ] = 8000,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
    demo: Annotated[bool, typer.Option("--demo", help="Fill an empty database with a living example.")] = False,
) -> None:
    """Serve everything on one port: pages, API and jobs. Ctrl-C ends it."""
    from console import serving  # uvicorn loads here, not for --help
    from console.scheduling.services import shared_counts

    signal.signal(signal.SIGTERM, _end)
    # For the worker, which reads the settings anew, and in another working directory.
    os.environ |= {
        "CALLBOARD_HOST": host,
        "CALLBOARD_PORT": str(port),
        "CALLBOARD_DATA": str(settings().data.resolve()),
    }
    settings.cache_clear()
    serving.require_port(host, port)
    shared_counts.require_client()
    _require_writable(settings().data)
    if demo:
        build.choose()
    backups.migrate()
    with ThreadPoolExecutor(1) as aside:  # a demo takes as long to fill as the front end takes to build
        where = aside.submit(_where, demo)
        if not bundle.is_current():
            typer.echo("Building the front end (once, about 15 seconds) ...")
            bundle.build()
        told = where.result()
    serving.serve(host, port, when_ready=lambda: typer.echo(told))


def _end(*_: object) -> None:
    """Turn SIGTERM before the server runs into an ordinary exit, so that a running build is ended as well."""
    sys.exit(0)


def _require_writable(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe = data / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Unavailable(f"The data directory {data.resolve()} is not writable: {error.strerror}.") from None


def _where(demo: bool) -> str:
    """What to tell when the server is ready: its address, and how to get in on an empty database and in a demo."""
    if demo and (made := build.fill()):
        return build.told(made)
    if installation.is_empty():
        return f"Callboard is ready. Set it up within a day: {set_up.link()}\nCtrl-C ends it."
    return f"Callboard is ready: {settings().base_url}\nCtrl-C ends it."
