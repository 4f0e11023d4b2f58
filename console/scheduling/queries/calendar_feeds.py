"""Feeds of calls, and what stands in them; a constant number of queries, and rows up to a bound."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from ..models import App, Booking, CalendarFeed, DndWindow, Member, Person, Preset, ScheduleException
from ..rules.intervals import Interval

_MOST_UPCOMING, _MOST_PAST, _MOST_BLOCKS = 2_000, 500, 500


class FeedCall(NamedTuple):
    """A booking with the names of its agent and its preset."""

    booking: Booking
    agent_name: str
    preset_name: str


class FeedOwner(NamedTuple):
    """A feed that may be read, its app, and whose it is; without a person it is the whole app's."""

    feed: CalendarFeed
    app: App
    person: Person | None


def live(session: Session, feed_id: str) -> FeedOwner | None:
    """The feed, unless its app is archived, or its owner may not enter the app any more."""
    found = session.exec(
        select(CalendarFeed, App, Person, Member)
        .join(App, col(App.id) == CalendarFeed.app_id)
        .join(Person, col(Person.id) == CalendarFeed.person_id, isouter=True)
        .join(
            Member,
            (col(Member.app_id) == CalendarFeed.app_id) & (col(Member.person_id) == CalendarFeed.person_id),
            isouter=True,
        )
        .where(CalendarFeed.id == feed_id, col(App.archived_at).is_(None))
    ).first()
    if found is None:
        return None
    feed, app, person, member = found
    is_open = feed.person_id is None or (
        person is not None and person.disabled_at is None and member is not None and member.disabled_at is None
    )
    return FeedOwner(feed, app, person) if is_open else None


def standing(session: Session, app_id: str, person_id: str | None) -> list[CalendarFeed]:
    """The feeds there are of an agent, or with None of the whole app; the newest first, of which there should be one."""
    return list(
        session.scalars(
            select(CalendarFeed)
            .where(CalendarFeed.app_id == app_id, CalendarFeed.person_id == person_id)
            .order_by(col(CalendarFeed.created_at).desc(), col(CalendarFeed.id).desc())
        )
    )


def calls(session: Session, app_id: str, agent_id: str | None, within: Interval, now: datetime) -> list[FeedCall]:
    """The calls that begin within a stretch, of one agent or with None of all; where there are too many, the nearest."""
    asked = (
        select(Booking, Person.name, Preset.name)
        .join(Person, col(Person.id) == Booking.agent_id)
        .join(Preset, col(Preset.id) == Booking.preset_id)
        .where(Booking.app_id == app_id)
    )
    if agent_id is not None:
        asked = asked.where(Booking.agent_id == agent_id)
    starts, key = col(Booking.scheduled_at), col(Booking.id)
    upcoming = asked.where(starts >= now, starts < within.end).order_by(starts, key).limit(_MOST_UPCOMING)
    past = asked.where(starts >= within.start, starts < now).order_by(starts.desc(), key.desc()).limit(_MOST_PAST)
    return [FeedCall(*row) for row in (*reversed(session.exec(past).all()), *session.exec(upcoming).all())]


def blocks(
    session: Session, app_id: str, person_id: str, within: Interval
) -> tuple[Sequence[DndWindow], Sequence[ScheduleException]]:
    """What an agent's calls keep clear of: their DND windows, and blocked time of theirs and of the whole app."""
    dnd = session.scalars(
        select(DndWindow)
        .where(
            DndWindow.app_id == app_id,
            DndWindow.person_id == person_id,
            DndWindow.start_at < within.end,
            DndWindow.end_at > within.start,
        )
        .order_by(col(DndWindow.start_at), col(DndWindow.id))
        .limit(_MOST_BLOCKS)
    )
    blocked = session.scalars(
        select(ScheduleException)
        .where(
            ScheduleException.app_id == app_id,
            (col(ScheduleException.person_id) == person_id) | col(ScheduleException.person_id).is_(None),
            ScheduleException.kind == "blocked",
            ScheduleException.start_at < within.end,
            ScheduleException.end_at > within.start,
        )
        .order_by(col(ScheduleException.start_at), col(ScheduleException.id))
        .limit(_MOST_BLOCKS)
    )
    return dnd.all(), blocked.all()
