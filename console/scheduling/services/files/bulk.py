"""Bookings by the hundred thousand: their customers, references and short timelines, written in large pieces."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import randbelow
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from ...actors import ActorKind
from ...messages.instants import iso
from ...models import App, Booking, Customer, CustomerContact, Person, Preset, TimelineEvent, new_id
from ...rules import contacts, lifecycle, references
from ...rules.search import search_text
from .schema import BookingRow

_PIECE = 5_000

_MAKER: Mapping[str, ActorKind] = {"agent": "agent", "public_booking": "customer", "api": "api", "admin": "admin"}
"""Who makes a booking through each source."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the rows refer to: people and presets by the file's keys."""

    app: App
    people: Mapping[str, Person]
    presets: Mapping[str, Preset]
    now: datetime

    def preset(self, key: str | None) -> Preset:
        """The named preset, or the active one."""
        return self.presets[key] if key else next(preset for preset in self.presets.values() if preset.active)


def insert_bookings(session: Session, setting: Setting, rows: Sequence[BookingRow]) -> None:
    """Write the rows as bookings of a new app. They have been checked; only the database may still refuse them."""
    gathered = _Customers(setting)
    free = _references({row.reference for row in rows if row.reference})
    bookings = [_booking(setting, row, row.reference or next(free), gathered.of(row)) for row in rows]
    events = [event for booking in bookings for event in _story(booking)]
    _write(session, Customer, gathered.customers)
    _write(session, CustomerContact, gathered.contacts)
    _write(session, Booking, bookings)
    _write(session, TimelineEvent, events)


def _write(session: Session, table: type[SQLModel], values: Sequence[Mapping[str, Any]]) -> None:
    """Past the ORM, which would take as long again as the database."""
    for start in range(0, len(values), _PIECE):
        session.connection().execute(insert(table.__table__), values[start : start + _PIECE])  # pyright: ignore


class _Customers:
    """The app's customers, as `services.customers` would gather them: by phone first, then by e-mail."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._known: dict[tuple[str, str], dict[str, Any]] = {}
        self.customers: list[dict[str, Any]] = []
        self.contacts: list[dict[str, Any]] = []

    def of(self, row: BookingRow) -> str:
        """The id of the row's customer, who learns what is new about them."""
        keys = [("phone", row.guest_phone), ("email", row.guest_email and contacts.folded(row.guest_email))]
        given = [(kind, value) for kind, value in keys if value]
        customer = next((self._known[key] for key in given if key in self._known), None) or self._new()
        customer["name"] = row.guest_name
        customer["language"] = row.guest_language or customer["language"]
        customer["timezone"] = row.guest_timezone or customer["timezone"]
        for key in given:
            if key not in self._known:
                self._known[key] = customer
                self._add_contact(customer["id"], *key)
        return customer["id"]

    def _new(self) -> dict[str, Any]:
        self.customers.append(
            {
                "id": new_id("cus"),
                "app_id": self._setting.app.id,
                "name": None,
                "language": None,
                "timezone": None,
                "opt_outs": [],
                "created_at": self._setting.now,
            }
        )
        return self.customers[-1]

    def _add_contact(self, customer_id: str, kind: str, value: str) -> None:
        self.contacts.append(
            {
                "id": new_id("con"),
                "app_id": self._setting.app.id,
                "customer_id": customer_id,
                "kind": kind,
                "value": value,
            }
        )


def _references(taken: set[str]) -> Iterator[str]:
    """References that stand neither in `taken` nor here before."""
    while True:
        drawn = references.reference(randbelow(references.COUNT))
        if drawn not in taken:
            taken.add(drawn)
            yield drawn


