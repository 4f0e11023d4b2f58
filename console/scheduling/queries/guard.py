"""Whether the booking guard is in its place. That it works is proved at start, by `migrations.run.check_guard`."""

from sqlalchemy import text
from sqlmodel import Session

from ..database import is_sqlite

_ON_SQLITE = text(
    "SELECT count(*) = 2 FROM sqlite_master"
    " WHERE type = 'trigger' AND name IN ('booking_guard_insert', 'booking_guard_update')"
)
_ON_POSTGRES = text(
    "SELECT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'booking_guard' AND tgrelid = 'booking'::regclass"
    " AND tgenabled <> 'D') AND EXISTS (SELECT FROM pg_constraint WHERE conname = 'booking_never_overlaps')"
)


def stands(session: Session) -> bool:
    """Whether the database's triggers and constraint against double bookings are there and switched on."""
    return bool(session.connection().execute(_ON_SQLITE if is_sqlite(session) else _ON_POSTGRES).scalar_one())
