"""How long the master view waits for its rows: `python -m tests.bench.lists`, against what `tests.bench.crowd` made.

Every question is asked `--rounds` times, each time for another agent, day, customer or word, and as the master view asks
it. Times are wall-clock milliseconds at the server, from the call of the service to the rows in hand.
"""

import argparse
import math
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from statistics import median

from sqlmodel import col, func, select

from console.scheduling import clock, database
from console.scheduling.actors import operator
from console.scheduling.models import Booking, Person
from console.scheduling.queries.booking_lists import BookingFilter
from console.scheduling.services import booking_views
from tests.bench.crowd import APP, FIRST_NAMES, LAST_NAMES

Question = Callable[[Random, Booking], BookingFilter]
"""A filter made of chance and of a booking that it should find."""

_SOURCES = ("public_booking", "agent", "api", "admin")
_STATUSES = ("scheduled", "confirmed", "pending_confirmation", "cancelled", "completed", "no_show")


def _day(booking: Booking, days: int) -> BookingFilter:
    start = booking.scheduled_at.replace(hour=0, minute=0)
    return BookingFilter(start=start, end=start + timedelta(days=days))


QUESTIONS: dict[str, Question] = {
    "first page: today": lambda _, __: _day(Booking(scheduled_at=clock.now()), 1),
    "first page: the coming seven days": lambda _, __: _day(Booking(scheduled_at=clock.now()), 7),
    "first page: all time": lambda _, __: BookingFilter(),
    "all time, latest first": lambda _, __: BookingFilter(order="desc"),
    "next page": lambda random, _: BookingFilter(offset=50 * random.randint(1, 20)),
    "filter: a day": lambda _, like: _day(like, 1),
    "filter: a month": lambda _, like: _day(like, 31),
    "filter: an agent": lambda _, like: BookingFilter(agent_ids=[like.agent_id]),
    "filter: a status": lambda random, _: BookingFilter(statuses=[random.choice(_STATUSES)]),
    "filter: a source": lambda random, _: BookingFilter(sources=[random.choice(_SOURCES)]),
    "filter: two statuses": lambda random, _: BookingFilter(statuses=random.sample(_STATUSES, 2)),
    "filter: ten agents": lambda random, _: BookingFilter(
        agent_ids=[f"per_{number:05}" for number in random.sample(range(100), 10)]
    ),
    "filter: two sources, latest first": lambda random, _: BookingFilter(
        sources=random.sample(_SOURCES, 2), order="desc"
    ),
    "filter: agent, status, source and month": lambda _, like: BookingFilter(
        agent_ids=[like.agent_id],
        statuses=[like.status],
        sources=[like.booking_source],
        start=like.scheduled_at - timedelta(days=15),
        end=like.scheduled_at + timedelta(days=15),
    ),
    "search: whole name": lambda _, like: BookingFilter(search=like.guest_name.upper()),
    "search: first name (one in 50)": lambda random, _: BookingFilter(search=random.choice(FIRST_NAMES)),
    "search: last name (one in 25)": lambda random, _: BookingFilter(search=random.choice(LAST_NAMES)),
    "search: e-mail": lambda _, like: BookingFilter(search=like.guest_email or ""),
    "search: e-mail's domain (one in 3)": lambda _, like: BookingFilter(search=(like.guest_email or "").split("@")[1]),
    "search: phone": lambda _, like: BookingFilter(
        search=f"{(like.guest_phone or '')[:6]} {(like.guest_phone or '')[6:]}"
    ),
    "search: last four digits": lambda _, like: BookingFilter(search=(like.guest_phone or "")[-4:]),
    "search: reference": lambda _, like: BookingFilter(search=like.reference.lower()),
    "search: two letters": lambda random, _: BookingFilter(search=random.choice(FIRST_NAMES)[:2]),
    "search: nothing like it": lambda _, __: BookingFilter(search="zzyzx"),
    "sort: by customer": lambda _, __: BookingFilter(sort="guest_name"),
    "sort: by agent": lambda _, __: BookingFilter(sort="agent_name"),
    "sort: by making": lambda _, __: BookingFilter(sort="created_at", order="desc"),
}


def some_bookings(count: int) -> list[Booking]:
    """Bookings from all over the table."""
    with database.reading() as session:
        total = session.scalar(select(func.count()).select_from(Booking)) or 0
        ids = [f"bkg_{Random(place).randrange(total):08}" for place in range(count)]
        return list(session.exec(select(Booking).where(col(Booking.id).in_(ids))))


def ask(wanted: BookingFilter) -> float:
    """How many milliseconds an admin waits for this."""
    start = time.perf_counter()
    booking_views.find(operator(APP), replace(wanted, counts_all=False))
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--only", default="", help="Only questions that contain this.")
    options = parser.parse_args()
    like = some_bookings(options.rounds)
    with database.reading() as session:
        people = session.scalar(select(func.count()).select_from(Person))
    sys.stdout.write(
        f"{people:,} agents, {database.engine().dialect.name}\n| question | median | p95 |\n|---|---|---|\n"
    )
    for name, question in QUESTIONS.items():
        if options.only in name:
            random = Random(name)
            ask(question(random, like[0]))
            times = sorted(ask(question(random, each)) for each in like)
            p95 = times[math.ceil(0.95 * len(times)) - 1]
            sys.stdout.write(f"| {name} | {median(times):.1f} ms | {p95:.1f} ms |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
