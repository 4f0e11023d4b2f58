"""One call through each of the four surfaces: it stands in the master view with its source, and its webhook arrives."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from standardwebhooks import Webhook

from tests.e2e.conftest import PROJECT, Server
from tests.e2e.test_booking_page import booking_path
from tests.e2e.test_master_view import a_name, row
from tests.e2e.test_master_view import book as book_in_console
from tests.receivers import Receiver, receiver

pytestmark = pytest.mark.browser

Person = Callable[[str], Page]


@pytest.fixture(scope="module")
def hooked(server: Server) -> Iterator[tuple[Receiver, str]]:
    """A receiver that the command line has subscribed while the server runs, and the secret that signs for it."""
    with receiver() as listening:
        command = ["webhook", "add", "--app", server.demo["app_id"], "--url", listening.url]
        command += ["--events", "scheduled.created", "--json", "--data", str(server.data)]
        allow = {"CALLBOARD_WEBHOOK_ALLOW": "127.0.0.0/8", "PYTHONPATH": str(PROJECT), "PATH": ""}
        said = subprocess.run(
            [sys.executable, "-m", "console.cli", *command], env=allow, cwd=PROJECT, capture_output=True, check=True
        )
        yield listening, json.loads(said.stdout)["secret"]


def as_admin(sign_in: Person, _: Browser, server: Server, name: str) -> None:
    page = sign_in("admin")
    book_in_console(page, name, agent=server.demo["agents"][0]["name"])
    page.context.clear_cookies()


def as_agent(sign_in: Person, _: Browser, server: Server, name: str) -> None:
    page = sign_in("agent")
    page.goto(server.in_app("my-schedules"))
    book_in_console(page, name)
    page.context.clear_cookies()


def as_customer(_: Person, browser: Browser, server: Server, name: str) -> None:
    context = browser.new_context(base_url=server.base_url, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(booking_path(server))
    page.get_by_role("button", name=re.compile(r"\d:\d\d.*time$")).first.click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail").fill(f"{name.lower()}@guests.test")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("is booked|confirm your call"))).to_be_visible()
    context.close()


def as_client(_: Person, __: Browser, server: Server, name: str) -> None:
    demo = server.demo
    with httpx.Client(base_url=f"{server.base_url}/api/v1") as http:
        credentials = {name: demo[name] for name in ("client_id", "client_secret")}
        token = http.post("/oauth/token", json={"grant_type": "client_credentials", **credentials}).json()["data"]
        http.headers["Authorization"] = f"Bearer {token['access_token']}"
        start = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)
        asked = {"fromUtc": start.isoformat(), "toUtc": (start + timedelta(days=7)).isoformat(), "durationMinutes": 30}
        slots = http.get(f"/video/{demo['app_id']}/availability", params=asked).json()["data"]["slots"]
        wanted = {"guestName": name, "guestEmail": f"{name.lower()}@guests.test", "appTimezone": "America/Bogota"}
        wanted |= {"scheduledAtUtc": slots[0]["startUtc"], "durationMinutes": 30}
        assert http.post(f"/video/{demo['app_id']}/scheduled-calls", json=wanted).status_code == 201


@pytest.mark.parametrize(
    ("source", "act"),
    [("admin", as_admin), ("agent", as_agent), ("public_booking", as_customer), ("api", as_client)],
)
def test_a_call_through_each_surface_is_seen_and_told(
    sign_in: Person,
    browser: Browser,
    server: Server,
    hooked: tuple[Receiver, str],
    source: str,
    act: Callable[[Person, Browser, Server, str], None],
) -> None:
    name = a_name()
    act(sign_in, browser, server, name)

    page = sign_in("admin")
    page.goto(server.in_app(f"scheduled-calls?range=all&q={name}"))
    expect(row(page, name).locator(f"[data-source={source}]")).to_be_visible()
    row(page, name).get_by_role("button").click()
    drawer = page.get_by_role("dialog", name=name)
    expect(drawer.locator(f"[data-event=created][data-source={source}]")).to_be_visible()

    told = arrived(*hooked, name)
    assert told["event"] == "scheduled.created"
    assert told["payload"]["scheduled_call"]["booking_source"] == source


def arrived(listening: Receiver, secret: str, name: str) -> dict:
    """The webhook about this customer, once it has come, its signature verified by an independent library."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        for headers, body in list(listening.requests):
            told = json.loads(body)
            if told["payload"]["scheduled_call"]["guest_name"] == name:
                Webhook(secret).verify(body, {key.lower(): value for key, value in headers.items()})
                return told
        time.sleep(0.1)
    pytest.fail(f"No webhook about {name} came.")
