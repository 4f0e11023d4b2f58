"""Events that are older than the feed are in it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlmodel import Session

from console.scheduling import clock, database
from console.scheduling.migrations import run
from console.scheduling.models import new_id
from console.scheduling.queries import event_feed
from tests.migrations.older import older_world


def test_events_written_before_the_feed_are_told_in_their_order(tmp_path: Path) -> None:
    engine = database.make_engine(f"sqlite:///{tmp_path / 'older.db'}")
    config = Config()
    config.set_main_option("script_location", str(Path(run.__file__).parent))
    config.attributes["engine"] = engine
    command.upgrade(config, "booking_by_source")
    with Session(engine) as session:
        with older_world(session) as world:
            app_id, booking_id = world.app.id, world.booking(session).id
        older = [new_id("evt") for _ in range(3)]
        for event_id in reversed(older):
            session.connection().execute(
                text(
                    "INSERT INTO outbox_event (id, app_id, booking_id, event, sequence, occurred_at, test, payload)"
                    " VALUES (:id, :app, :booking, 'scheduled.created', 1, :now, false, '{}')"
                ),
                {"id": event_id, "app": app_id, "booking": booking_id, "now": clock.now().timestamp() // 1 * 1000},
            )
        session.commit()
    run.upgrade(engine)
    with Session(engine) as session:
        event_feed.give_numbers(session, app_id, 10)
        told = event_feed.from_number(session, app_id, 0, 10)
    assert [(event.number, event.id) for event in told] == list(enumerate(reversed(older), 1))
    engine.dispose()
