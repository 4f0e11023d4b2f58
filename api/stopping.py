"""How a process that serves comes to its end: first it says that it is not ready, and only then it stops to listen.

    SIGTERM -> /health/ready is 503 and every answer closes its connection, for CALLBOARD_DRAIN_SECONDS, so that whoever
    balances the load sends the next requests elsewhere -> open tabs are told to connect anew -> the server listens no
    more, and finishes what is in flight.

Nobody who was in time hears a refusal. All of it ends within fifteen seconds, come what may.
"""

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from types import FrameType

from console.scheduling.settings import settings

_LAST = 14.5
"""Seconds after which a process that was asked to stop is ended, whatever it still waits for."""
_LONGEST_FAREWELL = 1.0

_begun = False
_farewells: list[Callable[[], Awaitable[None]]] = []
_tasks: list[asyncio.Task[None]] = []
"""Kept, so that the event loop's weak references do not lose them."""


def begin() -> None:
    """From now on `/health/ready` is 503, and every answer asks for its connection to be closed."""
    global _begun
    _begun = True
    end_at_last()


def has_begun() -> bool:
    """Whether it is about to stop."""
    return _begun


def end_at_last() -> None:
    """Have this process end within the time that SIGTERM promises, even if a thread of it hangs."""
    timer = threading.Timer(_LAST, os._exit, [1])
    timer.daemon = True
    timer.start()


def at_farewell(say: Callable[[], Awaitable[None]]) -> None:
    """Have `say` called, and waited for a second, before the server listens no more: it sends connections elsewhere."""
    _farewells.append(say)


@contextlib.asynccontextmanager
async def graceful(_app: object = None) -> AsyncIterator[None]:
    """While the application serves, SIGTERM is answered in this order; what the server itself does then comes last."""
    if threading.current_thread() is not threading.main_thread():  # a test's: signals are the main thread's alone
        yield
        return
    loop, servers_own = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)

    def asked(number: int, frame: FrameType | None) -> None:
        if not _begun:
            begin()
            loop.call_soon_threadsafe(lambda: _tasks.append(loop.create_task(_leave(servers_own, number, frame))))

    signal.signal(signal.SIGTERM, asked)
    yield


async def _leave(servers_own: object, number: int, frame: FrameType | None) -> None:
    await asyncio.sleep(settings().drain_seconds)
    if _farewells:
        said = [asyncio.ensure_future(say()) for say in _farewells]
        await asyncio.wait(said, timeout=_LONGEST_FAREWELL)
    if callable(servers_own):
        servers_own(number, frame)
