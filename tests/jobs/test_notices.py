"""A notice to staff, from the receiver's answers through the real jobs to a real SMTP server."""

import time
from datetime import timedelta

import icalendar
from sqlmodel import select, update

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM
from console.scheduling.messages import ics
from console.scheduling.models import InternalNote, Member, StaffNotice, Subscription
from console.scheduling.rules.retries import Health
from console.scheduling.services import notices
from console.scheduling.services.webhooks.health import set_health
from tests.jobs.test_messages import Sink, mailing, sink  # noqa: F401 - fixtures
from tests.jobs.working import jobs_at_work
from tests.rows import World


def test_three_clocks_send_a_notice_once(mailing: World, sink: Sink):  # noqa: F811
    owe(mailing)
    with jobs_at_work(), jobs_at_work(), jobs_at_work():
        time.sleep(0.5)  # each has taken back what dead workers of its number held
        with database.writing() as session:
            session.execute(update(StaffNotice).values(due_at=clock.now() - timedelta(seconds=1)))
        until = time.monotonic() + 10
        while not sink.messages and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.3)
    [message] = sink.messages
    assert message["Subject"] == "A webhook of Acme is failing"
    assert message["To"] == mailing.agent.email
    with database.reading() as session:
        assert session.exec(select(StaffNotice.status)).all() == ["sent", "sent"]  # by mail, and in the browser


def test_a_moved_call_arrives_with_a_file_for_the_agents_calendar(mailing: World, sink: Sink):  # noqa: F811
    now = clock.now()
    with database.writing() as session:
        session.add(
            Member(app_id=mailing.app.id, person_id=mailing.agent.id, role="agent", timezone="UTC", joined_at=now)
        )
        booking = mailing.booking(session, scheduled_at=now + timedelta(days=2), guest_name="Jane\r\nBcc: x@evil.test")
        booking.ends_at, was = booking.scheduled_at + timedelta(minutes=30), now + timedelta(days=1)
        session.add(InternalNote(booking_id=booking.id, author_id=mailing.agent.id, body="secret", created_at=now))
        acts = [notices.Act("rescheduled", SYSTEM, {"scheduled_at": was.isoformat()})]
        notices.of_acts(session, booking, acts, now - timedelta(seconds=61))
    with jobs_at_work():
        until = time.monotonic() + 10
        while not sink.messages and time.monotonic() < until:
            time.sleep(0.05)
    [message] = sink.messages
    assert message["To"] == mailing.agent.email and "Moved: Jane" in message["Subject"] and message["Bcc"] is None
    text = message.get_body(("plain",)).get_content()
    assert f"/app/{mailing.app.id}/my-schedules?call={booking.id}" in text and "secret" not in message.as_string()
    [invite] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert invite.get_param("method") == "REQUEST"
    event = icalendar.Calendar.from_ical(invite.get_content()).walk("VEVENT")[0]
    assert str(event["uid"]) == f"{booking.id}.{ics.mark_of(mailing.agent.id)}@callboard"
    assert str(event["attendee"]) == f"mailto:{mailing.agent.email}"


def owe(world: World) -> None:
    """The agent, who owns the app, is owed the news that a webhook fails."""
    now = clock.now()
    with database.writing() as session:
        session.add(Member(app_id=world.app.id, person_id=world.agent.id, role="owner", timezone="UTC", joined_at=now))
        hook = Subscription(app_id=world.app.id, url="https://crm.example/", secret="s", created_at=now)
        session.add(hook)
        session.flush()
        set_health(session, hook, Health("failing", 4, now), SYSTEM)
