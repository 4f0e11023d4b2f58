"""What the engine must know about agents, read in a constant number of queries whatever their number."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, or_
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
    dnd = _intervals(session, _DND, ids, wide, app_id=app_id)
    busy = _intervals(session, _BUSY, ids, wide)
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


# Every booking and every look at free times asks these, so they are put together once: that takes as long as asking.
_AGENTS = bindparam("agents", expanding=True)
_WINDOWS = select(  # pyright: ignore[reportCallIssue]  (more columns than sqlmodel types)
    WorkingWindow.person_id,
    WorkingWindow.weekday,
    WorkingWindow.start_minute,
    WorkingWindow.end_minute,
    WorkingWindow.timezone,
).where(col(WorkingWindow.app_id) == bindparam("app_id"), col(WorkingWindow.person_id).in_(_AGENTS))
_EXCEPTIONS = select(
    ScheduleException.person_id, ScheduleException.kind, ScheduleException.start_at, ScheduleException.end_at
).where(
    col(ScheduleException.app_id) == bindparam("app_id"),
    or_(col(ScheduleException.person_id).in_(_AGENTS), col(ScheduleException.person_id).is_(None)),
    col(ScheduleException.start_at) < bindparam("until"),
    col(ScheduleException.end_at) > bindparam("since"),
)
_DND = select(DndWindow.person_id, DndWindow.start_at, DndWindow.end_at).where(
    col(DndWindow.app_id) == bindparam("app_id"),
    col(DndWindow.person_id).in_(_AGENTS),
    col(DndWindow.start_at) < bindparam("until"),
    col(DndWindow.end_at) > bindparam("since"),
)
_BUSY = select(BusyTime.person_id, BusyTime.start_at, BusyTime.end_at).where(
    col(BusyTime.person_id).in_(_AGENTS),
    col(BusyTime.start_at) < bindparam("until"),
    col(BusyTime.end_at) > bindparam("since"),
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


def _windows(session: Session, app_id: str, ids: Sequence[str]) -> dict[str, list[WeeklyWindow]]:
    found: dict[str, list[WeeklyWindow]] = defaultdict(list)
    for person_id, *window in session.execute(_WINDOWS, {"app_id": app_id, "agents": ids}):
        found[person_id].append(WeeklyWindow(*window))
    return found


def _exceptions(
    session: Session, app_id: str, ids: Sequence[str], wide: Interval
) -> tuple[dict[str, list[Interval]], dict[str | None, list[Interval]]]:
    """Extra time and blocked time by agent; the app's closures stand under None, its extra time under each agent."""
    extras: dict[str, list[Interval]] = defaultdict(list)
    blocked: dict[str | None, list[Interval]] = defaultdict(list)
    asked = {"app_id": app_id, "agents": ids, "since": wide.start, "until": wide.end}
    for person_id, kind, start, end in session.execute(_EXCEPTIONS, asked):
        if kind == "blocked":
            blocked[person_id].append(Interval(start, end))
        else:
            for agent_id in ids if person_id is None else (person_id,):
                extras[agent_id].append(Interval(start, end))
    return extras, blocked


def _intervals(
    session: Session, query: Any, ids: Sequence[str], wide: Interval, **more: str
) -> dict[str, list[Interval]]:
    found: dict[str, list[Interval]] = defaultdict(list)
    for person_id, start, end in session.execute(
        query, {"agents": ids, "since": wide.start, "until": wide.end, **more}
    ):
        found[person_id].append(Interval(start, end))
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
