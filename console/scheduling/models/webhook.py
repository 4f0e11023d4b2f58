"""Events of an app, the subscriptions that want them, and every try to deliver one."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, UniqueConstraint, text
from sqlmodel import Field

from .columns import instant, json_list, json_object, maybe_instant
from .ids import new_id
from .record import Record

_Position = BigInteger().with_variant(Integer(), "sqlite")


class OutboxEvent(Record, table=True):
    """Something that happened to a booking, frozen as it was told; links are added when it is sent."""

    __table_args__ = (
        Index(
            "outbox_event_in_feed",
            "app_id",
            "number",
            unique=True,
            sqlite_where=text("number IS NOT NULL"),
            postgresql_where=text("number IS NOT NULL"),
        ),
        Index(
            "outbox_event_before_feed",
            "app_id",
            "position",
            sqlite_where=text("number IS NULL AND booking_id IS NOT NULL"),
            postgresql_where=text("number IS NULL AND booking_id IS NOT NULL"),
        ),
    )

    position: int | None = Field(default=None, primary_key=True, sa_type=_Position)  # pyright: ignore[reportArgumentType]
    """Rises in the order of writing, which is not the order of commits."""
    number: int | None = Field(default=None, sa_type=BigInteger)
    """Its place in the app's event feed, given after its commit (`services/event_feed`)."""
    id: str = Field(default_factory=lambda: new_id("evt"), unique=True)
    app_id: str = Field(foreign_key="app.id")
    booking_id: str | None = Field(default=None, foreign_key="booking.id", index=True)
    """None on a test-send, which belongs to no booking."""
    event: str
    sequence: int
    occurred_at: datetime = instant(index=True)
    test: bool = False
    payload: dict[str, Any] = json_object()


class EventFeed(Record, table=True):
    """How many numbers an app's event feed has given out. They are never given twice, though events are swept."""

    app_id: str = Field(foreign_key="app.id", primary_key=True)
    last_number: int = Field(default=0, sa_type=BigInteger)


class Subscription(Record, table=True):
    """A webhook address of an app. The secret is kept readable: it signs every delivery."""

    id: str = Field(default_factory=lambda: new_id("whk"), primary_key=True)
    app_id: str = Field(foreign_key="app.id", index=True)
    url: str
    events: list[str] = json_list()
    secret: str
    next_secret: str | None = None
    rotated_at: datetime | None = maybe_instant()
    """While a rotation runs (24 h), both secrets sign; afterwards `next_secret` is the secret."""
    status: str = "active"
    """`active`, `failing` or `paused`."""
    paused_reason: str | None = None
    """`hand`, `gone` (410) or `failures` (days of nothing else)."""
    failures_in_row: int = 0
    failing_since: datetime | None = maybe_instant()
    last_success_at: datetime | None = maybe_instant()
    created_at: datetime = instant()
    deleted_at: datetime | None = maybe_instant()


class Replay(Record, table=True):
    """Many deliveries of a subscription sent again by one act: how far it has come can be told, and it can be stopped."""

    id: str = Field(default_factory=lambda: new_id("rpl"), primary_key=True)
    subscription_id: str = Field(foreign_key="subscription.id", index=True)
    total: int
    """How many were made due again."""
    created_at: datetime = instant()
    stopped_at: datetime | None = maybe_instant()


class Delivery(Record, table=True):
    """An event owed to a subscription. The row is the truth; whoever holds the lease may try."""

    __table_args__ = (
        UniqueConstraint("subscription_id", "event_id"),
        Index(
            "delivery_due",
            "due_at",
            sqlite_where=text("status = 'pending'"),
            postgresql_where=text("status = 'pending'"),
        ),
        Index("delivery_by_subscription", "subscription_id", "status", "due_at"),
        Index(
            "delivery_in_flight",
            "subscription_id",
            "leased_until",
            sqlite_where=text("leased_until IS NOT NULL"),
            postgresql_where=text("leased_until IS NOT NULL"),
        ),
        Index(
            "delivery_replayed",
            "replay_id",
            "status",
            sqlite_where=text("replay_id IS NOT NULL"),
            postgresql_where=text("replay_id IS NOT NULL"),
        ),
    )

    id: str = Field(default_factory=lambda: new_id("dlv"), primary_key=True)
    subscription_id: str = Field(foreign_key="subscription.id")
    event_id: str = Field(foreign_key="outbox_event.id", index=True)
    status: str = "pending"
    """`pending`, `delivered`, `failed` or `skipped`."""
    attempts: int = 0
    """How often it was claimed: the number of the latest attempt."""
    failures: int = 0
    """Failed attempts since it was last queued, which choose the next wait."""
    due_at: datetime = instant()
    replay_id: str | None = Field(default=None, foreign_key="replay.id")
    """The latest act that sent it again together with others."""
    leased_by: str | None = None
    leased_until: datetime | None = maybe_instant()
    created_at: datetime = instant()
    finished_at: datetime | None = maybe_instant()


class Attempt(Record, table=True):
    """One try of a delivery: what was sent (links masked) and what came back (20 kB at most)."""

    __table_args__ = (
        UniqueConstraint("delivery_id", "number"),
        Index("attempt_latest", "subscription_id", "started_at"),
    )

    id: str = Field(default_factory=lambda: new_id("att"), primary_key=True)
    delivery_id: str = Field(foreign_key="delivery.id")
    subscription_id: str = Field(foreign_key="subscription.id")
    """Its delivery's; here too, so that a subscription's latest attempts are found at once."""
    number: int
    started_at: datetime = instant()
    duration_ms: int = 0
    status_code: int | None = None
    error: str | None = None
    request_headers: dict[str, str] = json_object()
    request_body: str = ""
    body_size: int = 0
    body_hash: str = ""
    """Bytes and hex SHA-256 of the body as it went out, by which a receiver can tell whether it hashes the same bytes."""
    response_body: str = ""
