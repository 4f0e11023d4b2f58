"""Bookings, found: one with its names and its story, one customer's, the calls of a pool; and who sees which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, false, func, literal_column, or_, text, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from ..database import is_sqlite
from ..models import Booking, Client, InternalNote, Member, Person, Preset, Team, TimelineEvent
from ..models.booking import POOL_SQL
from ..rules.lifecycle import LIVE, TAKE_OVER
from ..rules.permissions import Scope


@dataclass(frozen=True, slots=True)
class BookedCall:
    """A booking with the names that people know its parts by."""

    booking: Booking
    agent_name: str
    preset_name: str
    team_name: str | None
    agent_timezone: str | None


def get(session: Session, scope: Scope, booking_id: str) -> BookedCall | None:
    """One booking, if this scope sees it."""
    row = session.execute(booked_calls().where(*seen_by(session, scope), col(Booking.id) == booking_id)).first()
    return BookedCall(*row) if row else None


def named(session: Session, ids: Sequence[str]) -> dict[str, BookedCall]:
    """By id, these bookings with the names of their parts, for a reader who may see them all."""
    calls = (BookedCall(*row) for row in session.execute(booked_calls().where(col(Booking.id).in_(ids))))
    return {call.booking.id: call for call in calls}


def pool_calls(
    session: Session, app_id: str, preset_ids: Sequence[str], now: datetime, limit: int, *, but: str
) -> list[BookedCall]:
    """The next pool calls of these presets that may still change hands, soonest first; not those of the agent `but`."""
    query = booked_calls().where(
        col(Booking.app_id) == app_id,
        col(Booking.preset_id).in_(preset_ids),
        text(POOL_SQL),
        col(Booking.status).in_(TAKE_OVER),
        col(Booking.scheduled_at) > now,
        col(Booking.agent_id) != but,
    )
    in_turn = query.order_by(col(Booking.scheduled_at), col(Booking.id)).limit(limit)
    return [BookedCall(*row) for row in session.execute(in_turn)]


def overlapping(
    session: Session, app_id: str, agent_id: str | None, start: datetime, end: datetime
) -> list[BookedCall]:
    """Live calls of one agent, or of the whole app, that share time with `[start, end)`, soonest first."""
    query = booked_calls().where(
        col(Booking.app_id) == app_id,
        col(Booking.status).in_(LIVE),
        col(Booking.scheduled_at) < end,
        col(Booking.ends_at) > start,
        col(Booking.scheduled_at) > start - timedelta(minutes=480),
    )
    if agent_id:
        query = query.where(col(Booking.agent_id) == agent_id)
    return [BookedCall(*row) for row in session.execute(query.order_by(col(Booking.scheduled_at)))]


def timeline(session: Session, booking_id: str) -> list[TimelineEvent]:
    """The booking's events, oldest first."""
    query = select(TimelineEvent).where(TimelineEvent.booking_id == booking_id).order_by(TimelineEvent.id)
    return list(session.exec(query))


def moved_from(session: Session, booking_id: str) -> datetime | None:
    """When the call was to start before its last move; None when it was never moved."""
    moves = select(TimelineEvent.payload).where(
        TimelineEvent.booking_id == booking_id, TimelineEvent.event_type == "rescheduled"
    )
    payload = session.exec(moves.order_by(col(TimelineEvent.id).desc()).limit(1)).first() or {}
    before = payload.get("previous", {}).get("scheduled_at")
    return datetime.fromisoformat(before) if before else None


Note = tuple[InternalNote, str, str | None]
"""An internal note with the names of who wrote and of who removed it."""


def notes(session: Session, booking_id: str) -> list[Note]:
    """The booking's internal notes, oldest first."""
    return notes_on(session, [booking_id]).get(booking_id, [])


def notes_on(session: Session, ids: Sequence[str]) -> dict[str, list[Note]]:
    """By booking, the internal notes of these, oldest first."""
    remover = aliased(Person)
    query = (
        select(InternalNote, Person.name, remover.name)
        .join(Person, col(Person.id) == InternalNote.author_id)
        .outerjoin(remover, col(remover.id) == InternalNote.removed_by_id)
        .where(col(InternalNote.booking_id).in_(ids))
        .order_by(InternalNote.id)
    )
    found: dict[str, list[Note]] = {}
    for note, author, removed_by in session.exec(query):
        found.setdefault(note.booking_id, []).append((note, author, removed_by))
    return found


