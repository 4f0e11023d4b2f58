"""What the database is asked, for tests that count the questions or look at how they are answered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from console.scheduling import database


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that is sent to the database meanwhile; not those that begin a transaction."""
    sent: list[str] = []
    with _each(lambda statement, _: sent.append(statement)):
        yield sent


@contextmanager
def asked() -> Iterator[list[tuple[str, Any]]]:
    """The same, each with its values."""
    sent: list[tuple[str, Any]] = []
    with _each(lambda *one: sent.append(one)):
        yield sent


def plan(connection: Connection, statement: str, values: Any) -> str:
    """How the database would go about it, a line a step."""
    how = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
    return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{how} {statement}", values))


@contextmanager
def _each(tell: Callable[[str, Any], None]) -> Iterator[None]:
    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            tell(statement, values)

    event.listen(database.engine(), "before_cursor_execute", note)
    try:
        yield
    finally:
        event.remove(database.engine(), "before_cursor_execute", note)
