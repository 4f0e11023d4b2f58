"""The jobs at work beside a test, in a thread with an event loop of its own."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from jobs import scheduler

_at_work: list[threading.Thread] = []


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
    _at_work.append(thread)
    thread.start()
    assert started.wait(30)
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()
        _at_work.remove(thread)
        if not _at_work:
            _wait_for_threads()


def _wait_for_threads() -> None:
    """The workers' own threads end by themselves, but until then they may ask this test's database."""
    for thread in threading.enumerate():
        if thread.name.startswith(("jobs", "calendars")):
            thread.join(30)
