"""What the latest attempts say about a receiver: how often it answers well, and how fast."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

LATEST = 100
"""How many attempts count."""


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt, as far as a receiver's record goes."""

    started_at: datetime
    duration_ms: int
    ok: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """The sum of some attempts. `success_rate` is a share from 0 to 1, `p95_ms` the time that 19 of 20 stayed within."""

    attempts: int = 0
    failed: int = 0
    success_rate: float | None = None
    p95_ms: int | None = None


def summary_of(tries: Sequence[Try]) -> Summary:
    """The record of these attempts; its figures are None when there are none. The 95th percentile is by nearest rank."""
    if not tries:
        return Summary()
    failed = sum(not one.ok for one in tries)
    by_time = sorted(one.duration_ms for one in tries)
    p95 = by_time[ceil(0.95 * len(by_time)) - 1]
    return Summary(len(tries), failed, 1 - failed / len(tries), p95)
