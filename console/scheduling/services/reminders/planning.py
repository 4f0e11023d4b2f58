"""Planning: which messages a booking has ahead of it. All of it runs inside the transaction of a booking's verb.

A message's `details` hold what its text and its time need beside the booking: `moved_from` is the old start of a move;
`at_once` says that quiet hours do not count, since the customer has just acted themselves, or a person decided so;
`on_request` marks what somebody asked for, of use until the call's end or, if it says so, `until` then; `instead_of` the
message that failed on another channel, and `settled` a conflict notice that a move has answered.
`agent_before` is who was to take the call when its customer heard of it last.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from ...models import Booking, Customer, Preset, Reminder
from ...rules import reminders as rules
from ...rules.quiet import quiet_hours, send_at
from ...rules.terms import quiet_terms


def plan(
    session: Session,
    booking: Booking,
    preset: Preset,
    now: datetime,
    moved_from: datetime | None = None,
    *,
    by_customer: bool = False,
) -> None:
    """Plan the messages of a booking that was just made or, with its old start as `moved_from`, just moved.

    The invitation goes out at once; after a move it waits a minute, so that changes of mind make one message. Reminders
    whose time has passed are not planned, those of the old time are cancelled, and a kind that is off leaves no row.
    What answers the customer's own act (`by_customer`) does not wait for the end of their quiet hours.
    """
    pairs = _wanted(session, booking, preset)
    _replan_timed(session, booking, preset, pairs, _timed(session, booking) if moved_from else [], now)
    if moved_from is not None:
        _settle_conflict(session, booking)
    for kind, channel in pairs:
        if kind == "invitation":
            _invite(session, booking, preset, channel, now, moved_from, by_customer)


def tell_agent(session: Session, booking: Booking, preset: Preset, now: datetime, agent_before: str) -> None:
    """Plan the message that another agent takes the call than `agent_before`: the invitation once more, a minute later.

    An invitation that is still unsent names the agent of the moment at which it goes out. Who gets the call back before
    the customer has heard of anybody else leaves nothing to tell.
    """
    for kind, channel in _wanted(session, booking, preset):
        if kind != "invitation":
            continue
        unsent = [row for row in _pending(session, booking) if (row.kind, row.channel) == (kind, channel)]
        if not unsent:
            at = free_moment(session, booking.id, kind, channel, sends_at(booking, preset, kind, now + rules.MERGE))
            row = _row(booking, kind, channel, at, now)
            row.details = {"agent_before": agent_before}
            session.add(row)
        for row in unsent:
            if row.details.get("agent_before") == booking.agent_id:
                row.status = "cancelled"


def replan(session: Session, booking: Booking, preset: Preset, now: datetime) -> None:
    """Plan the reminders before the start anew, as after a change of the customer's address; no invitation goes out."""
    _replan_timed(session, booking, preset, _wanted(session, booking, preset), _timed(session, booking), now)


def cancel(session: Session, booking: Booking, now: datetime, tell: bool = True, *, by_customer: bool = False) -> None:
    """Call off what is still pending; with `tell`, plan the cancellation message where the preset has it on."""
    for row in _pending(session, booking):
        row.status = "cancelled"
    if tell:
        preset = session.get_one(Preset, booking.preset_id)
        _at_once(session, booking, preset, "cancellation", now, {"at_once": True} if by_customer else {})


def call_off(session: Session, app_id: str) -> None:
    """Call off everything that this app has planned and not sent."""
    unsent = update(Reminder).where(col(Reminder.app_id) == app_id, col(Reminder.status) == "pending")
    session.execute(unsent.values(status="cancelled"))


def plan_conflict_notice(session: Session, booking: Booking, now: datetime) -> None:
    """Plan the message that the agent is no longer free, where the preset has it on; the booking stays as it is.

    Until the booking moves, the customer may move it once whatever the preset allows them: `allows_a_move`.
    """
    preset = session.get_one(Preset, booking.preset_id)
    unsent = {row.channel for row in _pending(session, booking) if row.kind == "conflict_notice"}
    _at_once(session, booking, preset, "conflict_notice", now, {}, but=unsent)


def will_be_asked(session: Session, booking: Booking) -> bool:
    """Whether a conflict notice would reach this booking's customer on any channel."""
    pairs = _wanted(session, booking, session.get_one(Preset, booking.preset_id))
    return any(kind == "conflict_notice" for kind, _ in pairs)


def will_be_told(session: Session, booking: Booking) -> bool:
    """Whether the message that a call has another time or agent would reach this booking's customer on any channel."""
    pairs = _wanted(session, booking, session.get_one(Preset, booking.preset_id))
    return any(kind == "invitation" for kind, _ in pairs)


def allows_a_move(session: Session, booking: Booking) -> bool:
    """Whether a conflict notice has asked the customer for another time since the booking last moved."""
    return any(not row.details.get("settled") for row in _conflict_notices(session, booking))


def sends_at(booking: Booking, preset: Preset, kind: str, at: datetime, moved_from: datetime | None = None) -> datetime:
    """When a message that is due `at` goes out to this booking's customer, their quiet hours kept."""
    quiet = quiet_hours(quiet_terms(preset.message_settings))
    zone_name = booking.guest_timezone or booking.app_timezone
    return send_at(kind, at, quiet, zone_name, booking.scheduled_at, moved_from)


