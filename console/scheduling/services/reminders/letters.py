"""Letters: what a booking's message tells at the moment at which it is written."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from ...messages import whatsapp
from ...messages.letters import CallLink, Letter
from ...models import App, Booking, Person, Reminder, TrialMessage
from ...queries import link_requests
from ...rules import contacts
from ...rules.reminders import CALL_LINKS, is_reminder
from ...settings import settings
from .. import links

_MOST_CALLS = 20
"""In one message; of more, the first."""


def of_booking(session: Session, booking: Booking, app: App, kind: str, now: datetime) -> Letter:
    """A letter of this kind about this booking, in the customer's zone and language."""
    return Letter(
        kind=kind,
        app_name=app.name,
        agent_name=session.get_one(Person, booking.agent_id).name,
        guest_name=booking.guest_name,
        booking_id=booking.id,
        reference=booking.reference,
        version=booking.version,
        start=booking.scheduled_at,
        end=booking.ends_at,
        timezone=booking.guest_timezone or booking.app_timezone,
        language=booking.guest_language or app.language,
        call_kind=booking.call_kind,
        to_confirm=booking.status == "pending_confirmation",
        join_url=links.join_url(booking.id),
        manage_url=links.manage_url(booking.id),
        reason=booking.cancellation_reason,
        written_at=now,
        logo=app.branding.get("logo"),
        accent=app.branding.get("accent"),
        contact_email=app.branding.get("contact_email"),
        contact_phone=app.branding.get("contact_phone"),
    )


def of_row(session: Session, row: Reminder, booking: Booking, app: App, now: datetime) -> Letter:
    """The letter of a planned message."""
    moved_from = row.details.get("moved_from")
    if row.kind == CALL_LINKS:
        return _of_calls(session, row, booking, app, now)
    can_decline = row.channel == "email" and is_reminder(row.kind) and _is_customers_own(row, booking)
    return replace(
        of_booking(session, booking, app, row.kind, now),
        moved_from=datetime.fromisoformat(moved_from) if moved_from else None,
        is_new_agent="agent_before" in row.details,
        message=row.message,
        reply=row.details.get("reply"),
        unsubscribe_url=links.unsubscribe_url(booking.id) if can_decline else None,
    )


def _of_calls(session: Session, row: Reminder, booking: Booking, app: App, now: datetime) -> Letter:
    """All coming calls of the address that asked for them, in the language in which that was done."""
    language, address = row.details.get("language", app.language), row.recipient or ""
    booked_with = contacts.folded(address) if row.channel == "email" else address
    found = link_requests.coming_calls(session, app.id, row.channel, booked_with, now, _MOST_CALLS)
    calls = tuple(
        CallLink(
            start=call.scheduled_at,
            timezone=call.guest_timezone or call.app_timezone,
            agent_name=agent_name,
            reference=call.reference,
            manage_url=links.manage_url(call.id),
        )
        for call, agent_name in found
    )
    letter = replace(of_booking(session, booking, app, row.kind, now), language=language, calls=calls)
    return replace(letter, message=whatsapp.list_of_calls(letter)) if row.channel == "whatsapp" else letter


def of_trial(trial: TrialMessage, app: App, name: str, now: datetime) -> Letter:
    """The letter by which an admin called `name` tries a channel out; it is about no call."""
    return Letter(
        kind="trial",
        app_name=app.name,
        agent_name=app.name,
        guest_name=name,
        booking_id=trial.id,
        reference="",
        version=0,
        start=now,
        end=now + timedelta(minutes=30),
        timezone=app.timezone,
        language=app.language,
        call_kind="link",
        to_confirm=False,
        join_url=settings().base_url,
        manage_url=settings().base_url,
        written_at=now,
        logo=app.branding.get("logo"),
        accent=app.branding.get("accent"),
        contact_email=app.branding.get("contact_email"),
        contact_phone=app.branding.get("contact_phone"),
    )


def _is_customers_own(row: Reminder, booking: Booking) -> bool:
    """Whether it goes to the customer, and not to an address that somebody named."""
    return row.recipient in (None, booking.guest_email)
