"""Letters: what a booking's message tells at the moment at which it is written."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from ...messages.letters import Letter
from ...models import App, Booking, Person, Reminder, TrialMessage
from ...rules.reminders import is_reminder
from ...settings import settings
from .. import links


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
    can_decline = row.channel == "email" and is_reminder(row.kind) and _is_customers_own(row, booking)
    return replace(
        of_booking(session, booking, app, row.kind, now),
        moved_from=datetime.fromisoformat(moved_from) if moved_from else None,
        is_new_agent="agent_before" in row.details,
        message=row.message,
        reply=row.details.get("reply"),
        unsubscribe_url=links.unsubscribe_url(booking.id) if can_decline else None,
    )


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
