"""The real server, started once with its demo, and a real browser. Own pytest run: `pytest tests/e2e -m browser`."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from console import bundle
from tests import leaks, mirrored
from tests.ports import free_port

PROJECT = Path(__file__).parents[2]
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Chromium without a sandbox of its own and without calls home."""


@dataclass(frozen=True)
class Server:
    """A running Callboard. `demo` is its demo.json: app_id, widget_key, client_id, agents, admin, lead, supervisor ..."""

    base_url: str
    data: Path
    demo: dict

    def someone(self, role: str) -> dict:
        """The e-mail and password of `admin`, `lead`, `supervisor`, `agent` (the first) or `agent4`."""
        if role.startswith("agent"):
            return self.demo["agents"][int(role.removeprefix("agent") or 1) - 1]
        return self.demo[role]

    def cookie(self, role: str) -> str:
        """A Cookie header with a new session of that person; empty for `anonymous`."""
        if role == "anonymous":
            return ""
        form = {name: self.someone(role)[name] for name in ("email", "password")}
        answer = httpx.post(f"{self.base_url}/sign-in", data=form)
        assert answer.status_code == 303, answer.text
        return answer.headers["set-cookie"].split(";")[0]

    def in_app(self, path: str) -> str:
        """The address of a page of the demo's app in the console."""
        return f"{self.base_url}/app/{self.demo['app_id']}/{path}"


def pytest_collection_finish() -> None:
    """Build the front end, if it changed, before any test's time begins."""
    bundle.build()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that every test shares."""
    with served(tmp_path_factory.mktemp("callboard")) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A fresh browser profile at the server's address; a page's error fails the test, and what its policy forbids."""
    errors: list[str] = []
    context = browser.new_context(base_url=server.base_url, viewport={"width": 1440, "height": 900})
    context.on("weberror", lambda error: errors.append(str(error.error)))
    context.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    yield context
    context.close()
    assert errors == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of that profile."""
    return context.new_page()


@pytest.fixture
def sign_in(page: Page, server: Server):
    """`sign_in("admin")` signs the tab in as a person of the demo; gives the tab."""

    def as_(role: str) -> Page:
        someone = server.someone(role)
        page.goto("/sign-in")
        page.get_by_label("E-mail").fill(someone["email"])
        page.get_by_label("Password").fill(someone["password"])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        page.get_by_role("heading", level=1).wait_for()
        return page

    return as_


@contextmanager
def served(data: Path, **environment: str) -> Iterator[Server]:
    """`callboard up --demo` on a free port with its own data; ended with SIGTERM, which must not take longer than 15 s."""
    port = free_port()
    catalogues = str(mirrored.write(data / "catalogues"))
    with (data / "up.log").open("w") as log:
        process = start(port, data, "--demo", log=log, CALLBOARD_CATALOGUES=catalogues, **environment)
        try:
            wait_until_ready(process, f"http://localhost:{port}", data / "up.log")
            yield Server(f"http://localhost:{port}", data, json.loads((data / "demo.json").read_text()))
        finally:
            process.terminate()
            process.wait(15)
    assert not leaks.found_in((data / "up.log").read_text())


def start(port: int, data: Path, *options: str, log, command: str = "up", **environment: str) -> subprocess.Popen:
    """Start `callboard up`, or `api`, as a process of its own; all its customers come from one address."""
    ours = {
        "PYTHONPATH": str(PROJECT),
        "CALLBOARD_WEBHOOK_ALLOW": "127.0.0.0/8",
        "CALLBOARD_VISITOR_HOLDS": "100",
        "CALLBOARD_WHATSAPP_BASE_URL": "http://127.0.0.1:9",  # where nobody listens
    }
    return subprocess.Popen(
        [sys.executable, "-m", "console.cli", command, "--port", str(port), "--data", str(data), *options],
        cwd=PROJECT,
        env=os.environ | ours | environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )


def wait_until_ready(process: subprocess.Popen, base_url: str, log: Path, seconds: float = 120) -> None:
    """Wait for /health/ready; fail with the log's end."""
    for _ in range(int(seconds / 0.2)):
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{base_url}/health/ready", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    pytest.fail("The server did not start:\n" + log.read_text()[-3000:])
