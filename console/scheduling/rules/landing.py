"""Where a call may land: all starts of a range at once, each free or with what stands in its way.

`availability.reasons` answers for one start. This is the same answer for every start, in one sweep over the edges of
what stands in the way, so that it can be shown before anything is dropped. Starts are whole minutes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from .availability import REASON_CODES, AgentFacts, Reason, ReasonCode, Terms, full_day, open_time
from .calls import Call, gap_needed
from .intervals import Interval, hull, subtract
from .minutes import ceil, floor, instant
from .zones import local_day

_FURTHEST = 1 << 40


@dataclass(frozen=True, slots=True)
class Stretch:
    """Starts of one answer, from `start` up to but without `end`: `codes` in the contract's order, none where free."""

    start: datetime
    end: datetime
    codes: tuple[ReasonCode, ...] = ()
    reason: Reason | None = None
    """The first of them, with the whole of what it covers."""


@dataclass(frozen=True, slots=True)
class _Bar:
    """From minute `low` up to `high` no call may start, because of `cause`."""

    low: int
    high: int
    code: ReasonCode
    cause: Interval


def answers(
    facts: AgentFacts,
    terms: Terms,
    minutes: int,
    within: Interval,
    now: datetime,
    *,
    moving: str | None = None,
    stays_at: datetime | None = None,
    in_preset: bool = True,
) -> tuple[Stretch, ...]:
    """What is to be said to a call of so many `minutes` at every start in `within`, in order and without a gap.

    `stays_at` is where the `moving` booking starts now: notice and horizon judge only a new start. Nothing is set
    aside here; who may set something aside reads it from `codes`. A past start has the code `too_soon`.
    """
    low, high = ceil(within.start), ceil(within.end)
    bars = [
        bar
        for bar in _bars(facts, terms, minutes, within, now, moving, stays_at, in_preset)
        if max(bar.low, low) < min(bar.high, high)
    ]
    edges = {low, high, *(edge for bar in bars for edge in (bar.low, bar.high) if low < edge < high)}
    edges |= {edge for edge in (ceil(now),) if low < edge < high}  # what is past, nobody may set aside
    bars.sort(key=lambda bar: bar.low)
    found: list[Stretch] = []
    standing: list[_Bar] = []
    ahead = 0
    for at, until in pairwise(sorted(edges)):
        standing = [bar for bar in standing if bar.high > at]
        while ahead < len(bars) and bars[ahead].low <= at:
            standing.append(bars[ahead])
            ahead += 1
        found.append(_stretch(at, until, standing))
    return tuple(found)


def _stretch(at: int, until: int, standing: list[_Bar]) -> Stretch:
    if not standing:
        return Stretch(instant(at), instant(until))
    codes: tuple[ReasonCode, ...] = tuple(sorted({bar.code for bar in standing}, key=REASON_CODES.index))
    covered = hull([bar.cause for bar in standing if bar.code == codes[0]])
    return Stretch(instant(at), instant(until), codes, Reason(codes[0], covered.start, covered.end))


def _bars(
    facts: AgentFacts,
    terms: Terms,
    minutes: int,
    within: Interval,
    now: datetime,
    moving: str | None,
    stays_at: datetime | None,
    in_preset: bool,
) -> Iterator[_Bar]:
    """Everything that may keep a call from starting in `within`, rule by rule as `availability.reasons` has them."""
    length = timedelta(minutes=minutes)
    if not in_preset:
        yield _Bar(-_FURTHEST, _FURTHEST, "not_in_preset", within)
    yield from _timely(terms, within, now, stays_at)
    touched = Interval(within.start, within.end + length)
    closed = subtract((touched,), open_time(facts, touched))
    barred: tuple[tuple[ReasonCode, tuple[Interval, ...]], ...] = (
        ("blocked", facts.blocked),
        ("do_not_disturb", facts.dnd),
        ("busy_calendar", facts.busy_calendar),
        ("outside_hours", closed),
    )
    for code, stretches in barred:
        yield from (_touching(each, minutes, code, each) for each in stretches if not each.empty)
    asked = Call(within.start, within.start + length, terms.buffer_before, terms.buffer_after)
    for call in facts.calls:
        if moving is None or call.booking_id != moving:
            yield from _beside(call, asked, minutes)
    for hold in facts.holds:
        quiet = Interval(hold.start - gap_needed(asked, hold), hold.end + gap_needed(hold, asked))
        yield _touching(quiet, minutes, "held", hold.interval)
    yield from _full_days(facts, terms, moving)


def _timely(terms: Terms, within: Interval, now: datetime, stays_at: datetime | None) -> Iterator[_Bar]:
    """Notice and horizon, but for where the call stands already; and what is past, there too."""
    notice_ends = now + timedelta(minutes=terms.notice_minutes)
    horizon = now + timedelta(days=terms.horizon_days)
    yield _Bar(-_FURTHEST, ceil(now), "too_soon", Interval(now, notice_ends))
    judged = (
        _Bar(ceil(now), ceil(notice_ends), "too_soon", Interval(now, notice_ends)),
        _Bar(floor(horizon) + 1, _FURTHEST, "too_far", Interval(horizon, max(horizon, within.end))),
    )
    kept = None if stays_at is None else floor(stays_at)
    for bar in judged:
        if kept is None or not bar.low <= kept < bar.high:
            yield bar
        else:
            yield replace(bar, high=kept)
            yield replace(bar, low=kept + 1)


def _touching(stretch: Interval, minutes: int, code: ReasonCode, cause: Interval) -> _Bar:
    """The starts at which a call shares some instant with a stretch."""
    return _Bar(floor(stretch.start) - minutes + 1, ceil(stretch.end), code, cause)


def _beside(call: Call, asked: Call, minutes: int) -> Iterator[_Bar]:
    """The starts at which a call meets this neighbour, and those at which only their buffers do."""
    taken = _touching(call.interval, minutes, "slot_taken", call.interval)
    quiet_before = Interval(call.start - gap_needed(asked, call), call.start)
    quiet_after = Interval(call.end, call.end + gap_needed(call, asked))
    yield taken
    yield _Bar(floor(quiet_before.start) - minutes + 1, taken.low, "buffer", quiet_before)
    yield _Bar(taken.high, ceil(quiet_after.end), "buffer", quiet_after)


def _full_days(facts: AgentFacts, terms: Terms, moving: str | None) -> Iterator[_Bar]:
    """The agent's local days on which the cap is reached."""
    starts = {local_day(start, facts.timezone): start for start, _ in facts.day_starts}
    for start in starts.values():
        for day in full_day(facts, terms, start, moving):
            yield _Bar(ceil(day.start), ceil(day.end), "agent_day_limit", day)
