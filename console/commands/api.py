"""`callboard api`: serve the API alone, without the pages, the socket and the jobs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from console.commands.options import Data, commands
from console.scheduling.database import engine
from console.scheduling.errors import Unavailable
from console.scheduling.settings import settings

app = commands()


@app.command()
def api(
    host: Annotated[str, typer.Option(help="The address to listen on.", envvar="CALLBOARD_HOST")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", envvar="CALLBOARD_PORT", min=1, max=65535)] = 8000,
    workers: Annotated[
        int,
        typer.Option(help="Processes. They count rate limits together only with CALLBOARD_REDIS_URL.", min=1, max=64),
    ] = 1,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
) -> None:
    """Serve the API alone, on a database that `callboard migrate` or `callboard up` has prepared. Ctrl-C ends it."""
    from console import serving  # uvicorn loads here, not for --help
    from console.scheduling.migrations import run
    from console.scheduling.services import shared_counts

    os.environ |= {"CALLBOARD_HOST": host, "CALLBOARD_PORT": str(port)}  # for the workers, which read settings anew
    settings.cache_clear()
    serving.require_port(host, port)
    shared_counts.require_client()
    try:
        if not run.is_current(engine()):
            raise Unavailable("The database is not prepared for this Callboard: run callboard migrate first.")
        run.check_guard(engine())
    except DBAPIError as error:
        raise Unavailable(f"The database cannot be opened: {error.orig}.") from None
    engine().dispose()
    with _counting_together(workers):
        serving.serve_api(
            host, port, workers, when_ready=lambda: typer.echo(f"The API is ready: {settings().base_url}/api/v1")
        )


@contextmanager
def _counting_together(workers: int) -> Iterator[None]:
    """Several workers of one address count into files of one folder, so that whoever is asked for figures tells all."""
    if workers == 1:
        yield
        return
    with TemporaryDirectory(prefix="callboard-figures-", ignore_cleanup_errors=True) as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield
