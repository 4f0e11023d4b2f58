"""What stays through moves and changes of hands, and what does not: the status, the links, who is named in the timeline."""

from dataclasses import replace

import pytest
from sqlmodel import select

from console.scheduling import database
from console.scheduling.errors import ChangedHands
from console.scheduling.models import Booking, TimelineEvent
from console.scheduling.services import bookings, links
from tests.services.conftest import Acme


def token(url: str) -> str:
    return url.rpartition("/")[2]


@pytest.mark.parametrize("status", ["scheduled", "pending_confirmation", "confirmed"])
def test_a_change_of_hands_keeps_the_status(acme: Acme, status: str):
    acme.set_preset(require_confirmation=status != "scheduled")
    booking = acme.book()
    if status == "confirmed":
        bookings.confirm(acme.guest(booking), booking.id)
    assert bookings.reassign(acme.admin, booking.id, acme.bo).status == status


def test_a_pool_call_that_is_taken_over_keeps_its_status(acme: Acme):
    acme.set_preset(require_confirmation=True)
    booking = acme.book(agent_id=None, assignment_method="pool")
    confirmed = bookings.confirm(acme.guest(booking), booking.id)
    other = acme.agent(acme.bo if booking.agent_id == acme.ada else acme.ada)
    assert bookings.take_over(other, booking.id, expected_version=confirmed.version).status == "confirmed"


def test_the_customers_links_stay_and_the_agents_changes_with_the_agent(acme: Acme):
    first = acme.book()
    moved = bookings.reschedule(acme.admin, first.id, acme.at(2))
    handed = bookings.reassign(acme.admin, first.id, acme.bo)
    at_first, after_move, at_last = (links.links_of(one) for one in (first, moved, handed))
    assert at_first == after_move
    assert (at_last.join_url, at_last.manage_url) == (at_first.join_url, at_first.manage_url)
    with pytest.raises(ChangedHands):
        links.resolve(token(at_first.agent_join_url))
    assert links.resolve(token(at_last.agent_join_url)).agent_id == acme.bo


def test_who_gets_a_call_back_has_another_link_than_before(acme: Acme):
    booking = acme.book()
    bookings.reassign(acme.admin, booking.id, acme.bo)
    back = bookings.reassign(acme.admin, booking.id, acme.ada)
    assert links.links_of(back).agent_join_url != links.links_of(booking).agent_join_url


def test_what_a_client_does_is_told_under_its_id(acme: Acme):
    booking = acme.book(acme.system)
    bookings.reschedule(acme.system, booking.id, acme.at(1))
    bookings.cancel(acme.system, booking.id)
    told = {(event.actor_type, event.actor_id) for event in story(booking)}
    assert told == {("api", acme.system.id)}


def test_a_link_call_that_is_said_to_be_done_is_completed_whoever_joined(acme: Acme):
    booking = acme.book()
    acme.hand.move_to(acme.at(0.1))
    ended = bookings.done(replace(acme.admin, id=acme.bo), booking.id)
    assert (ended.status, ended.completed_at, ended.absent) == ("completed", acme.at(0.1), None)
    acme.hand.move_to(acme.at(3))
    assert bookings.advance_due() == 0
    assert [event.event_type for event in story(booking)][-1] == "completed"


def story(booking: Booking) -> list[TimelineEvent]:
    with database.reading() as session:
        events = select(TimelineEvent).where(TimelineEvent.booking_id == booking.id).order_by(TimelineEvent.id)
        return list(session.exec(events))
