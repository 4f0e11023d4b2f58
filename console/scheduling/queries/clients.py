"""OAuth clients, the apps they reach, their secrets and tokens."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, exists, func, or_
from sqlmodel import Session, col, select

from ..models import AccessToken, App, Client, ClientApp, ClientSecret, Member


class TokenUse(NamedTuple):
    """A live token with its client, and whether that client reaches the app that was asked about."""

    token: AccessToken
    client: Client
    reaches: bool


_LIVE_TOKEN = (  # built once: every call of every client asks it
    select(
        AccessToken,
        Client,
        exists().where(
            col(ClientApp.client_id) == Client.id,
            col(ClientApp.app_id) == bindparam("app_id"),
            col(App.id) == ClientApp.app_id,
            col(App.archived_at).is_(None),
        ),
    )
    .join(Client, col(Client.id) == AccessToken.client_id)
    .where(
        col(AccessToken.token_hash) == bindparam("token_hash"),
        col(AccessToken.expires_at) > bindparam("now"),
        col(AccessToken.revoked_at).is_(None),
        col(Client.disabled_at).is_(None),
    )
)


def live_secrets(session: Session, client_id: str, now: datetime) -> list[ClientSecret]:
    """The secrets that open this client, the newest first; two while a rotation runs."""
    return list(
        session.scalars(
            select(ClientSecret)
            .where(ClientSecret.client_id == client_id, _unexpired(now))
            .order_by(col(ClientSecret.created_at).desc())
        )
    )


def rotating(session: Session, client_ids: Sequence[str], now: datetime) -> dict[str, datetime]:
    """Client id -> when its old secret ends, of those with a secret that does."""
    found = session.exec(
        select(ClientSecret.client_id, func.max(ClientSecret.expires_at))
        .where(col(ClientSecret.client_id).in_(client_ids), col(ClientSecret.expires_at) > now)
        .group_by(ClientSecret.client_id)
    )
    return {client_id: ends for client_id, ends in found if ends}


def live_token(session: Session, token_hash: str, now: datetime, app_id: str | None = None) -> TokenUse | None:
    """The token with its client, unless it is expired or revoked or the client disabled; one SELECT."""
    found = session.execute(_LIVE_TOKEN, {"token_hash": token_hash, "now": now, "app_id": app_id}).first()
    return TokenUse(*found) if found else None


def of_app(session: Session, app_id: str) -> list[Client]:
    """The clients that reach this app, by name."""
    return list(
        session.scalars(
            select(Client)
            .join(ClientApp, col(ClientApp.client_id) == Client.id)
            .where(ClientApp.app_id == app_id)
            .order_by(Client.name, Client.id)
        )
    )


def apps_of(session: Session, client_ids: Sequence[str]) -> dict[str, list[str]]:
    """Client id -> the ids of the apps it reaches."""
    reached: dict[str, list[str]] = {client_id: [] for client_id in client_ids}
    query = select(ClientApp).where(col(ClientApp.client_id).in_(client_ids)).order_by(ClientApp.app_id)
    for row in session.exec(query):
        reached[row.client_id].append(row.app_id)
    return reached


def known_apps(session: Session, app_ids: Sequence[str]) -> set[str]:
    """Those of these apps that exist and are not archived."""
    return set(session.exec(select(App.id).where(col(App.id).in_(app_ids), col(App.archived_at).is_(None))))


def apps_as(session: Session, person_id: str, roles: Collection[str], app_ids: Sequence[str]) -> set[str]:
    """Those of these apps in which this person has one of these roles."""
    return set(
        session.exec(
            select(Member.app_id).where(
                Member.person_id == person_id,
                col(Member.app_id).in_(app_ids),
                col(Member.role).in_(roles),
                col(Member.disabled_at).is_(None),
            )
        )
    )


def _unexpired(now: datetime):
    return or_(col(ClientSecret.expires_at).is_(None), col(ClientSecret.expires_at) > now)
