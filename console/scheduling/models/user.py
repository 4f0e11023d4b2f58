"""People with an account, their sessions, what else than a password they sign in with, and links that let them in."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
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
    """Argon2id; None until an invitation is accepted, and `!` for who has only ever signed in with the provider."""
    preferences: dict[str, str] = json_object()
    """How this person likes the console: theme, zone of times, notices."""
    created_at: datetime = instant()
    disabled_at: datetime | None = maybe_instant()


class SignInSession(Record, table=True):
    """A signed-in browser. Only the hash of its cookie is stored."""

    token_hash: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    user_agent: str = ""
    address: str = ""
    """The network address it signed in from."""
    created_at: datetime = instant()
    last_seen_at: datetime = instant()
    expires_at: datetime = instant(index=True)


class OneTimeLink(Record, table=True):
    """A key that works once: the link of the first set-up, an invitation or a forgotten password; or half a sign-in."""

    token_hash: str = Field(primary_key=True)
    purpose: str
    """`set_up`, `invitation`, `password`, or `second_step` for who has yet to give the code after the password."""
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = maybe_instant()


class SecondFactor(Record, table=True):
    """An authenticator app of a person. Its secret is kept readable, as those of webhooks are: each code is made of it."""

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    secret: str
    """160 random bits in base 32."""
    on_since: datetime | None = maybe_instant()
    """None until a first code has shown that the app was set up."""
    last_step: int | None = None
    """The time step of the latest code: none of it or before is taken again."""
    created_at: datetime = instant()


class RecoveryCode(Record, table=True):
    """A code for who has lost their authenticator app. Only its hash is stored; it goes when it is used."""

    code_hash: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)


class PersonIdentity(Record, table=True):
    """Who a person is to a provider (OpenID Connect). It stays theirs when either side changes the e-mail."""

    __table_args__ = (UniqueConstraint("person_id", "issuer", name="person_identity_of_person"),)

    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    """The provider's own name for them, which it never gives to anybody else."""
    person_id: str = Field(foreign_key="person.id")
    linked_at: datetime = instant()
