"""What a request may hold. Python names are the core's own; the contract's camelCase names are their aliases."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from console.scheduling.errors import Invalid
from console.scheduling.messages.instants import parse_instant
from console.scheduling.rules import limits
from console.scheduling.services import event_feed, holds
from console.scheduling.services.booking_views import BookingFilter
from console.scheduling.services.bookings import BookingChange, NewBooking, ReminderWish
from console.scheduling.services.bookings.reminding import MESSAGE_LENGTH
from console.scheduling.services.slots import SlotQuery

Status = Literal[
    "scheduled",
    "pending_confirmation",
    "confirmed",
    "started",
    "completed",
    "cancelled",
    "no_show",
    "rescheduled",
]
Source = Literal["agent", "public_booking", "api", "admin"]
ReminderKind = Literal["reminder_custom", "invitation", "reminder_24h", "reminder_1h", "reminder_15m", "cancellation"]
AssignmentMethod = Literal["manual", "self_selected", "round_robin", "pool"]


def _instant(value: object) -> datetime:
    try:
        return parse_instant(value)
    except Invalid as error:
        raise PydanticCustomError("invalid_instant", "{sentence}", {"sentence": error.message}) from None


def _digits(value: object) -> object:
    """A number in an address; Python alone would read `1_0` and ` 10 ` as well."""
    if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{1,9}", value):
        raise ValueError("Give a whole number")
    return int(value)


def _true_or_false(value: object) -> object:
    if value not in ("true", "false"):
        raise ValueError("Give true or false")
    return value == "true"


def _among(kind: object) -> AfterValidator:
    known = get_args(kind)

    def check(value: str) -> str:
        if unknown := [word for word in value.split(",") if word not in known]:
            raise ValueError(f"There is no {unknown[0]!r}: give one or more of {', '.join(known)}")
        return value

    return AfterValidator(check)


def _several(kind: object) -> WithJsonSchema:
    one = f"({'|'.join(get_args(kind))})"
    return WithJsonSchema({"type": "string", "pattern": f"^{one}(,{one})*$"})


Instant = Annotated[
    datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"}, mode="validation")
]
"""RFC 3339, with an offset or `Z`."""
Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Short = Annotated[str, StringConstraints(max_length=320)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=limits.NAME_LENGTH)]
Notes = Annotated[str, StringConstraints(max_length=limits.NOTES_LENGTH)]
Reason = Annotated[str, StringConstraints(max_length=500)]
Minutes = Annotated[int, Field(ge=limits.DURATION[0], le=limits.DURATION[1])]
BufferMinutes = Annotated[int, Field(ge=limits.BUFFER[0], le=limits.BUFFER[1])]
Metadata = Annotated[dict[str, str], Field(max_length=limits.METADATA_PAIRS)]

_LEFT_ALONE: Any = None
"""The value of a field that may be left out but cannot be null, so that the document does not offer null either."""

Number = BeforeValidator(_digits)
Flag = Annotated[bool, BeforeValidator(_true_or_false)]


class RequestModel(BaseModel):
    """A request's fields: no others, and no guessing at types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, alias_generator=to_camel)

    def given(self) -> dict[str, Any]:
        """The fields that the request holds, by the core's names."""
        return {name: getattr(self, name) for name in self.model_fields_set}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The document's schema, in which a field that may be left out has no default of null."""
        document = handler.resolve_ref_schema(handler(schema))
        for field in document.get("properties", {}).values():
            field.pop("title", None)
            if field.get("default", ...) is None:
                del field["default"]
        return document


class NewCall(RequestModel):
    """A call to be booked. A field that is left out, or null, is as the preset has it."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["guestPhone"]}, {"required": ["guestEmail"]}]})

    guest_name: Name
    scheduled_at: Instant = Field(alias="scheduledAtUtc", description="On a whole minute.")
    app_timezone: Short = Field(description="An IANA name.")
    guest_phone: Short | None = None
    guest_email: Short | None = None
    agent_id: Id | None = Field(None, alias="assignedAgentId")
    assignment_method: AssignmentMethod | None = None
    guest_timezone: Short | None = None
    guest_language: Short | None = None
    guest_intake_notes: Notes | None = None
    intake: dict[str, Any] | None = Field(None, description="Answers to the preset's own questions.")
    duration_minutes: Minutes | None = None
    buffer_before_minutes: BufferMinutes | None = None
    buffer_after_minutes: BufferMinutes | None = None
    require_confirmation: bool | None = None
    respect_working_hours: bool | None = Field(None, description="False sets hours, notice and horizon aside.")
    hold_id: Id | None = None
    preset_id: Id | None = None
    metadata: Metadata | None = None

    def to_core(self) -> NewBooking:
        """The core's command."""
        return NewBooking(**{name: value for name, value in self.given().items() if value is not None})


