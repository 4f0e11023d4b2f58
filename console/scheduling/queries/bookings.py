"""Bookings, found: one page of a filtered list, one customer's recent ones, the calls of a pool."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import sqlalchemy
from sqlalchemy import ColumnElement, Select, exists, false, func, literal_column, or_, text, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from ..database import is_sqlite
from ..errors import Invalid
from ..models import Booking, Client, InternalNote, Member, Person, Preset, Team, TimelineEvent
from ..models.booking import POOL_SQL
from ..rules.lifecycle import LIVE, TAKE_OVER
from ..rules.permissions import Scope
from .booking_search import found_by

Sort = Literal["scheduled_at", "created_at", "guest_name", "agent_name", "status", "booking_source", "preset_name"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SORT_KEYS: dict[Sort, Any] = {
    "scheduled_at": Booking.scheduled_at,
    "created_at": Booking.created_at,
    "guest_name": Booking.search_text,  # begins with the folded name
    "agent_name": Person.name,
    "status": Booking.status,
    "booking_source": Booking.booking_source,
    "preset_name": Preset.name,
}
_MOST_WALKS = 20
_NOBODY = ""
"""The id of no agent: what a team without members asks for."""
_MOST_COUNTED, _MOST_COUNTED_IN_SEARCH = 10_000, 1_000
"""Where counting stops: a search looks at more rows for each that it finds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingFilter:
    """Which bookings, in which order. Empty means: all. `start` is inclusive, `end` exclusive, both by the call's start.

    `team_ids` are the teams that the calls' agents are in now; `booking_ids` asks for these alone.
    `needs_outcome` asks for those alone that wait for a word about their end. Every word of `search` must be found in
    the guest's name, e-mail, phone or the reference. `cursor` continues a walk in the order of `(scheduled_at, id)`,
    and takes the place of `offset`. With `counts_all` the total is exact however long that takes; without it counting
    stops where people no longer care.
    """

    agent_ids: Sequence[str] = ()
    statuses: Sequence[str] = ()
    sources: Sequence[str] = ()
    preset_ids: Sequence[str] = ()
    team_ids: Sequence[str] = ()
    booking_ids: Sequence[str] = ()
    start: datetime | None = None
    end: datetime | None = None
    needs_outcome: bool = False
    search: str = ""
    sort: Sort = "scheduled_at"
    order: Literal["asc", "desc"] = "asc"
    limit: int = 50
    offset: int = 0
    cursor: str | None = None
    counts_all: bool = True


@dataclass(frozen=True, slots=True)
class BookedCall:
    """A booking with the names that people know its parts by."""

    booking: Booking
    agent_name: str
    preset_name: str
    team_name: str | None
    agent_timezone: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list, how many there are in all, and where the next page starts."""

    rows: list[BookedCall]
    total: int
    next_cursor: str | None
    has_uncounted: bool = False
    """Whether there are more than `total`."""


def find(session: Session, scope: Scope, wanted: BookingFilter) -> Found:
    """One page of what this scope sees, and how many there are. Raises Invalid for a cursor that no page gave."""
    wanted = _of_teams(session, scope, wanted)
    conditions = [*seen_by(session, scope), *found_by(session, wanted.search)]
    rows, next_cursor = _read_page(session, conditions, wanted)
    total, has_uncounted = _count(session, conditions, wanted)
    return Found(rows, total, next_cursor, has_uncounted)


def walk(session: Session, scope: Scope, wanted: BookingFilter) -> tuple[list[BookedCall], str | None]:
    """One page, uncounted, and the cursor of the next. Raises Invalid for a cursor that no page gave."""
    wanted = _of_teams(session, scope, wanted)
    return _read_page(session, [*seen_by(session, scope), *found_by(session, wanted.search)], wanted)


def ids(session: Session, scope: Scope, wanted: BookingFilter) -> list[str]:
    """The ids of one page, and no more of its bookings."""
    wanted = _of_teams(session, scope, wanted)
    conditions = [*seen_by(session, scope), *found_by(session, wanted.search)]
    return list(session.scalars(_page(conditions, wanted)))[: wanted.limit]


def get(session: Session, scope: Scope, booking_id: str) -> BookedCall | None:
    """One booking, if this scope sees it."""
    row = session.execute(booked_calls().where(*seen_by(session, scope), col(Booking.id) == booking_id)).first()
    return BookedCall(*row) if row else None


def named(session: Session, ids: Sequence[str]) -> dict[str, BookedCall]:
    """By id, these bookings with the names of their parts, for a reader who may see them all."""
    calls = (BookedCall(*row) for row in session.execute(booked_calls().where(col(Booking.id).in_(ids))))
    return {call.booking.id: call for call in calls}


def count_needing_outcome(session: Session, scope: Scope) -> int:
    """How many bookings that this scope sees wait for a word about their end; more than so many are not counted."""
    waiting = select(Booking.id).where(*seen_by(session, scope), col(Booking.needs_outcome_since).is_not(None))
    return session.scalar(select(func.count()).select_from(waiting.limit(_MOST_COUNTED).subquery())) or 0


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


def notes(session: Session, booking_id: str) -> list[tuple[InternalNote, str, str | None]]:
    """The booking's internal notes, oldest first, with the names of who wrote and of who removed each."""
    remover = aliased(Person)
    query = (
        select(InternalNote, Person.name, remover.name)
        .join(Person, col(Person.id) == InternalNote.author_id)
        .outerjoin(remover, col(remover.id) == InternalNote.removed_by_id)
        .where(InternalNote.booking_id == booking_id)
        .order_by(InternalNote.id)
    )
    return [(note, author, removed_by) for note, author, removed_by in session.exec(query)]


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


