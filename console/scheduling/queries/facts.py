"""What the engine must know about agents, read in a constant number of queries whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import sqlalchemy
from sqlalchemy import bindparam, literal, or_, union_all
from sqlmodel import Session, col, select

from ..models import Booking, BusyTime, DndWindow, Hold, RosterShift, ScheduleException, WorkingWindow
from ..rules.availability import AgentFacts, DatedShift, WeeklyWindow, reach
from ..rules.calls import Call
from ..rules.intervals import Interval
from ..rules.lifecycle import LIVE
from .terms import PoolAgent

_LONGEST_CALL = timedelta(minutes=480)
"""A booking that reaches into a range starts at most this long before it: the bound of durations."""


def load(
    session: Session,
    app_id: str,
    agents: Sequence[PoolAgent],
    within: Interval,
    now: datetime,
    *,
    own_holds: Collection[str] = (),
) -> dict[str, AgentFacts]:
    """Each agent's facts, wide enough around `within` for every rule of `rules.availability`; `own_holds` are left out."""
    wide = reach(within)
    ids = [agent.id for agent in agents]
    windows, shifts = _hours(session, app_id, ids, wide)
    stretches = _stretches(session, app_id, ids, wide)
    calls, starts = _bookings(session, ids, wide)
    holds, held_starts = _holds(session, ids, wide, now, own_holds)
    return {
        agent.id: AgentFacts(
            agent_id=agent.id,
            timezone=agent.timezone,
            windows=tuple(windows[agent.id]),
            shifts=tuple(shifts[agent.id]),
            extras=(*stretches["available_extra", agent.id], *stretches["available_extra", None]),
            blocked=(*stretches["blocked", agent.id], *stretches["blocked", None]),
            dnd=tuple(stretches["dnd", agent.id]),
            busy_calendar=tuple(stretches["busy", agent.id]),
            calls=tuple(calls[agent.id]),
            holds=tuple(holds[agent.id]),
            day_starts=(*starts[agent.id], *held_starts[agent.id]),
        )
        for agent in agents
    }


def opening(session: Session, app_id: str, ids: Sequence[str], within: Interval) -> list[AgentFacts]:
    """Of these agents, hours, extra time and blocked exceptions alone: what months of many agents are looked over with."""
    windows, shifts = _hours(session, app_id, ids, reach(within))
    of_kind: dict[tuple[str, str | None], list[Interval]] = defaultdict(list)
    asked = {"app_id": app_id, "agents": ids, "since": within.start, "until": within.end}
    for kind, person_id, start, end in session.execute(_EXCEPTIONS, asked):
        of_kind[kind, person_id].append(Interval(start, end))
    return [
        AgentFacts(
            agent_id=agent_id,
            timezone="",  # it decides over local days alone, of which nobody asks here
            windows=tuple(windows[agent_id]),
            shifts=tuple(shifts[agent_id]),
            extras=(*of_kind["available_extra", agent_id], *of_kind["available_extra", None]),
            blocked=(*of_kind["blocked", agent_id], *of_kind["blocked", None]),
        )
        for agent_id in ids
    ]


