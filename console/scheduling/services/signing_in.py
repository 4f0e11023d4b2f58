"""Who signs in: the password or the provider's word, the code after either, and how often each may be tried.

Who has set up an authenticator app gives its code whatever came first: it guards the account, not the password.
"""

from typing import Literal

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from sqlmodel import Session

from .. import clock
from ..errors import Invalid, NotAllowed, SecondStepNeeded
from ..models import Person
from ..queries import people as accounts
from ..rules import contacts
from ..rules.addresses import network_of
from ..settings import settings
from . import codes, identities, one_time_links, passwords, security_log, sessions, throttle, tokens
from .identities import Identity
from .sessions import printable
from .transaction import reads, writes

_TRIES = RateLimitItemPerMinute(10, 5)
"""For an account from one network: whoever guesses elsewhere does not keep its owner out."""
_FAILURES_PER_ACCOUNT = RateLimitItemPerHour(300)
"""From all networks together, which is more than one of them may."""
_FAILURES_PER_NETWORK = RateLimitItemPerMinute(50, 5)
"""More than for an account: many people share an office's address."""


def with_password(
    email: str, password: str, user_agent: str = "", address: str = "", *, just_chosen: bool = False
) -> str:
    """A new session's token. `address` is where the request came from; tries are counted by its network and by account.

    `just_chosen`: a link that only its owner has let the person choose it this moment, which opens the door also where
    passwords are off, and to who is kept out by somebody's guesses. Raises Invalid, with the same words for an unknown
    e-mail as for a wrong password, TooMany, NotAllowed where passwords are off, and SecondStepNeeded for who gives a code
    as well (`with_code`).
    """
    if settings().oidc_only and not just_chosen:
        raise passwords.off()
    account = contacts.folded(printable(email))
    network = network_of(address)
    throttle.require(_FAILURES_PER_NETWORK, "sign_in", network)
    if not just_chosen:
        throttle.require(_FAILURES_PER_ACCOUNT, "sign_in", account)
        throttle.count(_TRIES, "sign_in", account, network)
    person = _account(account)
    kept = person.password_hash if person and person.disabled_at is None else None
    token = tokens.fresh()
    is_right = passwords.matches(kept, password)
    admitted = _admit(person, token, user_agent, address) if is_right and person else "no"
    if admitted == "no":
        security_log.warning("sign_in.refused", person=person and person.id, address=address)
        throttle.count(_FAILURES_PER_ACCOUNT, "sign_in", account)
        throttle.count(_FAILURES_PER_NETWORK, "sign_in", network)
        raise Invalid.of("email", "The e-mail or the password is not right.", "wrong_credentials")
    throttle.forgive(_TRIES, "sign_in", account, network)
    security_log.info("sign_in.password_right", person=person and person.id, address=address, then=admitted)
    if admitted == "half":
        raise SecondStepNeeded(token)
    return token


def with_identity(identity: Identity, user_agent: str = "", address: str = "") -> str:
    """A new session's token, for whom the operator's provider knows (`services/identities`).

    Raises NotAllowed where nobody here is meant, and SecondStepNeeded for who gives a code as well (`with_code`).
    """
    token = tokens.fresh()
    try:
        admitted = _admit_known(identity, token, user_agent, address)
    except NotAllowed:
        security_log.warning("sign_in.identity_refused", address=address)
        raise
    security_log.info("sign_in.identity_known", address=address, then=admitted)
    if admitted == "half":
        raise SecondStepNeeded(token)
    return token


def with_code(half: str, code: str, user_agent: str = "", address: str = "") -> str:
    """A new session's token, for whose right password `half` stands and who gives a code of theirs now.

    Raises Invalid for a wrong code, TooMany, and NotFound when `half` was used or is over.
    """
    person_id = _halfway(half)
    network = network_of(address)
    throttle.require(_FAILURES_PER_NETWORK, "sign_in", network)
    codes.count_try(person_id)
    try:
        token = _open_with_code(half, code, user_agent, address)
    except Invalid:
        security_log.warning("sign_in.code_refused", person=person_id, address=address)
        throttle.count(_FAILURES_PER_NETWORK, "sign_in", network)
        raise
    security_log.info("sign_in.code_right", person=person_id, address=address)
    codes.forgive(person_id)
    return token


@reads
def _account(session: Session, email_key: str) -> Person | None:
    return accounts.by_email(session, email_key)


@writes
def _admit(
    session: Session, judged: Person, token: str, user_agent: str, address: str
) -> Literal["no", "half", "signed in"]:
    """Let the token sign in, or stand for the password of who gives a code as well.

    Not when the account changed while its password was being judged.
    """
    person = session.get_one(Person, judged.id)
    if person.disabled_at is not None or person.password_hash != judged.password_hash:
        return "no"
    return _let_in(session, person, token, user_agent, address)


@writes
def _admit_known(
    session: Session, identity: Identity, token: str, user_agent: str, address: str
) -> Literal["half", "signed in"]:
    return _let_in(session, identities.person_of(session, identity), token, user_agent, address)


def _let_in(
    session: Session, person: Person, token: str, user_agent: str, address: str
) -> Literal["half", "signed in"]:
    if codes.are_asked(session, person.id):
        one_time_links.keep(session, token, "second_step", person.id, clock.now())
        return "half"
    sessions.open_for(session, person, token, user_agent, address)
    return "signed in"


@reads
def _halfway(session: Session, half: str) -> str:
    """Whose password this token stands for. Raises NotFound."""
    return one_time_links.find(session, half, ("second_step",), clock.now()).person_id or ""


@writes
def _open_with_code(session: Session, half: str, code: str, user_agent: str, address: str) -> str:
    now, token = clock.now(), tokens.fresh()
    link = one_time_links.find(session, half, ("second_step",), now, lock=True)
    person = session.get_one(Person, link.person_id)
    if person.disabled_at is not None or not codes.take(session, person.id, code, now):
        raise codes.wrong_code()
    link.used_at = now
    sessions.open_for(session, person, token, user_agent, address)
    return token
