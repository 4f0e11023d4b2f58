"""What threads cost one another that read from SQLite at once: why they queue (`console/scheduling/queues.py`)."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from console.scheduling import queues
from console.scheduling.actors import operator
from console.scheduling.queues import Queue
from console.scheduling.services import slots
from console.scheduling.services.slots import SlotQuery
from tests.bench.agendas import Size
from tests.bench.conftest import milliseconds
from tests.bench.stored import APP, stored
from tests.bench.test_services import soon

THREADS, EACH = 16, 12


@pytest.mark.parametrize("at_once", [1, 2, 4, 16])
def test_sixteen_threads_read(
    sqlite_store: str, monkeypatch: pytest.MonkeyPatch, report: Callable[..., None], at_once: int
) -> None:
    """| free times of a day of ten agents, 16 threads ask | at once | each takes | with a fourth of the process busy |"""
    here = stored(Size(10, 30, 500), soon())
    within = Size(10, 1, 0).within(here.now)
    monkeypatch.setattr(queues, "readers", Queue(at_once=at_once, seconds=60))

    def ask(_: object) -> None:
        for _ in range(EACH):
            slots.starts(operator(APP), SlotQuery(start=within.start, end=within.end))

    took = []
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(ask, range(THREADS)))  # everybody is here, and has a connection
        for surroundings in (_quiet, _busy):
            with surroundings():
                began = time.perf_counter()
                list(threads.map(ask, range(THREADS)))
                took.append((time.perf_counter() - began) / (THREADS * EACH))
    report("16 threads", str(at_once), *map(milliseconds, took))
    assert took


@contextmanager
def _quiet() -> Iterator[None]:
    yield


@contextmanager
def _busy() -> Iterator[None]:
    """Something as the event loop: it works for five milliseconds, and waits for fifteen."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.015):
            until = time.perf_counter() + 0.005
            while time.perf_counter() < until:
                pass

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield
    over.set()
    thread.join()
