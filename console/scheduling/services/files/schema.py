"""The shape of a `callboard-app/1` file (CONTRACT section 11): every field, every bound, every default.

What only an export knows, such as ids and the times at which a booking was confirmed or cancelled, may be left out.
Ids are never taken over: an import makes a new app.
"""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from ...errors import Invalid
from ...messages.instants import parse_instant
from ...rules import contacts, roster_files
from ...rules.documents import Terms
from ...rules.limits import LAST_YEAR
from ...rules.terms import (
    Buffer,
    CallKind,
    Count,
    Duration,
    Language,
    Line,
    PresetTerms,
    Prose,
    Role,
    Weight,
    ZoneName,
    judged_by,
)
from ..clients import SCOPES

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")
_THE_APPS = "default: the app's"
"""What the contract's own example says in the place of an agent's zone."""

Status = Literal["scheduled", "pending_confirmation", "confirmed", "started", "completed", "cancelled", "no_show"]
Method = Literal["manual", "self_selected", "round_robin", "pool"]


def _minute(value: Any) -> Any:
    """`HH:MM` becomes minutes from midnight; 24:00 is 1440."""
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise ValueError("This must be a time as HH:MM, 00:00 to 24:00")
    hours, minutes = value.split(":")
    return int(hours) * 60 + int(minutes)


def _instant(value: Any) -> Any:
    try:
        instant = parse_instant(value)
    except Invalid as refused:
        raise ValueError(refused.message) from None
    if not 1970 <= instant.year <= LAST_YEAR:
        raise ValueError(f"This must lie between 1970 and {LAST_YEAR}")
    return instant


def _after_start(value: Any, info: ValidationInfo) -> Any:
    """The end of something whose start stands in the field declared before it."""
    start = info.data.get("start", info.data.get("start_at"))
    if start is not None and value <= start:
        raise ValueError("This must come after the start")
    return value


def _whole_minute(value: datetime) -> datetime:
    if value.second or value.microsecond:
        raise ValueError("This must be on a whole minute")
    return value


def _day(value: Any) -> Any:
    if isinstance(value, str) and len(value) == len("2027-05-31"):
        return date.fromisoformat(value)
    raise ValueError("This must be a date, such as 2027-05-31")


Day = Annotated[date, BeforeValidator(_day)]
Instant = Annotated[datetime, BeforeValidator(_instant)]
Email = Annotated[str, judged_by(contacts.email)]
Phone = Annotated[str, judged_by(contacts.phone)]
Minute = Annotated[int, BeforeValidator(_minute)]
Id = str | None


class AppRow(Terms):
    """The app itself, and the times at which all of it is closed. `services.apps` judges its addresses."""

    id: Id = None
    name: Line
    timezone: ZoneName
    language: Language = "en"
    meeting_url_template: str | None = None
    allowed_origins: list[str] = []
    logo: str | None = None
    accent: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    exceptions: "list[ExceptionRow]" = []


class WindowRow(Terms):
    """A weekly window on its own zone's wall clock; weekday 0 is Monday. No zone: the agent's."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    start: Minute
    end: Annotated[Minute, AfterValidator(_after_start)]
    timezone: ZoneName | None = None


class DndRow(Terms):
    """A short block of an agent."""

    start_at: Instant
    end_at: Annotated[Instant, AfterValidator(_after_start)]
    note: Prose | None = None


class ExceptionRow(DndRow):
    """A range that overrides working hours."""

    kind: Literal["blocked", "available_extra"]
    holiday: Annotated[str, Field(max_length=20)] | None = None


class ShiftRow(Terms):
    """A shift on one date, which replaces the weekly hours of that date. What ends before it starts ends on the next day.

    Without start and end it is a day off. No zone: the agent's.
    """

    date: Day
    start: Annotated[str, Field(pattern=_CLOCK.pattern)] | None = None
    end: Annotated[str, Field(pattern=_CLOCK.pattern)] | None = None
    timezone: ZoneName | None = None

    @model_validator(mode="after")
    def _lasts(self) -> "ShiftRow":
        self.minutes()
        return self

    def minutes(self) -> tuple[int, int]:
        """From when until when, in minutes from the date's midnight. Raises ValueError."""
        try:
            return roster_files.minutes(self.start or "", self.end or "")
        except Invalid as refused:
            raise ValueError(refused.message) from None


