"""*Now* in a browser: a guest comes and the row is there, an act in place settles it, a delay is told once."""

import json
import re
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PROJECT, Server

pytestmark = pytest.mark.browser

BOSS = {"email": f"boss-{uuid.uuid4().hex[:8]}@now.test", "password": "a-long-password-of-the-boss"}
ALWAYS = [{"weekday": day, "start": "00:00", "end": "24:00", "timezone": "UTC"} for day in range(7)]
APP = {
    "format": "callboard-app/1",
    "app": {"name": "Now", "timezone": "UTC", "language": "en", "meeting_url_template": None},
    "agents": [
        {"key": "boss", "name": "Boss", "role": "admin"} | BOSS,
        {"key": "ada", "name": "Ada", "email": "ada@now.test", "role": "agent", "working_hours": ALWAYS},
    ],
    "presets": [{"key": "std", "name": "Standard", "slug": "now", "active": True, "require_confirmation": True}],
    "clients": [{"key": "main", "name": "CRM", "scopes": ["scheduling:read", "scheduling:write"]}],
    "bookings": [],
}


def test_a_guest_who_waits_is_seen_at_once_and_hears_of_a_delay_once(page: Page, server: Server, tmp_path: Path):
    made = import_app(server, tmp_path)
    sign_in(page)
    page.goto(f"/app/{made['app_id']}/now")
    expect(page.get_by_text("Nobody is waiting")).to_be_visible()

    call = book(server, made)  # begins in about ten minutes
    expect(section(page, "Due in 15 minutes")).to_contain_text("Jane Doe")
    page.get_by_role("button", name=re.compile("Confirm: Jane Doe")).click()
    expect(section(page, "Unconfirmed")).to_have_count(0)

    assert httpx.post(call["join_url"]).status_code == 303
    waiting = section(page, "Guest waiting alone")
    expect(waiting).to_contain_text("Jane Doe")
    expect(page.get_by_role("status").filter(has_text="Jane Doe waits alone for Ada.")).to_have_count(1)
    clock = waiting.get_by_text(re.compile(r"^\d+:\d\d$"))
    before = clock.inner_text()
    expect(clock).not_to_have_text(before)

    waiting.get_by_role("button", name=re.compile("Running late: tell Jane Doe")).click()
    expect(waiting.get_by_role("button", name=re.compile("Running late"))).to_have_count(0)
    expect(waiting).to_contain_text(re.compile("told", re.IGNORECASE))
    assert messages(server, call["id"]) == 1

    waiting.get_by_role("button", name="Jane Doe", exact=True).click()
    drawer = page.get_by_role("dialog", name="Jane Doe")
    expect(drawer).to_contain_text("told the customer that the call starts about 5 minutes late")
    doors = drawer.locator("a[href*='/join/']").evaluate_all("links => links.map(link => link.href)")
    (agents_door,) = {door for door in doors if door != call["join_url"]}
    page.keyboard.press("Escape")
    assert httpx.post(str(agents_door)).status_code == 303
    expect(waiting).to_have_count(0)


def section(page: Page, heading: str) -> Locator:
    return page.get_by_role("region", name=heading, exact=True)


def sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(BOSS["email"])
    page.get_by_label("Password").fill(BOSS["password"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1).wait_for()


def import_app(server: Server, folder: Path) -> dict:
    """An app of its own, in which nothing happens by itself, with an Ada of its own, whom no earlier call keeps busy."""
    ada = f"ada-{uuid.uuid4().hex[:8]}@now.test"
    (folder / "app.json").write_text(json.dumps(APP).replace("ada@now.test", ada))
    command = [sys.executable, "-m", "console.cli", "app", "import", str(folder / "app.json"), "--json"]
    done = subprocess.run([*command, "--data", str(server.data)], cwd=PROJECT, capture_output=True, check=True)
    return json.loads(done.stdout)


def book(server: Server, made: dict) -> dict:
    """A call of Ada's that begins within the quarter of an hour, on a whole minute."""
    start = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=10)
    keys = {"grant_type": "client_credentials"} | made["clients"]["main"]
    token = httpx.post(f"{server.base_url}/api/v1/oauth/token", json=keys).json()["data"]["access_token"]
    answer = httpx.post(
        f"{server.base_url}/api/v1/video/{made['app_id']}/scheduled-calls",
        headers={"Authorization": f"Bearer {token}"},
        json={
            "guestName": "Jane Doe",
            "guestEmail": "jane@guests.test",
            "assignedAgentId": made["agents"]["ada"]["id"],
            "scheduledAtUtc": start.isoformat(),
            "appTimezone": "UTC",
            "durationMinutes": 30,
            "respectWorkingHours": False,
        },
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]["call"]


def messages(server: Server, booking_id: str) -> int:
    """How many messages tell this guest of a delay."""
    told = "SELECT count(*) FROM reminder WHERE kind = 'running_late' AND booking_id = ?"
    with closing(sqlite3.connect(f"file:{server.data}/callboard.db?mode=ro", uri=True)) as database:
        return database.execute(told, (booking_id,)).fetchone()[0]
