"""What a process looks at each second: how late its event loop is, and what it holds open."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

from console.scheduling.services import vital_signs

from . import figures

_EVERY = 1.0
_tabs: list[Callable[[], int]] = []


def watch_tabs(count: Callable[[], int]) -> None:
    """Have `count` say how many tabs this process holds open."""
    _tabs[:] = [count]


def look() -> None:
    """Take down what this process holds open at this moment."""
    pool = vital_signs.pool()
    figures.CONNECTIONS.set(pool.in_use)
    figures.MOST_CONNECTIONS.set(pool.most)
    for count in _tabs:
        figures.TABS.set(count())


@contextlib.asynccontextmanager
async def beating() -> AsyncIterator[None]:
    """While the process works: count what happens, and look each second."""
    silence = figures.count()
    beat = asyncio.create_task(_beat())
    try:
        yield
    finally:
        beat.cancel()
        silence()


async def _beat() -> None:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + _EVERY
        await asyncio.sleep(_EVERY)
        figures.LAG.observe(max(0.0, loop.time() - due))
        look()
