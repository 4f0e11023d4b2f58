"""Bring a database to the newest schema, and prove that its booking guard works."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import DBAPIError

from ..errors import CallboardError
from ..models import App, Booking, Customer, Person, Preset, new_id

GUARD_SAYS = "callboard: slot taken"
"""What both databases say when the guard refuses a booking."""


class DatabaseNewerThanCode(CallboardError):
    """The database was made by a newer Callboard than this one."""

    code = "database_newer"


class GuardMissing(CallboardError):
    """The database would accept two live bookings of one person at one time."""

    code = "guard_missing"


def is_current(engine: Engine) -> bool:
    """Whether the schema is the newest. Raises DatabaseNewerThanCode."""
    return _revision(engine) == _scripts().get_current_head()


def is_new(engine: Engine) -> bool:
    """Whether there is no schema at all yet."""
    return _revision(engine) is None


def is_stale(engine: Engine) -> bool:
    """Whether there is a schema, and an older one than the newest. Raises DatabaseNewerThanCode."""
    return _revision(engine) not in (None, _scripts().get_current_head())


def require_known(revision: str) -> None:
    """Pass when this code knows the schema. Raises DatabaseNewerThanCode."""
    try:
        _scripts().get_revision(revision)
    except CommandError:
        raise DatabaseNewerThanCode(
            f"The database is newer than this Callboard (schema {revision}). Update Callboard, or restore a backup."
        ) from None


def upgrade(engine: Engine) -> None:
    """Migrate to the newest schema and check the guard. Raises DatabaseNewerThanCode, GuardMissing."""
    if not is_current(engine):
        config = _config()
        config.attributes["engine"] = engine
        command.upgrade(config, "head")
    check_guard(engine)


def check_guard(engine: Engine) -> None:
    """Insert and move overlapping bookings in a transaction that is rolled back. Raises GuardMissing."""
    with engine.connect() as connection:
        overall = connection.begin()
        try:
            first, second = _two_bookings(connection)
            inserted_twice = _passes(
                connection,
                insert(Booking).values(
                    **{**second, "scheduled_at": first["scheduled_at"], "ends_at": first["ends_at"]}
                ),
            )
            connection.execute(insert(Booking).values(**second))
            moved = Booking.__table__.update().where(Booking.__table__.c.id == second["id"])  # pyright: ignore[reportAttributeAccessIssue]
            moved_over = _passes(connection, moved.values(scheduled_at=first["scheduled_at"], ends_at=first["ends_at"]))
        finally:
            overall.rollback()
    if inserted_twice or moved_over:
        raise GuardMissing(
            "The database has lost its booking guard and would accept double bookings. Restore a backup."
        )


def _passes(connection: Connection, statement: Any) -> bool:
    attempt = connection.begin_nested()
    try:
        connection.execute(statement)
    except DBAPIError as refused:
        attempt.rollback()
        if GUARD_SAYS in str(refused.orig):
            return False
        raise
    attempt.rollback()
    return True


def _two_bookings(connection: Connection) -> tuple[dict[str, Any], dict[str, Any]]:
    """Insert the first of two bookings of one invented agent, and give both as values."""
    now = datetime(2000, 1, 1, tzinfo=UTC)
    app, person, preset, customer = new_id("app"), new_id("per"), new_id("pre"), new_id("cus")
    connection.execute(
        insert(App).values(
            id=app,
            name="",
            timezone="UTC",
            widget_key=app,
            created_at=now,
            allowed_origins=[],
            branding={},
            channels={},
        )
    )
    connection.execute(
        insert(Person).values(id=person, name="", email=person, email_key=person, preferences={}, created_at=now)
    )
    connection.execute(
        insert(Preset).values(
            id=preset,
            app_id=app,
            name="",
            slug=preset,
            short_link=preset,
            durations=[],
            outcomes=[],
            intake=[],
            reminders=[],
            message_settings={},
            created_at=now,
        )
    )
    connection.execute(insert(Customer).values(id=customer, app_id=app, opt_outs=[], created_at=now))

    def booking(start: datetime) -> dict[str, Any]:
        return {
            "id": new_id("bkg"),
            "reference": new_id("ref"),
            "app_id": app,
            "preset_id": preset,
            "customer_id": customer,
            "booking_source": "admin",
            "status": "scheduled",
            "call_kind": "link",
            "assignment_method": "manual",
            "agent_id": person,
            "guest_name": "",
            "intake": {},
            "meta": {},
            "scheduled_at": start,
            "ends_at": start + timedelta(minutes=30),
            "duration_minutes": 30,
            "app_timezone": "UTC",
            "created_at": now,
            "updated_at": now,
        }

    first, second = booking(now), booking(now + timedelta(hours=1))
    connection.execute(insert(Booking).values(**first))
    return first, second


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current is not None:
        require_known(current)
    return current
