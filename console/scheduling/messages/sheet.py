"""Everything a reader may know about one booking, ready to show. Pure: what the core read comes in, text goes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from console.scheduling.messages import edit_form, moments, story, told, when
from console.scheduling.messages.rows import Booked, BookingRow, booking_row
from console.scheduling.messages.story import Names, StoryDay
from console.scheduling.messages.told import Delivered, DeliveryNote, Messaged, MessageNote
from console.scheduling.messages.words import READER, word
from console.scheduling.models.booking import Booking
from console.scheduling.models.preset import Preset
from console.scheduling.models.timeline import TimelineEvent
from console.scheduling.rules import contacts


class Noted(Protocol):
    """An internal note with the names of who wrote it and of who removed it."""

    @property
    def id(self) -> str: ...
    @property
    def removed_at(self) -> datetime | None: ...
    @property
    def removed_by_name(self) -> str | None: ...

    @property
    def author_name(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def created_at(self) -> datetime: ...


class Linked(Protocol):
    """The keys to the booking."""

    @property
    def agent_join_url(self) -> str: ...
    @property
    def join_url(self) -> str: ...
    @property
    def manage_url(self) -> str: ...


class Known(Protocol):
    """A booking with its surroundings, as far as the actor may see them."""

    @property
    def call(self) -> Booked: ...
    @property
    def preset(self) -> Preset: ...
    @property
    def events(self) -> Sequence[TimelineEvent]: ...
    @property
    def notes(self) -> Sequence[Noted]: ...
    @property
    def deliveries(self) -> Sequence[Delivered]: ...
    @property
    def acts(self) -> frozenset[str]: ...
    @property
    def links(self) -> Linked | None: ...
    @property
    def names(self) -> Names: ...
    @property
    def declined(self) -> Sequence[str]: ...
    @property
    def whatsapp_link(self) -> str | None: ...
    @property
    def messages(self) -> Sequence[Messaged]: ...
    @property
    def may_set_aside(self) -> bool: ...
    @property
    def customer_id(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands beside it."""

    label: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """An internal note; of one that was removed, `removed` says by whom and when, and the text is gone."""

    id: str = ""
    author: str = ""
    body: str = ""
    when: str = ""
    removed: str = ""


@dataclass(frozen=True, slots=True)
class BookingSheet:
    """One booking in full. `own_time` is in the reader's zone; the customer's and the agent's stand there when their
    clocks show another."""

    row: BookingRow = field(default_factory=BookingRow)
    version: int = 0
    own_time: str = ""
    own_zone: str = ""
    customer_time: str = ""
    customer_zone: str = ""
    agent_time: str = ""
    agent_zone: str = ""
    minutes: int = 0
    facts: list[Fact] = field(default_factory=list)
    phone: str = ""
    email: str = ""
    join_url: str = ""
    manage_url: str = ""
    call_page: str = ""
    """Where the customer comes to the call; empty where it is made by phone."""
    whatsapp_link: str = ""
    declined: str = ""
    """What the customer does not want to get."""
    acts: list[str] = field(default_factory=list)
    may_set_aside: bool = False
    """Whether working hours and notice can be set aside for it by whoever looks."""
    customer_id: str = ""
    """Empty for who may not look at customers, and when there is none any more."""
    story: list[StoryDay] = field(default_factory=list)
    notes: list[NoteLine] = field(default_factory=list)
    deliveries: list[DeliveryNote] = field(default_factory=list)
    deliveries_told: str = ""
    """The deliveries in a few words: `3 deliveries, all accepted`."""
    messages: list[MessageNote] = field(default_factory=list)


