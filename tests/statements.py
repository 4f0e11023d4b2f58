"""What the database is asked, for tests that count the questions or look at how they are answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from console.scheduling import database


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """Every statement that is sent to the database meanwhile, with its values; not those that begin a transaction."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            statements.append((statement, values))

    event.listen(database.engine(), "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(database.engine(), "before_cursor_execute", note)


def plan(connection: Connection, statement: str, values: Any) -> str:
    """How the database would go about it, a line a step."""
    how = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{how} {statement}", values))
