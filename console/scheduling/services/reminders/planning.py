"""Planning: which messages a booking has ahead of it. All of it runs inside the transaction of a booking's verb."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from ...models import Booking, Customer, Preset, Reminder
from ...rules import reminders as rules


def plan(session: Session, booking: Booking, preset: Preset, now: datetime, moved_from: datetime | None = None) -> None:
    """Plan the messages of a booking that was just made or, with its old start as `moved_from`, just moved.

    The invitation goes out at once; after a move it waits a minute, so that changes of mind make one message. Reminders
    whose time has passed are not planned, those of the old time are cancelled, and a kind that is off leaves no row.
    """
    pairs = rules.wanted(preset.reminders, _reachable(session, booking))
    _replan_timed(session, booking, pairs, _timed(session, booking) if moved_from else [], now)
    for kind, channel in pairs:
        if kind == "invitation":
            _invite(session, booking, channel, now, moved_from)


def replan(session: Session, booking: Booking, preset: Preset, now: datetime) -> None:
    """Plan the reminders before the start anew, as after a change of the customer's address; no invitation goes out."""
    pairs = rules.wanted(preset.reminders, _reachable(session, booking))
    _replan_timed(session, booking, pairs, _timed(session, booking), now)


def cancel(session: Session, booking: Booking, now: datetime, tell: bool = True) -> None:
    """Call off what is still pending; with `tell`, plan the cancellation message where the preset has it on."""
    for row in _pending(session, booking):
        row.status = "cancelled"
    if tell:
        preset = session.get_one(Preset, booking.preset_id)
        _at_once(session, booking, preset, "cancellation", now)


def call_off(session: Session, app_id: str) -> None:
    """Call off everything that this app has planned and not sent."""
    unsent = update(Reminder).where(col(Reminder.app_id) == app_id, col(Reminder.status) == "pending")
    session.execute(unsent.values(status="cancelled"))


def plan_conflict_notice(session: Session, booking: Booking, now: datetime) -> None:
    """Plan the message that the agent is no longer free, where the preset has it on; the booking stays as it is."""
    _at_once(session, booking, session.get_one(Preset, booking.preset_id), "conflict_notice", now)


def _reachable(session: Session, booking: Booking) -> set[str]:
    """The channels on which this customer has an address and wants to be reached."""
    customer = session.get(Customer, booking.customer_id)
    addresses = {"email": booking.guest_email, "whatsapp": booking.guest_phone}
    refused = customer.opt_outs if customer else []
    return {channel for channel, address in addresses.items() if address and channel not in refused}


def _replan_timed(
    session: Session, booking: Booking, pairs: list[tuple[str, str]], rows: list[Reminder], now: datetime
) -> None:
    """Make these rows those of the booking's present start; an earlier plan's row of the same time comes back."""
    before = [(kind, channel) for kind, channel in pairs if kind in rules.BEFORE_START]
    due = {(kind, channel): rules.fire_at(kind, booking.scheduled_at) for kind, channel in before}
    ahead = {(kind, channel, at) for (kind, channel), at in due.items() if at > now}
    for row in rows:
        key = (row.kind, row.channel, row.fire_at)
        if key in ahead and row.status in ("pending", "cancelled"):
            row.status, row.attempts = "pending", 0
            ahead.remove(key)
        elif row.status == "pending":
            row.status = "cancelled"
    for kind, channel, at in sorted(ahead):
        session.add(_row(booking, kind, channel, at, now))


def _invite(session: Session, booking: Booking, channel: str, now: datetime, moved_from: datetime | None) -> None:
    """The invitation; one that is still unsent is enough, since its text is written when it is sent."""
    unsent = [row for row in _pending(session, booking) if row.kind == "invitation" and row.channel == channel]
    if any(row.leased_until is None or row.leased_until <= now for row in unsent):
        return
    invitation = _row(booking, "invitation", channel, now, now)
    if moved_from is not None:
        invitation.fire_at = now + rules.MERGE
        invitation.details = {"moved_from": moved_from.isoformat()}
    session.add(invitation)


def _at_once(session: Session, booking: Booking, preset: Preset, kind: str, now: datetime) -> None:
    for wanted_kind, channel in rules.wanted(preset.reminders, _reachable(session, booking)):
        if wanted_kind == kind:
            session.add(_row(booking, kind, channel, now, now))


def _row(booking: Booking, kind: str, channel: str, at: datetime, now: datetime) -> Reminder:
    return Reminder(
        app_id=booking.app_id, booking_id=booking.id, kind=kind, channel=channel, fire_at=at, created_at=now
    )


def _timed(session: Session, booking: Booking) -> list[Reminder]:
    kinds = col(Reminder.kind).in_(rules.BEFORE_START)
    return list(session.exec(select(Reminder).where(Reminder.booking_id == booking.id, kinds)))


def _pending(session: Session, booking: Booking) -> list[Reminder]:
    pending = select(Reminder).where(Reminder.booking_id == booking.id, Reminder.status == "pending")
    return list(session.exec(pending))
