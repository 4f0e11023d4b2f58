"""What happened to calls, as the event feed and webhooks tell it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from api.documents.calls import ActorType, Call
from api.documents.shapes import Meta, Shape

EventName = Literal[
    "scheduled.created",
    "scheduled.rescheduled",
    "scheduled.cancelled",
    "scheduled.confirmed",
    "scheduled.no_show",
    "scheduled.assigned",
    "scheduled.updated",
    "scheduled.started",
    "scheduled.completed",
]


class Change(Shape):
    """Who did it, why, and how the call was before."""

    actor_type: ActorType
    actor_id: str | None
    reason: str | None
    previous: dict[str, Any] = Field(description="The values that are different now, as they were.")


class Payload(Shape):
    """The call as it was when the event was committed."""

    scheduled_call: Call
    change: Change


class FeedEvent(Shape):
    """An event as webhooks tell it, under the same `id`."""

    id: str
    event: EventName
    sequence: int = Field(description="Grows per call.")
    occurred_at: datetime
    payload: Payload


class FeedPagination(Shape):
    limit: int
    hasMore: bool  # noqa: N815 - as the contract has it
    nextCursor: str = Field(description="Never null: at the end it waits for what happens next.")  # noqa: N815


class Events(Shape):
    events: list[FeedEvent]


class EventsAnswer(Shape):
    data: Events
    meta: Meta
    pagination: FeedPagination


class Webhook(Shape):
    """The body of a webhook. Verify its signature over the raw bytes, before anything is parsed."""

    id: str = Field(description="The event's: the same on every attempt and in the event feed. Act once on each.")
    event: EventName
    deliveredAt: datetime = Field(description="When this attempt was sent.")  # noqa: N815 - as the contract has it
    attempt: int = Field(description="1 for the first.")
    sequence: int = Field(description="Grows per call; a smaller one than you have seen is old news.")
    test: bool = Field(description="Whether it comes from a test app or a test send.")
    payload: Payload
