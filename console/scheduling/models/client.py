"""OAuth clients, their secrets, tokens and calls, and the answers kept for repeated requests."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field

from .columns import instant, json_list, json_object, maybe_instant
from .ids import new_id
from .record import Record


class Client(Record, table=True):
    """An OAuth application that uses the API; its id is the `client_id`."""

    id: str = Field(default_factory=lambda: new_id("cli"), primary_key=True)
    name: str
    scopes: list[str] = json_list()
    rate_limits: dict[str, int] = json_object()
    """Requests per `minute`, `hour` and `day`."""
    created_at: datetime = instant()
    last_used_at: datetime | None = maybe_instant()
    disabled_at: datetime | None = maybe_instant()


class ClientApp(Record, table=True):
    """An app that a client may reach."""

    client_id: str = Field(foreign_key="client.id", primary_key=True)
    app_id: str = Field(foreign_key="app.id", primary_key=True, index=True)


class ClientSecret(Record, table=True):
    """A live secret, stored as SHA-256; two overlap while a secret is rotated."""

    secret_hash: str = Field(primary_key=True)
    client_id: str = Field(foreign_key="client.id", index=True)
    created_at: datetime = instant()
    expires_at: datetime | None = maybe_instant()


class AccessToken(Record, table=True):
    """An opaque bearer token, stored as SHA-256."""

    token_hash: str = Field(primary_key=True)
    client_id: str = Field(foreign_key="client.id", index=True)
    scopes: list[str] = json_list()
    issued_at: datetime = instant()
    expires_at: datetime = instant(index=True)
    revoked_at: datetime | None = maybe_instant()


class ClientDay(Record, table=True):
    """How often a client called on one day of UTC; a day without calls has no row."""

    client_id: str = Field(foreign_key="client.id", primary_key=True)
    day: date = Field(primary_key=True, index=True)
    calls: int = Field(sa_type=BigInteger)
    """Those that its limits refused are among them."""
    refused: int = Field(sa_type=BigInteger)


class KeptAnswer(Record, table=True):
    """The first answer to a request with an `Idempotency-Key`, kept for 24 hours."""

    client_id: str = Field(foreign_key="client.id", primary_key=True)
    method: str = Field(primary_key=True)
    path: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    body_hash: str
    status: int
    body: dict[str, Any] = json_object()
    created_at: datetime = instant(index=True)
