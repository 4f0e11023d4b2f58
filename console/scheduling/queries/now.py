"""What *Now* looks at: few of an app's bookings and messages, however many there are, each found by an index.

These read a little more than the rules take: `rules.now` says what a call stands under.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from ..models import Booking, Member, Preset, Reminder
from ..rules import now as rules
from ..rules.lifecycle import LIVE
from ..rules.now import NowFacts
from ..rules.permissions import Scope
from .bookings import seen_by

MOST = 1_000
"""So many are looked at under each heading; more are not counted."""
_LONGEST_CALL = timedelta(minutes=480)
_ARRIVED = ("pending", "sent", "delivered", "read")
_FACTS = (
    Booking.id,
    Booking.status,
    Booking.call_kind,
    Booking.scheduled_at,
    Booking.ends_at,
    Booking.guest_joined_at,
    Booking.agent_joined_at,
    Booking.needs_outcome_since,
    Booking.due_at,
)


def around(session: Session, scope: Scope, now: datetime) -> dict[str, NowFacts]:
    """The calls that are about to begin, should run, or run on past their end, soonest first."""
    has_not_ended = and_(col(Booking.ends_at) > now, col(Booking.needs_outcome_since).is_(None))
    within = (
        col(Booking.status).in_(LIVE),
        col(Booking.scheduled_at) > now - _LONGEST_CALL - rules.RUNS_OVER_FOR,
        col(Booking.scheduled_at) <= now + rules.SOON,
        or_(has_not_ended, _runs_over(now)),
        not_(_is_met()),
    )
    return _facts(session, scope, within, col(Booking.scheduled_at))


def without_outcome(session: Session, scope: Scope, now: datetime) -> dict[str, NowFacts]:
    """The calls that wait for a word about their end and do not run on, first ended first."""
    asked = (col(Booking.needs_outcome_since).is_not(None), not_(_runs_over(now)))
    return _facts(session, scope, asked, col(Booking.scheduled_at))


def unconfirmed(session: Session, scope: Scope, now: datetime) -> dict[str, NowFacts]:
    """The calls that are given up before long unless the customer confirms them, soonest given up first."""
    due = (col(Booking.due_at) <= now + rules.DEADLINE_NEAR, col(Booking.status) == "pending_confirmation")
    return _facts(session, scope, due, col(Booking.due_at))


def lost_messages(session: Session, scope: Scope, now: datetime) -> list[tuple[Reminder, Booking]]:
    """The messages that failed of late, about calls that are not over, and were not sent in another way since."""
    other = aliased(Reminder)
    reached_since = exists().where(
        col(other.booking_id) == col(Reminder.booking_id),
        col(other.kind) == col(Reminder.kind),
        col(other.fire_at) >= col(Reminder.fire_at),
        col(other.status).in_(_ARRIVED),
    )
    lost = (
        select(Reminder, Booking)
        .join(Booking, col(Booking.id) == col(Reminder.booking_id))
        .where(
            *seen_by(session, scope),
            col(Reminder.app_id) == scope.app_id,
            col(Reminder.status) == "failed",
            col(Reminder.fire_at) > now - rules.FAILED_WITHIN,
            col(Booking.ends_at) > now,
            not_(reached_since),
        )
        .order_by(col(Reminder.fire_at).desc(), col(Reminder.id))
    )
    return list(session.exec(lost.limit(MOST)).all())


def told_late(session: Session, booking_ids: Sequence[str]) -> dict[str, Reminder]:
    """By booking, the last message that told its guest of a delay."""
    told = select(Reminder).where(col(Reminder.booking_id).in_(booking_ids), Reminder.kind == "running_late")
    return {row.booking_id: row for row in session.exec(told.order_by(col(Reminder.created_at)))}


def teams(session: Session, app_id: str, agent_ids: Sequence[str]) -> dict[str, str | None]:
    """In which team each of these agents is."""
    mates = select(Member.person_id, Member.team_id).where(
        Member.app_id == app_id, col(Member.person_id).in_(agent_ids)
    )
    return dict(session.exec(mates).all())


def outcomes(session: Session, preset_ids: Sequence[str]) -> dict[str, list[str]]:
    """The outcomes that each of these presets lists."""
    listed = select(Preset.id, Preset.outcomes).where(col(Preset.id).in_(preset_ids))
    return {preset_id: list(outcomes) for preset_id, outcomes in session.exec(listed)}


def facts_of(booking: Any) -> NowFacts:
    """A booking, or a row of these columns, as the rules see it."""
    return NowFacts(
        status=booking.status,
        kind=booking.call_kind,
        start=booking.scheduled_at,
        end=booking.ends_at,
        guest_joined_at=booking.guest_joined_at,
        agent_joined_at=booking.agent_joined_at,
        outcome_asked=booking.needs_outcome_since is not None,
        deadline=booking.due_at,
    )


def _facts(
    session: Session, scope: Scope, conditions: Sequence[ColumnElement[bool]], order: Any
) -> dict[str, NowFacts]:
    query = select(*_FACTS).where(*seen_by(session, scope), *conditions)  # pyright: ignore[reportCallIssue]
    rows = session.execute(query.order_by(order, col(Booking.id)).limit(MOST))
    return {row.id: facts_of(row) for row in rows}


def _runs_over(now: datetime) -> ColumnElement[bool]:
    return and_(
        col(Booking.status) == "started",
        col(Booking.needs_outcome_since).is_not(None),
        col(Booking.ends_at) > now - rules.RUNS_OVER_FOR,
    )


def _is_met() -> ColumnElement[bool]:
    """A call that runs as it should: most of those of the hour."""
    return and_(
        col(Booking.status) == "started",
        col(Booking.needs_outcome_since).is_(None),
        or_(col(Booking.agent_joined_at).is_not(None), col(Booking.guest_joined_at).is_(None)),
    )
