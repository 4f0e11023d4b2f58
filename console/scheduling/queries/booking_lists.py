"""Bookings, listed: narrowed, sorted and counted, a page at a time, by walking the indexes in order."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import sqlalchemy
from sqlalchemy import ColumnElement, func, or_, union_all
from sqlmodel import Session, col, select

from ..errors import Invalid
from ..models import Booking, Member, Person, Preset
from ..rules.intervals import Interval
from ..rules.permissions import Scope
from .booking_search import found_by
from .bookings import BookedCall, booked_calls, seen_by
from .wall_clock import hours_shown, minutes_between

Sort = Literal["scheduled_at", "created_at", "guest_name", "agent_name", "status", "booking_source", "preset_name"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_WEEKDAY = _EPOCH.weekday()
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
    the guest's name, e-mail, phone or the reference. `weekdays` (0 is Monday) and `hours` (0 to 23) are those that the
    wall clock of `timezone` shows at the start. `lead` is how many minutes before its start a call was booked: from so
    many on, and less than so many unless None. `outcomes` are those that were said of completed calls; an empty one
    means that none was. `cursor` continues a walk in the order of `(scheduled_at, id)`,
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
    outcomes: Sequence[str] = ()
    weekdays: Sequence[int] = ()
    hours: Sequence[int] = ()
    timezone: str = "UTC"
    lead: tuple[int, int | None] | None = None
    search: str = ""
    sort: Sort = "scheduled_at"
    order: Literal["asc", "desc"] = "asc"
    limit: int = 50
    offset: int = 0
    cursor: str | None = None
    counts_all: bool = True


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
    conditions = _seen(session, scope, wanted)
    rows, next_cursor = _read_page(session, conditions, wanted)
    total, has_uncounted = _count(session, conditions, wanted)
    return Found(rows, total, next_cursor, has_uncounted)


def walk(session: Session, scope: Scope, wanted: BookingFilter) -> tuple[list[BookedCall], str | None]:
    """One page, uncounted, and the cursor of the next. Raises Invalid for a cursor that no page gave."""
    wanted = _of_teams(session, scope, wanted)
    return _read_page(session, _seen(session, scope, wanted), wanted)


def conditions(session: Session, scope: Scope, wanted: BookingFilter) -> list[ColumnElement[bool]]:
    """Everything that narrows bookings to those which the list would hold."""
    wanted = _of_teams(session, scope, wanted)
    return [*_seen(session, scope, wanted), *_narrowed(wanted)]


def ids(session: Session, scope: Scope, wanted: BookingFilter) -> list[str]:
    """The ids of one page, and no more of its bookings."""
    wanted = _of_teams(session, scope, wanted)
    conditions = _seen(session, scope, wanted)
    return list(session.scalars(_page(conditions, wanted)))[: wanted.limit]


def count_needing_outcome(session: Session, scope: Scope) -> int:
    """How many bookings that this scope sees wait for a word about their end; more than so many are not counted."""
    waiting = select(Booking.id).where(*seen_by(session, scope), col(Booking.needs_outcome_since).is_not(None))
    return session.scalar(select(func.count()).select_from(waiting.limit(_MOST_COUNTED).subquery())) or 0


def _seen(session: Session, scope: Scope, wanted: BookingFilter) -> list[ColumnElement[bool]]:
    """What narrows every walk alike."""
    return [*seen_by(session, scope), *found_by(session, wanted.search), *_timed(session, scope, wanted)]


def _timed(session: Session, scope: Scope, wanted: BookingFilter) -> list[ColumnElement[bool]]:
    """What narrows by the wall clock, and by how long before its start a call was booked."""
    timed: list[ColumnElement[bool]] = []
    if wanted.lead:
        lead, (shortest, longest) = minutes_between(session, Booking.created_at, Booking.scheduled_at), wanted.lead
        timed += [col(Booking.created_at) <= col(Booking.scheduled_at), lead >= shortest]
        timed += [lead < longest] if longest is not None else []
    if wanted.weekdays or wanted.hours:
        shown = hours_shown(session, Booking.scheduled_at, wanted.timezone, _span(session, scope, wanted))
        timed += [(shown % 24).in_(wanted.hours)] if wanted.hours else []
        timed += [((shown // 24 + _FIRST_WEEKDAY) % 7).in_(wanted.weekdays)] if wanted.weekdays else []
    return timed


def _span(session: Session, scope: Scope, wanted: BookingFilter) -> Interval:
    """From when until when the calls are; a side that is open ends with the app's first or last one."""
    if wanted.start and wanted.end:
        return Interval(wanted.start, wanted.end)
    starts = select(Booking.scheduled_at).where(Booking.app_id == scope.app_id)
    ends = (starts.with_only_columns(each(col(Booking.scheduled_at))) for each in (func.min, func.max))
    first, last = (session.scalar(end) or _EPOCH for end in ends)
    return Interval(wanted.start or first, wanted.end or last + timedelta(minutes=1))


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
    if wanted.outcomes:
        said = func.coalesce(col(Booking.outcome), "").in_(wanted.outcomes)
        narrowed += [said, col(Booking.status) == "completed"]
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
