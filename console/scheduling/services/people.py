"""A person's own account: taking up an invitation, choosing a password, their name, zone and preferences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from sqlmodel import Session

from .. import clock
from ..actors import Actor, operator
from ..errors import Invalid, NotFound, SignInNeeded
from ..messages import account_letters
from ..messages.account_letters import AccountLetter
from ..models import Person
from ..queries import people as accounts
from ..rules import contacts, limits, zones
from ..rules import passwords as rules
from ..rules.addresses import network_of
from ..settings import settings
from . import audit, codes, notices, one_time_links, passwords, security_log, sessions, throttle
from .changes import Change, announce
from .one_time_links import Purpose
from .transaction import reads, writes

_LETTERS_PER_ACCOUNT = RateLimitItemPerHour(5)
_LETTERS_PER_NETWORK = RateLimitItemPerHour(30)
_TRIES = RateLimitItemPerMinute(10, 5)


@dataclass(frozen=True, slots=True)
class OpenLink:
    """What an invitation or password link is for, as its page shows it before anything happens."""

    purpose: str
    name: str
    email: str
    apps: tuple[str, ...]
    """The names of the apps that the person may enter."""

    @property
    def leads_to_provider(self) -> bool:
        """Whether no password is to be chosen: the person signs in with the provider."""
        return self.purpose == "invitation" and settings().oidc_only


@reads
def look_at_link(session: Session, token: str) -> OpenLink:
    """What this link is for; looking changes nothing, since mail scanners look too. Raises NotFound."""
    link = one_time_links.find(session, token, ("invitation", "password"), clock.now())
    person = _person(session, link.person_id)
    apps = tuple(app.name for _, app in accounts.memberships(session, person.id))
    return OpenLink(link.purpose, person.name, person.email, apps)


def accept_link(token: str, password: str) -> str:
    """Choose the password that an invitation or password link allows to choose; gives the e-mail to sign in with.

    The person is signed out everywhere, and every link of theirs is over. Where passwords are off, an invitation leads to
    the provider instead; a password link, which only an administrator or the operator can make, still lets its owner in.
    Raises NotFound, Invalid, NotAllowed.
    """
    link = look_at_link(token)
    if link.leads_to_provider:
        raise passwords.off()
    rules.check(password, about=[link.name, link.email, *link.apps])
    return _accept(token, passwords.hashed(password))


def count_password_request(email: str, address: str = "") -> None:
    """Count that somebody at `address` asks for a password link for this account. Raises TooMany, NotAllowed."""
    if settings().oidc_only:
        raise passwords.off()
    throttle.count(_LETTERS_PER_NETWORK, "password_link", network_of(address))
    throttle.count(_LETTERS_PER_ACCOUNT, "password_link", _account(email))


@writes
def password_letter(session: Session, email: str) -> AccountLetter | None:
    """A password link to be mailed to whoever this address belongs to; None when it belongs to nobody.

    The person who asked must see the same answer either way, and as soon.
    """
    person = accounts.by_email(session, _account(email))
    if person is None or person.disabled_at is not None:
        return None
    url = one_time_links.issue(session, link_purpose(person), person.id, clock.now())
    return account_letters.password(person.email, person.name, url)


def change_password(actor: Actor, old: str, new: str, *, but: str = "") -> None:
    """Choose another password; the person is signed out of every browser but the one with this id.

    Raises Invalid (`old`, `new`), TooMany, SignInNeeded.
    """
    rules.check(new, "new", _about(actor))
    person = confirm_password(actor, old, "old")
    _set_password(actor, passwords.hashed(new), was=person.password_hash, but=but)


def confirm_password(actor: Actor, password: str, field: str = "password") -> Person:
    """The actor's own account, if this is its password. Raises Invalid, TooMany, SignInNeeded."""
    person = profile(actor)
    throttle.count(_TRIES, "change_password", person.id)
    if not passwords.matches(person.password_hash, password):
        raise _not_theirs(field)
    throttle.forgive(_TRIES, "change_password", person.id)
    return person


@reads
def _about(session: Session, actor: Actor) -> list[str]:
    """What stands near the actor's password: their name, their address, their apps."""
    person = own(session, actor)
    return [person.name, person.email, *(app.name for _, app in accounts.memberships(session, person.id))]


@reads
def profile(session: Session, actor: Actor) -> Person:
    """The actor's own account. Raises SignInNeeded."""
    return own(session, actor)


@writes
def change_profile(
    session: Session, actor: Actor, name: str | None = None, preferences: Mapping[str, str] | None = None
) -> Person:
    """Change the actor's own name, where one is given, and those preferences that are; an empty one is forgotten.

    Raises Invalid, SignInNeeded.
    """
    person = own(session, actor)
    findings = limits.Findings()
    kept = findings.take(limits.guest_name, person.name if name is None else name, "name")
    wanted = {name: value for name, value in {**person.preferences, **(preferences or {})}.items() if value}
    chosen = findings.take(limits.metadata, wanted, "preferences")
    findings.settle()
    person.name, person.preferences = kept or person.name, chosen or {}
    return person


