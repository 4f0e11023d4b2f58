"""People, their sessions and their one-time links."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from ..models import App, Member, OneTimeLink, Person, PersonIdentity, SignInSession


class MemberApp(NamedTuple):
    """A membership with its app."""

    member: Member
    app: App


def by_email(session: Session, email_key: str, *, lock: bool = False) -> Person | None:
    """The account of this folded address; with `lock` nobody else changes it until this transaction ends."""
    found = select(Person).where(Person.email_key == email_key)
    return session.scalar(found.with_for_update() if lock else found)


def by_emails(session: Session, email_keys: Sequence[str]) -> list[Person]:
    """The accounts of these folded addresses."""
    return list(session.scalars(select(Person).where(col(Person.email_key).in_(email_keys)))) if email_keys else []


# Asked at each event of each tab, so they are put together once.
_SIGNED_IN = (
    select(SignInSession, Person)
    .join(Person, col(Person.id) == SignInSession.person_id)
    .where(
        SignInSession.token_hash == bindparam("token_hash"),
        col(SignInSession.expires_at) > bindparam("now"),
        col(SignInSession.last_seen_at) > bindparam("idle_since"),
        col(Person.disabled_at).is_(None),
    )
)
_MEMBERSHIPS = (
    select(Member, App)
    .join(App, col(App.id) == Member.app_id)
    .where(
        Member.person_id == bindparam("person_id"), col(Member.disabled_at).is_(None), col(App.archived_at).is_(None)
    )
    .order_by(App.name, App.id)
)


def signed_in(
    session: Session, token_hash: str, now: datetime, idle_since: datetime
) -> tuple[SignInSession, Person] | None:
    """A signed-in browser and whose it is, unless it is over by age or by idleness, or the account is disabled."""
    found = session.execute(_SIGNED_IN, {"token_hash": token_hash, "now": now, "idle_since": idle_since}).first()
    return (found[0], found[1]) if found else None


def sessions_of(session: Session, person_id: str, now: datetime, idle_since: datetime) -> list[SignInSession]:
    """Every browser this person is signed in with, the latest first."""
    return list(
        session.scalars(
            select(SignInSession)
            .where(
                SignInSession.person_id == person_id,
                col(SignInSession.expires_at) > now,
                col(SignInSession.last_seen_at) > idle_since,
            )
            .order_by(col(SignInSession.last_seen_at).desc())
        )
    )


def with_sessions(session: Session) -> list[str]:
    """Everybody of whom some browser is signed in, or was until lately."""
    return list(session.scalars(select(SignInSession.person_id).distinct()))


def memberships(session: Session, person_id: str) -> list[MemberApp]:
    """The apps this person may enter, by name."""
    return [MemberApp(member, app) for member, app in session.execute(_MEMBERSHIPS, {"person_id": person_id})]


def live_link(session: Session, token_hash: str, now: datetime, *, lock: bool = False) -> OneTimeLink | None:
    """A one-time link that still works; with `lock` nobody else uses it until this transaction ends."""
    found = select(OneTimeLink).where(
        OneTimeLink.token_hash == token_hash, col(OneTimeLink.used_at).is_(None), col(OneTimeLink.expires_at) > now
    )
    return session.scalar(found.with_for_update() if lock else found)


def identity_of(session: Session, person_id: str, issuer: str) -> PersonIdentity | None:
    """Who this person is to this provider."""
    return session.scalar(
        select(PersonIdentity).where(PersonIdentity.person_id == person_id, PersonIdentity.issuer == issuer)
    )
