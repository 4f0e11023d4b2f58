"""Insights in a browser: another range, the period before, a figure's own calls, the next hundred, the weekly letter."""

import json
import re
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PROJECT, Server

pytestmark = pytest.mark.browser

ALWAYS = [{"weekday": day, "start": "00:00", "end": "24:00", "timezone": "UTC"} for day in range(7)]


def test_figures_lead_to_their_calls_and_tell_what_would_come(page: Page, server: Server, tmp_path: Path):
    app = import_app(server, tmp_path)
    sign_in(page, app)
    page.goto(f"/app/{app['id']}/insights")
    expect(figure(page, "Calls")).to_have_text(re.compile(r"^Calls9200% more than 3"))
    expect(page.locator(".recharts-bar-rectangle path").first).to_be_visible()

    page.get_by_role("button", name="Last 7 days").press("Enter")
    expect(figure(page, "Calls")).to_have_text(re.compile(r"^Calls54 of them|^Calls5.* more"))
    expect(page).to_have_url(re.compile("range=last_seven_days"))
    page.get_by_role("button", name="Last 30 days").press("Enter")
    page.get_by_role("button", name="Compare").press("Enter")
    expect(page).to_have_url(re.compile("compare=no"))
    expect(figure(page, "Calls")).to_have_text(re.compile(r"^Calls98 of them"))
    page.reload()
    expect(page.get_by_role("button", name="Compare")).to_have_attribute("aria-pressed", "false")

    figure(page, "No-shows").press("Enter")
    expect(page.locator("[data-booking]")).to_have_count(2)
    expect(page.get_by_role("listitem").filter(has_text="Status")).to_have_text(re.compile("No-show"))
    page.go_back()
    page.get_by_role("link", name=re.compile("12:00–13:00: 5 calls")).press("Enter")
    expect(page.locator("[data-booking]")).to_have_count(5)
    page.go_back()

    page.get_by_role("button", name="Simulate the next 100").press("Enter")
    expect(page.get_by_text("The widest difference from an even share goes from")).to_be_visible()
    gets = page.locator("[data-turns]").evaluate_all("rows => rows.map(row => Number(row.dataset.turns))")
    assert sorted(gets) == [25, 75]
    page.get_by_role("button", name="Put away").press("Enter")
    expect(page.get_by_role("button", name="Simulate the next 100")).to_be_visible()

    letter = page.get_by_role("checkbox", name=re.compile("Send me last week"))
    letter.press("Space")
    expect(page.get_by_text("next on Mon")).to_be_visible()
    expect(letter).to_be_checked()
    page.reload()
    expect(letter).to_be_checked()


def figure(page: Page, label: str) -> Locator:
    """The headline of this name, which is a link."""
    return page.locator("[data-figure] > a").filter(has_text=re.compile(f"^{label}"))


def sign_in(page: Page, app: dict) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(app["email"])
    page.get_by_label("Password").fill(app["password"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1).wait_for()


def import_app(server: Server, folder: Path) -> dict:
    """An app of its own: nine calls of the last thirty days, five of them at noon of one weekday, and three before.

    None lies so near the end of a range that midnight could carry it out.
    """
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    boss = {"email": f"boss-{uuid.uuid4().hex[:8]}@insights.test", "password": "a-long-password-of-the-boss"}
    calls = [
        *((day, "completed", minutes) for day in (5, 12) for minutes in (0, 30)),
        (19, "completed", 0),
        *((4, "no_show", minutes) for minutes in (240, 300)),
        (3, "cancelled", 240),
        (10, "completed", 240),
        *((40, "completed", minutes) for minutes in (0, 30, 60)),
    ]
    app = {
        "format": "callboard-app/1",
        "app": {"name": "Insights", "timezone": "UTC", "language": "en", "meeting_url_template": None},
        "agents": [
            {"key": "boss", "name": "Boss", "role": "admin"} | boss,
            {"key": "ada", "name": "Ada", "email": "ada@insights.test", "working_hours": ALWAYS, "weight": 3},
            {"key": "bo", "name": "Bo", "email": "bo@insights.test", "working_hours": ALWAYS},
        ],
        "presets": [{"key": "std", "name": "Standard", "slug": "insights", "active": True}],
        "clients": [],
        "bookings": [
            {
                "agent": "ada",
                "preset": "std",
                "booking_source": "api" if day % 2 else "agent",
                "status": status,
                "scheduled_at": (noon - timedelta(days=day, minutes=-minutes)).isoformat(),
                "duration_minutes": 30,
                "guest_name": "Jane",
                "guest_email": "jane@guests.test",
                "app_timezone": "UTC",
            }
            for day, status, minutes in calls
        ],
    }
    (folder / "app.json").write_text(json.dumps(app))
    command = [sys.executable, "-m", "console.cli", "app", "import", str(folder / "app.json"), "--json"]
    done = subprocess.run([*command, "--data", str(server.data)], cwd=PROJECT, capture_output=True, check=True)
    return boss | {"id": json.loads(done.stdout)["app_id"]}
