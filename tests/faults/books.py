"""What an installation's own books must say at any quiet moment, whatever was done to it: sentences on what they do not."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from console.scheduling import clock, database
from console.scheduling.models import Booking, Delivery, Hold, OutboxEvent, Preset, Subscription, TimelineEvent, Turn
from console.scheduling.rules.assignment import gives_turn_back
from console.scheduling.rules.calls import Call, conflicts
from console.scheduling.rules.lifecycle import LIVE
from console.scheduling.services.outbox import WEBHOOK_EVENTS

_REACH = timedelta(hours=4)
"""The longest buffer: whoever starts later than this after a call's end is no neighbour of it."""
_SWEPT_WITHIN = timedelta(seconds=30)
"""How long a hold that is over may still stand: the jobs take it out each second, once they run again."""


@dataclass(frozen=True)
class Books:
    """All rows that an act on a booking writes, as they stand at one instant."""

    now: datetime
    bookings: dict[str, Booking]
    events: dict[str, list[OutboxEvent]]
    stories: dict[str, list[TimelineEvent]]
    turns: dict[str, list[Turn]]
    holds: Sequence[Hold]
    presets: dict[str, Preset]
    subscriptions: Sequence[Subscription]
    owed: Counter[tuple[str, str]]
    """How many deliveries there are of each event to each subscription."""


def read() -> Books:
    """The books of the installation that this process stands on."""
    with database.reading() as session:
        return Books(
            now=clock.now(),
            bookings={row.id: row for row in session.exec(select(Booking))},
            events=_by_booking(session, select(OutboxEvent).order_by(OutboxEvent.sequence)),
            stories=_by_booking(session, select(TimelineEvent).order_by(TimelineEvent.id)),
            turns=_by_booking(session, select(Turn)),
            holds=session.exec(select(Hold)).all(),
            presets={row.id: row for row in session.exec(select(Preset))},
            subscriptions=session.exec(select(Subscription).where(Subscription.deleted_at == None)).all(),  # noqa: E711
            owed=Counter(map(tuple, session.execute(select(Delivery.subscription_id, Delivery.event_id)))),
        )


def _by_booking(session: Session, rows: Any) -> dict[str, list[Any]]:
    found = defaultdict(list)
    for row in session.exec(rows):
        found[row.booking_id].append(row)
    return found


def faults(books: Books) -> list[str]:
    """What is wrong in the books themselves; nothing when they are sound."""
    return [
        *_overlaps(books),
        *_untold(books),
        *_not_owed(books),
        *_miscounted(books),
        *_over_limit(books),
        *_left(books),
    ]


def _overlaps(books: Books) -> Iterator[str]:
    """Asked of the rule, not of the guard that is to keep it."""
    by_agent = defaultdict(list)
    for booking in books.bookings.values():
        if booking.status in LIVE:
            by_agent[booking.agent_id].append(_call(booking))
    for calls in by_agent.values():
        calls.sort(key=lambda call: call.start)
        for place, one in enumerate(calls):
            for other in calls[place + 1 :]:
                if other.start > one.end + _REACH:
                    break
                if conflicts(one, other):
                    yield f"{one.booking_id} and {other.booking_id} are in one agent's way"


def _call(booking: Booking) -> Call:
    return Call(
        booking.scheduled_at,
        booking.ends_at,
        booking.buffer_before_minutes,
        booking.buffer_after_minutes,
        booking.id,
    )


def _untold(books: Books) -> Iterator[str]:
    """Each act stands in the timeline and in the outbox, and a booking's events are numbered from one without a gap."""
    for booking in books.bookings.values():
        sequences = [event.sequence for event in books.events[booking.id]]
        if sequences != [*range(1, booking.event_sequence + 1)]:
            yield f"{booking.id} has told {booking.event_sequence} events, and its outbox has {sequences}"
        acts = Counter(WEBHOOK_EVENTS[act.event_type] for act in books.stories[booking.id] if _is_told(act))
        told = Counter(event.event for event in books.events[booking.id])
        if acts != told:
            yield f"{booking.id} has lived {dict(acts)}, and its outbox tells {dict(told)}"
    for strange in (books.events.keys() | books.stories.keys()) - books.bookings.keys() - {None}:
        yield f"{strange} has events, and is no booking"


def _is_told(act: TimelineEvent) -> bool:
    """Whom a booking is first given to is told together with its making."""
    return act.event_type in WEBHOOK_EVENTS and (act.event_type != "assigned" or "act" in act.payload)


def _not_owed(books: Books) -> Iterator[str]:
    """Each event is owed once to every subscription that asked for it."""
    for subscription in books.subscriptions:
        for event in _told_to(subscription, books):
            if (times := books.owed[subscription.id, event.id]) != 1:
                yield f"{event.id} is owed {times} times to {subscription.id}"


def _told_to(subscription: Subscription, books: Books) -> Iterable[OutboxEvent]:
    for events in books.events.values():
        for event in events:
            if (
                event.app_id == subscription.app_id
                and event.event in subscription.events
                and event.occurred_at > subscription.created_at
            ):
                yield event


def _miscounted(books: Books) -> Iterator[str]:
    """A call that the engine gave counts for its agent while it lives, and each draw that the timeline tells has a turn."""
    for booking in books.bookings.values():
        turns = books.turns[booking.id]
        draws = sum("considered" in act.payload for act in books.stories[booking.id])
        handed_over = any("act" in act.payload for act in books.stories[booking.id])
        ended_at = None if booking.status in LIVE else booking.cancelled_at or books.now
        due = [booking.agent_id for turn in turns if not handed_over and not _is_back(turn, ended_at)]
        kept = [turn.agent_id for turn in turns if turn.returned_at is None]
        if kept != due or len(turns) != draws:
            yield f"{booking.id} ({booking.status}) has {draws} draws and {len(turns)} turns: {kept}, not {due}, kept"


def _is_back(turn: Turn, ended_at: datetime | None) -> bool:
    return ended_at is not None and gives_turn_back("cancel", turn.given_at, ended_at)


def _over_limit(books: Books) -> Iterator[str]:
    """No customer has more open calls than the preset allows, by e-mail or by phone."""
    open_calls: Counter[tuple[str, str]] = Counter()
    for booking in books.bookings.values():
        if booking.status in LIVE and booking.scheduled_at > books.now:
            for contact in filter(None, (booking.guest_email_key, booking.guest_phone)):
                open_calls[booking.preset_id, contact] += 1
    for (preset_id, contact), count in open_calls.items():
        limit = books.presets[preset_id].limit_open
        if limit is not None and count > limit:
            yield f"{contact} has {count} open calls, and {limit} are allowed"


def _left(books: Books) -> Iterator[str]:
    """A hold that is over does not stay."""
    for hold in books.holds:
        if hold.expires_at < books.now - _SWEPT_WITHIN:
            yield f"{hold.id} was over at {hold.expires_at:%H:%M:%S} and stands still"
