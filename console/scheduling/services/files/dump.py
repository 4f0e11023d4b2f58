"""An app becomes a file that an import reads: everything in it with its ids, without secrets, passwords and links."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from ...errors import AppNotFound
from ...messages.instants import iso
from ...models import (
    App,
    Booking,
    Client,
    DndWindow,
    Preset,
    PresetAgent,
    RosterShift,
    ScheduleException,
    WorkingWindow,
)
from ...queries import files as queries
from ...queries.files import MemberPerson
from ...rules import roster_files
from ..presets import terms_of
from ..rosters import dated
from ..transaction import reads

_AS_THEY_ARE = (
    "id",
    "reference",
    "series_id",
    "booking_source",
    "status",
    "call_kind",
    "assignment_method",
    "guest_name",
    "guest_phone",
    "guest_email",
    "guest_timezone",
    "guest_language",
    "guest_intake_notes",
    "intake",
    "duration_minutes",
    "buffer_before_minutes",
    "buffer_after_minutes",
    "app_timezone",
    "require_confirmation",
    "outcome",
    "outcome_note",
    "absent",
    "cancellation_reason",
)
"""A booking's fields that a file holds as the database does."""
_INSTANTS = ("scheduled_at", "created_at", "confirmed_at", "started_at", "completed_at", "cancelled_at")


@reads
def export_app(session: Session, app_id: str) -> dict[str, Any]:
    """The app as a `callboard-app/1` document, ready for JSON. Raises AppNotFound.

    Keys are the ids of agents and clients and the slugs of presets. Disabled clients are left out: an import would let
    them in again.
    """
    app = queries.app(session, app_id)
    if app is None:
        raise AppNotFound("There is no such app.")
    slugs = {preset.id: preset.slug for preset in queries.presets(session, app_id)}
    return {
        **outline(session, app),
        "clients": [_client(client) for client in queries.clients(session, app_id)],
        "bookings": [_booking(booking, slugs) for booking in queries.bookings(session, app_id)],
    }


def outline(session: Session, app: App) -> dict[str, Any]:
    """Inside a verb: the document of the app without its clients and bookings: terms, people and presets."""
    members = queries.members(session, app.id)
    named = _by(queries.preset_agents(session, app.id), "preset_id")
    active = {found.person.id for found in members if found.is_active}
    exceptions = _by(queries.exceptions(session, app.id), "person_id")
    windows, dnd, shifts = (
        _by(found(session, app.id), "person_id") for found in (queries.windows, queries.dnd, queries.shifts)
    )
    return {
        "format": "callboard-app/1",
        "app": _app(app, exceptions[None]),
        "agents": [
            _agent(found, windows[found.person.id], exceptions[found.person.id], dnd[found.person.id])
            | _roster(shifts[found.person.id])
            for found in members
        ],
        "presets": [
            _preset(preset, [agent for agent in named[preset.id] if agent.person_id in active])
            for preset in queries.presets(session, app.id)
        ],
    }


def _by(rows: Iterable[Any], name: str) -> Mapping[str | None, list[Any]]:
    grouped: dict[str | None, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped


def _app(app: App, closures: Sequence[ScheduleException]) -> dict[str, Any]:
    return {
        "id": app.id,
        "name": app.name,
        "timezone": app.timezone,
        "language": app.language,
        "meeting_url_template": app.meeting_url_template,
        "allowed_origins": app.allowed_origins,
        "logo": app.branding.get("logo"),
        "accent": app.branding.get("accent"),
        "contact_email": app.branding.get("contact_email"),
        "contact_phone": app.branding.get("contact_phone"),
        "exceptions": [_exception(closure) for closure in closures],
    }


def _agent(
    found: MemberPerson,
    windows: Sequence[WorkingWindow],
    exceptions: Sequence[ScheduleException],
    dnd: Sequence[DndWindow],
) -> dict[str, Any]:
    member, person, team = found
    return {
        "key": person.id,
        "id": person.id,
        "name": person.name,
        "email": person.email,
        "role": member.role,
        "timezone": member.timezone,
        "team": team,
        "languages": member.languages,
        "photo": member.photo,
        "weight": member.weight,
        "disabled": not found.is_active,
        "working_hours": [
            {
                "weekday": window.weekday,
                "start": _clock(window.start_minute),
                "end": _clock(window.end_minute),
                "timezone": window.timezone,
            }
            for window in windows
        ],
        "exceptions": [_exception(exception) for exception in exceptions],
        "dnd": [
            {"start_at": iso(window.start_at), "end_at": iso(window.end_at), "note": window.note} for window in dnd
        ],
    }


def _roster(shifts: Sequence[RosterShift]) -> dict[str, Any]:
    """The agent's shifts on single dates; no field at all where there are none, as in most apps."""
    listed = []
    for shift in shifts:
        start, end = roster_files.clocks(dated(shift))
        listed.append(
            {"date": shift.day.isoformat(), "start": start or None, "end": end or None, "timezone": shift.timezone}
        )
    return {"shifts": listed} if listed else {}


def _exception(exception: ScheduleException) -> dict[str, Any]:
    told = {
        "kind": exception.kind,
        "start_at": iso(exception.start_at),
        "end_at": iso(exception.end_at),
        "note": exception.note,
    }
    return told | {"holiday": exception.holiday} if exception.holiday else told


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _preset(preset: Preset, agents: Sequence[PresetAgent]) -> dict[str, Any]:
    return {
        "key": preset.slug,
        "id": preset.id,
        "active": preset.active,
        "archived": preset.archived_at is not None,
        "agents": [{"key": agent.person_id, "weight": agent.weight} for agent in agents]
        if preset.names_agents
        else None,
        **terms_of(preset).model_dump(),
    }


def _client(client: Client) -> dict[str, Any]:
    return {
        "key": client.id,
        "id": client.id,
        "name": client.name,
        "scopes": client.scopes,
        "rate_limits": client.rate_limits,
    }


def _booking(booking: Booking, slugs: Mapping[str, str]) -> dict[str, Any]:
    instants = {name: _maybe(getattr(booking, name)) for name in _INSTANTS}
    return {
        "agent": booking.agent_id,
        "preset": slugs[booking.preset_id],
        **{name: getattr(booking, name) for name in _AS_THEY_ARE},
        "metadata": booking.meta,
        **instants,
    }


def _maybe(instant: datetime | None) -> str | None:
    return iso(instant) if instant else None
