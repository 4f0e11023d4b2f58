"""Which messages a booking has ahead of it."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from console.scheduling.database import writing
from console.scheduling.models import Booking, Reminder
from console.scheduling.services import reminders
from tests.rows import START, make_world

BY_EMAIL = [
    {"kind": kind, "channels": ["email"]} for kind in ("invitation", "reminder_24h", "reminder_1h", "cancellation")
]

pytestmark = pytest.mark.usefixtures("sqlite_store")


def _plan(session: Session, now: datetime, **preset) -> tuple[Booking, object]:
    world = make_world(session, **{"reminders": BY_EMAIL, **preset})
    booking = world.booking(session)
    reminders.plan(session, booking, world.preset, now)
    session.flush()
    return booking, world.preset


def _rows(session: Session, booking: Booking, status: str = "pending") -> list[tuple[str, str, datetime]]:
    session.flush()
    rows = session.exec(select(Reminder).where(Reminder.booking_id == booking.id, Reminder.status == status))
    return sorted((row.kind, row.channel, row.fire_at) for row in rows)


def test_a_new_booking_plans_what_its_preset_has_on():
    now = START - timedelta(days=3)
    with writing() as session:
        booking, _ = _plan(session, now)
        assert _rows(session, booking) == [
            ("invitation", "email", now),
            ("reminder_1h", "email", START - timedelta(hours=1)),
            ("reminder_24h", "email", START - timedelta(hours=24)),
        ]


def test_a_reminder_whose_time_has_passed_is_not_planned():
    with writing() as session:
        booking, _ = _plan(session, START - timedelta(hours=5))
        assert [row[0] for row in _rows(session, booking)] == ["invitation", "reminder_1h"]


def test_a_preset_with_everything_off_leaves_no_row():
    with writing() as session:
        booking, _ = _plan(session, START - timedelta(days=3), reminders=[])
        reminders.cancel(session, booking, START - timedelta(days=2))
        assert session.exec(select(Reminder)).all() == []


def test_a_channel_without_an_address_or_refused_by_the_customer_leaves_no_row():
    both = [{"kind": "reminder_1h", "channels": ["email", "whatsapp"]}]
    with writing() as session:
        world = make_world(session, reminders=both)
        without_mail = world.booking(session, guest_email=None)
        reminders.plan(session, without_mail, world.preset, START - timedelta(days=1))
        assert [row[1] for row in _rows(session, without_mail)] == ["whatsapp"]
        world.customer.opt_outs = ["whatsapp"]
        opted_out = world.booking(session, scheduled_at=START + timedelta(hours=1))
        reminders.plan(session, opted_out, world.preset, START - timedelta(days=1))
        assert [row[1] for row in _rows(session, opted_out)] == ["email"]


def test_a_move_replans_and_tells_the_old_time_a_minute_later():
    now = START - timedelta(days=3)
    with writing() as session:
        booking, preset = _plan(session, now)
        for row in session.exec(select(Reminder).where(Reminder.kind == "invitation")):
            row.status = "sent"
        booking.scheduled_at, booking.ends_at = START + timedelta(hours=2), START + timedelta(hours=3)
        reminders.plan(session, booking, preset, now, moved_from=START)
        assert _rows(session, booking) == [
            ("invitation", "email", now + timedelta(seconds=60)),
            ("reminder_1h", "email", START + timedelta(hours=1)),
            ("reminder_24h", "email", START - timedelta(hours=22)),
        ]
        moved = session.exec(select(Reminder).where(Reminder.kind == "invitation", Reminder.status == "pending")).one()
        assert moved.details == {"moved_from": START.isoformat()}


def test_two_moves_within_a_minute_make_one_message_and_moving_back_restores_the_old_plan():
    now = START - timedelta(days=3)
    with writing() as session:
        booking, preset = _plan(session, now)
        first = _rows(session, booking)
        for new_start in (START + timedelta(hours=2), START):
            old = booking.scheduled_at
            booking.scheduled_at, booking.ends_at = new_start, new_start + timedelta(minutes=30)
            now += timedelta(seconds=20)
            reminders.plan(session, booking, preset, now, moved_from=old)
        assert _rows(session, booking) == first


def test_cancelling_calls_off_the_rest_and_sends_the_cancellation():
    now = START - timedelta(days=3)
    with writing() as session:
        booking, _ = _plan(session, now)
        reminders.cancel(session, booking, now)
        assert _rows(session, booking) == [("cancellation", "email", now)]
        assert len(_rows(session, booking, "cancelled")) == 3


def test_an_end_without_words_only_calls_off():
    with writing() as session:
        booking, _ = _plan(session, START - timedelta(days=3))
        reminders.cancel(session, booking, START, tell=False)
        assert _rows(session, booking) == []


def test_a_customer_who_gives_an_address_later_is_reminded_from_then_on():
    now = START - timedelta(days=3)
    with writing() as session:
        world = make_world(session, reminders=BY_EMAIL)
        booking = world.booking(session, guest_email=None)
        reminders.plan(session, booking, world.preset, now)
        assert _rows(session, booking) == []
        booking.guest_email = "jane@guests.test"
        reminders.replan(session, booking, world.preset, now)
        assert [row[0] for row in _rows(session, booking)] == ["reminder_1h", "reminder_24h"]
