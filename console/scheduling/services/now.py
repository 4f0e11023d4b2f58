"""*Now*: the calls that need somebody at this moment, gathered under their headings, with what this actor may do to each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from .. import clock
from ..actors import Actor
from ..models import Reminder
from ..queries import bookings as booking_queries
from ..queries import now as queries
from ..queries.bookings import BookedCall
from ..rules import now as rules
from ..rules import permissions
from ..rules.now import HEADINGS, PRESSING, Heading, NowFacts
from ..rules.permissions import Scope, Subject, Verb
from .booking_views import acts_on
from .bookings import lateness
from .reminders.sending import is_moot
from .transaction import reads

SHOWN = 50
"""So many rows stand under each heading; the table of calls shows the others."""

Act = Verb | Literal["tell_late", "send_again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NowCall:
    """A call under a heading. `counts_from` is the instant from which, or until which, its time counts.

    `late_minutes` is what its guest would be told of a delay now, `told_late` the message that told them and still
    holds, `lost` the one that failed. `outcomes` are those that its preset lists.
    """

    call: BookedCall
    counts_from: datetime
    acts: frozenset[Act]
    late_minutes: int | None
    told_late: Reminder | None
    lost: Reminder | None
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NowSection:
    """A heading with its first calls, and how many there are in all; `is_more`: that many at least."""

    heading: Heading
    calls: list[NowCall]
    count: int
    is_more: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """A booking's place under a heading, for the sake of the message `lost` if there is one."""

    booking_id: str
    facts: NowFacts
    lost: Reminder | None = None


@reads
def board(session: Session, actor: Actor) -> list[NowSection]:
    """What stands under each heading in this actor's sight, the most pressing first, none empty. Raises NotAllowed."""
    now = clock.now()
    places = _places(session, _sight(actor), now)
    shown = [place for each in places.values() for place in each[:SHOWN]]
    shelf = _Shelf.filled(session, actor, shown, now)
    return [
        NowSection(
            heading,
            [shelf.call(heading, place) for place in places[heading][:SHOWN]],
            len(places[heading]),
            len(places[heading]) >= queries.MOST,
        )
        for heading in HEADINGS
        if places[heading]
    ]


@reads
def pressing(session: Session, actor: Actor) -> int:
    """How much somebody must do something about now, in this actor's sight. Raises NotAllowed."""
    places = _places(session, _sight(actor), clock.now())
    return sum(len(places[heading]) for heading in PRESSING)


def _sight(actor: Actor) -> Scope:
    permissions.require(actor, "see_bookings", Subject(app_id=actor.app_id))
    return permissions.visible_to(actor)


def _places(session: Session, scope: Scope, now: datetime) -> dict[Heading, list[_Place]]:
    """What stands under each heading, in the order in which it is pressing."""
    facts = (
        queries.around(session, scope, now)
        | queries.without_outcome(session, scope, now)
        | queries.unconfirmed(session, scope, now)
    )
    places: dict[Heading, list[_Place]] = {heading: [] for heading in HEADINGS}
    for booking_id, one in facts.items():
        for heading in rules.headings(one, now):
            places[heading].append(_Place(booking_id, one))
    for heading, each in places.items():
        each.sort(key=lambda place, heading=heading: (rules.counts_from(heading, place.facts), place.booking_id))
    places["failed"] = [
        _Place(booking.id, queries.facts_of(booking), row)
        for row, booking in queries.lost_messages(session, scope, now)
        if not is_moot(row, booking, now)
    ]
    return places


@dataclass(frozen=True, slots=True)
class _Shelf:
    """All that is said of the calls that are shown, read at once for all of them."""

    actor: Actor
    now: datetime
    calls: dict[str, BookedCall]
    teams: dict[str, str | None]
    told_late: dict[str, Reminder]
    outcomes: dict[str, list[str]]

    @classmethod
    def filled(cls, session: Session, actor: Actor, places: Collection[_Place], now: datetime) -> "_Shelf":
        """With everything about these places, in so many questions however many there are."""
        ids = list({place.booking_id for place in places})
        calls = booking_queries.named(session, ids)
        of_all = [call.booking for call in calls.values()]
        return cls(
            actor,
            now,
            calls,
            queries.teams(session, actor.app_id or "", list({booking.agent_id for booking in of_all})),
            queries.told_late(session, ids),
            queries.outcomes(session, list({booking.preset_id for booking in of_all})),
        )

    def call(self, heading: Heading, place: _Place) -> NowCall:
        """One of them under this heading."""
        call = self.calls[place.booking_id]
        booking = call.booking
        subject = Subject(
            app_id=booking.app_id,
            agent_id=booking.agent_id,
            team_id=self.teams.get(booking.agent_id),
            booking_id=booking.id,
        )
        told = self.told_late.get(booking.id)
        holds = told is not None and lateness.holds(told, booking, self.now)
        acts: set[Act] = set(acts_on(self.actor, booking, subject))
        if lateness.may_tell(self.actor, booking, subject, told, self.now):
            acts.add("tell_late")
        if place.lost and permissions.may(self.actor, "send_again", subject):
            acts.add("send_again")
        return NowCall(
            call=call,
            counts_from=place.lost.fire_at if place.lost else rules.counts_from(heading, place.facts),
            acts=frozenset(acts),
            late_minutes=rules.minutes_late(place.facts, self.now),
            told_late=told if holds else None,
            lost=place.lost,
            outcomes=tuple(self.outcomes.get(booking.preset_id, ())),
        )
