"""Bookings, the holds before them, and the ledger of turns that keeps assignment fair."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from .columns import Json, instant, json_object, maybe_instant
from .ids import new_id
from .record import Record

LIVE_SQL = "status IN ('scheduled', 'pending_confirmation', 'confirmed', 'started')"
"""The condition, in SQL, under which a booking takes its agent's time."""
NAMED_SQL = "assignment_method IN ('manual', 'self_selected')"
"""The condition, in SQL, under which a person named the agent, and the engine did not."""
POOL_SQL = "assignment_method = 'pool'"
"""The condition, in SQL, under which a booking is open to be taken over."""


class Booking(Record, table=True):
    """A customer's reserved time with an agent: CONTRACT section 6, and what the engine keeps beside it."""

    __table_args__ = (
        UniqueConstraint("app_id", "reference"),
        CheckConstraint("duration_minutes BETWEEN 5 AND 480", name="booking_duration"),
        CheckConstraint("buffer_before_minutes BETWEEN 0 AND 240", name="booking_buffer_before"),
        CheckConstraint("buffer_after_minutes BETWEEN 0 AND 240", name="booking_buffer_after"),
        CheckConstraint("scheduled_at < ends_at", name="booking_ends_after_start"),
        Index(
            "booking_live_by_agent",
            "agent_id",
            "scheduled_at",
            sqlite_where=text(LIVE_SQL),
            postgresql_where=text(LIVE_SQL),
        ),
        Index("booking_by_agent", "agent_id", "scheduled_at"),
        # Figures count months of calls: it answers them by itself, without a look at each call.
        Index(
            "booking_by_time",
            *("app_id", "scheduled_at", "id", "agent_id", "preset_id", "booking_source", "status", "outcome"),
            *("duration_minutes", "created_at"),
        ),
        Index("booking_by_status", "app_id", "status", "scheduled_at", "id"),
        Index("booking_by_preset", "preset_id", "scheduled_at", "id"),
        Index("booking_by_source", "app_id", "booking_source", "scheduled_at", "id"),
        Index("booking_by_phone", "app_id", "guest_phone", "created_at"),
        Index("booking_by_email", "app_id", "guest_email_key", "created_at"),
        Index("booking_by_customer", "customer_id", "scheduled_at"),
        Index(
            "booking_named",
            "preset_id",
            "agent_id",
            "created_at",
            "assignment_method",
            sqlite_where=text(NAMED_SQL),
            postgresql_where=text(NAMED_SQL),
        ),
        Index(
            "booking_of_pool",
            "app_id",
            "scheduled_at",
            "id",
            sqlite_where=text(POOL_SQL),
            postgresql_where=text(POOL_SQL),
        ),
        Index(
            "booking_needs_outcome",
            "app_id",
            "scheduled_at",
            "id",
            sqlite_where=text("needs_outcome_since IS NOT NULL"),
            postgresql_where=text("needs_outcome_since IS NOT NULL"),
        ),
        Index(
            "booking_due",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
    )

    id: str = Field(default_factory=lambda: new_id("bkg"), primary_key=True)
    reference: str
    app_id: str = Field(foreign_key="app.id")
    preset_id: str = Field(foreign_key="preset.id")
    customer_id: str = Field(foreign_key="customer.id")
    series_id: str | None = None
    booking_source: str
    status: str
    call_kind: str
    assignment_method: str
    agent_id: str = Field(foreign_key="person.id")

    guest_name: str
    guest_phone: str | None = None
    guest_email: str | None = None
    guest_email_key: str | None = None
    guest_timezone: str | None = None
    guest_language: str | None = None
    guest_intake_notes: str | None = None
    intake: dict[str, Any] = json_object()
    meta: dict[str, str] = Field(
        default_factory=dict, sa_type=Json, sa_column_kwargs={"name": "metadata"}, nullable=False
    )  # pyright: ignore[reportArgumentType]
    search_text: str = ""
    """Folded name, e-mail, phone digits and reference: what a search looks in."""

    scheduled_at: datetime = instant()
    ends_at: datetime = instant()
    duration_minutes: int
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    app_timezone: str
    require_confirmation: bool = False
    confirmation_asked_at: datetime | None = maybe_instant()
    """When the customer was last asked to confirm: at the making, or at a move by somebody else."""
    confirmed_at: datetime | None = maybe_instant()
    started_at: datetime | None = maybe_instant()
    completed_at: datetime | None = maybe_instant()
    guest_joined_at: datetime | None = maybe_instant()
    agent_joined_at: datetime | None = maybe_instant()
    outcome: str | None = None
    outcome_note: str | None = None
    absent: str | None = None
    cancelled_at: datetime | None = maybe_instant()
    cancellation_reason: str | None = None
    needs_outcome_since: datetime | None = maybe_instant()
    """Since when a call that ended without a word waits for somebody to say how it went."""

    moves: int = 0
    """How often the customer moved it; a preset may cap that."""
    agent_link_epoch: int = 0
    """Grows when the agent changes, which ends the old agent's join link."""
    due_at: datetime | None = maybe_instant()
    """When the clock must look at this booking next; None once nothing can happen by itself."""
    event_sequence: int = 0
    """The last webhook `sequence` given for this booking."""
    version: int = 1
    created_at: datetime = instant()
    updated_at: datetime = instant()


class Hold(Record, table=True):
    """A slot kept for one customer while they fill the form."""

    __table_args__ = (Index("hold_by_agent", "agent_id", "start_at"), Index("hold_by_holder", "holder", "expires_at"))

    id: str = Field(default_factory=lambda: new_id("hold"), primary_key=True)
    app_id: str = Field(foreign_key="app.id")
    preset_id: str = Field(foreign_key="preset.id")
    agent_id: str = Field(foreign_key="person.id")
    names_agent: bool = False
    """False: the engine pencilled this agent in, unseen, and draws again at booking."""
    holder: str
    """In whose name it stands, see `rules.holds`."""
    network: str | None = None
    """A digest of the visitor's network address, by which their holds are bounded; None for clients and colleagues."""
    start_at: datetime = instant()
    end_at: datetime = instant()
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    expires_at: datetime = instant(index=True)
    created_at: datetime = instant()


class Turn(Record, table=True):
    """A call that the engine gave to an agent of a preset's pool; a turn given back has `returned_at`."""

    # It answers by itself what every draw asks: how many, and since when.
    __table_args__ = (Index("turn_by_agent", "preset_id", "agent_id", "given_at", "returned_at"),)

    id: str = Field(default_factory=lambda: new_id("turn"), primary_key=True)
    preset_id: str = Field(foreign_key="preset.id")
    agent_id: str = Field(foreign_key="person.id")
    booking_id: str = Field(foreign_key="booking.id", index=True)
    given_at: datetime = instant()
    returned_at: datetime | None = maybe_instant()


class PoolPlace(Record, table=True):
    """An agent in a preset's pool, as its last draw found them. Who is new, or was away, is welcomed with a credit."""

    preset_id: str = Field(foreign_key="preset.id", primary_key=True)
    agent_id: str = Field(foreign_key="person.id", primary_key=True)
    open_at: datetime = instant()
    """An instant at which they were open, or joined; looked at again once it is seven days ago."""


class PoolCredit(Record, table=True):
    """Turns that count as given to an agent who joined a pool late, or was away; they age as turns do."""

    __table_args__ = (Index("pool_credit_by_pool", "preset_id", "given_at"),)

    id: str = Field(default_factory=lambda: new_id("crd"), primary_key=True)
    preset_id: str = Field(foreign_key="preset.id")
    agent_id: str = Field(foreign_key="person.id")
    amount: float
    given_at: datetime = instant()
