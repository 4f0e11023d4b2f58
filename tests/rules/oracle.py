"""The contract's section 2 told minute by minute: slow, plain, and without a line of the engine's own arithmetic.

It knows time as whole minutes only, so it is asked about facts that lie on whole minutes. Zones are asked directly what
their clock shows at a minute; nothing is ever converted from wall clock to UTC.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from console.scheduling.rules.availability import REASON_CODES, AgentFacts, DatedShift, Terms, WeeklyWindow
from console.scheduling.rules.calls import Call
from console.scheduling.rules.intervals import Interval

MINUTE = timedelta(minutes=1)


def codes(
    facts: AgentFacts,
    terms: Terms,
    start: datetime,
    duration: int,
    now: datetime,
    *,
    set_aside: frozenset[str] = frozenset(),
    moving: str | None = None,
    grid: frozenset[datetime] | None = None,
) -> list[str]:
    """Every code that keeps this agent from a call at `start`, in the contract's order; `grid` as of `grid_starts`."""
    minutes = [start + MINUTE * passed for passed in range(duration)]
    neighbours = [call for call in facts.calls if moving is None or call.booking_id != moving]
    held = {
        "too_soon": start < now + MINUTE * terms.notice_minutes,
        "too_far": start > now + timedelta(hours=24) * terms.horizon_days,
        "off_grid": grid is not None and start not in grid,
        "blocked": any(_inside(minute, facts.blocked) for minute in minutes),
        "do_not_disturb": any(_inside(minute, facts.dnd) for minute in minutes),
        "busy_calendar": any(_inside(minute, facts.busy_calendar) for minute in minutes),
        "outside_hours": not all(is_open(facts, minute) for minute in minutes),
        "slot_taken": any(_same_minutes(call, minutes) for call in neighbours),
        "buffer": any(_too_close(call, minutes, terms) for call in neighbours),
        "held": any(_same_minutes(hold, minutes) or _too_close(hold, minutes, terms) for hold in facts.holds),
        "agent_day_limit": _day_is_full(facts, terms, start, moving),
    }
    lifted = set_aside & {"too_soon", "too_far", "outside_hours", "busy_calendar"}
    if start < now:
        lifted -= {"too_soon"}
    return [code for code in REASON_CODES if held.get(code) and code not in lifted]


def is_open(facts: AgentFacts, minute: datetime) -> bool:
    return (
        any(_shows(window, minute) and not _is_replaced(facts, window, minute) for window in facts.windows)
        or any(_works(shift, minute) for shift in facts.shifts)
        or _inside(minute, facts.extras)
    )


def grid_starts(facts: AgentFacts, terms: Terms, within: Interval) -> frozenset[datetime]:
    """The page's grid: minutes counted from where each window, on each of its dates, and each extra begins."""
    begin = within.start - MINUTE * 26 * 60
    minutes = [begin + MINUTE * passed for passed in range((within.end - begin) // MINUTE)]
    found: set[datetime] = set()
    for window in facts.windows:
        shown_on: dict[object, list[datetime]] = {}
        for minute in minutes:
            if _shows(window, minute) and not _is_replaced(facts, window, minute):
                shown_on.setdefault(minute.astimezone(ZoneInfo(window.timezone)).date(), []).append(minute)
        for shown in shown_on.values():
            found |= {each for each in shown if (each - shown[0]) // MINUTE % terms.step_minutes == 0}
    for shift in facts.shifts:
        shown = [minute for minute in minutes if _works(shift, minute)]
        found |= {each for each in shown if (each - shown[0]) // MINUTE % terms.step_minutes == 0}
    for extra in facts.extras:
        steps = range(0, (extra.end - extra.start) // MINUTE, terms.step_minutes)
        found |= {extra.start + MINUTE * passed for passed in steps}
    return frozenset(each for each in found if within.start <= each < within.end)


def _shows(window: WeeklyWindow, minute: datetime) -> bool:
    wall = minute.astimezone(ZoneInfo(window.timezone))
    return wall.weekday() == window.weekday and window.start_minute <= wall.hour * 60 + wall.minute < window.end_minute


def _is_replaced(facts: AgentFacts, window: WeeklyWindow, minute: datetime) -> bool:
    return minute.astimezone(ZoneInfo(window.timezone)).date() in {shift.day for shift in facts.shifts}


def _works(shift: DatedShift, minute: datetime) -> bool:
    wall = minute.astimezone(ZoneInfo(shift.timezone)).replace(tzinfo=None)
    passed = (wall - datetime.combine(shift.day, time())) // MINUTE
    return shift.start_minute <= passed < shift.end_minute


def _inside(minute: datetime, stretches: tuple[Interval, ...]) -> bool:
    return any(stretch.start <= minute < stretch.end for stretch in stretches)


def _same_minutes(call: Call, minutes: list[datetime]) -> bool:
    return any(call.start <= minute < call.end for minute in minutes)


def _too_close(call: Call, minutes: list[datetime], terms: Terms) -> bool:
    """Whether the quiet between two calls that share no minute is shorter than the larger facing buffer."""
    if _same_minutes(call, minutes):
        return False
    start, end = minutes[0], minutes[-1] + MINUTE
    if end <= call.start:
        return (call.start - end) // MINUTE < max(terms.buffer_after, call.buffer_before)
    return (start - call.end) // MINUTE < max(call.buffer_after, terms.buffer_before)


def _day_is_full(facts: AgentFacts, terms: Terms, start: datetime, moving: str | None) -> bool:
    if terms.agent_day_limit is None:
        return False
    home = ZoneInfo(facts.timezone)
    others = [at for at, booking_id in facts.day_starts if moving is None or booking_id != moving]
    same_day = [at for at in others if at.astimezone(home).date() == start.astimezone(home).date()]
    return len(same_day) >= terms.agent_day_limit
