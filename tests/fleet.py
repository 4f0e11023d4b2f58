"""Callboard as several real processes on one PostgreSQL and one Redis, behind one door; or all in one, on SQLite.

    with fleet(tmp_path, web=2, api=2, jobs=2) as calls:
        httpx.get(f"{calls.url}/health/ready")  # the pages' door; `calls.api_url` is the API's
        calls.web[0].kill()
        calls.web[0].restart()

    with alone(tmp_path) as calls:  # `callboard up` on SQLite, with the same handles: `calls.web[0] is calls.jobs[0]`

    with on_one_file(tmp_path, api=2, jobs=2) as calls:  # several on SQLite, without pages

Within the block the test's own process stands on the same installation: `database.reading()`, the services and
`tests.api.conftest.make_team()` see what the programs see. `demo=True` fills it with the demo, whose keys are `calls.demo`;
`fill` may fill it before the programs start. Other settings go in as `CALLBOARD_...="..."`.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from console import bundle
from console.demo import build
from console.scheduling import backups, database
from console.scheduling.settings import settings
from tests import door, engines, leaks
from tests.ports import free_port

PROJECT = Path(__file__).parents[1]
_SECONDS_TO_START = 120.0
_OURS = {
    "PYTHONPATH": str(PROJECT),
    "PYTHONUNBUFFERED": "1",
    "CALLBOARD_WEBHOOK_ALLOW": "127.0.0.0/8",
    "CALLBOARD_VISITOR_HOLDS": "100",  # all customers of a test come from one address
    "CALLBOARD_WHATSAPP_BASE_URL": "http://127.0.0.1:9",  # where nobody listens
}
_A_DEMO = {"CALLBOARD_DEMO": "true", "CALLBOARD_CALENDAR_ALLOW": "127.0.0.0/8"}


def told() -> dict[str, str]:
    """What programs are told. Compiled modules are kept: a fleet would compile everything anew at each of its starts."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass
