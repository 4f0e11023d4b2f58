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
    world = make_world(session, **{"reminders": BY_EMAIL, "message_settings": {"quiet_hours": None}, **preset})
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


NIGHT = START.replace(hour=23) - timedelta(days=4)
"""Eleven in the evening, where the customer is: nine hours before they are awake."""
MORNING = NIGHT + timedelta(hours=9)
AWAKE_FROM_EIGHT = {"message_settings": {}}


def test_what_falls_into_the_night_waits_for_the_morning():
    with writing() as session:
        booking, _ = _plan(session, NIGHT, **AWAKE_FROM_EIGHT)
        assert ("invitation", "email", MORNING) in _rows(session, booking)


def test_a_customer_who_books_at_night_hears_at_once():
    with writing() as session:
        world = make_world(session, reminders=BY_EMAIL)
        booking = world.booking(session)
        reminders.plan(session, booking, world.preset, NIGHT, by_customer=True)
        assert ("invitation", "email", NIGHT) in _rows(session, booking)


def test_the_night_is_the_customers_own():
    with writing() as session:
        world = make_world(session, reminders=BY_EMAIL)
        booking = world.booking(session, guest_timezone="Asia/Tokyo")  # where it is eight in the morning
        reminders.plan(session, booking, world.preset, NIGHT)
        assert ("invitation", "email", NIGHT) in _rows(session, booking)


def test_a_reminder_of_a_call_at_night_comes_in_the_morning_and_the_last_hour_is_never_quiet():
    at_two = START.replace(hour=2)
    with writing() as session:
        world = make_world(session, reminders=BY_EMAIL)
        booking = world.booking(session, scheduled_at=at_two)
        reminders.plan(session, booking, world.preset, at_two - timedelta(days=3))
        assert [(kind, at) for kind, _, at in _rows(session, booking)][1:] == [
            ("reminder_1h", at_two - timedelta(hours=1)),
            ("reminder_24h", at_two - timedelta(hours=18)),
        ]


def test_an_unsent_invitation_that_waits_for_the_morning_goes_out_when_the_customer_acts():
    with writing() as session:
        booking, preset = _plan(session, NIGHT, **AWAKE_FROM_EIGHT)
        later = NIGHT + timedelta(minutes=5)
        _move(session, booking, preset, later, hours=1, by_customer=True)
        [invitation] = [row for row in _rows(session, booking) if row[0] == "invitation"]
        assert invitation[2] == later + timedelta(seconds=60)


def _move(session: Session, booking: Booking, preset, now: datetime, hours: int, **how: bool) -> None:
    old = booking.scheduled_at
    booking.scheduled_at += timedelta(hours=hours)
    booking.ends_at += timedelta(hours=hours)
    reminders.plan(session, booking, preset, now, moved_from=old, **how)


def _mark_sent(session: Session) -> None:
    for row in session.exec(select(Reminder).where(Reminder.kind == "invitation", Reminder.status == "pending")):
        row.status = "sent"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (["move"], ["invitation"]),
        (["move", "move"], ["invitation"]),
        (["move", "move", "move"], ["invitation"]),
        (["move", "cancel"], ["cancellation"]),
        (["update", "move", "update"], ["invitation"]),
        (["update"], []),
        (["update", "cancel"], ["cancellation"]),
    ],
    ids=lambda case: "+".join(case) if case and case[0] in ("move", "update") else "",
)
def test_changes_within_a_minute_send_one_message(changes: list[str], told: list[str]):
    now = START - timedelta(days=3)
    with writing() as session:
        booking, preset = _plan(session, now)
        _mark_sent(session)
        for step, change in enumerate(changes):
            at = now + timedelta(seconds=5 + 10 * step)
            if change == "move":
                _move(session, booking, preset, at, hours=1)
            elif change == "update":
                reminders.replan(session, booking, preset, at)
            else:
                booking.status = "cancelled"
                reminders.cancel(session, booking, at)
        soon = now + timedelta(minutes=2)
        assert [kind for kind, _, at in _rows(session, booking) if at < soon] == told


def test_a_move_before_the_invitation_went_out_changes_what_it_says_and_no_more():
    now = START - timedelta(days=3)
    with writing() as session:
        booking, preset = _plan(session, now)
        _move(session, booking, preset, now + timedelta(seconds=1), hours=1)
        [invitation] = [row for row in session.exec(select(Reminder)) if row.kind == "invitation"]
        assert invitation.fire_at == now and "moved_from" not in invitation.details


def test_who_declines_reminders_still_hears_of_changes():
    with writing() as session:
        world = make_world(session, reminders=BY_EMAIL, message_settings={"quiet_hours": None})
        world.customer.opt_outs = ["email_reminders"]
        booking = world.booking(session)
        reminders.plan(session, booking, world.preset, START - timedelta(days=3))
        assert [row[0] for row in _rows(session, booking)] == ["invitation"]


def test_a_conflict_notice_is_asked_once_and_a_move_answers_it():
    now, kinds = START - timedelta(days=3), [{"kind": "conflict_notice", "channels": ["email"]}]
    with writing() as session:
        booking, preset = _plan(session, now, reminders=kinds)
        assert not reminders.allows_a_move(session, booking)
        for _ in range(2):
            reminders.plan_conflict_notice(session, booking, now)
        assert len(_rows(session, booking)) == 1 and reminders.allows_a_move(session, booking)
        _move(session, booking, preset, now, hours=1)
        assert _rows(session, booking) == [] and not reminders.allows_a_move(session, booking)


def test_a_customer_hears_once_who_takes_their_call_now():
    now = START - timedelta(days=3)
    with writing() as session:
        booking, preset = _plan(session, now)
        reminders.tell_agent(session, booking, preset, now, "per_first")
        assert len([row for row in _rows(session, booking) if row[0] == "invitation"]) == 1, "It is unsent anyway."
        for row in session.exec(select(Reminder).where(Reminder.kind == "invitation")):
            row.status = "sent"
        session.flush()
        first, booking.agent_id = booking.agent_id, "per_second"
        with session.no_autoflush:
            reminders.tell_agent(session, booking, preset, now, first)
            booking.agent_id = first
        told = ("invitation", "email", now + timedelta(seconds=60))
        assert told in _rows(session, booking)
        reminders.tell_agent(session, booking, preset, now, "per_second")  # given back before anybody heard of it
        assert told not in _rows(session, booking)
