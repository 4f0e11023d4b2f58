"""Calls: book, list, look at, change, cancel, remind."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from api.answers import success
from api.auth import Reader, Writer
from api.reading import body
from api.repeats import REPLAYED, Repeatable
from api.schemas.calls import CallChange, CallQuery, Cancellation, NewCall, NewReminder
from api.versions import ExpectedVersion, etag
from console.scheduling.actors import Actor
from console.scheduling.messages.instants import iso
from console.scheduling.models import Booking, TimelineEvent
from console.scheduling.services import booking_views, bookings
from console.scheduling.services.calls import call_object
from console.scheduling.services.links import guest_links, join_url, manage_url
from console.scheduling.services.once import AnsweredBefore

router = APIRouter(prefix="/api/v1/video/{appId}/scheduled-calls", tags=["Scheduled calls"])

CallId = Annotated[str, Path(alias="id")]


@router.post("", summary="Book a call", status_code=201)
def create(actor: Writer, new: Annotated[NewCall, Depends(body(NewCall))], once: Repeatable) -> Response:
    """Book a call with the agent named, or with the one whom the preset's rules choose."""
    try:
        booking = bookings.book(actor, new.to_core(), once=once)
    except AnsweredBefore as first:
        return _again(first)
    call = _shown(actor, booking)
    return success({"call": call}, status=201, headers=etag(booking.version), at=once.asked_at if once else None)


@router.get("", summary="List calls")
def find(actor: Reader, query: Annotated[CallQuery, Query()]) -> Response:
    """Calls by start, then id. Walk on with `offset`, or with `cursor`, which misses nothing while others write."""
    found = booking_views.find(actor, query.to_core())
    pagination = {
        "total": found.total,
        "limit": query.limit,
        "offset": query.offset,
        "hasMore": found.next_cursor is not None,
        "nextCursor": found.next_cursor,
    }
    return success({"calls": [_shown(actor, row.booking) for row in found.rows]}, pagination=pagination)


@router.get("/{id}", summary="Get a call")
def get(actor: Reader, call_id: CallId) -> Response:
    """One call with its timeline."""
    booking, events = booking_views.with_timeline(actor, call_id)
    told = {"call": _shown(actor, booking), "events": [_event(event) for event in events]}
    return success(told, headers=etag(booking.version))


@router.patch("/{id}", summary="Change a call")
def change(
    actor: Writer,
    call_id: CallId,
    expected: ExpectedVersion,
    wanted: Annotated[CallChange, Depends(body(CallChange))],
) -> Response:
    """Reschedule, reassign or update a call, in one step where several fields are given."""
    return _one(actor, bookings.change(actor, call_id, wanted.to_core(expected)))


@router.delete("/{id}", summary="Cancel a call")
def cancel(
    actor: Writer,
    call_id: CallId,
    expected: ExpectedVersion,
    query: Annotated[Cancellation, Query()],
    given: Annotated[Cancellation, Depends(body(Cancellation, optional=True))],
) -> Response:
    """Cancel a call. One that is cancelled already comes back as it is."""
    reason = given.reason or query.reason
    return _one(actor, bookings.cancel(actor, call_id, reason=reason, expected_version=expected))


@router.post("/{id}/reminders", summary="Send a reminder", status_code=202)
def remind(
    actor: Writer,
    call_id: CallId,
    wish: Annotated[NewReminder, Depends(body(NewReminder, optional=True))],
    once: Repeatable,
) -> Response:
    """Have a message sent to the customer now, beside those that the preset plans."""
    try:
        reminder = bookings.send_reminder(actor, call_id, wish.to_core(), once=once)
    except AnsweredBefore as first:
        return success(first.body, status=202, headers=REPLAYED, at=first.answered_at)
    data = {"reminder": bookings.reminder_object(reminder)}
    return success(data, status=202, at=once.asked_at if once else None)


def _one(actor: Actor, booking: Booking) -> Response:
    return success({"call": _shown(actor, booking)}, headers=etag(booking.version))


def _again(first: AnsweredBefore) -> Response:
    """The first answer as it was, with the links that were left out when it was kept."""
    call = first.body["call"]
    call |= {"join_url": join_url(call["id"]), "manage_url": manage_url(call["id"])}
    return success({"call": call}, status=201, headers={**etag(call["version"]), **REPLAYED}, at=first.answered_at)


def _shown(actor: Actor, booking: Booking) -> dict[str, Any]:
    """The call; its links are keys, and only for who may change it."""
    return call_object(booking, guest_links(booking.id) if "scheduling:write" in actor.scopes else None)


def _event(event: TimelineEvent) -> dict[str, Any]:
    return {
        "id": event.id,
        "event_type": event.event_type,
        "actor_type": event.actor_type,
        "actor_id": event.actor_id,
        "payload": event.payload,
        "created_at": iso(event.created_at),
    }
