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

CALL_LINKS = "call_links"
"""The kind that a customer asks for themself: it reaches them whatever they declined, at the address they asked from."""

WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=2))
"""How long to wait after each failed try; after the last one the message is given up."""


def wanted(
    terms: Iterable[Mapping[str, Any]], reachable: Collection[str], opt_outs: Collection[str] = ()
) -> list[tuple[str, str]]:
    """The (kind, channel) pairs that a preset's `reminders` ask for, where the customer can and wants to be reached."""
    pairs = [(entry["kind"], channel) for entry in terms for channel in entry.get("channels", ())]
    return [
        (kind, channel)
        for kind, channel in dict.fromkeys(pairs)
        if channel in reachable and not refuses(opt_outs, kind, channel)
    ]


def refuses(opt_outs: Collection[str], kind: str, channel: str) -> bool:
    """Whether a customer with these opt-outs does not want this message.

    `email` and `whatsapp` are all of a channel; `email_reminders` and `whatsapp_reminders` leave what must be known of
    a call: that it is booked, moved, cancelled or in question.
    """
    if kind == CALL_LINKS:
        return False
    return channel in opt_outs or (is_reminder(kind) and f"{channel}_reminders" in opt_outs)


def is_reminder(kind: str) -> bool:
    """Whether this kind only reminds, and so can be declined by itself."""
    return kind.startswith("reminder_")


def next_channels(terms: Iterable[Mapping[str, Any]], kind: str, failed: str) -> list[str]:
    """The channels, best first, on which a message of this kind may go out instead after it failed on one.

    First those that the preset has for the kind, in its order, then others that it uses at all.
    """
    entries = list(terms)
    own = [channel for entry in entries if entry["kind"] == kind for channel in entry["channels"]]
    others = [channel for entry in entries for channel in entry["channels"]]
    return [channel for channel in dict.fromkeys([*own, *others]) if channel != failed]


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
