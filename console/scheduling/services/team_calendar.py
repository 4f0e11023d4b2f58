"""The calls of a filtered set on a calendar, and beside each agent's whatever else takes their time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import Invalid
from ..models import Preset, ScheduleException
from ..queries import booking_lists, facts, team_calendar, terms
from ..queries.booking_lists import BookingFilter
from ..queries.bookings import BookedCall
from ..queries.team_calendar import CalendarAgent
from ..queries.terms import PoolAgent
from ..rules import availability, limits, permissions
from ..rules.availability import AgentFacts, ReasonCode
from ..rules.intervals import Interval, intersect, merge
from ..rules.lifecycle import FINAL, LIVE
from ..rules.permissions import Subject
from ..rules.zones import day_bounds
from . import engine, landing
from .transaction import reads

ROWS_A_PAGE = 60
MOST_CALLS = 2_000
MOST_DAYS = 7
_LONGEST_CALL = timedelta(minutes=limits.DURATION[1])
_SHOWN = sorted((LIVE | FINAL) - {"cancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarQuestion:
    """Which calls, on which local days of a zone; of `wanted` the range, the order and the page do not count.

    Cancelled calls are shown where `wanted` names that status alone. `has_rows`: with a row for each agent, sixty a page;
    `free_at` then asks who is free for a call at that instant, on the terms of the first preset of `wanted`, else the
    active one.
    """

    wanted: BookingFilter
    first: date
    days: int
    timezone: str
    has_rows: bool = False
    page: int = 1
    free_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AgentRow:
    """What stands in one agent's row beside the calls. All stretches are cut to the days, but for exceptions."""

    agent: CalendarAgent
    open: Sequence[Interval]
    """Working hours and extra time."""
    has_hours: bool
    taken: Sequence[Interval]
    """By calls that are not listed: of other apps, or left out by the filters."""
    dnd: Sequence[Interval]
    busy: Sequence[Interval]
    """In the agent's own calendars."""
    held: Sequence[Interval]
    """By customers who are about to book."""
    exceptions: Sequence[ScheduleException]
    """The agent's own, and the app's."""
    why_not_free: tuple[ReasonCode, ...] = ()
    """What stands in the way of a call at the instant that was asked about."""


@dataclass(frozen=True, slots=True)
class TeamCalendar:
    """The answer. `within` are the days; `rows` come by team and name, or those who are free first."""

    first: date
    within: Interval
    timezone: str
    calls: Sequence[BookedCall]
    has_more_calls: bool
    """Whether there are more than are drawn."""
    rows: Sequence[AgentRow] = ()
    rows_before: int = 0
    """How many stand on the pages before."""
    rows_in_all: int = 0
    free: int | None = None
    """How many of all are free at the instant that was asked about; None where none was."""
    asked: Interval | None = None
    """The call that they are free for."""
    movable: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """The calls that the actor may move, by id, each with the minutes that it may last."""


@dataclass(frozen=True, slots=True)
class _Free:
    """Who is free for a call: by agent what stands in the way."""

    call: Interval | None = None
    reasons: Mapping[str, tuple[ReasonCode, ...]] = field(default_factory=dict)


@reads
def look(session: Session, actor: Actor, asked: CalendarQuestion) -> TeamCalendar:
    """The calendar, in a constant number of queries. Raises NotAllowed, NotFound, AppNotFound, Invalid."""
    permissions.require(actor, "see_bookings", Subject(app_id=actor.app_id))
    within = _days(asked)
    if not asked.has_rows:
        calls, has_more = _calls(session, actor, within, asked.wanted)
        return TeamCalendar(
            asked.first, within, asked.timezone, calls, has_more, movable=_movable(session, actor, calls)
        )
    everyone = team_calendar.agents(
        session,
        permissions.visible_to(actor),
        within,
        agent_ids=asked.wanted.agent_ids,
        team_ids=asked.wanted.team_ids,
    )
    free = _free(session, actor, asked, [agent.id for agent in everyone])
    everyone = sorted(everyone, key=lambda agent: bool(free.reasons.get(agent.id)))
    before = (max(asked.page, 1) - 1) * ROWS_A_PAGE
    if before >= len(everyone):
        before = 0
    shown = everyone[before : before + ROWS_A_PAGE]
    wanted = replace(asked.wanted, agent_ids=[agent.id for agent in shown] or [""], team_ids=())
    calls, has_more = _calls(session, actor, within, wanted)
    return TeamCalendar(
        asked.first,
        within,
        asked.timezone,
        calls,
        has_more,
        rows=_rows(session, actor, shown, within, {call.booking.id for call in calls}, free),
        rows_before=before,
        rows_in_all=len(everyone),
        free=None if asked.free_at is None else sum(not free.reasons.get(agent.id) for agent in everyone),
        asked=free.call,
        movable=_movable(session, actor, calls),
    )


