"""E-mails to customers, through the real jobs to a real SMTP server that takes, refuses or hangs."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from sqlmodel import select, update

from console.scheduling import clock, database
from console.scheduling.actors import operator
from console.scheduling.models import App, Booking, Preset, Reminder, TimelineEvent
from console.scheduling.services import app_copies, reminders
from console.scheduling.settings import settings
from tests.jobs.working import jobs_at_work
from tests.rows import World, make_world
from tests.smtp_sink import Sink, smtp_sink

EVERYTHING = [
    {"kind": kind, "channels": ["email"]}
    for kind in ("invitation", "reminder_24h", "reminder_1h", "reminder_15m", "cancellation", "conflict_notice")
]
WORKER = "host:1:a"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with smtp_sink() as made:
        yield made


@pytest.fixture
def mailing(store: str, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("CALLBOARD_SMTP_URL", f"smtp://127.0.0.1:{sink.port}")
    monkeypatch.setenv("CALLBOARD_MAIL_FROM", "Callboard <calls@acme.test>")
    settings.cache_clear()
    with database.writing() as session:
        return make_world(session, reminders=EVERYTHING, message_settings={"quiet_hours": None})


def book(world: World, hours: float = 48, **terms: Any) -> Booking:
    """A booking that starts in so many hours, with its messages planned."""
    start = clock.now() + timedelta(hours=hours)
    with database.writing() as session:
        booking = world.booking(session, scheduled_at=start, **terms)
        reminders.plan(session, booking, world.preset, clock.now())
    return booking


def rows(booking: Booking) -> dict[str, str]:
    with database.reading() as session:
        found = session.exec(select(Reminder).where(Reminder.booking_id == booking.id).order_by(Reminder.created_at))
        return {row.kind: row.status for row in found}


def story(booking: Booking) -> list[tuple[str, dict]]:
    with database.reading() as session:
        events = session.exec(select(TimelineEvent).where(TimelineEvent.booking_id == booking.id))
        return [(event.event_type, event.payload) for event in events]


def wait_until(true: Callable[[], Any], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"not within {seconds} s"
        time.sleep(0.02)


def test_an_invitation_arrives_with_text_html_and_calendar(mailing: World, sink: Sink):
    with jobs_at_work():
        booking = book(mailing, guest_timezone="America/Bogota")
        wait_until(lambda: rows(booking)["invitation"] == "sent")
    [message] = sink.messages
    assert message["To"] == "jane@guests.test" and message["From"] == "Acme <calls@acme.test>"
    assert "Acme" in message["Subject"] and "Bogot" in message["Subject"]
    text = message.get_body(("plain",)).get_content()
    assert "/join/g-" in text and "/manage/m-" in text and booking.reference in text
    assert "/manage/m-" in message.get_body(("html",)).get_content()
    [invite] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert invite.get_param("method") == "REQUEST"
    event = icalendar.Calendar.from_ical(invite.get_content()).walk("VEVENT")[0]
    assert str(event["uid"]).startswith(booking.id)
    assert [part.get_filename() for part in message.iter_attachments()] == ["call.ics"]
    assert story(booking) == [("reminder_sent", {"kind": "invitation", "channel": "email"})]


def test_a_cancellation_takes_the_call_out_of_the_calendar(mailing: World, sink: Sink):
    booking = book(mailing)
    with database.writing() as session:
        session.execute(update(Booking).values(status="cancelled", cancellation_reason="ill"))
        reminders.cancel(session, session.get_one(Booking, booking.id), clock.now())
    with jobs_at_work():
        wait_until(lambda: rows(booking)["cancellation"] == "sent")
    [message] = sink.messages
    assert "Reason: ill" in message.get_body(("plain",)).get_content()
    assert any(part.get_param("method") == "CANCEL" for part in message.walk())


def test_what_a_customer_wrote_is_never_html(mailing: World, sink: Sink):
    with jobs_at_work():
        booking = book(mailing, guest_name="<script>alert(1)</script>\r\nBcc: x@evil.test")
        wait_until(lambda: rows(booking)["invitation"] == "sent")
    [message] = sink.messages
    assert "<script" not in message.get_body(("html",)).get_content() and message["Bcc"] is None


def test_without_a_mail_server_messages_are_marked_not_sent_for_good(
    mailing: World, sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("CALLBOARD_SMTP_URL")
    settings.cache_clear()
    booking = book(mailing)
    assert reminders.claim_due(WORKER) == []
    assert (rows(booking)["invitation"], _problem(booking)) == ("not_sent", "channel not set up")
    monkeypatch.setenv("CALLBOARD_SMTP_URL", "smtp://127.0.0.1:1")
    settings.cache_clear()
    assert not reminders.has_due() and reminders.claim_due(WORKER) == []


def test_a_test_apps_messages_stop_at_the_outbox_whatever_is_set_up(mailing: World, sink: Sink):
    made = app_copies.copy(operator(mailing.app.id))
    with database.reading() as session:
        app, preset = session.get_one(App, made.app_id), session.get_one(Preset, made.presets[mailing.preset.id])
    with jobs_at_work():
        tried = book(replace(mailing, app=app, preset=preset))
        real = book(mailing, 72)
        wait_until(lambda: rows(real)["invitation"] == "sent" and rows(tried)["invitation"] != "pending")
    assert [message["To"] for message in sink.messages] == ["jane@guests.test"]
    assert real.reference in str(sink.messages[0].get_body(("plain",)))
    assert (rows(tried)["invitation"], _problem(tried)) == ("not_sent", "test app")
    assert story(tried) == []


def test_after_downtime_what_is_past_its_use_is_cancelled(mailing: World):
    booking = book(mailing)
    with database.writing() as session:
        started = clock.now() + timedelta(minutes=40)
        session.execute(update(Booking).values(scheduled_at=started, ends_at=started + timedelta(minutes=30)))
        session.execute(update(Reminder).values(fire_at=clock.now() - timedelta(minutes=1)).where(Reminder.id != ""))
    due = {one.letter.kind for one in reminders.claim_due(WORKER)}
    assert due == {"invitation", "reminder_1h", "reminder_15m"}
    assert rows(booking)["reminder_24h"] == "cancelled"


def test_a_refused_message_is_tried_again_and_an_impossible_one_given_up(mailing: World, sink: Sink):
    sink.answer = "451 later"
    with jobs_at_work():
        booking = book(mailing)
        wait_until(lambda: _problem(booking) is not None)
        assert rows(booking)["invitation"] == "pending"
        sink.answer = "250 OK"
        _make_due()
        wait_until(lambda: rows(booking)["invitation"] == "sent")
        sink.answer = "554 never"
        other = book(mailing, 72)
        wait_until(lambda: rows(other)["invitation"] == "failed")
    [(event, payload)] = story(other)
    assert event == "reminder_failed" and payload["problem"].startswith("554")


def test_a_mail_server_that_hangs_is_left_and_tried_again(mailing: World, sink: Sink, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("jobs.channels.smtp._SECONDS", 0.3)
    sink.thinks = 2
    with jobs_at_work():
        booking = book(mailing)
        wait_until(lambda: _problem(booking) is not None)
        assert rows(booking)["invitation"] == "pending"


def test_reminders_carry_the_one_click_header_and_invitations_do_not(mailing: World, sink: Sink):
    booking = book(mailing, hours=1.5)
    with database.writing() as session:
        session.execute(update(Reminder).values(fire_at=clock.now()).where(Reminder.kind == "reminder_1h"))
    with jobs_at_work():
        wait_until(lambda: len(sink.messages) == 2)
    [plain, reminder] = sorted(sink.messages, key=lambda one: "List-Unsubscribe" in one)
    assert plain["List-Unsubscribe"] is None and rows(booking)["reminder_1h"] == "sent"
    assert "/unsubscribe/u-" in reminder["List-Unsubscribe"]
    assert reminder["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_stop_writes_down_what_was_just_being_sent(mailing: World, sink: Sink):
    booking = book(mailing)
    with jobs_at_work():
        wait_until(lambda: sink.messages)
    assert rows(booking)["invitation"] == "sent"


def test_what_falls_into_the_night_waits_without_costing_a_try(mailing: World):
    hour = clock.now().hour
    quiet = {"start": f"{hour:02}:00", "end": f"{(hour + 2) % 24:02}:00"}
    with database.writing() as session:
        session.merge(mailing.preset).message_settings = {"quiet_hours": quiet}
    booking = book(mailing, hours=100)
    assert reminders.claim_due(WORKER) == [] and not reminders.has_due()
    with database.reading() as session:
        [row] = session.exec(select(Reminder).where(Reminder.booking_id == booking.id, Reminder.kind == "invitation"))
    assert (row.status, row.attempts) == ("pending", 0) and row.fire_at > clock.now()


def test_an_app_has_a_sender_of_its_own(mailing: World, sink: Sink):
    with database.writing() as session:
        session.merge(mailing.app).channels = {"mail_from": "hello@acme.example"}
    with jobs_at_work():
        book(mailing)
        wait_until(lambda: sink.messages)
    assert sink.messages[0]["From"] == "Acme <hello@acme.example>"


def test_the_last_failed_try_gives_up(mailing: World):
    booking = book(mailing)
    for attempt in range(1, 7):
        [due] = reminders.claim_due(WORKER)
        assert due.attempt == attempt
        reminders.record(WORKER, [reminders.Sent(due, "no connection")])
        _make_due()
    assert rows(booking)["invitation"] == "failed"


def test_a_message_belongs_to_one_worker_at_a_time(mailing: World):
    booking = book(mailing)
    [first] = reminders.claim_due(WORKER)
    assert reminders.claim_due("host:2:b") == []
    reminders.take_back(lambda worker: worker == WORKER)
    [second] = reminders.claim_due("host:2:b")
    reminders.record(WORKER, [reminders.Sent(first, "late")])
    assert rows(booking)["invitation"] == "pending" and _problem(booking) is None
    reminders.record("host:2:b", [reminders.Sent(second)])
    assert rows(booking)["invitation"] == "sent"


def _problem(booking: Booking) -> str | None:
    with database.reading() as session:
        invitation = select(Reminder).where(Reminder.booking_id == booking.id, Reminder.kind == "invitation")
        return session.exec(invitation).one().problem


def _make_due() -> None:
    with database.writing() as session:
        session.execute(
            update(Reminder)
            .where(Reminder.kind == "invitation", Reminder.status == "pending")
            .values(fire_at=clock.now())
        )
