"""A day's calls of one agent as they are printed. Pure: what the core read comes in, text goes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from console.scheduling.messages import edit_form, moments, when
from console.scheduling.messages.rows import Booked, status_word
from console.scheduling.messages.sheet import Fact, Noted, answers, time_elsewhere
from console.scheduling.messages.words import READER, word
from console.scheduling.rules import contacts
from console.scheduling.rules.zones import zone


class Listed(Protocol):
    """A call with what its preset asked, and its notes."""

    @property
    def call(self) -> Booked: ...
    @property
    def questions(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def notes(self) -> Sequence[Noted]: ...


class Day(Protocol):
    """One agent's calls of a day."""

    @property
    def agent_name(self) -> str: ...
    @property
    def team_name(self) -> str | None: ...
    @property
    def zone(self) -> ZoneInfo: ...
    @property
    def calls(self) -> Sequence[Listed]: ...


@dataclass(frozen=True, slots=True)
class PrintedCall:
    """One call. `terms` are its length, preset, way and language in one line."""

    time: str
    customer: str
    reference: str
    status: str
    phone: str
    email: str
    customer_time: str
    """What the customer's clock shows, with the place; empty where it shows the same."""
    terms: str
    facts: list[Fact]
    notes: list[tuple[str, str]]
    """The text of each that stands, and who wrote it when, with its date: paper is read on any day."""


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """One agent's day. `told` is how many calls there are, and by which clock."""

    agent: str
    team: str
    told: str
    calls: list[PrintedCall]


def printed(day: Day, now: datetime, locale: str = READER) -> PrintedDay:
    """The day as text, its times on the clock of its zone, which is named."""
    first = day.calls[0].call.booking.scheduled_at
    told = [
        word("calls_counted", locale, count=len(day.calls)),
        f"{when.zone_time(day.zone, locale)} ({when.offset(first, day.zone)})",
    ]
    calls = [_call(one, day.zone, now, locale) for one in day.calls]
    return PrintedDay(day.agent_name, day.team_name or "", " · ".join(told), calls)


def heading(day: date, locale: str = READER) -> str:
    """`Tuesday 24 November 2026`: paper outlives the year."""
    return when.day(day, locale, today=day.replace(year=day.year - 1, day=1))


def _call(one: Listed, tz: ZoneInfo, now: datetime, locale: str) -> PrintedCall:
    booking = one.call.booking
    theirs = zone(booking.guest_timezone) if booking.guest_timezone else None
    elsewhere = time_elsewhere(booking, tz, theirs, now, locale)
    there = word("customers_time", locale, time=elsewhere, zone=when.zone_time(theirs, locale)) if theirs else ""
    language = booking.guest_language and edit_form.language(booking.guest_language, locale)
    terms = [
        moments.length(booking.duration_minutes, locale),
        one.call.preset_name,
        word(f"kind_{booking.call_kind}", locale),
        language or "",
    ]
    written = booking.guest_intake_notes
    beforehand = [Fact(word("fact_intake_notes", locale), written)] if written else []
    return PrintedCall(
        time=moments.time_span(booking.scheduled_at, booking.ends_at, tz, locale),
        customer=booking.guest_name,
        reference=booking.reference,
        status=status_word(booking.status, locale),
        phone=contacts.readable(booking.guest_phone) if booking.guest_phone else "",
        email=booking.guest_email or "",
        customer_time=there if elsewhere else "",
        terms=" · ".join(filter(None, terms)),
        facts=[*answers(booking.intake, one.questions, locale), *beforehand],
        notes=[
            (note.body, f"{note.author_name}, {moments.dated(note.created_at, tz, now, locale)}")
            for note in one.notes
            if note.removed_at is None
        ],
    )
