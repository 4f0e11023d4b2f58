"""Is this agent free? Every surface asks here (CONTRACT section 2), and every refusal is named by the same codes."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from .calls import Call, calls_overlap, conflicts, gap_needed
from .intervals import Interval, hull, intersect, overlaps, subtract
from .zones import day_bounds, local_day, wall_stretches

ReasonCode = Literal[
    "scheduling_off",
    "not_in_preset",
    "too_soon",
    "too_far",
    "off_grid",
    "blocked",
    "do_not_disturb",
    "busy_calendar",
    "outside_hours",
    "slot_taken",
    "buffer",
    "held",
    "agent_day_limit",
]
REASON_CODES: tuple[ReasonCode, ...] = get_args(ReasonCode)
"""All codes in the contract's order: explain gives all that hold in it, a refusal the first."""

OVERRIDABLE: frozenset[ReasonCode] = frozenset({"too_soon", "too_far", "outside_hours", "busy_calendar"})
"""What an override may lift at all. Conflicts, blocked time, DND and the cap are not here: nobody sets them aside."""

NO_AGENT_AVAILABLE = "no_agent_available"
"""The code of a refusal with no agent named, when the agents are held back by different things."""

_TWO_DAYS = timedelta(days=2)
"""A shift that reaches into a time starts on a date so near to it, wherever it is."""
REACH = timedelta(hours=36)
"""How far beyond the times asked about an agent's facts must be known: a local day, or a long call with its buffers."""


@dataclass(frozen=True, slots=True)
class WeeklyWindow:
    """Working hours on one weekday (0 = Monday), in minutes of the wall clock of `timezone`; an end may be 1440."""

    weekday: int
    start_minute: int
    end_minute: int
    timezone: str


@dataclass(frozen=True, slots=True)
class DatedShift:
    """Work on one date, in minutes from its midnight on the wall clock of `timezone`; an end past 1440 is the next day's.

    It replaces the weekly windows of that date, which may stand on other zones' calendars. Of no length: a day off.
    """

    day: date
    start_minute: int
    end_minute: int
    timezone: str


