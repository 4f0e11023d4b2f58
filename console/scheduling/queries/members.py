"""Who belongs to an app."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, or_
from sqlmodel import Session, col, func, select

from ..models import App, Member, OneTimeLink, Person, ScheduleException, Team, WorkingWindow

HAS_HOURS = or_(
    exists().where(
        col(WorkingWindow.person_id) == Member.person_id,
        col(WorkingWindow.app_id) == Member.app_id,
    ),
    exists().where(
        col(ScheduleException.person_id) == Member.person_id,
        col(ScheduleException.app_id) == Member.app_id,
        col(ScheduleException.kind) == "available_extra",
    ),
)
"""Whether a member takes calls at all: a weekly window or extra time of their own."""


class MemberRow(NamedTuple):
    """A member with the person, the team's name, and whether they have hours of their own."""

    member: Member
    person: Person
    team: str | None
    has_hours: bool


def member(session: Session, app_id: str, person_id: str) -> Member | None:
    """This person in this app, disabled or not."""
    return session.get(Member, (app_id, person_id))


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


def team_named(session: Session, app_id: str, name: str) -> Team | None:
    """The team of this name; case makes no difference."""
    return session.scalar(select(Team).where(Team.app_id == app_id, func.lower(Team.name) == name.lower()).limit(1))


def belongs_elsewhere(session: Session, person_id: str, app_id: str) -> bool:
    """Whether this person may enter another app too."""
    found = session.scalar(
        select(Member.app_id)
        .join(App, col(App.id) == Member.app_id)
        .where(
            Member.person_id == person_id,
            Member.app_id != app_id,
            col(Member.disabled_at).is_(None),
            col(App.archived_at).is_(None),
        )
        .limit(1)
    )
    return found is not None


def open_invitations(session: Session, person_ids: Sequence[str], now: datetime) -> set[str]:
    """Which of these people have an invitation that still works."""
    return {
        person_id
        for person_id in session.scalars(
            select(OneTimeLink.person_id).where(
                col(OneTimeLink.person_id).in_(person_ids),
                OneTimeLink.purpose == "invitation",
                col(OneTimeLink.used_at).is_(None),
                col(OneTimeLink.expires_at) > now,
            )
        )
        if person_id
    }