def _of_teams(session: Session, scope: Scope, wanted: BookingFilter) -> BookingFilter:
    """The same question, about the agents of its teams: their calls are walked in order, which a join's are not."""
    if not wanted.team_ids:
        return wanted
    mates = select(Member.person_id).where(Member.app_id == scope.app_id, col(Member.team_id).in_(wanted.team_ids))
    asked = set(session.scalars(mates))
    if wanted.agent_ids:
        asked &= set(wanted.agent_ids)
    return replace(wanted, agent_ids=sorted(asked) or (_NOBODY,), team_ids=())


def _read_page(
    session: Session, conditions: Sequence[ColumnElement[bool]], wanted: BookingFilter
) -> tuple[list[BookedCall], str | None]:
    ids = list(session.scalars(_page(conditions, wanted)))
    shown = ids[: wanted.limit]
    by_id = {
        row.Booking.id: BookedCall(*row) for row in session.execute(booked_calls().where(col(Booking.id).in_(shown)))
    }
    rows = [by_id[booking_id] for booking_id in shown if booking_id in by_id]
    return rows, _cursor(rows[-1].booking) if len(ids) > wanted.limit else None


def _page(conditions: Sequence[ColumnElement[bool]], wanted: BookingFilter) -> Any:
    """The ids of one page and of the row behind it, in order."""
    offset = 0 if wanted.cursor else wanted.offset
    last = offset + wanted.limit + 1
    walks = [_walk(conditions, one).limit(last) for one in _apart(wanted)]
    if len(walks) > 1:
        found = union_all(*(sqlalchemy.select(walk.subquery()) for walk in walks)).subquery()
    else:
        found = walks[0].subquery()
    page = sqlalchemy.select(found.c.id).order_by(*_in_order(wanted, found.c.sort_key, found.c.id))
    return page.offset(offset).limit(last - offset)


def _apart(wanted: BookingFilter) -> list[BookingFilter]:
    """One question for each agent, or else preset, status, or source.

    Each is answered by walking an index in order; one about several at once would have to sort all that match.
    """
    for name in ("agent_ids", "preset_ids", "statuses", "sources"):
        if values := set(getattr(wanted, name)):
            return [replace(wanted, **{name: [value]}) for value in values] if len(values) <= _MOST_WALKS else [wanted]
    return [wanted]


def _walk(conditions: Sequence[ColumnElement[bool]], wanted: BookingFilter) -> Any:
    sort_key = col(_SORT_KEYS[wanted.sort])
    query = select(Booking.id, sort_key.label("sort_key")).where(*conditions, *_narrowed(wanted))
    if wanted.sort == "agent_name":
        query = query.join(Person, col(Person.id) == Booking.agent_id)
    if wanted.sort == "preset_name":
        query = query.join(Preset, col(Preset.id) == Booking.preset_id)
    if wanted.cursor:
        query = query.where(_after(wanted))
    return query.order_by(*_in_order(wanted, sort_key, col(Booking.id)))


def _in_order(wanted: BookingFilter, *keys: Any) -> list[Any]:
    return [key.desc() if wanted.order == "desc" else key for key in keys]


def _count(session: Session, conditions: Sequence[ColumnElement[bool]], wanted: BookingFilter) -> tuple[int, bool]:
    """How many match; and whether there are more, where counting stopped."""
    matching = select(Booking.id).where(*conditions, *_narrowed(wanted))
    if wanted.counts_all:
        return session.scalar(matching.with_only_columns(func.count())) or 0, False
    most = _MOST_COUNTED_IN_SEARCH if wanted.search else _MOST_COUNTED
    found = session.scalar(select(func.count()).select_from(matching.limit(most + 1).subquery())) or 0
    return min(found, most), found > most


def _narrowed(wanted: BookingFilter) -> list[ColumnElement[bool]]:
    chosen = (
        (Booking.id, wanted.booking_ids),
        (Booking.agent_id, wanted.agent_ids),
        (Booking.preset_id, wanted.preset_ids),
        (Booking.status, wanted.statuses),
        (Booking.booking_source, wanted.sources),
    )
    narrowed: list[ColumnElement[bool]] = [col(column).in_(values) for column, values in chosen if values]
    if wanted.needs_outcome:
        narrowed.append(col(Booking.needs_outcome_since).is_not(None))
    if wanted.start:
        narrowed.append(col(Booking.scheduled_at) >= wanted.start)
    if wanted.end:
        narrowed.append(col(Booking.scheduled_at) < wanted.end)
    return narrowed


def _after(wanted: BookingFilter) -> Any:
    """The rows behind a cursor. Raises Invalid for what no page gave."""
    try:
        milliseconds, _, booking_id = urlsafe_b64decode(wanted.cursor or "").decode().partition(" ")
        start = _EPOCH + timedelta(milliseconds=int(milliseconds))
    except (ValueError, OverflowError):
        raise Invalid.of("cursor", "This cursor was not given by this list.") from None
    at, row = col(Booking.scheduled_at), col(Booking.id)
    if wanted.order == "desc":
        return (at <= start) & or_(at < start, row < booking_id)
    return (at >= start) & or_(at > start, row > booking_id)


def _cursor(booking: Booking) -> str:
    milliseconds = (booking.scheduled_at - _EPOCH) // timedelta(milliseconds=1)
    return urlsafe_b64encode(f"{milliseconds} {booking.id}".encode()).decode()
