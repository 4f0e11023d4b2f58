"""Everything into another database: all rows, the same on both sides, from either kind to PostgreSQL."""

import pytest
from sqlalchemy import make_url, text

from console.scheduling import database, transfer
from console.scheduling.errors import Conflict, Invalid
from console.scheduling.services import bookings
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
