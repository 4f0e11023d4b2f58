"""Letting people into an app, the links with which they choose a password, and taking an invitation back."""

from collections.abc import Collection, Sequence
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
from ..changes import Change, announce
from ..transaction import writes
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


@dataclass(frozen=True, slots=True)
class NewMember:
    """Whom to let in, in checked values, with the account and the membership that they have already."""

    name: str
    email: str
    terms: MemberTerms
    person: Person | None
    member: Member | None


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
    (invited,) = let_in(session, actor, app, [NewMember(name, email, checked, person, member)])
    announce(session, Change(app.id, "settings", invited.person_id))
    return invited


def let_in(session: Session, actor: Actor, app: App, new: Sequence[NewMember]) -> list[Invitation]:
    """Inside a verb that holds the app's members, and announces it: what `invite` does, for many in a few statements.

    Raises NotAllowed, Conflict.
    """
    people_in = [one.person or making.new_person(one.name, one.email) for one in new]
    session.add_all(people_in)
    session.flush()
    teams = making.team_ids(session, app.id, [one.terms.team for one in new])
    for one, person in zip(new, people_in, strict=True):
        member = one.member or making.new_member(app.id, person.id)
        _open_to(actor, member, is_new=one.member is None)
        making.fill(member, one.terms, teams)
        session.add(member)
    session.flush()
    elsewhere = found.elsewhere(session, [one.person.id for one in new if one.person], app.id)
    for one, person in zip(new, people_in, strict=True):
        if person.id not in elsewhere and people.is_unclaimed(person):
            person.name = one.name
        audit.record(session, actor, "member.invited", person.id, INVITED)
    return _invitations(session, actor, app, people_in, elsewhere)


def _open_to(actor: Actor, member: Member, *, is_new: bool) -> None:
    if not is_new and member.disabled_at is None:
        raise Conflict("This person is a member already.", code="already_member")
    require_rank(actor, member.role)
    member.disabled_at = None


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
    elsewhere = found.elsewhere(session, [person_id], member.app_id)
    return _invitations(session, actor, app_of(session, actor), [person], elsewhere)[0]


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


def _invitations(
    session: Session, actor: Actor, app: App, invited: Sequence[Person], elsewhere: Collection[str]
) -> list[Invitation]:
    now, can_mail = clock.now(), channels.why_unsent(app, "email") is None
    inviting = session.get(Person, actor.id) if actor.id else None
    by, made = inviting.name if inviting else None, []
    for person in invited:
        link = one_time_links.issue(session, "invitation", person.id, now) if people.is_unclaimed(person) else None
        terms = (person.email, person.name, app.name, by, link, app.language)
        letter = account_letters.invitation(*terms) if can_mail else None
        made.append(Invitation(person.id, None if person.id in elsewhere else link, letter))
    return made


def _reachable(session: Session, actor: Actor, person_id: str) -> tuple[Member, Person]:
    """A member to whom the actor may hand a link. Raises NotFound, NotAllowed, Conflict."""
    require(actor, "edit_members", Subject(app_id=actor.app_id))
    member = take(session, actor, person_id)
    require_rank(actor, member.role)
    person = session.get_one(Person, person_id)
    if member.disabled_at is not None or person.disabled_at is not None:
        raise Conflict("This member is disabled.", code="member_disabled")
    return member, person
