"""What people do with their own calendars: add one by its secret address, have it read again, remove it."""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_network
from urllib.parse import urlsplit

from sqlalchemy import delete
from sqlmodel import Session, col

from ... import clock
from ...actors import Actor
from ...errors import Conflict, NotFound, TooMany
from ...models import BusyCalendar, BusyTime, Member
from ...queries import calendars as found
from ...queries import members
from ...rules import calendars as rules
from ...rules import limits
from ...rules.permissions import Subject, require
from ...settings import settings
from .. import audit
from ..changes import Change, announce
from ..transaction import reads, writes


@dataclass(frozen=True, slots=True)
class CalendarView:
    """A calendar as it may be shown: never its address.

    `busy` counts the busy times that are not over; they are known up to `known_until`. `problem` is the code of why the
    last look failed, which was at `failed_at`; what was known before still counts.
    """

    id: str
    name: str
    busy: int
    known_until: datetime | None
    unread: int
    fetched_at: datetime | None
    failed_at: datetime | None
    problem: str | None
    is_being_read: bool


@reads
def of_agent(session: Session, actor: Actor, agent_id: str) -> list[CalendarView]:
    """The calendars of an agent: for themselves, and for who may edit their hours. Raises NotAllowed, NotFound."""
    member = _member(session, actor, agent_id)
    own = actor.id == agent_id
    subject = Subject(app_id=actor.app_id, agent_id=agent_id, team_id=member.team_id)
    require(actor, "edit_own_calendars" if own else "edit_hours", subject)
    now = clock.now()
    counted = found.counts(session, agent_id, now)
    return [_view(one, counted.get(one.id, 0), now) for one in found.of_person(session, agent_id)]


@writes
def add(session: Session, actor: Actor, url: str, name: str = "") -> str:
    """Take time away whenever this calendar of the actor's says busy; it is read at once. Gives its id.

    Raises NotAllowed, Invalid (`url`, `name`), and Conflict (`too_many_calendars`, `already_added`).
    """
    person_id = _own(session, actor)
    allowed = [ip_network(block) for block in settings().calendar_allow]
    findings = limits.Findings()
    address = findings.take(rules.checked_address, url, allowed) or ""
    label = findings.take(limits.text, name.strip(), "name", 80)
    findings.settle()
    found.locked(session, person_id)
    known = found.of_person(session, person_id)
    if any(one.url == address for one in known):
        raise Conflict("This calendar is here already.", code="already_added", field="url")
    if len(known) >= rules.MOST_EACH:
        raise Conflict(f"You can add at most {rules.MOST_EACH} calendars.", code="too_many_calendars", field="url")
    now = clock.now()
    calendar = BusyCalendar(
        person_id=person_id,
        name=label or rules.provider(str(urlsplit(address).hostname)),
        url=address,
        due_at=now,
        created_at=now,
    )
    session.add(calendar)
    audit.record(session, actor, "calendar.added", calendar.id, ["url", "name"])
    announce(session, Change(actor.app_id or "", "calendar", calendar.id, person_id))
    return calendar.id


@writes
def read_again(session: Session, actor: Actor, calendar_id: str) -> None:
    """Have it read now. Raises NotAllowed, NotFound, and TooMany when it was looked at a moment ago."""
    calendar, now = _owned(session, actor, calendar_id), clock.now()
    looked_at = max((at for at in (calendar.fetched_at, calendar.failed_at) if at), default=None)
    if looked_at and now < looked_at + rules.REFRESH_AFTER:
        raise TooMany("It was read a moment ago.", next_allowed_at=looked_at + rules.REFRESH_AFTER)
    calendar.due_at = now
    announce(session, Change(actor.app_id or "", "calendar", calendar.id, calendar.person_id))


@writes
def remove(session: Session, actor: Actor, calendar_id: str) -> None:
    """Forget the calendar and its busy times. Raises NotAllowed, NotFound."""
    calendar = _owned(session, actor, calendar_id)
    session.execute(delete(BusyTime).where(col(BusyTime.calendar_id) == calendar_id))
    session.delete(calendar)
    audit.record(session, actor, "calendar.removed", calendar_id)
    tell(session, calendar.person_id)


def tell(session: Session, person_id: str) -> None:
    """Inside a verb: in every app of this person their time may have changed."""
    for home in found.homes(session, person_id):
        announce(session, Change(home.app_id, "schedule", agent_id=person_id))


def _view(calendar: BusyCalendar, busy: int, now: datetime) -> CalendarView:
    return CalendarView(
        id=calendar.id,
        name=calendar.name,
        busy=busy,
        known_until=calendar.known_until,
        unread=calendar.unread,
        fetched_at=calendar.fetched_at,
        failed_at=calendar.failed_at,
        problem=calendar.problem,
        is_being_read=calendar.due_at <= now,
    )


def _own(session: Session, actor: Actor) -> str:
    """The actor's own id, once they may have calendars here."""
    member = _member(session, actor, actor.id or "")
    require(actor, "edit_own_calendars", Subject(app_id=actor.app_id, agent_id=actor.id, team_id=member.team_id))
    return member.person_id


def _owned(session: Session, actor: Actor, calendar_id: str) -> BusyCalendar:
    person_id = _own(session, actor)
    calendar = session.get(BusyCalendar, calendar_id, with_for_update=True)
    if calendar is None or calendar.person_id != person_id:
        raise NotFound("There is no such calendar.")
    return calendar


def _member(session: Session, actor: Actor, agent_id: str) -> Member:
    member = members.member(session, actor.app_id or "", agent_id)
    if member is None:
        raise NotFound("There is no such agent in this app.")
    return member
