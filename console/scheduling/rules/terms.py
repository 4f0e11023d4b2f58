"""The terms of a preset with every bound (CONTRACT section 11), and what text, time and zone may be in any input.

Whoever takes a preset from outside, a file or a form, validates it here, so that one bound is written once; `documents`
reads it.
"""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from console.scheduling.errors import Invalid

from . import limits
from .assignment import is_drawn
from .documents import Terms
from .zones import zone

_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


def judged_by(check: Callable[[str], Any]) -> AfterValidator:
    """A check of the core's, which raises Invalid, as a validator; the field keeps what the check returns."""

    def passes(value: str) -> Any:
        try:
            return check(value)
        except Invalid as refused:
            raise ValueError(refused.message) from None

    return AfterValidator(passes)


def distinct(values: list[Any]) -> list[Any]:
    """The list, in which nothing may stand twice."""
    if len({repr(value) for value in values}) < len(values):
        raise ValueError("This names something twice")
    return values


def _one_line(value: str) -> str:
    if _CONTROLS.search(value):
        raise ValueError("This must be one line without control characters")
    return limits.text(value, "", limits.NAME_LENGTH, required=True)


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise ValueError("This must be lower-case letters, digits and single hyphens")
    return value


def _identifier(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]\w{0,39}", value, re.ASCII):
        raise ValueError("This must be a name of up to 40 letters, digits and underscores")
    return value


def _clock_time(value: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        raise ValueError("This must be a time such as 21:00")
    return value


def _template_name(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9_]{1,512}", value):
        raise ValueError("This must be lower-case letters, digits and underscores")
    return value


def _template_language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2})?", value):
        raise ValueError("This must be a code such as es or es_CO")
    return value


def _within(bounds: tuple[int, int]) -> Any:
    return Field(ge=bounds[0], le=bounds[1])


Line = Annotated[str, judged_by(_one_line)]
"""A name or a label: one line of 1 to 200 characters, trimmed."""
Prose = Annotated[str, judged_by(lambda value: limits.text(value, "", limits.NOTES_LENGTH))]
"""Text of several lines, up to 5,000 characters."""
Slug = Annotated[str, StringConstraints(max_length=80), AfterValidator(_slug)]
"""A piece of a URL."""
Language = Annotated[str, judged_by(limits.language)]
"""A BCP 47 tag such as `en` or `es-CO`."""
ClockTime = Annotated[str, AfterValidator(_clock_time)]
"""A time of day, `HH:MM`."""
ZoneName = Annotated[str, judged_by(lambda value: zone(value).key)]
"""An IANA time zone that PyPI's tzdata knows."""

Role = Literal["owner", "admin", "lead", "supervisor", "agent"]
CallKind = Literal["link", "phone", "whatsapp"]
AssignmentMode = Literal["pick", "any_available", "url_forced"]
Channel = Literal["email", "whatsapp"]
ReminderKind = Literal["invitation", "reminder_24h", "reminder_1h", "reminder_15m", "cancellation", "conflict_notice"]
Occasion = Literal[
    "invitation",
    "moved",
    "reminder_24h",
    "reminder_1h",
    "reminder_15m",
    "cancellation",
    "conflict_notice",
    "reminder_custom",
]
"""What a message is written for: its kind, but that an invitation after a move says something else."""
Variable = Literal[
    "guest_name",
    "agent",
    "app",
    "date",
    "time",
    "zone",
    "minutes",
    "old_date",
    "old_time",
    "reference",
    "reason",
    "message",
    "join_url",
    "manage_url",
]
"""What a WhatsApp template may be filled with."""
Weight = Annotated[int, _within(limits.WEIGHT)]
Duration = Annotated[int, _within(limits.DURATION)]
Buffer = Annotated[int, _within(limits.BUFFER)]
Notice = Annotated[int, _within(limits.NOTICE)]
"""Minutes, up to 30 days."""
Horizon = Annotated[int, _within(limits.HORIZON_DAYS)]
"""Days."""
Step = Annotated[int, _within(limits.STEP)]
Count = Annotated[int, Field(ge=1, le=1_000_000_000)]
"""A limit that someone may have chosen freely."""


class LimitTerms(Terms):
    """How many bookings one customer may have: open ones, and made per rolling day and week. Null: no limit."""

    open: Count | None = 5
    per_day: Count | None = 5
    per_week: Count | None = 20


