"""Named views of the list of calls: filters and an order that somebody keeps, for themselves or for all."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from .columns import instant
from .ids import new_id
from .record import Record


class SavedView(Record, table=True):
    """One view of a person in an app. Their names differ, whatever the case."""

    __table_args__ = (UniqueConstraint("app_id", "owner_id", "name_key"),)

    id: str = Field(default_factory=lambda: new_id("view"), primary_key=True)
    app_id: str = Field(foreign_key="app.id")
    owner_id: str = Field(foreign_key="person.id", index=True)
    name: str
    name_key: str
    """The name, folded."""
    query: str
    """What the page's address says after its path: empty, or `?` and the filters."""
    is_shared: bool = False
    """Whether every member of the app is shown it."""
    created_at: datetime = instant()
    updated_at: datetime = instant()
