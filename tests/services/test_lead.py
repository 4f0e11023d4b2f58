"""A lead runs the day of their own team, and of nobody else: every page that they have, act by act."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import time_machine

from console.scheduling.actors import Actor
from console.scheduling.errors import NotAllowed, NotFound
from console.scheduling.models import Booking
from console.scheduling.services import (
    booking_views,
    bookings,
    customer_search,
    impact,
    members,
    reassigning,
    schedules,
)
from console.scheduling.services.booking_views import BookingFilter
from console.scheduling.services.members import MemberTerms
from console.scheduling.services.reassigning import PlanQuery
from console.scheduling.services.schedules import NewException, WindowInput

from .conftest import MONDAY, Acme, add_agent, make_acme

HOURS = [WindowInput(0, "09:00", "17:00", "America/Bogota")]


@pytest.fixture
def acme(sqlite_store: str) -> Iterator[Acme]:
    """The team, on one kind of database: who may do what is judged before either is asked."""
    with time_machine.travel(MONDAY, tick=False) as hand:
        yield make_acme(hand)


@pytest.fixture
def lead(acme: Acme) -> Actor:
    """Lea, who leads the team in which Bo is; Ada is in none."""
    lea = add_agent(acme, "lea")
    north = MemberTerms(team="North", timezone="America/Bogota")
    members.change(acme.admin, acme.bo, north)
    members.change(acme.admin, lea, replace(north, role="lead"))
    (team,) = members.teams(acme.admin)
    return replace(acme.admin, id=lea, role="lead", team_id=team.id)


def _away(acme: Acme, agent_id: str | None) -> NewException:
    return NewException(agent_id=agent_id, kind="blocked", start_at=acme.at(20), end_at=acme.at(30))


ACTS: dict[str, Callable[[Acme, Actor, str, Booking], object]] = {
    "change their hours": lambda acme, lead, agent, call: schedules.set_hours(lead, agent, HOURS),
    "set them away": lambda acme, lead, agent, call: schedules.add_exception(lead, _away(acme, agent)),
    "see what falls out": lambda acme, lead, agent, call: impact.of_exception(lead, _away(acme, agent)),
    "plan who takes their call": lambda acme, lead, agent, call: reassigning.plan(
        lead, PlanQuery(booking_ids=[call.id])
    ),
    "open their call": lambda acme, lead, agent, call: booking_views.get(lead, call.id),
    "book for them": lambda acme, lead, agent, call: acme.book(lead, hours=4, agent_id=agent),
    "write a note": lambda acme, lead, agent, call: bookings.add_note(lead, call.id, "Wants a call back."),
    "move their call": lambda acme, lead, agent, call: bookings.reschedule(lead, call.id, acme.at(2)),
    "confirm their call": lambda acme, lead, agent, call: bookings.confirm(lead, call.id),
    "cancel their call": lambda acme, lead, agent, call: bookings.cancel(lead, call.id),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_lead_does_for_their_team_what_they_may_not_for_others(acme: Acme, lead: Actor, act: str) -> None:
    for agent, is_theirs in ((acme.bo, True), (acme.ada, False)):
        call = acme.book(agent_id=agent, guest_email=f"{agent}@guests.test")
        if is_theirs:
            ACTS[act](acme, lead, agent, call)
        else:
            with pytest.raises((NotAllowed, NotFound)):  # a call out of sight is as none
                ACTS[act](acme, lead, agent, call)


def test_lists_show_a_lead_their_team(acme: Acme, lead: Actor) -> None:
    theirs = acme.book(agent_id=acme.bo, guest_name="Jo", guest_email="jo@guests.test")
    acme.book(agent_id=acme.ada, guest_name="Jill", guest_email="jill@guests.test")
    assert [row.booking.id for row in booking_views.find(lead, BookingFilter()).rows] == [theirs.id]
    assert [one.customer.name for one in customer_search.page(lead).customers] == ["Jo"]
    assert {one.id for one in members.whose_hours(lead)} == {acme.bo, lead.id}
    listed = {one.name: one.may_be_away for one in members.list_members(lead)}
    assert listed == {"bo": True, "lea": True}


def test_a_lead_closes_no_app_and_gives_no_call_out_of_the_team(acme: Acme, lead: Actor) -> None:
    with pytest.raises(NotAllowed):
        schedules.add_exception(lead, _away(acme, None))
    call = acme.book(agent_id=acme.bo)
    with pytest.raises(NotAllowed):
        bookings.reassign(lead, call.id, acme.ada)
    (planned,) = reassigning.plan(lead, PlanQuery(booking_ids=[call.id]))
    assert acme.ada not in str(planned)
    bookings.reassign(lead, call.id, lead.id or "")
