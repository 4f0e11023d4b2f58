"""`callboard jobs`: everything that happens by itself, in a process of its own."""

import asyncio
import signal
from contextlib import AsyncExitStack
from typing import Annotated

import typer

from console import logs
from console.commands.options import Data, commands
from console.scheduling import backups

app = commands()


@app.command()
def jobs(
    host: Annotated[str, typer.Option(help="The address to listen on, with --port.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Where to answer for /health and /metrics; 0: nowhere.", max=65535)] = 0,
    data: Data = None,  # noqa: ARG001 - its callback chooses the directory
) -> None:
    """Send webhooks and messages, start and end calls, sweep what is old. Any number may run. Ctrl-C ends it."""
    backups.require_ready()
    logs.begin()
    asyncio.run(_work_until_asked_to_stop(host, port))


async def _work_until_asked_to_stop(host: str, port: int) -> None:
    from api import stopping
    from api.metrics import pulse
    from console import serving
    from console.scheduling.services import broadcast, changes
    from jobs import scheduler

    stopped, loop = asyncio.Event(), asyncio.get_running_loop()

    def asked_to_stop() -> None:
        stopping.begin()
        stopped.set()

    for asked in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(asked, asked_to_stop)
    with broadcast.hearing(changes.tell, changes.tell_missed):
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(pulse.beating())
            if port:
                serving.require_port(host, port)
                await stack.enter_async_context(serving.signs(host, port))
            await stack.enter_async_context(scheduler.running())
            typer.echo("The jobs are at work. Ctrl-C ends them.")
            await stopped.wait()
