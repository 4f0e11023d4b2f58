"""`callboard doctor`: whatever could keep Callboard from working, looked at before it does."""

import asyncio
import shutil
import sys
import tempfile
import urllib.request
import zoneinfo
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import requires, version
from typing import Literal
from urllib.parse import urlsplit

import typer
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from console import bundle
from console.commands.options import Data, Json, answer, commands
from console.scheduling import database
from console.scheduling.errors import CallboardError, Unavailable
from console.scheduling.migrations import run
from console.scheduling.rules import zones
from console.scheduling.settings import settings

app = commands()

_FREE_MEGABYTES = 500
_MARKS = {"fine": "ok   ", "worth knowing": "note ", "wrong": "WRONG"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw. Only what is `wrong` keeps Callboard from working."""

    check: str
    state: Literal["fine", "worth knowing", "wrong"]
    said: str


@app.command()
def doctor(as_json: Json = False, data: Data = None) -> None:  # noqa: ARG001 - its callback chooses the directory
    """Look at database, guard, time zones, disk, front end, port and settings. Exit code 1 when something is wrong."""
    findings = [_looked_at(name, check) for name, check in _CHECKS.items()]
    rows = [asdict(finding) for finding in findings]
    answer(rows, as_json, lambda: "\n".join(f"{_MARKS[one.state]}  {one.check}: {one.said}" for one in findings))
    if any(finding.state == "wrong" for finding in findings):
        raise typer.Exit(1)


def _looked_at(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, "fine", check())
    except _Note as note:
        return Finding(name, "worth knowing", str(note))
    except CallboardError as error:
        return Finding(name, "wrong", error.message)
    except (OSError, SQLAlchemyError) as error:
        return Finding(name, "wrong", str(getattr(error, "orig", error)).splitlines()[0])


class _Note(Exception):
    """Something that works, but not as one might expect."""


def _data_directory() -> str:
    folder = settings().data.resolve()
    if not folder.exists():
        raise _Note(f"{folder} is not there yet; the first start makes it.")
    with tempfile.TemporaryFile(dir=folder):
        free = shutil.disk_usage(folder).free // 1_000_000
    if free < _FREE_MEGABYTES:
        raise Unavailable(f"Only {free} MB are free in {folder}.")
    return f"{folder} is writable, {free:,} MB are free"


def _schema() -> str:
    _require_database()
    if not run.is_current(database.engine()):
        raise Unavailable("The schema is older than this Callboard. Run `callboard migrate`.")
    return "the schema is the newest"


def _guard() -> str:
    _require_database()
    run.check_guard(database.engine())
    return "two overlapping bookings were refused"


def _contents() -> str:
    """SQLite's own look at its pages; PostgreSQL keeps checksums itself."""
    _require_database()
    with database.reading() as session:
        if not database.is_sqlite(session):
            return session.connection().execute(text("SELECT version()")).scalar_one().split(" on ")[0]
        found = session.connection().execute(text("PRAGMA quick_check(1)")).scalar_one()
        journal = session.connection().execute(text("PRAGMA journal_mode")).scalar_one()
    if found != "ok":
        raise Unavailable(f"SQLite found damage ({found}). Restore a backup.")
    return f"SQLite {database.sqlite_driver().sqlite_version}, journal {journal}, no damage found"


def _require_database() -> None:
    url = database.engine().url
    if (
        url.get_backend_name() == "sqlite"
        and not settings().database_url
        and not (settings().data / "callboard.db").exists()
    ):
        raise _Note("there is none yet; the first start makes it.")


def _time_zones() -> str:
    pinned = next((line for line in requires("callboard") or () if line.startswith("tzdata==")), "")
    installed = version("tzdata")
    if zoneinfo.TZPATH:
        raise Unavailable("The system's zone files would be used beside PyPI's tzdata.")
    if pinned and pinned != f"tzdata=={installed}":
        raise _Note(f"tzdata {installed} is installed, {pinned.removeprefix('tzdata==')} is what was tested.")
    return f"tzdata {installed}, {len(zones.names())} zones"


def _front_end() -> str:
    if not bundle.is_current():
        raise _Note("not built from the present sources; the next start builds it.")
    return "built from the present sources"


def _port() -> str:
    host, port = settings().host, settings().port
    try:
        from console.serving import require_port

        require_port(host, port)
    except Unavailable:
        if _answers(f"http://127.0.0.1:{port}/health/live"):
            return f"{port} is Callboard's: it is running"
        raise
    return f"{port} on {host} is free"


def _answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as reply:
            return b"live" in reply.read(100)
    except OSError:
        return False


def _address() -> str:
    parts = urlsplit(settings().base_url)
    if not settings().public_url:
        raise _Note(f"CALLBOARD_PUBLIC_URL is not set: links in messages lead to {settings().base_url}.")
    if parts.scheme != "https":
        raise _Note(f"{settings().base_url} is not https: cookies and calls can be read on the way.")
    return settings().base_url


def _mail() -> str:
    if not settings().smtp_url:
        raise _Note("CALLBOARD_SMTP_URL is not set: e-mails stay in the outbox.")
    return f"by way of {urlsplit(settings().smtp_url).hostname}"


def _provider() -> str:
    if not settings().oidc_issuer:
        raise _Note("CALLBOARD_OIDC_ISSUER is not set: staff sign in with e-mail and password.")
    from console.http import provider

    return asyncio.run(provider.look())


def _python() -> str:
    return f"{sys.version.split()[0]}, Callboard {version('callboard')}"


_CHECKS: dict[str, Callable[[], str]] = {
    "Python": _python,
    "Data directory": _data_directory,
    "Database": _contents,
    "Schema": _schema,
    "Booking guard": _guard,
    "Time zones": _time_zones,
    "Front end": _front_end,
    "Port": _port,
    "Public address": _address,
    "E-mail": _mail,
    "Sign-in provider": _provider,
}
