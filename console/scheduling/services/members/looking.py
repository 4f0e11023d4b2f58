"""Members as those who work with the app may know them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from ... import clock
from ...actors import Actor, Role
from ...errors import NotAllowed
from ...models import Team
from ...queries import members as found
from ...queries import second_factors
from ...rules.permissions import Subject, Verb, may, require, visible_to
from .. import people
from ..transaction import reads
from .making import verb_to_help


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member as the members page shows them."""

    person_id: str
    name: str
    email: str
    role: Role
    team_id: str | None
    team: str | None
    timezone: str
    languages: tuple[str, ...]
    photo: str | None
    weight: int
    takes_calls: bool
    """Whether they have hours, weekly or extra."""
    may_be_away: bool
    """Whether who looks may set them away."""
    invited: bool
    """Whether they have yet to choose a password."""
    may_be_helped: bool
    """Whether they sign in with a code, and who looks may turn that off."""
    invited_at: datetime | None
    """When the latest link for that was made; None when none was, or when they have a password."""
    link_is_over: bool
    """Whether who is invited needs a new link."""
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class AgentView:
    """A member as everybody who works with the app may know them."""

    id: str
    name: str
    timezone: str
    team_id: str | None
    team: str | None
    languages: tuple[str, ...]
    weight: int
    takes_calls: bool


@reads
def list_members(session: Session, actor: Actor) -> list[MemberView]:
    """Every member of the app, disabled ones last; a lead sees their own team and themself. Raises NotAllowed."""
    require(actor, "see_members", Subject(app_id=actor.app_id))
    app_id, now = actor.app_id or "", clock.now()
    sent, with_codes = found.invitations(session, app_id), second_factors.of_members(session, app_id)
    is_seen, without_link = _seen(actor), found.SentInvitation(None, None)
    return [
        _view(
            row,
            sent.get(row.person.id, without_link),
            now,
            may_be_away=may(actor, "edit_exceptions", _subject(actor, row)),
            may_be_helped=row.person.id in with_codes and _may_help(actor, row),
        )
        for row in found.rows(session, app_id)
        if is_seen(row)
    ]


@reads
def agents(session: Session, actor: Actor) -> list[AgentView]:
    """Active members by name, to choose from; those who take no calls included. Raises NotAllowed."""
    require(actor, "see_availability", Subject(app_id=actor.app_id))
    return [_agent(row) for row in found.rows(session, actor.app_id or "") if _is_active(row)]


@reads
def whose_day(session: Session, actor: Actor) -> list[AgentView]:
    """The active members whose day the actor may see, by name. Raises NotAllowed where that is nobody."""
    return _within_reach(session, actor, "see_availability", "You may not see anybody's day in this app.")


@reads
def whose_hours(session: Session, actor: Actor) -> list[AgentView]:
    """The active members whose hours the actor may edit, by name. Raises NotAllowed where that is nobody."""
    return _within_reach(session, actor, "edit_hours", "You may not change anybody's hours in this app.")


@reads
def teams(session: Session, actor: Actor) -> list[Team]:
    """The app's teams, by name. Raises NotAllowed."""
    require(actor, "see_availability", Subject(app_id=actor.app_id))
    return found.teams(session, actor.app_id or "")


def _within_reach(session: Session, actor: Actor, verb: Verb, refusal: str) -> list[AgentView]:
    """The active members to whom the actor may do this, by name. Raises NotAllowed with the refusal."""

    def is_reached(row: found.MemberRow) -> bool:
        return _is_active(row) and may(actor, verb, _subject(actor, row))

    if listed := [_agent(row) for row in found.rows(session, actor.app_id or "") if is_reached(row)]:
        return listed
    raise NotAllowed(refusal)


def _seen(actor: Actor) -> Callable[[found.MemberRow], bool]:
    """Which members an actor who may list them sees."""
    scope = visible_to(actor)
    if scope.kind == "app":
        return lambda _: True
    in_team = scope.team_id if scope.kind == "team" else None
    return lambda row: row.person.id == scope.agent_id or (in_team is not None and row.member.team_id == in_team)


def _subject(actor: Actor, row: found.MemberRow) -> Subject:
    return Subject(app_id=actor.app_id, agent_id=row.person.id, team_id=row.member.team_id)


def _may_help(actor: Actor, row: found.MemberRow) -> bool:
    return row.person.id != actor.id and may(actor, verb_to_help(row.member.role), Subject(app_id=actor.app_id))


def _is_active(row: found.MemberRow) -> bool:
    return row.member.disabled_at is None and row.person.disabled_at is None


def _agent(row: found.MemberRow) -> AgentView:
    return AgentView(
        row.person.id,
        row.person.name,
        row.member.timezone,
        row.member.team_id,
        row.team,
        tuple(row.member.languages),
        row.member.weight,
        row.has_hours,
    )


def _view(
    row: found.MemberRow, sent: found.SentInvitation, now: datetime, *, may_be_away: bool, may_be_helped: bool
) -> MemberView:
    member, person = row.member, row.person
    has_link = sent.expires_at is not None and sent.expires_at > now
    return MemberView(
        person_id=person.id,
        name=person.name,
        email=person.email,
        role=member.role,  # pyright: ignore[reportArgumentType]  (a text in the database)
        team_id=member.team_id,
        team=row.team,
        timezone=member.timezone,
        languages=tuple(member.languages),
        photo=member.photo,
        weight=member.weight,
        takes_calls=row.has_hours,
        may_be_away=may_be_away,
        invited=people.is_unclaimed(person),
        invited_at=sent.sent_at,
        link_is_over=people.is_unclaimed(person) and not has_link,
        may_be_helped=may_be_helped,
        disabled_at=member.disabled_at or person.disabled_at,
    )
