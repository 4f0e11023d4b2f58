"""Putting a copy in the database's place, with sending paused before anything can run on it.

A copy does not know what went out after it was made: it would send reminders twice, and webhooks of calls that were moved
since. So the pause is in the restored database from its first moment: SQLite gets a copy that was prepared beside it,
PostgreSQL gets it in the very transaction that restores.
"""

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from .. import clock, database
from ..errors import Invalid, NotFound
from ..migrations import run
from ..queries import apps, sending
from ..services.sending import note_restored
from ..services.staging import make_copy
from . import store
from .copying import back_up
from .migrating import migrate

_PATIENCE = "SET lock_timeout = '30s'"
"""How long PostgreSQL waits for those who read and write, until it gives up and leaves everything as it was."""

_EMPTY = """
DO $$
DECLARE found record;
BEGIN
  FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE public.%I CASCADE', found.tablename);
  END LOOP;
  FOR found IN
    SELECT p.oid::regprocedure AS signature FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP
    EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', found.signature);
  END LOOP;
END $$;
"""
"""Everything goes first, also what is newer than the copy; the extensions stay, which may be a superuser's."""

_PAUSE = """
DO $$ BEGIN IF to_regclass('installation') IS NOT NULL THEN
  {pause};
END IF; END $$;
"""


def restore(copy: Path, *, as_copy: bool = False) -> Path | None:
    """Put a copy in the database's place, all of it or nothing; gives the copy made of what stood there before.

    Sending is paused in every app (`services.sending`). `as_copy` makes it one to try things in (`services.staging`). An
    older copy is migrated. Raises NotFound, Invalid for a file that is no copy, DatabaseNewerThanCode, GuardMissing,
    Unavailable.
    """
    if not copy.is_file():
        raise NotFound(f"There is no file {copy}.")
    if store.is_sqlite():
        _check_sqlite(copy)
    with store.alone():
        before = back_up(store.fresh_name("before-restore")) if _holds_something() else None
        database.engine().dispose()
        if store.is_sqlite():
            _restore_sqlite(copy, as_copy)
        else:
            _restore_postgres(copy)
    database.engine().dispose()
    migrate()
    if not store.is_sqlite():
        _settle(database.engine(), as_copy)
    return before


def _holds_something() -> bool:
    return not store.is_sqlite() or store.sqlite_file().exists()


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


def _restore_sqlite(copy: Path, as_copy: bool) -> None:
    """Prepare the copy beside the database, migrated and paused, and put it in place in one transaction."""
    with _beside() as prepared:
        store.copy_sqlite(copy, prepared)
        engine = database.make_engine(f"sqlite:///{prepared}")
        try:
            run.upgrade(engine)
            _settle(engine, as_copy)
        finally:
            engine.dispose()
        store.as_one_file(prepared)
        store.copy_sqlite(prepared, store.sqlite_file())


def _restore_postgres(copy: Path) -> None:
    """One transaction: everything goes, the copy comes, sending is paused."""
    pause = _PAUSE.format(pause=sending.PAUSE_ALL.format(since=clock.now().isoformat()))
    once = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    with _beside() as script:
        store.run("pg_restore", "--no-owner", "--no-comments", f"--file={script}", copy)
        before = (f"--command={_PATIENCE}", f"--command={_EMPTY}")
        after = ("--command=RESET search_path", f"--command={pause}")
        store.run("psql", store.address(), *once, *before, f"--file={script}", *after)


@contextmanager
def _beside() -> Iterator[Path]:
    """A file beside the copies that only its owner reads, and that is gone afterwards."""
    store.folder().mkdir(parents=True, exist_ok=True)
    file = store.folder() / f".restoring-{secrets.token_hex(4)}"
    file.touch(0o600)
    try:
        yield file
    finally:
        for left in file.parent.glob(f"{file.name}*"):
            left.unlink()


def _settle(engine: Engine, as_copy: bool) -> None:
    """Pause sending, say so in each app's audit log, and make it a copy where one is wanted."""
    now = clock.now()
    with Session(engine) as session, session.begin():
        session.connection().exec_driver_sql(sending.PAUSE_ALL.format(since=now.isoformat()))
        for app in apps.every(session):
            note_restored(session, app.id)
        if as_copy:
            make_copy(session, now)
