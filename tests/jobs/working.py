"""The jobs at work beside a test, in a thread with an event loop of its own."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from jobs import scheduler


@contextmanager
def jobs_at_work() -> Iterator[None]:
    """Everything that happens by itself, until the block ends."""
    started, stop = threading.Event(), threading.Event()

    async def work() -> None:
        async with scheduler.running():
            started.set()
            while not stop.is_set():
                await asyncio.sleep(0.02)

    thread = threading.Thread(target=lambda: asyncio.run(work()), daemon=True)
    thread.start()
    assert started.wait(30)
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()
        for left in threading.enumerate():  # they end by themselves, but may still ask this test's database
            if left.name.startswith(("jobs", "calendars")):
                left.join(30)
