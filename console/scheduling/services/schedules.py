"""When agents can take calls: weekly hours, exceptions and closures, and the DND windows agents set themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import delete
from sqlmodel import Session, col

from .. import clock
from ..actors import Actor
from ..errors import Invalid, NotFound
from ..models import DndWindow, Member, ScheduleException, WorkingWindow
from ..queries import members as people
from ..queries import schedules as found
from ..rules import hours, limits
from ..rules.hours import WindowInput
from ..rules.permissions import Subject, Verb, require
from ..rules.ranges import this_minute
from . import audit
from .changes import Change, announce
from .transaction import reads, writes

LONGEST_DND = timedelta(days=14)
"""A DND window is a short block; who is away for longer has an exception."""
LONGEST_DND_NOTE = 200
LONGEST_EXCEPTION = timedelta(days=3 * 366)
MOST_EXCEPTIONS = 400
"""At a time: what a file or a country's holidays come to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewException:
    """A range that overrides working hours, of one agent or, without one, of the whole app. Instants are aware UTC."""

    kind: Literal["blocked", "available_extra"]
    start_at: datetime
    end_at: datetime
    agent_id: str | None = None
    note: str | None = None
    holiday: str | None = None
    """The public holiday that it is taken for, by whose it is: `ES`, or `ES-MD` of a region."""


@reads
def hours_of(session: Session, actor: Actor, agent_id: str) -> list[WindowInput]:
    """An agent's weekly windows, in the order of the week. Raises NotFound, NotAllowed."""
    require(actor, "see_availability", Subject(app_id=actor.app_id))
    member = _member(session, actor, agent_id)
    return [
        WindowInput(each.weekday, hours.clock(each.start_minute), hours.clock(each.end_minute), each.timezone)
        for each in found.windows(session, member.app_id, member.person_id)
    ]


@writes
def set_hours(session: Session, actor: Actor, agent_id: str, windows: Sequence[WindowInput]) -> None:
    """Replace an agent's weekly windows; calls already booked stay. Raises Invalid, NotFound, NotAllowed."""
    member = _judged(session, actor, "edit_hours", agent_id)
    replace_hours(session, member, windows)
    audit.record(session, actor, "hours.changed", agent_id, ["working_hours"])
    announce(session, Change(member.app_id, "schedule", agent_id=agent_id))


@reads
def list_exceptions(session: Session, actor: Actor, agent_id: str | None = None) -> list[ScheduleException]:
    """What is not over yet of an agent's exceptions, or with None of the app's own. Raises NotAllowed, NotFound."""
    require(actor, "see_availability", Subject(app_id=actor.app_id))
    if agent_id is not None:
        _member(session, actor, agent_id)
    return found.exceptions(session, actor.app_id or "", agent_id, clock.now())


@writes
def add_exception(session: Session, actor: Actor, new: NewException) -> ScheduleException:
    """Override the hours of an agent or of the whole app for a while; calls already booked stay.

    Raises Invalid, NotFound, NotAllowed.
    """
    exception = _put(session, actor, new, clock.now())
    announce(session, Change(exception.app_id, "schedule", exception.id, new.agent_id))
    return exception


@writes
def add_exceptions(session: Session, actor: Actor, news: Sequence[NewException]) -> list[ScheduleException]:
    """As `add_exception`, of many: all of them or none. Raises Invalid, NotFound, NotAllowed."""
    if len(news) > MOST_EXCEPTIONS:
        raise Invalid.of("exceptions", f"At most {MOST_EXCEPTIONS} at a time.", "too_many")
    now = clock.now()
    made = [_put(session, actor, new, now) for new in news]
    for agent_id in {new.agent_id for new in news}:
        announce(session, Change(actor.app_id or "", "schedule", agent_id=agent_id))
    return made


@writes
def remove_exception(session: Session, actor: Actor, exception_id: str) -> None:
    """Let the weekly hours hold again. Raises NotFound, NotAllowed."""
    if not withdraw(session, actor, exception_id):
        raise NotFound("There is no such exception in this app.")


def withdraw(session: Session, actor: Actor, exception_id: str) -> bool:
    """Inside a verb: what `remove_exception` does; False where there is none any more. Raises NotAllowed."""
    exception = session.get(ScheduleException, exception_id)
    if exception is None or exception.app_id != actor.app_id:
        return False
    if exception.person_id is None:
        require(actor, "edit_exceptions", Subject(app_id=actor.app_id))
    else:
        _judged(session, actor, "edit_exceptions", exception.person_id)
    session.delete(exception)
    audit.record(session, actor, "exception.removed", exception.person_id or exception.app_id)
    announce(session, Change(exception.app_id, "schedule", exception_id, exception.person_id))
    return True


@reads
def list_dnd(session: Session, actor: Actor, agent_id: str) -> list[DndWindow]:
    """An agent's DND windows that are not over yet, earliest first. Raises NotFound, NotAllowed."""
    require(actor, "see_availability", Subject(app_id=actor.app_id))
    member = _member(session, actor, agent_id)
    return found.dnd(session, member.app_id, member.person_id, clock.now())


@reads
def find_dnd(session: Session, actor: Actor, dnd_id: str) -> DndWindow:
    """One of the agent's own DND windows. Raises NotFound, NotAllowed."""
    return _own_dnd(session, actor, dnd_id)


