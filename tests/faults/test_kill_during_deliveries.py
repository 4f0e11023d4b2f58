"""kill -9 in the middle of deliveries: after a restart every event arrives."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from console.scheduling import database
from console.scheduling.actors import operator
from console.scheduling.models import Attempt, Delivery, OutboxEvent
from console.scheduling.rules.deliveries import PLACES_EACH
from console.scheduling.services import outbox, webhooks
from console.scheduling.services.webhooks import NewSubscription
from console.scheduling.settings import settings
from tests.receivers import receiver, reply
from tests.rows import START, make_world

EVENTS = 90
RECEIVERS = 3
KILLS = 3


@contextmanager
def _jobs() -> Iterator[subprocess.Popen]:
    """`callboard jobs` as a process of its own, at work."""
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-m", "console.cli", "jobs"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout and "at work" in process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.wait()


def test_every_event_arrives_although_the_jobs_are_killed(store: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CALLBOARD_WEBHOOK_ALLOW", "127.0.0.0/8")
    settings.cache_clear()

    def slowly(handler, count: int) -> None:
        time.sleep(0.03)
        reply(handler, 200)

    with receiver(slowly) as there:
        _owe(there.url)
        started = time.monotonic()
        for kill in range(1, KILLS + 1):
            with _jobs() as process:
                there.wait_for(EVENTS * RECEIVERS * kill // (KILLS + 2), 15)
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
        with _jobs() as process:
            while _statuses() != {"delivered": EVENTS * RECEIVERS}:
                assert time.monotonic() - started < 60, _statuses()
                time.sleep(0.1)
            process.terminate()
            assert process.wait(10) == 0
    arrived = Counter(
        (headers["X-Callboard-Delivery"].split(":")[0], headers["webhook-id"]) for headers, _ in there.requests
    )
    with database.reading() as session:
        told = set(session.exec(select(OutboxEvent.id)).all())
        numbers = session.exec(select(Attempt.delivery_id, Attempt.number)).all()
    assert {event for _, event in arrived} == told and len(arrived) == EVENTS * RECEIVERS
    assert len(numbers) == len(set(numbers))
    twice = sum(arrived.values()) - len(arrived)
    assert twice <= KILLS * RECEIVERS * PLACES_EACH, "only what was in flight may come twice"


def _owe(url: str) -> None:
    with database.writing() as session:
        world = make_world(session)
    admin = operator(world.app.id)
    for _ in range(RECEIVERS):
        webhooks.subscribe(admin, NewSubscription(url, ["scheduled.created"]))
    with database.writing() as session:
        for number in range(EVENTS):
            booking = world.booking(session, scheduled_at=START + timedelta(hours=number))
            outbox.emit(session, booking, "created", admin)


def _statuses() -> dict[str, int]:
    with database.reading() as session:
        return dict(Counter(session.exec(select(Delivery.status)).all()))
