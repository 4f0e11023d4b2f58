"""Calls, their timelines, and the messages about them."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from api.documents.shapes import Meta, Shape
from api.schemas.requests import AssignmentMethod, ReminderKind, Source, Status
from console.scheduling.rules.terms import CallKind, Channel

ActorType = Literal["admin", "agent", "customer", "api", "system"]


class Call(Shape):
    """A booked call: the same object in the API, webhooks and exports. Instants are UTC."""

    id: str
    reference: str = Field(description="Short and speakable, unique in the app: what a customer reads out.")
    app_id: str
    preset_id: str = Field(description="The preset it was booked under.")
    series_id: str | None = Field(description="Reserved; null.")
    booking_source: Source = Field(description="The surface it came through. Stamped by the server.")
    status: Status = Field(description="`cancelled`, `completed` and `no_show` are final. `rescheduled` is reserved.")
    call_kind: CallKind = Field(description="How the two meet: a link, or the agent calls by phone or WhatsApp.")
    assignment_method: AssignmentMethod = Field(
        description="Who chose the agent: `manual` the creator, `self_selected` the customer, `round_robin` and `pool` "
        "the engine; a `pool` call may be taken over by another agent."
    )
    assigned_agent_id: str
    guest_name: str
    guest_phone: str | None = Field(description="E.164, such as `+573005550100`.")
    guest_email: str | None
    guest_timezone: str | None = Field(description="IANA name; from the phone number where that is unambiguous.")
    guest_language: str | None = Field(description="BCP 47 tag.")
    guest_intake_notes: str | None = Field(description="What the customer wrote beforehand.")
    intake: dict[str, Any] = Field(description="Answers to the preset's own questions, by their `name`.")
    scheduled_at: datetime = Field(description="The start.")
    ends_at: datetime
    duration_minutes: int
    buffer_before_minutes: int = Field(description="Quiet minutes before it.")
    buffer_after_minutes: int = Field(description="Quiet minutes after it.")
    app_timezone: str = Field(description="The zone that was given when it was booked.")
    require_confirmation: bool = Field(description="Whether the customer is asked to confirm.")
    confirmed_at: datetime | None
    started_at: datetime | None
    completed_at: datetime | None
    outcome: str | None = Field(description="What came of it: one of the preset's `outcomes`.")
    absent: Literal["guest", "agent"] | None = Field(description="Who was missing, on a `no_show`.")
    cancelled_at: datetime | None
    cancellation_reason: str | None
    join_url: str | None = Field(description="Where the customer joins. A key: null without `scheduling:write`.")
    manage_url: str | None = Field(
        description="Where the customer confirms, moves or cancels. A key: null without `scheduling:write`."
    )
    metadata: dict[str, str] = Field(description="Your own pairs, as you gave them.")
    version: int = Field(description="Grows with every change; `ETag` is this number.")
    created_at: datetime
    updated_at: datetime


class Event(Shape):
    """Something that happened to a call."""

    id: str
    event_type: Literal[
        "created",
        "confirmed",
        "assigned",
        "rescheduled",
        "updated",
        "joined",
        "started",
        "completed",
        "cancelled",
        "no_show",
        "reminder_sent",
        "reminder_failed",
    ]
    actor_type: ActorType = Field(description="`api` is a client, `system` the clock.")
    actor_id: str | None = Field(description="The person's or customer's id; for `api` the client's.")
    payload: dict[str, Any] = Field(
        description="What there is to say: the new values, `previous`, `reason`; on `assigned`, whom the engine considered."
    )
    created_at: datetime


class Reminder(Shape):
    """A message owed to the customer."""

    id: str
    fire_at: datetime = Field(description="When it is due.")
    reminder_kind: ReminderKind
    channel: Channel
    status: Literal["pending", "sent", "delivered", "read", "failed", "cancelled"]


class Pagination(Shape):
    """Where in the list this page stands. Names are camelCase here."""

    total: int = Field(description="How many calls match, on all pages.")
    limit: int
    offset: int
    hasMore: bool  # noqa: N815 - as the contract has it
    nextCursor: str | None = Field(description="Give it as `cursor` for the next page; null on the last.")  # noqa: N815


class OneCall(Shape):
    call: Call


class CallWithEvents(Shape):
    call: Call
    events: list[Event] = Field(description="The timeline, oldest first.")


class Calls(Shape):
    calls: list[Call]


class OneReminder(Shape):
    reminder: Reminder


class CallAnswer(Shape):
    data: OneCall
    meta: Meta


class CallWithEventsAnswer(Shape):
    data: CallWithEvents
    meta: Meta


class CallsAnswer(Shape):
    data: Calls
    meta: Meta
    pagination: Pagination


class ReminderAnswer(Shape):
    data: OneReminder
    meta: Meta
