"""One booking's way: made through any surface, moved, handed over, held and ended, on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from console.scheduling import database
from console.scheduling.errors import (
    FinalState,
    Invalid,
    NotAllowed,
    NotFound,
    SchedulingOff,
    SlotUnavailable,
    StaleVersion,
    TooMany,
)
from console.scheduling.models import DndWindow, OutboxEvent, Subscription
from console.scheduling.services import booking_views, bookings, pool, slots
from console.scheduling.services.bookings import BookingChange
from console.scheduling.services.slots import SlotQuery


def story(acme: Any, booking: Any) -> list[str]:
    return [event.event_type for event in booking_views.get(acme.admin, booking.id).events]


@pytest.mark.parametrize("surface", ["admin", "agent", "public_booking", "api"])
def test_every_surface_books_the_same_booking_and_stamps_its_own_source(acme: Any, surface: str) -> None:
    actor = {"admin": acme.admin, "agent": acme.agent(acme.ada), "public_booking": acme.visitor, "api": acme.system}[
        surface
    ]
    booking = acme.book(actor, agent_id=None if surface == "public_booking" else acme.ada)
    detail = booking_views.get(acme.admin, booking.id)
    assert booking.booking_source == surface
    assert detail.events[0].payload["booking_source"] == surface
    assert [event.event_type for event in detail.events] == ["created", "assigned"]
    assert booking.status == "scheduled"
    assert booking.ends_at - booking.scheduled_at == timedelta(minutes=30)


def test_the_same_time_cannot_be_booked_twice_and_the_next_free_times_are_offered(acme: Any) -> None:
    acme.book()
    with pytest.raises(SlotUnavailable) as refused:
        acme.book(guest_email="other@guests.test")
    assert refused.value.code == "slot_taken"
    assert [each.start_at for each in refused.value.alternatives] == [acme.at(0.5), acme.at(0.75), acme.at(1)]


def test_an_offered_alternative_can_be_booked(acme: Any) -> None:
    acme.book()
    with pytest.raises(SlotUnavailable) as refused:
        acme.book()
    nearest = refused.value.alternatives[0]
    assert bookings.book(
        acme.admin,
        bookings.NewBooking(
            guest_name="Jo", guest_phone="+573005550100", scheduled_at=nearest.start_at, agent_id=nearest.agent_id
        ),
    )


@pytest.mark.parametrize(("hours", "code"), [(-1.5, "outside_hours"), (24 * 61, "too_far")])
def test_hours_and_horizon_are_kept_unless_set_aside(acme: Any, hours: float, code: str) -> None:
    with pytest.raises(SlotUnavailable) as refused:
        acme.book(hours=hours)
    assert code in refused.value.reasons
    booking = acme.book(hours=hours, respect_working_hours=False)
    assert booking_views.get(acme.admin, booking.id).events[0].payload["override"] is True


def test_a_customer_sets_nothing_aside(acme: Any) -> None:
    with pytest.raises(NotAllowed):
        acme.book(acme.visitor, hours=-1.5, agent_id=None, respect_working_hours=False)


def test_nobody_sets_dnd_aside(acme: Any) -> None:
    with database.writing() as session:
        session.add(
            DndWindow(
                app_id=acme.app_id, person_id=acme.ada, start_at=acme.at(0), end_at=acme.at(1), created_at=acme.at(-3)
            )
        )
    with pytest.raises(SlotUnavailable) as refused:
        acme.book(respect_working_hours=False)
    assert refused.value.code == "do_not_disturb"


def test_every_bad_field_is_named_at_once(acme: Any) -> None:
    with pytest.raises(Invalid) as refused:
        acme.book(guest_name=" ", guest_email="nobody", duration_minutes=3, app_timezone="Mars/Olympus")
    assert {problem.field for problem in refused.value.problems} == {
        "guest_name",
        "guest_email",
        "duration_minutes",
        "app_timezone",
    }


def test_one_of_phone_and_email_must_be_there(acme: Any) -> None:
    with pytest.raises(Invalid, match="phone number or an e-mail"):
        acme.book(guest_email=None)


def test_a_preset_that_is_off_takes_no_bookings(acme: Any) -> None:
    acme.set_preset(scheduling_enabled=False)
    with pytest.raises(SchedulingOff):
        acme.book()


def test_turns_are_given_fairly(acme: Any) -> None:
    given = [acme.book(hours=0.5 * turn, agent_id=None).agent_id for turn in range(4)]
    assert sorted(given) == sorted([acme.ada, acme.bo] * 2)
    assert given[0] != given[1]


def test_a_cancellation_within_the_hour_gives_the_turn_back(acme: Any) -> None:
    first = acme.book(agent_id=None)
    bookings.cancel(acme.admin, first.id)
    assert acme.book(agent_id=None).agent_id == first.agent_id


def test_customer_limits_bind_the_page_and_the_api_but_not_the_team(acme: Any) -> None:
    acme.set_preset(limit_open=1)
    acme.book(acme.visitor, agent_id=None)
    with pytest.raises(TooMany) as refused:
        acme.book(acme.system, hours=1)
    assert refused.value.next_allowed_at == acme.at(0)
    assert acme.book(acme.admin, hours=1)


def test_a_move_keeps_the_booking_and_tells_the_old_time(acme: Any) -> None:
    booking = acme.book()
    moved = bookings.reschedule(acme.admin, booking.id, acme.at(2), reason="asked by phone")
    assert (moved.id, moved.reference, moved.version) == (booking.id, booking.reference, booking.version + 1)
    event = booking_views.get(acme.admin, booking.id).events[-1]
    assert event.event_type == "rescheduled"
    assert event.payload["previous"]["scheduled_at"] == "2027-02-01T15:00:00.000Z"
    assert event.payload["reason"] == "asked by phone"


def test_a_booking_does_not_stand_in_its_own_way(acme: Any) -> None:
    booking = acme.book()
    assert bookings.reschedule(acme.admin, booking.id, acme.at(0.25)).scheduled_at == acme.at(0.25)


def test_a_booking_may_be_moved_while_its_preset_takes_no_new_ones(acme: Any) -> None:
    booking = acme.book()
    acme.set_preset(scheduling_enabled=False)
    asked = SlotQuery(start=acme.at(3), end=acme.at(4), agent_id=acme.ada, moving=booking.id)
    assert slots.explain(acme.admin, asked)[0].bookable and slots.available(acme.admin, asked)
    assert bookings.reschedule(acme.admin, booking.id, acme.at(3)).scheduled_at == acme.at(3)


def test_a_move_onto_another_call_is_refused_with_other_times(acme: Any) -> None:
    acme.book(hours=1)
    booking = acme.book()
    with pytest.raises(SlotUnavailable) as refused:
        bookings.reschedule(acme.admin, booking.id, acme.at(1))
    assert refused.value.alternatives
    assert booking_views.get(acme.admin, booking.id).call.booking.scheduled_at == acme.at(0)


def test_a_change_of_everything_is_one_act_with_an_event_each(acme: Any) -> None:
    booking = acme.book()
    bookings.change(
        acme.system,
        booking.id,
        BookingChange(scheduled_at=acme.at(3), duration_minutes=45, agent_id=acme.bo, guest_name="Janet"),
    )
    assert story(acme, booking)[2:] == ["assigned", "rescheduled", "updated", "updated"]
    assert booking_views.get(acme.admin, booking.id).call.booking.version == 2


def test_a_change_to_what_already_is_changes_nothing(acme: Any) -> None:
    booking = acme.book()
    assert bookings.reschedule(acme.admin, booking.id, booking.scheduled_at).version == booking.version
    assert story(acme, booking) == ["created", "assigned"]


def test_the_slower_of_two_editors_is_told(acme: Any) -> None:
    booking = acme.book()
    bookings.reschedule(acme.admin, booking.id, acme.at(1), expected_version=1)
    with pytest.raises(StaleVersion):
        bookings.reschedule(acme.admin, booking.id, acme.at(2), expected_version=1)


def test_an_agent_touches_only_their_own_bookings(acme: Any) -> None:
    booking = acme.book()
    with pytest.raises(NotFound):
        bookings.cancel(acme.agent(acme.bo), booking.id)
    with pytest.raises(NotFound):
        booking_views.get(acme.agent(acme.bo), booking.id)
    assert bookings.cancel(acme.agent(acme.ada), booking.id).status == "cancelled"


def test_a_final_booking_never_reopens(acme: Any) -> None:
    booking = acme.book()
    cancelled = bookings.cancel(acme.admin, booking.id, reason="ill")
    assert (cancelled.status, cancelled.cancellation_reason) == ("cancelled", "ill")
    assert bookings.cancel(acme.admin, booking.id).version == cancelled.version
    for act in (
        lambda: bookings.confirm(acme.admin, booking.id),
        lambda: bookings.reschedule(acme.admin, booking.id, acme.at(2)),
        lambda: bookings.done(acme.admin, booking.id),
    ):
        with pytest.raises(FinalState):
            act()


def test_a_cancelled_time_is_free_again(acme: Any) -> None:
    bookings.cancel(acme.admin, acme.book().id)
    assert acme.book()


def test_the_customer_may_only_what_the_preset_allows(acme: Any) -> None:
    booking = acme.book()
    acme.set_preset(customer_may_cancel=False)
    with pytest.raises(NotAllowed):
        bookings.cancel(acme.guest(booking), booking.id)
    assert bookings.reschedule(acme.guest(booking), booking.id, acme.at(1)).moves == 1
    acme.set_preset(max_moves=1)
    with pytest.raises(NotAllowed, match="as often"):
        bookings.reschedule(acme.guest(booking), booking.id, acme.at(2))


def test_a_move_by_the_team_asks_the_customer_to_confirm_again(acme: Any) -> None:
    acme.set_preset(require_confirmation=True)
    booking = acme.book()
    assert booking.status == "pending_confirmation"
    assert bookings.confirm(acme.guest(booking), booking.id).status == "confirmed"
    assert bookings.reschedule(acme.guest(booking), booking.id, acme.at(1)).status == "confirmed"
    assert bookings.reschedule(acme.admin, booking.id, acme.at(2)).status == "pending_confirmation"


def test_a_pool_call_is_taken_over_by_the_faster_of_two(acme: Any) -> None:
    booking = acme.book(agent_id=None, assignment_method="pool")
    other = acme.bo if booking.agent_id == acme.ada else acme.ada
    assert [one.call.booking.id for one in pool.calls(acme.agent(other))] == [booking.id]
    taken = bookings.take_over(acme.agent(other), booking.id, expected_version=booking.version)
    assert (taken.agent_id, taken.assignment_method) == (other, "pool")
    with pytest.raises(StaleVersion, match=f"faster: {'bo' if other == acme.bo else 'ada'} has this call now"):
        bookings.take_over(acme.agent(booking.agent_id), booking.id, expected_version=booking.version)


def test_each_act_tells_the_world_once_in_order(acme: Any) -> None:
    with database.writing() as session:
        session.add(
            Subscription(
                app_id=acme.app_id,
                url="https://example.test",
                events=["scheduled.created", "scheduled.cancelled"],
                secret="whsec_x",
                created_at=acme.at(-3),
            )
        )
    booking = acme.book()
    bookings.reschedule(acme.admin, booking.id, acme.at(1))
    bookings.cancel(acme.admin, booking.id, reason="ill")
    with database.reading() as session:
        events = session.exec(select(OutboxEvent).order_by(OutboxEvent.position)).all()
    assert [(event.event, event.sequence) for event in events] == [
        ("scheduled.created", 1),
        ("scheduled.rescheduled", 2),
        ("scheduled.cancelled", 3),
    ]
    assert events[-1].payload["change"] == {
        "actor_type": "admin",
        "actor_id": acme.ada,
        "reason": "ill",
        "previous": {},
    }
    assert events[-1].payload["scheduled_call"]["manage_url"] is None
    owed = booking_views.get(acme.admin, booking.id).deliveries
    assert [line.event for line in owed] == ["scheduled.created", "scheduled.cancelled"]
    for who in (acme.agent(acme.ada), acme.guest(booking), acme.system):
        assert booking_views.get(who, booking.id).deliveries == []


def test_notes_are_for_colleagues_alone(acme: Any) -> None:
    booking = acme.book()
    bookings.add_note(acme.agent(acme.ada), booking.id, "Speaks quietly.")
    assert [note.body for note in booking_views.get(acme.admin, booking.id).notes] == ["Speaks quietly."]
    assert booking_views.get(acme.guest(booking), booking.id).notes == []
    with pytest.raises(NotAllowed):
        bookings.add_note(acme.guest(booking), booking.id, "hello")


def test_a_failed_act_leaves_nothing_behind(acme: Any) -> None:
    acme.book()
    with pytest.raises(SlotUnavailable):
        acme.book(guest_email="nobody@guests.test")
    with database.reading() as session:
        assert len(session.exec(select(OutboxEvent)).all()) == 1


def test_a_client_that_may_only_write_can_still_change_a_booking(acme: Any) -> None:
    writer = replace(acme.system, scopes=frozenset({"scheduling:write"}))
    booking = acme.book(writer)
    assert bookings.change(writer, booking.id, BookingChange(guest_name="Janet")).guest_name == "Janet"


def test_a_change_leaves_phone_or_email(acme: Any) -> None:
    booking = acme.book()
    with pytest.raises(Invalid, match="phone number or an e-mail"):
        bookings.change(acme.admin, booking.id, BookingChange(guest_email=None))
    changed = bookings.change(acme.admin, booking.id, BookingChange(guest_email=None, guest_phone="+57 300 555 0100"))
    assert (changed.guest_email, changed.guest_phone) == (None, "+573005550100")


def test_the_timeline_names_the_customer_who_booked(acme: Any) -> None:
    booking = acme.book(acme.visitor, agent_id=None)
    created = booking_views.get(acme.admin, booking.id).events[0]
    assert (created.actor_type, created.actor_id) == ("customer", booking.customer_id)
