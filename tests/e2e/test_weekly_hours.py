"""Weekly hours in a browser: painted by pointer and by keyboard, seen before they are saved, copied to others and back.

Each test has an app of its own, so that it finds every week as it expects it however often it is run.
"""

import json
import re
import subprocess
import sys
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import PROJECT, Server

pytestmark = pytest.mark.browser

NINE_TO_FIVE = [{"weekday": day, "start": "09:00", "end": "17:00", "timezone": "America/Bogota"} for day in range(5)]
PASSWORD = "a-long-password-of-the-boss"


def next_weekday(weekday: int) -> date:
    """A date of this weekday that is days away, whatever time it is anywhere."""
    today = datetime.now(UTC).date()
    return today + timedelta(days=(weekday - today.weekday()) % 7 + 7)


def import_app(server: Server, folder: Path, page: Page) -> dict:
    """An app of its own with three agents, one of whom has a call at three on a Monday; the tab is its boss's."""
    mark = uuid.uuid4().hex[:8]
    boss = {"email": f"boss-{mark}@week.test", "password": PASSWORD}
    people = [
        {"key": name.lower(), "name": name, "email": f"{name.lower()}-{mark}@week.test", "team": team}
        for name, team in (("Ana", "South"), ("Bea", "North"), ("Cai", "North"))
    ]
    agents = [one | {"timezone": "America/Bogota", "working_hours": NINE_TO_FIVE} for one in people]
    call = {"agent": "bea", "preset": "std", "booking_source": "api", "status": "scheduled", "duration_minutes": 30}
    call |= {"guest_name": "Jane Doe", "guest_email": "jane@guests.test", "app_timezone": "UTC"}
    call |= {"buffer_before_minutes": 0, "buffer_after_minutes": 0}
    document = {
        "format": "callboard-app/1",
        "app": {"name": "Week", "timezone": "America/New_York", "language": "en"},
        "agents": [{"key": "boss", "name": "Boss", "role": "admin"} | boss, *agents],
        "presets": [{"key": "std", "name": "Standard", "slug": f"week-{mark}", "active": True}],
        "bookings": [call | {"scheduled_at": f"{next_weekday(0)}T20:00:00.000Z"}],
    }
    (folder / "app.json").write_text(json.dumps(document))
    command = [sys.executable, "-m", "console.cli", "app", "import", str(folder / "app.json"), "--json"]
    done = subprocess.run([*command, "--data", str(server.data)], cwd=PROJECT, capture_output=True, check=True)
    made = json.loads(done.stdout)
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(boss["email"])
    page.get_by_label("Password").fill(boss["password"])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", level=1).wait_for()
    return made


def weekly_hours(page: Page, made: dict, agent: str) -> Locator:
    """The panel of this agent's week."""
    page.goto(f"/app/{made['app_id']}/availability?agent={made['agents'][agent]['id']}")
    week = page.get_by_role("region", name="Weekly hours")
    expect(window(week, "Friday 09:00–17:00")).to_be_visible()
    return week


def window(week: Locator, name: str) -> Locator:
    """A window on the grid."""
    return week.get_by_role("group", name="Weekly hours as a grid").get_by_role("button", name=name, exact=True)


def point(week: Locator, weekday: int, hour: float) -> tuple[float, float]:
    """Where the grid has that hour."""
    box = week.locator(f"[data-weekday='{weekday}']").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * hour / 24


def drag(page: Page, week: Locator, start: tuple[int, float], end: tuple[int, float]) -> None:
    """From one weekday and hour to another."""
    week.locator("[data-weekday='0']").scroll_into_view_if_needed()
    page.mouse.move(*point(week, *start))
    page.mouse.down()
    page.mouse.move(*point(week, *end), steps=4)
    page.mouse.up()


