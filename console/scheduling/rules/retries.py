"""When a webhook is tried again, and what a run of failures makes of a subscription (CONTRACT section 7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

SubscriptionStatus = Literal["active", "failing", "paused"]
PauseCause = Literal["hand", "gone", "failures"]

JITTER = 0.2
FAILING_AFTER = 4
PAUSED_AFTER = timedelta(days=5)
LONGEST_RETRY_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Health:
    """How a subscription has been doing: failed attempts in a row, and since when nothing but failures came."""

    status: SubscriptionStatus = "active"
    failures: int = 0
    failing_since: datetime | None = None
    paused_by: PauseCause | None = None


def succeeded(status_code: int | None, error: str | None = None) -> bool:
    """Whether the receiver has it: a 2xx that came whole and in time, so without an error; a redirect is a failure."""
    return error is None and status_code is not None and 200 <= status_code < 300


def wait_after(
    attempt: int, schedule: Sequence[float], chance: float, retry_after: timedelta | None = None
) -> timedelta | None:
    """How long to wait after the failed attempt number `attempt` (the first is 1); None when it was the last.

    `schedule` holds the waits in seconds, `chance` is a random number in [0, 1) that spreads each by 20 % either way. A
    receiver's `retry_after` may ask for more time than that, never for less.
    """
    if attempt > len(schedule):
        return None
    wait = timedelta(seconds=schedule[attempt - 1] * (1 - JITTER + 2 * JITTER * chance))
    return max(wait, min(retry_after, LONGEST_RETRY_AFTER)) if retry_after is not None else wait


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """What a `Retry-After` header asks for, in seconds or as an HTTP date (RFC 9110, 10.2.3); None for all else."""
    value = (header or "").strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:12]), int(LONGEST_RETRY_AFTER.total_seconds())))
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(until - now, timedelta(0))


def after_success(health: Health) -> Health:
    """Any 2xx makes a subscription active, but for one that somebody paused by hand."""
    return health if health.paused_by == "hand" else Health()


def after_failure(health: Health, now: datetime, status_code: int | None = None) -> Health:
    """The health after one more failed attempt; `status_code` is None when there was no answer at all."""
    since = health.failing_since or now
    failed = replace(health, failures=health.failures + 1, failing_since=since)
    if health.status == "paused":
        return failed
    if status_code == 410:
        return replace(failed, status="paused", paused_by="gone")
    if now - since >= PAUSED_AFTER:
        return replace(failed, status="paused", paused_by="failures")
    return replace(failed, status="failing" if failed.failures >= FAILING_AFTER else "active")


def paused(health: Health) -> Health:
    """Paused by hand."""
    return replace(health, status="paused", paused_by="hand")


def resumed() -> Health:
    """Taken up again by hand: the count of failures begins anew."""
    return Health()
