"""Sending: what is due is claimed, handed to its channel by the jobs, and recorded. Called by the jobs alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from ...actors import SYSTEM
from ...messages.emails import Letter
from ...models import App, Booking, Person, Reminder, TimelineEvent
from ...queries import reminders as found
from ...queries.moment import database_now
from ...rules import reminders as rules
from ...rules.lifecycle import FINAL
from ...settings import settings
from .. import links
from ..transaction import Change, announce, reads, writes

LEASE = timedelta(seconds=90)
"""How long a claimed message belongs to its worker: twice what sending one may take, and more."""
_AT_A_TIME = 8
"""Messages in flight at once."""
_UPCOMING = ("scheduled", "pending_confirmation", "confirmed")


@dataclass(frozen=True, slots=True)
class Due:
    """A message that a worker has claimed. `attempt` is this try's number."""

    reminder_id: str
    attempt: int
    recipient: str
    letter: Letter


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of one try: `problem` says why it failed, `final` that trying again would not help."""

    due: Due
    problem: str | None = None
    final: bool = False


@reads
def has_due(session: Session) -> bool:
    """Whether any message is due now; asked first, since looking never waits for a writer."""
    return found.has_due(session, database_now(session))


@writes
def claim_due(session: Session, worker: str) -> list[Due]:
    """Lease to this worker the messages that are due and can be sent, oldest first; settle the others.

    One that is past its use is `cancelled`. One whose channel is not set up is `not_sent`, for good: setting it up later
    sends no old messages. A test app's messages are never sent.
    """
    now, due = database_now(session), []
    for row in found.lease(session, _AT_A_TIME, worker, now, LEASE):
        booking, app = session.get_one(Booking, row.booking_id), session.get_one(App, row.app_id)
        recipient = row.recipient or booking.guest_email
        if _is_moot(row, booking, now):
            _finish(row, "cancelled")
        elif why_not := _why_unsent(row, app):
            row.problem = why_not
            _finish(row, "not_sent")
        elif not recipient:
            _fail(session, row, "no address", now)
        else:
            due.append(Due(row.id, row.attempts, recipient, _letter(session, row, booking, app, now)))
    return due


@writes
def record(session: Session, worker: str, sent: Sequence[Sent]) -> None:
    """Write down what came of claimed messages; the timeline tells of those that went out and those given up."""
    now = database_now(session)
    for one in sent:
        row = found.leased(session, one.due.reminder_id, worker, one.due.attempt)
        if row is None:
            continue
        wait = None if one.final else rules.wait_after(row.attempts)
        if one.problem is None:
            row.sent_at, row.problem = now, None
            _finish(row, "sent")
            _tell(session, row, "reminder_sent", now)
        elif wait is None:
            _fail(session, row, one.problem, now)
        else:
            row.problem, row.fire_at = one.problem, now + wait
            row.leased_by = row.leased_until = None


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


def _why_unsent(row: Reminder, app: App) -> str | None:
    """Why this message is never handed to its channel; None when it is. A test app's is not, whatever is set up."""
    if app.test_of_app_id:
        return "test app"
    is_set_up = row.channel == "email" and settings().smtp_url
    return None if is_set_up else "channel not set up"


def _is_moot(row: Reminder, booking: Booking, now: datetime) -> bool:
    """Whether nobody needs this message any more."""
    if row.details.get("on_request"):
        return booking.status in FINAL or now >= booking.ends_at
    if row.kind == "cancellation":
        return booking.status != "cancelled" or now >= booking.ends_at
    if booking.status not in _UPCOMING:
        return True
    unmoved = row.details.get("moved_from") == booking.scheduled_at.isoformat()
    return unmoved or now >= rules.useful_until(row.kind, booking.scheduled_at, booking.ends_at)


def _letter(session: Session, row: Reminder, booking: Booking, app: App, now: datetime) -> Letter:
    keys, moved_from = links.links_of(booking), row.details.get("moved_from")
    return Letter(
        kind=row.kind,
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
        join_url=keys.join_url,
        manage_url=keys.manage_url,
        moved_from=datetime.fromisoformat(moved_from) if moved_from else None,
        reason=booking.cancellation_reason,
        message=row.message,
        written_at=now,
    )


def _finish(row: Reminder, status: str) -> None:
    row.status, row.leased_by, row.leased_until = status, None, None


def _fail(session: Session, row: Reminder, problem: str, now: datetime) -> None:
    row.problem = problem
    _finish(row, "failed")
    _tell(session, row, "reminder_failed", now)


def _tell(session: Session, row: Reminder, event_type: str, now: datetime) -> None:
    payload = {"kind": row.kind, "channel": row.channel}
    if row.problem:
        payload["problem"] = row.problem
    session.add(
        TimelineEvent(
            booking_id=row.booking_id, event_type=event_type, actor_type=SYSTEM.kind, payload=payload, created_at=now
        )
    )
    announce(session, Change(row.app_id, "booking", row.booking_id))
