"""The doctor, before installations that are broken in every way: each finding is told with its mend."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import text
from sqlmodel import select

from console.commands.doctor import QUICK, THOROUGH, configured, machine, stored, tried
from console.commands.doctor.findings import Finding, looked_at
from console.scheduling import backups, clock, database
from console.scheduling.actors import operator
from console.scheduling.migrations import run
from console.scheduling.models import App, Hold, Reminder
from console.scheduling.rules import clock_vectors
from console.scheduling.services import checkup, installation, scratch, sending
from console.scheduling.settings import settings
from tests.ports import free_port
from tests.rows import START, World, make_world
from tests.smtp_sink import smtp_sink

FINE, NOTE, WRONG = "fine", "worth knowing", "wrong"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Sets CALLBOARD_* variables by their names in small letters."""

    def give(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"CALLBOARD_{name.upper()}", value)
        settings.cache_clear()

    yield give
    settings.cache_clear()


@pytest.fixture
def world(store: str) -> World:
    with database.writing() as session:
        return make_world(session)


def seen(check: Callable[[], str]) -> Finding:
    return looked_at("It", check)


def told(check: Callable[[], str], state: str, *words: str) -> None:
    """The check ends in this state, says these words, and what is not fine says its mend."""
    found = seen(check)
    assert found.state == state, found
    for word in words:
        assert word in found.said
    assert found.mend or found.state == FINE, found


def test_a_healthy_installation_has_nothing_wrong(world: World) -> None:
    with database.writing() as session:
        world.booking(session)
    installation.touch_alive()
    of_the_store = [stored.database_itself, stored.schema, stored.guard, stored.jobs, stored.backlog, stored.held_back]
    for check in (*of_the_store, stored.overlaps, stored.orphans, stored.holds, machine.python, machine.time_zones):
        told(check, FINE)
    for check in (machine.clock_changes, configured.metrics, configured.processes, tried.webhook, tried.redis):
        told(check, FINE)


def test_every_check_has_its_place() -> None:
    public = {
        check
        for room in (machine, configured, stored, tried)
        for name, check in vars(room).items()
        if getattr(check, "__module__", "") == room.__name__
        and not name.startswith("_")
        and check.__annotations__ == {"return": str}
    }
    assert public == {*QUICK.values(), *THOROUGH.values()}


def test_a_public_address_without_tls_or_sense_is_told(given: Callable[..., None]) -> None:
    told(configured.public_address, NOTE, "not set")
    given(public_url="http://calls.example.com")
    told(configured.public_address, NOTE, "not https")
    given(public_url="calls.example.com")
    told(configured.public_address, WRONG, "no address")
    given(public_url="https://calls.example.com")
    told(configured.public_address, FINE)


def test_proxies_that_are_not_trusted_or_too_many_are_told(given: Callable[..., None]) -> None:
    given(public_url="https://calls.example.com")
    told(configured.proxies, NOTE, "none is trusted")
    given(trusted_proxies="0.0.0.0/0")
    told(configured.proxies, WRONG, "X-Forwarded-For")
    given(trusted_proxies="10.0.0.0/8")
    told(configured.proxies, FINE)


def test_a_metrics_token_that_can_be_guessed_is_wrong(given: Callable[..., None]) -> None:
    given(metrics_token="short")
    told(configured.metrics, WRONG, "5 characters")
    given(metrics_token="x" * 40)
    told(configured.metrics, FINE)


def test_what_does_not_go_together_is_told(given: Callable[..., None]) -> None:
    given(redis_url="redis://127.0.0.1:1")
    told(configured.processes, NOTE, "SQLite")
    told(tried.redis, WRONG, "does not answer")
    given(redis_url="", jobs="false")
    told(configured.processes, NOTE, "sends nothing")


