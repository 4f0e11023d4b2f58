"""Half-open stretches of time and the arithmetic on them: a start belongs to its stretch, an end does not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The instants from `start` (included) to `end` (excluded), both aware UTC."""

    start: datetime
    end: datetime

    @property
    def empty(self) -> bool:
        """Whether no instant lies in it."""
        return self.end <= self.start

    @property
    def length(self) -> timedelta:
        """From start to end; negative for a stretch that was built backwards."""
        return self.end - self.start


def overlaps(one: Interval, other: Interval) -> bool:
    """Whether some instant lies in both; stretches that only touch do not overlap."""
    return max(one.start, other.start) < min(one.end, other.end)


def merge(stretches: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same instants as few, disjoint, ordered stretches; those that overlap or touch become one."""
    merged: list[Interval] = []
    for stretch in sorted(stretches):
        if stretch.empty:
            continue
        if merged and stretch.start <= merged[-1].end:
            if stretch.end > merged[-1].end:
                merged[-1] = Interval(merged[-1].start, stretch.end)
        else:
            merged.append(stretch)
    return tuple(merged)


def intersect(these: Iterable[Interval], those: Iterable[Interval]) -> tuple[Interval, ...]:
    """The instants that lie in both sets, merged."""
    left, right = merge(these), merge(those)
    common: list[Interval] = []
    i = j = 0
    while i < len(left) and j < len(right):
        shared = Interval(max(left[i].start, right[j].start), min(left[i].end, right[j].end))
        if not shared.empty:
            common.append(shared)
        if left[i].end < right[j].end:
            i += 1
        else:
            j += 1
    return tuple(common)


def subtract(these: Iterable[Interval], those: Iterable[Interval]) -> tuple[Interval, ...]:
    """The instants of `these` that lie in none of `those`, merged."""
    left = []
    taken = merge(those)
    first = 0
    for stretch in merge(these):
        while first < len(taken) and taken[first].end <= stretch.start:
            first += 1
        start, at = stretch.start, first
        while at < len(taken) and taken[at].start < stretch.end:
            if start < taken[at].start:
                left.append(Interval(start, taken[at].start))
            start = taken[at].end
            at += 1
        if start < stretch.end:
            left.append(Interval(start, stretch.end))
    return tuple(left)


def contains(stretches: Iterable[Interval], inner: Interval) -> bool:
    """Whether every instant of `inner` lies in one or another of the stretches."""
    return not subtract((inner,), stretches)


def hull(stretches: Sequence[Interval]) -> Interval:
    """The shortest single stretch that covers them all; there must be at least one."""
    return Interval(min(each.start for each in stretches), max(each.end for each in stretches))
