"""An agent's own day, read at once: the call in turn with all that helps in it, those that press, and the list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..models import Booking, Preset, Reminder
from ..queries import booking_lists
from ..queries import bookings as queries
from ..queries import now as now_queries
from ..queries.booking_lists import BookingFilter
from ..queries.bookings import BookedCall
from ..rules import lifecycle, permissions
from ..rules import now as now_rules
from ..rules import own_day as rules
from ..rules.customer_time import CustomerTime
from ..rules.now import Attendance
from ..rules.own_day import Way
from ..rules.permissions import Subject
from ..rules.zones import day_bounds, local_day
from . import customer_clock
from .booking_views import NoteView, acts_on, notes_on, whatsapp_link
from .bookings import lateness
from .links import links_of
from .now import Act
from .transaction import reads

HISTORY = 5
"""So many of the customer's last calls are told."""
_WEEK = timedelta(days=7)
_MOST = 200
_LONGEST_CALL = timedelta(minutes=480) + lifecycle.DOOR_CLOSES
"""How long before now a call may have begun that runs still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCall:
    """A call of the agent's with what can be done about it now.

    `way` leads to `address`; with `begins` going there begins the call. `opens_at` is when there will be a way.
    `counts_from` is the instant from which `standing` counts. `outcomes` are those of its preset.
    """

    call: BookedCall
    standing: Attendance | None
    counts_from: datetime
    acts: frozenset[Act]
    way: Way | None
    address: str
    begins: bool
    opens_at: datetime | None
    may_say: bool
    late_minutes: int | None
    told_late: Reminder | None
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Background:
    """What helps to hold a call: the preset's `questions`, the notes, the customer's last calls and what time it is there."""

    questions: Sequence[dict[str, Any]]
    notes: list[NoteView]
    past: list[BookedCall]
    at_customers: CustomerTime | None


@dataclass(frozen=True, slots=True)
class OwnDay:
    """The agent's calls from a day on. `turn` is the one that runs or comes next, `pressing` are others that wait for
    the agent at this moment, `unsettled` those that ended without a word."""

    calls: list[BookedCall] = field(default_factory=list)
    turn: OwnCall | None = None
    background: Background | None = None
    pressing: list[OwnCall] = field(default_factory=list)
    unsettled: list[OwnCall] = field(default_factory=list)


@reads
def board(session: Session, actor: Actor, zone_name: str) -> OwnDay:
    """The actor's own calls of today and the six days after it, in this zone, and one from before that runs still.

    Raises NotAllowed.
    """
    permissions.require(actor, "see_bookings", Subject(app_id=actor.app_id))
    scope, now = permissions.visible_to(actor), clock.now()
    today = local_day(now, zone_name)
    start, end = day_bounds(today, zone_name).start, day_bounds(today + _WEEK, zone_name).start
    mine = {"agent_ids": (actor.id or "",), "limit": _MOST}
    calls, _ = booking_lists.walk(session, scope, BookingFilter(start=start - _LONGEST_CALL, end=end, **mine))
    unsettled, _ = booking_lists.walk(session, scope, BookingFilter(needs_outcome=True, **mine))
    facts = {call.booking.id: now_queries.facts_of(call.booking) for call in (*calls, *unsettled)}
    held = [call for call in calls if rules.is_in_turn(facts[call.booking.id], now)]
    pressing = [call for call in held[1:] if rules.is_pressing(facts[call.booking.id], now)]
    in_hand = {call.booking.id for call in held[:1]}
    waiting = [call for call in unsettled if call.booking.id not in in_hand]
    look = _Look.at(session, actor, [*held[:1], *pressing, *waiting], now)
    turn = look.call(held[0]) if held else None
    return OwnDay(
        calls=[call for call in calls if call.booking.scheduled_at >= start or call.booking.id in in_hand],
        turn=turn,
        background=_background(session, actor, held[0].booking, now) if held else None,
        pressing=[look.call(call) for call in pressing],
        unsettled=[look.call(call) for call in waiting],
    )


def _background(session: Session, actor: Actor, booking: Booking, now: datetime) -> Background:
    subject = Subject(booking.app_id, booking.agent_id, actor.team_id, booking_id=booking.id)
    scope = permissions.visible_to(actor)
    _, past = queries.of_customer(session, scope, booking.customer_id, now, HISTORY, but=booking.id)
    return Background(
        questions=session.get_one(Preset, booking.preset_id).intake,
        notes=notes_on(session, booking.id) if permissions.may(actor, "see_notes", subject) else [],
        past=past,
        at_customers=customer_clock.at_customers(
            booking.scheduled_at, booking.guest_phone or "", booking.guest_timezone
        ),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """What is asked once for all calls in hand."""

    session: Session
    actor: Actor
    now: datetime
    told_late: dict[str, Reminder]
    outcomes: dict[str, list[str]]

    @classmethod
    def at(cls, session: Session, actor: Actor, calls: Collection[BookedCall], now: datetime) -> "_Look":
        ids = [call.booking.id for call in calls]
        presets = list({call.booking.preset_id for call in calls})
        return cls(session, actor, now, now_queries.told_late(session, ids), now_queries.outcomes(session, presets))

    def call(self, call: BookedCall) -> OwnCall:
        booking, facts = call.booking, now_queries.facts_of(call.booking)
        subject = Subject(booking.app_id, booking.agent_id, self.actor.team_id, booking_id=booking.id)
        told = self.told_late.get(booking.id)
        acts: set[Act] = set(acts_on(self.actor, booking, subject))
        if lateness.may_tell(self.actor, booking, subject, told, self.now):
            acts.add("tell_late")
        standing = now_rules.attendance(facts, self.now)
        way = rules.way(booking.call_kind, booking.status, acts, has_phone=bool(booking.guest_phone))
        return OwnCall(
            call=call,
            standing=standing,
            counts_from=now_rules.counts_from(standing, facts) if standing else booking.scheduled_at,
            acts=frozenset(acts),
            way=way,
            address=self._address(way, booking, subject),
            begins=way is not None and way != "join" and "start" in acts,
            opens_at=rules.opens_at(booking.call_kind, booking.scheduled_at, booking.ends_at, self.now),
            may_say=rules.may_say_how_it_went(booking.status, booking.scheduled_at, acts, self.now),
            late_minutes=now_rules.minutes_late(facts, self.now),
            told_late=told if told and lateness.holds(told, booking, self.now) else None,
            outcomes=tuple(self.outcomes.get(booking.preset_id, ())),
        )

    def _address(self, way: Way | None, booking: Booking, subject: Subject) -> str:
        if way == "call":
            return f"tel:{booking.guest_phone}"
        if way is None or not permissions.may(self.actor, "see_links", subject):
            return ""
        if way == "join":
            return links_of(booking).agent_join_url
        return whatsapp_link(self.session, booking) or ""
