"""Requests about calls: book, change, cancel, remind, list."""

from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from api.schemas.requests import (
    LEFT_ALONE,
    AssignmentMethod,
    BufferMinutes,
    Id,
    Instant,
    Metadata,
    Minutes,
    Name,
    Notes,
    Number,
    Reason,
    ReminderKind,
    RequestModel,
    Short,
    Source,
    Status,
    among,
    several,
)
from console.scheduling.services.booking_views import BookingFilter
from console.scheduling.services.bookings import BookingChange, NewBooking, ReminderWish
from console.scheduling.services.bookings.reminding import MESSAGE_LENGTH

_PHONE = "With its country code; kept as E.164, such as `+573005550100`."
_ZONE = "IANA name, such as `America/Bogota`."
_LANGUAGE = (
    "BCP 47 tag, such as `es` or `pt-BR`: the language of messages, which speak English, Spanish and Portuguese, and "
    "English to all others. Left out: the app's."
)


class NewCall(RequestModel):
    """A call to be booked. A field that is left out, or null, is as the preset has it."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["guestPhone"]}, {"required": ["guestEmail"]}]})

    guest_name: Name
    scheduled_at: Instant = Field(
        alias="scheduledAtUtc", description="The start, on a whole minute, with an offset or `Z`."
    )
    app_timezone: Short = Field(description=f"The zone you showed the time in. {_ZONE}")
    guest_phone: Short | None = Field(None, description=f"{_PHONE} Phone or e-mail must be given.")
    guest_email: Short | None = Field(None, description="Phone or e-mail must be given.")
    agent_id: Id | None = Field(
        None, alias="assignedAgentId", description="Left out: the engine chooses, as the preset has it."
    )
    assignment_method: AssignmentMethod | None = Field(
        None,
        description="Left out: `manual` where an agent is named, else what the preset's mode says. `manual` and "
        "`self_selected` need an agent; `round_robin` and `pool` choose one.",
    )
    guest_timezone: Short | None = Field(
        None, description=f"{_ZONE} Left out: from the phone number where that is unambiguous."
    )
    guest_language: Short | None = Field(None, description=_LANGUAGE)
    guest_intake_notes: Notes | None = Field(None, description="What the customer wants to talk about.")
    intake: dict[str, Any] | None = Field(None, description="Answers to the preset's own questions, by their `name`.")
    duration_minutes: Minutes | None = Field(None, description="Left out: the preset's default. Any length in bounds.")
    buffer_before_minutes: BufferMinutes | None = Field(None, description="Quiet minutes before the call.")
    buffer_after_minutes: BufferMinutes | None = Field(None, description="Quiet minutes after the call.")
    require_confirmation: bool | None = Field(
        None, description="Whether the customer is asked to confirm; the call is `pending_confirmation` until they do."
    )
    respect_working_hours: bool | None = Field(
        None,
        description="False sets hours, notice and horizon aside; never a conflict, a block or do-not-disturb. Left "
        "out: true.",
    )
    hold_id: Id | None = Field(
        None, description="The hold that kept this very time, duration, preset and agent. An expired one is as none."
    )
    preset_id: Id | None = Field(None, description="Left out: the app's active preset.")
    metadata: Metadata | None = Field(
        None, description="Your own pairs of text, at most 20; keys up to 100 characters, values up to 1,000."
    )

    def to_core(self) -> NewBooking:
        """The core's command."""
        return NewBooking(**{name: value for name, value in self.given().items() if value is not None})


