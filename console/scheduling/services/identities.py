"""Who people are to the provider that they sign in with (OpenID Connect): found by e-mail once, and known from then on.

Nobody gets an account, a role or an app this way: who has none is refused. A person is matched by a verified e-mail, and
the provider's own name for them (`subject`) is kept: from then on that alone finds them, so that whoever gets another
person's e-mail at the provider later does not get their account.
"""

from dataclasses import dataclass

from limits import RateLimitItemPerMinute
from sqlalchemy import delete
from sqlmodel import Session, col

from .. import clock
from ..actors import operator
from ..errors import NotAllowed
from ..models import Person, PersonIdentity
from ..queries import people as accounts
from ..rules import contacts
from ..rules.addresses import network_of
from . import audit, passwords, people, sessions, throttle
from .changes import Change, announce
from .transaction import writes

_RETURNS_PER_NETWORK = RateLimitItemPerMinute(100, 5)
"""Many people share an office's address."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What the provider vouches for, its signature verified."""

    issuer: str
    subject: str
    email: str
    is_email_verified: bool


def count_try(address: str) -> None:
    """Count that somebody at this address sets out for the provider, or comes back. Raises TooMany."""
    throttle.count(_RETURNS_PER_NETWORK, "provider", network_of(address))


@writes
def forget(session: Session, email: str) -> bool:
    """Have the providers' next words about this person matched by e-mail anew, and sign them out everywhere.

    Gives whether any knew them. For the command line alone. Raises NotFound.
    """
    person = people.by_email(session, email)
    gone = session.execute(delete(PersonIdentity).where(col(PersonIdentity.person_id) == person.id))
    was_known = gone.rowcount > 0  # pyright: ignore[reportAttributeAccessIssue]
    if was_known:
        sessions.end_of_person(session, person.id)
        audit.record(session, operator(), "person.identity_forgotten", person.id)
    return was_known


def person_of(session: Session, identity: Identity) -> Person:
    """Inside a verb: whose identity this is; one that is new is kept. Raises NotAllowed, which says why to its owner."""
    if not identity.is_email_verified:
        raise NotAllowed("Your provider has not verified your e-mail. Ask who looks after your account there.")
    person = _known(session, identity) or _matched(session, identity)
    if person.disabled_at is not None:
        raise NotAllowed("This account is closed. Ask an administrator.")
    return person


def _known(session: Session, identity: Identity) -> Person | None:
    link = session.get(PersonIdentity, (identity.issuer, identity.subject))
    return session.get_one(Person, link.person_id) if link else None


def _matched(session: Session, identity: Identity) -> Person:
    email = identity.email.strip()
    person = accounts.by_email(session, contacts.folded(email), lock=True) if email.isprintable() else None
    if person is None or not _is_same(email, person.email):
        raise NotAllowed(
            "Nobody has an account here with the e-mail of your provider. Ask an administrator to invite you."
        )
    if accounts.identity_of(session, person.id, identity.issuer):
        raise NotAllowed("Somebody else of the provider signs in to this account. Ask an administrator.")
    if person.disabled_at is None:
        _link(session, person, identity)
    return person


def _link(session: Session, person: Person, identity: Identity) -> None:
    session.add(
        PersonIdentity(issuer=identity.issuer, subject=identity.subject, person_id=person.id, linked_at=clock.now())
    )
    people.note(session, person.id, "person.identity_linked")
    if people.is_unclaimed(person):
        person.password_hash = passwords.NONE
        for _, app in accounts.memberships(session, person.id):
            announce(session, Change(app.id, "settings", person.id))


def _is_same(one: str, other: str) -> bool:
    """But for A to Z in upper case: folding makes equals of letters that another mailbox may have, such as ß and ss."""
    return one.encode().lower() == other.strip().encode().lower()