@dataclass(frozen=True, slots=True)
class AgentFacts:
    """What the engine knows about one agent, `REACH` beyond the times it is asked about.

    `extras` and `blocked` hold the app's own exceptions beside the agent's. `calls` are the live bookings of the person
    in every app, `holds` the live holds of other customers. `day_starts` counts towards the daily cap: the start and id
    of each booking of the person in any preset that is not cancelled (completed and no-show ones included), and of each
    of these holds.
    """

    agent_id: str
    timezone: str
    windows: tuple[WeeklyWindow, ...] = ()
    shifts: tuple[DatedShift, ...] = ()
    extras: tuple[Interval, ...] = ()
    blocked: tuple[Interval, ...] = ()
    dnd: tuple[Interval, ...] = ()
    busy_calendar: tuple[Interval, ...] = ()
    calls: tuple[Call, ...] = ()
    holds: tuple[Call, ...] = ()
    day_starts: tuple[tuple[datetime, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms a call is asked for under: minutes, but for the horizon's days of 24 hours.

    `agent_day_limit` is the cap on calls per local day, at least 1; None: no cap.
    """

    buffer_before: int = 0
    buffer_after: int = 0
    notice_minutes: int = 0
    horizon_days: int = 60
    step_minutes: int = 15
    agent_day_limit: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands in the way, and the stretch of time it covers."""

    code: ReasonCode
    start: datetime
    end: datetime


def reach(within: Interval) -> Interval:
    """The stretch over which facts must be read to answer for every instant of `within`."""
    return Interval(within.start - REACH, within.end + REACH)


def open_time(facts: AgentFacts, within: Interval) -> tuple[Interval, ...]:
    """Rule 1: working hours on their own wall clocks plus extra time, inside `within`."""
    worked = (stretch for day in worked_days(facts, within) for stretch in day)
    return intersect((within,), (*worked, *facts.extras))


def free_time(facts: AgentFacts, within: Interval) -> tuple[Interval, ...]:
    """Rules 1 and 2: open time less everything that blocks it; calls are not taken out."""
    return subtract(open_time(facts, within), (*facts.blocked, *facts.dnd, *facts.busy_calendar))


def worked_days(facts: AgentFacts, within: Interval) -> Iterator[tuple[Interval, ...]]:
    """Each shift, and each weekly window on a date that no shift replaces, around `within`.

    The stretches of each, mostly one, at which its clock shows it, are whole: neither cut to `within` nor merged.
    """
    yield from _window_days(facts.windows, within, {shift.day for shift in facts.shifts})
    first, last = within.start.date() - _TWO_DAYS, within.end.date() + _TWO_DAYS
    for shift in facts.shifts:
        if first <= shift.day <= last:
            shown = wall_stretches(shift.day, shift.start_minute, shift.end_minute, shift.timezone)
            if shown:
                yield shown


def _window_days(
    windows: Sequence[WeeklyWindow], within: Interval, replaced: Collection[date]
) -> Iterator[tuple[Interval, ...]]:
    for window in windows:
        day = local_day(within.start, window.timezone) - timedelta(days=1)
        day += timedelta(days=(window.weekday - day.weekday()) % 7)
        last = local_day(within.end, window.timezone)
        while day <= last:
            if day not in replaced and (
                shown := wall_stretches(day, window.start_minute, window.end_minute, window.timezone)
            ):
                yield shown
            day += timedelta(days=7)


def reasons(
    facts: AgentFacts,
    terms: Terms,
    call: Interval,
    now: datetime,
    *,
    set_aside: Collection[str] = frozenset(),
    moving: str | None = None,
    grid: bool = False,
    in_preset: bool = True,
    scheduling_enabled: bool = True,
) -> tuple[Reason, ...]:
    """Everything that keeps this agent from this call, in the contract's order, one a code; none: it can be booked.

    `set_aside` names codes that an override lifts (permissions decide which); a past start is `too_soon` all the same.
    `moving` is the booking being moved, which does not stand in its own way. With `grid` the start must lie on the
    page's grid. `buffer` is said of neighbours that the call itself does not overlap; those are `slot_taken`.
    """
    asked = Call(call.start, call.end, terms.buffer_before, terms.buffer_after)
    neighbours = [each for each in facts.calls if moving is None or each.booking_id != moving]
    notice_ends = now + timedelta(minutes=terms.notice_minutes)
    horizon = now + timedelta(days=terms.horizon_days)
    found: dict[ReasonCode, Sequence[Interval]] = {
        "scheduling_off": [] if scheduling_enabled else [call],
        "not_in_preset": [] if in_preset else [call],
        "too_soon": [Interval(now, notice_ends)] if call.start < notice_ends else [],
        "too_far": [Interval(horizon, call.end)] if call.start > horizon else [],
        "off_grid": [call] if grid and not on_grid(facts, terms, call.start) else [],
        "blocked": _overlapping(facts.blocked, call),
        "do_not_disturb": _overlapping(facts.dnd, call),
        "busy_calendar": _overlapping(facts.busy_calendar, call),
        "outside_hours": subtract((call,), open_time(facts, call)),
        "slot_taken": [each.interval for each in neighbours if calls_overlap(each, asked)],
        "buffer": [
            _quiet_beside(each, asked)
            for each in neighbours
            if conflicts(each, asked) and not calls_overlap(each, asked)
        ],
        "held": [each.interval for each in facts.holds if conflicts(each, asked)],
        "agent_day_limit": full_day(facts, terms, call.start, moving),
    }
    lifted = OVERRIDABLE.intersection(set_aside)
    if call.start < now:
        lifted -= {"too_soon"}
        found["too_soon"] = found["too_soon"] or [Interval(call.start, now)]
    return tuple(_reason(code, found[code]) for code in REASON_CODES if found[code] and code not in lifted)


def on_grid(facts: AgentFacts, terms: Terms, start: datetime) -> bool:
    """Rule 6: whether the public page's grid has this start.

    The grid runs in real minutes from the first instant of each window and each extra to that window's end.
    """
    moment = Interval(start, start + timedelta(minutes=1))
    step = timedelta(minutes=terms.step_minutes)
    runs = (*worked_days(facts, moment), *((extra,) for extra in facts.extras))
    return any(
        not (start - grid_start(run)) % step and any(stretch.start <= start < stretch.end for stretch in run)
        for run in runs
    )


def grid_start(run: Sequence[Interval]) -> datetime:
    """Where a window's or an extra's grid begins: its first whole minute."""
    first = run[0].start
    whole = first.replace(second=0, microsecond=0)
    return whole if whole == first else whole + timedelta(minutes=1)


def shared_code(by_agent: Collection[Sequence[Reason]]) -> str:
    """The code of a refusal with no agent named: the first that holds for every agent, else `no_agent_available`."""
    codes = [{reason.code for reason in held_back} for held_back in by_agent]
    shared = set.intersection(*codes) if codes else set()
    return next((code for code in REASON_CODES if code in shared), NO_AGENT_AVAILABLE)


def full_day(facts: AgentFacts, terms: Terms, start: datetime, moving: str | None = None) -> list[Interval]:
    """Rule 5: the agent's local day of this start, when the cap is reached on it."""
    if terms.agent_day_limit is None:
        return []
    day = local_day(start, facts.timezone)
    counted = sum(
        local_day(other, facts.timezone) == day
        for other, booking_id in facts.day_starts
        if moving is None or booking_id != moving
    )
    return [day_bounds(day, facts.timezone)] if counted >= terms.agent_day_limit else []


def _overlapping(stretches: Sequence[Interval], call: Interval) -> list[Interval]:
    return [each for each in stretches if overlaps(each, call)]


def _quiet_beside(neighbour: Call, asked: Call) -> Interval:
    """The quiet that must lie between a neighbour and the asked call, on the side where that one is."""
    if asked.start >= neighbour.end:
        return Interval(neighbour.end, neighbour.end + gap_needed(neighbour, asked))
    return Interval(neighbour.start - gap_needed(asked, neighbour), neighbour.start)


def _reason(code: ReasonCode, causes: Sequence[Interval]) -> Reason:
    covered = hull(causes)
    return Reason(code, covered.start, covered.end)
