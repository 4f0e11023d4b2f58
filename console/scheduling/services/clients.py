"""OAuth clients: who may use the API, in which apps, with which secrets, scopes and limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete as delete_rows
from sqlmodel import Session, col

from .. import clock
from ..actors import Actor
from ..errors import Invalid, NotAllowed, NotFound
from ..models import AccessToken, Client, ClientApp, ClientDay, ClientSecret
from ..queries import clients as query
from ..rules import limits, permissions
from ..rules.permissions import Subject
from . import audit, tokens
from .changes import Change, announce
from .transaction import reads, writes

SCOPES = ("scheduling:read", "scheduling:write")
"""Everything a client can be allowed."""
DEFAULT_RATE_LIMITS: Mapping[str, int] = {"minute": 600, "hour": 10_000, "day": 100_000}
"""Requests a client may make in each window, where it has no limits of its own."""
OVERLAP = timedelta(hours=24)
"""How long the old secret still works after a rotation."""

_NAME_LENGTH = 100
_MOST_REQUESTS = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClient:
    """A client to be made. No `app_ids` means: the actor's own app."""

    name: str
    scopes: Sequence[str] = SCOPES
    app_ids: Sequence[str] = ()
    rate_limits: Mapping[str, int] = field(default_factory=dict)
    """Requests per `minute`, `hour` and `day`; a window left out keeps the default."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientChange:
    """What shall be otherwise about a client; None leaves it as it is."""

    name: str | None = None
    scopes: Sequence[str] | None = None
    app_ids: Sequence[str] | None = None
    rate_limits: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class ClientKeys:
    """What the integrator needs. The secret is in nobody's hands but the caller's: it cannot be shown again."""

    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client as its app's admins see it."""

    id: str
    name: str
    scopes: tuple[str, ...]
    app_ids: tuple[str, ...]
    rate_limits: Mapping[str, int]
    created_at: datetime
    last_used_at: datetime | None
    """When it last called or asked for a token; see `usage`."""
    disabled_at: datetime | None
    rotates_until: datetime | None
    """When the secret before the last rotation ends; None when one secret alone is live."""


@writes
def create(session: Session, actor: Actor, new: NewClient) -> ClientKeys:
    """Make a client and show its secret this once. Raises NotAllowed, and Invalid for an unknown scope or app."""
    keys = add(session, actor, new)
    _announce(session, keys.client_id)
    return keys


def add(session: Session, actor: Actor, new: NewClient) -> ClientKeys:
    """Inside a verb: `create`."""
    app_ids = tuple(new.app_ids) or ((actor.app_id,) if actor.app_id else ())
    _require_admin_of(session, actor, app_ids)
    values = _checked(
        session, {"name": new.name, "scopes": new.scopes, "app_ids": app_ids, "rate_limits": new.rate_limits}
    )
    now = clock.now()
    reached = values.pop("app_ids")
    client = Client(created_at=now, **values)
    session.add(client)
    session.flush()
    session.add_all(ClientApp(client_id=client.id, app_id=app_id) for app_id in reached)
    audit.record(session, actor, "client.created", client.id, ["name", "scopes", "app_ids", "rate_limits"])
    return ClientKeys(client.id, _add_secret(session, client.id, now))


def may_manage(actor: Actor) -> bool:
    """Whether this actor may make and change clients of their app; of a client's apps one must manage every one."""
    return permissions.may(actor, "edit_clients", Subject(app_id=actor.app_id))


@reads
def list_clients(session: Session, actor: Actor) -> list[ClientView]:
    """The clients that reach the actor's app, by name. Raises NotAllowed."""
    permissions.require(actor, "edit_clients", Subject(app_id=actor.app_id))
    return _views(session, query.of_app(session, actor.app_id or ""))


@writes
def change(session: Session, actor: Actor, client_id: str, wanted: ClientChange) -> ClientView:
    """Give a client another name, scopes, apps or limits; its tokens follow at their next request.

    Raises NotFound, NotAllowed and Invalid.
    """
    client = _managed(session, actor, client_id)
    given = {
        name: value
        for name in ("name", "scopes", "app_ids", "rate_limits")
        if (value := getattr(wanted, name)) is not None
    }
    _require_admin_of(session, actor, wanted.app_ids or ())
    values = _checked(session, given)
    if "app_ids" in values:
        session.exec(delete_rows(ClientApp).where(col(ClientApp.client_id) == client.id))
        session.add_all(ClientApp(client_id=client.id, app_id=app_id) for app_id in values.pop("app_ids"))
    if "rate_limits" in values:
        values["rate_limits"] = {**client.rate_limits, **values["rate_limits"]}
    for name, value in values.items():
        setattr(client, name, value)
    session.flush()
    audit.record(session, actor, "client.changed", client.id, sorted(given))
    _announce(session, client.id)
    return _views(session, [client])[0]


@writes
def rotate(session: Session, actor: Actor, client_id: str) -> ClientKeys:
    """A new secret; the newest old one works for 24 h more, older ones end now. Raises NotFound, NotAllowed."""
    client = _managed(session, actor, client_id)
    now = clock.now()
    newest, *older = [*query.live_secrets(session, client.id, now), None]
    if newest:
        newest.expires_at = min(newest.expires_at or now + OVERLAP, now + OVERLAP)
    for secret in filter(None, older):
        secret.expires_at = now
    audit.record(session, actor, "client.secret_rotated", client.id, ["secret"])
    _announce(session, client.id)
    return ClientKeys(client.id, _add_secret(session, client.id, now))


