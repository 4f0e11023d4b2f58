"""Calls, counted for the figures of a period and of the one before it: one statement, one look at each call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import BigInteger, ColumnElement, Integer, String, case, cast, func, literal, union_all
from sqlmodel import Session, col

from ..models import Booking
from ..rules.insights import FINE_LEAD
from ..rules.intervals import Interval
from .wall_clock import hours_shown, minutes_between

_EPOCH = date(1970, 1, 1)
_FIRST_WEEKDAY = _EPOCH.weekday()
_HOUR = 60
_WEEK = 7 * 24


class ByDay(NamedTuple):
    """Calls of one source and status that start on one local day; `minutes` are all of theirs."""

    day: date
    source: str
    status: str
    calls: int
    minutes: int


class ByHour(NamedTuple):
    """Calls of one status that start in one hour of a weekday (0 is Monday), in the period or before it."""

    is_before: bool
    weekday: int
    hour: int
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
    """Completed calls with one outcome, or with none, in the period or before it."""

    is_before: bool
    outcome: str | None
    calls: int


@dataclass(frozen=True, slots=True)
class Counted:
    """All the counts."""

    days: Sequence[ByDay]
    hours: Sequence[ByHour]
    agents: Sequence[ByAgent]
    leads: Sequence[ByLead]
    outcomes: Sequence[ByOutcome]


def counted(
    session: Session, conditions: Sequence[ColumnElement[bool]], within: Interval, zone_name: str, since: datetime
) -> Counted:
    """The calls under these conditions that start in `within`; those before `since` are of the period before."""
    start = col(Booking.scheduled_at)
    hour = hours_shown(session, start, zone_name, within)
    lead = minutes_between(session, col(Booking.created_at), start)
    calls = (
        sqlalchemy.select(
            (hour // 24).label("day"),
            ((hour + _FIRST_WEEKDAY * 24) % _WEEK).label("hour_of_week"),
            case((start < since, 1), else_=0).label("is_before"),
            col(Booking.booking_source).label("source"),
            col(Booking.status).label("status"),
            col(Booking.agent_id).label("agent"),
            col(Booking.outcome).label("outcome"),
            col(Booking.duration_minutes).label("minutes"),
            case((lead < FINE_LEAD, lead), else_=lead // _HOUR * _HOUR).label("lead"),
        )
        .where(*conditions, start >= within.start, start < within.end)
        .cte("calls")
        .prefix_with("MATERIALIZED")
    )
    return _read(session, union_all(*_counts(calls.c)))


def _counts(call: Any) -> list[Any]:
    """The same columns of each count: which it is, two numbers and two texts by which it counts, calls, minutes."""
    return [
        _count("day", 0, call.day, call.source, call.status, minutes=call.minutes),
        _count("hour", call.is_before, call.hour_of_week, call.status, "", minutes=call.minutes),
        _count("agent", call.is_before, 0, call.agent, call.status, minutes=call.minutes),
        _count("lead", call.is_before, call.lead, "", "").where(call.lead >= 0),
        _count("outcome", call.is_before, 0, call.outcome, "").where(call.status == "completed"),
    ]


def _count(kind: str, is_before: Any, number: Any, text: Any, other: Any, minutes: Any = None) -> Any:
    keys = [each for each in (is_before, number, text, other) if isinstance(each, ColumnElement)]
    total = func.sum(minutes) if minutes is not None else literal(0, Integer)
    return sqlalchemy.select(
        literal(kind, String).label("kind"),
        _column(is_before, Integer),
        _column(number, Integer).label("number"),
        _column(text, String),
        _column(other, String),
        func.count(),
        cast(total, BigInteger),
    ).group_by(*keys)


def _column(value: Any, kind: Any) -> Any:
    return value if isinstance(value, ColumnElement) else literal(value, kind)


def _read(session: Session, query: Any) -> Counted:
    rows: dict[str, list[Any]] = {"day": [], "hour": [], "agent": [], "lead": [], "outcome": []}
    for kind, *row in session.execute(query):
        rows[kind].append(row)
    return Counted(
        [
            ByDay(_EPOCH + timedelta(days=day), source, status, *counts)
            for _, day, source, status, *counts in rows["day"]
        ],
        [
            ByHour(bool(before), hour // 24, hour % 24, status, *counts)
            for before, hour, status, _, *counts in rows["hour"]
        ],
        [ByAgent(bool(before), agent, status, *counts) for before, _, agent, status, *counts in rows["agent"]],
        [ByLead(bool(before), minutes, calls) for before, minutes, _, _, calls, _ in rows["lead"]],
        [ByOutcome(bool(before), outcome, calls) for before, _, outcome, _, calls, _ in rows["outcome"]],
    )
