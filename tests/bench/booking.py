"""One client of the services in a process of its own, for benchmarks with many at once."""

import os
import random
import time
from datetime import datetime
from multiprocessing.synchronize import Barrier

from console.scheduling.actors import operator
from console.scheduling.services import bookings
from console.scheduling.services.bookings import NewBooking
from tests.bench.agendas import DURATION
from tests.bench.stored import APP

_ready: Barrier


def meet_at(barrier: Barrier) -> None:
    """Given to each process as it starts: where all wait until the last one is there."""
    global _ready
    _ready = barrier


def book(agent_id: str | None, start: datetime) -> None:
    """Book one call for a customer who was never seen before; with None, the engine picks."""
    address = f"guest{os.getpid()}-{random.getrandbits(48)}@bench.test"
    new = NewBooking(
        guest_name="Jane Doe", guest_email=address, scheduled_at=start, duration_minutes=DURATION, agent_id=agent_id
    )
    bookings.book(operator(APP), new)


def book_all(share: list[tuple[str, datetime]]) -> tuple[float, float]:
    """Book these, all but the first while others do the same: when that began and ended."""
    (agent_id, start), *rest = share
    book(agent_id, start)  # whatever a process does once is done now
    _ready.wait(60)
    began = time.monotonic()
    for agent_id, start in rest:
        book(agent_id, start)
    return began, time.monotonic()
