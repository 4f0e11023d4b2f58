"""The video app: the tenant that agents, presets and bookings belong to."""

from datetime import datetime

from sqlmodel import Field

from .columns import instant, json_list, json_object, maybe_instant
from .ids import new_id
from .record import Record


class App(Record, table=True):
    """One tenant. `widget_key` identifies its booking page and is no secret."""

    id: str = Field(default_factory=lambda: new_id("app"), primary_key=True)
    name: str
    timezone: str
    language: str = "en"
    widget_key: str = Field(unique=True)
    meeting_url_template: str | None = None
    allowed_origins: list[str] = json_list()
    branding: dict[str, str] = json_object()
    """How customers see it: `logo`, `accent`, and where they reach a person, `contact_email` and `contact_phone`."""
    channels: dict[str, str] = json_object()
    """The app's own WhatsApp number and sender, which win over the installation's."""
    test_of_app_id: str | None = Field(default=None, foreign_key="app.id")
    """Set on a test app: the app it is a copy of."""
    retention_months: int | None = None
    """How long after their last call a customer is forgotten; None: they are kept."""
    created_at: datetime = instant()
    archived_at: datetime | None = maybe_instant()
