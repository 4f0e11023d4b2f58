"""The sessions of who has signed in. A browser holds a random token; we hold its hash, and ask again at every request."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import Session, col

from .. import clock
from ..actors import Actor, Role, Surface
from ..errors import AppNotFound, Unavailable
from ..models import Person, SignInSession
from ..queries import people as accounts
from ..rules import permissions
from ..rules.permissions import Verb
from . import security_log, tokens
from .changes import Change, announce
from .transaction import reads, writes

IDLE = timedelta(hours=12)
"""A session unused for so long is over."""
ABSOLUTE = timedelta(days=7)
"""No session is older."""

_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Membership:
    """An app that a person may enter, and as what."""

    app_id: str
    app_name: str
    role: Role
    team_id: str | None
    timezone: str
    """The member's own zone."""
    app_timezone: str
    is_test: bool = False
    """Whether this is a test app."""
    app_language: str = "en"

    @property
    def has_own_calls_alone(self) -> bool:
        """Whether the calls that this person sees in the app are their own."""
        return self.role == "agent"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a session belongs to, and where they may go."""

    person: Person
    memberships: tuple[Membership, ...]
    token_hash: str


@dataclass(frozen=True, slots=True)
class Browser:
    """One signed-in browser of a person, for the list from which it can be signed out."""

    id: str
    user_agent: str
    address: str
    created_at: datetime
    last_seen_at: datetime


def resolve(token: str) -> SignedIn | None:
    """Who this token signs in at this moment; None when it is unknown, over, or its person is disabled."""
    if not token:
        return None
    now = clock.now()
    found = _resolve(tokens.digest(token), now)
    if found is None:
        return None
    signed_in, last_seen_at = found
    if now - last_seen_at >= _SEEN_EVERY:
        with contextlib.suppress(Unavailable):  # a busy database is no reason to turn somebody away
            _seen(signed_in.token_hash, now)
    return signed_in


def actor_for(signed_in: SignedIn, app_id: str, surface: Surface) -> Actor:
    """The actor this person is in an app, on the pages of this surface. Raises AppNotFound without membership."""
    for membership in signed_in.memberships:
        if membership.app_id == app_id:
            return Actor(
                surface,
                id=signed_in.person.id,
                app_id=app_id,
                role=membership.role,
                team_id=membership.team_id,
            )
    raise AppNotFound("There is no such app, or you are not a member of it.")


def duties(actor: Actor) -> frozenset[Verb]:
    """What this actor may do in the whole app; the ways there are shown to no one else."""
    return permissions.everywhere(actor)


def abilities(actor: Actor) -> frozenset[Verb]:
    """What this actor may do with something at least, if only with what is their own; they are shown the ways there."""
    return permissions.somewhere(actor.role) if actor.role else frozenset()


@writes
def sign_out(session: Session, token: str) -> None:
    """End this session; an unknown token is as good as ended."""
    for person_id in _end(session, col(SignInSession.token_hash) == tokens.digest(token)):
        security_log.info("sign_out", person=person_id)


@reads
def browsers(session: Session, actor: Actor) -> list[Browser]:
    """Every browser the actor is signed in with, the latest used first."""
    now = clock.now()
    found = accounts.sessions_of(session, actor.id or "", now, now - IDLE)
    return [Browser(one.token_hash, one.user_agent, one.address, one.created_at, one.last_seen_at) for one in found]


@writes
def end(session: Session, actor: Actor, browser_id: str) -> None:
    """Sign one of the actor's own browsers out."""
    _end(session, col(SignInSession.token_hash) == browser_id, col(SignInSession.person_id) == actor.id)


@writes
def end_all(session: Session, actor: Actor, *, but: str = "") -> None:
    """Sign the actor out of every browser, but for the one with this id."""
    end_of_person(session, actor.id or "", but=but)


def open_for(session: Session, person: Person, token: str, user_agent: str, address: str) -> None:
    """Inside a verb: from its commit on this token signs the person in."""
    now = clock.now()
    session.add(
        SignInSession(
            token_hash=tokens.digest(token),
            person_id=person.id,
            user_agent=printable(user_agent)[:300],
            address=printable(address)[:100],
            created_at=now,
            last_seen_at=now,
            expires_at=now + ABSOLUTE,
        )
    )
    _tell(session, [person.id])


def end_of_person(session: Session, person_id: str, *, but: str = "") -> None:
    """Inside a verb: every session of this person, but for the one with this id, is over once it commits."""
    _end(session, col(SignInSession.person_id) == person_id, col(SignInSession.token_hash) != but)


def _end(session: Session, *which: ColumnElement[bool]) -> set[str]:
    """Gives whose sessions these were."""
    ended = session.execute(delete(SignInSession).where(*which).returning(col(SignInSession.person_id)))
    people = {person_id for (person_id,) in ended}
    _tell(session, people)
    return people


def _tell(session: Session, people: Iterable[str]) -> None:
    """Have the open tabs of these people asked whether they are still signed in."""
    for person_id in people:
        for _, app in accounts.memberships(session, person_id):
            announce(session, Change(app.id, "session", agent_id=person_id))


@reads
def _resolve(session: Session, token_hash: str, now: datetime) -> tuple[SignedIn, datetime] | None:
    found = accounts.signed_in(session, token_hash, now, now - IDLE)
    if found is None:
        return None
    current, person = found
    apps = tuple(
        Membership(
            app.id,
            app.name,
            cast(Role, member.role),
            member.team_id,
            member.timezone,
            app.timezone,
            is_test=app.test_of_app_id is not None,
            app_language=app.language,
        )
        for member, app in accounts.memberships(session, person.id)
    )
    return SignedIn(person, apps, token_hash), current.last_seen_at


@writes
def _seen(session: Session, token_hash: str, now: datetime) -> None:
    session.exec(
        update(SignInSession)
        .where(col(SignInSession.token_hash) == token_hash, col(SignInSession.last_seen_at) < now - _SEEN_EVERY / 2)
        .values(last_seen_at=now)
    )


def printable(text: str) -> str:
    """The text without what no database stores, such as NUL and lone surrogates."""
    return "".join(filter(str.isprintable, text))
