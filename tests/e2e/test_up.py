"""`callboard up` as an operator meets it: how it starts, what it says when it cannot, how it ends."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from tests.e2e.conftest import Server, start, wait_until_ready
from tests.ports import free_port

pytestmark = pytest.mark.browser


def refusal(port: int, data: Path, **environment: str) -> str:
    """What `up` says on stderr as it gives up; it must be one line, and the exit code not zero."""
    process = start(port, data, log=subprocess.PIPE, **environment)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.decode().count("\n") == 1, said
    return said.decode()


def test_a_taken_port_is_one_clear_line(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port}" in refusal(port, tmp_path)


def test_a_data_directory_that_cannot_be_written_is_one_clear_line():
    assert "not writable" in refusal(free_port(), Path("/proc/callboard"))


def test_a_wrong_setting_is_one_clear_line(tmp_path: Path):
    assert "CALLBOARD_TRUSTED_PROXIES" in refusal(free_port(), tmp_path, CALLBOARD_TRUSTED_PROXIES="nonsense")


def test_a_database_that_is_newer_is_one_clear_line(server: Server, tmp_path: Path):
    with sqlite3.connect(tmp_path / "callboard.db") as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES ('from_the_future')")
    assert "newer" in refusal(free_port(), tmp_path)


def test_it_starts_again_within_seconds_and_ends_at_sigterm(server: Server, tmp_path: Path):
    port = free_port()
    with (tmp_path / "up.log").open("w") as log:
        began = time.monotonic()
        process = start(port, tmp_path, log=log)
        wait_until_ready(process, f"http://localhost:{port}", tmp_path / "up.log", seconds=20)
        busy = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
        assert time.monotonic() - began < 5 * busy
        assert "/set-up/" in _said(tmp_path / "up.log")
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_at_a_terminal_it_says_how_to_begin_and_nothing_else(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("CALLBOARD_LOG_LEVEL")
    port, said = free_port(), tmp_path / "up.log"
    with said.open("w") as log:
        process = start(port, tmp_path, log=log)
        wait_until_ready(process, f"http://localhost:{port}", said, seconds=20)
        httpx.get(f"http://localhost:{port}/api/v1/video")
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    assert "/set-up/" in _said(said)
    assert not re.search(
        r"\[(debug|info|warning|error)\b|^(DEBUG|INFO|WARNING|ERROR)|Warning:", _said(said), re.MULTILINE
    )


def test_the_workers_of_the_api_do_not_outlive_the_server_that_was_killed(server: Server, tmp_path: Path):
    port = free_port()
    url = f"http://localhost:{port}"
    with (tmp_path / "api.log").open("w") as log:
        process = start(port, server.data, "--workers", "2", command="api", log=log)
        wait_until_ready(process, url, tmp_path / "api.log", seconds=30)
        process.kill()
        process.wait()
        for _ in range(100):
            try:
                httpx.get(f"{url}/health/live")
            except httpx.TransportError:
                break
            time.sleep(0.1)
        else:
            pytest.fail("The workers still answer.")


def test_a_head_without_an_end_is_refused(server: Server):
    head = {f"X-{number}": "a" * 1000 for number in range(500)}
    try:
        status = httpx.get(f"{server.base_url}/health/live", headers=head).status_code
    except httpx.TransportError:  # it hung up before all was sent
        status = 400
    assert status == 400


def test_it_lives_and_is_ready(server: Server):
    assert httpx.get(f"{server.base_url}/health/live").status_code == 200
    assert httpx.get(f"{server.base_url}/health/ready").status_code == 200


def _said(log: Path) -> str:
    """What was printed, given a moment: it is printed when the server is ready, not before."""
    for _ in range(20):
        if "Ctrl-C" in log.read_text():
            break
        time.sleep(0.1)
    return log.read_text()
