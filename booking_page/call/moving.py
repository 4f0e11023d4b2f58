"""Moving a call from its manage page: what is free for it, and the move itself.

No time is held for a move: choosing one and moving there is a single request, with no form in between to fill.
"""

from collections.abc import Mapping
from datetime import datetime

from starlette.responses import Response

from booking_page.call.move_page import move_page
from booking_page.plain.choosing import shown
from console.scheduling import clock
from console.scheduling.actors import Actor
from console.scheduling.errors import Invalid, SlotUnavailable
from console.scheduling.messages import sentences
from console.scheduling.messages.instants import iso, parse_instant
from console.scheduling.messages.words import word
from console.scheduling.rules.intervals import Interval
from console.scheduling.services import bookings, slot_calendar, slots
from console.scheduling.services.customer_calls import CustomerCall
from console.scheduling.services.slots import SlotQuery


def choose_time(
    call: CustomerCall,
    actor: Actor,
    asked: Mapping[str, str],
    *,
    said: str = "",
    instead: tuple[datetime, ...] = (),
    status: int = 200,
) -> Response:
    """The page on which another time is chosen.

    `asked` may name a `month`, a `day` and a `part` of its times, or a `start`, which is picked on it; where it names
    none, the next free one is a tap away.
    """
    start = _start_asked(asked)
    place = {"day": slot_calendar.day_of(start, call.zone)} if start else asked
    found = shown(place, lambda month: _starts(call, actor, month), call.zone, call.language, other=call.other)
    is_first = found.day and not instead and not {"month", "day", "part", "start"} & asked.keys()
    first = [parse_instant(found.groups[0].slots[0].start)] if is_first else []
    next_free, others = (
        slot_calendar.alternative_rows(starts, call.zone, clock.now(), call.language) for starts in (first, instead)
    )
    return move_page(
        call,
        found,
        chosen=iso(start) if start else "",
        next_free=next_free[0] if next_free else None,
        alternatives=others,
        said=said,
        status=status,
    )


def move_to(call: CustomerCall, actor: Actor, start: str) -> Response | None:
    """Move the call; None when it is done, else the page that says what is wrong with this time, and what is free.

    Raises NotAllowed, Conflict where the call itself cannot be moved.
    """
    try:
        bookings.reschedule(actor, call.booking.id, parse_instant(start))
    except SlotUnavailable as gone:
        instead = tuple(slot.start_at for slot in gone.alternatives)
        return choose_time(call, actor, {}, said=word("time_is_gone", call.language), instead=instead, status=409)
    except Invalid as refused:
        return choose_time(call, actor, {}, said=sentences.said(refused.message, call.language), status=409)
    return None


def _starts(call: CustomerCall, actor: Actor, month: str) -> list[datetime]:
    """The starts in a month at which this call could take place with its own agent, in its own length."""
    within: Interval = slot_calendar.month_bounds(month, call.zone)
    booking = call.booking
    query = SlotQuery(
        start=within.start,
        end=within.end,
        duration_minutes=booking.duration_minutes,
        buffer_before_minutes=booking.buffer_before_minutes,
        buffer_after_minutes=booking.buffer_after_minutes,
        agent_id=booking.agent_id,
        preset_id=booking.preset_id,
        moving=booking.id,
    )
    free = slots.starts(actor, query)
    return [start for start in free if start != booking.scheduled_at]


def _start_asked(asked: Mapping[str, str]) -> datetime | None:
    try:
        return parse_instant(asked.get("start", ""))
    except Invalid:
        return None