def test_a_misspelt_setting_is_named_with_what_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("CALLBOARD_")]:
        monkeypatch.delenv(name)
    told(configured.unknown, FINE)
    monkeypatch.setenv("CALLBOARD_PUBLIC_ULR", "https://calls.example.com")
    told(configured.unknown, NOTE, "CALLBOARD_PUBLIC_ULR", "CALLBOARD_PUBLIC_URL")


def test_a_disk_that_is_full_and_a_port_that_is_taken_are_wrong(
    store: str, given: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told(machine.data_directory, FINE)
    monkeypatch.setattr(machine, "_FREE_MEGABYTES", 10**12)
    told(machine.data_directory, WRONG, "MB are free")
    with smtp_sink() as taken:
        given(port=str(taken.port))
        told(machine.port, WRONG, str(taken.port))
    given(port=str(free_port()))
    told(machine.port, FINE)


def test_zones_that_are_not_the_pinned_ones_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "version", lambda _: "2001.1")
    told(machine.time_zones, NOTE, "2001.1")
    monkeypatch.setattr(machine.zoneinfo, "TZPATH", ("/usr/share/zoneinfo",))
    told(machine.time_zones, WRONG, "system's")
    monkeypatch.setattr(clock_vectors, "VECTORS", (clock_vectors.Vector("UTC", START.date(), 0, 1, None),))
    told(machine.clock_changes, WRONG, "UTC")


def test_a_database_that_is_away_is_wrong(given: Callable[..., None], tmp_path: Any) -> None:
    database.engine.cache_clear()
    given(data=str(tmp_path))
    assert seen(stored.database_itself) == Finding("It", NOTE, "there is none yet; the first start makes it.")
    database.engine.cache_clear()
    given(database_url=f"postgresql://me@127.0.0.1:{free_port()}/none")
    told(stored.database_itself, WRONG)
    database.engine.cache_clear()


def test_an_older_schema_is_wrong_and_the_rest_waits_for_the_newest(given: Callable[..., None], tmp_path: Any) -> None:
    database.engine.cache_clear()
    given(data=str(tmp_path))
    config = run._config()
    config.attributes["engine"] = database.engine()
    command.upgrade(config, "booking_guard")
    told(stored.schema, WRONG, "older")
    assert seen(stored.overlaps).state == seen(tried.race).state == NOTE
    database.engine().dispose()
    database.engine.cache_clear()


def test_no_clock_a_backlog_and_what_is_held_back_are_told(world: World) -> None:
    told(stored.jobs, NOTE, "No clock has ticked yet")
    past = clock.now() - timedelta(hours=1)
    with database.writing() as session:
        installation._keep(session, "alive_at", past.isoformat())
        due = {"kind": "invitation", "channel": "email", "fire_at": past, "created_at": past}
        session.add(Reminder(app_id=world.app.id, booking_id=world.booking(session).id, **due))
    told(stored.jobs, NOTE, "nothing is sent")
    told(stored.backlog, NOTE, "messages")
    sending.pause(operator(world.app.id))
    told(stored.held_back, NOTE, "1 apps, and 1 wait")
    told(stored.backlog, FINE)


def test_backups_that_are_missing_or_old_are_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told(stored.copies, NOTE, "no backup")
    kept = backups.Kept(settings().data / "callboard-1.db", clock.now() - timedelta(days=9), 1)
    monkeypatch.setattr(backups, "kept", lambda: [kept])
    told(stored.copies, NOTE, "9 days")
    monkeypatch.setattr(backups, "kept", lambda: [backups.Kept(kept.file, clock.now(), 1)])
    told(stored.copies, FINE)


def test_holds_that_outlived_their_time_are_told(world: World) -> None:
    long_ago = clock.now() - timedelta(hours=1)
    with database.writing() as session:
        session.add(
            Hold(
                app_id=world.app.id,
                preset_id=world.preset.id,
                agent_id=world.agent.id,
                holder="x",
                start_at=START,
                end_at=START + timedelta(minutes=30),
                expires_at=long_ago,
                created_at=long_ago,
            )
        )
    told(stored.holds, NOTE, "1 holds")


