"""Bookings as people and clients look at them: lists, and one in full."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..errors import NotFound
from ..messages import whatsapp
from ..models import App, Booking, Customer, InternalNote, Preset, TimelineEvent
from ..queries import booking_lists, deliveries
from ..queries import bookings as queries
from ..queries import members as found_members
from ..queries import presets as found_presets
from ..queries import reminders as messages
from ..queries.booking_lists import BookingFilter, Found
from ..queries.booking_lists import Sort as Sort
from ..queries.bookings import BookedCall
from ..queries.deliveries import DeliveryLine
from ..rules import lifecycle, permissions
from ..rules.permissions import Scope, Subject, Verb
from .bookings import story
from .links import Links, links_of
from .reminders import letters
from .transaction import reads

_ACTS: dict[Verb, lifecycle.Status | None] = {
    "join": None,
    "confirm": "confirmed",
    "start": "started",
    "done": "completed",
    "no_show": "no_show",
    "cancel": "cancelled",
    "reschedule": None,
    "reassign": None,
    "update": None,
    "add_note": None,
    "remove_note": None,
    "create": None,
}
"""What can be done to a booking, with the status it leads to; None where the status stays open to it."""


@dataclass(frozen=True, slots=True)
class NoteView:
    """An internal note as colleagues read it. One that was removed has no text, but the name of who removed it."""

    author_name: str
    body: str
    created_at: datetime
    id: str
    removed_at: datetime | None
    removed_by_name: str | None


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message to the customer, and what became of it. `at` is when it went out, or was or is due.

    `kind` is `moved` for an invitation that told of a new time.
    """

    kind: str
    channel: str
    status: str
    at: datetime
    problem: str | None


@dataclass(frozen=True, slots=True)
class OtherCalls:
    """A customer's other calls, as far as they may be seen: a few to come, soonest first, a few before, latest first."""

    coming: list[BookedCall]
    past: list[BookedCall]
    has_more: bool


@dataclass(frozen=True, slots=True)
class BookingDetail:
    """One booking in full.

    `names` are those of the people and API clients in its story; `acts` what this actor may do to it now.
    """

    call: BookedCall
    preset: Preset
    events: list[TimelineEvent]
    notes: list[NoteView]
    deliveries: list[DeliveryLine]
    names: dict[str, str]
    acts: frozenset[Verb]
    links: Links | None
    declined: tuple[str, ...] = ()
    """What the customer does not want to get, as `Customer.opt_outs`."""
    whatsapp_link: str | None = None
    """Opens WhatsApp with a text for this customer; only for who may hold their links, which stand in it."""
    messages: list[MessageLine] = field(default_factory=list)
    """What the customer was told and will be, in order."""
    may_set_aside: bool = False
    """Whether this actor can set working hours and notice aside for this call."""
    customer_id: str | None = None
    """Whose call it is, for who may look at customers; None for one that was erased, too."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list of calls can be narrowed to, each as id and name; no agents and teams for who sees no others' calls."""

    agents: list[tuple[str, str]]
    teams: list[tuple[str, str]]
    presets: list[tuple[str, str]]


def may_book(actor: Actor) -> bool:
    """Whether this actor can book anything at all on this surface; who cannot is shown no form."""
    return _may_with_own(actor, "create")


def sight(actor: Actor) -> Scope:
    """Which calls this actor sees: whose sight is equal is shown equal lists."""
    return permissions.visible_to(actor)


def may_say_how_it_went(actor: Actor) -> bool:
    """Whether this actor can end any call at all on this surface; who cannot is shown no buttons for it."""
    return _may_with_own(actor, "done")


@reads
def find(session: Session, actor: Actor, wanted: BookingFilter) -> Found:
    """One page of the bookings that this actor may see. Raises NotAllowed, Invalid."""
    permissions.require(actor, "see_bookings", Subject(app_id=actor.app_id))
    return booking_lists.find(session, permissions.visible_to(actor), wanted)


@reads
def choices(session: Session, actor: Actor) -> Choices:
    """The agents who take calls, the teams and the presets of the calls that this actor sees. Raises NotAllowed."""
    permissions.require(actor, "see_bookings", Subject(app_id=actor.app_id))
    scope, app_id = permissions.visible_to(actor), actor.app_id or ""
    presets = [(preset.id, preset.name) for preset in found_presets.of_app(session, app_id)]
    if scope.kind not in ("app", "team"):
        return Choices([], [], presets)
    rows = [row for row in found_members.rows(session, app_id) if row.has_hours]
    rows = [row for row in rows if not row.member.disabled_at and not row.person.disabled_at]
    if scope.kind == "team":
        near = {scope.team_id} - {None}
        rows = [row for row in rows if row.member.team_id in near or row.member.person_id == scope.agent_id]
    used = {row.member.team_id for row in rows}
    teams = [(team.id, team.name) for team in found_members.teams(session, app_id) if team.id in used]
    return Choices([(row.person.id, row.person.name) for row in rows], teams, presets)


@reads
def needing_outcome(session: Session, actor: Actor) -> int:
    """How many calls that this actor may see wait for a word about their end. Raises NotAllowed."""
    permissions.require(actor, "see_bookings", Subject(app_id=actor.app_id))
    return booking_lists.count_needing_outcome(session, permissions.visible_to(actor))


@reads
def with_timeline(session: Session, actor: Actor, booking_id: str) -> tuple[Booking, list[TimelineEvent]]:
    """One booking and what happened to it, oldest first: what programs are told. Raises NotFound as `get` does."""
    booking = _seen(session, actor, booking_id).booking
    return booking, queries.timeline(session, booking_id)


