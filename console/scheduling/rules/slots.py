"""Which starts can be booked: one sweep over an agent's free time, never a question per candidate.

A start is offered here exactly when `availability.reasons` has nothing against it. Inside this module time is counted
in whole minutes since 1970 (bookings start on whole minutes), and a set of starts is a list of half-open minute ranges.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from .availability import AgentFacts, Terms, grid_start, open_time, worked_days
from .calls import Call
from .intervals import Interval, merge
from .minutes import ceil as _ceil
from .minutes import floor as _floor
from .minutes import instant as _instant
from .zones import local_day, wall_stretches

Ranges = list[tuple[int, int]]


def public_starts(
    facts: AgentFacts,
    terms: Terms,
    duration_minutes: int,
    within: Interval,
    now: datetime,
    *,
    moving: str | None = None,
) -> list[datetime]:
    """The starts that the booking page offers in `[within.start, within.end)`, in order, each once.

    A call that starts inside may end outside. Nothing is set aside on the page.
    """
    return public_starts_of_any((facts,), terms, duration_minutes, within, now, moving=moving)


def public_starts_of_any(
    agents: Iterable[AgentFacts],
    terms: Terms,
    duration_minutes: int,
    within: Interval,
    now: datetime,
    *,
    moving: str | None = None,
) -> list[datetime]:
    """As `public_starts`, for whom it is all the same which of these agents is free: an instant of several stands once."""
    found: set[int] = set()
    for facts in agents:
        allowed = _allowed(facts, terms, duration_minutes, within, now, frozenset(), moving)
        for anchor, low, high in _grid_runs(facts, within):
            for start, end in _clipped(allowed, low, high):
                found.update(range(_aligned(start, anchor, terms.step_minutes), end, terms.step_minutes))
    return [_instant(minute) for minute in sorted(found)]


def api_starts(
    facts: AgentFacts,
    terms: Terms,
    duration_minutes: int,
    within: Interval,
    now: datetime,
    step_minutes: int,
    set_aside: Collection[str] = frozenset(),
    *,
    moving: str | None = None,
) -> list[datetime]:
    """The starts every `step_minutes` from `within.start` whose calls lie wholly in `within`, in order.

    When `within.start` is not on a whole minute, the count begins at the next one.
    """
    allowed = _allowed(facts, terms, duration_minutes, within, now, frozenset(set_aside), moving)
    first, last = _ceil(within.start), _floor(within.end) - duration_minutes
    return [
        _instant(minute)
        for start, end in _clipped(allowed, first, last + 1)
        for minute in range(_aligned(start, first, step_minutes), end, step_minutes)
    ]


def start_stretches(
    facts: AgentFacts, terms: Terms, duration_minutes: int, within: Interval, now: datetime
) -> tuple[Interval, ...]:
    """Where calls may start in `within`: at every whole minute of these stretches. They may end outside of it."""
    allowed = _allowed(facts, terms, duration_minutes, within, now, frozenset(), None)
    return merge(Interval(_instant(start), _instant(end)) for start, end in allowed)


def _allowed(
    facts: AgentFacts,
    terms: Terms,
    duration: int,
    within: Interval,
    now: datetime,
    set_aside: frozenset[str],
    moving: str | None,
) -> Ranges:
    """All whole-minute starts inside `within` that rules 1 to 5 allow."""
    earliest = now if "too_soon" in set_aside else now + timedelta(minutes=terms.notice_minutes)
    latest = within.end if "too_far" in set_aside else now + timedelta(days=terms.horizon_days)
    low, high = max(_ceil(within.start), _ceil(earliest)), min(_ceil(within.end), _floor(latest) + 1)
    if low >= high:
        return []
    reached = Interval(_instant(low), _instant(high - 1 + duration))
    opened = (reached,) if "outside_hours" in set_aside else open_time(facts, reached)
    starts = [(_ceil(stretch.start), _floor(stretch.end) - duration + 1) for stretch in opened]
    return _without(_clipped(starts, low, high), _forbidden(facts, terms, duration, set_aside, moving))


def _forbidden(
    facts: AgentFacts, terms: Terms, duration: int, set_aside: frozenset[str], moving: str | None
) -> Iterator[tuple[int, int]]:
    """Ranges of starts at which something stands in the way of a call of this length."""
    busy = facts.blocked + facts.dnd + (() if "busy_calendar" in set_aside else facts.busy_calendar)
    for stretch in busy:
        if not stretch.empty:
            yield _floor(stretch.start) - duration + 1, _ceil(stretch.end)
    for call in facts.calls + facts.holds:
        if moving is None or call.booking_id != moving:
            yield _too_close(call, terms, duration)
    yield from _full_days(facts, terms, moving)


def _too_close(call: Call, terms: Terms, duration: int) -> tuple[int, int]:
    before = max(terms.buffer_after, call.buffer_before)
    after = max(call.buffer_after, terms.buffer_before)
    return _floor(call.start) - before - duration + 1, _ceil(call.end) + after


def _full_days(facts: AgentFacts, terms: Terms, moving: str | None) -> Iterator[tuple[int, int]]:
    """The agent's local days on which the cap is reached."""
    if terms.agent_day_limit is None:
        return
    counted = Counter(
        local_day(start, facts.timezone)
        for start, booking_id in facts.day_starts
        if moving is None or booking_id != moving
    )
    for day, calls in counted.items():
        if calls >= terms.agent_day_limit:
            for stretch in wall_stretches(day, 0, 24 * 60, facts.timezone):
                yield _ceil(stretch.start), _ceil(stretch.end)


def _grid_runs(facts: AgentFacts, within: Interval) -> Iterator[tuple[int, int, int]]:
    """Where each grid is anchored, and a stretch over which it runs."""
    for run in (*worked_days(facts, within), *((extra,) for extra in facts.extras if not extra.empty)):
        anchor = _ceil(grid_start(run))
        for stretch in run:
            yield anchor, _ceil(stretch.start), _ceil(stretch.end)


def _without(starts: Ranges, forbidden: Iterable[tuple[int, int]]) -> Ranges:
    """The starts that no forbidden range holds; `starts` is in order and disjoint."""
    taken = sorted(forbidden)
    left: Ranges = []
    at = 0
    for low, high in starts:
        while at < len(taken) and taken[at][1] <= low:
            at += 1
        look = at
        while low < high and look < len(taken) and taken[look][0] < high:
            if taken[look][0] > low:
                left.append((low, taken[look][0]))
            low = max(low, taken[look][1])
            look += 1
        if low < high:
            left.append((low, high))
    return left


def _clipped(starts: Ranges, low: int, high: int) -> Ranges:
    """The part of ordered, disjoint ranges that lies in `[low, high)`."""
    clipped: Ranges = []
    for at in range(max(bisect_right(starts, (low,)) - 1, 0), len(starts)):
        start, end = starts[at]
        if start >= high:
            break
        # Not `max` and `min`: a month of twenty agents comes here a hundred thousand times.
        start, end = start if start > low else low, end if end < high else high
        if start < end:
            clipped.append((start, end))
    return clipped


def _aligned(minute: int, anchor: int, step: int) -> int:
    """The first minute on the grid at or after this one."""
    return minute + (anchor - minute) % step
