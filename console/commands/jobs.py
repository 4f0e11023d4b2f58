"""`callboard jobs`: everything that happens by itself, in a process of its own."""

import asyncio
import logging
import signal

import typer

from console.commands.options import Data, commands
from console.scheduling import backups

app = commands()


@app.command()
def jobs(data: Data = None) -> None:  # noqa: ARG001 - its callback chooses the directory
    """Send webhooks and messages, start and end calls, sweep what is old. Any number may run. Ctrl-C ends it."""
    backups.require_ready()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    asyncio.run(_work_until_asked_to_stop())


async def _work_until_asked_to_stop() -> None:
    from console.scheduling.services import broadcast, changes
    from jobs import scheduler

    stopped, loop = asyncio.Event(), asyncio.get_running_loop()
    for asked in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(asked, stopped.set)
    with broadcast.hearing(changes.tell, changes.tell_missed):
        async with scheduler.running():
            typer.echo("The jobs are at work. Ctrl-C ends them.")
            await stopped.wait()
