"""Calls as a calendar to subscribe to: whose it is, what stands in it, and how it ends."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from console.scheduling import database
from console.scheduling.errors import NotAllowed, NotFound
from console.scheduling.messages.feed import Feed
from console.scheduling.models import App, AuditEntry, Booking, DndWindow, Member, Person, ScheduleException
from console.scheduling.rules.calendar_files import Reading, busy_times, winnow
from console.scheduling.rules.intervals import Interval
from console.scheduling.services import bookings, calendars, links
from console.scheduling.services.calendars import Seen, reading
from tests.services.conftest import MONDAY, Acme
from tests.services.test_agent_day import put, statements

GOLDEN = Path(__file__).parent / "feeds"


def token(url: str) -> str:
    return url.rpartition("/")[2].removesuffix(".ics")


def own(acme: Acme) -> str:
    return token(calendars.renew_feed(acme.agent(acme.ada), "own"))


def of_app(acme: Acme) -> str:
    return token(calendars.renew_feed(acme.admin, "app"))


def events(feed: Feed) -> dict[str, Any]:
    return {str(event["UID"]): event for event in Calendar.from_ical(feed.file()).events}


def block_the_day(acme: Acme) -> None:
    span = {"app_id": acme.app_id, "created_at": MONDAY}
    put(
        DndWindow(id=f"dnd_{'d' * 26}", person_id=acme.ada, start_at=acme.at(2), end_at=acme.at(3), **span),
        DndWindow(person_id=acme.bo, start_at=acme.at(2), end_at=acme.at(3), **span),
        ScheduleException(
            **{"id": f"exc_{'a' * 26}", "kind": "blocked", "person_id": acme.ada, "note": "Training; all day, really"},
            **{"start_at": acme.at(4), "end_at": acme.at(5)},
            **span,
        ),
        ScheduleException(
            id=f"exc_{'b' * 26}", kind="blocked", start_at=acme.at(24), end_at=acme.at(48), **span
        ),
        ScheduleException(
            kind="available_extra", person_id=acme.ada, start_at=acme.at(9), end_at=acme.at(10), **span
        ),
    )


def test_a_feed_is_written_as_it_always_was(acme: Acme, monkeypatch: pytest.MonkeyPatch):
    """The golden files: change them only on purpose, for calendars out there hold the same events."""
    monkeypatch.setattr(reading, "feed_mark", lambda: "ab12")
    monkeypatch.setattr(calendars.feeds, "feed_mark", lambda: "ab12")
    monkeypatch.setattr(links.installation, "key", lambda: b"golden")
    acme.set_preset(require_confirmation=True, name="Support, first line")
    for number, hours in enumerate((0, 1, 26)):
        _rename(acme.book(hours=hours, guest_name=f"Zoë “{number}” Ñandú, Inc; x\nEND:VEVENT"), number)
    bookings.confirm(acme.admin, f"bkg_{'0' * 25}0")
    bookings.cancel(acme.admin, f"bkg_{'0' * 25}1")
    block_the_day(acme)
    for name, feed in (("agent", own(acme)), ("app", of_app(acme))):
        written = calendars.read_feed(feed).file()
        golden = GOLDEN / f"{name}.ics"
        assert written.decode() == golden.read_bytes().decode(), f"{name} is not as it was"


def _rename(booking: Booking, number: int) -> None:
    """Give a booking an id and a reference that do not change from run to run."""
    from sqlalchemy import text

    new = f"bkg_{'0' * 25}{number}"
    with database.writing() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("PRAGMA defer_foreign_keys=ON"))
        else:
            session.execute(text("SET session_replication_role = replica"))
        values = {"new": new, "old": booking.id}
        session.execute(text(f"UPDATE booking SET id = :new, reference = 'REF{number}' WHERE id = :old"), values)
        for table in ("timeline_event", "reminder", "outbox_event", "turn"):
            session.execute(text(f"UPDATE {table} SET booking_id = :new WHERE booking_id = :old"), values)
        session.execute(text("SELECT 1"))
