"""A world in tables that are older than the models: what today's rows have and those tables lack is there meanwhile."""

from sqlalchemy import text
from sqlmodel import Session

from tests.rows import World, make_world


def older_world(session: Session) -> World:
    """A fresh world from before presets had an order."""
    session.connection().execute(text("ALTER TABLE preset ADD COLUMN position INTEGER NOT NULL DEFAULT 0"))
    world = make_world(session)
    session.connection().execute(text("ALTER TABLE preset DROP COLUMN position"))
    return world