def test_hours_are_painted_by_pointer_and_keyboard_and_seen_before_they_are_saved(
    page: Page, server: Server, tmp_path: Path
):
    made = import_app(server, tmp_path, page)
    page.set_viewport_size({"width": 1440, "height": 1400})
    week = weekly_hours(page, made, "ana")
    day = page.get_by_role("region", name="The day")
    day.get_by_label("Date").fill(next_weekday(2).isoformat())
    expect(day.get_by_text("31 times can be booked", exact=True)).to_be_visible()

    drag(page, week, (5, 10.05), (6, 11.95))
    expect(window(week, "Saturday 10:00–12:00")).to_be_visible()
    expect(window(week, "Sunday 10:00–12:00")).to_be_visible()
    expect(week.get_by_label("Start, Sunday")).to_have_value("10:00")
    drag(page, week, (0, 16.95), (0, 15))
    expect(window(week, "Monday 09:00–15:00")).to_be_visible()
    drag(page, week, (0, 12), (0, 13))
    expect(window(week, "Monday 10:00–16:00")).to_be_visible()
    expect(week.get_by_label("End, Monday")).to_have_value("16:00")

    window(week, "Monday 10:00–16:00").press("ArrowDown")
    expect(window(week, "Monday 10:15–16:15")).to_be_focused()
    expect(week.get_by_role("status")).to_have_text("Monday 10:15–16:15")
    page.keyboard.press("Shift+ArrowUp")
    expect(window(week, "Monday 10:15–16:00")).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    expect(window(week, "Monday 10:00–16:00")).to_be_focused()
    page.keyboard.press("Enter")
    expect(week.get_by_label("Start, Monday")).to_be_focused()
    window(week, "Sunday 10:00–12:00").press("Delete")
    expect(window(week, "Sunday 10:00–12:00")).to_have_count(0)
    window(week, "Saturday 10:00–12:00").press("Control+z")
    expect(window(week, "Sunday 10:00–12:00")).to_be_visible()
    week.get_by_label("Start, Saturday").fill("10:30")
    expect(window(week, "Saturday 10:30–12:00")).to_be_visible()

    day.get_by_label("Date").fill(next_weekday(5).isoformat())
    expect(day.get_by_text("5 times can be booked instead of 0")).to_be_visible()
    day.get_by_text("5 times can be booked instead of 0").click()
    day.get_by_role("group", name="Morning").get_by_role("button", name="11:30").click()
    expect(day.get_by_role("status")).to_contain_text("Can be booked")
    day.get_by_role("button", name="Show as saved").click()
    expect(day.get_by_text("0 times can be booked", exact=True)).to_be_visible()
    expect(day.get_by_role("status")).to_contain_text("Outside working hours")
    expect(week).to_contain_text("For New York, from Sunday")
    shift = "this 09:00 will be (10:00 instead of 09:00|09:00 instead of 10:00)"
    expect(week).to_contain_text(re.compile(f"Tue–Fri: {shift}"))

    week.get_by_role("button", name="Save hours").click()
    expect(week.get_by_text("Not saved yet")).to_have_count(0)
    page.reload()
    expect(window(week, "Saturday 10:30–12:00")).to_be_visible()
    expect(window(week, "Monday 10:00–16:00")).to_be_visible()


def test_a_week_is_copied_to_two_agents_once_their_calls_were_seen_and_taken_back(
    page: Page, server: Server, tmp_path: Path
):
    made = import_app(server, tmp_path, page)
    week = weekly_hours(page, made, "ana")
    monday = window(week, "Monday 09:00–17:00")
    monday.press("Delete")
    expect(monday).to_have_count(0)
    week.get_by_role("button", name="Save hours").press("Enter")
    expect(week.get_by_text("Not saved yet")).to_have_count(0)

    week.get_by_role("button", name="Copy to agents…").press("Enter")
    choice = page.get_by_role("dialog", name="Copy these hours to other agents")
    choice.get_by_label("Search agents").fill("cai")
    expect(choice.get_by_role("checkbox")).to_have_count(1)
    choice.get_by_role("checkbox", name="Cai").press("Space")
    choice.get_by_label("Search agents").fill("")
    choice.get_by_label("Team").select_option(label="North")
    expect(choice.get_by_role("checkbox", name="Cai")).to_be_checked()
    choice.get_by_role("button", name="Tick all shown").press("Enter")
    choice.get_by_role("button", name="Copy to 2 agents").press("Enter")
    falling_out = page.get_by_role("dialog", name="1 call falls outside the new hours")
    expect(falling_out).to_contain_text("Jane Doe")
    falling_out.get_by_role("button", name="Copy to 2 agents").press("Enter")
    done = page.get_by_text("The hours of Ana are now those of 2 other agents.")
    expect(done).to_be_visible()
    for agent in ("bea", "cai"):
        week = weekly_hours(page, made, agent)
        expect(window(week, "Monday 09:00–17:00")).to_have_count(0)
    page.get_by_role("button", name="Undo").first.press("Enter")
    expect(done).to_have_count(0)
    expect(window(week, "Monday 09:00–17:00")).to_be_visible()
    week = weekly_hours(page, made, "bea")
    expect(window(week, "Monday 09:00–17:00")).to_be_visible()