def _booking(setting: Setting, row: BookingRow, reference: str, customer_id: str) -> dict[str, Any]:
    preset = setting.preset(row.preset)
    waits = row.status == "pending_confirmation"
    confirms = (preset.require_confirmation or waits) if row.require_confirmation is None else row.require_confirmation
    values = {
        "id": new_id("bkg"),
        "reference": reference,
        "app_id": setting.app.id,
        "preset_id": preset.id,
        "customer_id": customer_id,
        "agent_id": setting.people[row.agent].id,
        "series_id": row.series_id,
        "booking_source": row.booking_source,
        "status": row.status,
        "call_kind": row.call_kind or preset.call_kind,
        "assignment_method": row.assignment_method,
        "guest_name": row.guest_name,
        "guest_phone": row.guest_phone,
        "guest_email": row.guest_email,
        "guest_email_key": contacts.folded(row.guest_email) if row.guest_email else None,
        "guest_timezone": row.guest_timezone,
        "guest_language": row.guest_language,
        "guest_intake_notes": row.guest_intake_notes,
        "intake": row.intake,
        "metadata": row.metadata,
        "search_text": search_text(row.guest_name, row.guest_email, row.guest_phone, reference),
        "scheduled_at": row.scheduled_at,
        "ends_at": row.scheduled_at + timedelta(minutes=row.duration_minutes),
        "duration_minutes": row.duration_minutes,
        "buffer_before_minutes": row.buffer_before_minutes,
        "buffer_after_minutes": row.buffer_after_minutes,
        "app_timezone": row.app_timezone or setting.app.timezone,
        "require_confirmation": confirms,
        "outcome": row.outcome,
        "outcome_note": row.outcome_note,
        "absent": row.absent,
        "cancellation_reason": row.cancellation_reason,
        **_instants(setting.now, row),
    }
    return {**values, "due_at": _next_look(values, preset)}


def _instants(now: datetime, row: BookingRow) -> dict[str, datetime | None]:
    """When things happened; where the file is silent, the latest time at which they can have."""
    created = row.created_at or min(now, row.scheduled_at)
    end = row.scheduled_at + timedelta(minutes=row.duration_minutes)
    happened: dict[str, datetime | None] = {
        "confirmed_at": row.confirmed_at or (created if row.status == "confirmed" else None),
        "started_at": row.started_at or (row.scheduled_at if row.status == "started" else None),
        "completed_at": row.completed_at or (min(now, end) if row.status == "completed" else None),
        "cancelled_at": row.cancelled_at or (created if row.status == "cancelled" else None),
    }
    known = [instant for instant in happened.values() if instant]
    return {**happened, "created_at": created, "updated_at": max([created, *known])}


def _next_look(values: Mapping[str, Any], preset: Preset) -> datetime | None:
    return lifecycle.next_due(
        lifecycle.CallFacts(
            status=values["status"],
            kind=values["call_kind"],
            start=values["scheduled_at"],
            end=values["ends_at"],
            confirmation_asked_at=values["created_at"],
            confirmation_deadline_minutes=preset.confirmation_deadline_minutes,
            grace_minutes=preset.no_show_grace_minutes,
        )
    )


def _story(booking: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The timeline as far as a row tells it: that the booking was made, and what became of it."""
    made = {
        "booking_source": booking["booking_source"],
        "scheduled_at": iso(booking["scheduled_at"]),
        "duration_minutes": booking["duration_minutes"],
        "imported": True,
    }
    told: list[tuple[str, datetime, dict[str, Any]]] = [("created", booking["created_at"], made)]
    for step in ("confirmed", "started", "completed", "cancelled"):
        if at := booking[f"{step}_at"]:
            reason = booking["cancellation_reason"] if step == "cancelled" else None
            told.append((step, at, {"reason": reason} if reason else {}))
    if booking["status"] == "no_show":
        absent = {"absent": booking["absent"]} if booking["absent"] else {}
        told.append(("no_show", booking["ends_at"], absent))
    ids = sorted(new_id("tle") for _ in told)  # a timeline is read in the order of its ids
    for event_id, (event_type, at, payload) in zip(ids, told, strict=True):
        made_it = event_type == "created"
        yield {
            "id": event_id,
            "booking_id": booking["id"],
            "event_type": event_type,
            "actor_type": _MAKER[booking["booking_source"]] if made_it else "system",
            "actor_id": booking["agent_id"] if made_it and booking["booking_source"] == "agent" else None,
            "payload": payload,
            "created_at": at,
        }
