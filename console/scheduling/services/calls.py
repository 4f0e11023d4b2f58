"""A booking as the world sees it: the object of CONTRACT section 6, the same in the API, webhooks and exports."""

from datetime import datetime
from typing import Any

from ..messages.instants import iso
from ..models import Booking
from .links import GuestLinks

CALL_FIELDS = (
    "id",
    "reference",
    "app_id",
    "preset_id",
    "series_id",
    "booking_source",
    "status",
    "call_kind",
    "assignment_method",
    "assigned_agent_id",
    "guest_name",
    "guest_phone",
    "guest_email",
    "guest_timezone",
    "guest_language",
    "guest_intake_notes",
    "intake",
    "scheduled_at",
    "ends_at",
    "duration_minutes",
    "buffer_before_minutes",
    "buffer_after_minutes",
    "app_timezone",
    "require_confirmation",
    "confirmed_at",
    "started_at",
    "completed_at",
    "outcome",
    "absent",
    "cancelled_at",
    "cancellation_reason",
    "join_url",
    "manage_url",
    "metadata",
    "version",
    "created_at",
    "updated_at",
)
"""The fields of the call object, in their order."""


def call_object(booking: Booking, links: GuestLinks | None) -> dict[str, Any]:
    """The call, ready for JSON. `links` is None for whoever may not hold keys to the booking."""
    return {
        "id": booking.id,
        "reference": booking.reference,
        "app_id": booking.app_id,
        "preset_id": booking.preset_id,
        "series_id": booking.series_id,
        "booking_source": booking.booking_source,
        "status": booking.status,
        "call_kind": booking.call_kind,
        "assignment_method": booking.assignment_method,
        "assigned_agent_id": booking.agent_id,
        "guest_name": booking.guest_name,
        "guest_phone": booking.guest_phone,
        "guest_email": booking.guest_email,
        "guest_timezone": booking.guest_timezone,
        "guest_language": booking.guest_language,
        "guest_intake_notes": booking.guest_intake_notes,
        "intake": booking.intake,
        "scheduled_at": iso(booking.scheduled_at),
        "ends_at": iso(booking.ends_at),
        "duration_minutes": booking.duration_minutes,
        "buffer_before_minutes": booking.buffer_before_minutes,
        "buffer_after_minutes": booking.buffer_after_minutes,
        "app_timezone": booking.app_timezone,
        "require_confirmation": booking.require_confirmation,
        "confirmed_at": _maybe(booking.confirmed_at),
        "started_at": _maybe(booking.started_at),
        "completed_at": _maybe(booking.completed_at),
        "outcome": booking.outcome,
        "absent": booking.absent,
        "cancelled_at": _maybe(booking.cancelled_at),
        "cancellation_reason": booking.cancellation_reason,
        "join_url": links.join_url if links else None,
        "manage_url": links.manage_url if links else None,
        "metadata": booking.meta,
        "version": booking.version,
        "created_at": iso(booking.created_at),
        "updated_at": iso(booking.updated_at),
    }


def _maybe(instant: datetime | None) -> str | None:
    return iso(instant) if instant else None
