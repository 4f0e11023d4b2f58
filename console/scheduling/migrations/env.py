"""Alembic's entry: run by `migrations.run`, or by `alembic revision --autogenerate` while developing."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON, text
from sqlmodel import AutoString, SQLModel

from console.scheduling import models  # noqa: F401  (registers every table)
from console.scheduling.database import engine
from console.scheduling.models.columns import Instant


def _render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our column types by the names that migrations import."""
    if kind == "type" and isinstance(item, Instant):
        return "columns.Instant()"
    if kind == "type" and isinstance(item, JSON):
        return "columns.Json"
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    return False


with (context.config.attributes.get("engine") or engine()).begin() as connection:
    if connection.dialect.name == "postgresql":  # on SQLite, to begin is to be alone
        # An index takes its time.
        connection.execute(text("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended('callboard migrates', 0))"))
    context.configure(connection=connection, target_metadata=SQLModel.metadata, render_item=_render)
    context.run_migrations()
