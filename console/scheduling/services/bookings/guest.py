"""A customer's details as they come in, brought into the form they are stored in, and changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from ...actors import Actor
from ...errors import Problem
from ...models import Booking
from ...rules import contacts, limits
from ...rules.search import search_text
from ...rules.zones import checked_zone
from .. import customers, reminders
from . import story

_CHECKS = {
    "guest_name": limits.guest_name,
    "guest_phone": lambda value: contacts.phone(limits.text(value, "guest_phone", 50, required=True)),
    "guest_email": lambda value: contacts.email(limits.text(value, "guest_email", 254, required=True)),
    "guest_timezone": lambda value: checked_zone(value, "guest_timezone"),
    "guest_language": limits.language,
    "guest_intake_notes": limits.notes,
}


def checked(fields: Mapping[str, Any], findings: limits.Findings) -> dict[str, Any]:
    """The given guest fields in stored form, an empty one as None; what is wrong goes to `findings`."""
    return {
        name: findings.take(_CHECKS[name], value) if value not in (None, "") or name == "guest_name" else None
        for name, value in fields.items()
    }


def require_reachable(phone: str | None, email: str | None, findings: limits.Findings) -> None:
    """One of phone and e-mail must be there."""
    if not phone and not email:
        findings.problems.append(Problem("guest_phone", "Give a phone number or an e-mail address.", "required"))


def contact_keys(fields: Mapping[str, Any]) -> list[str]:
    """What the customer will newly be found by; locked first, for that is the order of locks."""
    phone, email = fields.get("guest_phone"), fields.get("guest_email")
    return [key for key in (phone, email and contacts.folded(email)) if key]


def update(
    session: Session, actor: Actor, booking: Booking, fields: Mapping[str, Any], reason: str | None, now: datetime
) -> bool:
    """Inside a verb: bring the booking and its customer to these checked details; False where they say so already."""
    different = {name: value for name, value in fields.items() if getattr(booking, name) != value}
    if not different:
        return False
    previous = {name: getattr(booking, name) for name in different}
    for name, value in different.items():
        setattr(booking, name, value)
    booking.guest_email_key = contacts.folded(booking.guest_email) if booking.guest_email else None
    booking.search_text = search_text(booking.guest_name, booking.guest_email, booking.guest_phone, booking.reference)
    contact = customers.Contact(
        name=booking.guest_name,
        phone=booking.guest_phone,
        email_key=booking.guest_email_key,
        language=booking.guest_language,
        timezone=booking.guest_timezone,
    )
    booking.customer_id = customers.gather(session, booking.app_id, contact, now).id
    reminders.replan(session, booking, story.preset_of(session, booking), now)
    story.tell(session, booking, actor, "updated", different, reason=reason, previous=previous)
    return True
