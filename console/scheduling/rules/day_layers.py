"""One agent's day, layer by layer: what opens it, everything that takes it away, and what remains for a call.

Each layer is what `availability.reasons` judges by, so that a start stands in `starts` exactly when it has no reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .availability import AgentFacts, Terms, full_day, worked_days
from .calls import Call, gap_needed
from .intervals import Interval, intersect, merge, overlaps, subtract
from .slots import start_stretches

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DayLayers:
    """The layers in the order in which the engine lays them, each cut to `day`, in order and free of overlap.

    `calls` and `holds` stay one by one. `too_soon`, `too_far` and `full` are about the starts of calls, all the others
    about their whole length.
    """

    day: Interval
    working: tuple[Interval, ...] = ()
    extra: tuple[Interval, ...] = ()
    too_soon: tuple[Interval, ...] = ()
    """What has passed, and then the notice."""
    too_far: tuple[Interval, ...] = ()
    blocked: tuple[Interval, ...] = ()
    do_not_disturb: tuple[Interval, ...] = ()
    busy_calendar: tuple[Interval, ...] = ()
    calls: tuple[Call, ...] = ()
    buffers: tuple[Interval, ...] = ()
    """The quiet that a call under these terms must leave beside the calls and holds that are there."""
    holds: tuple[Call, ...] = ()
    full: tuple[Interval, ...] = ()
    """The local days on which the agent has as many calls as they take."""
    starts: tuple[Interval, ...] = ()
    """A call may start at every whole minute of these; it may end after them, or after the day."""
    free: tuple[Interval, ...] = ()
    """What those calls may fill."""


def day_layers(
    facts: AgentFacts, terms: Terms, duration_minutes: int, day: Interval, now: datetime, *, is_offered: bool = True
) -> DayLayers:
    """The layers of `day`, the instants of one local date, for a call of so many minutes under these terms.

    Not `is_offered`, because the preset takes no calls or has not this agent: nothing remains. A day that the zone left
    out, which is empty, has empty layers.
    """
    asked = Call(day.start, day.end, terms.buffer_before, terms.buffer_after)
    taken = [*facts.calls, *facts.holds]
    starts = start_stretches(facts, terms, duration_minutes, day, now) if is_offered else ()
    length = timedelta(minutes=duration_minutes)
    worked = (stretch for date in worked_days(facts, day) for stretch in date)
    return DayLayers(
        day=day,
        working=_cut(worked, day),
        extra=_cut(facts.extras, day),
        too_soon=_cut([Interval(day.start, now + terms.notice_minutes * _MINUTE)], day),
        too_far=_cut([Interval(now + timedelta(days=terms.horizon_days) + _MINUTE, day.end)], day),
        blocked=_cut(facts.blocked, day),
        do_not_disturb=_cut(facts.dnd, day),
        busy_calendar=_cut(facts.busy_calendar, day),
        calls=_cut_calls(facts.calls, day),
        buffers=_cut(_quiet(taken, asked), day),
        holds=_cut_calls(facts.holds, day),
        full=_cut(full_day(facts, terms, day.start), day),
        starts=starts,
        free=_cut((Interval(run.start, run.end - _MINUTE + length) for run in starts), day),
    )


def _quiet(taken: Sequence[Call], asked: Call) -> tuple[Interval, ...]:
    """What lies between these calls and the nearest that the asked one may come to them."""
    beside = (
        stretch
        for call in taken
        for stretch in (
            Interval(call.start - gap_needed(asked, call), call.start),
            Interval(call.end, call.end + gap_needed(call, asked)),
        )
    )
    return subtract(beside, [call.interval for call in taken])


def _cut(stretches: Iterable[Interval], day: Interval) -> tuple[Interval, ...]:
    return intersect(merge(stretches), (day,))


def _cut_calls(calls: Iterable[Call], day: Interval) -> tuple[Call, ...]:
    inside = sorted((call for call in calls if overlaps(call.interval, day)), key=lambda call: (call.start, call.end))
    return tuple(replace(call, start=max(call.start, day.start), end=min(call.end, day.end)) for call in inside)
