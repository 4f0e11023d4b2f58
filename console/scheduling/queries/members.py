"""Who belongs to an app."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, exists, or_
from sqlmodel import Session, col, func, select

from ..models import (
    App,
    Booking,
    DndWindow,
    Member,
    OneTimeLink,
    Person,
    Preset,
    PresetAgent,
    RosterShift,
    ScheduleException,
    Team,
    WorkingWindow,
)

HAS_HOURS = or_(
    exists().where(
        col(WorkingWindow.person_id) == Member.person_id,
        col(WorkingWindow.app_id) == Member.app_id,
    ),
    exists().where(
        col(RosterShift.person_id) == Member.person_id,
        col(RosterShift.app_id) == Member.app_id,
        col(RosterShift.end_minute) > RosterShift.start_minute,
    ),
    exists().where(
        col(ScheduleException.person_id) == Member.person_id,
        col(ScheduleException.app_id) == Member.app_id,
        col(ScheduleException.kind) == "available_extra",
    ),
)
"""Whether a member takes calls at all: a weekly window, a shift or extra time of their own."""


class MemberRow(NamedTuple):
    """A member with the person, the team's name, and whether they have hours of their own."""

    member: Member
    person: Person
    team: str | None
    has_hours: bool


def member(session: Session, app_id: str, person_id: str) -> Member | None:
    """This person in this app, disabled or not."""
    return session.get(Member, (app_id, person_id))


def some(session: Session, app_id: str, person_ids: Collection[str]) -> dict[str, Member]:
    """These people in this app, by their id; whoever does not belong to it is left out."""
    found = select(Member).where(Member.app_id == app_id, col(Member.person_id).in_(person_ids))
    return {member.person_id: member for member in session.scalars(found)}


def locked(session: Session, app_id: str) -> list[Member]:
    """Every member of the app, which no other transaction changes until this one ends."""
    return list(
        session.scalars(select(Member).where(Member.app_id == app_id).order_by(Member.person_id).with_for_update())
    )


def rows(session: Session, app_id: str) -> list[MemberRow]:
    """Every member, disabled ones last, by name."""
    found = session.exec(
        select(Member, Person, Team.name, HAS_HOURS)
        .join(Person, col(Person.id) == Member.person_id)
        .join(Team, col(Team.id) == Member.team_id, isouter=True)
        .where(Member.app_id == app_id)
        .order_by(col(Member.disabled_at).is_not(None), func.lower(Person.name), Person.id)
    )
    return [MemberRow(*row) for row in found]


def owners(session: Session, app_id: str) -> list[Member]:
    """The app's active owners."""
    owning = select(Member).where(Member.app_id == app_id, Member.role == "owner", col(Member.disabled_at).is_(None))
    return list(session.scalars(owning.order_by(Member.person_id)))


def ids(session: Session, app_id: str) -> list[str]:
    """The people of every member, disabled or not."""
    return list(session.scalars(select(Member.person_id).where(Member.app_id == app_id)))


def teams_of_agents(session: Session, app_id: str) -> dict[str, str | None]:
    """The id of each member's team, by the member's."""
    return dict(session.execute(select(Member.person_id, Member.team_id).where(Member.app_id == app_id)).all())


def teams(session: Session, app_id: str) -> list[Team]:
    """The app's teams, by name."""
    return list(session.scalars(select(Team).where(Team.app_id == app_id).order_by(Team.name)))


def belongs_elsewhere(session: Session, person_id: str, app_id: str) -> bool:
    """Whether this person may enter another app too."""
    return bool(elsewhere(session, [person_id], app_id))


def elsewhere(session: Session, person_ids: Sequence[str], app_id: str) -> set[str]:
    """Who of these people may enter another app too."""
    if not person_ids:
        return set()
    found = session.scalars(
        select(Member.person_id)
        .join(App, col(App.id) == Member.app_id)
        .where(
            col(Member.person_id).in_(person_ids),
            Member.app_id != app_id,
            col(Member.disabled_at).is_(None),
            col(App.archived_at).is_(None),
        )
    )
    return set(found)


class SentInvitation(NamedTuple):
    """The latest link with which a person may take up their invitation; `expires_at` is None when it ended before its time.

    Both are None where none was ever made.
    """

    sent_at: datetime | None
    expires_at: datetime | None


def invitations(session: Session, app_id: str) -> dict[str, SentInvitation]:
    """The latest link of every member who has yet to choose a password, by person."""
    live = case((col(OneTimeLink.used_at).is_(None), col(OneTimeLink.expires_at)))
    rows = session.exec(
        select(OneTimeLink.person_id, func.max(OneTimeLink.created_at), func.max(live))
        .join(Member, col(Member.person_id) == OneTimeLink.person_id)
        .join(Person, col(Person.id) == OneTimeLink.person_id)
        .where(Member.app_id == app_id, OneTimeLink.purpose == "invitation", col(Person.password_hash).is_(None))
        .group_by(col(OneTimeLink.person_id))
    )
    return {person_id: SentInvitation(sent, expires) for person_id, sent, expires in rows if person_id}


def is_bare(session: Session, app_id: str, person_id: str) -> bool:
    """Whether nothing in the app hangs on this member: no hours, no calls, no preset that names them."""
    uses = [
        exists().where(col(model.app_id) == app_id, whose == person_id)
        for model, whose in (
            (WorkingWindow, col(WorkingWindow.person_id)),
            (RosterShift, col(RosterShift.person_id)),
            (ScheduleException, col(ScheduleException.person_id)),
            (DndWindow, col(DndWindow.person_id)),
            (Booking, col(Booking.agent_id)),
        )
    ]
    named = exists().where(
        col(PresetAgent.person_id) == person_id, col(PresetAgent.preset_id) == Preset.id, col(Preset.app_id) == app_id
    )
    return not session.scalar(select(or_(*uses, named)))