class AgentRow(Terms):
    """A member of the app, in whatever role. With hours, one who takes calls. `services.members` judges the photo."""

    key: Line
    id: Id = None
    name: Line
    email: Email
    role: Role = "agent"
    password: Annotated[str, Field(min_length=8, max_length=256)] | None = None
    timezone: Annotated[ZoneName | None, BeforeValidator(lambda value: None if value == _THE_APPS else value)] = None
    team: Line | None = None
    languages: Annotated[list[Language], Field(max_length=50)] = []
    photo: str | None = None
    weight: Weight = 1
    disabled: bool = False
    working_hours: Annotated[list[WindowRow], Field(max_length=500)] = []
    shifts: list[ShiftRow] = []
    exceptions: list[ExceptionRow] = []
    dnd: list[DndRow] = []


class PresetAgentRow(Terms):
    """An agent that a preset names. No weight: the agent's own."""

    key: Line
    weight: Weight | None = None


class PresetRow(PresetTerms):
    """A preset. `agents` null: every active member with hours."""

    key: Line
    id: Id = None
    active: bool = False
    archived: bool = False
    agents: list[PresetAgentRow] | None = None


class RateLimitsRow(Terms):
    """Requests a client may make in each window."""

    minute: Count = 600
    hour: Count = 10_000
    day: Count = 100_000


class ClientRow(Terms):
    """An OAuth client; its secret is made by the import."""

    key: Line
    id: Id = None
    name: Line
    scopes: list[Literal["scheduling:read", "scheduling:write"]] = list(SCOPES)
    rate_limits: RateLimitsRow = RateLimitsRow()


class BookingRow(Terms):
    """A booking as it stands. No preset: the active one; no zone: the app's."""

    agent: Line
    preset: Line | None = None
    booking_source: Literal["agent", "public_booking", "api", "admin"]
    status: Status = "scheduled"
    scheduled_at: Annotated[Instant, AfterValidator(_whole_minute)]
    duration_minutes: Duration
    buffer_before_minutes: Buffer = 0
    buffer_after_minutes: Buffer = 0
    guest_name: Line
    guest_phone: Phone | None = None
    guest_email: Annotated[Email | None, Field(validate_default=True)] = None
    guest_timezone: ZoneName | None = None
    guest_language: Language | None = None
    guest_intake_notes: Prose | None = None
    intake: dict[Line, Any] = {}
    metadata: dict[Line, Prose] = {}
    app_timezone: ZoneName | None = None

    id: Id = None
    reference: Annotated[str, Field(pattern=r"^[A-Z]{3}-\d{4}$")] | None = None
    series_id: Line | None = None
    call_kind: CallKind | None = None
    assignment_method: Method = "manual"
    require_confirmation: bool | None = None
    created_at: Instant | None = None
    confirmed_at: Instant | None = None
    started_at: Instant | None = None
    completed_at: Instant | None = None
    cancelled_at: Instant | None = None
    cancellation_reason: Prose | None = None
    outcome: Line | None = None
    outcome_note: Prose | None = None
    absent: Literal["guest", "agent"] | None = None

    @field_validator("guest_email")
    @classmethod
    def _can_be_reached(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("guest_phone", "unread") is None:
            raise ValueError("Give a guest_email or a guest_phone")
        return value


class AppFile(Terms):
    """A whole file."""

    format: Literal["callboard-app/1"]
    app: AppRow
    agents: list[AgentRow] = []
    presets: list[PresetRow] = []
    clients: list[ClientRow] = []
    bookings: list[BookingRow] = []
