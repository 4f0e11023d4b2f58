"""A small team to test with: two agents in Bogota, one active preset, and a Monday morning far from any clock change."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import Session

from console.scheduling import database
from console.scheduling.actors import Actor
from console.scheduling.models import App, Booking, Member, Person, Preset, WorkingWindow
from console.scheduling.services import bookings
from console.scheduling.services.bookings import NewBooking
from tests.rows import insert

MONDAY = datetime(2027, 2, 1, 12, 0, tzinfo=UTC)
"""Seven in the morning in Bogota (UTC-5, which keeps no summer time)."""


@dataclass(frozen=True)
class Acme:
    """The ids of the team, and short ways to act in it."""

    app_id: str
    preset_id: str
    ada: str
    bo: str
    hand: Any

    @property
    def admin(self) -> Actor:
        return Actor("admin", id=self.ada, app_id=self.app_id, role="admin")

    @property
    def system(self) -> Actor:
        return Actor("api", id="cli_x", app_id=self.app_id, scopes=frozenset({"scheduling:read", "scheduling:write"}))

    @property
    def visitor(self) -> Actor:
        return Actor("public_booking", app_id=self.app_id)

    def agent(self, person_id: str) -> Actor:
        return Actor("agent", id=person_id, app_id=self.app_id, role="agent")

    def guest(self, booking: Booking) -> Actor:
        return replace(self.visitor, booking_id=booking.id)

    def at(self, hours: float) -> datetime:
        """An instant that many hours after 10:00 in Bogota on the test's Monday."""
        return MONDAY + timedelta(hours=3 + hours)

    def book(self, actor: Actor | None = None, hours: float = 0, **fields: Any) -> Booking:
        """Book Jane with Ada at `at(hours)`, or as the fields say."""
        given: dict[str, Any] = {"guest_name": "Jane", "guest_email": "jane@guests.test", "agent_id": self.ada} | fields
        return bookings.book(actor or self.admin, NewBooking(scheduled_at=self.at(hours), **given))

    def set_preset(self, **fields: Any) -> None:
        with database.writing() as session:
            preset = session.get_one(Preset, self.preset_id)
            for name, value in fields.items():
                setattr(preset, name, value)


@pytest.fixture
def acme(store: str) -> Any:
    """The team on each kind of database, at seven on a Monday morning; `acme.hand` moves the clock."""
    with time_machine.travel(MONDAY, tick=False) as hand:
        yield make_acme(hand)


def make_acme(hand: Any) -> Acme:
    with database.writing() as session:
        app = {"name": "Acme", "timezone": "America/Bogota", "widget_key": "wk", "created_at": MONDAY}
        (app_id,) = insert(session, App, app)
        preset_id = _preset(session, app_id, "std", active=True)
        ada, bo = _agents(session, app_id, "ada", "bo")
        return Acme(app_id, preset_id, ada, bo, hand)


def add_agent(acme: Acme, name: str) -> str:
    """One more agent with the hours of the others; gives their id."""
    with database.writing() as session:
        return _agents(session, acme.app_id, name)[0]


def add_preset(acme: Acme, slug: str = "other") -> str:
    """One more preset, which offers the same agents; gives its id."""
    with database.writing() as session:
        return _preset(session, acme.app_id, slug)


def _preset(session: Session, app_id: str, slug: str, *, active: bool = False) -> str:
    terms = {"name": "Standard", "slug": slug, "short_link": slug, "active": active, "durations": [30, 60]}
    return insert(session, Preset, {"app_id": app_id, "created_at": MONDAY, **terms})[0]


def _agents(session: Session, app_id: str, *names: str) -> list[str]:
    addresses = [(name, f"{name}@agents.test") for name in names]
    people = [{"name": name, "email": to, "email_key": to, "created_at": MONDAY} for name, to in addresses]
    ids = insert(session, Person, *people)
    there = [{"app_id": app_id, "person_id": person_id, "timezone": "America/Bogota"} for person_id in ids]
    insert(session, Member, *({**one, "role": "agent", "joined_at": MONDAY} for one in there))
    hours = {"start_minute": 9 * 60, "end_minute": 17 * 60}
    insert(session, WorkingWindow, *({**one, **hours, "weekday": weekday} for one in there for weekday in range(5)))
    return ids
