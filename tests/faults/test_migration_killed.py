"""kill -9 in the middle of a migration, wherever that is: the next start completes it, and the guard stands.

`SEED=7 KILLS=20 python -m pytest tests/faults/test_migration_killed.py` plays a run again, or kills more often.
"""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic import command
from sqlalchemy import make_url
from sqlmodel import Session, select

from console.scheduling import backups, database
from console.scheduling.migrations import run
from console.scheduling.models import Booking
from tests.faults import rounds
from tests.fleet import PROJECT, standing_on, told
from tests.migrations.older import older_world

KILLS = int(os.environ.get("KILLS", "2"))
_OLDER = "booking_by_source"
_STATEMENTS = 120
"""About as many as the migration from there has."""


@pytest.fixture(params=["sqlite", "postgresql"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An installation with a schema that is long out of date, and one booking in it: the booking's id."""
    url = ""
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS older WITH (FORCE)")
            connection.execute("CREATE DATABASE older")
        url = make_url(address).set(database="older").render_as_string(hide_password=False)
    with standing_on({"CALLBOARD_DATA": str(tmp_path), "CALLBOARD_DATABASE_URL": url}):
        config = run._config()
        config.attributes["engine"] = database.engine()
        command.upgrade(config, _OLDER)
        with Session(database.engine()) as session:
            with older_world(session) as world:
                booking_id = world.booking(session).id
            session.commit()
        database.engine().dispose()
        yield booking_id


def test_a_migration_that_was_killed_is_completed_by_the_next(older: str, capsys: pytest.CaptureFixture[str]):
    seed = rounds.a_seed()
    chance, killed = random.Random(seed), []
    for _ in range(KILLS):
        at = chance.randrange(1, _STATEMENTS)
        died = subprocess.run(
            [sys.executable, "-m", "tests.faults.migrating", str(at)], cwd=PROJECT, env=told(), capture_output=True
        )
        assert died.returncode in (0, -signal.SIGKILL), died.stderr.decode()
        killed += [at] if died.returncode else []
    backups.migrate()
    assert run.is_current(database.engine())
    run.check_guard(database.engine())
    with database.reading() as session:
        assert session.exec(select(Booking.id)).all() == [older]
    with capsys.disabled():
        print(f"\nseed {seed:<7} {database.engine().dialect.name:10} migration killed at statements {killed}: sound")
