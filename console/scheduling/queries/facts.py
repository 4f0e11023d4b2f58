"""What the engine must know about agents, read in a constant number of queries whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from ..models import Booking, BusyTime, DndWindow, Hold, ScheduleException, WorkingWindow
from ..rules.availability import AgentFacts, WeeklyWindow, reach
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
    windows = _windows(session, app_id, ids)
    extras, blocked = _exceptions(session, app_id, ids, wide)
    dnd = _intervals(session, DndWindow, ids, wide, DndWindow.app_id == app_id)
    busy = _intervals(session, BusyTime, ids, wide)
    calls, starts = _bookings(session, ids, wide)
    holds, held_starts = _holds(session, ids, wide, now, own_holds)
    return {
        agent.id: AgentFacts(
            agent_id=agent.id,
            timezone=agent.timezone,
            windows=tuple(windows[agent.id]),
            extras=tuple(extras[agent.id]),
            blocked=(*blocked[agent.id], *blocked[None]),
            dnd=tuple(dnd[agent.id]),
            busy_calendar=tuple(busy[agent.id]),
            calls=tuple(calls[agent.id]),
            holds=tuple(holds[agent.id]),
            day_starts=(*starts[agent.id], *held_starts[agent.id]),
        )
        for agent in agents
    }


def _windows(session: Session, app_id: str, ids: Sequence[str]) -> dict[str, list[WeeklyWindow]]:
    found: dict[str, list[WeeklyWindow]] = defaultdict(list)
    query = select(  # pyright: ignore[reportCallIssue]  (more columns than sqlmodel types)
        WorkingWindow.person_id,
        WorkingWindow.weekday,
        WorkingWindow.start_minute,
        WorkingWindow.end_minute,
        WorkingWindow.timezone,
    ).where(WorkingWindow.app_id == app_id, col(WorkingWindow.person_id).in_(ids))
    for person_id, *window in session.execute(query):
        found[person_id].append(WeeklyWindow(*window))
    return found


def _exceptions(
    session: Session, app_id: str, ids: Sequence[str], wide: Interval
) -> tuple[dict[str, list[Interval]], dict[str | None, list[Interval]]]:
    """Extra time and blocked time by agent; the app's closures stand under None, its extra time under each agent."""
    extras: dict[str, list[Interval]] = defaultdict(list)
    blocked: dict[str | None, list[Interval]] = defaultdict(list)
    query = select(
        ScheduleException.person_id, ScheduleException.kind, ScheduleException.start_at, ScheduleException.end_at
    ).where(
        ScheduleException.app_id == app_id,
        or_(col(ScheduleException.person_id).in_(ids), col(ScheduleException.person_id).is_(None)),
        ScheduleException.start_at < wide.end,
        ScheduleException.end_at > wide.start,
    )
    for person_id, kind, start, end in session.execute(query):
        if kind == "blocked":
            blocked[person_id].append(Interval(start, end))
        else:
            for agent_id in ids if person_id is None else (person_id,):
                extras[agent_id].append(Interval(start, end))
    return extras, blocked


def _intervals(
    session: Session, table: type[DndWindow] | type[BusyTime], ids: Sequence[str], wide: Interval, *conditions: Any
) -> dict[str, list[Interval]]:
    found: dict[str, list[Interval]] = defaultdict(list)
    query = select(table.person_id, table.start_at, table.end_at).where(
        col(table.person_id).in_(ids), table.start_at < wide.end, table.end_at > wide.start, *conditions
    )
    for person_id, start, end in session.execute(query):
        found[person_id].append(Interval(start, end))
    return found


def _bookings(
    session: Session, ids: Sequence[str], wide: Interval
) -> tuple[dict[str, list[Call]], dict[str, list[tuple[datetime, str | None]]]]:
    """Live calls of these people in any app, and the starts of all that count towards a daily cap."""
    calls: dict[str, list[Call]] = defaultdict(list)
    starts: dict[str, list[tuple[datetime, str | None]]] = defaultdict(list)
    query = select(  # pyright: ignore[reportCallIssue]
        Booking.agent_id,
        Booking.id,
        Booking.status,
        Booking.scheduled_at,
        Booking.ends_at,
        Booking.buffer_before_minutes,
        Booking.buffer_after_minutes,
    ).where(  # pyright: ignore[reportArgumentType]
        col(Booking.agent_id).in_(ids),
        Booking.status != "cancelled",
        Booking.scheduled_at > wide.start - _LONGEST_CALL,
        Booking.scheduled_at < wide.end,
    )
    for agent_id, booking_id, status, start, end, before, after in session.execute(query):
        starts[agent_id].append((start, booking_id))
        if status in LIVE:
            calls[agent_id].append(Call(start, end, before, after, booking_id))
    return calls, starts


def _holds(
    session: Session, ids: Iterable[str], wide: Interval, now: datetime, but: Collection[str]
) -> tuple[dict[str, list[Call]], dict[str, list[tuple[datetime, str | None]]]]:
    calls: dict[str, list[Call]] = defaultdict(list)
    starts: dict[str, list[tuple[datetime, str | None]]] = defaultdict(list)
    query = select(Hold).where(
        col(Hold.agent_id).in_(ids),
        Hold.expires_at > now,
        Hold.start_at < wide.end,
        Hold.end_at > wide.start,
        col(Hold.id).not_in(but),
    )
    for hold in session.exec(query):
        calls[hold.agent_id].append(
            Call(hold.start_at, hold.end_at, hold.buffer_before_minutes, hold.buffer_after_minutes)
        )
        starts[hold.agent_id].append((hold.start_at, None))
    return calls, starts
