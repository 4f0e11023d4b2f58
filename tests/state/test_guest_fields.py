"""Every detail of a customer that a booking keeps goes the whole way: taken, kept, told, changed, taken along and erased."""

import json
import re
from dataclasses import fields
from typing import Any

import pytest
from sqlalchemy import inspect
from sqlmodel import select

from api.schemas.calls import CallChange, NewCall
from booking_page.state import BookingPageState
from booking_page.steps import details_step
from console.components.booking_drawer.editing import edit_form as drawn_edit_form
from console.components.booking_form import booking_dialog
from console.scheduling import database
from console.scheduling.messages import edit_form
from console.scheduling.messages.words import word
from console.scheduling.models import Booking, OutboxEvent
from console.scheduling.services import booking_views, bookings, customer_erasing, files, webhooks
from console.scheduling.services.bookings import BookingChange, NewBooking
from console.scheduling.services.calls import CALL_FIELDS, call_object
from console.scheduling.services.webhooks import NewSubscription
from console.state.book_call import BookForAnyoneState
from console.state.booking_form import FIELDS
from console.state.call_drawer import MasterDrawerState
from tests.services.conftest import Acme
from tests.state.conftest import Tab

JANE: dict[str, Any] = {
    "guest_name": "Jane Quillfeather",
    "guest_phone": "+573005550100",
    "guest_email": "zyx.omma@guests.test",
    "guest_timezone": "Asia/Kathmandu",
    "guest_language": "pt-BR",
    "guest_intake_notes": "Allergic to penicillin",
}
JOAN: dict[str, Any] = {
    "guest_name": "Joan Marrowbone",
    "guest_phone": "+573005550199",
    "guest_email": "vexillology@guests.test",
    "guest_timezone": "Pacific/Apia",
    "guest_language": "es-CO",
    "guest_intake_notes": "Call the other number",
}
"""Two people of whom everything is known. A new detail is given to both; whatever then fails is a place that lacks it."""
NOT_TYPED = {"guest_email_key", "guest_joined_at"}
NOT_ASKED = {"guest_timezone", "guest_language"}
"""What the forms that book know without asking."""


def columns() -> set[str]:
    return {column.key for column in inspect(Booking).columns if column.key.startswith("guest_")} - NOT_TYPED


def guest(names: Any) -> set[str]:
    return {name for name in names if name.startswith("guest_")}


def details(booking: Booking) -> dict[str, Any]:
    return {name: getattr(booking, name) for name in JANE}


def test_all_that_is_kept_of_a_customer_is_looked_at_here():
    assert columns() == set(JANE) == set(JOAN)


def test_whoever_books_or_changes_a_call_may_say_all_of_it():
    for taken in (NewBooking, BookingChange):
        assert guest(one.name for one in fields(taken)) == columns()
    for taken in (NewCall, CallChange):
        assert guest(taken.model_fields) == columns()
    assert guest(edit_form.LABELS) == columns()
    assert guest(FIELDS) == columns() - {"guest_timezone"}


def test_every_form_asks_for_it():
    asked = columns() - NOT_ASKED
    forms = [
        (booking_dialog(BookForAnyoneState, names_agent=True), asked),
        (details_step(BookingPageState), asked),
        (drawn_edit_form(MasterDrawerState), columns()),
    ]
    for form, names in forms:
        assert guest(re.findall(r'name:"(\w+)"', str(form))) == names


def test_what_was_said_is_kept_and_told_to_clients(acme: Acme):
    booking = acme.book(**JANE)
    assert details(booking) == JANE
    call = call_object(booking, None)
    assert tuple(call) == CALL_FIELDS
    assert {name: call[name] for name in guest(call)} == JANE
    changed = bookings.change(acme.admin, booking.id, BookingChange(**JOAN))
    assert details(changed) == JOAN


def test_what_is_typed_in_the_console_is_kept(acme: Acme, tab: Tab):
    tab.do(BookForAnyoneState.open_form)
    form = tab.do(BookForAnyoneState.choose_agent, acme.ada)
    tab.do(BookForAnyoneState.choose_start, form.soonest[0].start)
    tab.do(BookForAnyoneState.book, typed := {name: JANE[name] for name in columns() - NOT_ASKED})
    with database.reading() as session:
        booking = session.exec(select(Booking)).one()
    assert details(booking).items() >= typed.items()
    drawer = tab.do(MasterDrawerState.open_call, booking.id)
    shown = str(drawer.sheet)
    assert [name for name, value in typed.items() if name != "guest_phone" and value not in shown] == []
    drawer = tab.do(MasterDrawerState.prepare, "update")
    assert drawer.draft.items() >= typed.items()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_timeline_has_a_word_for_each(language: str):
    assert all(word(f"field_{name}", language) and word(edit_form.LABELS[name], language) for name in JANE)


def test_it_comes_back_out_of_an_apps_file(acme: Acme):
    acme.book(**JANE)
    document = json.loads(json.dumps(files.export_app(acme.app_id)))
    for number, one in enumerate(document["agents"]):
        one["email"] = f"agent{number}@elsewhere.test"
    made = files.import_app(document)
    with database.reading() as session:
        arrived = session.exec(select(Booking).where(Booking.app_id == made.app_id)).one()
    assert details(arrived) == JANE


def test_nothing_of_it_is_left_of_an_erased_customer(acme: Acme):
    webhooks.subscribe(acme.admin, NewSubscription("https://crm.example/hooks", ("scheduled.created",)))
    booking = acme.book(**JANE)
    customer_erasing.erase(acme.admin, booking.customer_id)
    erased = booking_views.get(acme.admin, booking.id).call.booking
    assert [name for name in JANE if name != "guest_name" and getattr(erased, name) is not None] == []
    with database.reading() as session:
        told = json.dumps([event.payload for event in session.exec(select(OutboxEvent))])
    assert [value for value in (*JANE.values(), erased.guest_name) if value in told] == [erased.guest_name]
