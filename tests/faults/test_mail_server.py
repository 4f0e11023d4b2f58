"""A mail server that is away, hangs or refuses, and jobs that are killed while they send: no message is lost.

What is promised: a message whose sending nobody interrupted goes out once. One that was in flight when the jobs were
killed, or that the server took without saying so in time, may come twice, under the same Message-ID.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlmodel import func, select, update

from console.scheduling import clock, database
from console.scheduling.actors import operator
from console.scheduling.models import Reminder
from console.scheduling.services import outbox, reminders, webhooks
from console.scheduling.services.reminders import AT_A_TIME
from console.scheduling.services.webhooks import NewSubscription
from console.scheduling.settings import settings
from jobs.channels import smtp
from tests.faults.working import jobs_process
from tests.jobs.working import jobs_at_work
from tests.receivers import receiver
from tests.rows import World, make_world
from tests.smtp_sink import Sink, smtp_sink

KILLED_AT = (8, 24)
MESSAGES = 40


@pytest.fixture
def sink() -> Iterator[Sink]:
    with smtp_sink() as made:
        yield made


@pytest.fixture
def world(store: str, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("CALLBOARD_SMTP_URL", f"smtp://127.0.0.1:{sink.port}")
    monkeypatch.setenv("CALLBOARD_MAIL_FROM", "Callboard <calls@acme.test>")
    monkeypatch.setenv("CALLBOARD_WEBHOOK_ALLOW", "127.0.0.0/8")
    settings.cache_clear()
    invitation = [{"kind": "invitation", "channels": ["email"]}]
    with database.writing() as session:
        return make_world(session, reminders=invitation, message_settings={"quiet_hours": None})


def test_while_the_mail_server_is_away_messages_wait_and_then_each_goes_out_once(world: World, sink: Sink):
    sink.close()
    owe(world, 12)
    with jobs_at_work():
        _wait_until(lambda: _tries() == 12)
        assert statuses() == {"pending": 12}
        sink.open()
        _make_due()
        _wait_until(lambda: statuses() == {"sent": 12})
    assert sorted(Counter(sink.ids).values()) == [1] * 12


@pytest.mark.parametrize(
    ("to_the_address", "to_the_message", "becomes"),
    [
        ("450 busy", "250 OK", "pending"),
        ("550 nobody of that name", "250 OK", "failed"),
        ("250 OK", "452 no room", "pending"),
        ("250 OK", "554 no", "failed"),
        ("421 closing", "250 OK", "pending"),
    ],
)
def test_a_refusal_for_now_is_tried_again_and_one_for_good_is_not(
    world: World, sink: Sink, to_the_address: str, to_the_message: str, becomes: str
):
    sink.greeting, sink.answer = to_the_address, to_the_message
    owe(world, 1)
    with jobs_at_work():
        _wait_until(lambda: _tries() == 1 and (_problem() or statuses() == {"failed": 1}))
    said = _problem()
    assert (statuses(), sink.messages) == ({becomes: 1}, [])
    assert said and said.startswith((to_the_address[:3], to_the_message[:3]))


def test_a_mail_server_that_hangs_delays_no_webhook_and_gets_its_messages_later(
    world: World, sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(smtp, "_SECONDS", 1)
    sink.thinks = 30
    owe(world, 3 * AT_A_TIME)
    admin = operator(world.app.id)
    with receiver() as there, jobs_at_work():
        webhooks.subscribe(admin, NewSubscription(there.url, ["scheduled.created"]))
        _wait_until(lambda: _tries() >= AT_A_TIME)
        with database.writing() as session:
            outbox.emit(session, world.booking(session), "created", admin)
        there.wait_for(1)
        _wait_until(lambda: _tries() == 3 * AT_A_TIME)
        sink.thinks = 0
        _make_due()
        _wait_until(lambda: statuses() == {"sent": 3 * AT_A_TIME})
    assert sorted(Counter(sink.ids).values()) == [1] * 3 * AT_A_TIME


def test_every_message_goes_out_although_the_jobs_are_killed(world: World, sink: Sink):
    sink.thinks = 0.2
    owe(world, MESSAGES)
    with ExitStack() as stack:
        first, second = stack.enter_context(jobs_process()), stack.enter_context(jobs_process())
        for count in KILLED_AT:
            _wait_until(lambda count=count: len(sink.ids) >= count)
            first.kill()
            first.wait()
            first, second = second, stack.enter_context(jobs_process())
        _wait_until(lambda: statuses() == {"sent": MESSAGES})
    assert len(set(sink.ids)) == MESSAGES
    assert len(sink.ids) - MESSAGES <= len(KILLED_AT) * AT_A_TIME, "only what was in flight may come twice"


def owe(world: World, count: int) -> None:
    """So many bookings, with an invitation each."""
    with database.writing() as session:
        for number in range(count):
            start = clock.now() + timedelta(hours=48 + number)
            booking = world.booking(session, scheduled_at=start)
            reminders.plan(session, booking, world.preset, clock.now())


def statuses() -> dict[str, int]:
    """How many messages are in which state."""
    with database.reading() as session:
        return dict(session.execute(select(Reminder.status, func.count()).group_by(Reminder.status)).all())


def _tries() -> int:
    """How many messages were tried, and are not being tried now."""
    with database.reading() as session:
        tried = select(func.count()).where(Reminder.attempts > 0, Reminder.leased_until == None)  # noqa: E711
        return session.exec(tried).one()


def _problem() -> str | None:
    with database.reading() as session:
        return session.exec(select(Reminder.problem)).one()


def _make_due() -> None:
    with database.writing() as session:
        session.execute(update(Reminder).where(Reminder.status == "pending").values(fire_at=clock.now()))


def _wait_until(true: Callable[[], object], seconds: float = 40) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"not within {seconds} s: {statuses()}"
        time.sleep(0.03)