def free_moment(session: Session, booking_id: str, kind: str, channel: str, at: datetime) -> datetime:
    """`at`, or just after it where such a message of this booking is due at this very millisecond already."""
    same = select(Reminder.fire_at).where(
        Reminder.booking_id == booking_id, Reminder.kind == kind, Reminder.channel == channel, Reminder.fire_at >= at
    )
    taken = set(session.exec(same))
    while at in taken:
        at += timedelta(milliseconds=1)
    return at


def _wanted(session: Session, booking: Booking, preset: Preset) -> list[tuple[str, str]]:
    """The (kind, channel) pairs that the preset has on and this customer can and wants to get."""
    customer = session.get(Customer, booking.customer_id)
    addresses = {"email": booking.guest_email, "whatsapp": booking.guest_phone}
    reachable = {channel for channel, address in addresses.items() if address}
    return rules.wanted(preset.reminders, reachable, customer.opt_outs if customer else ())


def _replan_timed(
    session: Session,
    booking: Booking,
    preset: Preset,
    pairs: list[tuple[str, str]],
    rows: list[Reminder],
    now: datetime,
) -> None:
    """Make these rows those of the booking's present start; an earlier plan's row of the same time comes back."""
    before = [(kind, channel) for kind, channel in pairs if kind in rules.BEFORE_START]
    due = {(kind, channel): rules.fire_at(kind, booking.scheduled_at) for kind, channel in before}
    ahead = {(kind, channel, sends_at(booking, preset, kind, at)) for (kind, channel), at in due.items() if at > now}
    for row in rows:
        key = (row.kind, row.channel, row.fire_at)
        if key in ahead and row.status in ("pending", "cancelled"):
            row.status, row.attempts = "pending", 0
            ahead.remove(key)
        elif row.status == "pending":
            row.status = "cancelled"
    for kind, channel, at in sorted(ahead):
        session.add(_row(booking, kind, channel, at, now))


def _invite(
    session: Session,
    booking: Booking,
    preset: Preset,
    channel: str,
    now: datetime,
    moved_from: datetime | None,
    by_customer: bool,
) -> None:
    """The invitation; one that is still unsent is enough, since its text is written when it is sent."""
    wait = timedelta(0) if moved_from is None else rules.MERGE
    at = now + wait if by_customer else sends_at(booking, preset, "invitation", now + wait, moved_from)
    unsent = [row for row in _pending(session, booking) if row.kind == "invitation" and row.channel == channel]
    for row in unsent:
        if row.leased_until is None or row.leased_until <= now:
            _hasten(row, at, by_customer)
            return
    if moved_from is not None:
        at = free_moment(session, booking.id, "invitation", channel, at)
    invitation = _row(booking, "invitation", channel, at, now)
    invitation.details = {"at_once": True} if by_customer else {}
    if moved_from is not None:
        invitation.details = {**invitation.details, "moved_from": moved_from.isoformat()}
    session.add(invitation)


def _hasten(row: Reminder, at: datetime, by_customer: bool) -> None:
    """Let an unsent message that waits for the morning go out earlier, if it may by now."""
    row.fire_at = min(row.fire_at, at)
    if by_customer:
        row.details = {**row.details, "at_once": True}


def _at_once(
    session: Session,
    booking: Booking,
    preset: Preset,
    kind: str,
    now: datetime,
    details: dict[str, Any],
    but: Collection[str] = (),
) -> None:
    at = now if details.get("at_once") else sends_at(booking, preset, kind, now)
    for wanted_kind, channel in _wanted(session, booking, preset):
        if wanted_kind == kind and channel not in but:
            row = _row(booking, kind, channel, free_moment(session, booking.id, kind, channel, at), now)
            row.details = dict(details)
            session.add(row)


def _settle_conflict(session: Session, booking: Booking) -> None:
    """The booking has moved: nobody need be asked for another time any more."""
    for row in _conflict_notices(session, booking):
        row.details = {**row.details, "settled": True}
        if row.status == "pending":
            row.status = "cancelled"


def _row(booking: Booking, kind: str, channel: str, at: datetime, now: datetime) -> Reminder:
    return Reminder(
        app_id=booking.app_id, booking_id=booking.id, kind=kind, channel=channel, fire_at=at, created_at=now
    )


def _timed(session: Session, booking: Booking) -> list[Reminder]:
    kinds = col(Reminder.kind).in_(rules.BEFORE_START)
    return list(session.exec(select(Reminder).where(Reminder.booking_id == booking.id, kinds)))


def _conflict_notices(session: Session, booking: Booking) -> list[Reminder]:
    notices = select(Reminder).where(Reminder.booking_id == booking.id, Reminder.kind == "conflict_notice")
    return list(session.exec(notices))


def _pending(session: Session, booking: Booking) -> list[Reminder]:
    pending = select(Reminder).where(Reminder.booking_id == booking.id, Reminder.status == "pending")
    return list(session.exec(pending))