@writes
def change_timezone(session: Session, actor: Actor, timezone: str) -> None:
    """Another zone for the actor, in every app they belong to. Raises Invalid (`timezone`), SignInNeeded."""
    person, tz = own(session, actor), zones.zone(timezone)
    for member, app in accounts.memberships(session, person.id):
        if member.timezone != tz.key:
            member.timezone = tz.key
            audit.record(session, actor, "member.changed", person.id, ["timezone"], app_id=app.id)
            announce(session, Change(app.id, "settings", person.id, person.id))


@writes
def password_link(session: Session, email: str) -> str:
    """A password link, or an invitation for who has none yet; for the command line alone. Raises NotFound."""
    person = by_email(session, email)
    return one_time_links.issue(session, link_purpose(person), person.id, clock.now())


@writes
def turn_second_factor_off(session: Session, email: str) -> bool:
    """Let a person who lost their phone sign in with the password alone, and sign them out everywhere.

    Gives whether they had a second factor. For the command line alone. Raises NotFound.
    """
    return end_second_factor(session, operator(), by_email(session, email).id)


def end_second_factor(session: Session, actor: Actor, person_id: str) -> bool:
    """Inside a verb: somebody else turns a person's second factor off, and signs them out; gives whether they had one."""
    had_one = codes.end(session, person_id)
    if had_one:
        sessions.end_of_person(session, person_id)
        audit.record(session, actor, "member.second_factor_off", person_id)
        notices.of_account(session, person_id, "second_factor_off", clock.now())
        security_log.info("member.second_factor_off", person=person_id, by=actor.id)
    return had_one


@writes
def sign_out(session: Session, email: str = "") -> int:
    """Sign somebody out of every browser; without an e-mail everybody. For the command line alone.

    Gives how many people that were. Raises NotFound.
    """
    whom = [by_email(session, email).id] if email else accounts.with_sessions(session)
    for person_id in whom:
        sessions.end_of_person(session, person_id)
        security_log.info("sessions.ended", person=person_id)
    return len(whom)


@writes
def disable(session: Session, email: str) -> None:
    """Close an account in every app and end its sessions; for the command line alone. Raises NotFound."""
    person = by_email(session, email)
    person.disabled_at = person.disabled_at or clock.now()
    sessions.end_of_person(session, person.id)
    one_time_links.end(session, person.id, clock.now())


@writes
def enable(session: Session, email: str) -> None:
    """Open a closed account again; for the command line alone. Raises NotFound."""
    by_email(session, email).disabled_at = None


def is_unclaimed(person: Person) -> bool:
    """Whether the person has yet to choose their first password."""
    return person.password_hash is None


def link_purpose(person: Person) -> Purpose:
    """Which kind of link lets this person in: an invitation until they have chosen a first password.

    Where passwords are off, an invitation leads to the provider, and only the other kind lets anybody in.
    """
    return "invitation" if is_unclaimed(person) and not settings().oidc_only else "password"


@writes
def _accept(session: Session, token: str, password_hash: str) -> str:
    now = clock.now()
    link = one_time_links.find(session, token, ("invitation", "password"), now, lock=True)
    person = _person(session, link.person_id)
    _replace_password(session, person, password_hash)
    for _, app in accounts.memberships(session, person.id):
        announce(session, Change(app.id, "settings", person.id))
    return person.email


@writes
def _set_password(session: Session, actor: Actor, password_hash: str, *, was: str | None, but: str) -> None:
    person = session.get_one(Person, actor.id, with_for_update=True)
    if person.password_hash != was:
        raise _not_theirs("old")
    _replace_password(session, person, password_hash, but=but)


def _not_theirs(field: str) -> Invalid:
    return Invalid.of(field, "This is not your password.", "wrong_credentials")


def _replace_password(session: Session, person: Person, password_hash: str, *, but: str = "") -> None:
    is_first = is_unclaimed(person)
    person.password_hash = password_hash
    sessions.end_of_person(session, person.id, but=but)
    one_time_links.end(session, person.id, clock.now())
    note(session, person.id, "person.password_changed", ["password"])
    if not is_first:
        notices.of_account(session, person.id, "password_changed", clock.now())


def _account(email: str) -> str:
    return contacts.folded("".join(filter(str.isprintable, email)))


def note(session: Session, person_id: str, act: str, fields: Iterable[str] = ()) -> None:
    """Inside a verb: note an act on one's own account, which belongs to no app."""
    audit.record(session, Actor("agent", id=person_id), act, person_id, fields)
    security_log.info(act, person=person_id)


def own(session: Session, actor: Actor) -> Person:
    """Inside a verb: the actor's own account. Raises SignInNeeded."""
    person = session.get(Person, actor.id) if actor.id and actor.surface in ("admin", "agent") else None
    if person is None or person.disabled_at is not None:
        raise SignInNeeded("Please sign in.")
    return person


def by_email(session: Session, email: str) -> Person:
    """Inside a verb: whose account this address has. Raises NotFound."""
    person = accounts.by_email(session, contacts.folded(email))
    if person is None:
        raise NotFound(f"Nobody has an account with the e-mail {email}.")
    return person


def _person(session: Session, person_id: str | None) -> Person:
    person = session.get(Person, person_id) if person_id else None
    if person is None or person.disabled_at is not None:
        raise NotFound("This link was used already, or is too old. Ask for a new one.", code="link_over")
    return person