def booking_sheet(
    known: Known,
    tz: ZoneInfo,
    customer_tz: ZoneInfo | None,
    agent_tz: ZoneInfo | None,
    now: datetime,
    locale: str = READER,
    *,
    whole_draw: str = "",
) -> BookingSheet:
    """The booking in the reader's zone and language, with the customer's and the agent's time beside it.

    A draw tells its first few agents; that of the event `whole_draw` tells all.
    """
    booking = known.call.booking
    return BookingSheet(
        row=booking_row(known.call, tz, now, locale),
        version=booking.version,
        own_time=moments.long_moment(booking.scheduled_at, booking.ends_at, tz, now, locale),
        own_zone=when.zone_time(tz, locale),
        customer_time=time_elsewhere(booking, tz, customer_tz, now, locale),
        customer_zone=when.zone_time(customer_tz, locale) if customer_tz else "",
        agent_time=time_elsewhere(booking, tz, agent_tz, now, locale),
        agent_zone=when.zone_time(agent_tz, locale) if agent_tz else "",
        minutes=booking.duration_minutes,
        facts=_facts(known.call, known.preset.intake, locale),
        phone=contacts.readable(booking.guest_phone) if booking.guest_phone else "",
        email=booking.guest_email or "",
        join_url=known.links.agent_join_url if known.links else "",
        manage_url=known.links.manage_url if known.links else "",
        call_page=known.links.join_url if known.links and booking.call_kind == "link" else "",
        whatsapp_link=known.whatsapp_link or "",
        declined=", ".join(word(f"declined_{what}", locale) for what in known.declined),
        acts=sorted(known.acts),
        may_set_aside=known.may_set_aside,
        customer_id=known.customer_id or "",
        story=story.tell(known.events, known.names, tz, now, locale, whole=whole_draw),
        notes=[note_line(note, tz, now, locale) for note in known.notes],
        deliveries=[told.delivery_note(delivery, tz, now, locale) for delivery in known.deliveries],
        deliveries_told=told.deliveries_told([delivery.status for delivery in known.deliveries], locale),
        messages=[told.message_note(message, tz, now, locale) for message in known.messages],
    )


def time_elsewhere(booking: Booking, tz: ZoneInfo, theirs: ZoneInfo | None, now: datetime, locale: str) -> str:
    """What the clock of somebody else shows, with its day where that is another one; empty where both clocks agree."""
    if theirs is None:
        return ""
    own, their = booking.scheduled_at.astimezone(tz), booking.scheduled_at.astimezone(theirs)
    if own.date() != their.date():
        return moments.long_moment(booking.scheduled_at, booking.ends_at, theirs, now, locale)
    same = own.utcoffset() == their.utcoffset()
    return "" if same else moments.time_span(booking.scheduled_at, booking.ends_at, theirs, locale)


def _facts(call: Booked, questions: Sequence[Mapping[str, Any]], locale: str) -> list[Fact]:
    """What is known, in the order in which people ask for it; what is not known takes no room."""
    booking = call.booking
    known: list[tuple[str, Any]] = [
        ("fact_agent", call.agent_name),
        ("fact_team", call.team_name),
        ("fact_preset", call.preset_name),
        ("fact_kind", word(f"kind_{booking.call_kind}", locale)),
        ("fact_assignment", word(f"method_{booking.assignment_method}", locale)),
        ("fact_language", booking.guest_language and edit_form.language(booking.guest_language, locale)),
        ("fact_intake_notes", booking.guest_intake_notes),
        ("fact_outcome", booking.outcome),
        ("fact_outcome_note", booking.outcome_note),
        ("fact_absent", word(f"absent_{booking.absent}", locale) if booking.absent else ""),
        ("fact_cancellation_reason", booking.cancellation_reason),
    ]
    return [Fact(word(label, locale), str(value)) for label, value in known if value] + answers(
        booking.intake, questions, locale
    )


def answers(given: Mapping[str, Any], questions: Sequence[Mapping[str, Any]], locale: str = READER) -> list[Fact]:
    """What the customer answered, under the preset's questions; a question that it asks no more is told by its name."""
    labels = {question["name"]: question.get("label") for question in questions}
    return [Fact(labels.get(name) or name, _answer(answer, locale)) for name, answer in given.items()]


def _answer(answer: object, locale: str) -> str:
    if answer is True or isinstance(answer, dict):  # a consent is kept with the version of its wording
        return word("answer_yes", locale)
    return ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer)


def note_line(note: Noted, tz: ZoneInfo, now: datetime, locale: str = READER) -> NoteLine:
    """An internal note as colleagues read it."""
    removed = ""
    if note.removed_at:
        at = moments.moment(note.removed_at, tz, now, locale)
        removed = word("note_removed", locale, who=note.removed_by_name or word("somebody", locale), when=at)
    return NoteLine(note.id, note.author_name, note.body, moments.moment(note.created_at, tz, now, locale), removed)
