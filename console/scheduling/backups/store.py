"""The database as a thing on disk or on a server: which kind it is, where its copies lie, and PostgreSQL's own programs."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url

from .. import clock, database
from ..errors import Unavailable
from ..settings import settings

_BUSY_MS = 30_000


def is_sqlite() -> bool:
    """Whether the database is a file of our own."""
    return database.engine().dialect.name == "sqlite"


def sqlite_file() -> Path:
    """The file of an SQLite database. Raises Unavailable for one in memory."""
    name = make_url(settings().url_of_database).database
    if not name or name == ":memory:":
        raise Unavailable("A database in memory cannot be kept.")
    return Path(name)


def folder() -> Path:
    """Where copies are kept."""
    return settings().data.resolve() / "backups"


def fresh_name(kind: str) -> Path:
    """A file for a copy that is made now: `KIND-YYYYMMDD-HHMMSS-mmm`, in UTC, which sorts by time."""
    stamp = clock.now().strftime("%Y%m%d-%H%M%S-%f")[:-3]
    return folder() / f"{kind}-{stamp}{'.db' if is_sqlite() else '.dump'}"


@contextmanager
def alone() -> Iterator[None]:
    """One process of this data directory at a time migrates or restores."""
    where = settings().data
    where.mkdir(parents=True, exist_ok=True)
    with (where / ".maintenance").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy at one instant, whoever else reads or writes; a database that is written to keeps its kind of journal."""
    driver = database.sqlite_driver()
    try:
        with closing(driver.connect(source)) as reading, closing(driver.connect(target)) as writing:
            for connection in (reading, writing):
                connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
            reading.backup(writing)
    except driver.Error as error:
        raise Unavailable(f"{source} could not be copied to {target}: {error}.") from None


def as_one_file(copy: Path) -> None:
    """Take a copy out of write-ahead mode, so that it can be read where nothing can be written."""
    with closing(database.sqlite_driver().connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def run(program: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's tools. Its password goes by the environment: arguments can be seen. Raises Unavailable."""
    found = shutil.which(program)
    if found is None:
        raise Unavailable(f"{program} is not installed: install PostgreSQL's client, or copy the database another way.")
    url = make_url(settings().url_of_database).set(drivername="postgresql")
    environment = {**os.environ, "PGPASSWORD": str(url.password or "")}
    done = subprocess.run(  # noqa: S603 - a program from PATH with arguments of our own
        [found, *arguments], capture_output=True, text=True, check=False, env=environment
    )
    if done.returncode:
        raise Unavailable(f"{program} failed: {(done.stderr.strip().splitlines() or ['it did not say why'])[-1]}")


def address() -> str:
    """The argument that names the database to PostgreSQL's tools, without its password."""
    url = make_url(settings().url_of_database).set(drivername="postgresql", password=None)
    return f"--dbname={url.render_as_string()}"
