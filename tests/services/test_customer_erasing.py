"""After a customer is erased no table holds a value of theirs, and nobody else has lost one."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel, select

from console.scheduling import clock, database
from console.scheduling.errors import NotFound
from console.scheduling.models import (
    App,
    Attempt,
    Booking,
    Client,
    Customer,
    Delivery,
    LinkRequest,
    OutboxEvent,
    Reminder,
    SavedView,
    new_id,
)
from console.scheduling.services import bookings, customer_erasing, customer_merging, customer_search, views, webhooks
from console.scheduling.services.bookings import BookingChange, NewBooking, ReminderWish
from console.scheduling.services.once import Once
from console.scheduling.services.webhooks import NewSubscription
from tests.services.conftest import Acme

SECRETS = ("Quillfeather", "zyx.omma", "300555017", "Allergic to penicillin", "Vexillology", "Marrowbone")


def marked(mark: str) -> list[str]:
    """The values of one customer, told from another's by a mark."""
    return [f"{secret}{mark}" for secret in SECRETS]


def guest(mark: str) -> dict[str, Any]:
    name, email, phone, notes, *_ = marked(mark)
    return {
        "guest_name": f"Jo {name}",
        "guest_email": f"{email}@guests.test",
        "guest_phone": f"+57{phone}",
        "guest_intake_notes": notes,
    }


def everywhere() -> str:
    """Every value of every row there is, keys of the tables left out."""
    with database.reading() as session:
        rows = (session.connection().execute(table.select()).all() for table in SQLModel.metadata.tables.values())
        return "\n".join(str(tuple(row)) for table in rows for row in table).casefold()


def live_through(acme: Acme, mark: str, hours: int, acts: set[str]) -> Booking:
    """A call of this customer on which these things were done."""
    said, reason = marked(mark)[4:]
    once = Once(CLIENT, "POST", "/calls", uuid4().hex, "hash", clock.now()) if "api" in acts else None
    new = NewBooking(
        scheduled_at=acme.at(hours),
        agent_id=acme.ada,
        metadata={"said": said},
        respect_working_hours=False,
        **guest(mark),
    )
    booking = bookings.book(acme.system if once else acme.admin, new, once=once)
    with database.writing() as session:
        for channel, address in (("email", booking.guest_email_key), ("whatsapp", booking.guest_phone)):
            asked = {"channel": channel, "address": address, "language": "en", "created_at": clock.now()}
            session.add(LinkRequest(app_id=acme.app_id, **asked))
    if "note" in acts:
        bookings.add_note(acme.admin, booking.id, said)
    if "update" in acts:
        bookings.change(acme.admin, booking.id, BookingChange(guest_name=f"Joanna {marked(mark)[0]}", reason=reason))
    if "move" in acts:
        bookings.reschedule(acme.admin, booking.id, acme.at(hours + 0.5), reason=reason, respect_working_hours=False)
    if "remind" in acts:
        bookings.send_reminder(acme.admin, booking.id, ReminderWish(message=said))
    if "cancel" in acts:
        bookings.cancel(acme.admin, booking.id, reason=reason)
    return booking


CLIENT = "cli_x"


def deliver() -> None:
    """Each delivery there is was tried, and its receiver repeated what it got; each message went out."""
    with database.writing() as session:
        owed = select(Delivery, OutboxEvent).join(OutboxEvent, OutboxEvent.id == Delivery.event_id)
        for delivery, event in session.exec(owed.where(Delivery.status == "pending")):
            delivery.status, body = "delivered", str(event.payload)
            session.add(
                Attempt(
                    delivery_id=delivery.id,
                    subscription_id=delivery.subscription_id,
                    number=1,
                    started_at=clock.now(),
                    request_body=body,
                    response_body=body,
                )
            )
        sent = select(Reminder, Booking).join(Booking, Booking.id == Reminder.booking_id)
        for message, booking in session.exec(sent.where(Reminder.status == "pending")):
            message.recipient, message.status = booking.guest_email, "sent"
            message.provider_id, message.problem = new_id(f"wa{booking.guest_phone}"), f"{booking.guest_name} is away"


ACTS = st.sets(st.sampled_from(["api", "note", "update", "move", "remind", "cancel"]))


