"""What the installation's books say after a load, set against what its clients were told."""

import time
from collections.abc import Iterator
from itertools import pairwise

from sqlmodel import col, func, select

from console.scheduling import database
from console.scheduling.models import Booking, Delivery, OutboxEvent
from console.scheduling.rules.lifecycle import LIVE
from tests.bench.loading.samples import Seen
from tests.faults import ledger


def settle(seconds: float) -> int:
    """Wait until nothing is owed to any receiver; gives how many deliveries still are."""
    until = time.monotonic() + seconds
    while True:
        with database.reading() as session:
            owed = session.exec(select(func.count()).where(col(Delivery.finished_at).is_(None))).one()
        if not owed or time.monotonic() > until:
            return owed
        time.sleep(0.5)


def overlaps() -> list[str]:
    """Pairs of one agent's calls that meet, asked of the calls themselves."""
    with database.reading() as session:
        of = (Booking.agent_id, Booking.scheduled_at, Booking.ends_at, Booking.id)
        rows = session.execute(
            select(*of).where(col(Booking.status).in_(LIVE)).order_by(col(Booking.agent_id), col(Booking.scheduled_at))
        ).all()
    return [
        f"{one.id} and {other.id} are booked for one agent at once"
        for one, other in pairwise(rows)
        if one.agent_id == other.agent_id and other.scheduled_at < one.ends_at
    ]


def lost(seen: Seen) -> Iterator[str]:
    """What was acknowledged and is not there."""
    with database.reading() as session:
        rows = session.execute(select(Booking.id, Booking.status, Booking.guest_email)).all()
    statuses, emails = {row.id: row.status for row in rows}, {row.guest_email for row in rows}
    for kind in ("booked", "moved", "cancelled"):
        for _, call in seen.notes[kind]:
            if call["id"] not in statuses:
                yield f"{call['id']} was {kind} and is not there"
            elif kind == "cancelled" and statuses[call["id"]] != "cancelled":
                yield f"{call['id']} was cancelled and is {statuses[call['id']]}"
    for _, email in seen.notes["guest"]:
        if email not in emails:
            yield f"{email} has booked, and has no call"


def undelivered(arrived: list[tuple[float, dict[str, str], bytes]]) -> list[str]:
    """Events that were owed and did not arrive, or were told in two ways."""
    if not arrived:
        return []  # `settle` has said whether anything was owed
    try:
        ledger.check([(headers, body) for _, headers, body in arrived])
    except AssertionError as error:
        return [f"the receiver's ledger: {str(error)[:300]}"]
    return []


def unknown_events(seen: Seen) -> list[str]:
    """What the feed told that never happened. One that it told twice may be right: reads overlap in time, and two that
    began at one cursor hold the same page."""
    with database.reading() as session:
        known = set(session.exec(select(OutboxEvent.id)))
    return [
        f"the feed told {each}, which is no event"
        for _, page in seen.notes["read"]
        for each in page
        if each not in known
    ]


def lateness(arrived: list[tuple[float, dict[str, str], bytes]], since: float) -> list[float]:
    """Seconds from each event's transaction to the first time that the receiver had it; events from a Unix time on."""
    with database.reading() as session:
        happened = {
            row.id: row.occurred_at.timestamp()
            for row in session.execute(select(OutboxEvent.id, OutboxEvent.occurred_at))
        }
    first: dict[str, float] = {}
    for at, headers, _ in arrived:
        first.setdefault(headers["webhook-id"], at)
    return [at - happened[its] for its, at in first.items() if its in happened and happened[its] >= since]


def liveliness(seen: Seen, since: float) -> tuple[list[float], int]:
    """Seconds from the transaction of each booking of the API to each tab that shows the newest; and how many tabs never
    showed one of them. `perf_counter` and the clock on the wall are set against each other here."""
    ahead = time.time() - time.perf_counter()
    with database.reading() as session:
        made = {
            row.guest_name: row.created_at.timestamp()
            for row in session.execute(
                select(Booking.guest_name, Booking.created_at).where(col(Booking.guest_name).like("Load %"))
            )
        }
    shown = [(name, at + ahead) for _, (names, at) in seen.notes["shown"] for name in names]
    booked = {call["name"] for _, call in seen.notes["booked"]}
    tabs = max((sum(1 for name, _ in shown if name == one) for one in booked), default=0)
    missed = len(booked) * tabs - sum(name in booked for name, _ in shown)
    return [at - made[name] for name, at in shown if made[name] >= since], missed
