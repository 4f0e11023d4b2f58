"""The terms of a preset with every bound (CONTRACT section 11), and what text, time and zone may be in any input.

Whoever takes a preset from outside, a file or a form, validates it here, so that one bound is written once.
"""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails

from console.scheduling.errors import Invalid, Problem

from .zones import zone

T = TypeVar("T", bound=BaseModel)

_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
_CONTROLS_BUT_BREAKS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")


def _one_line(value: str) -> str:
    if _CONTROLS.search(value):
        raise ValueError("must be one line without control characters")
    return value


def _without_controls(value: str) -> str:
    if _CONTROLS_BUT_BREAKS.search(value):
        raise ValueError("must not hold control characters")
    return value


def _matching(pattern: str, said: str) -> AfterValidator:
    """A check with words for people instead of a pattern."""
    known = re.compile(pattern)

    def check(value: str) -> str:
        if not known.fullmatch(value):
            raise ValueError(said)
        return value

    return AfterValidator(check)


def _known_zone(value: str) -> str:
    try:
        zone(value)
    except Invalid:
        raise ValueError("is not a known time zone, such as America/Bogota") from None
    return value


def _instant(value: object) -> object:
    """RFC 3339 with an offset or `Z` becomes aware UTC; a datetime passes, anything else is refused."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise ValueError("must be an instant with an offset, such as 2026-05-01T15:00:00Z")
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("is not an instant that exists") from None


def _distinct(values: list[Any]) -> list[Any]:
    if len({repr(value) for value in values}) < len(values):
        raise ValueError("names something twice")
    return values


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_one_line)]
"""A name or a label: one line of 1 to 200 characters."""
Prose = Annotated[str, StringConstraints(max_length=5000), AfterValidator(_without_controls)]
"""Text of several lines, up to 5,000 characters."""
Slug = Annotated[
    str,
    StringConstraints(max_length=80),
    _matching(r"[a-z0-9]+(-[a-z0-9]+)*", "must be lower-case letters, digits and single hyphens"),
]
"""A piece of a URL."""
Language = Annotated[str, _matching(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "must be a language such as en or es-CO")]
"""A BCP 47 tag."""
ZoneName = Annotated[str, AfterValidator(_known_zone)]
"""An IANA time zone that PyPI's tzdata knows."""
Instant = Annotated[datetime, BeforeValidator(_instant)]
"""RFC 3339 with an offset in, aware UTC out."""

Role = Literal["owner", "admin", "lead", "supervisor", "agent"]
CallKind = Literal["link", "phone", "whatsapp"]
AssignmentMode = Literal["pick", "any_available", "url_forced"]
Channel = Literal["email", "whatsapp"]
ReminderKind = Literal["invitation", "reminder_24h", "reminder_1h", "reminder_15m", "cancellation", "conflict_notice"]
Weight = Annotated[int, Field(ge=1, le=100)]
Duration = Annotated[int, Field(ge=5, le=480)]
Buffer = Annotated[int, Field(ge=0, le=240)]
Notice = Annotated[int, Field(ge=0, le=43_200)]
"""Minutes, up to 30 days."""
Count = Annotated[int, Field(ge=1, le=1_000_000_000)]
"""A limit that someone may have chosen freely."""


class Terms(BaseModel):
    """What all input shares: nothing is guessed from another type, nothing unknown is passed over."""

    model_config = ConfigDict(extra="forbid", strict=True)


class CustomerLimits(Terms):
    """How many bookings one customer may have: open ones, and made per rolling day and week. Null: no limit."""

    open: Count | None = 5
    per_day: Count | None = 5
    per_week: Count | None = 20


class ReminderTerms(Terms):
    """One kind of message and the channels it goes out on."""

    kind: ReminderKind
    channels: Annotated[list[Channel], Field(min_length=1), AfterValidator(_distinct)]


class IntakeQuestion(Terms):
    """A question on the booking form; the answer stands in the booking's `intake` under `key`."""

    key: Annotated[str, _matching(r"[A-Za-z]\w{0,39}", "must be a name of up to 40 letters, digits and underscores")]
    label: Line
    kind: Literal["text", "long_text", "choice", "checkbox"] = "text"
    required: bool = False
    options: Annotated[list[Line], Field(max_length=50)] = []


class PresetTerms(Terms):
    """A preset's terms but for the agents it names."""

    name: Line
    slug: Slug
    scheduling_enabled: bool = True
    call_kind: CallKind = "link"
    assignment_mode: AssignmentMode = "any_available"
    durations: Annotated[list[Duration], Field(max_length=50), AfterValidator(_distinct)] = []
    """Left out: the default alone."""
    default_duration_minutes: Annotated[Duration, Field(validate_default=True)] = 30
    buffer_before_minutes: Buffer = 0
    buffer_after_minutes: Buffer = 0
    notice_minutes: Notice = 0
    horizon_days: Annotated[int, Field(ge=1, le=1_500)] = 60
    step_minutes: Annotated[int, Field(ge=5, le=480)] = 15
    agent_day_limit: Count | None = None
    require_confirmation: bool = False
    confirmation_deadline_minutes: Notice | None = None
    no_show_grace_minutes: Annotated[int, Field(ge=0, le=480)] = 10
    hold_minutes: Annotated[int, Field(ge=1, le=240)] = 5
    customer_may_reschedule: bool = True
    customer_may_cancel: bool = True
    change_notice_minutes: Notice = 0
    max_moves: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None
    limits: CustomerLimits = CustomerLimits()
    outcomes: Annotated[list[Line], Field(max_length=50), AfterValidator(_distinct)] = []
    intake: Annotated[list[IntakeQuestion], Field(max_length=30)] = []
    reminders: list[ReminderTerms] = []

    @field_validator("default_duration_minutes")
    @classmethod
    def _is_one_of_the_durations(cls, value: int, info: ValidationInfo) -> int:
        durations = info.data.get("durations")
        if durations and value not in durations:
            raise ValueError("must be one of the durations")
        return value

    @field_validator("reminders")
    @classmethod
    def _names_a_kind_once(cls, value: list[ReminderTerms]) -> list[ReminderTerms]:
        _distinct([reminder.kind for reminder in value])
        return value

    @model_validator(mode="after")
    def _offers_something(self) -> "PresetTerms":
        self.durations = sorted(self.durations) or [self.default_duration_minutes]
        return self


def read(model: type[T], document: object) -> T:
    """The document as this model. Raises Invalid, which names every bad value by its path: `agents[0].email`."""
    try:
        return model.model_validate(document)
    except ValidationError as refused:
        raise Invalid([_problem(error) for error in refused.errors(include_url=False, include_input=False)]) from None


def path(*steps: str | int) -> str:
    """Where a value stands in a document: names parted by dots, positions in brackets."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def _problem(error: ErrorDetails) -> Problem:
    said = _SAID.get(error["type"]) or error["msg"].removeprefix("Value error, ").removeprefix("Input ")
    said = said if said[0].isupper() else f"This {said}"
    return Problem(path(*error["loc"]), f"{said.removesuffix('.')}.")


_SAID = {
    "missing": "This is missing",
    "extra_forbidden": "This is not a name that is known here",
    "model_type": "This must be an object",
    "string_unicode": "This must be text in Unicode",
}
"""Words for what pydantic says less plainly."""
