"""What answers look like, for the OpenAPI document alone: routes answer with the core's own objects, unchecked.

`tests/api/test_openapi.py` holds the two together.
"""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import AssignmentMethod, ReminderKind, Source, Status
from console.scheduling.rules.availability import ReasonCode
from console.scheduling.rules.terms import CallKind, Channel, PresetTerms


class Shape(BaseModel):
    """Exactly these fields."""

    model_config = ConfigDict(extra="forbid")


class Meta(Shape):
    timestamp: datetime


class Call(Shape):
    """A booked call: the same object in the API, webhooks and exports."""

    id: str
    reference: str = Field(description="Short and speakable, unique in the app.")
    app_id: str
    preset_id: str
    series_id: str | None
    booking_source: Source
    status: Status
    call_kind: CallKind
    assignment_method: AssignmentMethod
    assigned_agent_id: str
    guest_name: str
    guest_phone: str | None = Field(description="E.164.")
    guest_email: str | None
    guest_timezone: str | None
    guest_language: str | None
    guest_intake_notes: str | None
    intake: dict[str, Any]
    scheduled_at: datetime
    ends_at: datetime
    duration_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    app_timezone: str
    require_confirmation: bool
    confirmed_at: datetime | None
    started_at: datetime | None
    completed_at: datetime | None
    outcome: str | None
    absent: Literal["guest", "agent"] | None
    cancelled_at: datetime | None
    cancellation_reason: str | None
    join_url: str | None = Field(description="The customer's. Null without scheduling:write.")
    manage_url: str | None = Field(description="The customer's. Null without scheduling:write.")
    metadata: dict[str, str]
    version: int
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
    actor_type: Literal["admin", "agent", "customer", "api", "system"]
    actor_id: str | None
    payload: dict[str, Any]
    created_at: datetime


class Change(Shape):
    """Who did it, why, and how the call was before."""

    actor_type: Literal["admin", "agent", "customer", "api", "system"]
    actor_id: str | None
    reason: str | None
    previous: dict[str, Any]


class Payload(Shape):
    """The call as it was when the event was committed."""

    scheduled_call: Call
    change: Change


class FeedEvent(Shape):
    """An event as webhooks tell it, under the same `id`."""

    id: str
    event: Literal[
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
    sequence: int = Field(description="Grows per call.")
    occurred_at: datetime
    payload: Payload


class FeedPagination(Shape):
    limit: int
    hasMore: bool  # noqa: N815
    nextCursor: str = Field(description="Never null: at the end it waits for what happens next.")  # noqa: N815


class Pagination(Shape):
    total: int
    limit: int
    offset: int
    hasMore: bool  # noqa: N815 - as the contract has it
    nextCursor: str | None  # noqa: N815


class Slot(Shape):
    startUtc: datetime  # noqa: N815
    endUtc: datetime  # noqa: N815
    agentId: str  # noqa: N815


class Reason(Shape):
    code: ReasonCode
    message: str
    fromUtc: datetime  # noqa: N815
    toUtc: datetime  # noqa: N815


class AgentReasons(Shape):
    agentId: str  # noqa: N815
    bookable: bool
    reasons: list[Reason]


class Agent(Shape):
    id: str
    name: str
    timezone: str
    team: str | None
    languages: list[str]


class OfferedAgent(Shape):
    id: str
    weight: int


class Preset(PresetTerms):
    """The named terms of calls."""

    id: str
    active: bool
    agents: list[OfferedAgent] | None = Field(description="Null: every active member with hours.")


class Reminder(Shape):
    id: str
    fire_at: datetime
    reminder_kind: ReminderKind
    channel: Channel
    status: Literal["pending", "sent", "delivered", "read", "failed", "cancelled"]


class Hold(Shape):
    """A time kept for one customer: name it as `holdId` when booking."""

    id: str
    app_id: str
    preset_id: str
    agent_id: str | None = Field(description="Null where none was named: the booking draws one.")
    start_at: datetime
    end_at: datetime
    duration_minutes: int
    buffer_before_minutes: int
    buffer_after_minutes: int
    created_at: datetime
    expires_at: datetime


class OneCall(Shape):
    call: Call


class CallWithEvents(OneCall):
    events: list[Event]


class Calls(Shape):
    calls: list[Call]


class Slots(Shape):
    slots: list[Slot]


class Reasons(Shape):
    agents: list[AgentReasons]


class Agents(Shape):
    agents: list[Agent]


class Presets(Shape):
    presets: list[Preset]


class Events(Shape):
    events: list[FeedEvent]


class OneReminder(Shape):
    reminder: Reminder


class OneHold(Shape):
    hold: Hold


class Token(Shape):
    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="Seconds.")
    scope: str


class Introspection(Shape):
    active: bool
    client_id: str | None = None
    scope: str | None = None
    token_type: Literal["Bearer"] | None = None
    iat: int | None = None
    exp: int | None = None


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


class SlotsAnswer(Shape):
    data: Slots
    meta: Meta


class ReasonsAnswer(Shape):
    data: Reasons
    meta: Meta


class AgentsAnswer(Shape):
    data: Agents
    meta: Meta


class PresetsAnswer(Shape):
    data: Presets
    meta: Meta


class EventsAnswer(Shape):
    data: Events
    meta: Meta
    pagination: FeedPagination


class ReminderAnswer(Shape):
    data: OneReminder
    meta: Meta


class HoldAnswer(Shape):
    data: OneHold
    meta: Meta


class TokenAnswer(Shape):
    data: Token
    meta: Meta


class IntrospectionAnswer(Shape):
    data: Introspection
    meta: Meta


class NothingAnswer(Shape):
    data: dict[str, Any]
    meta: Meta


class Detail(Shape):
    field: str | None = Field(description="The request's own name for it; null for the request as a whole.")
    message: str
    code: str = Field(description="Why, for a program. On a 409: a reason code, `final_state`, `stale_version` …")
    nextAllowedAt: datetime | None = Field(None, description="On a 429: when the same request may pass.")  # noqa: N815


class Problem(Shape):
    type: str
    message: str
    timestamp: datetime
    details: list[Detail] = Field(min_length=1)
    alternatives: list[Slot] | None = Field(None, description="On a 409 for a time: the next that are free.")


class Failure(Shape):
    """Every error has this shape."""

    error: Problem


class OAuthFailure(Shape):
    """An OAuth error for who asked with a form (RFC 6749 section 5.2)."""

    error: str
    error_description: str
