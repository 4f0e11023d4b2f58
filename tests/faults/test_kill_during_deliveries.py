"""kill -9 in the middle of deliveries, again and again: every event arrives.

`EVENTS=3000 python -m pytest tests/faults/test_kill_during_deliveries.py` takes longer.
"""

import os
import time
from contextlib import ExitStack
from datetime import timedelta

import pytest

from console.scheduling import database
from console.scheduling.actors import operator
from console.scheduling.rules.deliveries import CLAIMED_EACH
from console.scheduling.services import outbox, webhooks
from console.scheduling.services.webhooks import NewSubscription
from console.scheduling.settings import settings
from tests.faults import ledger
from tests.faults.working import jobs_process
from tests.receivers import receiver, reply
from tests.rows import START, make_world

EVENTS = int(os.environ.get("EVENTS", "90"))
RECEIVERS = 3
KILLS = 3 if EVENTS < 1000 else 20
SECONDS = 60 + EVENTS // 5

pytestmark = pytest.mark.timeout(SECONDS + 60)


def test_every_event_arrives_although_the_jobs_are_killed(store: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CALLBOARD_WEBHOOK_ALLOW", "127.0.0.0/8")
    settings.cache_clear()

    def slowly(handler, count: int) -> None:
        time.sleep(0.03)
        reply(handler, 200)

    with receiver(slowly) as there, ExitStack() as stack:
        _owe(there.url)
        until = time.monotonic() + SECONDS
        first, second = stack.enter_context(jobs_process()), stack.enter_context(jobs_process())
        for kill in range(1, KILLS + 1):
            there.wait_for(EVENTS * RECEIVERS * kill // (KILLS + 2), SECONDS)
            first.kill()
            first.wait()
            first, second = second, stack.enter_context(jobs_process())
        while ledger.statuses() != {"delivered": EVENTS * RECEIVERS}:
            assert time.monotonic() < until, ledger.statuses()
            time.sleep(0.1)
        for process in (first, second):
            process.terminate()
            assert process.wait(10) == 0
    twice = ledger.check(there.requests)
    assert twice <= KILLS * RECEIVERS * CLAIMED_EACH, "only what was claimed may come twice"
    print(f"{EVENTS * RECEIVERS} deliveries, {KILLS} kills, {twice} came twice")


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
