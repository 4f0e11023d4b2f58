"""Changing what members are in an app, and closing it to them."""

from collections.abc import Sequence

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import AppNotFound, Conflict, NotAllowed, NotFound
from ...models import App, Member
from ...queries import members as found
from ...queries import terms
from ...rules import limits
from ...rules.permissions import Subject, require
from .. import audit, one_time_links, people, sessions
from ..changes import Change, announce
from ..transaction import writes
from . import making
from .making import MemberTerms


@writes
def turn_second_factor_off(session: Session, actor: Actor, person_id: str) -> None:
    """Let a member who lost their phone sign in with the password alone; they are signed out everywhere.

    Owners and admins are helped by owners, the others by admins too. Nobody helps themself, nor somebody of another
    app, in which they have no say. Raises NotFound, NotAllowed, Conflict.
    """
    require(actor, "edit_members", Subject(app_id=actor.app_id))
    member = take(session, actor, person_id)
    require(actor, making.verb_to_help(member.role), Subject(app_id=actor.app_id))
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
    member = take(session, actor, person_id)
    if wanted.role != member.role:
        require_rank(actor, wanted.role)
    require_rank(actor, member.role)
    checked = making.checked(app_of(session, actor), wanted, limits.Findings())
    if checked.role != "owner":
        _keep_an_owner(everyone, member)
    before = comparable(member)
    making.apply(session, member, checked)
    if changed := [name for name, value in comparable(member).items() if before[name] != value]:
        audit.record(session, actor, "member.changed", person_id, changed)
        announce(session, Change(member.app_id, "settings", person_id, person_id))


@writes
def disable(session: Session, actor: Actor, person_id: str) -> None:
    """Close the app to a member at once; their calls and history stay. Raises NotFound, NotAllowed, Conflict."""
    require(actor, "edit_members", Subject(app_id=actor.app_id))
    everyone = found.locked(session, actor.app_id or "")
    disable_member(session, actor, everyone, take(session, actor, person_id))


def disable_member(session: Session, actor: Actor, everyone: Sequence[Member], member: Member) -> None:
    """Inside a verb that holds `everyone` of the app: what `disable` does. Raises NotAllowed, Conflict."""
    require_rank(actor, member.role)
    _keep_an_owner(everyone, member)
    if member.person_id == actor.id:
        raise Conflict("Nobody closes the app to themself. Ask another admin.", code="own_membership")
    if member.disabled_at is not None:
        return
    member.disabled_at = clock.now()
    if not found.belongs_elsewhere(session, member.person_id, member.app_id):
        sessions.end_of_person(session, member.person_id)
        one_time_links.end(session, member.person_id, clock.now())
    audit.record(session, actor, "member.disabled", member.person_id)
    announce(session, Change(member.app_id, "settings", member.person_id, member.person_id))
    announce(session, Change(member.app_id, "session", agent_id=member.person_id))


@writes
def enable(session: Session, actor: Actor, person_id: str) -> None:
    """Open the app to a disabled member again. Raises NotFound, NotAllowed."""
    require(actor, "edit_members", Subject(app_id=actor.app_id))
    member = take(session, actor, person_id)
    require_rank(actor, member.role)
    if member.disabled_at is not None:
        member.disabled_at = None
        audit.record(session, actor, "member.enabled", person_id)
        announce(session, Change(member.app_id, "settings", person_id, person_id))


def require_rank(actor: Actor, role: str) -> None:
    """Inside a verb: owners are made, changed and closed out by owners alone."""
    if role == "owner":
        require(actor, "edit_owners", Subject(app_id=actor.app_id))


def _keep_an_owner(everyone: Sequence[Member], leaving: Member) -> None:
    left = [one for one in everyone if one.role == "owner" and one.disabled_at is None and one is not leaving]
    if leaving.role == "owner" and leaving.disabled_at is None and not left:
        raise Conflict("An app needs an owner. Make somebody else an owner first.", code="last_owner")


def app_of(session: Session, actor: Actor) -> App:
    """Inside a verb: the actor's app. Raises AppNotFound."""
    app = terms.app(session, actor.app_id or "")
    if app is None:
        raise AppNotFound("There is no such app.")
    return app


def take(session: Session, actor: Actor, person_id: str) -> Member:
    """Inside a verb: this member of the actor's app. Raises NotFound."""
    member = found.member(session, actor.app_id or "", person_id)
    if member is None:
        raise NotFound("There is no such member of this app.")
    return member


def comparable(member: Member) -> dict[str, object]:
    """What a member is, by the names of its fields, to be compared with what they become."""
    names = ("role", "team_id", "timezone", "languages", "photo", "weight")
    return {name.removesuffix("_id"): getattr(member, name) for name in names}
