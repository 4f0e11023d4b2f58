"""Who was told of a booking, ready to show: the customer by messages, other systems by webhooks. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from console.scheduling.messages import moments
from console.scheduling.messages.words import READER, word


class Delivered(Protocol):
    """A webhook delivery of this booking."""

    @property
    def event(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def attempts(self) -> int: ...
    @property
    def occurred_at(self) -> datetime: ...


class Messaged(Protocol):
    """A message to the customer, and what became of it."""

    @property
    def kind(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def problem(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class DeliveryNote:
    """What one receiver was told; `status` is a code, `status_label` the word."""

    event: str = ""
    receiver: str = ""
    status: str = ""
    status_label: str = ""
    attempts: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class MessageNote:
    """A message to the customer; `status` is a code, `status_label` the word, `problem` why it did not go out."""

    kind: str = ""
    channel: str = ""
    status: str = ""
    status_label: str = ""
    when: str = ""
    problem: str = ""


def message_note(message: Messaged, tz: ZoneInfo, now: datetime, locale: str = READER) -> MessageNote:
    """A message to the customer; what a provider said is shown only of one that failed."""
    return MessageNote(
        kind=word(f"message_{message.kind}", locale),
        channel=word(f"channel_{message.channel}", locale),
        status=message.status,
        status_label=word(f"message_status_{message.status}", locale),
        when=moments.moment(message.at, tz, now, locale),
        problem=(message.problem or "") if message.status == "failed" else "",
    )


def delivery_note(delivery: Delivered, tz: ZoneInfo, now: datetime, locale: str = READER) -> DeliveryNote:
    """A webhook delivery; of the address its host alone."""
    return DeliveryNote(
        event=delivery.event,
        receiver=urlsplit(delivery.url).netloc,  # the rest may hold a key
        status=delivery.status,
        status_label=word(f"delivery_{delivery.status}", locale),
        attempts=word("attempts_counted", locale, count=delivery.attempts),
        when=moments.moment(delivery.occurred_at, tz, now, locale),
    )


def deliveries_told(statuses: Sequence[str], locale: str = READER) -> str:
    """What became of them; empty when there are none."""
    if not statuses:
        return ""
    if all(status == "delivered" for status in statuses):
        return word("deliveries_all_accepted", locale, count=len(statuses))
    others = Counter(status for status in statuses if status != "delivered")
    parts = [f"{others[status]} {word(f'delivery_{status}', locale).lower()}" for status in sorted(others)]
    return ", ".join([word("deliveries_counted", locale, count=len(statuses)), *parts])