class CallChange(RequestModel):
    """What is to be different about a call; null clears what may be empty."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    scheduled_at: Instant = Field(
        LEFT_ALONE, alias="scheduledAtUtc", description="The new start, on a whole minute, with an offset or `Z`."
    )
    duration_minutes: Minutes = Field(LEFT_ALONE, description="The new length.")
    agent_id: Id = Field(LEFT_ALONE, alias="assignedAgentId", description="Who takes the call from now on.")
    guest_name: Name = LEFT_ALONE
    guest_phone: Short | None = Field(None, description=f"{_PHONE} Null clears it; phone or e-mail must remain.")
    guest_email: Short | None = Field(None, description="Null clears it; phone or e-mail must remain.")
    guest_timezone: Short | None = Field(None, description=f"{_ZONE} Null clears it.")
    guest_language: Short | None = Field(None, description="BCP 47 tag, such as `es` or `pt-BR`. Null clears it.")
    guest_intake_notes: Notes | None = Field(None, description="Null clears them.")
    reason: Reason | None = Field(None, description="Why; it stands in the timeline and in webhooks.")
    respect_working_hours: bool = Field(True, description="False sets hours, notice and horizon aside.")

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if self.model_fields_set <= {"reason", "respect_working_hours"}:
            raise ValueError("Give at least one field that is to change")
        return self

    def to_core(self, expected_version: int | None) -> BookingChange:
        """The core's command."""
        return BookingChange(**self.given(), expected_version=expected_version)


class Cancellation(RequestModel):
    """Why a call is cancelled; in the body or in the address."""

    reason: Reason | None = Field(None, description="Why; it stands in the call, the timeline and webhooks.")


class NewReminder(RequestModel):
    """A message to be sent to the customer now. A field that is left out, or null, is as the preset and booking have it."""

    kind: ReminderKind | None = Field(None, description="Which message. Left out: `reminder_custom`.")
    channel: Literal["email", "whatsapp"] | None = Field(None, description="Left out: the preset's first channel.")
    recipient: Short | None = Field(
        None, description="An e-mail address or a phone, as the channel needs. Left out: the customer's own."
    )
    message: Annotated[str, StringConstraints(max_length=MESSAGE_LENGTH)] | None = Field(
        None, description="The text of a `reminder_custom`."
    )

    def to_core(self) -> ReminderWish:
        """The core's command."""
        return ReminderWish(**{name: value for name, value in self.given().items() if value is not None})


class CallQuery(RequestModel):
    """Which calls to list. `status` and `bookingSource` take several, separated by commas."""

    agent_id: Id = Field(LEFT_ALONE, description="Only this agent's calls.")
    status: Annotated[str, among(Status), several(Status)] = Field(
        LEFT_ALONE, description="One or more, separated by commas."
    )
    booking_source: Annotated[str, among(Source), several(Source)] = Field(
        LEFT_ALONE,
        description="The surfaces they came through: one or more, separated by commas.",
    )
    start: Instant = Field(
        LEFT_ALONE,
        alias="dateFrom",
        description="Calls that start at this instant or later.",
    )
    end: Instant = Field(
        LEFT_ALONE,
        alias="dateTo",
        description="Calls that start before this instant.",
    )
    search: Annotated[str, StringConstraints(max_length=200)] = Field(
        "",
        description="Part of the guest's name, e-mail, phone or reference. Case, accents, the order of words and the "
        "format of a phone do not matter.",
    )
    limit: Annotated[int, Field(ge=1, le=200), Number] = Field(50, description="Calls on a page.")
    offset: Annotated[int, Field(ge=0), Number] = Field(
        0, description="How many to pass over. Better walk by `cursor`: it misses nothing while others write."
    )
    order: Literal["asc", "desc"] = Field("asc", description="By start, then id.")
    cursor: Annotated[str, StringConstraints(max_length=200)] = Field(
        LEFT_ALONE,
        description="`pagination.nextCursor` of the page before; takes the place of `offset`.",
    )

    @model_validator(mode="after")
    def _walks_one_way(self) -> Self:
        if self.cursor is not None and "offset" in self.model_fields_set:
            raise ValueError("Give cursor or offset, not both")
        return self

    def to_core(self) -> BookingFilter:
        """The core's filter."""
        return BookingFilter(
            agent_ids=[self.agent_id] if self.agent_id else [],
            statuses=self.status.split(",") if self.status else [],
            sources=self.booking_source.split(",") if self.booking_source else [],
            **{name: getattr(self, name) for name in ("start", "end", "search", "limit", "offset", "order", "cursor")},
        )
