"""Calendars, both ways: people's own, which say when they are busy, and the feeds that show our calls in theirs."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from .columns import instant, maybe_instant
from .ids import new_id
from .record import Record


class BusyCalendar(Record, table=True):
    """A person's own calendar, read from its secret ICS address, which nobody is shown again."""

    id: str = Field(default_factory=lambda: new_id("cal"), primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    name: str
    url: str

    etag: str | None = None
    last_modified: str | None = None
    """With `etag`: what the address said of the file that was read last, so that an unchanged one is not sent again."""
    digest: str | None = None
    """Of what matters in the file that was read last."""
    read_for: str | None = None
    """The day, zone, horizon and owner that it was read for; when another is asked for, it is read anew."""
    known_until: datetime | None = maybe_instant()
    """Up to here the busy times are known."""
    unread: int = 0
    """Events of the file that make no sense."""

    fetched_at: datetime | None = maybe_instant()
    """When it was last read, or found unchanged."""
    failed_at: datetime | None = maybe_instant()
    """When it could not be read; None once it could again."""
    problem: str | None = None
    failures: int = 0
    """In a row."""

    due_at: datetime = instant(index=True)
    looks: int = 0
    """How often it was claimed: tells one look from the next."""
    leased_by: str | None = None
    leased_until: datetime | None = maybe_instant()
    created_at: datetime = instant()


class BusyTime(Record, table=True):
    """A range in which a person's own calendar says busy; of the person, so it counts in every app."""

    __table_args__ = (Index("busy_time_by_person", "person_id", "start_at"),)

    id: str = Field(default_factory=lambda: new_id("busy"), primary_key=True)
    calendar_id: str = Field(foreign_key="busy_calendar.id", index=True)
    person_id: str = Field(foreign_key="person.id")
    start_at: datetime = instant()
    end_at: datetime = instant()


class CalendarFeed(Record, table=True):
    """Calls as a calendar to subscribe to: of one agent, or without a person of the whole app. Its key is derived."""

    __table_args__ = (Index("calendar_feed_by_app", "app_id", "person_id"),)

    id: str = Field(default_factory=lambda: new_id("feed"), primary_key=True)
    app_id: str = Field(foreign_key="app.id")
    person_id: str | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = instant()
