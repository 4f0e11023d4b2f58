"""Sending: what is due is claimed, handed to its channel by the jobs, and recorded. Called by the jobs alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from ...messages import whatsapp
from ...messages.letters import Letter
from ...models import App, Booking, Customer, Preset, Reminder
from ...queries import customers as customer_queries
from ...queries import reminders as found
from ...queries.moment import database_now
from ...rules import reminders as rules
from ...rules.lifecycle import FINAL
from ...rules.terms import TemplateTerms
from ...rules.whatsapp import is_window_open
from ...settings import settings
from .. import channels
from ..channels import WhatsAppAccount
from ..transaction import reads, writes
from . import letters
from .outcome import fail, finish, tell
from .planning import sends_at

LEASE = timedelta(seconds=90)
"""How long a claimed message belongs to its worker: twice what sending one may take, and more."""
AT_A_TIME = 8
"""Messages in flight at once on one channel."""
_UPCOMING = ("scheduled", "pending_confirmation", "confirmed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A message that a worker has claimed. `attempt` is this try's number.

    `mail_from` is the app's own sender, if it has one; `request` is what the WhatsApp Cloud API is asked, on `account`.
    """

    reminder_id: str
    attempt: int
    channel: str
    recipient: str
    letter: Letter
    mail_from: str | None = None
    request: dict[str, Any] | None = None
    account: WhatsAppAccount | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one try: `problem` says why it failed, `final` that trying again would not help.

    `provider_id` is the name under which the channel will tell more about it.
    """

    due: Due
    problem: str | None = None
    final: bool = False
    provider_id: str | None = None


@reads
def has_due(session: Session, channel: str | None = None) -> bool:
    """Whether any message, or any of this channel, is due now; asked first, since looking never waits for a writer."""
    return found.has_due(session, database_now(session), channel)


@writes
def claim_due(session: Session, worker: str, channel: str | None = None, count: int = AT_A_TIME) -> list[Due]:
    """Lease to this worker up to `count` messages of the channel that are due and can be sent; settle the others.

    One that is past its use, or that the customer has declined, is `cancelled`; one that fell into the customer's quiet
    hours waits for their end. One whose channel is not set up is `not_sent`, for good: setting it up later sends no old
    messages. A test app's messages are never sent.
    """
    now, due = database_now(session), []
    for row in found.lease(session, count, worker, now, LEASE, channel):
        booking, app = session.get_one(Booking, row.booking_id), session.get_one(App, row.app_id)
        preset = session.get_one(Preset, booking.preset_id)
        recipient = row.recipient or (booking.guest_email if row.channel == "email" else booking.guest_phone)
        if is_moot(row, booking, now) or _is_declined(session, row, booking, recipient):
            finish(row, "cancelled")
        elif (at := _time_of(row, booking, preset, now)) > now:
            row.attempts -= 1
            _put_off(row, at)
        elif why_not := channels.why_unsent(app, row.channel):
            row.problem = why_not
            finish(row, "not_sent")
        elif not recipient:
            fail(session, row, "no address", now)
        else:
            due.append(_due(session, row, booking, app, preset, recipient, now))
    return due


@writes
def record(session: Session, worker: str, sent: Sequence[Sent]) -> None:
    """Write down what came of claimed messages; the timeline tells of those that went out and those given up.

    One that is given up goes out on the preset's next channel instead.
    """
    now = database_now(session)
    for one in sent:
        row = found.leased(session, one.due.reminder_id, worker, one.due.attempt)
        if row is None:
            continue
        wait = None if one.final else rules.wait_after(row.attempts)
        if one.problem is None:
            row.sent_at, row.problem, row.provider_id = now, None, one.provider_id
            finish(row, "sent")
            tell(session, row, "reminder_sent", now)
        elif wait is None:
            fail(session, row, one.problem, now)
        else:
            row.problem = one.problem
            _put_off(row, now + wait)


@writes
def let_go(session: Session, worker: str) -> None:
    """Give back whatever this worker still holds, as it stops."""
    found.release(session, worker)


@writes
def take_back(session: Session, is_gone: Callable[[str], bool]) -> None:
    """Free the leases of workers that are known to be dead."""
    for worker in found.workers(session):
        if is_gone(worker):
            found.release(session, worker)


def _due(
    session: Session, row: Reminder, booking: Booking, app: App, preset: Preset, recipient: str, now: datetime
) -> Due:
    letter = letters.of_row(session, row, booking, app, now)
    is_whatsapp = row.channel == "whatsapp"
    return Due(
        reminder_id=row.id,
        attempt=row.attempts,
        channel=row.channel,
        recipient=recipient,
        letter=letter,
        mail_from=app.channels.get("mail_from"),
        request=_request(session, letter, app, preset, recipient, now) if is_whatsapp else None,
        account=channels.whatsapp_account(app) if is_whatsapp else None,
    )


def _request(
    session: Session, letter: Letter, app: App, preset: Preset, recipient: str, now: datetime
) -> dict[str, Any]:
    """What the Cloud API is asked: free text where a person's words may go out so, else the template."""
    wrote_at = customer_queries.wrote_at(session, app.id, recipient)
    if letter.reply:
        return whatsapp.write_freely(whatsapp.reply_text(letter), recipient)
    if letter.occasion == "reminder_custom" and letter.message and is_window_open(wrote_at, now):
        return whatsapp.write_freely(letter.message, recipient)
    return whatsapp.write(letter, recipient, templates_of(preset), settings().whatsapp_language)


def templates_of(preset: Preset) -> dict[str, TemplateTerms]:
    """The WhatsApp templates that a preset names."""
    kept = preset.message_settings.get("whatsapp_templates", {})
    return {occasion: TemplateTerms.model_construct(**template) for occasion, template in kept.items()}


def is_moot(row: Reminder, booking: Booking, now: datetime) -> bool:
    """Whether nobody needs this message any more."""
    if row.details.get("reply"):
        return False
    if row.details.get("on_request"):
        until = row.details.get("until")
        return booking.status in FINAL or now >= (datetime.fromisoformat(until) if until else booking.ends_at)
    if row.kind == "cancellation":
        return booking.status != "cancelled" or now >= booking.ends_at
    if booking.status not in _UPCOMING:
        return True
    unmoved = row.details.get("moved_from") == booking.scheduled_at.isoformat()
    return unmoved or now >= rules.useful_until(row.kind, booking.scheduled_at, booking.ends_at)


def _is_declined(session: Session, row: Reminder, booking: Booking, recipient: str | None) -> bool:
    if row.details.get("reply") or recipient not in (booking.guest_email, booking.guest_phone):
        return False
    return rules.refuses(session.get_one(Customer, booking.customer_id).opt_outs, row.kind, row.channel)


def _time_of(row: Reminder, booking: Booking, preset: Preset, now: datetime) -> datetime:
    """When this message may go out: now, or when the customer is awake."""
    if row.details.get("at_once"):
        return now
    moved_from = row.details.get("moved_from")
    return sends_at(booking, preset, row.kind, now, datetime.fromisoformat(moved_from) if moved_from else None)


def _put_off(row: Reminder, at: datetime) -> None:
    row.fire_at, row.leased_by, row.leased_until = at, None, None