class CallChange(RequestModel):
    """What is to be different about a call; null clears what may be empty."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    scheduled_at: Instant = Field(_LEFT_ALONE, alias="scheduledAtUtc")
    duration_minutes: Minutes = _LEFT_ALONE
    agent_id: Id = Field(_LEFT_ALONE, alias="assignedAgentId")
    guest_name: Name = _LEFT_ALONE
    guest_phone: Short | None = None
    guest_email: Short | None = None
    guest_timezone: Short | None = None
    guest_language: Short | None = None
    guest_intake_notes: Notes | None = None
    reason: Reason | None = None
    respect_working_hours: bool = True

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

    reason: Reason | None = None


class NewReminder(RequestModel):
    """A message to be sent to the customer now. A field that is left out, or null, is as the preset and booking have it."""

    kind: ReminderKind | None = None
    channel: Literal["email", "whatsapp"] | None = None
    recipient: Short | None = None
    message: Annotated[str, StringConstraints(max_length=MESSAGE_LENGTH)] | None = Field(
        None, description="The text of a reminder_custom."
    )

    def to_core(self) -> ReminderWish:
        """The core's command."""
        return ReminderWish(**{name: value for name, value in self.given().items() if value is not None})


class CallQuery(RequestModel):
    """Which calls to list. `status` and `bookingSource` take several, separated by commas."""

    agent_id: Id = _LEFT_ALONE
    status: Annotated[str, _among(Status), _several(Status)] = _LEFT_ALONE
    booking_source: Annotated[str, _among(Source), _several(Source)] = _LEFT_ALONE
    start: Instant = Field(_LEFT_ALONE, alias="dateFrom", description="Inclusive, by the call's start.")
    end: Instant = Field(_LEFT_ALONE, alias="dateTo", description="Exclusive, by the call's start.")
    search: Annotated[str, StringConstraints(max_length=200)] = Field(
        "", description="Part of the guest's name, e-mail, phone or reference."
    )
    limit: Annotated[int, Field(ge=1, le=200), Number] = 50
    offset: Annotated[int, Field(ge=0), Number] = 0
    order: Literal["asc", "desc"] = "asc"
    cursor: Annotated[str, StringConstraints(max_length=200)] = Field(
        _LEFT_ALONE, description="`pagination.nextCursor` of the page before; takes the place of `offset`."
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


class EventQuery(RequestModel):
    """Where in the event feed to read on."""

    after: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        _LEFT_ALONE, description="`pagination.nextCursor` of the page before; left out: from the oldest event kept."
    )
    limit: Annotated[int, Field(ge=1, le=event_feed.MOST), Number] = 100


class NewHold(RequestModel):
    """A time to be kept for one customer. A field that is left out, or null, is as the preset has it."""

    start: Instant = Field(alias="startUtc", description="On a whole minute.")
    duration_minutes: Minutes | None = None
    agent_id: Id | None = Field(None, description="Left out: any whom the preset offers, unseen until it is booked.")
    preset_id: Id | None = None
    buffer_before_minutes: BufferMinutes | None = None
    buffer_after_minutes: BufferMinutes | None = None
    respect_working_hours: bool | None = Field(None, description="False sets hours, notice and horizon aside.")

    def to_core(self) -> holds.NewHold:
        """The core's command."""
        return holds.NewHold(**{name: value for name, value in self.given().items() if value is not None})


class TimesQuery(RequestModel):
    """The terms under which free times are looked for; those left out are the preset's."""

    duration_minutes: Annotated[int, Field(ge=limits.DURATION[0], le=limits.DURATION[1]), Number]
    agent_id: Id = _LEFT_ALONE
    preset_id: Id = _LEFT_ALONE
    buffer_before_minutes: Annotated[int, Field(ge=limits.BUFFER[0], le=limits.BUFFER[1]), Number] = _LEFT_ALONE
    buffer_after_minutes: Annotated[int, Field(ge=limits.BUFFER[0], le=limits.BUFFER[1]), Number] = _LEFT_ALONE
    respect_working_hours: Flag = True


class AvailabilityQuery(TimesQuery):
    """Where free times are looked for: slots lie wholly in `[fromUtc, toUtc)`."""

    start: Instant = Field(alias="fromUtc")
    end: Instant = Field(alias="toUtc")
    step_minutes: Annotated[int, Field(ge=limits.STEP[0], le=limits.STEP[1]), Number] = _LEFT_ALONE

    def to_core(self) -> SlotQuery:
        """The core's question."""
        return SlotQuery(**self.given())


class ExplainQuery(TimesQuery):
    """The one time that is asked about."""

    start: Instant = Field(alias="atUtc")

    def to_core(self) -> SlotQuery:
        """The core's question."""
        return SlotQuery(**self.given(), end=self.start)
