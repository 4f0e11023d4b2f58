"""A backup that is made while calls are booked holds one instant: every call with its event, and the guard."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

from console.scheduling import backups, clock, database
from console.scheduling.actors import operator
from console.scheduling.migrations import run
from console.scheduling.services import bookings
from console.scheduling.services.bookings import NewBooking
from tests.api.conftest import make_team


def test_a_copy_made_while_calls_are_booked_is_of_one_instant_and_guarded(sqlite_store: str, tmp_path: Path) -> None:
    app_id, _, agent_id, _ = make_team()
    first = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    stop, begun = Event(), Event()

    def book() -> None:
        for number in range(400):
            if stop.is_set():
                return
            bookings.book(
                operator(app_id),
                NewBooking(
                    guest_name="Jane",
                    guest_email=f"jane{number}@guests.test",
                    scheduled_at=first + timedelta(hours=number),
                    agent_id=agent_id,
                    duration_minutes=30,
                    respect_working_hours=False,
                ),
            )
            begun.set()

    booking = Thread(target=book)
    booking.start()
    assert begun.wait(60)
    copies = [backups.back_up(tmp_path / f"copy-{number}.db") for number in range(3)]
    stop.set()
    booking.join(60)
    for copy in copies:
        with closing(database.sqlite_driver().connect(copy)) as there:
            stored, told, noted = (
                there.execute(f"SELECT count(DISTINCT {column}) FROM {table}").fetchone()[0]
                for table, column in (
                    ("booking", "id"),
                    ("outbox_event", "booking_id"),
                    ("timeline_event", "booking_id"),
                )
            )
            assert there.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert stored == told == noted > 0
        elsewhere = database.make_engine(f"sqlite:///{copy}")
        run.check_guard(elsewhere)
        elsewhere.dispose()
