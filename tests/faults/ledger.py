"""The ledger that webhooks are checked against after whatever was done to their senders and receivers."""

import json
from collections import Counter, defaultdict
from typing import Any

from sqlmodel import func, select

from console.scheduling import database
from console.scheduling.models import Attempt, Delivery, OutboxEvent, Subscription


def statuses() -> Counter[str]:
    """How many deliveries are in which state."""
    with database.reading() as session:
        return Counter(dict(session.execute(select(Delivery.status, func.count()).group_by(Delivery.status)).all()))


def check(arrived: list[tuple[dict[str, str], bytes]]) -> int:
    """Every event of the store arrived at every subscription; gives how many requests came beyond one for each.

    An event has one id and one content however often it comes, and no number of an attempt was ever claimed twice.
    """
    with database.reading() as session:
        owed = set(session.exec(select(Delivery.subscription_id, Delivery.event_id)).all())
        events, receivers = (
            session.exec(select(func.count()).select_from(of)).one() for of in (OutboxEvent, Subscription)
        )
        numbers = Counter(session.exec(select(Attempt.delivery_id, Attempt.number)).all())
        claimed = dict(session.exec(select(Delivery.id, Delivery.attempts)).all())
    assert len(owed) == events * receivers, "each event is owed to each subscription"
    came = Counter(_attempt(headers) for headers, _ in arrived)
    assert {(to, event) for to, event, _ in came} == owed, "each event arrives at each subscription"
    assert set(came.values()) == {1}, "no attempt is made twice"
    assert set(numbers.values()) == {1}, "no attempt is recorded twice"
    assert all(number <= claimed[delivery] for delivery, number in numbers)
    contents: dict[str, set[str]] = defaultdict(set)
    for _, body in arrived:
        told = json.loads(body)
        contents[told["id"]].add(_content(told))
    assert all(len(of_event) == 1 for of_event in contents.values()), "an event says the same on every attempt"
    return len(arrived) - len(owed)


def _attempt(headers: dict[str, str]) -> tuple[str, str, int]:
    subscription, _, number = headers["X-Callboard-Delivery"].rpartition(":")
    return subscription, headers["webhook-id"], int(number)


def _content(told: dict[str, Any]) -> str:
    return json.dumps({name: value for name, value in told.items() if name not in ("deliveredAt", "attempt")})