def of_customer(
    session: Session, scope: Scope, customer_id: str, now: datetime, limit: int, *, but: str
) -> tuple[list[BookedCall], list[BookedCall]]:
    """The customer's calls that this scope sees: those to come, soonest first, and those before, latest first.

    `limit` holds for each; the booking `but` is left out.
    """
    start = col(Booking.scheduled_at)
    theirs = booked_calls().where(
        *seen_by(session, scope), col(Booking.customer_id) == customer_id, col(Booking.id) != but
    )
    coming = theirs.where(start >= now).order_by(start).limit(limit)
    past = theirs.where(start < now).order_by(start.desc()).limit(limit)
    return tuple([BookedCall(*row) for row in session.execute(part)] for part in (coming, past))  # pyright: ignore[reportReturnType]


def last_event(session: Session, booking_id: str) -> TimelineEvent | None:
    """What happened to the booking last."""
    query = select(TimelineEvent).where(TimelineEvent.booking_id == booking_id)
    return session.exec(query.order_by(col(TimelineEvent.id).desc()).limit(1)).first()


def names(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """The names of these people and API clients."""
    each = (select(kind.id, kind.name).where(col(kind.id).in_(ids)) for kind in (Person, Client))
    return dict(session.execute(union_all(*each)).all())


def customers(session: Session, scope: Scope, ids: Sequence[str]) -> dict[str, str]:
    """By id, the customers' names of those of these bookings that the scope sees."""
    query = select(Booking.id, Booking.guest_name).where(*seen_by(session, scope), col(Booking.id).in_(ids))
    return dict(session.execute(query).all())


def of_contact(
    session: Session, app_id: str, phone: str | None, email_key: str | None, now: datetime
) -> tuple[list[datetime], list[datetime]]:
    """What customer limits count: the starts of open bookings, and when those of the last seven days were made."""
    same: list[ColumnElement[bool]] = [col(Booking.guest_phone) == phone] if phone else []
    same += [col(Booking.guest_email_key) == email_key] if email_key else []
    theirs = select(Booking.scheduled_at, Booking.created_at, Booking.status).where(
        col(Booking.app_id) == app_id,
        or_(*same),
        or_(col(Booking.created_at) > now - timedelta(days=7), col(Booking.scheduled_at) > now),
    )
    rows = session.execute(theirs).all()
    open_starts = [start for start, _, status in rows if status in LIVE and start > now]
    return open_starts, [created for _, created, _ in rows if created > now - timedelta(days=7)]


def reference_taken(session: Session, app_id: str, reference: str) -> bool:
    """Whether a booking of this app has this reference."""
    taken = exists().where(col(Booking.app_id) == app_id, col(Booking.reference) == reference)
    return bool(session.scalar(select(taken)))


def booked_calls() -> Select[Any]:
    """Bookings with their names: each row is a `BookedCall`, once narrowed and ordered."""
    return (
        select(Booking, Person.name, Preset.name, Team.name, Member.timezone)  # pyright: ignore[reportCallIssue]
        .join(Person, col(Person.id) == Booking.agent_id)
        .join(Preset, col(Preset.id) == Booking.preset_id)
        .outerjoin(Member, _is_agent())
        .outerjoin(Team, col(Team.id) == Member.team_id)
    )


def _is_agent() -> Any:
    return (col(Member.app_id) == Booking.app_id) & (col(Member.person_id) == Booking.agent_id)


def seen_by(session: Session, scope: Scope) -> list[ColumnElement[bool]]:
    """The conditions that narrow a query of bookings to what an actor may see."""
    of_app = _of_app(session, scope.app_id)
    match scope.kind:
        case "app":
            return [of_app]
        case "team":
            team = (col(Member.team_id) == scope.team_id) & col(Member.team_id).is_not(None)
            mates = select(Member.person_id).where(
                Member.app_id == scope.app_id, or_(team, col(Member.person_id) == scope.agent_id)
            )
            return [of_app, col(Booking.agent_id).in_(mates)]
        case "own":
            return [of_app, col(Booking.agent_id) == scope.agent_id]
        case "booking":
            return [of_app, col(Booking.id) == scope.booking_id]
        case _:
            return [false()]


def _of_app(session: Session, app_id: str | None) -> ColumnElement[bool]:
    """The app's bookings. SQLite would take them for a handful, and walk through them rather than use a better index."""
    same = col(Booking.app_id) == app_id
    return func.likelihood(same, literal_column("0.9")) if is_sqlite(session) else same
