"""Bookings that are older than the index of search are in it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlmodel import Session, select

from console.scheduling import database
from console.scheduling.migrations import run
from console.scheduling.models import Booking
from console.scheduling.queries.booking_search import found_by
from tests.migrations.older import older_world


def test_bookings_made_before_the_index_are_found_through_it(tmp_path: Path) -> None:
    engine = database.make_engine(f"sqlite:///{tmp_path / 'older.db'}")
    config = Config()
    config.set_main_option("script_location", str(Path(run.__file__).parent))
    config.attributes["engine"] = engine
    command.upgrade(config, "installation_key")
    with Session(engine) as session:
        with older_world(session) as world:
            older = world.booking(session, search_text="jane doe").id
        session.commit()
    run.upgrade(engine)
    with Session(engine) as session:
        assert session.exec(select(Booking.id).where(*found_by(session, "Doe"))).all() == [older]
    engine.dispose()
