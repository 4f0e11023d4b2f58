"""Rows made directly, for tests of what happens around a booking rather than of booking itself."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, SQLModel

from console.scheduling.models import App, Booking, Customer, Person, Preset, new_id


def insert(session: Session, model: type[SQLModel], *rows: dict[str, Any]) -> list[str]:
    """Write rows of one kind at once, without an object for each, which costs ten times as much; gives their ids."""
    filled = [
        {
            name: row[name] if name in row else field.get_default(call_default_factory=True)
            for name, field in model.model_fields.items()
        }
        for row in rows
    ]
    session.execute(model.__table__.insert(), filled)  # pyright: ignore[reportAttributeAccessIssue]
    return [row.get("id", "") for row in filled]


START = datetime(2030, 1, 7, 15, tzinfo=UTC)


@dataclass
class World:
    """One app with an agent, a preset and a customer."""

    app: App
    agent: Person
    preset: Preset
    customer: Customer

    def booking(self, session: Session, **terms: Any) -> Booking:
        """One more booking of this world, half an hour long."""
        start = terms.pop("scheduled_at", START)
        booking = Booking(
            **{
                "reference": new_id("ref"),
                "app_id": self.app.id,
                "preset_id": self.preset.id,
                "customer_id": self.customer.id,
                "booking_source": "admin",
                "status": "scheduled",
                "call_kind": "link",
                "assignment_method": "manual",
                "agent_id": self.agent.id,
                "guest_name": "Jane Doe",
                "guest_email": "jane@guests.test",
                "guest_phone": "+573005550100",
                "scheduled_at": start,
                "ends_at": start + timedelta(minutes=30),
                "duration_minutes": 30,
                "app_timezone": "UTC",
                "created_at": START - timedelta(days=30),
                "updated_at": START - timedelta(days=30),
                **terms,
            }
        )
        session.add(booking)
        session.flush()
        return booking


def make_world(session: Session, **preset: Any) -> World:
    """A fresh world; `preset` overrides terms of its preset."""
    now = START - timedelta(days=60)
    app = App(name="Acme", timezone="UTC", widget_key=new_id("key"), created_at=now)
    agent = Person(name="Ada", email=f"{new_id('a')}@agents.test", email_key=new_id("a"), created_at=now)
    session.add_all([app, agent])
    session.flush()
    slug = new_id("std").replace("_", "-")
    terms = Preset(app_id=app.id, name="Standard", slug=slug, short_link=slug, active=True, created_at=now)
    for name, value in preset.items():
        setattr(terms, name, value)
    customer = Customer(app_id=app.id, created_at=now)
    session.add_all([terms, customer])
    session.flush()
    return World(app, agent, terms, customer)
