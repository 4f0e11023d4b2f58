"""Members of an app: inviting people, their roles and teams, and closing an app to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from .. import clock
from ..actors import Actor, Role
from ..errors import AppNotFound, Conflict, NotAllowed, NotFound, Problem
from ..models import App, Member, Person, Team
from ..queries import members as found
from ..queries import people as accounts
from ..queries import terms
from ..rules import contacts, limits, zones
from ..rules.permissions import Subject, Verb, may, require
from . import audit, one_time_links, people, sessions
from .transaction import Change, announce, reads, writes

ROLES: tuple[Role, ...] = ("owner", "admin", "lead", "supervisor", "agent")
_MOST_LANGUAGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberTerms:
    """What a person is in an app. `team` is a name, made when new; `timezone` None: the app's; `weight` is 1 to 100."""

    role: Role = "agent"
    team: str | None = None
    timezone: str | None = None
    languages: Sequence[str] = ()
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Invitation:
    """What came of an invitation. `url` is None for who has an account already: they join as they are."""

    person_id: str
    url: str | None


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
    weight: int
    takes_calls: bool
    """Whether they have hours, weekly or extra."""
    invited: bool
    """Whether they have yet to choose a password."""
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
    """Every member of the app, disabled ones last. Raises NotAllowed."""
    require(actor, "edit_members", Subject(app_id=actor.app_id))
    return [_view(row) for row in found.rows(session, actor.app_id or "")]


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


@writes
def invite(session: Session, actor: Actor, name: str, email: str, wanted: MemberTerms) -> Invitation:
    """Let a person into the app, again if they were disabled.

    Who has no account yet gets one, and a link to choose a password with, which is shown to the actor once. Raises
    NotAllowed, Invalid, and Conflict (`already_member`).
    """
    require(actor, "invite", Subject(app_id=actor.app_id))
    _require_rank(actor, wanted.role)
    app = _app(session, actor)
    found.locked(session, app.id)
    findings = limits.Findings()
    name = findings.take(limits.guest_name, name, "name") or ""
    email = findings.take(contacts.email, email, "email") or ""
    checked = _checked(app, wanted, findings)
    person = accounts.by_email(session, contacts.folded(email)) or make_person(session, name, email)
    member = found.member(session, app.id, person.id)
    if member is not None and member.disabled_at is None:
        raise Conflict("This person is a member already.", code="already_member")
    if member is None:
        member = make_member(session, app.id, person.id, checked)
    else:
        _require_rank(actor, member.role)
        member.disabled_at = None
        _apply(session, member, checked)
    audit.record(session, actor, "member.invited", person.id, ["role", "team", "timezone", "languages", "weight"])
    announce(session, Change(app.id, "settings", person.id))
    alone = person.password_hash is None and not found.belongs_elsewhere(session, person.id, app.id)
    return Invitation(person.id, one_time_links.issue(session, "invitation", person.id, clock.now()) if alone else None)


@writes
def link_for(session: Session, actor: Actor, person_id: str) -> str:
    """A link with which a member chooses a password, for the admin to hand on. Raises NotFound, NotAllowed.

    Never for somebody of another app too: whoever holds the link could walk in there in their place.
    """
    require(actor, "edit_members", Subject(app_id=actor.app_id))
    member = _member(session, actor, person_id)
    _require_rank(actor, member.role)
    person = session.get_one(Person, person_id)
    if member.disabled_at is not None or person.disabled_at is not None:
        raise Conflict("This member is disabled.", code="member_disabled")
    if found.belongs_elsewhere(session, person_id, member.app_id):
        raise NotAllowed("This person belongs to another app too: they must ask for the link themselves.")
    audit.record(session, actor, "member.link_made", person_id)
    return one_time_links.issue(session, people.link_purpose(person), person_id, clock.now())


@writes
def change(session: Session, actor: Actor, person_id: str, wanted: MemberTerms) -> None:
    """Other terms for a member. Raises NotFound, NotAllowed, Invalid, and Conflict (`last_owner`)."""
    require(actor, "edit_members", Subject(app_id=actor.app_id))
    everyone = found.locked(session, actor.app_id or "")
    member = _member(session, actor, person_id)
    if wanted.role != member.role:
        _require_rank(actor, wanted.role)
    _require_rank(actor, member.role)
    checked = _checked(_app(session, actor), wanted, limits.Findings())
    if checked.role != "owner":
        _keep_an_owner(everyone, member)
    before = _comparable(member)
    _apply(session, member, checked)
    if changed := [name for name, value in _comparable(member).items() if before[name] != value]:
        audit.record(session, actor, "member.changed", person_id, changed)
        announce(session, Change(member.app_id, "settings", person_id, person_id))


@writes
def disable(session: Session, actor: Actor, person_id: str) -> None:
    """Close the app to a member at once; their calls and history stay. Raises NotFound, NotAllowed, Conflict."""
    require(actor, "edit_members", Subject(app_id=actor.app_id))
    everyone = found.locked(session, actor.app_id or "")
    member = _member(session, actor, person_id)
    _require_rank(actor, member.role)
    _keep_an_owner(everyone, member)
    if person_id == actor.id:
        raise Conflict("Nobody closes the app to themself. Ask another admin.", code="own_membership")
    if member.disabled_at is not None:
        return
    member.disabled_at = clock.now()
    if not found.belongs_elsewhere(session, person_id, member.app_id):
        sessions.end_of_person(session, person_id)
        one_time_links.end(session, person_id, clock.now())
    audit.record(session, actor, "member.disabled", person_id)
    announce(session, Change(member.app_id, "settings", person_id, person_id))