class Program:
    """One process of the fleet: `callboard ROLE`. Its log goes on through restarts."""

    role: str
    name: str
    log: Path
    port: int | None = None
    """None for jobs, which listen nowhere."""
    options: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _said_before: int = 0

    @property
    def url(self) -> str:
        """Where it answers by itself, past the door."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Of the process that was started; workers are its children."""
        assert self.process
        return self.process.pid

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it, and wait for nothing."""
        at = ("--port", str(self.port)) if self.port else ()
        self._said_before = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "console.cli", self.role, *at, *self.options],
                cwd=PROJECT,
                env=told(),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        """Wait until it is at work; fails with the log's end."""
        until = time.monotonic() + _SECONDS_TO_START
        while self.is_running and time.monotonic() < until:
            if self.is_ready():
                return
            time.sleep(0.1)
        raise AssertionError(f"{self.name} did not start:\n{self.said()[-3000:]}")

    def is_ready(self) -> bool:
        """Whether it says so, by /health/ready; jobs by a line in their log."""
        if self.port is None:
            return "at work" in self.said()
        try:
            return httpx.get(f"{self.url}/health/ready", trust_env=False, timeout=5).status_code == 200
        except httpx.TransportError:
            return False

    def said(self) -> str:
        """What it has logged since its last start."""
        return self.log.read_bytes()[self._said_before :].decode(errors="replace")

    def kill(self) -> None:
        """SIGKILL, its workers too."""
        assert self.process
        if self.is_running:
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds: float = 30) -> int:
        """SIGTERM; gives its exit code."""
        assert self.process
        self.process.terminate()
        return self.process.wait(seconds)

    def pause(self) -> None:
        """SIGSTOP, its workers too: it is there, and does nothing."""
        os.killpg(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT."""
        os.killpg(self.pid, signal.SIGCONT)

    def restart(self) -> None:
        """Start it again, at its port, and wait until it is ready; it is killed first if it runs."""
        self.kill()
        self.start()
        self.wait_until_ready()


@dataclass
class Fleet:
    """All of them. `url` leads to whichever serves pages, `api_url` to whichever serves the API alone, else the same."""

    data: Path
    url: str
    api_url: str
    programs: list[Program]
    postgres: engines.Postgres | None = None
    redis: engines.Redis | None = None
    demo: dict[str, Any] = field(default_factory=dict)

    @property
    def web(self) -> list[Program]:
        """Those that serve pages."""
        return self._of("web")

    @property
    def api(self) -> list[Program]:
        """Those that serve the API: where no process does that alone, those that serve pages."""
        return self._of("api") or self.web

    @property
    def jobs(self) -> list[Program]:
        """Those that send, remind and move the clock."""
        return self._of("jobs")

    def _of(self, role: str) -> list[Program]:
        return [program for program in self.programs if program.role in (role, "up")]


@contextmanager
def fleet(
    folder: Path,
    *,
    web: int = 0,
    api: int = 0,
    jobs: int = 0,
    workers: int = 1,
    redis: bool = True,
    demo: bool = False,
    fill: Callable[[], object] | None = None,
    **environment: str,
) -> Iterator[Fleet]:
    """So many of each on a PostgreSQL and, unless told otherwise, a Redis of their own. Each API has `workers` processes."""
    with ExitStack() as stack:
        its_postgres = stack.enter_context(engines.postgres())
        its_redis = stack.enter_context(engines.redis()) if redis else None
        where = {"CALLBOARD_DATABASE_URL": its_postgres.url, "CALLBOARD_REDIS_URL": its_redis.url if its_redis else ""}
        roles = [*["web"] * web, *["api"] * api, *["jobs"] * jobs]
        running = stack.enter_context(_running(folder, roles, workers, demo, fill, where | environment))
        running.postgres, running.redis = its_postgres, its_redis
        yield running


@contextmanager
def alone(
    folder: Path, *, demo: bool = False, fill: Callable[[], object] | None = None, **environment: str
) -> Iterator[Fleet]:
    """One `callboard up` on SQLite."""
    where = {"CALLBOARD_DATABASE_URL": "", "CALLBOARD_REDIS_URL": ""}
    with _running(folder, ["up"], 1, demo, fill, where | environment) as running:
        yield running


@contextmanager
def on_one_file(folder: Path, *, api: int = 0, jobs: int = 0, **environment: str) -> Iterator[Fleet]:
    """So many of each on one SQLite file, which they share as well as a file can be shared."""
    where = {"CALLBOARD_DATABASE_URL": "", "CALLBOARD_REDIS_URL": ""}
    with _running(folder, [*["api"] * api, *["jobs"] * jobs], 1, False, None, where | environment) as running:
        yield running


@contextmanager
def _running(
    folder: Path,
    roles: list[str],
    workers: int,
    demo: bool,
    fill: Callable[[], object] | None,
    environment: dict[str, str],
) -> Iterator[Fleet]:
    data, ports = folder / "data", {at: free_port() for at in ("pages", "api")}
    data.mkdir(parents=True, exist_ok=True)
    url = f"http://localhost:{ports['pages']}"
    with ExitStack() as stack:
        ours = _OURS | {"CALLBOARD_DATA": str(data), "CALLBOARD_PUBLIC_URL": url, "CALLBOARD_PORT": str(ports["pages"])}
        ours |= _A_DEMO if demo else {}
        ours |= environment
        stack.enter_context(standing_on(ours))
        found = _prepared(data, demo)
        if fill:
            fill()
        programs = [_program(folder, role, roles[:at].count(role), workers) for at, role in enumerate(roles)]
        if {"web", "up"} & {*roles}:
            bundle.build()
        stack.callback(_end, programs)
        for program in programs:
            program.start()
        for program in programs:
            program.wait_until_ready()
        pages = [program.port for program in programs if program.role in ("web", "up") and program.port]
        apis = [program.port for program in programs if program.role == "api" and program.port]
        stack.enter_context(door.opened(ports["pages"], pages or apis)) if pages or apis else None
        if apis and pages:
            stack.enter_context(door.opened(ports["api"], apis))
        yield Fleet(data, url, f"http://localhost:{ports['api']}" if apis and pages else url, programs, demo=found)


@contextmanager
def standing_on(environment: dict[str, str]) -> Iterator[None]:
    """Have this process, and those that it starts, use this installation."""

    def anew() -> None:
        settings.cache_clear()
        database.engine.cache_clear()

    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        anew()
        try:
            yield
        finally:
            database.engine().dispose()
    anew()


def _prepared(data: Path, demo: bool) -> dict[str, Any]:
    """Migrate, and fill it with the demo if that is wanted: what its demo.json says."""
    backups.migrate()
    if not demo:
        return {}
    build.fill()
    return json.loads((data / "demo.json").read_text())


def _program(folder: Path, role: str, number: int, workers: int) -> Program:
    name = f"{role}{number + 1}"
    options = ("--workers", str(workers)) if role == "api" else ()
    return Program(role, name, folder / f"{name}.log", None if role == "jobs" else free_port(), options)


def _end(programs: list[Program]) -> None:
    """End those that run, gracefully; nothing they logged opens anything."""
    for program in programs:
        if program.is_running:
            program.resume()
            assert program.process
            program.process.terminate()
    for program in programs:
        if program.process:
            try:
                program.process.wait(20)
            finally:
                program.kill()
            assert not leaks.found_in(program.log.read_text(errors="replace"))
