"""When a person can take calls: weekly windows, exceptions, DND, and busy time from their own calendars."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from .columns import instant, maybe_instant
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
    created_at: datetime = instant()


class DndWindow(Record, table=True):
    """A short block that the agent set on My schedules."""

    __table_args__ = (
        CheckConstraint("start_at < end_at", name="dnd_window_ends_after_start"),
        Index("dnd_window_by_agent", "app_id", "person_id", "start_at"),
    )

    id: str = Field(default_factory=lambda: new_id("dnd"), primary_key=True)
    app_id: str = Field(foreign_key="app.id")
    person_id: str = Field(foreign_key="person.id")
    start_at: datetime = instant()
    end_at: datetime = instant()
    created_at: datetime = instant()


class BusyCalendar(Record, table=True):
    """A person's own calendar, read from its secret ICS address."""

    id: str = Field(default_factory=lambda: new_id("cal"), primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    url: str
    etag: str | None = None
    fetched_at: datetime | None = maybe_instant()
    failed_at: datetime | None = maybe_instant()
    problem: str | None = None
    created_at: datetime = instant()


class BusyTime(Record, table=True):
    """A range in which a person's own calendar says busy; of the person, so it counts in every app."""

    __table_args__ = (Index("busy_time_by_person", "person_id", "start_at"),)

    id: str = Field(default_factory=lambda: new_id("busy"), primary_key=True)
    calendar_id: str = Field(foreign_key="busy_calendar.id", index=True)
    person_id: str = Field(foreign_key="person.id")
    start_at: datetime = instant()
    end_at: datetime = instant()
