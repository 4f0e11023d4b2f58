"""Letting people into an app, the links with which they choose a password, and taking an invitation back."""

from dataclasses import dataclass

from sqlmodel import Session

from ... import clock
from ...actors import Actor
from ...errors import Conflict, NotAllowed
from ...messages import account_letters
from ...messages.account_letters import AccountLetter
from ...models import App, Member, Person
from ...queries import members as found
from ...queries import people as accounts
from ...rules import contacts, limits
from ...rules.permissions import Subject, require
from .. import audit, channels, one_time_links, people
from ..transaction import Change, announce, writes
from . import making
from .changing import app_of, disable_member, require_rank, take
from .making import MemberTerms

INVITED = ("role", "team", "timezone", "languages", "weight")
"""The fields of a member that an invitation gives."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What came of an invitation.

    `url` is there to be handed on by the actor; None for who has an account already, and for who belongs to another app
    too: whoever held it could walk in there in their place. `letter` is there to be mailed; None where mail cannot go
    out.
    """

    person_id: str
    url: str | None
    letter: AccountLetter | None


@writes
def invite(session: Session, actor: Actor, name: str, email: str, wanted: MemberTerms) -> Invitation:
    """Let a person into the app, again if they were disabled.

    Who has no account yet gets one, and a link to choose a password with, which is shown to the actor once. Raises
    NotAllowed, Invalid, and Conflict (`already_member`).
    """
    require(actor, "invite", Subject(app_id=actor.app_id))
    require_rank(actor, wanted.role)
    app = app_of(session, actor)
    found.locked(session, app.id)
    findings = limits.Findings()
    name = findings.take(limits.guest_name, name, "name") or ""
    email = findings.take(contacts.email, email, "email") or ""
    checked = making.checked(app, wanted, findings)
    person = accounts.by_email(session, contacts.folded(email))
    member = found.member(session, app.id, person.id) if person else None
    return let_in(session, actor, app, name, email, checked, person, member)


def let_in(
    session: Session,
    actor: Actor,
    app: App,
    name: str,
    email: str,
    checked: MemberTerms,
    person: Person | None,
    member: Member | None,
) -> Invitation:
    """Inside a verb that holds the app's members: what `invite` does with checked values. Raises NotAllowed, Conflict."""
    person = person or making.make_person(session, name, email)
    if member is None:
        making.make_member(session, app.id, person.id, checked)
    elif member.disabled_at is None:
        raise Conflict("This person is a member already.", code="already_member")
    else:
        require_rank(actor, member.role)
        member.disabled_at = None
        making.apply(session, member, checked)
    if people.is_unclaimed(person) and not found.belongs_elsewhere(session, person.id, app.id):
        person.name = name
    audit.record(session, actor, "member.invited", person.id, INVITED)
    announce(session, Change(app.id, "settings", person.id))
    return _invitation(session, actor, app, person)


@writes
def resend(session: Session, actor: Actor, person_id: str) -> Invitation:
    """A new invitation for who has not taken up theirs; earlier links end.

    Raises NotFound, NotAllowed, and Conflict (`member_disabled`, `already_active`).
    """
    member, person = _reachable(session, actor, person_id)
    if not people.is_unclaimed(person):
        raise Conflict("This member has a password already.", code="already_active")
    one_time_links.end(session, person_id, clock.now())
    audit.record(session, actor, "member.link_made", person_id)
    announce(session, Change(member.app_id, "settings", person_id))
    return _invitation(session, actor, app_of(session, actor), person)


@writes
def link_for(session: Session, actor: Actor, person_id: str) -> str:
    """A link with which a member chooses a password, for the admin to hand on; earlier ones end.

    Never for somebody of another app too: whoever holds the link could walk in there in their place. Raises NotFound,
    NotAllowed, Conflict.
    """
    member, person = _reachable(session, actor, person_id)
    if found.belongs_elsewhere(session, person_id, member.app_id):
        raise NotAllowed("This person belongs to another app too: they must ask for the link themselves.")
    one_time_links.end(session, person_id, clock.now())
    audit.record(session, actor, "member.link_made", person_id)
    announce(session, Change(member.app_id, "settings", person_id))
    return one_time_links.issue(session, people.link_purpose(person), person_id, clock.now())


@writes
def withdraw(session: Session, actor: Actor, person_id: str) -> None:
    """Take back the invitation of who has not taken it up: they are no member any more, and their link ends.

    Who was given hours, calls or anything else meanwhile stays as a disabled member. Raises NotFound, NotAllowed, and
    Conflict (`already_active`).
    """
    require(actor, "edit_members", Subject(app_id=actor.app_id))
    everyone = found.locked(session, actor.app_id or "")
    member = take(session, actor, person_id)
    if not people.is_unclaimed(session.get_one(Person, person_id)):
        raise Conflict("This member has a password already. Disable them instead.", code="already_active")
    if found.is_bare(session, member.app_id, person_id):
        require_rank(actor, member.role)
        if not found.belongs_elsewhere(session, person_id, member.app_id):
            one_time_links.end(session, person_id, clock.now())
        session.delete(member)
    elif member.disabled_at is None:
        disable_member(session, actor, everyone, member)
    audit.record(session, actor, "member.withdrawn", person_id)
    announce(session, Change(member.app_id, "settings", person_id, person_id))


def _invitation(session: Session, actor: Actor, app: App, person: Person) -> Invitation:
    now = clock.now()
    link = one_time_links.issue(session, "invitation", person.id, now) if people.is_unclaimed(person) else None
    alone = not found.belongs_elsewhere(session, person.id, app.id)
    can_mail = channels.why_unsent(app, "email") is None
    letter = account_letters.invitation(person.email, person.name, app.name, _name_of(session, actor), link)
    return Invitation(person.id, link if alone else None, letter if can_mail else None)


def _name_of(session: Session, actor: Actor) -> str | None:
    inviting = session.get(Person, actor.id) if actor.id else None
    return inviting.name if inviting else None


def _reachable(session: Session, actor: Actor, person_id: str) -> tuple[Member, Person]:
    """A member to whom the actor may hand a link. Raises NotFound, NotAllowed, Conflict."""
    require(actor, "edit_members", Subject(app_id=actor.app_id))
    member = take(session, actor, person_id)
    require_rank(actor, member.role)
    person = session.get_one(Person, person_id)
    if member.disabled_at is not None or person.disabled_at is not None:
        raise Conflict("This member is disabled.", code="member_disabled")
    return member, person
