"""What the world is told: each event with the call as the act left it, so that it can be laid beside an answer of the API."""

from collections.abc import Callable, Sequence

import pytest
from sqlmodel import col, select

from console.scheduling import database
from console.scheduling.models import Booking, OutboxEvent
from console.scheduling.services import bookings
from console.scheduling.services.bookings import BookingChange
from console.scheduling.services.calls import call_object
from tests.services.conftest import Acme

Act = Callable[[Acme, Booking], Booking]

ACTS: dict[str, tuple[Act, list[str]]] = {
    "booked": (lambda _, call: call, ["created"]),
    "confirmed": (lambda acme, call: bookings.confirm(acme.admin, call.id), ["confirmed"]),
    "moved": (
        lambda acme, call: bookings.change(acme.admin, call.id, BookingChange(scheduled_at=acme.at(2))),
        ["rescheduled"],
    ),
    "moved, handed over and renamed at once": (
        lambda acme, call: bookings.change(
            acme.admin, call.id, BookingChange(scheduled_at=acme.at(2), agent_id=acme.bo, guest_name="Joan")
        ),
        ["assigned", "rescheduled", "updated"],
    ),
    "started": (lambda acme, call: bookings.start(acme.admin, call.id), ["started"]),
    "cancelled": (lambda acme, call: bookings.cancel(acme.admin, call.id), ["cancelled"]),
}


@pytest.mark.parametrize("name", ACTS)
def test_each_event_of_an_act_holds_the_call_as_the_act_left_it(acme: Acme, name: str):
    act, told = ACTS[name]
    after = act(acme, acme.book())
    events = _told_last(len(told))
    assert [event.event for event in events] == [f"scheduled.{word}" for word in told]
    assert [event.payload["scheduled_call"] for event in events] == [call_object(after, None)] * len(told)


def _told_last(count: int) -> Sequence[OutboxEvent]:
    with database.reading() as session:
        newest = session.exec(select(OutboxEvent).order_by(col(OutboxEvent.position).desc()).limit(count)).all()
    return newest[::-1]