@writes
def enable(session: Session, actor: Actor, person_id: str) -> None:
    """Open the app to a disabled member again. Raises NotFound, NotAllowed."""
    require(actor, "edit_members", Subject(app_id=actor.app_id))
    member = _member(session, actor, person_id)
    _require_rank(actor, member.role)
    if member.disabled_at is not None:
        member.disabled_at = None
        audit.record(session, actor, "member.enabled", person_id)
        announce(session, Change(member.app_id, "settings", person_id, person_id))


def make_person(session: Session, name: str, email: str, password_hash: str | None = None) -> Person:
    """Inside a verb: an account for a checked name and address, flushed."""
    person = Person(
        name=name,
        email=email,
        email_key=contacts.folded(email),
        password_hash=password_hash,
        created_at=clock.now(),
    )
    session.add(person)
    session.flush()
    return person


def make_member(session: Session, app_id: str, person_id: str, checked: MemberTerms) -> Member:
    """Inside a verb: a membership on checked terms, flushed."""
    member = Member(app_id=app_id, person_id=person_id, role="", timezone="", joined_at=clock.now())
    _apply(session, member, checked)
    return member


def _checked(app: App, wanted: MemberTerms, findings: limits.Findings) -> MemberTerms:
    """The terms as they are stored, with no default left open. Raises Invalid, with what `findings` held before too."""
    if wanted.role not in ROLES:
        findings.problems.append(Problem("role", f"This must be one of: {', '.join(ROLES)}.", "unknown_choice"))
    zone = findings.take(zones.zone, wanted.timezone or app.timezone)
    team = findings.take(limits.guest_name, wanted.team, "team") if wanted.team and wanted.team.strip() else None
    languages = [findings.take(limits.language, each, "languages") or "" for each in wanted.languages]
    if len(languages) > _MOST_LANGUAGES:
        findings.problems.append(Problem("languages", f"At most {_MOST_LANGUAGES}.", "too_long"))
    weight = findings.take(limits.whole, wanted.weight, "weight", limits.WEIGHT)
    findings.settle()
    return MemberTerms(
        role=wanted.role,
        team=team,
        timezone=zone.key if zone else None,
        languages=list(dict.fromkeys(languages)),
        weight=weight or 1,
    )


def _apply(session: Session, member: Member, checked: MemberTerms) -> None:
    member.role, member.timezone = checked.role, checked.timezone or "UTC"
    member.languages, member.weight = list(checked.languages), checked.weight
    member.team_id = _team(session, member.app_id, checked.team) if checked.team else None
    session.add(member)
    session.flush()


def _team(session: Session, app_id: str, name: str) -> str:
    """The id of the team of this name, made when there is none. The app's members are locked, so nobody else makes it."""
    team = found.team_named(session, app_id, name)
    if team is None:
        team = Team(app_id=app_id, name=name)
        session.add(team)
        session.flush()
    return team.id


def _require_rank(actor: Actor, role: str) -> None:
    """Owners are made, changed and closed out by owners alone."""
    if role == "owner":
        require(actor, "edit_owners", Subject(app_id=actor.app_id))


def _keep_an_owner(everyone: Sequence[Member], leaving: Member) -> None:
    left = [one for one in everyone if one.role == "owner" and one.disabled_at is None and one is not leaving]
    if leaving.role == "owner" and leaving.disabled_at is None and not left:
        raise Conflict("An app needs an owner. Make somebody else an owner first.", code="last_owner")


def _app(session: Session, actor: Actor) -> App:
    app = terms.app(session, actor.app_id or "")
    if app is None:
        raise AppNotFound("There is no such app.")
    return app


def _member(session: Session, actor: Actor, person_id: str) -> Member:
    member = found.member(session, actor.app_id or "", person_id)
    if member is None:
        raise NotFound("There is no such member of this app.")
    return member


def _comparable(member: Member) -> dict[str, object]:
    names = ("role", "team_id", "timezone", "languages", "weight")
    return {name.removesuffix("_id"): getattr(member, name) for name in names}


def _within_reach(session: Session, actor: Actor, verb: Verb, refusal: str) -> list[AgentView]:
    """The active members to whom the actor may do this, by name. Raises NotAllowed with the refusal."""

    def is_reached(row: found.MemberRow) -> bool:
        subject = Subject(app_id=actor.app_id, agent_id=row.person.id, team_id=row.member.team_id)
        return _is_active(row) and may(actor, verb, subject)

    if listed := [_agent(row) for row in found.rows(session, actor.app_id or "") if is_reached(row)]:
        return listed
    raise NotAllowed(refusal)


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


def _view(row: found.MemberRow) -> MemberView:
    member, person = row.member, row.person
    return MemberView(
        person_id=person.id,
        name=person.name,
        email=person.email,
        role=member.role,  # pyright: ignore[reportArgumentType]  (a text in the database)
        team_id=member.team_id,
        team=row.team,
        timezone=member.timezone,
        languages=tuple(member.languages),
        weight=member.weight,
        takes_calls=row.has_hours,
        invited=person.password_hash is None,
        disabled_at=member.disabled_at or person.disabled_at,
    )
