"""Everything into another database: all rows, the same on both sides, from either kind to PostgreSQL."""

import pytest
from sqlalchemy import inspect, make_url, text

from console.scheduling import database, transfer
from console.scheduling.errors import Conflict, Invalid
from console.scheduling.services import bookings
from console.scheduling.settings import settings
from console.scheduling.transfer import Differs
from tests.conftest import migrated_postgres

from .conftest import Acme


@pytest.fixture
def there(postgres: str) -> str:
    """The address of another database, which is empty."""
    return migrated_postgres(postgres, "elsewhere")


def test_every_row_arrives_and_the_guard_works_there(acme: Acme, there: str) -> None:
    booking = acme.book(guest_name="Zoë “Ñandú” O’Hara", intake={}, metadata={"utm_source": "a,b"})
    bookings.cancel(acme.admin, acme.book(hours=2, guest_email="joe@guests.test").id)
    with database.writing() as session:
        ids = [row[0] for row in session.connection().execute(text("SELECT id FROM customer ORDER BY id"))]
        session.connection().execute(
            text("UPDATE customer SET merged_into_id = :one WHERE id = :other"), {"one": ids[1], "other": ids[0]}
        )
    arrived = {table.table: table for table in transfer.move(there)}
    assert arrived["booking"].rows == 2
    assert arrived["timeline_event"].rows >= 3
    engine = database.make_engine(there)
    with engine.connect() as side:
        assert side.execute(text("SELECT guest_name FROM booking WHERE id = :id"), {"id": booking.id}).scalar_one() == (
            "Zoë “Ñandú” O’Hara"
        )
        assert side.execute(text("SELECT count(*) FROM customer WHERE merged_into_id IS NOT NULL")).scalar_one() == 1
    with pytest.raises(Conflict):
        transfer.move(there)


def test_every_table_is_copied_and_callboard_goes_on_there(acme: Acme, there: str, monkeypatch) -> None:
    """A number that the database gives, such as an event's, must not be given again."""
    acme.book()
    engine_s_own = {"alembic_version"} | {name for name in _tables() if name.startswith("booking_search")}
    arrived = {table.table: table.rows for table in transfer.move(there)}
    assert arrived.keys() == _tables() - engine_s_own
    database.engine().dispose()
    monkeypatch.setenv("CALLBOARD_DATABASE_URL", there)
    settings.cache_clear()
    database.engine.cache_clear()
    try:
        assert _tables() - {"alembic_version"} == arrived.keys()
        acme.book(hours=3, guest_email="joe@guests.test")
        with database.reading() as session:
            assert session.execute(text("SELECT count(*) FROM outbox_event")).scalar_one() > arrived["outbox_event"]
    finally:
        database.engine().dispose()


def test_nothing_is_kept_there_when_somebody_writes_meanwhile(acme: Acme, there: str, monkeypatch) -> None:
    compare, booked = transfer._compared, []

    def while_somebody_books(here, to, table):
        if not booked:
            booked.append(acme.book())
        return compare(here, to, table)

    monkeypatch.setattr(transfer, "_compared", while_somebody_books)
    with pytest.raises(Conflict, match="meanwhile"):
        transfer.move(there)
    with database.make_engine(there).connect() as side:
        assert side.execute(text("SELECT count(*) FROM app")).scalar_one() == 0


def _tables() -> set[str]:
    return set(inspect(database.engine()).get_table_names())


def test_nothing_is_left_there_when_something_is_not_as_it_was(acme: Acme, there: str, monkeypatch) -> None:
    acme.book()
    digests = iter(range(1_000_000))
    monkeypatch.setattr(transfer, "_digest", lambda *_: str(next(digests)))
    with pytest.raises(Differs):
        transfer.move(there)
    with database.make_engine(there).connect() as side:
        assert side.execute(text("SELECT count(*) FROM booking")).scalar_one() == 0


@pytest.mark.usefixtures("store")
def test_odd_addresses_are_refused_and_so_is_the_database_itself() -> None:
    for odd in ("nonsense", "mysql://root@localhost/x"):
        with pytest.raises(Invalid):
            transfer.move(odd)
    itself = database.engine().url.render_as_string(hide_password=False)
    with pytest.raises(Conflict):
        transfer.move(make_url(itself).render_as_string(hide_password=False))
