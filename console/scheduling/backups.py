"""Keeping a database: bring it up to date after a copy, copy it while it is used, put a copy back.

SQLite is copied by its own online backup: a running Callboard goes on, and the copy is of one instant. PostgreSQL is
copied by `pg_dump` where that is installed.
"""

import fcntl
import logging
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url

from . import clock, database
from .errors import Invalid, NotFound, Unavailable
from .migrations import run
from .settings import settings

log = logging.getLogger(__name__)

_KEPT_BEFORE_MIGRATIONS = 5
_BUSY_MS = 30_000


def migrate() -> Path | None:
    """Bring the database to the newest schema and prove its guard; gives the copy made before, None if none was needed.

    Several processes take turns. PostgreSQL is migrated without a copy where `pg_dump` cannot make one: its operators
    have backups of their own. Raises DatabaseNewerThanCode, GuardMissing, and Unavailable when SQLite cannot be copied.
    """
    with _alone():
        engine = database.engine()
        copy = None
        if run.is_stale(engine):
            copy = _copy_before_migration()
        run.upgrade(engine)
        return copy


def require_ready() -> None:
    """Pass when there is a database with the newest schema. Raises NotFound, Unavailable, DatabaseNewerThanCode."""
    if _is_sqlite() and not _sqlite_file().exists():
        raise NotFound(f"There is no database at {_sqlite_file()}. `callboard up` or `callboard migrate` makes one.")
    if not run.is_current(database.engine()):
        raise Unavailable("The database is older than this Callboard. Run `callboard migrate` first.")


def make_ready() -> None:
    """As `require_ready`, but where there is no database yet, one is made."""
    settings().data.mkdir(parents=True, exist_ok=True)
    if run.is_new(database.engine()):
        migrate()
    require_ready()


def back_up(to: Path | None = None) -> Path:
    """Copy the whole database as it is at one instant; by default into the data directory's `backups`.

    Gives the copy's path. Raises Unavailable when it cannot be made, Invalid when there is a file already.
    """
    to = to or _folder() / f"callboard-{_stamp()}{_suffix()}"
    if to.exists():
        raise Invalid.of("to", f"{to} is there already.")
    to.parent.mkdir(parents=True, exist_ok=True)
    unfinished = to.with_name(f".{to.name}.part")
    try:
        if _is_sqlite():
            _copy_sqlite(_sqlite_file(), unfinished)
            _as_one_file(unfinished)
        else:
            _pg_dump(unfinished)
        unfinished.chmod(0o600)
        unfinished.rename(to)
    finally:
        unfinished.unlink(missing_ok=True)
    return to


def restore(copy: Path) -> Path | None:
    """Put a copy in the database's place, all of it or nothing; gives the copy made of what stood there before.

    An older copy is migrated. Raises NotFound, Invalid for a file that is no copy, DatabaseNewerThanCode, GuardMissing,
    Unavailable.
    """
    if not copy.is_file():
        raise NotFound(f"There is no file {copy}.")
    if _is_sqlite():
        _check_sqlite(copy)
    with _alone():
        before = back_up(_folder() / f"before-restore-{_stamp()}{_suffix()}") if _holds_something() else None
        if _is_sqlite():
            database.engine().dispose()
            _copy_sqlite(copy, _sqlite_file())
        else:
            _pg_restore(copy)
    database.engine().dispose()
    migrate()
    return before


def _is_sqlite() -> bool:
    return database.engine().dialect.name == "sqlite"


def _sqlite_file() -> Path:
    name = make_url(settings().url_of_database).database
    if not name or name == ":memory:":
        raise Unavailable("A database in memory cannot be kept.")
    return Path(name)


def _holds_something() -> bool:
    return not _is_sqlite() or _sqlite_file().exists()


def _folder() -> Path:
    return settings().data.resolve() / "backups"


def _stamp() -> str:
    return clock.now().strftime("%Y%m%d-%H%M%S-%f")[:-3]


def _suffix() -> str:
    return ".db" if _is_sqlite() else ".dump"


def _copy_before_migration() -> Path | None:
    try:
        copy = back_up(_folder() / f"before-migration-{_stamp()}{_suffix()}")
    except Unavailable as why:
        if _is_sqlite():
            raise
        log.warning("Migrating without a copy. %s", why.message)
        return None
    for old in sorted(_folder().glob("before-migration-*"))[:-_KEPT_BEFORE_MIGRATIONS]:
        old.unlink()
    return copy


@contextmanager
def _alone() -> Iterator[None]:
    """One process of this data directory at a time migrates or restores."""
    folder = settings().data
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".maintenance").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy at one instant, whoever else reads or writes; a database that is written to keeps its kind of journal."""
    driver = database.sqlite_driver()
    try:
        with closing(driver.connect(source)) as reading, closing(driver.connect(target)) as writing:
            for connection in (reading, writing):
                connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
            reading.backup(writing)
    except driver.Error as error:
        raise Unavailable(f"{source} could not be copied to {target}: {error}.") from None


def _as_one_file(copy: Path) -> None:
    """Take a copy out of write-ahead mode, so that it can be read where nothing can be written."""
    with closing(database.sqlite_driver().connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _check_sqlite(copy: Path) -> None:
    """Raises Invalid unless the file is a sound SQLite database of Callboard's, DatabaseNewerThanCode if it is newer."""
    driver = database.sqlite_driver()
    try:
        with closing(driver.connect(f"file:{copy.resolve()}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except driver.Error:
        sound, version = False, None
    if not sound or version is None:
        raise Invalid.of("file", f"{copy} is not a sound copy of a Callboard database.")
    run.require_known(version[0])


def _pg_dump(target: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def _pg_restore(copy: Path) -> None:
    _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", copy)


def _run(program: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's tools on the database. Its password goes by the environment: arguments can be seen."""
    found = shutil.which(program)
    if found is None:
        raise Unavailable(f"{program} is not installed: install PostgreSQL's client, or copy the database another way.")
    url = make_url(settings().url_of_database).set(drivername="postgresql")
    address = url.set(password=None).render_as_string()
    environment = {**os.environ, "PGPASSWORD": str(url.password or "")}
    done = subprocess.run(  # noqa: S603 - a program from PATH with arguments of our own
        [found, f"--dbname={address}", *arguments], capture_output=True, text=True, check=False, env=environment
    )
    if done.returncode:
        raise Unavailable(f"{program} failed: {(done.stderr.strip().splitlines() or ['it did not say why'])[-1]}")
