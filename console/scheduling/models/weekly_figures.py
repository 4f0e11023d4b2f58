"""Who gets a week's figures by e-mail, and when the next ones are due."""

from datetime import datetime

from sqlmodel import Field

from .columns import instant
from .record import Record


class WeeklyFigures(Record, table=True):
    """A member's wish for the figures of each week; whoever does not wish for them has no row."""

    app_id: str = Field(foreign_key="app.id", primary_key=True)
    person_id: str = Field(foreign_key="person.id", primary_key=True, index=True)
    due_at: datetime = instant(index=True)
    """When the clock must look at this row next."""
    created_at: datetime = instant()