@example(lives=[{"api", "note", "update", "remind"}, {"api", "move", "cancel"}], is_merged=True)
@given(lives=st.lists(ACTS, min_size=1, max_size=2), is_merged=st.booleans())
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_of_an_erased_customer_is_left_anywhere(acme: Acme, lives: list[set[str]], is_merged: bool):
    _begin_anew(acme)
    webhooks.subscribe(
        acme.admin, NewSubscription("https://crm.example/hooks", ("scheduled.created", "scheduled.updated"))
    )
    calls = [live_through(acme, "1", 24 * place, acts) for place, acts in enumerate(lives)]
    deliver()
    erased = calls[0].customer_id
    if is_merged:
        other = bookings.book(
            acme.admin,
            NewBooking(
                scheduled_at=acme.at(5), agent_id=acme.bo, guest_name="Jo", guest_email="jo.marrowbone1@guests.test"
            ),
        )
        customer_merging.merge(acme.admin, other.customer_id, erased)
    stays = live_through(acme, "2", 100, {"note", "update", "api"})
    before = everywhere()
    assert all(one.casefold() in before for one in (*marked("1")[:5], *marked("2")[:5]))

    customer_erasing.erase(acme.admin, erased)

    after = everywhere()
    assert not [one for one in marked("1") if one.casefold() in after]
    assert all(one.casefold() in after for one in marked("2")[:5])
    with database.reading() as session:
        kept = [session.get_one(Booking, call.id) for call in calls]
        assert {call.status for call in kept} <= {"cancelled"}
        assert session.get_one(Booking, stays.id).status == "scheduled"


def test_the_calls_stay_as_numbers_and_nobody_is_found_by_them(acme: Acme):
    over, ahead = acme.book(guest_phone="+573005550100"), acme.book(hours=48, guest_phone="+573005550100")
    acme.hand.move_to(acme.at(1))
    bookings.done(acme.admin, over.id, note="Wants a call back")
    customer_erasing.erase(acme.admin, over.customer_id)
    with database.reading() as session:
        one, two = session.get_one(Booking, over.id), session.get_one(Booking, ahead.id)
        row = session.get_one(Customer, over.customer_id)
        events = session.exec(
            select(OutboxEvent).where(OutboxEvent.booking_id == ahead.id).order_by(OutboxEvent.position)
        )
        told = [(event.event, event.payload["scheduled_call"]["guest_name"]) for event in events]
    assert (one.status, one.guest_name, one.outcome_note, one.scheduled_at) == (
        *("completed", "Erased customer", None),
        over.scheduled_at,
    )
    assert two.status == "cancelled"
    assert told == [("scheduled.created", "Erased customer"), ("scheduled.cancelled", "Erased customer")]
    assert (row.name, row.erased_at) == (None, clock.now())
    assert customer_search.find(acme.admin, "jane").customers == []
    assert customer_search.page(acme.admin).customers == []
    with pytest.raises(NotFound):
        customer_erasing.erase(acme.admin, over.customer_id)


@pytest.mark.parametrize(
    ("search", "left"),
    [
        ("quillfeather", ""),
        ("Jo QUILLF", ""),
        ("jo.quill@guests.test", ""),
        ("300 555 01", ""),
        ("feather", "?q=feather"),
        ("guests", "?q=guests"),
        ("0100", "?q=0100"),
        ("jo smith", "?q=jo+smith"),
        ("CB-7", "?q=CB-7"),
    ],
)
def test_a_saved_search_for_an_erased_customer_is_forgotten_and_any_other_stays(acme: Acme, search: str, left: str):
    call = acme.book(guest_name="Jo Quillfeather", guest_email="Jo.Quill@guests.test", guest_phone="+573005550100")
    mine = views.save(acme.admin, "Theirs", f"?{urlencode({'q': search})}")
    customer_erasing.erase(acme.admin, call.customer_id)
    with database.reading() as session:
        assert session.get_one(SavedView, mine.id).query == left


def test_what_else_a_view_narrows_stays_and_its_name_tells_nothing(acme: Acme):
    call = acme.book(guest_name="Jo Quillfeather")
    kept = [
        views.save(acme.admin, "Quillfeather's", "?range=past&status=completed,no_show&q=quillfeather", is_shared=True),
        views.save(acme.admin, "Calls of Jo", "?q=jo"),
        views.save(acme.admin, "Jo's of today", "?range=today"),
    ]
    with database.writing() as session:
        session.add(App(id="app_2", name="Elsewhere", timezone="UTC", widget_key="wk_2", created_at=clock.now()))
    elsewhere = views.save(replace(acme.admin, app_id="app_2"), "Jo", "?q=quillfeather")
    customer_erasing.erase(acme.admin, call.customer_id)
    with database.reading() as session:
        now = [session.get_one(SavedView, view.id) for view in (*kept, elsewhere)]
    assert [(view.name, view.query) for view in now] == [
        ("Erased customer", "?range=past&status=completed,no_show"),
        ("Erased customer 2", ""),
        ("Jo's of today", "?range=today"),
        ("Jo", "?q=quillfeather"),
    ]


def test_who_books_again_is_somebody_new(acme: Acme):
    before = acme.book()
    customer_erasing.erase(acme.admin, before.customer_id)
    assert acme.book(hours=1).customer_id != before.customer_id


def _begin_anew(acme: Acme) -> None:
    """Take out what an earlier example left behind."""
    with database.writing() as session:
        if session.get(Client, CLIENT) is None:
            session.add(Client(id=CLIENT, name="CRM", created_at=clock.now()))
        for one in session.exec(select(Customer).where(Customer.erased_at == None)):  # noqa: E711
            for call in session.exec(select(Booking).where(Booking.customer_id == one.id)):
                call.status = "cancelled"
