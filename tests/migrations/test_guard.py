"""The database itself refuses double bookings, and says so when it no longer can."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from console.scheduling import clock, database
from console.scheduling.migrations import run
from console.scheduling.models import AuditEntry


def test_a_fresh_database_is_current_and_guarded(store: str) -> None:
    assert run.is_current(database.engine())
    run.check_guard(database.engine())


def test_a_database_without_its_guard_is_refused(store: str) -> None:
    with database.engine().begin() as connection:
        if store == "sqlite":
            connection.execute(text("DROP TRIGGER booking_guard_update"))
        else:
            connection.execute(text("DROP TRIGGER booking_guard ON booking"))
            connection.execute(text("ALTER TABLE booking DROP CONSTRAINT booking_never_overlaps"))
    with pytest.raises(run.GuardMissing):
        run.check_guard(database.engine())


def test_a_database_from_the_future_is_refused(store: str) -> None:
    with database.engine().begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'from_2099'"))
    with pytest.raises(run.DatabaseNewerThanCode, match="newer"):
        run.upgrade(database.engine())


def test_the_audit_log_cannot_be_rewritten(store: str) -> None:
    with database.writing() as session:
        session.add(AuditEntry(actor_type="admin", act="preset.changed", created_at=clock.now()))
    for statement in ("UPDATE audit_entry SET act = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(DBAPIError, match="append-only"), database.engine().begin() as connection:
            connection.execute(text(statement))
