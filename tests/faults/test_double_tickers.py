"""Several clocks on one store, at once and killed with kill -9: each act is done once, and none is left."""

import time
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from console.scheduling import clock, database
from console.scheduling.actors import operator
from console.scheduling.models import Booking, OutboxEvent, TimelineEvent
from console.scheduling.services import reminders, webhooks
from console.scheduling.services.webhooks import NewSubscription
from console.scheduling.settings import settings
from tests.faults import ledger
from tests.faults.working import jobs_process
from tests.receivers import receiver
from tests.rows import World, make_world
from tests.smtp_sink import smtp_sink
from tests.whatsapp_double import NUMBER_ID, TOKEN, cloud_api

CALLS = 400
ACTS, MESSAGES = 60, 20
INVITATION = [{"kind": "invitation", "channels": ["email", "whatsapp"]}]
KILLS = 3
MINUTE = timedelta(minutes=1)


def test_each_act_is_done_once_although_two_clocks_are_killed(store: str):
    fates, _ = _owe(CALLS)
    with ExitStack() as stack:
        first, second = stack.enter_context(jobs_process()), stack.enter_context(jobs_process())
        for kill in range(1, KILLS + 1):
            _wait_for(CALLS * kill // (KILLS + 1))
            first.kill()
            first, second = second, stack.enter_context(jobs_process())
        _wait_for(CALLS)
    with database.reading() as session:
        ended = dict(session.exec(select(Booking.id, Booking.status)).all())
        final = col(TimelineEvent.event_type).in_(("completed", "no_show", "cancelled"))
        told = Counter(session.exec(select(TimelineEvent.booking_id).where(final)).all())
        started = session.exec(select(TimelineEvent.booking_id).where(TimelineEvent.event_type == "started")).all()
        owed = Counter(session.exec(select(OutboxEvent.booking_id, OutboxEvent.sequence)).all())
        events = session.exec(select(func.count()).select_from(TimelineEvent)).one()
    assert ended == fates
    assert told == Counter(fates.keys())
    assert len(started) == len(set(started)) == sum(status == "completed" for status in fates.values())
    assert set(owed.values()) == {1}
    assert sum(owed.values()) == events, "each event has its row in the outbox"


def test_three_clocks_act_send_and_deliver_once(store: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CALLBOARD_WEBHOOK_ALLOW", "127.0.0.0/8")
    monkeypatch.setenv("CALLBOARD_MAIL_FROM", "Callboard <calls@acme.test>")
    with ExitStack() as stack:
        there, sink = stack.enter_context(receiver()), stack.enter_context(smtp_sink())
        whatsapp = stack.enter_context(cloud_api())
        monkeypatch.setenv("CALLBOARD_SMTP_URL", f"smtp://127.0.0.1:{sink.port}")
        monkeypatch.setenv("CALLBOARD_WHATSAPP_BASE_URL", whatsapp.url)
        monkeypatch.setenv("CALLBOARD_WHATSAPP_TOKEN", TOKEN)
        monkeypatch.setenv("CALLBOARD_WHATSAPP_PHONE_NUMBER_ID", NUMBER_ID)
        settings.cache_clear()
        fates, world = _owe(ACTS)
        webhooks.subscribe(operator(world.app.id), NewSubscription(there.url, webhooks.EVENTS))
        _owe_messages(world)
        for _ in range(3):
            stack.enter_context(jobs_process())
        _wait_for(ACTS + MESSAGES)
        until = time.monotonic() + 60
        while ledger.statuses().keys() != {"delivered"} or min(len(sink.ids), len(whatsapp.sent)) < MESSAGES:
            assert time.monotonic() < until, (ledger.statuses(), len(sink.ids), len(whatsapp.sent))
            time.sleep(0.05)
        time.sleep(1.5)  # whoever does it again has had a tick for it
    with database.reading() as session:
        assert dict(session.exec(select(Booking.id, Booking.status).where(col(Booking.id).in_(fates))).all()) == fates
    assert ledger.check(there.requests) == 0
    for sent in (sink.ids, [message["biz_opaque_callback_data"] for message in whatsapp.sent]):
        assert sorted(Counter(sent).values()) == [1] * MESSAGES


def _owe_messages(world: World) -> None:
    """Calls to come, with an invitation each by mail and on WhatsApp."""
    with database.writing() as session:
        for number in range(MESSAGES):
            start = clock.now() + timedelta(hours=48 + number)
            reminders.plan(session, world.booking(session, scheduled_at=start), world.preset, clock.now())


def _owe(calls: int) -> tuple[dict[str, str], World]:
    """Calls whose end is owed by now, of three kinds in turn; gives how each has to end, and their world."""
    now = clock.now().replace(second=0, microsecond=0)
    fates: dict[str, str] = {}
    with database.writing() as session:
        world = make_world(session, reminders=INVITATION, message_settings={"quiet_hours": None})
        for number in range(calls):
            kind = number % 3
            start = now - (number + 2) * 40 * MINUTE
            booking = _call(world, session, start, kind)
            fates[booking.id] = ("no_show", "completed", "cancelled")[kind]
    return fates, world


def _call(world: World, session, start, kind: int) -> Booking:
    """Nobody came; both came early; nobody confirmed."""
    came = start - MINUTE if kind == 1 else None
    return world.booking(
        session,
        scheduled_at=start,
        status="pending_confirmation" if kind == 2 else "scheduled",
        confirmation_asked_at=start - 60 * MINUTE,
        guest_joined_at=came,
        agent_joined_at=came,
        due_at=start,
        created_at=start - 60 * MINUTE,
        updated_at=start - 60 * MINUTE,
    )


def _wait_for(done: int) -> None:
    """Until so many calls have ended."""
    until = time.monotonic() + 60
    while True:
        with database.reading() as session:
            ended = session.exec(select(func.count()).where(col(Booking.due_at).is_(None))).one()
        if ended >= done:
            return
        assert time.monotonic() < until, f"{ended} of {done}"
        time.sleep(0.02)