@reads
def get(session: Session, actor: Actor, booking_id: str) -> BookingDetail:
    """One booking in full. Raises NotFound for one that this actor may not see, too."""
    call = _seen(session, actor, booking_id)
    booking = call.booking
    subject = story.subject_of(session, booking)
    preset = story.preset_of(session, booking)
    events = queries.timeline(session, booking_id)
    customer = session.get_one(Customer, booking.customer_id)
    sees_links = permissions.may(actor, "see_links", subject)
    return BookingDetail(
        call=call,
        preset=preset,
        events=events,
        notes=notes_on(session, booking_id) if permissions.may(actor, "see_notes", subject) else [],
        deliveries=deliveries.of_booking(session, booking_id)
        if permissions.may(actor, "see_deliveries", subject)
        else [],
        names=queries.names(session, [event.actor_id for event in events if event.actor_id] + _agents_in(events)),
        acts=acts_on(actor, booking, subject),
        links=links_of(booking) if sees_links else None,
        declined=tuple(customer.opt_outs),
        whatsapp_link=whatsapp_link(session, booking) if sees_links else None,
        messages=_messages(session, booking_id) if permissions.may(actor, "see_call_messages", subject) else [],
        may_set_aside=bool(permissions.liftable(actor, booking.agent_id)),
        customer_id=customer.id
        if permissions.may(actor, "see_customers", subject) and not customer.erased_at
        else None,
    )


def _seen(session: Session, actor: Actor, booking_id: str) -> BookedCall:
    call = queries.get(session, permissions.visible_to(actor), booking_id)
    if call is None:
        raise NotFound("There is no such call in this app.")
    return call


def acts_on(actor: Actor, booking: Booking, subject: Subject) -> frozenset[Verb]:
    """What this actor may do to this booking now; `subject` is the booking as permissions see it."""
    return frozenset(verb for verb in _ACTS if _possible(actor, verb, booking, subject))


@reads
def other_calls(session: Session, actor: Actor, booking_id: str, limit: int = 5) -> OtherCalls:
    """The other calls of this booking's customer that the actor may see, at most `limit` to come and as many before.

    Raises NotFound, NotAllowed.
    """
    permissions.require(actor, "see_bookings", Subject(app_id=actor.app_id))
    scope = permissions.visible_to(actor)
    call = queries.get(session, scope, booking_id)
    if call is None:
        raise NotFound("There is no such call in this app.")
    coming, past = queries.of_customer(session, scope, call.booking.customer_id, clock.now(), limit + 1, but=booking_id)
    return OtherCalls(coming[:limit], past[:limit], has_more=max(len(coming), len(past)) > limit)


@reads
def links_for(session: Session, actor: Actor, booking: Booking) -> Links | None:
    """The booking's links, if this actor may hold keys to it."""
    return links_of(booking) if permissions.may(actor, "see_links", story.subject_of(session, booking)) else None


def notes_on(session: Session, booking_id: str) -> list[NoteView]:
    """Inside a read that has judged the actor: the internal notes, oldest first."""
    return [note_view(*note) for note in queries.notes(session, booking_id)]


def note_view(note: InternalNote, author: str, removed_by: str | None) -> NoteView:
    """An internal note with the names of who wrote and of who removed it."""
    return NoteView(author, note.body, note.created_at, note.id, note.removed_at, removed_by)


def _messages(session: Session, booking_id: str) -> list[MessageLine]:
    return [
        MessageLine(
            kind="moved" if row.kind == "invitation" and row.details.get("moved_from") else row.kind,
            channel=row.channel,
            status=row.status,
            at=row.sent_at or row.fire_at,
            problem=row.problem,
        )
        for row in messages.of_booking(session, booking_id)
    ]


def _may_with_own(actor: Actor, verb: Verb) -> bool:
    return permissions.may(actor, verb, Subject(app_id=actor.app_id, agent_id=actor.id, team_id=actor.team_id))


def whatsapp_link(session: Session, booking: Booking) -> str | None:
    """Inside a read that has judged the actor: what `BookingDetail.whatsapp_link` is."""
    if not booking.guest_phone or booking.status in lifecycle.FINAL:
        return None
    app = session.get_one(App, booking.app_id)
    letter = letters.of_booking(session, booking, app, "reminder_custom", clock.now())
    return whatsapp.ready_link(letter, booking.guest_phone)


def _possible(actor: Actor, verb: Verb, booking: Booking, subject: Subject) -> bool:
    if not permissions.may(actor, verb, subject):
        return False
    target = _ACTS[verb]
    if target is not None:
        timely = lifecycle.is_timely(target, booking.scheduled_at, clock.now())
        return timely and lifecycle.may_step(booking.status, target)
    if verb == "join":
        door = lifecycle.door_state(booking.status, booking.scheduled_at, booking.ends_at, clock.now())
        return booking.call_kind == "link" and door == "open"
    if verb in ("reschedule", "reassign"):
        return booking.status in lifecycle.TAKE_OVER
    return verb in ("add_note", "remove_note", "create") or booking.status not in lifecycle.FINAL


def _agents_in(events: list[TimelineEvent]) -> list[str]:
    """The people named in payloads: who was assigned, before and after, and who was considered."""
    found: list[str] = []
    for event in events:
        places = (event.payload, event.payload.get("previous") or {}, *event.payload.get("considered", ()))
        for place in places:
            found += [place[key] for key in ("assigned_agent_id", "agent_id") if place.get(key)]
    return found
