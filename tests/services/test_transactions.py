"""What a verb may rely on while it runs, on both kinds of database."""

from sqlmodel import select

from console.scheduling import database
from console.scheduling.models import Booking

from .conftest import Acme


def test_what_one_read_tells_belongs_together(acme: Acme) -> None:
    acme.book(hours=0)
    with database.reading() as session:
        before = session.exec(select(Booking.id)).all()
        later = acme.book(hours=1)
        assert session.exec(select(Booking.id)).all() == before
    with database.reading() as session:
        assert set(session.exec(select(Booking.id)).all()) == {*before, later.id}
