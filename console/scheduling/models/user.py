"""People with an account, their sessions, and the one-time links that let them in."""

from datetime import datetime

from sqlmodel import Field

from .columns import instant, json_object, maybe_instant
from .ids import new_id
from .record import Record


class Person(Record, table=True):
    """A human with one id across apps; as an agent, this is the agent's id."""

    id: str = Field(default_factory=lambda: new_id("per"), primary_key=True)
    name: str
    email: str
    email_key: str = Field(unique=True)
    """The folded address that sign-in looks for."""
    password_hash: str | None = None
    """Argon2id; None until an invitation is accepted."""
    preferences: dict[str, str] = json_object()
    """How this person likes the console: theme, zone of times, notices."""
    created_at: datetime = instant()
    disabled_at: datetime | None = maybe_instant()


class SignInSession(Record, table=True):
    """A signed-in browser. Only the hash of its cookie is stored."""

    token_hash: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    user_agent: str = ""
    created_at: datetime = instant()
    last_seen_at: datetime = instant()
    expires_at: datetime = instant(index=True)


class OneTimeLink(Record, table=True):
    """A link that works once: first set-up, an invitation, a forgotten password."""

    token_hash: str = Field(primary_key=True)
    purpose: str
    """`set_up`, `invitation` or `password`."""
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = maybe_instant()
