"""What every act on a booking shares: finding it, judging the actor, and writing down what happened."""

from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session, col, select

from ... import clock
from ...actors import Actor
from ...errors import NotFound, StaleVersion
from ...messages.instants import iso
from ...models import Booking, Member, Preset, TimelineEvent, Turn
from ...queries import locks
from ...rules import lifecycle, permissions
from ...rules.assignment import gives_turn_back
from ...rules.permissions import Subject, Verb
from .. import installation, notices
from ..changes import Change, announce
from ..notices import Act
from ..outbox import WEBHOOK_EVENTS, emit


def take(session: Session, actor: Actor, booking_id: str, verb: Verb, expected_version: int | None = None) -> Booking:
    """Lock the booking for this act. Raises NotFound, NotAllowed, and StaleVersion when it is not the expected one."""
    booking = locks.lock_booking(session, booking_id)
    if booking is None or (actor.app_id is not None and booking.app_id != actor.app_id):
        raise NotFound("There is no such call in this app.")
    require(session, actor, verb, booking)
    require_version(booking, expected_version)
    return booking


def require_version(booking: Booking, expected: int | None) -> None:
    """Pass when the booking is still as the actor last saw it; None: they do not say. Raises StaleVersion."""
    if expected is not None and booking.version != expected:
        raise StaleVersion("Somebody else has just changed this call. Look at it again before you change it.")


def require(session: Session, actor: Actor, verb: Verb, booking: Booking) -> None:
    """Judge the actor on this booking. An unseen booking reads as unknown. Raises NotFound, NotAllowed."""
    subject = subject_of(session, booking)
    if not permissions.may(actor, "see_booking", subject) and not permissions.may(actor, verb, subject):
        raise NotFound("There is no such call in this app.")
    permissions.require(actor, verb, subject)


def subject_of(session: Session, booking: Booking) -> Subject:
    """The booking as permissions see it."""
    agent = session.get(Member, (booking.app_id, booking.agent_id))
    return Subject(
        app_id=booking.app_id,
        agent_id=booking.agent_id,
        team_id=agent.team_id if agent else None,
        booking_id=booking.id,
    )


def preset_of(session: Session, booking: Booking) -> Preset:
    """The preset that the booking was made under."""
    return session.get_one(Preset, booking.preset_id)


def facts_of(session: Session, booking: Booking, preset: Preset) -> lifecycle.CallFacts:
    """The booking as the lifecycle sees it."""
    now = clock.now()
    outages = installation.times_away(session, now) if booking.scheduled_at < now else ()
    return lifecycle.CallFacts(
        status=booking.status,
        kind=booking.call_kind,
        start=booking.scheduled_at,
        end=booking.ends_at,
        confirmation_asked_at=booking.confirmation_asked_at or booking.created_at,
        confirmation_deadline_minutes=preset.confirmation_deadline_minutes,
        grace_minutes=preset.no_show_grace_minutes,
        guest_joined=booking.guest_joined_at is not None,
        agent_joined=booking.agent_joined_at is not None,
        away_until=lifecycle.away_until(outages, booking.scheduled_at, booking.ends_at),
        outcome_asked=booking.needs_outcome_since is not None,
    )


def finish(session: Session, booking: Booking, now: datetime) -> Booking:
    """Close an act: one more version, the clock's next look, and news for the world and for whoever watches."""
    booking.version += 1
    booking.updated_at = now
    is_final = booking.status in lifecycle.FINAL
    if is_final or booking.ends_at > now:
        booking.needs_outcome_since = None
    with session.no_autoflush:  # one flush at the end writes all rows of the act together
        facts = None if is_final else facts_of(session, booking, preset_of(session, booking))
    booking.due_at = lifecycle.next_due(facts) if facts else None
    session.add(booking)
    publish(session, booking)
    announce(session, changed(booking))
    return booking


def changed(booking: Booking, agent_id: str | None = None) -> Change:
    """The news that something happened to this booking, for its agent's sake or that of the one it had before."""
    is_pool = booking.assignment_method == "pool"
    return Change(booking.app_id, "booking", booking.id, agent_id or booking.agent_id, is_pool=is_pool)


def tell(
    session: Session,
    booking: Booking,
    actor: Actor,
    event_type: str,
    payload: dict[str, Any] | None = None,
    *,
    reason: str | None = None,
    previous: dict[str, Any] | None = None,
    webhook: bool = True,
) -> None:
    """Write one event of the booking into its timeline; the world hears of it, if of such events, at `publish`."""
    story = dict(payload or {})
    if previous:
        story["previous"] = previous
    if reason:
        story["reason"] = reason
    session.add(
        TimelineEvent(
            booking_id=booking.id,
            event_type=event_type,
            actor_type=actor.kind,
            actor_id=actor.id,
            payload=story,
            created_at=clock.now(),
        )
    )
    if webhook and event_type in WEBHOOK_EVENTS:
        news = partial(emit, session, booking, event_type, actor, reason=reason, previous=previous)
        session.info.setdefault(_news_of(booking), []).append(news)
    session.info.setdefault(_acts_on(booking), []).append(Act(event_type, actor, previous or {}))


def publish(session: Session, booking: Booking) -> None:
    """Tell the world and the staff, of the booking as the act leaves it: with its new version."""
    for news in session.info.pop(_news_of(booking), ()):
        news()
    if acts := session.info.pop(_acts_on(booking), ()):
        notices.of_acts(session, booking, acts, clock.now())


def _news_of(booking: Booking) -> tuple[str, str]:
    return "news", booking.id


def _acts_on(booking: Booking) -> tuple[str, str]:
    return "acts", booking.id


def give_turn_back(session: Session, booking: Booking, act: str, now: datetime) -> None:
    """Take the drawn call off its agent's account when this act gives the turn back."""
    kept = select(Turn).where(Turn.booking_id == booking.id, col(Turn.returned_at).is_(None))
    with session.no_autoflush:
        turns = session.exec(kept).all()
    for turn in turns:
        if gives_turn_back(act, turn.given_at, now):
            turn.returned_at = now
            session.add(turn)


def apply_status(booking: Booking, status: lifecycle.Status, now: datetime) -> None:
    """Set a status and the instant that goes with it."""
    booking.status = status
    match status:
        case "confirmed":
            booking.confirmed_at = now
        case "started":
            booking.started_at = now
        case "completed":
            booking.completed_at = now
        case "cancelled":
            booking.cancelled_at = now
        case _:
            pass


def said(instant: datetime | None) -> str | None:
    """An instant as payloads hold it."""
    return iso(instant) if instant else None
