"""When a message is sent, and when it is past its use (CONTRACT section 8)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

BEFORE_START: Mapping[str, timedelta] = {
    "reminder_24h": timedelta(hours=24),
    "reminder_1h": timedelta(hours=1),
    "reminder_15m": timedelta(minutes=15),
}
"""The kinds that stand at a fixed distance before the start."""

MERGE = timedelta(seconds=60)
"""Changes within this time are told in one message."""

WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=2))
"""How long to wait after each failed try; after the last one the message is given up."""


def wanted(terms: Iterable[Mapping[str, Any]], reachable: Collection[str]) -> list[tuple[str, str]]:
    """The (kind, channel) pairs that a preset's `reminders` ask for, on channels where the customer can be reached."""
    pairs = [(entry["kind"], channel) for entry in terms for channel in entry.get("channels", ())]
    return [pair for pair in dict.fromkeys(pairs) if pair[1] in reachable]


def fire_at(kind: str, start: datetime) -> datetime:
    """When a reminder of this kind is due for a call that starts at `start`."""
    return start - BEFORE_START[kind]


def useful_until(kind: str, start: datetime, end: datetime) -> datetime:
    """From this instant on the message says nothing that a later one, or the call itself, does not say better."""
    match kind:
        case "reminder_24h":
            return start - BEFORE_START["reminder_1h"]
        case "reminder_1h":
            return start - BEFORE_START["reminder_15m"]
        case "cancellation":
            return end
        case _:
            return start


def wait_after(attempt: int) -> timedelta | None:
    """How long to wait after the failed try number `attempt` (the first is 1); None when it was the last."""
    return WAITS[attempt - 1] if attempt <= len(WAITS) else None