class ReminderTerms(Terms):
    """One kind of message and the channels it goes out on."""

    kind: ReminderKind
    channels: Annotated[list[Channel], Field(min_length=1), AfterValidator(distinct)]


class QuietTerms(Terms):
    """Quiet hours on the customer's own wall clock, as `HH:MM`; over midnight where the end comes first."""

    start: ClockTime = "21:00"
    end: ClockTime = "08:00"

    @model_validator(mode="after")
    def _leaves_time(self) -> "QuietTerms":
        if self.start == self.end:
            raise ValueError("Quiet hours cannot last all day")
        return self


def quiet_terms(kept: Mapping[str, Any]) -> QuietTerms | None:
    """The quiet hours among a stored preset's message settings."""
    quiet = kept.get("quiet_hours", {})
    return None if quiet is None else QuietTerms(**quiet)


class TemplateTerms(Terms):
    """An approved WhatsApp template, and what stands in its body for {{1}}, {{2}} and so on.

    `language` is the code under which it was approved, such as `es_CO`; null is the customer's language.
    """

    name: Annotated[str, AfterValidator(_template_name)]
    language: Annotated[str, AfterValidator(_template_language)] | None = None
    variables: Annotated[list[Variable], Field(max_length=20)] = []


class IntakeQuestion(Terms):
    """A question on the booking form; the answer stands in the booking's `intake` under `name`."""

    name: Annotated[str, AfterValidator(_identifier)]
    label: Line
    kind: Literal["text", "long_text", "choice", "checkbox", "phone", "email", "consent"] = "text"
    required: bool = False
    options: Annotated[list[Line], Field(max_length=50), AfterValidator(distinct)] = []
    """What a `choice` offers."""
    version: Line = "1"
    """Which wording a `consent` was given to."""


class PresetTerms(Terms):
    """A preset's terms but for the agents it names."""

    name: Line
    slug: Slug
    scheduling_enabled: bool = True
    call_kind: CallKind = "link"
    assignment_mode: AssignmentMode = "any_available"
    durations: Annotated[list[Duration], Field(max_length=50), AfterValidator(distinct)] = []
    """Left out: the default alone."""
    default_duration_minutes: Annotated[Duration, Field(validate_default=True)] = 30
    buffer_before_minutes: Buffer = 0
    buffer_after_minutes: Buffer = 0
    notice_minutes: Notice = 0
    horizon_days: Horizon = 60
    step_minutes: Step = 15
    agent_day_limit: Count | None = None
    require_confirmation: bool = False
    confirmation_deadline_minutes: Notice | None = None
    no_show_grace_minutes: Annotated[int, Field(ge=0, le=480)] = 10
    hold_minutes: Annotated[int, Field(ge=1, le=240)] = 5
    customer_may_reschedule: bool = True
    customer_may_cancel: bool = True
    change_notice_minutes: Notice = 0
    max_moves: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None
    limits: LimitTerms = LimitTerms()
    outcomes: Annotated[list[Line], Field(max_length=50), AfterValidator(distinct)] = []
    intake: Annotated[list[IntakeQuestion], Field(max_length=30)] = []
    reminders: list[ReminderTerms] = []
    quiet_hours: QuietTerms | None = QuietTerms()
    """Null: messages go out at any hour."""
    whatsapp_templates: dict[Occasion, TemplateTerms] = {}
    """Those left out have the names and variables that the README lists."""

    @property
    def draws_agent(self) -> bool:
        """Whether the engine finds the agent; else one has to be named."""
        return is_drawn(self.assignment_mode)

    @property
    def lets_pick(self) -> bool:
        """Whether customers choose the agent themselves; else they need a link to one, or the engine draws."""
        return self.assignment_mode == "pick"

    @field_validator("default_duration_minutes")
    @classmethod
    def _is_one_of_the_durations(cls, value: int, info: ValidationInfo) -> int:
        durations = info.data.get("durations")
        if durations and value not in durations:
            raise ValueError("This must be one of the durations")
        return value

    @field_validator("reminders")
    @classmethod
    def _names_a_kind_once(cls, value: list[ReminderTerms]) -> list[ReminderTerms]:
        distinct([reminder.kind for reminder in value])
        return value

    @model_validator(mode="after")
    def _offers_something(self) -> "PresetTerms":
        self.durations = sorted(self.durations) or [self.default_duration_minutes]
        return self