def _movable(session: Session, actor: Actor, calls: Sequence[BookedCall]) -> Mapping[str, Sequence[int]]:
    return landing.movable(session, actor, [call.booking for call in calls])


def _days(asked: CalendarQuestion) -> Interval:
    if not limits.FIRST_YEAR < asked.first.year < limits.LAST_YEAR:
        raise Invalid.of("day", f"The year must be from {limits.FIRST_YEAR + 1} to {limits.LAST_YEAR - 1}.")
    limits.whole(asked.days, "days", (1, MOST_DAYS))
    last = asked.first + timedelta(days=asked.days - 1)
    return Interval(day_bounds(asked.first, asked.timezone).start, day_bounds(last, asked.timezone).end)


def _calls(session: Session, actor: Actor, within: Interval, wanted: BookingFilter) -> tuple[list[BookedCall], bool]:
    """The calls that reach into the days, in the order of time, and whether some are left out."""
    narrowed = replace(
        wanted,
        statuses=wanted.statuses or _SHOWN,
        start=within.start - _LONGEST_CALL,
        end=within.end,
        sort="scheduled_at",
        order="asc",
        limit=MOST_CALLS,
        offset=0,
        cursor=None,
    )
    found, more = booking_lists.walk(session, permissions.visible_to(actor), narrowed)
    return [call for call in found if call.booking.ends_at > within.start], more is not None


def _rows(
    session: Session,
    actor: Actor,
    shown: Sequence[CalendarAgent],
    within: Interval,
    listed: Collection[str],
    free: _Free,
) -> list[AgentRow]:
    app_id = actor.app_id or ""
    known = facts.load(session, app_id, [_as_pool(agent) for agent in shown], within, clock.now())
    exceptions = team_calendar.exceptions(session, app_id, [agent.id for agent in shown], within)
    return [
        _row(
            agent,
            known[agent.id],
            within,
            listed,
            [each for each in exceptions if each.person_id in (None, agent.id)],
            free.reasons.get(agent.id, ()),
        )
        for agent in shown
    ]


def _row(
    agent: CalendarAgent,
    known: AgentFacts,
    within: Interval,
    listed: Collection[str],
    exceptions: Sequence[ScheduleException],
    why_not_free: tuple[ReasonCode, ...],
) -> AgentRow:
    others = [call.interval for call in known.calls if call.booking_id not in listed]
    return AgentRow(
        agent,
        open=availability.open_time(known, within),
        has_hours=bool(known.windows),
        taken=_each(others, within),
        dnd=_each(known.dnd, within),
        busy=intersect(merge(known.busy_calendar), (within,)),
        held=_each((hold.interval for hold in known.holds), within),
        exceptions=exceptions,
        why_not_free=why_not_free,
    )


def _each(stretches, within: Interval) -> list[Interval]:
    """Cut to the days, each by itself."""
    return [cut for stretch in sorted(stretches) for cut in intersect((stretch,), (within,))]


def _free(session: Session, actor: Actor, asked: CalendarQuestion, ids: Sequence[str]) -> _Free:
    """What keeps each of these agents from a call at the instant that is asked about, as the engine judges it."""
    if asked.free_at is None:
        return _Free()
    limits.year(asked.free_at, "free_at")
    _, preset = engine.find_terms(session, actor, next(iter(asked.wanted.preset_ids), None))
    call = _call(preset, asked.free_at)
    judged = engine.why_not(session, call, terms.agents(session, preset, ids), clock.now())
    codes: dict[str, tuple[ReasonCode, ...]] = {
        agent_id: tuple(reason.code for reason in reasons) for agent_id, reasons in judged.items()
    }
    gone: tuple[ReasonCode, ...] = ("not_in_preset",)
    return _Free(call.span, {agent_id: codes.get(agent_id, gone) for agent_id in ids})


def _call(preset: Preset, start: datetime) -> engine.Ask:
    """The notice is the customers': a colleague who looks for somebody free in ten minutes is told who is."""
    span, terms_then = engine.span(start, preset.default_duration_minutes), engine.terms_of(preset)
    return engine.Ask(preset, span, terms_then, set_aside=frozenset({"too_soon"}))


def _as_pool(agent: CalendarAgent) -> PoolAgent:
    return PoolAgent(agent.id, agent.name, agent.timezone, agent.team_id, 1, has_hours=True, in_preset=True)
