"""When a person can take calls: weekly windows, shifts on single dates, exceptions and DND windows."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from .columns import instant
from .ids import new_id
from .record import Record


class WorkingWindow(Record, table=True):
    """A weekly window on its own zone's wall clock; minutes from midnight, 1440 is 24:00, weekday 0 is Monday."""

    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="working_window_weekday"),
        CheckConstraint(
            "0 <= start_minute AND start_minute < end_minute AND end_minute <= 1440",
            name="working_window_ends_after_start",
        ),
        Index("working_window_by_agent", "app_id", "person_id"),
    )

    id: str = Field(default_factory=lambda: new_id("win"), primary_key=True)
    app_id: str = Field(foreign_key="app.id")
    person_id: str = Field(foreign_key="person.id")
    weekday: int
    start_minute: int
    end_minute: int
    timezone: str


class RosterShift(Record, table=True):
    """A shift on one date, which replaces the weekly hours of that date: minutes from its midnight on the zone's wall clock.

    An end past 1440 lies on the next day. A shift of no length says that nobody is to be called on that date.
    """

    __table_args__ = (
        CheckConstraint(
            "0 <= start_minute AND start_minute < 1440 AND start_minute <= end_minute"
            " AND end_minute <= start_minute + 1440",
            name="roster_shift_within_a_day",
        ),
        Index("roster_shift_by_agent", "app_id", "person_id", "day"),
    )

    id: str = Field(default_factory=lambda: new_id("shf"), primary_key=True)
    app_id: str = Field(foreign_key="app.id")
    person_id: str = Field(foreign_key="person.id")
    day: date
    start_minute: int
    end_minute: int
    timezone: str


class ScheduleException(Record, table=True):
    """A range that overrides working hours, of one agent or, without a person, of the whole app (a closure)."""

    __table_args__ = (
        CheckConstraint("kind IN ('blocked', 'available_extra')", name="schedule_exception_kind"),
        CheckConstraint("start_at < end_at", name="schedule_exception_ends_after_start"),
        Index("schedule_exception_by_agent", "app_id", "person_id", "start_at"),
    )

    id: str = Field(default_factory=lambda: new_id("exc"), primary_key=True)
    app_id: str = Field(foreign_key="app.id")
    person_id: str | None = Field(default=None, foreign_key="person.id")
    kind: str
    start_at: datetime = instant()
    end_at: datetime = instant()
    note: str | None = None
    holiday: str | None = None
    """Whose public holiday it was taken for: `ES`, or `ES-MD` of a region; None: it is no holiday."""
    created_at: datetime = instant()


class DndWindow(Record, table=True):
    """A short block that the agent set on My schedules; the note says what for."""

    __table_args__ = (
        CheckConstraint("start_at < end_at", name="dnd_window_ends_after_start"),
        Index("dnd_window_by_agent", "app_id", "person_id", "start_at"),
    )

    id: str = Field(default_factory=lambda: new_id("dnd"), primary_key=True)
    app_id: str = Field(foreign_key="app.id")
    person_id: str = Field(foreign_key="person.id")
    start_at: datetime = instant()
    end_at: datetime = instant()
    note: str | None = None
    created_at: datetime = instant()
