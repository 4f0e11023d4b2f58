"""What a verb may rely on while it runs, on both kinds of database."""

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from console.scheduling import database
from console.scheduling.errors import Unavailable
from console.scheduling.models import Booking
from console.scheduling.services.transaction import reads

from .conftest import Acme


def test_what_one_read_tells_belongs_together(acme: Acme) -> None:
    acme.book(hours=0)
    with database.reading() as session:
        before = session.exec(select(Booking.id)).all()
        later = acme.book(hours=1)
        assert session.exec(select(Booking.id)).all() == before
    with database.reading() as session:
        assert set(session.exec(select(Booking.id)).all()) == {*before, later.id}


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_a_statement_that_hangs_is_ended_and_says_that_the_database_is_busy(store: str) -> None:
    @reads
    def limit(session: Session) -> str:
        return session.connection().execute(text("SHOW statement_timeout")).scalar_one()

    @reads
    def hang(session: Session) -> None:
        session.connection().execute(text("SET LOCAL statement_timeout = 20"))
        session.connection().execute(text("SELECT pg_sleep(10)"))

    assert limit() == "1min"
    with pytest.raises(Unavailable):
        hang()
