"""Checks of what is stored: the database itself, its guard and rows, what waits, and the copies of it."""

from datetime import timedelta

from sqlalchemy import text

from console.scheduling import backups, clock, database
from console.scheduling.actors import operator
from console.scheduling.migrations import run
from console.scheduling.services import checkup, sending, vital_signs
from console.scheduling.settings import settings

from .findings import Note, Wrong

_OLD = timedelta(days=2)
_SHOWN = 3
_RESTORE = "`callboard restore` a backup, or ask for help with this line."


def require_current() -> None:
    """Raises Note where there is nothing yet to look at."""
    _require_database()
    if not run.is_current(database.engine()):
        raise Note("cannot be looked at before the schema is the newest.")


def database_itself() -> str:
    """SQLite's own look at its pages; PostgreSQL keeps checksums itself."""
    _require_database()
    with database.reading() as session:
        if not database.is_sqlite(session):
            return session.connection().execute(text("SELECT version()")).scalar_one().split(" on ")[0]
        found = session.connection().execute(text("PRAGMA quick_check(1)")).scalar_one()
        journal = session.connection().execute(text("PRAGMA journal_mode")).scalar_one()
    if found != "ok":
        raise Wrong(f"SQLite found damage ({found}).", "Stop Callboard, and `callboard restore` a backup.")
    driver = database.sqlite_driver().sqlite_version
    if journal != "wal":
        raise Note(f"SQLite {driver} keeps a {journal} journal, which is slow.", "pip install pysqlite3")
    return f"SQLite {driver}, journal {journal}, no damage found"


def schema() -> str:
    """Whether it is this Callboard's."""
    _require_database()
    if not run.is_current(database.engine()):
        raise Wrong("The schema is older than this Callboard.", "Run `callboard migrate`; it makes a backup first.")
    return "the schema is the newest"


def guard() -> str:
    """Whether the database refuses two calls of one person at one time."""
    require_current()
    run.check_guard(database.engine())
    return "two overlapping bookings were refused"


def jobs() -> str:
    """Whether some process does what happens by itself."""
    require_current()
    signs = vital_signs.look()
    if signs.ticked_at is None:
        raise Note("No clock has ticked yet.", "Start `callboard up`, or `callboard jobs`.")
    silent = round((signs.now - signs.ticked_at).total_seconds())
    if signs.is_silent:
        raise Note(
            f"No clock has ticked for {silent} s: nothing is sent.", "Start `callboard up`, or `callboard jobs`."
        )
    return f"a clock ticked {silent} s ago"


def backlog() -> str:
    """Whether what is due is done."""
    require_current()
    signs = vital_signs.look()
    counts = ", ".join(f"{one.count} {name}" for name, one in signs.due.items() if one.count)
    if late := signs.late():
        raise Note(
            f"Late by more than a minute: {', '.join(late)} ({counts}).",
            "Look at Webhooks and Outbox in the console; start another `callboard jobs` if the one is busy.",
        )
    return f"{counts} just now" if counts else "nothing waits"


def held_back() -> str:
    """Whether a restore still holds sending back."""
    require_current()
    held = {app_id: paused for app_id in sending.app_ids() if (paused := sending.status(operator(app_id)))}
    if held:
        due = sum(one.due for paused in held.values() for one in paused.waiting)
        raise Note(
            f"Sending is paused in {len(held)} apps, and {due} wait.",
            "`callboard sending status`, then `callboard sending resume` or `skip`.",
        )
    return "nothing is held back"


def copies() -> str:
    """Whether there is a backup of these days."""
    require_current()
    kept = backups.kept()
    if not kept:
        raise Note(
            "There is no backup in the data directory.",
            "Run `callboard backup` each night; assets/deploy has a timer. Ignore this if PostgreSQL is backed up elsewhere.",
        )
    age = clock.now() - kept[0].made_at
    if age > _OLD:
        raise Note(f"The newest of {len(kept)} backups is {age.days} days old.", "See why the nightly one did not run.")
    return f"{len(kept)}, the newest {kept[0].file.name}"


def overlaps() -> str:
    """Whether no two live calls of one person share a time."""
    require_current()
    if found := checkup.overlaps():
        pairs = "; ".join(f"{one.first} and {one.second}" for one in found[:_SHOWN])
        raise Wrong(
            f"{len(found)} pairs of live calls overlap: {pairs}.", "Move or cancel one of each pair in the console."
        )
    return "no two live calls of one person overlap"


def orphans() -> str:
    """Whether every row has what it refers to."""
    require_current()
    if found := checkup.orphans():
        raise Wrong(
            f"Rows refer to what is not there: {', '.join(f'{count} {at}' for at, count in found.items())}.", _RESTORE
        )
    return "every row has what it refers to, and every live call its agent"


def holds() -> str:
    """Whether times that were kept for customers are free again."""
    require_current()
    if count := checkup.outlived_holds():
        raise Note(f"{count} holds outlived their time; they block nobody.", "Start `callboard jobs`, which ends them.")
    return "none outlived its time"


def _require_database() -> None:
    url = database.engine().url
    is_own = url.get_backend_name() == "sqlite" and not settings().database_url
    if is_own and not (settings().data / "callboard.db").exists():
        raise Note("there is none yet; the first start makes it.")
