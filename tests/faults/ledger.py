"""The ledger: what clients, receivers and inboxes were told, against what the installation says after whatever was done to it.

    ledger = Ledger()
    ledger.told(call)  # the call of every answer 200 or 201
    assert ledger.verdict(arrived=receiver.requests, mails=sink.ids) == []

A verdict is a list of sentences, empty when all is sound.
"""

import json
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import func, select

from console.scheduling import database
from console.scheduling.messages.instants import iso
from console.scheduling.models import Attempt, Delivery, OutboxEvent, Reminder, StaffNotice, Subscription
from tests.faults import books as all_books
from tests.faults.books import Books

Arrived = Sequence[tuple[dict[str, str], bytes]]
"""Requests at receivers: their headers and bodies."""
_SAID = ("status", "scheduled_at", "ends_at", "assigned_agent_id")


@dataclass
class Ledger:
    """What clients were told. Many threads may write in it at once."""

    calls: dict[str, dict[int, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    """Each call that was acknowledged -> its version -> what was said of it then."""
    booked: dict[str, str] = field(default_factory=dict)
    """The key of each request that was granted -> its call; the call holds the key in its metadata."""
    refused: set[str] = field(default_factory=set)
    """The keys of requests that were refused for good."""
    over: set[str] = field(default_factory=set)
    """Holds that were booked or given back."""
    complaints: list[str] = field(default_factory=list)
    """What no client may ever be told, by anyone who noticed."""
    lock: Any = field(default_factory=threading.Lock, repr=False)

    def told(self, call: dict[str, Any]) -> None:
        """Somebody was answered with this call."""
        said = {name: call[name] for name in _SAID}
        with self.lock:
            before = self.calls[call["id"]].setdefault(call["version"], said)
            if before != said:
                self.complaints.append(f"{call['id']} in version {call['version']} was {before}, and then {said}")

    def complain(self, sentence: str) -> None:
        """Note what must not be."""
        with self.lock:
            self.complaints.append(sentence)

    def now(self) -> "Ledger":
        """What has been acknowledged by now: all that a copy made from now on must hold."""
        with self.lock:
            return Ledger(deepcopy(self.calls), dict(self.booked))

    def verdict(
        self, arrived: Arrived | None = None, mails: Sequence[str] | None = None, interrupted: int = 0
    ) -> list[str]:
        """Everything that is unsound. None: nobody listened.

        `arrived` are all requests of all receivers; `mails` the Message-ID of all that an inbox got, of which so
        many were `interrupted` as in `messages`.
        """
        books = all_books.read()
        with self.lock:
            complaints, self.complaints = self.complaints, []
        return [
            *complaints,
            *all_books.faults(books),
            *self._forgotten(books),
            *(deliveries(arrived) if arrived is not None else ()),
            *(messages(mails, interrupted) if mails is not None else ()),
        ]

    def _forgotten(self, books: Books) -> Iterator[str]:
        """Each acknowledged state is stored, or a later one, and the world was told of it; each request booked once."""
        for call_id, versions in self.calls.items():
            booking = books.bookings.get(call_id)
            newest = max(versions)
            if booking is None or booking.version < newest:
                yield f"{call_id} was acknowledged in version {newest}, and stored is {booking and booking.version}"
                continue
            for event in books.events[call_id]:
                told = event.payload["scheduled_call"]
                said = versions.get(told["version"])
                if said and said != {name: told[name] for name in _SAID}:
                    yield f"{call_id} in version {told['version']} was acknowledged as {said}, and told otherwise"
            if untold := versions.keys() - {
                event.payload["scheduled_call"]["version"] for event in books.events[call_id]
            }:
                yield f"{call_id} was acknowledged in versions {sorted(untold)}, of which the outbox says nothing"
            stored = (booking.status, iso(booking.scheduled_at), iso(booking.ends_at), booking.agent_id)
            if booking.version == newest and stored != tuple(versions[newest].values()):
                yield f"{call_id} was acknowledged as {versions[newest]}, and stored is {stored}"
        by_key = Counter(key for booking in books.bookings.values() if (key := booking.meta.get("key")))
        yield from (f"the request {key} was booked {times} times" for key, times in by_key.items() if times > 1)
        yield from (f"the request {key} was refused, and booked" for key in self.refused & by_key.keys())
        yield from (f"the request {key} was granted, and not booked" for key in self.booked.keys() - by_key.keys())
        yield from (f"the hold {hold.id} was ended, and stands" for hold in books.holds if hold.id in self.over)


def statuses() -> Counter[str]:
    """How many deliveries are in which state."""
    with database.reading() as session:
        return Counter(dict(session.execute(select(Delivery.status, func.count()).group_by(Delivery.status)).all()))


def check(arrived: Arrived) -> int:
    """Every event of the store arrived at every subscription; gives how many requests came beyond one for each."""
    with database.reading() as session:
        owed, events, receivers = (
            session.exec(select(func.count()).select_from(of)).one() for of in (Delivery, OutboxEvent, Subscription)
        )
    assert owed == events * receivers, "each event is owed to each subscription"
    assert deliveries(arrived) == []
    return len(arrived) - owed


def deliveries(arrived: Arrived) -> list[str]:
    """Each delivery arrived, and no attempt at one was made, recorded or numbered twice.

    An event has one id and one content however often it comes.
    """
    with database.reading() as session:
        owed = set(map(tuple, session.execute(select(Delivery.subscription_id, Delivery.event_id))))
        recorded = Counter(map(tuple, session.execute(select(Attempt.delivery_id, Attempt.number))))
        claimed = dict(map(tuple, session.execute(select(Delivery.id, Delivery.attempts))))
    came = Counter(_attempt(headers) for headers, _ in arrived)
    there = {(to, event) for to, event, _ in came}
    contents: dict[str, set[str]] = defaultdict(set)
    for _, body in arrived:
        told = json.loads(body)
        contents[told["id"]].add(_content(told))
    return [
        *(f"{event} never arrived at {to}" for to, event in owed - there),
        *(f"{event} arrived at {to}, and is not in the books" for to, event in there - owed),
        *(f"attempt {attempt} was made {times} times" for attempt, times in came.items() if times > 1),
        *(f"attempt {attempt} is recorded {times} times" for attempt, times in recorded.items() if times > 1),
        *(f"attempt {number} of {one} was never claimed" for one, number in recorded if number > claimed[one]),
        *(f"{event} said different things" for event, said in contents.items() if len(said) > 1),
    ]


def messages(mails: Sequence[str], interrupted: int = 0) -> list[str]:
    """Each message that counts as sent came once, and none came that does not.

    Of so many that were `interrupted`, because whoever sent them was killed, nobody wrote down that they had gone out:
    they may come again. One that was called off while it went out came, and counts as called off.
    """
    mailed = [select(of.id, of.status).where(of.channel == "email") for of in (Reminder, StaffNotice)]
    with database.reading() as session:
        rows = {row_id: status for query in mailed for row_id, status in session.execute(query)}
    came = Counter(mail.strip("<>").partition("@")[0] for mail in mails)
    sent = {reminder for reminder, status in rows.items() if status == "sent"}
    unsure = [mail for mail, times in came.items() if times > 1 or rows.get(mail) == "pending"]
    return [
        *(f"the message {reminder} counts as sent, and never came" for reminder in sent - came.keys()),
        *(f"the message {mail} came, and is not in the books" for mail in came.keys() - rows.keys()),
        *([f"{interrupted} messages at most were interrupted: {unsure}"] if len(unsure) > interrupted else []),
        *(f"the message {reminder} was given up" for reminder, status in rows.items() if status == "failed"),
    ]


def _attempt(headers: dict[str, str]) -> tuple[str, str, int]:
    subscription, _, number = headers["X-Callboard-Delivery"].rpartition(":")
    return subscription, headers["webhook-id"], int(number)


def _content(told: dict[str, Any]) -> str:
    return json.dumps({name: value for name, value in told.items() if name not in ("deliveredAt", "attempt")})
