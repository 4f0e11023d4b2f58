"""The database's own clock, which decides what is due: machines that share a database need not agree on the time."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from .. import clock
from ..database import is_sqlite


def database_now(session: Session) -> datetime:
    """The present instant by the clock of the database; SQLite runs in this process and has ours."""
    if is_sqlite(session):
        return clock.now()
    instant = session.execute(select(func.clock_timestamp())).scalar_one()
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
