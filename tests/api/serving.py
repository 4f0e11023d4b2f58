"""The real API server in a process of its own, on a free port."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import httpx

from console.scheduling import database
from tests import leaks
from tests.ports import free_port

_PROJECT = Path(__file__).parents[2]
_SECONDS_TO_START = 30


@dataclass(frozen=True)
class Server:
    """One that runs: where it answers, and the process that leads its group."""

    url: str
    process: subprocess.Popen[bytes]


@contextmanager
def served(workers: int = 1) -> Iterator[str]:
    """`callboard api` on the installation that the test stands on: its base URL. It is ended with the block."""
    with serve(workers) as server:
        yield server.url


@contextmanager
def serve(workers: int = 1) -> Iterator[Server]:
    """The same, with its process: a test may want to kill it."""
    database.engine().dispose()
    port = free_port()
    command = [sys.executable, "-m", "console.cli", "api", "--port", str(port), "--workers", str(workers)]
    environment = {**os.environ, "PYTHONPATH": str(_PROJECT)}
    with TemporaryFile() as log:
        process = subprocess.Popen(
            command, cwd=_PROJECT, env=environment, start_new_session=True, stdout=log, stderr=log
        )
        try:
            _wait_until_ready(process, url := f"http://127.0.0.1:{port}")
            yield Server(url, process)
        finally:
            process.terminate()
            process.wait(15)
            log.seek(0)
            print(said := log.read().decode(errors="replace"))
        assert not leaks.found_in(said)


def _wait_until_ready(process: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(f"{url}/health/ready", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"The server did not start: exit code {process.poll()}.")
