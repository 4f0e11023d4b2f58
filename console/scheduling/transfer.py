"""Moving everything to another database, such as from SQLite to PostgreSQL, and proving that it arrived.

All rows are read as they were at one instant, written in one transaction, and read back: a table has arrived when both
sides have the same number of rows and the same sum of their digests. Then everything here is read once more: whoever wrote
meanwhile would be missed there, and so nothing is kept of it. What a database keeps for itself, such as the index for
searching, it makes anew from the rows.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, bindparam, delete, func, insert, select, text, update
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import SQLModel

from . import database
from .errors import CallboardError, Conflict, Invalid, Unavailable
from .migrations import run

_ROWS_AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True)
class Arrived:
    """A table on both sides. `digest` is the same for the same rows in whatever order."""

    table: str
    rows: int
    digest: str


class Differs(CallboardError):
    """What arrived is not what was sent."""

    code = "transfer_differs"


def move(to: str) -> list[Arrived]:
    """Copy every row to the empty database at this SQLAlchemy URL, which gets the newest schema first.

    Nothing is changed here, and nothing is left there if it fails. Raises Invalid for an address that cannot be used,
    Conflict where there is data already and when somebody writes here meanwhile, Differs, Unavailable.
    """
    target = _opened(to)
    try:
        _require_empty(target)
        run.upgrade(target)
        with database.reading() as session, target.begin() as there:
            here = session.connection()
            for side in (here, there):
                _take_time(side)
            tables = SQLModel.metadata.sorted_tables
            for table in reversed(tables):
                there.execute(delete(table))  # what migrations put there, such as a key of its own
            for table in tables:
                _copy(here, there, table)
            arrived = [_compared(here, there, table) for table in tables]
            _count_on(there, tables)
            _require_unchanged(arrived)
        run.check_guard(target)
        return arrived
    except DBAPIError as error:
        raise Unavailable(f"The other database failed: {str(error.orig).splitlines()[0]}.") from None
    finally:
        target.dispose()


def _opened(to: str) -> Engine:
    try:
        return database.make_engine(to)
    except (ArgumentError, ImportError) as error:
        raise Invalid.of("to", f"This is no database's address that can be used: {error}.") from None


def _require_empty(target: Engine) -> None:
    if target.url == database.engine().url:
        raise Conflict("This is the database itself.")
    if run.is_new(target):
        return
    app, person = SQLModel.metadata.tables["app"], SQLModel.metadata.tables["person"]
    with target.connect() as there:
        if any(there.execute(select(table).limit(1)).first() for table in (app, person)):
            raise Conflict("There is data in the other database already. Name an empty one.")


def _take_time(side: Connection) -> None:
    """Let this transaction idle while the other side is at work on a large table."""
    if side.dialect.name == "postgresql":
        side.execute(text("SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"))


def _copy(here: Connection, there: Connection, table: Table) -> None:
    """Row by row in batches; columns that name a row of the same table come last, when all of them are there."""
    own = [column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]
    later: list[dict[str, Any]] = []
    for rows in _batches(here, table):
        for row in rows:
            if any(row[column.name] is not None for column in own):
                later.append({f"its_{name}": row[name] for name in _names([*table.primary_key.columns, *own])})
                row.update(dict.fromkeys(_names(own)))
        there.execute(insert(table), rows)
    if later:
        which = [column == bindparam(f"its_{column.name}") for column in table.primary_key.columns]
        there.execute(
            update(table).where(*which).values({column: bindparam(f"its_{column.name}") for column in own}), later
        )


def _compared(here: Connection, there: Connection, table: Table) -> Arrived:
    sides = [(_count(side, table), _digest(side, table)) for side in (here, there)]
    if sides[0] != sides[1]:
        raise Differs(f"{table.name} did not arrive as it was sent: {sides[0][0]} rows here, {sides[1][0]} there.")
    return Arrived(table.name, *sides[1])


def _count_on(there: Connection, tables: Sequence[Table]) -> None:
    """Have columns that count by themselves go on after the last row that came; SQLite does so anyway."""
    if there.dialect.name != "postgresql":
        return
    for table in tables:
        if (column := table.autoincrement_column) is not None:
            counter = func.pg_get_serial_sequence(table.name, column.name)
            there.execute(select(func.setval(counter, func.coalesce(func.max(column), 0) + 1, False)))


def _require_unchanged(arrived: Sequence[Arrived]) -> None:
    with database.reading() as session:
        here = session.connection()
        _take_time(here)
        for sent in arrived:
            table = SQLModel.metadata.tables[sent.table]
            if (_count(here, table), _digest(here, table)) != (sent.rows, sent.digest):
                raise Conflict(
                    f"Somebody wrote to {sent.table} meanwhile, and nothing was kept there. Stop Callboard, and try again."
                )


def _count(side: Connection, table: Table) -> int:
    return side.execute(select(func.count()).select_from(table)).scalar_one()


def _digest(side: Connection, table: Table) -> str:
    """The sum of the rows' SHA-256, modulo 2^256, as hexadecimal."""
    total = 0
    for rows in _batches(side, table):
        for row in rows:
            written = json.dumps(row, default=str, sort_keys=True, ensure_ascii=True)
            total += int.from_bytes(hashlib.sha256(written.encode()).digest())
    return f"{total % 2**256:064x}"


def _batches(side: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    found = side.execution_options(yield_per=_ROWS_AT_A_TIME).execute(select(*table.columns))
    for rows in found.mappings().partitions():
        yield [dict(row) for row in rows]


def _names(columns: list[Column[Any]]) -> list[str]:
    return [column.name for column in columns]
