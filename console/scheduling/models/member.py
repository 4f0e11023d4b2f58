"""Who belongs to an app, in which role and team."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from .columns import instant, json_list, json_object, maybe_instant
from .ids import new_id
from .record import Record


class Team(Record, table=True):
    """A group of members that a lead acts for."""

    __table_args__ = (UniqueConstraint("app_id", "name"),)

    id: str = Field(default_factory=lambda: new_id("team"), primary_key=True)
    app_id: str = Field(foreign_key="app.id")
    name: str


class Member(Record, table=True):
    """A person in an app. A member with working hours is an agent."""

    app_id: str = Field(foreign_key="app.id", primary_key=True)
    person_id: str = Field(foreign_key="person.id", primary_key=True, index=True)
    role: str
    """`owner`, `admin`, `lead`, `supervisor` or `agent`."""
    team_id: str | None = Field(default=None, foreign_key="team.id", index=True)
    timezone: str
    languages: list[str] = json_list()
    photo: str | None = None
    """The address of a picture of them that customers see."""
    weight: int = 1
    """The share of engine-given calls, 1 to 100, where a preset names no other."""
    notices: dict[str, list[str]] = json_object()
    """Topic -> the ways it comes, where the member has chosen; see `rules.notices`."""
    joined_at: datetime = instant()
    disabled_at: datetime | None = maybe_instant()
