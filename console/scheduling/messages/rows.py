"""Bookings as one line each, ready to show: in the reader's zone and language, decided once, pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from console.scheduling.messages import moments, when
from console.scheduling.messages.words import READER, word
from console.scheduling.models.booking import Booking
from console.scheduling.rules import contacts

_OVER = frozenset({"completed", "cancelled", "no_show"})


class Booked(Protocol):
    """A booking with the names that a reader wants beside it."""

    @property
    def booking(self) -> Booking: ...
    @property
    def agent_name(self) -> str: ...
    @property
    def preset_name(self) -> str: ...
    @property
    def team_name(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class BookingRow:
    """One booking in a list. Everything but the codes (`status`, `source`, `kind`) is text for people."""

    id: str = ""
    reference: str = ""
    day: str = ""
    time: str = ""
    starts_at: str = ""
    """ISO 8601, for machines that read the page."""
    how_far: str = ""
    """`in 25 min`; empty once the booking is over."""
    duration: str = ""
    customer: str = ""
    contact: str = ""
    contact_link: str = ""
    agent_id: str = ""
    agent: str = ""
    team: str = ""
    preset: str = ""
    kind: str = ""
    status: str = ""
    status_label: str = ""
    source: str = ""
    source_label: str = ""
    dial: str = ""
    """Where a call by phone or WhatsApp is made: `tel:+57...`, `https://wa.me/57...`."""
    waiting: str = ""
    """`Waiting since 10:02`: the customer has come, and nobody of ours."""
    is_over: bool = False
    needs_outcome: bool = False


@dataclass(frozen=True, slots=True)
class DayOfRows:
    """The bookings of one local day, in their order."""

    day: str
    count: str
    rows: list[BookingRow]


def booking_row(call: Booked, tz: ZoneInfo, now: datetime, locale: str = READER) -> BookingRow:
    """One booking as a line, its times in `tz`."""
    booking = call.booking
    is_over = booking.status in _OVER
    return BookingRow(
        id=booking.id,
        reference=booking.reference,
        day=moments.day_name(booking.scheduled_at, tz, now, locale),
        time=moments.time_span(booking.scheduled_at, booking.ends_at, tz),
        starts_at=booking.scheduled_at.isoformat(),
        how_far="" if is_over else moments.how_far(booking.scheduled_at, now, locale),
        duration=moments.length(booking.duration_minutes, locale),
        customer=booking.guest_name,
        contact=contacts.readable(booking.guest_phone) if booking.guest_phone else booking.guest_email or "",
        contact_link=f"tel:{booking.guest_phone}" if booking.guest_phone else f"mailto:{booking.guest_email}",
        agent_id=booking.agent_id,
        agent=call.agent_name,
        team=call.team_name or "",
        preset=call.preset_name,
        kind=booking.call_kind,
        status=booking.status,
        status_label=status_word(booking.status, locale),
        source=booking.booking_source,
        source_label=source_word(booking.booking_source, locale),
        dial=_dial(booking),
        waiting="" if is_over else _waiting(booking, tz, locale),
        is_over=is_over,
        needs_outcome=booking.needs_outcome_since is not None,
    )


def _dial(booking: Booking) -> str:
    phone = booking.guest_phone or ""
    if not phone or booking.call_kind == "link":
        return ""
    return f"tel:{phone}" if booking.call_kind == "phone" else f"https://wa.me/{phone.lstrip('+')}"


def _waiting(booking: Booking, tz: ZoneInfo, locale: str) -> str:
    since = booking.guest_joined_at
    is_met = booking.agent_joined_at or (booking.call_kind != "link" and booking.status == "started")
    if since is None or is_met or booking.needs_outcome_since:
        return ""
    return word("waiting_since", locale, time=when.clock_time(since, tz, locale))


def by_day(rows: Iterable[BookingRow], locale: str = READER) -> list[DayOfRows]:
    """Rows that stand in order of time, gathered under their days."""
    gathered = [(day, list(rows)) for day, rows in groupby(rows, key=lambda row: row.day)]
    return [DayOfRows(day, word("calls_counted", locale, count=len(rows)), rows) for day, rows in gathered]


def page_told(before: int, shown: int, total: int, *, has_uncounted: bool = False, locale: str = READER) -> str:
    """`51–100 of 1,204`, or `of more than 1,000`: where a page of rows stands; empty without rows."""
    if not shown:
        return ""
    number = partial(format_decimal, locale=when.locale_of(locale))
    name = "page_told_uncounted" if has_uncounted else "page_told"
    return word(name, locale, first=number(before + 1), last=number(before + shown), total=number(total))


def total_told(total: int, *, has_uncounted: bool = False, locale: str = READER) -> str:
    """`1,204`, or `more than 10,000`: how many there are in all."""
    said = format_decimal(total, locale=when.locale_of(locale))
    return word("more_than", locale, total=said) if has_uncounted else said


def status_word(status: str, locale: str = READER) -> str:
    """`no_show` -> `No-show`."""
    return word(f"status_{status}", locale)


def source_word(source: str, locale: str = READER) -> str:
    """`public_booking` -> `Booking page`."""
    return word(f"source_{source}", locale)
