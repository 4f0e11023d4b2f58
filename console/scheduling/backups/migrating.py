"""Bringing the database up to date, after a copy."""

import logging
from pathlib import Path

from .. import database
from ..errors import NotFound, Unavailable
from ..migrations import run
from ..settings import settings
from . import store
from .copying import back_up

log = logging.getLogger(__name__)

_BEFORE, _KEPT = "before-migration", 5


def migrate() -> Path | None:
    """Bring the database to the newest schema and prove its guard; gives the copy made before, None if none was needed.

    Several processes take turns. PostgreSQL is migrated without a copy where `pg_dump` cannot make one: its operators
    have backups of their own. Raises DatabaseNewerThanCode, GuardMissing, and Unavailable when SQLite cannot be copied.
    """
    with store.alone():
        engine = database.engine()
        copy = None
        if run.is_stale(engine):
            copy = _copy()
        run.upgrade(engine)
        return copy


def require_ready() -> None:
    """Pass when there is a database with the newest schema. Raises NotFound, Unavailable, DatabaseNewerThanCode."""
    if store.is_sqlite() and not store.sqlite_file().exists():
        raise NotFound(
            f"There is no database at {store.sqlite_file()}. `callboard up` or `callboard migrate` makes one."
        )
    if not run.is_current(database.engine()):
        raise Unavailable("The database is older than this Callboard. Run `callboard migrate` first.")


def make_ready() -> None:
    """As `require_ready`, but where there is no database yet, one is made."""
    settings().data.mkdir(parents=True, exist_ok=True)
    if run.is_new(database.engine()):
        migrate()
    require_ready()


def _copy() -> Path | None:
    try:
        copy = back_up(store.fresh_name(_BEFORE))
    except Unavailable as why:
        if store.is_sqlite():
            raise
        log.warning("Migrating without a copy. %s", why.message)
        return None
    for old in sorted(store.folder().glob(f"{_BEFORE}-*"))[:-_KEPT]:
        old.unlink()
    return copy