@writes
def disable(session: Session, actor: Actor, client_id: str) -> None:
    """Shut a client out: its secrets and tokens fail from the next request on. Raises NotFound, NotAllowed."""
    client = _managed(session, actor, client_id)
    client.disabled_at = client.disabled_at or clock.now()
    audit.record(session, actor, "client.disabled", client.id, ["disabled_at"])
    _announce(session, client.id)


@writes
def enable(session: Session, actor: Actor, client_id: str) -> None:
    """Let a disabled client in again; its unexpired tokens work again too. Raises NotFound, NotAllowed."""
    client = _managed(session, actor, client_id)
    client.disabled_at = None
    audit.record(session, actor, "client.enabled", client.id, ["disabled_at"])
    _announce(session, client.id)


@writes
def delete(session: Session, actor: Actor, client_id: str) -> None:
    """End a client for good, with its secrets, tokens and counted calls. Raises NotFound, NotAllowed.

    Its row stays, in no app: timelines say its name, and a request of its own that still runs can end.
    """
    client = _managed(session, actor, client_id)
    _announce(session, client.id)
    for owned in (AccessToken, ClientSecret, ClientApp, ClientDay):
        session.exec(delete_rows(owned).where(col(owned.client_id) == client.id))
    client.disabled_at = client.disabled_at or clock.now()
    audit.record(session, actor, "client.deleted", client.id)


def leave(session: Session, app_id: str) -> None:
    """Inside a verb: no client reaches this app any more.

    One that reached no other loses its secrets: its tokens open nothing, and end within the hour.
    """
    reached = query.apps_of(session, [client.id for client in query.of_app(session, app_id)])
    alone = [client_id for client_id, app_ids in reached.items() if app_ids == [app_id]]
    session.exec(delete_rows(ClientSecret).where(col(ClientSecret.client_id).in_(alone)))
    session.exec(delete_rows(ClientApp).where(col(ClientApp.app_id) == app_id))


def _managed(session: Session, actor: Actor, client_id: str) -> Client:
    """The client, if the actor's app is among those it reaches and the actor runs them all. A deleted one has none."""
    client = session.get(Client, client_id)
    reached = query.apps_of(session, [client_id])[client_id]
    if client is None or not reached or (actor.surface != "system" and actor.app_id not in reached):
        raise NotFound("There is no such client in this app.")
    _require_admin_of(session, actor, reached)
    return client


def _require_admin_of(session: Session, actor: Actor, app_ids: Sequence[str]) -> None:
    """Pass the operator, and an admin of every one of these apps: a client is a key to all of them at once."""
    if actor.surface == "system":
        return
    permissions.require(actor, "edit_clients", Subject(app_id=actor.app_id))
    if set(app_ids) - query.apps_as(session, actor.id or "", permissions.roles_with("edit_clients"), app_ids):
        raise NotAllowed("You may only manage clients of apps that you run.")


def _checked(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values in their stored form. Raises Invalid with everything that is wrong."""
    findings = limits.Findings()
    checks = {"name": _name, "scopes": _scopes, "app_ids": partial(_apps, session), "rate_limits": _rates}
    checked = {name: findings.take(checks[name], value) for name, value in values.items()}
    findings.settle()
    return checked


def _name(value: str) -> str:
    return limits.text(value, "name", _NAME_LENGTH, required=True)


def _scopes(value: Sequence[str]) -> list[str]:
    if not value or set(value) - set(SCOPES):
        raise Invalid.of("scopes", f"Give one or both of {' and '.join(SCOPES)}.")
    return [scope for scope in SCOPES if scope in value]


def _apps(session: Session, value: Sequence[str]) -> list[str]:
    if not value or set(value) - query.known_apps(session, value):
        raise Invalid.of("app_ids", "Name at least one app, and only apps that exist.")
    return list(dict.fromkeys(value))


def _rates(value: Mapping[str, int]) -> dict[str, int]:
    if value.keys() - DEFAULT_RATE_LIMITS.keys():
        raise Invalid.of("rate_limits", "The windows are minute, hour and day.")
    return {window: limits.whole(rate, "rate_limits", (1, _MOST_REQUESTS)) for window, rate in value.items()}


def _add_secret(session: Session, client_id: str, now: datetime) -> str:
    secret = tokens.fresh("cbs_")
    session.add(ClientSecret(secret_hash=tokens.digest(secret), client_id=client_id, created_at=now))
    return secret


def _announce(session: Session, client_id: str) -> None:
    for app_id in query.apps_of(session, [client_id])[client_id]:
        announce(session, Change(app_id, "settings", client_id))


def _views(session: Session, found: Sequence[Client]) -> list[ClientView]:
    ids = [client.id for client in found]
    reached, ends = query.apps_of(session, ids), query.rotating(session, ids, clock.now())
    return [
        ClientView(
            id=client.id,
            name=client.name,
            scopes=tuple(client.scopes),
            app_ids=tuple(reached[client.id]),
            rate_limits={**DEFAULT_RATE_LIMITS, **client.rate_limits},
            created_at=client.created_at,
            last_used_at=client.last_used_at,
            disabled_at=client.disabled_at,
            rotates_until=ends.get(client.id),
        )
        for client in found
    ]
