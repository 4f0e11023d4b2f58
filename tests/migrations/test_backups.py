"""Copies of a database in use: made before a migration, made at any time, put back whole."""

from pathlib import Path

import pytest
from alembic import command
from sqlmodel import select

from console.scheduling import backups, database
from console.scheduling.errors import Invalid, NotFound, Unavailable
from console.scheduling.migrations import run
from console.scheduling.models import App
from console.scheduling.services import files
from console.scheduling.settings import settings

BARE = {"format": "callboard-app/1", "app": {"name": "Acme", "timezone": "UTC"}}


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A data directory with no database in it yet."""
    monkeypatch.setenv("CALLBOARD_DATA", str(tmp_path / "data"))
    settings.cache_clear()
    database.engine.cache_clear()
    yield tmp_path / "data"
    database.engine().dispose()
    database.engine.cache_clear()
    settings.cache_clear()


def test_a_fresh_database_is_made_without_a_copy(empty: Path) -> None:
    assert backups.migrate() is None
    backups.require_ready()


def test_an_older_database_is_copied_before_it_is_migrated(empty: Path) -> None:
    empty.mkdir()
    config = run._config()
    config.attributes["engine"] = database.engine()
    command.upgrade(config, "first_tables")
    with pytest.raises(Unavailable, match="migrate"):
        backups.require_ready()
    copy = backups.migrate()
    assert copy and copy.name.startswith("before-migration-")
    assert copy.stat().st_mode & 0o077 == 0
    assert run.is_current(database.engine())


def test_a_copy_is_put_back_while_the_database_is_open(sqlite_store: str) -> None:
    files.import_app(BARE)
    with database.reading() as reader:
        assert len(reader.exec(select(App)).all()) == 1
    copy = backups.back_up()
    files.import_app(BARE)
    backups.restore(copy)
    with database.reading() as reader:
        assert len(reader.exec(select(App)).all()) == 1


def test_what_is_no_copy_is_refused_and_nothing_changes(sqlite_store: str, tmp_path: Path) -> None:
    made = files.import_app(BARE)
    (tmp_path / "junk.db").write_bytes(b"SQLite format 3\0" + bytes(5000))
    with pytest.raises(Invalid):
        backups.restore(tmp_path / "junk.db")
    with pytest.raises(NotFound):
        backups.restore(tmp_path / "none.db")
    assert files.export_app(made.app_id)["app"]["name"] == "Acme"


def test_a_copy_never_overwrites(sqlite_store: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        backups.back_up(backups.back_up(tmp_path / "copy.db"))
