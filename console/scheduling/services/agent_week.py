"""An agent's own week, for the one who lives it: calls, DND windows, exceptions, hours, and what their calendars say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import Invalid, NotFound
from ..models import DndWindow, ScheduleException
from ..queries import booking_lists, facts, members, schedules
from ..queries.booking_lists import BookingFilter
from ..queries.bookings import BookedCall
from ..queries.terms import PoolAgent
from ..rules import limits, permissions
from ..rules.availability import open_time
from ..rules.intervals import Interval, intersect, merge
from ..rules.lifecycle import FINAL, LIVE
from ..rules.permissions import Subject
from ..rules.zones import day_bounds, local_day
from . import landing
from .transaction import reads

_MOST_CALLS = 1000
_LONGEST_CALL = timedelta(minutes=limits.DURATION[1])
_SHOWN = sorted((LIVE | FINAL) - {"cancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekQuestion:
    """The week of which day, on the calendar of which zone (None: the week that it is); weekday 0 is Monday."""

    timezone: str
    day: date | None = None
    first_weekday: int = 0


@dataclass(frozen=True, slots=True)
class AgentWeek:
    """Seven local days. All stretches are cut to them, but for those that are rows, which stay whole."""

    first: date
    within: Interval
    timezone: str
    calls: Sequence[BookedCall]
    """One's own in this app, cancelled ones excepted."""
    taken: Sequence[Interval]
    """By calls of other apps."""
    dnd: Sequence[DndWindow]
    exceptions: Sequence[ScheduleException]
    busy: Sequence[Interval]
    """In the agent's own calendars."""
    open: Sequence[Interval]
    """Working hours and extra time."""
    has_hours: bool
    """Whether the agent works at all in this app, whatever the week."""
    movable: Mapping[str, Sequence[int]]
    """The calls that the agent may move, by id, each with the minutes that it may last."""


@reads
def look(session: Session, actor: Actor, asked: WeekQuestion) -> AgentWeek:
    """The actor's own week. Raises NotFound, NotAllowed, Invalid."""
    app_id, now = actor.app_id or "", clock.now()
    permissions.require(actor, "see_bookings", Subject(app_id=app_id))
    me = oneself(session, actor)
    first, within = _week(asked, local_day(now, asked.timezone))
    known = facts.load(session, app_id, [me], within, now)[me.id]
    wanted = BookingFilter(
        agent_ids=(me.id,), statuses=_SHOWN, start=within.start - _LONGEST_CALL, end=within.end, limit=_MOST_CALLS
    )
    found, _ = booking_lists.walk(session, permissions.visible_to(actor), wanted)
    calls = [call for call in found if call.booking.ends_at > within.start]
    ours = {call.booking.id for call in calls}
    return AgentWeek(
        first=first,
        within=within,
        timezone=asked.timezone,
        calls=calls,
        taken=[
            shown
            for call in known.calls
            if call.booking_id not in ours
            for shown in intersect((call.interval,), (within,))
        ],
        dnd=schedules.dnd_within(session, app_id, me.id, within),
        exceptions=schedules.exceptions_within(session, app_id, me.id, within),
        busy=intersect(merge(known.busy_calendar), (within,)),
        open=open_time(known, within),
        has_hours=bool(known.windows or known.shifts),
        movable=landing.movable(session, actor, [call.booking for call in calls]),
    )


def oneself(session: Session, actor: Actor) -> PoolAgent:
    """Inside a verb: the actor as one whose facts can be read. Raises NotFound."""
    member = members.member(session, actor.app_id or "", actor.id or "")
    if member is None:
        raise NotFound("There is no such agent in this app.")
    return PoolAgent(member.person_id, "", member.timezone, member.team_id, 1, has_hours=True, in_preset=True)


def _week(asked: WeekQuestion, today: date) -> tuple[date, Interval]:
    day = asked.day or today
    if not limits.FIRST_YEAR < day.year < limits.LAST_YEAR:
        raise Invalid.of("day", f"The year must be from {limits.FIRST_YEAR + 1} to {limits.LAST_YEAR - 1}.")
    first = day - timedelta(days=(day.weekday() - asked.first_weekday) % 7)
    last = first + timedelta(days=6)
    return first, Interval(day_bounds(first, asked.timezone).start, day_bounds(last, asked.timezone).end)
