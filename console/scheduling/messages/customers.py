"""Customers as people read them: one line in a list, what a phone number brings back, a warning about their time."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from console.scheduling.messages import moments, when
from console.scheduling.messages.rows import Booked, BookingRow, booking_row
from console.scheduling.messages.words import READER, word
from console.scheduling.models.customer import Customer
from console.scheduling.rules import contacts
from console.scheduling.rules.customer_time import CustomerTime
from console.scheduling.rules.zones import zone


class Summary(Protocol):
    """A customer with what they are reached by and when they call."""

    @property
    def customer(self) -> Customer: ...
    @property
    def phones(self) -> tuple[str, ...]: ...
    @property
    def emails(self) -> tuple[str, ...]: ...
    @property
    def next_at(self) -> datetime | None: ...
    @property
    def last_at(self) -> datetime | None: ...
    @property
    def calls(self) -> int: ...


class Remembered(Protocol):
    """What a form can take over from a customer's history."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def language(self) -> str | None: ...
    @property
    def next_at(self) -> datetime | None: ...
    @property
    def last_at(self) -> datetime | None: ...
    @property
    def calls(self) -> int: ...
    @property
    def agent_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer in a list, ready to show. `next` and `last` are empty where there is no such call."""

    id: str = ""
    name: str = ""
    contact: str = ""
    next: str = ""
    last: str = ""
    calls: str = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who was recognised by their number: `told` says how well one knows them, `agent` who had their last call."""

    id: str = ""
    name: str = ""
    told: str = ""
    agent: str = ""


LANGUAGES = (
    *("ar", "ca", "cs", "da", "de", "el", "en", "es", "fi", "fr", "he", "hi", "hu", "it", "ja", "ko", "nb", "nl", "pl"),
    *("pt", "ro", "ru", "sv", "th", "tr", "uk", "vi", "zh"),
)
"""The codes that a page offers; a customer may have any other."""


@dataclass(frozen=True, slots=True)
class CustomerSheet:
    """The customer's page. `language` and `timezone` are codes, `declined` those of what they do not want."""

    id: str = ""
    name: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    language: str = ""
    timezone: str = ""
    unlisted_language: str = ""
    unlisted_zone: str = ""
    """What they have where no list offers it, by its name."""
    clock: str = ""
    """What time it is where they are, with the place."""
    calls: str = ""
    since: str = ""
    declined: list[str] = field(default_factory=list)
    coming: list[BookingRow] = field(default_factory=list)
    others: list[BookingRow] = field(default_factory=list)
    has_more: bool = False


def customer_line(known: Summary, tz: ZoneInfo, now: datetime, locale: str = READER) -> CustomerLine:
    """One customer as a line, the times in `tz`."""
    reached = [*(contacts.readable(phone) for phone in known.phones[:1]), *known.emails[:1]]
    return CustomerLine(
        id=known.customer.id,
        name=known.customer.name or "",
        contact=" · ".join(reached),
        next=moments.moment(known.next_at, tz, now, locale) if known.next_at else "",
        last=moments.moment(known.last_at, tz, now, locale) if known.last_at else "",
        calls=word("calls_counted", locale, count=known.calls),
    )


def caller(known: Remembered, tz: ZoneInfo, now: datetime, locale: str = READER) -> Caller:
    """`4 calls · last Tue 3 Nov, 10:00 with Lucía · next Today, 15:00`."""
    parts = [word("calls_counted", locale, count=known.calls)]
    if known.last_at:
        at = moments.moment(known.last_at, tz, now, locale)
        parts.append(word("caller_last", locale, time=at))
    if known.next_at:
        parts.append(word("caller_next", locale, time=moments.moment(known.next_at, tz, now, locale)))
    if known.language:
        parts.append(language_name(known.language, locale))
    return Caller(known.id, known.name, " · ".join(parts), known.agent_name)


def customer_sheet(
    known: Summary,
    coming: list[BookingRow],
    others: list[BookingRow],
    now: datetime,
    *,
    zones: Container[str],
    has_more: bool,
    locale: str = READER,
) -> CustomerSheet:
    """The page of one customer; `zones` are those that the page offers."""
    customer = known.customer
    tz = zone(customer.timezone) if customer.timezone else None
    clock = word("city_now", locale, city=when.city(tz, locale), time=when.clock_time(now, tz, locale)) if tz else ""
    return CustomerSheet(
        id=customer.id,
        name=customer.name or "",
        phones=[contacts.readable(phone) for phone in known.phones],
        emails=list(known.emails),
        language=customer.language or "",
        timezone=customer.timezone or "",
        unlisted_language=language_name(customer.language, locale)
        if customer.language and customer.language not in LANGUAGES
        else "",
        unlisted_zone=when.city(tz, locale) if tz and tz.key not in zones else "",
        clock=clock,
        calls=word("calls_counted", locale, count=known.calls),
        since=word("customer_since", locale, month=when.month(customer.created_at.date(), locale)),
        declined=list(customer.opt_outs),
        coming=coming,
        others=others,
        has_more=has_more,
    )


def call_rows(calls: Sequence[Booked], tz: ZoneInfo, now: datetime, locale: str = READER) -> list[BookingRow]:
    """A customer's calls as lines."""
    return [booking_row(call, tz, now, locale) for call in calls]


def caution(at: CustomerTime, locale: str = READER) -> str:
    """What speaks against this time where the customer is: night, weekend, a holiday. Empty when nothing does."""
    if not at.is_bad:
        return ""
    tz = at.at.tzinfo
    return word(
        "caution",
        locale,
        day=when.day(at.at.date(), locale),
        time=when.clock_time(at.at, tz, locale),  # pyright: ignore[reportArgumentType]
        city=when.city(tz, locale),  # pyright: ignore[reportArgumentType]
        why=what_is_bad(at, locale),
    )


def language_choices(locale: str = READER) -> list[tuple[str, str]]:
    """The languages that a page offers, as code and name, by name."""
    named = ((one, language_name(one, locale)) for one in LANGUAGES)
    return sorted(((one, name[:1].upper() + name[1:]) for one, name in named), key=lambda choice: choice[1])


def what_is_bad(at: CustomerTime, locale: str = READER) -> str:
    """The same in a few words: `at night, on the weekend`."""
    why = []
    if at.is_night:
        why.append(word("caution_night", locale))
    if at.is_weekend:
        why.append(word("caution_weekend", locale))
    if at.holiday:
        why.append(word("caution_holiday", locale, holiday=at.holiday))
    return ", ".join(why)


def language_name(tag: str, locale: str = READER) -> str:
    """`es` -> `Spanish`."""
    return when.locale_of(tag).get_language_name(when.locale_of(locale).language) or tag