@writes
def add_dnd(
    session: Session, actor: Actor, agent_id: str, start_at: datetime, end_at: datetime, note: str = ""
) -> DndWindow:
    """Block the agent's own time for a while, at most 14 days; calls already booked stay.

    Raises Invalid, NotFound, NotAllowed.
    """
    member = _judged(session, actor, "edit_own_dnd", agent_id)
    now = clock.now()
    _check_stretch(start_at, end_at, now, LONGEST_DND)
    window = DndWindow(
        app_id=member.app_id,
        person_id=agent_id,
        start_at=start_at,
        end_at=end_at,
        note=limits.text(note, "note", LONGEST_DND_NOTE) or None,
        created_at=now,
    )
    session.add(window)
    announce(session, Change(member.app_id, "schedule", window.id, agent_id))
    return window


@writes
def change_dnd(
    session: Session, actor: Actor, dnd_id: str, start_at: datetime, end_at: datetime, note: str | None = None
) -> DndWindow:
    """Give one of the agent's own DND windows another time, and a note unless it is None.

    Raises Invalid, NotFound, NotAllowed.
    """
    window = _own_dnd(session, actor, dnd_id)
    _check_stretch(start_at, end_at, clock.now(), LONGEST_DND)
    window.start_at, window.end_at = start_at, end_at
    if note is not None:
        window.note = limits.text(note, "note", LONGEST_DND_NOTE) or None
    announce(session, Change(window.app_id, "schedule", dnd_id, window.person_id))
    return window


@writes
def end_dnd(session: Session, actor: Actor, agent_id: str) -> None:
    """Let the DND windows that run end with the last full minute: the agent is reachable. Raises NotFound, NotAllowed."""
    member = _judged(session, actor, "edit_own_dnd", agent_id)
    now = clock.now()
    for window in found.dnd(session, member.app_id, agent_id, now):
        if window.start_at > now:
            continue
        window.end_at = this_minute(now)
        if window.end_at <= window.start_at:
            session.delete(window)
        announce(session, Change(member.app_id, "schedule", window.id, agent_id))


@writes
def remove_dnd(session: Session, actor: Actor, dnd_id: str) -> None:
    """End one of the agent's own DND windows. Raises NotFound, NotAllowed."""
    window = _own_dnd(session, actor, dnd_id)
    session.delete(window)
    announce(session, Change(window.app_id, "schedule", dnd_id, window.person_id))


def replace_hours(session: Session, member: Member, windows: Sequence[WindowInput]) -> None:
    """Inside a verb: these are the member's weekly windows now. Raises Invalid."""
    checked = hours.checked(windows)
    session.exec(
        delete(WorkingWindow).where(
            col(WorkingWindow.app_id) == member.app_id, col(WorkingWindow.person_id) == member.person_id
        )
    )
    session.add_all(
        WorkingWindow(
            app_id=member.app_id,
            person_id=member.person_id,
            weekday=each.weekday,
            start_minute=each.start_minute,
            end_minute=each.end_minute,
            timezone=each.timezone,
        )
        for each in checked
    )


def _put(session: Session, actor: Actor, new: NewException, now: datetime) -> ScheduleException:
    app_id = actor.app_id or ""
    if new.agent_id is None:
        require(actor, "edit_exceptions", Subject(app_id=app_id))
    else:
        _judged(session, actor, "edit_exceptions", new.agent_id)
    if new.kind not in ("blocked", "available_extra"):
        raise Invalid.of("kind", "This must be blocked or available_extra.", "unknown_choice")
    _check_stretch(new.start_at, new.end_at, now, LONGEST_EXCEPTION)
    exception = ScheduleException(
        app_id=app_id,
        person_id=new.agent_id,
        kind=new.kind,
        start_at=new.start_at,
        end_at=new.end_at,
        note=limits.text(new.note or "", "note", 500) or None,
        holiday=new.holiday,
        created_at=now,
    )
    session.add(exception)
    audit.record(session, actor, "exception.added", new.agent_id or app_id, ["kind", "start_at", "end_at"])
    return exception


def _check_stretch(start_at: datetime, end_at: datetime, now: datetime, longest: timedelta) -> None:
    limits.stretch(start_at, end_at)
    if end_at <= now:
        raise Invalid.of("end_at", "This time has passed.", "in_the_past")
    if end_at - start_at > longest:
        raise Invalid.of("end_at", f"This is longer than {longest.days} days.", "too_long")
    if end_at.year > limits.LAST_YEAR:
        raise Invalid.of("end_at", "This is too far in the future.", "out_of_range")


def _own_dnd(session: Session, actor: Actor, dnd_id: str) -> DndWindow:
    """The window, once the actor may change it. Raises NotFound, NotAllowed."""
    window = session.get(DndWindow, dnd_id)
    if window is None or window.app_id != actor.app_id:
        raise NotFound("There is no such do-not-disturb time.")
    _judged(session, actor, "edit_own_dnd", window.person_id)
    return window


def _judged(session: Session, actor: Actor, verb: Verb, agent_id: str) -> Member:
    """The member, once the actor may do this to them. Raises NotAllowed, NotFound."""
    member = people.member(session, actor.app_id or "", agent_id)
    require(
        actor,
        verb,
        Subject(app_id=actor.app_id, agent_id=agent_id, team_id=member.team_id if member else None),
    )
    if member is None:
        raise NotFound("There is no such agent in this app.")
    return member


def _member(session: Session, actor: Actor, agent_id: str) -> Member:
    member = people.member(session, actor.app_id or "", agent_id)
    if member is None:
        raise NotFound("There is no such agent in this app.")
    return member
