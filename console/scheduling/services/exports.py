"""Calls as a table to take along: one line a call with what the API says of it, and its times on a wall clock.

Lines come in batches, each read in a transaction of its own, so that any number of calls takes little memory. Call objects
stand in exports without their links (CONTRACT, section 4).
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from ..actors import Actor
from ..queries import booking_lists
from ..queries.booking_lists import BookingFilter
from ..queries.bookings import BookedCall
from ..rules import permissions
from ..rules.permissions import Subject
from ..rules.zones import zone
from . import audit
from .calls import CALL_FIELDS, call_object
from .transaction import reads, writes

Cell = str | int | datetime | None
"""A naive datetime is the wall clock of the zone that the head names."""

_BATCH = 500
_LINKS = ("join_url", "manage_url")
_FIRST = ("reference", "status", "guest_name", "guest_phone", "guest_email")
_FILTERS = (
    *("agent_ids", "team_ids", "statuses", "sources", "preset_ids", "start", "end", "weekdays", "hours", "lead"),
    *("outcomes", "needs_outcome", "search"),
)


def may_export(actor: Actor) -> bool:
    """Whether this actor may take calls along; what they then get is what they see."""
    return permissions.may(actor, "export", Subject(app_id=actor.app_id))


@writes
def begin(session: Session, actor: Actor, wanted: BookingFilter, kind: str) -> None:
    """Note that these calls are taken along, and by which filters they were narrowed. Raises NotAllowed."""
    permissions.require(actor, "export", Subject(app_id=actor.app_id))
    audit.record(session, actor, "bookings.exported", kind, [name for name in _FILTERS if getattr(wanted, name)])


def head(zone_name: str) -> list[str]:
    """The names of the columns; those of wall-clock times name their zone."""
    return [
        f"starts ({zone_name})",
        f"ends ({zone_name})",
        *_FIRST,
        "agent",
        "team",
        "preset",
        *(name for name in _names() if name not in _FIRST),
    ]


def lines(actor: Actor, wanted: BookingFilter, zone_name: str) -> Iterator[list[Cell]]:
    """The calls in order of time, as `head` names their columns. Raises NotAllowed."""
    tz, rest = zone(zone_name), [name for name in _names() if name not in _FIRST]
    asked: BookingFilter | None = replace(wanted, sort="scheduled_at", limit=_BATCH, offset=0, cursor=None)
    while asked is not None:
        rows, cursor = _batch(actor, asked)
        for row in rows:
            call = call_object(row.booking, None)
            yield [
                row.booking.scheduled_at.astimezone(tz).replace(tzinfo=None),
                row.booking.ends_at.astimezone(tz).replace(tzinfo=None),
                *(_cell(call[name]) for name in _FIRST),
                row.agent_name,
                row.team_name,
                row.preset_name,
                *(_cell(call[name]) for name in rest),
            ]
        asked = replace(asked, cursor=cursor) if cursor else None


@reads
def _batch(session: Session, actor: Actor, wanted: BookingFilter) -> tuple[list[BookedCall], str | None]:
    permissions.require(actor, "export", Subject(app_id=actor.app_id))
    return booking_lists.walk(session, permissions.visible_to(actor), wanted)


def _names() -> list[str]:
    """The fields of the call object, in their order, without the links."""
    return [name for name in CALL_FIELDS if name not in _LINKS]


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return value
    return json.dumps(value, ensure_ascii=False) if value else None
