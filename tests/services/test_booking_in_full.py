"""One booking with all that surrounds it: notes, messages, the customer's other calls, and what an override leaves."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.errors import NotAllowed, NotFound
from console.scheduling.models import AuditEntry, InternalNote, Member, Preset, Team
from console.scheduling.services import booking_views, bookings, calls, customer_erasing, customer_records, slots
from console.scheduling.services.booking_views import MessageLine
from console.scheduling.services.slots import SlotQuery
from tests.services.conftest import Acme
from tests.services.test_agent_day import put
from tests.statements import statements


def lead(acme: Acme, person_id: str) -> Actor:
    """This person as the lead of a team of their own, in which Ada is not."""
    put(Team(id="team_n", app_id=acme.app_id, name="North"))
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, person_id)).team_id = "team_n"
    return Actor("admin", id=person_id, app_id=acme.app_id, role="lead", team_id="team_n")


def test_a_removed_note_is_gone_but_that_it_stood_there_is_told(acme: Acme) -> None:
    booking = acme.book()
    note = bookings.add_note(acme.agent(acme.ada), booking.id, "Called us names.")
    acme.hand.shift(timedelta(minutes=5))
    for _ in range(2):
        bookings.remove_note(replace(acme.admin, id=acme.bo), note.id)
    (left,) = booking_views.get(acme.admin, booking.id).notes
    assert (left.body, left.author_name, left.removed_by_name) == ("", "ada", "bo")
    assert left.removed_at == left.created_at + timedelta(minutes=5)
    with database.reading() as session:
        assert session.get_one(InternalNote, note.id).body == ""
        (entry,) = session.exec(select(AuditEntry).where(AuditEntry.act == "note.removed")).all()
        assert (entry.actor_id, entry.subject_id, entry.fields) == (acme.bo, note.id, ["body"])


def test_nobody_but_an_admin_removes_a_note(acme: Acme) -> None:
    booking = acme.book()
    note = bookings.add_note(acme.admin, booking.id, "Speaks quietly.")
    onlooker = replace(acme.admin, role="supervisor")
    for who in (acme.agent(acme.ada), onlooker, replace(acme.admin, role="lead")):
        with pytest.raises(NotAllowed):
            bookings.remove_note(who, note.id)
    for who in (acme.agent(acme.bo), lead(acme, acme.bo), replace(acme.admin, app_id="app_2")):
        with pytest.raises(NotFound):
            bookings.remove_note(who, note.id)
    with pytest.raises(NotFound):
        bookings.remove_note(acme.admin, "note_unknown")
    assert booking_views.get(onlooker, booking.id).notes[0].body == "Speaks quietly."


def test_notes_and_messages_stay_inside(acme: Acme) -> None:
    booking = acme.book()
    bookings.add_note(acme.admin, booking.id, "Speaks quietly.")
    for outside in (acme.system, acme.guest(booking)):
        seen = booking_views.get(outside, booking.id)
        assert (seen.notes, seen.messages, seen.may_set_aside) == ([], [], outside.surface == "api")
        assert "Speaks quietly." not in str(calls.call_object(booking, None)) + str(seen.events)


def test_the_customers_messages_stand_there_with_their_states(acme: Acme) -> None:
    acme.set_preset(reminders=[{"kind": kind, "channels": ["email"]} for kind in ("invitation", "reminder_1h")])
    booking = acme.book(hours=4)
    said = booking_views.get(acme.agent(acme.ada), booking.id).messages
    assert [(line.kind, line.channel, line.status) for line in said] == [
        ("invitation", "email", "pending"),
        ("reminder_1h", "email", "pending"),
    ]
    assert isinstance(said[1], MessageLine) and said[1].at == acme.at(3)
    bookings.cancel(acme.admin, booking.id)
    assert {line.status for line in booking_views.get(acme.admin, booking.id).messages} == {"cancelled"}


def test_a_customers_other_calls_are_a_few_of_each_side_nearest_first(acme: Acme) -> None:
    past = [acme.book(hours=hours).id for hours in (0, 1, 2)]
    acme.hand.move_to(acme.at(3.5))
    here, *coming = [acme.book(hours=hours).id for hours in (4, 5, 5.5, 24)]
    acme.book(hours=6, guest_email="somebody@else.test")
    others = booking_views.other_calls(acme.admin, here)
    assert [call.booking.id for call in others.coming] == coming
    assert [call.booking.id for call in others.past] == past[::-1]
    assert not others.has_more
    few = booking_views.other_calls(acme.admin, here, limit=2)
    assert ([call.booking.id for call in few.coming], few.has_more) == (coming[:2], True)


def test_other_calls_are_seen_as_far_as_a_list_would_show_them(acme: Acme) -> None:
    here, theirs = acme.book(), acme.book(hours=1, agent_id=acme.bo)
    assert [call.booking.id for call in booking_views.other_calls(acme.admin, here.id).coming] == [theirs.id]
    assert booking_views.other_calls(acme.agent(acme.ada), here.id).coming == []
    of_north = lead(acme, acme.bo)
    assert booking_views.other_calls(of_north, theirs.id).coming == []
    for unseen in (of_north, acme.agent(acme.bo)):
        with pytest.raises(NotFound):
            booking_views.other_calls(unseen, here.id)


def test_who_may_look_at_customers_is_led_to_whose_call_it_is(acme: Acme) -> None:
    booking = acme.book()
    onlooker = replace(acme.admin, role="agent")
    for who in (acme.admin, acme.agent(acme.ada), onlooker, replace(acme.admin, role="supervisor")):
        led_to = booking_views.get(who, booking.id).customer_id
        assert led_to == booking.customer_id and customer_records.get(who, led_to)
    for outside in (acme.system, acme.guest(booking)):
        assert booking_views.get(outside, booking.id).customer_id is None
    customer_erasing.erase(acme.admin, booking.customer_id)
    assert booking_views.get(acme.admin, booking.id).customer_id is None


def test_a_booking_is_opened_with_as_many_statements_whatever_surrounds_it(acme: Acme) -> None:
    booking = acme.book(hours=2)

    def opened() -> int:
        with statements() as sent:
            booking_views.get(acme.admin, booking.id)
            booking_views.other_calls(acme.admin, booking.id)
        return len(sent)

    opened()  # the first of all looks up the installation's key
    alone = opened()
    for hours in (3, 4, 5):
        acme.book(hours=hours)
        bookings.add_note(acme.admin, booking.id, "A remark")
        bookings.change(acme.admin, booking.id, bookings.BookingChange(guest_name=f"Jane {hours}"))
        bookings.send_reminder(acme.admin, booking.id, bookings.ReminderWish(message=f"At {hours}"))
    assert opened() == alone <= 15


def test_every_event_of_an_overridden_change_says_so(acme: Acme) -> None:
    booking = acme.book()
    wanted: dict[str, Any] = {"scheduled_at": acme.at(12), "duration_minutes": 60, "agent_id": acme.bo}
    bookings.change(acme.admin, booking.id, bookings.BookingChange(respect_working_hours=False, **wanted))
    told = booking_views.get(acme.admin, booking.id).events[2:]
    assert {event.event_type: event.payload.get("override") for event in told} == dict.fromkeys(
        ("assigned", "rescheduled", "updated"), True
    )


def test_what_is_said_of_a_change_is_what_comes_of_it(acme: Acme) -> None:
    booking = acme.book()
    with database.writing() as session:
        session.get_one(Preset, acme.preset_id).notice_minutes = 24 * 60
    asked = SlotQuery(start=acme.at(0), end=acme.at(0), agent_id=acme.bo, moving=booking.id)
    assert slots.advise(acme.admin, asked).agents[0].bookable  # notice judges only a new start
    later = slots.advise(acme.admin, replace(asked, start=acme.at(1), end=acme.at(1)))
    assert [reason.code for reason in later.agents[0].reasons] == ["too_soon"]
    own = replace(asked, start=acme.at(12), end=acme.at(12), respect_working_hours=False)
    assert slots.advise(acme.agent(acme.ada), own).agents[0].bookable
    change = bookings.BookingChange(agent_id=acme.bo, scheduled_at=acme.at(12), respect_working_hours=False)
    assert bookings.change(acme.agent(acme.ada), booking.id, change).agent_id == acme.bo
