"""Whose rows a calendar of several agents has, and the exceptions that stand in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, exists, func, or_
from sqlmodel import Session, col, select

from ..models import Booking, Member, Person, ScheduleException, Team
from ..rules.intervals import Interval
from ..rules.permissions import Scope
from .members import HAS_HOURS


@dataclass(frozen=True, slots=True)
class CalendarAgent:
    """Somebody who has a row. `weight`, which facts never ask for, is left to the presets."""

    id: str
    name: str
    timezone: str
    team_id: str | None
    team_name: str | None


def agents(
    session: Session, scope: Scope, within: Interval, *, agent_ids: Sequence[str] = (), team_ids: Sequence[str] = ()
) -> list[CalendarAgent]:
    """By team and name, the agents whose calls this scope sees: all who work, and who has calls there in this stretch.

    Those without a team stand last.
    """
    works = and_(col(Member.disabled_at).is_(None), col(Person.disabled_at).is_(None), HAS_HOURS)
    has_calls = exists().where(
        col(Booking.agent_id) == Member.person_id,
        col(Booking.app_id) == Member.app_id,
        col(Booking.scheduled_at) >= within.start,
        col(Booking.scheduled_at) < within.end,
        col(Booking.status) != "cancelled",
    )
    query = (
        select(Person.id, Person.name, Member.timezone, Member.team_id, Team.name)  # pyright: ignore[reportCallIssue]
        .join(Member, col(Member.person_id) == Person.id)
        .join(Team, col(Team.id) == Member.team_id, isouter=True)
        .where(Member.app_id == scope.app_id, or_(works, has_calls))
        .order_by(col(Team.name).is_(None), Team.name, Member.team_id, func.lower(Person.name), Person.id)
    )
    own = col(Member.person_id) == scope.agent_id
    match scope.kind:
        case "app":
            pass
        case "team":
            query = query.where(or_(and_(col(Member.team_id).is_not(None), col(Member.team_id) == scope.team_id), own))
        case "own":
            query = query.where(own)
        case _:
            return []
    if agent_ids:
        query = query.where(col(Member.person_id).in_(agent_ids))
    if team_ids:
        query = query.where(col(Member.team_id).in_(team_ids))
    return [CalendarAgent(*row) for row in session.execute(query)]


def exceptions(session: Session, app_id: str, ids: Sequence[str], within: Interval) -> list[ScheduleException]:
    """The exceptions of these agents, and those of the whole app, that reach into a stretch; earliest first."""
    query = select(ScheduleException).where(
        ScheduleException.app_id == app_id,
        or_(col(ScheduleException.person_id).in_(ids), col(ScheduleException.person_id).is_(None)),
        ScheduleException.start_at < within.end,
        ScheduleException.end_at > within.start,
    )
    return list(session.scalars(query.order_by(col(ScheduleException.start_at), ScheduleException.id)))
