"""What an import must know about people who have an account already, and everything that an export writes down."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import sqlalchemy
from sqlmodel import Session, col, select

from ..models import (
    App,
    Booking,
    Client,
    ClientApp,
    DndWindow,
    Member,
    Person,
    Preset,
    PresetAgent,
    RosterShift,
    ScheduleException,
    Team,
    WorkingWindow,
)
from ..rules.calls import Call
from ..rules.lifecycle import LIVE

_PIECE = 1_000


class MemberPerson(NamedTuple):
    """A member with who they are and the name of their team."""

    member: Member
    person: Person
    team: str | None

    @property
    def is_active(self) -> bool:
        """Whether neither the app nor the whole installation is closed to them."""
        return self.member.disabled_at is None and self.person.disabled_at is None


def accounts(session: Session, email_keys: Sequence[str]) -> dict[str, Person]:
    """The accounts of these folded addresses, by address."""
    return {
        person.email_key: person
        for start in range(0, len(email_keys), _PIECE)
        for person in session.scalars(
            select(Person).where(col(Person.email_key).in_(email_keys[start : start + _PIECE]))
        )
    }


def live_calls(session: Session, agent_ids: Sequence[str]) -> dict[str, list[Call]]:
    """The live bookings, in any app, of those of these people who have some."""
    found: dict[str, list[Call]] = defaultdict(list)
    for start in range(0, len(agent_ids), _PIECE):
        query = sqlalchemy.select(
            col(Booking.agent_id),
            col(Booking.scheduled_at),
            col(Booking.ends_at),
            col(Booking.buffer_before_minutes),
            col(Booking.buffer_after_minutes),
        ).where(col(Booking.agent_id).in_(agent_ids[start : start + _PIECE]), col(Booking.status).in_(LIVE))
        for agent_id, *call in session.execute(query):
            found[agent_id].append(Call(*call))
    return found


def members(session: Session, app_id: str) -> list[MemberPerson]:
    """Every member of the app, disabled ones included, in the order in which they joined."""
    found = session.exec(
        select(Member, Person, Team.name)
        .join(Person, col(Person.id) == Member.person_id)
        .join(Team, col(Team.id) == Member.team_id, isouter=True)
        .where(Member.app_id == app_id)
        .order_by(col(Member.joined_at), Member.person_id)
    )
    return [MemberPerson(*row) for row in found]


def windows(session: Session, app_id: str) -> Sequence[WorkingWindow]:
    """The working hours of the app's members, by weekday and start."""
    order = (col(WorkingWindow.weekday), col(WorkingWindow.start_minute), col(WorkingWindow.id))
    return session.exec(select(WorkingWindow).where(WorkingWindow.app_id == app_id).order_by(*order)).all()


def shifts(session: Session, app_id: str) -> Sequence[RosterShift]:
    """The shifts of the app's members on single dates, oldest first."""
    order = (col(RosterShift.day), col(RosterShift.start_minute), col(RosterShift.id))
    return session.exec(select(RosterShift).where(RosterShift.app_id == app_id).order_by(*order)).all()


def exceptions(session: Session, app_id: str) -> Sequence[ScheduleException]:
    """The exceptions of the app and its members, oldest first."""
    order = (col(ScheduleException.start_at), col(ScheduleException.id))
    return session.exec(select(ScheduleException).where(ScheduleException.app_id == app_id).order_by(*order)).all()


def dnd(session: Session, app_id: str) -> Sequence[DndWindow]:
    """The DND windows of the app's members, oldest first."""
    order = (col(DndWindow.start_at), col(DndWindow.id))
    return session.exec(select(DndWindow).where(DndWindow.app_id == app_id).order_by(*order)).all()


def presets(session: Session, app_id: str) -> Sequence[Preset]:
    """The app's presets, archived ones included, oldest first."""
    return session.exec(select(Preset).where(Preset.app_id == app_id).order_by(Preset.id)).all()


def preset_agents(session: Session, app_id: str) -> Sequence[PresetAgent]:
    """The agents that the app's presets name."""
    query = select(PresetAgent).join(Preset, col(Preset.id) == PresetAgent.preset_id)
    return session.exec(query.where(Preset.app_id == app_id).order_by(PresetAgent.person_id)).all()


def clients(session: Session, app_id: str) -> Sequence[Client]:
    """The clients that reach the app and are not disabled."""
    query = select(Client).join(ClientApp, col(ClientApp.client_id) == Client.id)
    return session.exec(
        query.where(ClientApp.app_id == app_id, col(Client.disabled_at).is_(None)).order_by(Client.id)
    ).all()


def bookings(session: Session, app_id: str) -> Iterator[Booking]:
    """Every booking of the app by start, read in pieces."""
    query = select(Booking).where(Booking.app_id == app_id).order_by(col(Booking.scheduled_at), Booking.id)
    yield from session.exec(query.execution_options(yield_per=_PIECE))


def app(session: Session, app_id: str) -> App | None:
    """The app, archived or not."""
    return session.get(App, app_id)
