"""The call that an agent has in hand, ready to show: when, how it is reached, what stands out, and what helps in it. Pure."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from console.scheduling.messages import customers, edit_form, moments, when
from console.scheduling.messages.now_rows import told_of_delay
from console.scheduling.messages.rows import Booked, BookingRow, booking_row
from console.scheduling.messages.sheet import Fact, Noted, NoteLine, answers, note_line
from console.scheduling.messages.words import READER, word
from console.scheduling.models import Booking, Reminder
from console.scheduling.rules.customer_time import CustomerTime


class InHand(Protocol):
    """A call of the agent's and what can be done about it; see `services.own_day.OwnCall`."""

    @property
    def call(self) -> Booked: ...
    @property
    def standing(self) -> str | None: ...
    @property
    def counts_from(self) -> datetime: ...
    @property
    def acts(self) -> Set[str]: ...
    @property
    def way(self) -> str | None: ...
    @property
    def address(self) -> str: ...
    @property
    def begins(self) -> bool: ...
    @property
    def opens_at(self) -> datetime | None: ...
    @property
    def may_say(self) -> bool: ...
    @property
    def late_minutes(self) -> int | None: ...
    @property
    def told_late(self) -> Reminder | None: ...
    @property
    def outcomes(self) -> Sequence[str]: ...


class Known(Protocol):
    """What helps to hold a call; see `services.own_day.Background`."""

    @property
    def questions(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def notes(self) -> Sequence[Noted]: ...
    @property
    def past(self) -> Sequence[Booked]: ...
    @property
    def at_customers(self) -> CustomerTime | None: ...


@dataclass(frozen=True, slots=True)
class CallCard:
    """A call in hand. Everything but the codes (`standing`, `way`, `acts`), addresses and instants is text for people."""

    row: BookingRow = field(default_factory=BookingRow)
    standing: str = ""
    stands_out: str = ""
    """`Jane Doe waits alone since 10:02`; empty where nothing does."""
    counts_from: str = ""
    """ISO 8601: the instant since which that is so."""
    way: str = ""
    address: str = ""
    begins: bool = False
    opens: str = ""
    """`You can join from 09:45`; empty once one can."""
    may_say: bool = False
    acts: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    tells: str = ""
    """What *Running late* would do, for screen readers."""
    told: str = ""
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class PastCall:
    """One of the customer's last calls: what came of it, and the reference by which they may name it."""

    id: str = ""
    when: str = ""
    reference: str = ""
    status: str = ""
    result: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CallBackground:
    """What helps to hold the call in hand. `customers_clock` is the time there, `caution` what speaks against calling then:
    `at night`; empty once the call's time has come."""

    zone: str = ""
    customers_clock: str = ""
    caution: str = ""
    facts: list[Fact] = field(default_factory=list)
    notes: list[NoteLine] = field(default_factory=list)
    past: list[PastCall] = field(default_factory=list)


def call_card(one: InHand, tz: ZoneInfo, now: datetime, locale: str = READER) -> CallCard:
    """A call in hand, its times in `tz`."""
    booking = one.call.booking
    since = when.clock_time(one.counts_from, tz, locale)
    stands_out = one.standing if one.standing in ("waiting", "late", "over") else ""
    return CallCard(
        row=booking_row(one.call, tz, now, locale),
        standing=one.standing or "",
        stands_out=word(f"own_{stands_out}", locale, customer=booking.guest_name, time=since) if stands_out else "",
        counts_from=one.counts_from.isoformat(),
        way=one.way or "",
        address=one.address,
        begins=one.begins,
        opens=_opens(one, tz, locale),
        may_say=one.may_say,
        acts=sorted(one.acts),
        outcomes=list(one.outcomes),
        tells=word("running_late_tells", locale, customer=booking.guest_name, minutes=one.late_minutes or 0),
        **told_of_delay(one.told_late, locale),
    )


def background(booking: Booking, known: Known, tz: ZoneInfo, now: datetime, locale: str = READER) -> CallBackground:
    """What helps to hold this booking's call; instants are told in `tz`, but for the customer's own clock."""
    there = known.at_customers
    return CallBackground(
        zone=when.zone_time(tz, locale),
        customers_clock=_customers_clock(booking, there, tz, locale),
        caution=customers.what_is_bad(there, locale) if there and booking.scheduled_at > now else "",
        facts=_facts(booking, known.questions, locale),
        notes=[note_line(note, tz, now, locale) for note in known.notes],
        past=[_past(call, tz, now, locale) for call in known.past],
    )


def _opens(one: InHand, tz: ZoneInfo, locale: str) -> str:
    if one.opens_at is None:
        return ""
    name = "own_opens_join" if one.call.booking.call_kind == "link" else "own_opens_call"
    return word(name, locale, time=when.clock_time(one.opens_at, tz, locale))


def _customers_clock(booking: Booking, there: CustomerTime | None, tz: ZoneInfo, locale: str) -> str:
    """`18:15 in Madrid`, with the day where that is another one; empty where it is unknown, and where both clocks
    agree and nothing speaks against the time."""
    own = booking.scheduled_at.astimezone(tz)
    if there is None or (there.at.replace(tzinfo=None) == own.replace(tzinfo=None) and not there.is_bad):
        return ""
    theirs = ZoneInfo(str(there.at.tzinfo))
    clock = when.clock_time(there.at, theirs, locale)
    if there.at.date() != own.date():
        clock = f"{when.short_day(there.at.date(), locale).replace(',', '')}, {clock}"
    return word("own_customers_clock", locale, time=clock, city=when.city(theirs, locale))


def _facts(booking: Booking, questions: Sequence[Mapping[str, Any]], locale: str) -> list[Fact]:
    language = booking.guest_language and edit_form.language(booking.guest_language, locale)
    known = [("fact_language", language), ("fact_intake_notes", booking.guest_intake_notes)]
    told = [Fact(word(label, locale), value) for label, value in known if value]
    return [*answers(booking.intake, questions, locale), *told]


def _past(call: Booked, tz: ZoneInfo, now: datetime, locale: str) -> PastCall:
    row = booking_row(call, tz, now, locale)
    booking = call.booking
    return PastCall(
        id=booking.id,
        when=moments.moment(booking.scheduled_at, tz, now, locale),
        reference=booking.reference,
        status=booking.status,
        result=booking.outcome or row.status_label,
        note=booking.outcome_note or booking.cancellation_reason or "",
    )
