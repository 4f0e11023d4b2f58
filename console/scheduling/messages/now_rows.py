"""*Now* in lines: each heading with its rows, ready to show, in the reader's zone. Pure."""

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from console.scheduling.messages import moments, when
from console.scheduling.messages.rows import Booked, BookingRow, booking_row
from console.scheduling.messages.words import READER, word
from console.scheduling.models import Reminder
from console.scheduling.rules.now import Heading

_TICKING: frozenset[Heading] = frozenset({"waiting", "late", "over", "soon"})
"""Where seconds matter."""
_SENT = frozenset({"pending", "sent", "delivered", "read"})
_ELSEWHERE: dict[Heading, str] = {
    "waiting": "scheduled-calls?range=today",
    "late": "scheduled-calls?range=today",
    "over": "scheduled-calls?range=all&status=started",
    "soon": "scheduled-calls?range=today",
    "outcome": "scheduled-calls?range=all&needs-outcome=yes",
    "unconfirmed": "scheduled-calls?status=pending_confirmation",
    "failed": "outbox",
}
"""The page of the app that shows all that stand under a heading, and perhaps others."""


class Standing(Protocol):
    """A call under a heading; see `services.now.NowCall`."""

    @property
    def call(self) -> Booked: ...
    @property
    def counts_from(self) -> datetime: ...
    @property
    def acts(self) -> Set[str]: ...
    @property
    def late_minutes(self) -> int | None: ...
    @property
    def told_late(self) -> Reminder | None: ...
    @property
    def lost(self) -> Reminder | None: ...
    @property
    def outcomes(self) -> Sequence[str]: ...


class Gathered(Protocol):
    """A heading with its calls; see `services.now.NowSection`."""

    @property
    def heading(self) -> Heading: ...
    @property
    def calls(self) -> Sequence[Standing]: ...
    @property
    def count(self) -> int: ...
    @property
    def is_more(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class NowRow:
    """One call under a heading. Everything but the codes (`acts`) and addresses is text for people."""

    key: str = ""
    call: BookingRow = field(default_factory=BookingRow)
    ticks_from: str = ""
    """ISO 8601: the instant from which, or until which, seconds are counted; empty where they do not matter."""
    clock: str = ""
    """The same in words: `waiting since 10:02`."""
    acts: list[str] = field(default_factory=list)
    has_outcomes: bool = False
    """Whether *Done* has something to choose."""
    tells: str = ""
    """What *Running late* would do, for screen readers."""
    told: str = ""
    is_told: bool = False
    """Whether what is told of a delay went out, or is about to."""
    lost_id: str = ""
    lost: str = ""
    """The message that failed, and why: `Invitation · E-mail · mailbox full`."""


@dataclass(frozen=True, slots=True)
class NowBlock:
    """One heading. `more` says how many are not shown, and `more_at` is where they are, within the app."""

    heading: str = ""
    title: str = ""
    hint: str = ""
    count: str = ""
    rows: list[NowRow] = field(default_factory=list)
    more: str = ""
    more_at: str = ""


def blocks(
    sections: Iterable[Gathered], zone_of: Callable[[Booked], ZoneInfo], now: datetime, locale: str = READER
) -> list[NowBlock]:
    """The headings with their rows; each call's times are said in the zone that `zone_of` gives."""
    return [
        NowBlock(
            heading=section.heading,
            title=word(f"now_{section.heading}", locale),
            hint=word(f"now_{section.heading}_hint", locale),
            count=word("now_many", locale, count=section.count) if section.is_more else str(section.count),
            rows=[_row(section.heading, one, zone_of(one.call), now, locale) for one in section.calls],
            more=_more(section, locale),
            more_at=_ELSEWHERE[section.heading],
        )
        for section in sections
    ]


def newly_waiting(sections: Iterable[Gathered], known: Set[str], locale: str = READER) -> str:
    """The sentence that says who waits and did not before; empty when nobody does."""
    fresh = [
        one
        for section in sections
        if section.heading == "waiting"
        for one in section.calls
        if one.call.booking.id not in known
    ]
    if not fresh:
        return ""
    last = fresh[-1].call
    names = {"customer": last.booking.guest_name, "agent": last.agent_name}
    return word("now_guest_waits", locale, count=len(fresh), **names)


def told_of_delay(message: Reminder | None, locale: str = READER) -> dict[str, Any]:
    """What a row or card says (`told`, `is_told`) of the message that told its guest of a delay."""
    if message is None:
        return {}
    if message.status not in _SENT:
        return {"told": word("told_late_failed", locale)}
    return {"told": word("told_late", locale, minutes=message.details["minutes"]), "is_told": True}


def _row(heading: Heading, one: Standing, tz: ZoneInfo, now: datetime, locale: str) -> NowRow:
    booking = one.call.booking
    at = one.counts_from
    said = {"time": when.clock_time(at, tz, locale), "ago": moments.how_far(at, now, locale)}
    return NowRow(
        key=f"{heading} {one.lost.id if one.lost else booking.id}",
        call=booking_row(one.call, tz, now, locale),
        ticks_from=at.isoformat() if heading in _TICKING else "",
        clock=word(f"clock_{heading}", locale, **said),
        acts=sorted(one.acts),
        has_outcomes=bool(one.outcomes),
        tells=word("running_late_tells", locale, customer=booking.guest_name, minutes=one.late_minutes or 0),
        **told_of_delay(one.told_late, locale),
        lost_id=one.lost.id if one.lost else "",
        lost=_lost(one.lost, locale),
    )


def _lost(message: Reminder | None, locale: str) -> str:
    if message is None:
        return ""
    said = [word(f"message_{message.kind}", locale), word(f"channel_{message.channel}", locale), message.problem or ""]
    return " · ".join(part for part in said if part)


def _more(section: Gathered, locale: str) -> str:
    hidden = section.count - len(section.calls)
    if not hidden:
        return ""
    return word("now_many_more", locale) if section.is_more else word("now_more", locale, count=hidden)
