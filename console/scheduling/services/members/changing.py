"""Inviting people, changing what they are in an app, and closing it to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import AppNotFound, Conflict, NotAllowed, NotFound
from ...models import App, Member, Person
from ...queries import members as found
from ...queries import people as accounts
from ...queries import terms
from ...rules import contacts, limits
from ...rules.permissions import Subject, require
from .. import audit, one_time_links, people, sessions
from ..transaction import Change, announce, writes
from . import making
from .making import MemberTerms


@dataclass(frozen=True, slots=True)
class Invitation:
    """What came of an invitation. `url` is None for who has an account already: they join as they are."""

    person_id: str
    url: str | None


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
    checked = making.checked(app, wanted, findings)
    person = accounts.by_email(session, contacts.folded(email)) or making.make_person(session, name, email)
    member = found.member(session, app.id, person.id)
    if member is not None and member.disabled_at is None:
        raise Conflict("This person is a member already.", code="already_member")
    if member is None:
        member = making.make_member(session, app.id, person.id, checked)
    else:
        _require_rank(actor, member.role)
        member.disabled_at = None
        making.apply(session, member, checked)
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
def turn_second_factor_off(session: Session, actor: Actor, person_id: str) -> None:
    """Let a member who lost their phone sign in with the password alone; they are signed out everywhere.

    Owners and admins are helped by owners, the others by admins too. Nobody helps themself, nor somebody of another
    app, in which they have no say. Raises NotFound, NotAllowed, Conflict.
    """
    require(actor, "edit_members", Subject(app_id=actor.app_id))
    member = _member(session, actor, person_id)
    if member.role in ("owner", "admin"):
        require(actor, "edit_owners", Subject(app_id=actor.app_id))
    if person_id == actor.id:
        raise Conflict("Turn your own off in your profile, with a code.", code="own_membership")
    if found.belongs_elsewhere(session, person_id, member.app_id):
        raise NotAllowed("This person belongs to another app too: the operator must turn it off.")
    if people.end_second_factor(session, actor, person_id):
        announce(session, Change(member.app_id, "settings", person_id))


@writes
def change(session: Session, actor: Actor, person_id: str, wanted: MemberTerms) -> None:
    """Other terms for a member. Raises NotFound, NotAllowed, Invalid, and Conflict (`last_owner`)."""
    require(actor, "edit_members", Subject(app_id=actor.app_id))
    everyone = found.locked(session, actor.app_id or "")
    member = _member(session, actor, person_id)
    if wanted.role != member.role:
        _require_rank(actor, wanted.role)
    _require_rank(actor, member.role)
    checked = making.checked(_app(session, actor), wanted, limits.Findings())
    if checked.role != "owner":
        _keep_an_owner(everyone, member)
    before = _comparable(member)
    making.apply(session, member, checked)
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
    announce(session, Change(member.app_id, "session", agent_id=person_id))


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
