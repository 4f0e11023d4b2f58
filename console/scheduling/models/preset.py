"""Presets: named sets of terms, with the agents they offer (CONTRACT section 11 names every field)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from .columns import instant, json_list, json_object, maybe_instant
from .ids import new_id
from .record import Record


def _or_null(default: int) -> Any:
    """A default of new rows that None overrules: without this, the ORM takes None for "not given" when it inserts."""
    return Field(default=default, sa_column_kwargs={"default": None})


class Preset(Record, table=True):
    """The terms of a booking. Exactly one preset of an app is active: the one used when none is named."""

    __table_args__ = (
        UniqueConstraint("app_id", "slug"),
        Index("preset_one_active", "app_id", unique=True, sqlite_where=text("active"), postgresql_where=text("active")),
    )

    id: str = Field(default_factory=lambda: new_id("pre"), primary_key=True)
    app_id: str = Field(foreign_key="app.id")
    name: str
    slug: str
    short_link: str = Field(unique=True)
    """The `{slug}` of `/b/{slug}`: the preset's own where free in the installation, else with a number behind it."""
    active: bool = False
    position: int = 0
    """Where it stands among the others that are not active; those of one place stand by name."""
    scheduling_enabled: bool = True
    call_kind: str = "link"
    assignment_mode: str = "any_available"
    names_agents: bool = False
    """False: every active member with hours; True: only the rows of `preset_agent`."""
    durations: list[int] = json_list()
    default_duration_minutes: int = 30
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    notice_minutes: int = 0
    horizon_days: int = 60
    step_minutes: int = 15
    agent_day_limit: int | None = None
    require_confirmation: bool = False
    confirmation_deadline_minutes: int | None = None
    no_show_grace_minutes: int = 10
    hold_minutes: int = 5
    customer_may_reschedule: bool = True
    customer_may_cancel: bool = True
    change_notice_minutes: int = 0
    max_moves: int | None = None
    limit_open: int | None = _or_null(5)
    limit_per_day: int | None = _or_null(5)
    limit_per_week: int | None = _or_null(20)
    outcomes: list[str] = json_list()
    intake: list[dict[str, Any]] = json_list()
    reminders: list[dict[str, Any]] = json_list()
    message_settings: dict[str, Any] = json_object()
    """`quiet_hours` and `whatsapp_templates`; what is left out is as in `rules.terms`."""
    created_at: datetime = instant()
    archived_at: datetime | None = maybe_instant()


class PresetAgent(Record, table=True):
    """An agent that a preset names, with its weight there."""

    preset_id: str = Field(foreign_key="preset.id", primary_key=True)
    person_id: str = Field(foreign_key="person.id", primary_key=True, index=True)
    weight: int = 1
