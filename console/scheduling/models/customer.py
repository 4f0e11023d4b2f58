"""Customers: who is booked, gathered by phone and e-mail."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from .columns import instant, json_list, maybe_instant
from .ids import new_id
from .record import Record


class Customer(Record, table=True):
    """A person who is booked and has no account. Erasing clears the values and keeps the row."""

    __table_args__ = (
        Index(
            "customer_merged",
            "merged_into_id",
            sqlite_where=text("merged_into_id IS NOT NULL"),
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
    )

    id: str = Field(default_factory=lambda: new_id("cus"), primary_key=True)
    app_id: str = Field(foreign_key="app.id", index=True)
    name: str | None = None
    language: str | None = None
    timezone: str | None = None
    opt_outs: list[str] = json_list()
    """What this customer does not want: all of a channel (`email`, `whatsapp`) or its reminders (`email_reminders`)."""
    merged_into_id: str | None = Field(default=None, foreign_key="customer.id")
    created_at: datetime = instant()
    erased_at: datetime | None = maybe_instant()


class CustomerContact(Record, table=True):
    """One phone (E.164) or folded e-mail of a customer; the key that finds them."""

    __table_args__ = (UniqueConstraint("app_id", "kind", "value"),)

    id: str = Field(default_factory=lambda: new_id("con"), primary_key=True)
    app_id: str = Field(foreign_key="app.id")
    customer_id: str = Field(foreign_key="customer.id", index=True)
    kind: str
    """`phone` or `email`."""
    value: str
    wrote_at: datetime | None = maybe_instant()
    """When they last wrote to us from this phone on WhatsApp, which lets us answer freely for a day."""
