"""The links that a customer asked for arrive at the address that they named, in one message, and nobody else's with them."""

from datetime import timedelta
from typing import Any

from sqlmodel import select, update

from console.scheduling import clock, database
from console.scheduling.actors import visitor
from console.scheduling.models import Booking, Customer, LinkRequest, Reminder
from console.scheduling.services import link_requests, links, reminders, throttle
from tests.jobs.test_messages import Sink, mailing, rows, story, wait_until
from tests.jobs.test_messages import sink as sink
from tests.jobs.test_whatsapp import PHONE, api, installation, writing_to
from tests.jobs.working import jobs_at_work
from tests.rows import World
from tests.whatsapp_double import CloudApi

__all__ = ["api", "installation", "mailing", "writing_to"]

JANE = "Jane@Guests.test"


def book(world: World, hours: float, email: str | None = JANE, **terms: Any) -> Booking:
    start = clock.now() + timedelta(hours=hours)
    with database.writing() as session:
        return world.booking(
            session,
            scheduled_at=start,
            ends_at=start + timedelta(minutes=30),
            guest_email=email,
            guest_email_key=email and email.casefold(),
            **terms,
        )


def ask(world: World, address: str, language: str = "en") -> None:
    throttle.forget_all()
    link_requests.ask(visitor(world.app.id), address, language)


def waiting() -> int:
    with database.reading() as session:
        return len(session.exec(select(LinkRequest)).all())


def manage_urls(*bookings: Booking) -> list[str]:
    return [links.manage_url(booking.id) for booking in bookings]


def test_one_message_holds_all_calls_to_come_and_no_others(mailing: World, sink: Sink):
    later, sooner = book(mailing, 50), book(mailing, 26, guest_timezone="America/Bogota")
    running = book(mailing, -0.1, status="started")
    others = [
        book(mailing, 30, "somebody@guests.test"),  # booked with Jane's phone, as anybody might who knows it
        book(mailing, 31, status="cancelled"),
        book(mailing, -5),
    ]
    with jobs_at_work():
        ask(mailing, "jane@guests.TEST", "es")
        wait_until(lambda: rows(running).get("call_links") == "sent")
    [message] = sink.messages
    assert message["To"] == JANE and message["Subject"] == "Sus llamadas con Acme"
    text, html = (part.get_content() for part in message.walk() if part.get_content_maintype() == "text")
    places = [text.index(url) for url in manage_urls(running, sooner, later)]
    assert places == sorted(places)
    assert all(url in html for url in manage_urls(running, sooner, later))
    assert not any(url in text + html for url in manage_urls(*others))
    assert "hora de Bogot" in text and list(message.iter_attachments()) == [] and message["List-Unsubscribe"] is None
    assert story(running) == [("reminder_sent", {"kind": "call_links", "channel": "email"})]
    assert waiting() == 0


def test_who_is_unknown_leaves_nothing_behind(mailing: World):
    book(mailing, 26, "somebody@guests.test")
    book(mailing, -5)
    ask(mailing, JANE)
    assert link_requests.answer() == 1 and waiting() == 0
    with database.reading() as session:
        assert session.exec(select(Reminder)).all() == []


def test_asking_again_before_it_is_sent_makes_one_message(mailing: World):
    booking = book(mailing, 26)
    for _ in range(2):
        ask(mailing, JANE)
    assert link_requests.answer() == 2
    [due] = reminders.claim_due("host:1:a")
    assert due.recipient == JANE and [call.reference for call in due.letter.calls] == [booking.reference]


def test_it_reaches_who_declined_everything_since_they_asked(mailing: World, sink: Sink):
    booking = book(mailing, 26)
    with database.writing() as session:
        session.execute(update(Customer).values(opt_outs=["email", "email_reminders"]))
    with jobs_at_work():
        ask(mailing, JANE)
        wait_until(lambda: rows(booking).get("call_links") == "sent")
    assert len(sink.messages) == 1


def test_an_address_that_refuses_it_makes_no_message_on_another_channel(mailing: World, sink: Sink):
    booking, sink.greeting = book(mailing, 26), "550 nobody here"
    with jobs_at_work():
        ask(mailing, JANE)
        wait_until(lambda: rows(booking).get("call_links") == "failed")
    with database.reading() as session:
        assert [row.channel for row in session.exec(select(Reminder))] == ["email"]


def test_a_phone_gets_them_by_whatsapp(writing_to: World, api: CloudApi):
    first, second = book(writing_to, 26, None), book(writing_to, 50, None)
    with jobs_at_work():
        ask(writing_to, PHONE)
        wait_until(lambda: rows(first).get("call_links") == "sent")
    [sent] = api.sent
    assert sent["to"] == PHONE.removeprefix("+")
    said = str(sent["template"]["components"])
    assert all(url in said for url in manage_urls(first, second))


def test_a_whatsapp_message_holds_whole_links_only(writing_to: World):
    for hours in range(26, 46):
        book(writing_to, hours, None)
    ask(writing_to, PHONE)
    link_requests.answer()
    [due] = reminders.claim_due("host:1:a")
    said = due.letter.message or ""
    assert len(said) <= 1024 and said.splitlines()[-1].endswith(due.letter.calls[len(said.splitlines()) - 2].manage_url)
