"""Every kind of receiver at once, through the real jobs: each attempt ends in time, and is recorded as it was."""

import resource
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from console.scheduling import database
from console.scheduling.actors import operator
from console.scheduling.models import Attempt, Delivery
from console.scheduling.rules.deliveries import REPLY_KEPT
from console.scheduling.services import outbox, webhooks
from console.scheduling.services.transaction import writes
from console.scheduling.services.webhooks import NewSubscription
from console.scheduling.settings import settings
from jobs import deliveries
from tests import receivers
from tests.jobs.working import jobs_at_work
from tests.receivers import Receiver, receiver, reply
from tests.rows import START, World, make_world

DEADLINE = timedelta(seconds=3)
OWN_WAIT, LONGEST = timedelta(seconds=600), timedelta(hours=24)
DATABASE_FILES = 20
"""What the connections that a busy pool keeps may have open."""
Answer = Callable[[BaseHTTPRequestHandler, int], None]


def _says(status: int, **headers: str) -> Answer:
    return lambda handler, _: reply(handler, status, **headers)


HOSTILE: dict[str, tuple[Answer, int | None, str | None]] = {
    "resets": (receivers.reset, None, "broken_off"),
    "talks garbage": (receivers.garbage, None, "broken_off"),
    "hangs": (receivers.hang(), None, "timed_out"),
    "drips its headers": (receivers.drip, None, "timed_out"),
    "drips its body": (receivers.drip_body, 200, "timed_out"),
    "never ends its headers": (receivers.endless_headers, None, "broken_off"),
    "is always still at it": (receivers.interim, None, "timed_out"),
    "breaks off its body": (receivers.short_body, 200, "broken_off"),
    "never ends its body": (receivers.endless, 200, None),
    "sends a bomb": (receivers.bomb, 200, None),
    "is gone": (_says(410), 410, "refused"),
}
"""How one behaves: what it does, and the status and the error that the log has to say."""

RETRY_AFTER = {
    "-5": OWN_WAIT,
    "1.5": OWN_WAIT,
    "soon": OWN_WAIT,
    "": OWN_WAIT,
    "Wed, 21 Oct 2015 07:28:00 GMT": OWN_WAIT,
    "Wed, 99 Foo 2015 77:28:00 GMT": OWN_WAIT,
    "999999999999999999999": LONGEST,
    "Fri, 31 Dec 9999 23:59:59 -2359": LONGEST,
    "3600": timedelta(hours=1),
}
"""What a 429 asks for, and how long it waits then."""


@pytest.fixture
def world(store: str, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("CALLBOARD_WEBHOOK_ALLOW", "127.0.0.0/8")
    monkeypatch.setenv("CALLBOARD_WEBHOOK_RETRY_SECONDS", str(OWN_WAIT.total_seconds()))
    monkeypatch.setattr(deliveries, "DEADLINE", DEADLINE)
    settings.cache_clear()
    with database.writing() as session:
        return make_world(session)


def test_each_hostile_receiver_is_left_in_time_and_a_healthy_one_waits_for_none(world: World):
    with ExitStack() as stack:
        healthy, inner = (stack.enter_context(receiver()) for _ in range(2))
        kinds = {_subscribe(world, healthy.url): "healthy"}
        stack.enter_context(jobs_at_work())
        _happen(world)
        healthy.wait_for(1)
        for kind, (answer, *_) in HOSTILE.items():
            kinds[_subscribe(world, stack.enter_context(receiver(answer)).url)] = kind
        kinds[_subscribe(world, stack.enter_context(receiver(_says(307, Location=inner.url))).url)] = "leads inward"
        kinds[_subscribe(world, _nobody())] = "refuses"
        memory, files = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, _open_files()
        late = [_lateness(world, healthy) for _ in range(20)]
        _wait_until(lambda: {row.subscription_id for row, _ in _first_attempts()} == set(kinds), "all are tried")
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
        tried = _first_attempts()
        states = {kinds[one.id]: one.status for one in webhooks.list_subscriptions(operator(world.app.id))}
        for subscription in kinds:
            webhooks.pause(operator(world.app.id), subscription)
        _wait_until(lambda: _open_files() <= files + DATABASE_FILES, "connections are closed")
    assert sorted(late)[-5] < DEADLINE.total_seconds(), "three of four at least wait for none that hangs"
    assert grown < 50_000, f"{grown} kB for replies without end"
    expected = {kind: (status, error) for kind, (_, status, error) in HOSTILE.items()}
    expected |= {"leads inward": (307, "refused"), "refuses": (None, "not_reached"), "healthy": (200, None)}
    for row, attempt in tried:
        kind = kinds[row.subscription_id]
        said = attempt.error.split(":")[0] if attempt.error else None
        assert (attempt.status_code, said) == expected[kind], kind
        assert attempt.duration_ms < DEADLINE.total_seconds() * 2000, kind
        assert len(attempt.response_body) <= REPLY_KEPT, kind
        assert (row.status == "delivered") == (said is None), kind
    assert inner.requests == []
    assert {kind for kind, state in states.items() if state == "paused"} == {"is gone"}


def test_an_odd_retry_after_never_hastens_and_never_stops_the_next_attempt(world: World):
    with ExitStack() as stack:
        asked = {}
        for value in RETRY_AFTER:
            answer = _says(429, Retry_After=value)
            asked[_subscribe(world, stack.enter_context(receiver(answer)).url)] = value
        stack.enter_context(jobs_at_work())
        _happen(world)
        _wait_until(lambda: len(_first_attempts()) == len(asked), "all are tried")
    for row, attempt in _first_attempts():
        value = asked[row.subscription_id]
        wait = (row.due_at - attempt.started_at) / RETRY_AFTER[value]
        assert (attempt.status_code, row.status) == (429, "pending")
        assert 0.79 < wait < 1.22, f"{value!r}: {row.due_at - attempt.started_at}"


def _subscribe(world: World, url: str) -> str:
    made, _ = webhooks.subscribe(operator(world.app.id), NewSubscription(url, ["scheduled.created"]))
    return made.id


def _nobody() -> str:
    with receiver() as there:
        return there.url


@writes
def _happen(session: Session, world: World, hour: int = 0) -> None:
    booking = world.booking(session, scheduled_at=START + timedelta(hours=hour))
    outbox.emit(session, booking, "created", operator(world.app.id))


def _lateness(world: World, there: Receiver) -> float:
    """Seconds from a commit to its arrival."""
    count = len(there.requests)
    committed = time.monotonic()
    _happen(world, count)
    there.wait_for(count + 1)
    return time.monotonic() - committed


def _first_attempts() -> list[tuple[Delivery, Attempt]]:
    with database.reading() as session:
        tried = select(Delivery, Attempt).join(Attempt, col(Attempt.delivery_id) == Delivery.id)
        return list(session.exec(tried.where(Attempt.number == 1)).all())


def _wait_until(true: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until, what
        time.sleep(0.05)


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