def test_calls_closer_than_the_guard_allows_are_found_in_whatever_order() -> None:
    def taken(number: int, start: int, minutes: int, before: int = 0, after: int = 0, agent: str = "per_1"):
        at = START + timedelta(minutes=start)
        return checkup.Taken(agent, f"bkg_{number}", at, at + timedelta(minutes=minutes), before, after)

    def pairs(*rows: checkup.Taken) -> list[tuple[str, str]]:
        return [(one.first, one.second) for one in checkup.overlapping(rows)]

    long, within = taken(1, 0, 120), taken(2, 30, 15)
    assert pairs(long, within, taken(3, 60, 15), taken(4, 120, 30)) == [("bkg_1", "bkg_2"), ("bkg_1", "bkg_3")]
    assert pairs(taken(1, 0, 30, after=10), taken(2, 40, 30, before=10)) == [], "two buffers may share minutes"
    assert pairs(taken(1, 0, 30, after=10), taken(2, 39, 30)) == [("bkg_1", "bkg_2")]
    assert pairs(taken(1, 0, 30), taken(2, 0, 30, agent="per_2")) == []


def test_overlaps_orphans_and_a_lost_guard_are_wrong(sqlite_store: str) -> None:
    with database.writing() as session:
        world = make_world(session)
        first, second = world.booking(session).id, world.booking(session, scheduled_at=START + timedelta(hours=2)).id
    with database.engine().connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("DROP TRIGGER booking_guard_update")
        raw.execute(
            "UPDATE booking SET scheduled_at = (SELECT scheduled_at FROM booking WHERE id = ?),"
            " ends_at = (SELECT ends_at FROM booking WHERE id = ?) WHERE id = ?",
            (first, first, second),
        )
        raw.execute("UPDATE booking SET customer_id = 'cus_none' WHERE id = ?", (second,))
        raw.execute("PRAGMA foreign_keys=ON")
    told(stored.guard, WRONG, "guard")
    told(stored.overlaps, WRONG, first, second)
    told(stored.orphans, WRONG, "1 booking.customer_id")


def test_fifty_want_one_time_one_gets_it_and_nothing_is_left(world: World) -> None:
    told(tried.race, FINE, "one of fifty", "49 were refused")
    with database.reading() as session:
        assert session.connection().execute(text("SELECT count(*) FROM app")).scalar_one() == 1
        assert session.connection().execute(text("SELECT count(*) FROM booking")).scalar_one() == 0
        assert session.connection().execute(text("SELECT count(*) FROM person")).scalar_one() == 1


def test_a_race_with_two_winners_is_wrong_and_what_a_dead_one_left_is_removed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch._make()
    monkeypatch.setattr(scratch, "_run", lambda made, racers: scratch.Outcome(2, 48, 2, ()))
    told(tried.race, WRONG, "2 were told")
    with database.reading() as session:
        assert list(session.exec(select(App.id))) == [world.app.id]


def test_a_mail_server_is_greeted_and_gets_no_mail(given: Callable[..., None]) -> None:
    told(tried.mail, NOTE, "not set")
    given(smtp_url=f"smtp://127.0.0.1:{free_port()}")
    told(tried.mail, WRONG, "does not answer")
    with smtp_sink() as sink:
        given(smtp_url=f"smtp://127.0.0.1:{sink.port}")
        told(tried.mail, FINE, "no mail was sent")
        given(smtp_url=f"smtp://me:secret@127.0.0.1:{sink.port}")
        found = seen(tried.mail)
        assert found.state == WRONG and "secret" not in found.said
        assert sink.ids == []


def test_a_webhook_with_another_signature_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tried, "fresh_secret", lambda: "whsec_b3RoZXI=")
    told(tried.webhook, FINE, "verified")
    monkeypatch.setattr(tried.hmac, "new", lambda *_: tried.sha256(b"another"))
    told(tried.webhook, WRONG, "signature")
