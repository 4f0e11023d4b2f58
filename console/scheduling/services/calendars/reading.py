"""Reading busy calendars: what is due is claimed, fetched and read by the jobs, and recorded. Called by the jobs alone."""

import hmac
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from sqlalchemy import delete
from sqlmodel import Session, col

from ...models import BusyCalendar, BusyTime, Person
from ...queries import calendars as found
from ...queries.moment import database_now
from ...rules import calendars as rules
from ...rules.calendar_files import Busy, Reading, all_times
from ...rules.intervals import Interval
from ...rules.zones import day_bounds, local_day
from .. import installation, notices
from ..transaction import reads, writes
from .owning import tell

_LEAST_DAYS = 60
"""So far ahead a calendar is read at least: colleagues may book beyond every preset's horizon."""


@dataclass(frozen=True, slots=True)
class Look:
    """A calendar that a worker has claimed, and what its file will be asked. `number` tells this look from the next.

    `etag`, `last_modified` and `digest` are those of the file that was read for the same question; None when there is
    none, or it was read for another one: then the whole file is needed.
    """

    calendar_id: str
    number: int
    url: str
    etag: str | None
    last_modified: str | None
    digest: str | None
    reading: Reading
    read_for: str

    def __repr__(self) -> str:
        return f"Look({self.calendar_id!r}, {self.number})"  # the address is a secret, and logs show what is printed


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a look: `problem` says why it failed; `busy` is None where nothing has changed."""

    look: Look
    problem: str | None = None
    busy: Busy | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None


@reads
def has_due(session: Session) -> bool:
    """Whether any calendar is to be read now; asked first, since looking never waits for a writer."""
    return found.has_due(session, database_now(session))


@writes
def claim_due(session: Session, worker: str, count: int) -> list[Look]:
    """Lease so many due calendars to this worker."""
    now = database_now(session)
    return [_look(session, calendar, now) for calendar in found.lease(session, count, worker, now, rules.LEASE)]


@writes
def record(session: Session, worker: str, seen: Seen) -> bool:
    """Write down what came of a look; gives False when it took too long, and another one has come first.

    The busy times change all at once, and only those that differ. A look that failed leaves them as they are.
    """
    calendar = found.leased(session, seen.look.calendar_id, worker, seen.look.number)
    if calendar is None:
        return False
    now, was_fine = database_now(session), calendar.fetched_at is not None and calendar.failed_at is None
    calendar.leased_by = calendar.leased_until = None
    if seen.problem is not None:
        changed = calendar.problem != seen.problem
        calendar.failed_at, calendar.problem, calendar.failures = now, seen.problem, calendar.failures + 1
        if calendar.failures == rules.BROKEN_AFTER:
            for home in found.homes(session, calendar.person_id):
                notices.of_calendar(session, home.app_id, calendar.id, calendar.person_id, now)
    else:
        changed = not was_fine
        calendar.fetched_at, calendar.failed_at, calendar.problem, calendar.failures = now, None, None, 0
        calendar.etag, calendar.last_modified = seen.etag, seen.last_modified
        if seen.busy is not None:
            calendar.digest, calendar.read_for = seen.digest, seen.look.read_for
            calendar.known_until, calendar.unread = seen.look.reading.within.end, seen.busy.unread
            changed = _keep(session, calendar, seen.busy) or changed
    jitter = random.uniform(0.9, 1.1)  # noqa: S311  (not a secret: so that calendars do not come in one wave)
    calendar.due_at = now + rules.wait_after(calendar.failures) * jitter
    if changed:
        tell(session, calendar.person_id)
    return True


@writes
def let_go(session: Session, worker: str) -> None:
    """Give back whatever this worker still holds, as it stops."""
    found.release(session, worker)


@writes
def take_back(session: Session, is_gone: Callable[[str], bool]) -> None:
    """Free the leases of workers that are known to be dead."""
    for worker in found.workers(session):
        if is_gone(worker):
            found.release(session, worker)


def feed_mark() -> str:
    """What tells the events of this installation's feeds from those of another Callboard's."""
    return hmac.digest(installation.key(), b"calendar feeds", sha256)[:8].hex()


def _look(session: Session, calendar: BusyCalendar, now: datetime) -> Look:
    person, homes = session.get_one(Person, calendar.person_id), found.homes(session, calendar.person_id)
    timezone = homes[0].timezone  # one human lives in one place: where they joined first
    days = max(_LEAST_DAYS, found.furthest_horizon(session, [home.app_id for home in homes]))
    today = local_day(now, timezone)
    first, last = (day_bounds(day, timezone) for day in (today, today + timedelta(days=days + 1)))
    owners = frozenset({person.email_key, *_addresses_in(calendar.url)})
    reading = Reading(Interval(first.start - rules.LOOKS_BACK, last.end), timezone, owners)
    wanted = f"{today} {timezone} {days} {' '.join(sorted(owners))}"
    known = calendar.read_for == wanted
    return Look(
        calendar_id=calendar.id,
        number=calendar.looks,
        url=calendar.url,
        etag=calendar.etag if known else None,
        last_modified=calendar.last_modified if known else None,
        digest=calendar.digest if known else None,
        reading=reading,
        read_for=wanted,
    )


def _addresses_in(url: str) -> Sequence[str]:
    """Google writes the owner's e-mail address into the calendar's."""
    return [
        part.casefold() for part in unquote(urlsplit(url).path).split("/") if re.fullmatch(r"[^@]+@[^@]+\.[^@]+", part)
    ]


def _keep(session: Session, calendar: BusyCalendar, busy: Busy) -> bool:
    """Make these the calendar's busy times; gives whether that changed anything."""
    wanted = set(all_times(busy, _judge(session, busy)))
    known = {Interval(one.start_at, one.end_at): one.id for one in found.times(session, calendar.id)}
    gone = [id for stretch, id in known.items() if stretch not in wanted]
    for first in range(0, len(gone), 500):
        session.execute(delete(BusyTime).where(col(BusyTime.id).in_(gone[first : first + 500])))
    new = sorted(wanted - known.keys())
    session.add_all(
        BusyTime(calendar_id=calendar.id, person_id=calendar.person_id, start_at=each.start, end_at=each.end)
        for each in new
    )
    return bool(gone or new)


def _judge(session: Session, busy: Busy) -> Callable[[str], bool]:
    """Tells by its UID whether an event is of our own making: a booking of ours, or a time from one of our feeds."""
    named = {uid: rules.own_id(uid) or ("", "") for uid in busy.ours}
    bookings = found.bookings_among(session, {id for id, _ in named.values()})
    return lambda uid: named[uid][0] in bookings or named[uid][1] == feed_mark()
