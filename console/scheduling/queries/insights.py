"""Calls, counted for the figures of a period and of the one before it: one statement, one look at each call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import BigInteger, ColumnClause, ColumnElement, Integer, String, case, cast, func, literal, union_all
from sqlmodel import Session, col

from ..models import Booking, Member, Person, Team
from ..rules.insights import FINE_LEAD, SOURCES, STATUSES
from ..rules.intervals import Interval
from .members import HAS_HOURS
from .wall_clock import hours_shown, minutes_between

_EPOCH = date(1970, 1, 1)
_HOUR = 60


class ByTime(NamedTuple):
    """Calls of one source and status that start within one hour of the wall clock; `minutes` are all of theirs."""

    day: date
    hour: int
    source: str
    status: str
    calls: int
    minutes: int


class ByAgent(NamedTuple):
    """Calls of one agent and status, in the period or before it."""

    is_before: bool
    agent_id: str
    status: str
    calls: int
    minutes: int


class ByLead(NamedTuple):
    """Calls with one lead time in minutes (see `rules.insights.FINE_LEAD`), in the period or before it."""

    is_before: bool
    lead_minutes: int
    calls: int


class ByOutcome(NamedTuple):
    """Completed calls of which one outcome was said, in the period or before it."""

    is_before: bool
    outcome: str
    calls: int


class Someone(NamedTuple):
    """A member as figures tell of them; `takes_calls`: they act in the app now, and have hours."""

    id: str
    name: str
    team_id: str | None
    team: str | None
    takes_calls: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """All the counts."""

    times: Sequence[ByTime]
    agents: Sequence[ByAgent]
    leads: Sequence[ByLead]
    outcomes: Sequence[ByOutcome]


def people(session: Session, app_id: str) -> dict[str, Someone]:
    """Every member, by id, disabled ones too."""
    is_active = col(Member.disabled_at).is_(None) & col(Person.disabled_at).is_(None)
    rows = session.execute(
        sqlalchemy.select(col(Person.id), col(Person.name), col(Team.id), col(Team.name), is_active & HAS_HOURS)
        .join(Member, col(Member.person_id) == Person.id)
        .outerjoin(Team, col(Team.id) == Member.team_id)
        .where(col(Member.app_id) == app_id)
    )
    return {row[0]: Someone(*row) for row in rows}


def counted(
    session: Session, conditions: Sequence[ColumnElement[bool]], within: Interval, zone_name: str, since: datetime
) -> Counted:
    """The calls under these conditions that start in `within`; those before `since` are of the period before."""
    start, created = col(Booking.scheduled_at), col(Booking.created_at)
    hour = hours_shown(session, start, zone_name, within)
    lead = minutes_between(session, created, start)
    coarse = case((lead < FINE_LEAD, lead), else_=lead // _HOUR * _HOUR)
    source, status = _place(Booking.booking_source, SOURCES), _place(Booking.status, STATUSES)
    is_before = case((start < since, 1), else_=0)
    calls = (
        sqlalchemy.select(
            ((hour * len(SOURCES) + source) * len(STATUSES) + status).label("time"),
            (status * 2 + is_before).label("status"),
            (coarse * 2 + is_before).label("lead"),
            is_before.label("is_before"),
            (created <= start).label("has_lead"),
            col(Booking.status).label("became"),
            *(col(column) for column in (Booking.agent_id, Booking.outcome, Booking.duration_minutes)),
        )
        .where(*conditions, start >= within.start, start < within.end)
        .cte("calls")
        .prefix_with("MATERIALIZED")
    )
    return _read(session, union_all(*_counts(calls.c)))


def _place(column: Any, values: Sequence[str]) -> ColumnElement[int]:
    """Where the value stands among all there are: SQLite sorts by one number far faster than by several texts."""
    return case({value: place for place, value in enumerate(values[:-1])}, value=col(column), else_=len(values) - 1)


def _counts(call: Any) -> list[Any]:
    """The same columns of each count: which it is, by what number and text it counts, calls, minutes."""
    no_text, no_minutes = literal("", String), literal(0, Integer)
    was_said = (call.became == "completed") & (call.outcome != "")
    return [
        _count("time", call.time, no_text, func.sum(call.duration_minutes)),
        _count("agent", call.status, call.agent_id, func.sum(call.duration_minutes)),
        _count("lead", call.lead, no_text, no_minutes).where(call.has_lead),
        _count("outcome", call.is_before, call.outcome, no_minutes).where(was_said),
    ]


def _count(kind: str, number: Any, text: Any, minutes: Any) -> Any:
    keys = [each for each in (text, number) if isinstance(each, ColumnClause)]
    shown = (literal(kind, String).label("kind"), number.label("number"), text, func.count(), cast(minutes, BigInteger))
    return sqlalchemy.select(*shown).group_by(*keys)


def _read(session: Session, query: Any) -> Counted:
    rows: dict[str, list[Any]] = {"time": [], "agent": [], "lead": [], "outcome": []}
    for kind, *row in session.execute(query):
        rows[kind].append(row)
    return Counted(
        [_by_time(*row) for row in rows["time"]],
        [ByAgent(bool(code % 2), agent, STATUSES[code // 2], *counts) for code, agent, *counts in rows["agent"]],
        [ByLead(bool(code % 2), code // 2, calls) for code, _, calls, _ in rows["lead"]],
        [ByOutcome(bool(before), outcome, calls) for before, outcome, calls, _ in rows["outcome"]],
    )


def _by_time(code: int, _: str, calls: int, minutes: int) -> ByTime:
    rest, status = divmod(code, len(STATUSES))
    hour, source = divmod(rest, len(SOURCES))
    return ByTime(_EPOCH + timedelta(days=hour // 24), hour % 24, SOURCES[source], STATUSES[status], calls, minutes)
