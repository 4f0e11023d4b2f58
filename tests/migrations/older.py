"""A world in tables that are older than the models: what today's rows have and those tables lack is there meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import inspect, text
from sqlmodel import Session, SQLModel

from tests.rows import World, make_world


@contextmanager
def older_world(session: Session) -> Iterator[World]:
    """A fresh world, to which rows may be added until the block ends; then the tables are as old as before."""
    connection = session.connection()
    known = inspect(connection)
    lacking = [
        (table.name, column.name, column.type.compile(connection.dialect))
        for table in SQLModel.metadata.sorted_tables
        if known.has_table(table.name)
        for column in table.columns
        if column.name not in {there["name"] for there in known.get_columns(table.name)}
    ]
    for table, column, kind in lacking:
        connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column} {kind}"))
    yield make_world(session)
    session.flush()
    for table, column, _ in lacking:
        connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