# Every booking and every look at free times asks these, so they are put together once: that takes as long as asking.
_AGENTS = bindparam("agents", expanding=True)
_HOURS = union_all(
    sqlalchemy.select(
        col(WorkingWindow.person_id),
        sqlalchemy.cast(None, sqlalchemy.Date).label("day"),
        col(WorkingWindow.weekday),
        col(WorkingWindow.start_minute),
        col(WorkingWindow.end_minute),
        col(WorkingWindow.timezone),
    ).where(col(WorkingWindow.app_id) == bindparam("app_id"), col(WorkingWindow.person_id).in_(_AGENTS)),
    sqlalchemy.select(
        col(RosterShift.person_id),
        col(RosterShift.day),
        literal(0),
        col(RosterShift.start_minute),
        col(RosterShift.end_minute),
        col(RosterShift.timezone),
    ).where(
        col(RosterShift.app_id) == bindparam("app_id"),
        col(RosterShift.person_id).in_(_AGENTS),
        col(RosterShift.day).between(bindparam("first"), bindparam("last")),
    ),
)
_EXCEPTIONS = sqlalchemy.select(
    col(ScheduleException.kind),
    col(ScheduleException.person_id),
    col(ScheduleException.start_at),
    col(ScheduleException.end_at),
).where(
    col(ScheduleException.app_id) == bindparam("app_id"),
    or_(col(ScheduleException.person_id).in_(_AGENTS), col(ScheduleException.person_id).is_(None)),
    col(ScheduleException.start_at) < bindparam("until"),
    col(ScheduleException.end_at) > bindparam("since"),
)
_STRETCHES = union_all(
    _EXCEPTIONS,
    sqlalchemy.select(literal("dnd"), col(DndWindow.person_id), col(DndWindow.start_at), col(DndWindow.end_at)).where(
        col(DndWindow.app_id) == bindparam("app_id"),
        col(DndWindow.person_id).in_(_AGENTS),
        col(DndWindow.start_at) < bindparam("until"),
        col(DndWindow.end_at) > bindparam("since"),
    ),
    sqlalchemy.select(literal("busy"), col(BusyTime.person_id), col(BusyTime.start_at), col(BusyTime.end_at)).where(
        col(BusyTime.person_id).in_(_AGENTS),
        col(BusyTime.start_at) < bindparam("until"),
        col(BusyTime.end_at) > bindparam("since"),
    ),
)
_BOOKINGS = select(  # pyright: ignore[reportCallIssue]
    Booking.agent_id,
    Booking.id,
    Booking.status,
    Booking.scheduled_at,
    Booking.ends_at,
    Booking.buffer_before_minutes,
    Booking.buffer_after_minutes,
).where(
    col(Booking.agent_id).in_(_AGENTS),
    col(Booking.status) != "cancelled",
    col(Booking.scheduled_at) > bindparam("since"),
    col(Booking.scheduled_at) < bindparam("until"),
)
_HOLDS = select(  # pyright: ignore[reportCallIssue]
    Hold.agent_id, Hold.start_at, Hold.end_at, Hold.buffer_before_minutes, Hold.buffer_after_minutes
).where(
    col(Hold.agent_id).in_(_AGENTS),
    col(Hold.expires_at) > bindparam("now"),
    col(Hold.start_at) < bindparam("until"),
    col(Hold.end_at) > bindparam("since"),
    col(Hold.id).not_in(bindparam("but", expanding=True)),
)


def _hours(
    session: Session, app_id: str, ids: Sequence[str], wide: Interval
) -> tuple[dict[str, list[WeeklyWindow]], dict[str, list[DatedShift]]]:
    """By agent: the weekly windows, and the shifts on dates near enough to replace one of them."""
    windows: dict[str, list[WeeklyWindow]] = defaultdict(list)
    shifts: dict[str, list[DatedShift]] = defaultdict(list)
    first, last = wide.start.date() - timedelta(days=2), wide.end.date() + timedelta(days=2)
    asked = {"app_id": app_id, "agents": ids, "first": first, "last": last}
    for person_id, day, weekday, *hours in session.execute(_HOURS, asked):
        if day is None:
            windows[person_id].append(WeeklyWindow(weekday, *hours))
        else:
            shifts[person_id].append(DatedShift(day, *hours))
    return windows, shifts


def _stretches(
    session: Session, app_id: str, ids: Sequence[str], wide: Interval
) -> dict[tuple[str, str | None], list[Interval]]:
    """By kind and agent: extra time, blocked time, do-not-disturb and the agents' own calendars; the app's under None."""
    found: dict[tuple[str, str | None], list[Interval]] = defaultdict(list)
    asked = {"app_id": app_id, "agents": ids, "since": wide.start, "until": wide.end}
    for kind, person_id, start, end in session.execute(_STRETCHES, asked):
        found[kind, person_id].append(Interval(start, end))
    return found


def _bookings(
    session: Session, ids: Sequence[str], wide: Interval
) -> tuple[dict[str, list[Call]], dict[str, list[tuple[datetime, str | None]]]]:
    """Live calls of these people in any app, and the starts of all that count towards a daily cap."""
    calls: dict[str, list[Call]] = defaultdict(list)
    starts: dict[str, list[tuple[datetime, str | None]]] = defaultdict(list)
    asked = {"agents": ids, "since": wide.start - _LONGEST_CALL, "until": wide.end}
    for agent_id, booking_id, status, start, end, before, after in session.execute(_BOOKINGS, asked):
        starts[agent_id].append((start, booking_id))
        if status in LIVE:
            calls[agent_id].append(Call(start, end, before, after, booking_id))
    return calls, starts


def _holds(
    session: Session, ids: Sequence[str], wide: Interval, now: datetime, but: Collection[str]
) -> tuple[dict[str, list[Call]], dict[str, list[tuple[datetime, str | None]]]]:
    calls: dict[str, list[Call]] = defaultdict(list)
    starts: dict[str, list[tuple[datetime, str | None]]] = defaultdict(list)
    asked = {"agents": ids, "since": wide.start, "until": wide.end, "now": now, "but": list(but)}
    for agent_id, start, end, before, after in session.execute(_HOLDS, asked):
        calls[agent_id].append(Call(start, end, before, after))
        starts[agent_id].append((start, None))
    return calls, starts
