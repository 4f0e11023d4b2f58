"""An agent's day on a phone: the next call with its countdown and its customer's history, its outcome, a pool call."""

import json
import re
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PROJECT, Server

pytestmark = pytest.mark.browser

MARK = uuid.uuid4().hex[:8]
PASSWORD = "a-long-password-of-an-agent"
ALWAYS = [{"weekday": day, "start": "00:00", "end": "24:00", "timezone": "UTC"} for day in range(7)]
PHONE = "+573005550100"
HELD = {
    "preset": "std",
    "booking_source": "api",
    "status": "completed",
    "scheduled_at": "2026-02-02T10:00:00.000Z",
    "duration_minutes": 30,
    "guest_name": "Jane Doe",
    "guest_phone": PHONE,
    "app_timezone": "UTC",
}
"""A call that the customer had with each of the agents."""
DIAL_IN_VAIN = (
    "addEventListener('click', (event) => event.target.closest('[href^=\\'tel:\\']') && event.preventDefault())"
)
"""A browser without a telephone asks what to do, in a window over the page."""
SMALL = """() => [...document.querySelectorAll('#content :is(a, button, summary, input, select), [role=group] a')]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 44)
    .map((each) => each.outerHTML.slice(0, 120))"""


def test_an_agents_day_on_a_phone(page: Page, server: Server, tmp_path: Path):
    made = import_app(server, tmp_path)
    pooled = book(server, made, guestName="Pia Lind", assignmentMethod="pool", scheduledAtUtc=from_now(days=1))
    me, _ = sorted(made["agents"], key=lambda key: made["agents"][key]["id"] == pooled["assigned_agent_id"])
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, me)
    page.goto(f"/app/{made['app_id']}/my-schedules")
    expect(page.get_by_text("Nobody has booked you yet")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your booking link")).to_have_value(re.compile("/b(ook)?/"))

    mine = {"assignedAgentId": made["agents"][me]["id"], "guestName": "Jane Doe", "guestPhone": PHONE}
    book(server, made, **mine, scheduledAtUtc=from_now(minutes=10))
    card = page.get_by_role("region", name="Next call")
    expect(card).to_contain_text("Jane Doe")
    expect(card.get_by_text(re.compile(r"^in (\d+ min|\d:\d\d)$"))).to_be_visible()

    card.get_by_role("button", name="History 1").click()
    expect(card.get_by_role("listitem").filter(has_text="Completed")).to_be_visible()

    way = page.get_by_role("group", name="Next call").get_by_role("link", name="Call")
    box = way.bounding_box()
    assert box and box["y"] > 844 * 0.7, "It is where the thumb is."
    assert box["height"] >= 44
    assert way.get_attribute("href") == f"tel:{PHONE}"
    page.evaluate(DIAL_IN_VAIN)
    way.click()
    page.evaluate("dispatchEvent(new Event('beforeunload'))")  # as browsers do when a number is dialled
    running = page.get_by_role("region", name="Call in progress")
    running.get_by_label(re.compile("^Note: Jane Doe")).fill("The bridge was unplugged.")
    running.get_by_role("button", name=re.compile("^Solved: Jane Doe")).click()
    expect(page.get_by_text("Noted for Jane Doe: Solved.")).to_be_visible()

    expect(running).to_have_count(0)
    expect(page.get_by_role("listitem").filter(has_text="Jane Doe")).to_contain_text("Completed")

    page.get_by_role("button", name=re.compile("^Take over: Pia")).click()
    expect(page.get_by_text(re.compile("^Pia's call is yours now"))).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Pia Lind")).to_be_visible()
    expect(page.get_by_role("region", name="Up for taking over")).to_have_count(0)

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate(SMALL) == []


def from_now(**distance: int) -> str:
    """An instant so far from now, on a whole minute."""
    return (datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(**distance)).isoformat()


def email(key: str) -> str:
    return f"{key}-{MARK}@phone.test"


def sign_in(page: Page, key: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email(key))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1).wait_for()


def import_app(server: Server, folder: Path) -> dict:
    """An app of its own, in which nothing happens by itself, with two agents of one pool."""
    agents = [
        {"key": key, "name": key.title(), "email": email(key), "role": "agent", "password": PASSWORD}
        | {"working_hours": ALWAYS}
        for key in ("ada", "bo")
    ]
    standard = {"key": "std", "name": "Standard", "slug": f"phone-{MARK}", "active": True, "call_kind": "phone"}
    app = {
        "format": "callboard-app/1",
        "app": {"name": "Phone", "timezone": "UTC", "language": "en", "meeting_url_template": None},
        "agents": agents,
        "presets": [standard | {"outcomes": ["Solved", "Call back"]}],
        "clients": [{"key": "main", "name": "CRM", "scopes": ["scheduling:read", "scheduling:write"]}],
        "bookings": [HELD | {"agent": key} for key in ("ada", "bo")],
    }
    (folder / "app.json").write_text(json.dumps(app))
    command = [sys.executable, "-m", "console.cli", "app", "import", str(folder / "app.json"), "--json"]
    done = subprocess.run([*command, "--data", str(server.data)], cwd=PROJECT, capture_output=True, check=True)
    return json.loads(done.stdout)


def book(server: Server, made: dict, **fields: object) -> dict:
    keys = {"grant_type": "client_credentials"} | made["clients"]["main"]
    token = httpx.post(f"{server.base_url}/api/v1/oauth/token", json=keys).json()["data"]["access_token"]
    answer = httpx.post(
        f"{server.base_url}/api/v1/video/{made['app_id']}/scheduled-calls",
        headers={"Authorization": f"Bearer {token}"},
        json={"guestEmail": "guest@guests.test", "appTimezone": "UTC", "durationMinutes": 30} | fields,
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]["call"]
