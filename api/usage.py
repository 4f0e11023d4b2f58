"""How often each client calls: counted in memory, and written down together every few seconds.

So no request pays for a write. A process that is killed loses the calls of its last seconds. The memory is bounded by
the number of clients: a client is known only once the database has said so.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import date
from itertools import islice
from threading import Lock

from console.scheduling import clock
from console.scheduling.services import usage
from console.scheduling.services.usage import Calls

log = logging.getLogger(__name__)

SECONDS_BETWEEN = 5.0
"""How late the database learns of a call."""
_AT_ONCE = 500
"""Clients and days in one transaction."""

_counted: dict[tuple[str, date], Calls] = {}
_lock = Lock()
"""Requests are answered in several threads."""


def count(client_id: str, *, refused: bool) -> None:
    """Note a call of this client at this moment; `refused` by its limits or not."""
    now = clock.now()
    _put({(client_id, now.date()): Calls(1, int(refused), now)})


def flush() -> None:
    """Write down what was counted since the last time. What cannot be written is kept for the next time."""
    while taken := _take():
        try:
            usage.add(taken)
        except Exception:  # whatever it is, the calls were made
            log.exception("The calls of some clients could not be written down yet; they are kept.")
            _put(taken)
            break
        if len(taken) < _AT_ONCE:
            break


@contextlib.asynccontextmanager
async def counting() -> AsyncIterator[None]:
    """While the API serves: flush every few seconds, and once more at the end."""
    over = asyncio.Event()
    flushing = asyncio.create_task(_flush_until(over))
    try:
        yield
    finally:
        over.set()
        await flushing


async def _flush_until(over: asyncio.Event) -> None:
    while not over.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), SECONDS_BETWEEN)
        await asyncio.to_thread(flush)


def _put(calls: dict[tuple[str, date], Calls]) -> None:
    with _lock:
        for key, more in calls.items():
            _counted[key] = _counted[key] + more if key in _counted else more


def _take() -> dict[tuple[str, date], Calls]:
    with _lock:
        return {key: _counted.pop(key) for key in list(islice(_counted, _AT_ONCE))}
