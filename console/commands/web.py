"""`callboard web`: serve the pages, their sockets and the API, without the jobs; one of several such processes."""

import os
import signal
import sys
from typing import Annotated

import typer

from console import bundle
from console.commands.options import Data, commands
from console.scheduling import backups
from console.scheduling.settings import Settings, settings

app = commands()


@app.command()
def web(
    host: Annotated[str, typer.Option(help="The address to listen on.", envvar="CALLBOARD_HOST")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", envvar="CALLBOARD_PORT", min=1, max=65535)] = 8000,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
) -> None:
    """Serve pages, sockets and API on a prepared database; `callboard jobs` does the rest. Ctrl-C ends it.

    Any number may run behind one address, with PostgreSQL and CALLBOARD_REDIS_URL in common.
    """
    from console import serving  # uvicorn loads here, not for --help
    from console.scheduling.services import shared_counts

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # before it serves: a running build is ended as well
    os.environ |= {"CALLBOARD_HOST": host, "CALLBOARD_PORT": str(port), "CALLBOARD_JOBS": "false"}
    settings.cache_clear()
    serving.require_port(host, port)
    shared_counts.require_client()
    backups.require_ready()
    for lack in lacks(settings()):
        typer.echo(lack, err=True)
    if not bundle.is_current():
        typer.echo("Building the front end (once, about 15 seconds) ...")
        bundle.build()
    serving.serve(host, port, when_ready=lambda: typer.echo(f"The pages are ready: {settings().base_url}"))


def lacks(chosen: Settings) -> list[str]:
    """What several such processes would need, and these settings do not give."""
    found = []
    if chosen.url_of_database.startswith("sqlite"):
        found.append(
            "On SQLite processes hear nothing of each other, and pages are late: callboard up does all in one."
        )
    if not chosen.redis_url:
        found.append(
            "Without CALLBOARD_REDIS_URL run one callboard web only: what a page shows is known to none other."
        )
    return found
