"""An agent's day in a browser: why a time is not free, by mouse and by keyboard, and at once in the forms that want one."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Server
from tests.e2e.handler_trials import Scene
from tests.e2e.test_master_view import a_name

pytestmark = pytest.mark.browser

BUSY = 2
"""The demo's agent whose next day has something of everything, in Madrid: training is from 11:00 to 12:00."""


def tomorrow(page: Page, server: Server) -> Locator:
    """That agent's next day; gives its panel."""
    page.goto(server.in_app(f"availability?agent={server.demo['agents'][BUSY]['id']}"))
    day = page.get_by_role("region", name="The day")
    expect(day).to_contain_text("Madrid time")
    day.get_by_role("button", name="Next day").click()
    expect(day.get_by_role("listitem").filter(has_text="Blocked")).to_contain_text("11:00–12:00")
    return day


def click_at(page: Page, day: Locator, hour: float) -> None:
    """Click the strip where it is that hour of the day."""
    cursor = day.get_by_role("slider")
    first, last = (int(cursor.get_attribute(end) or 0) for end in ("min", "max"))
    box = cursor.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] * (hour * 60 - first) / (last - first), box["y"] + box["height"] / 2)


def test_a_click_on_a_busy_time_says_why_and_when_instead(sign_in, server: Server):
    page = sign_in("supervisor")
    day = tomorrow(page, server)
    click_at(page, day, 11.25)
    expect(day.get_by_role("status")).to_contain_text("Cannot be booked")
    expect(day.get_by_role("status")).to_contain_text("Blocked: 11:00–12:00.")
    expect(day.get_by_label("Look at")).to_have_value("11:15")
    day.get_by_role("group", name="Nearest times").get_by_role("button").first.click()
    expect(day.get_by_role("status")).to_contain_text("Can be booked")


def test_the_keyboard_moves_the_cursor_and_hears_the_same(sign_in, server: Server):
    page = sign_in("supervisor")
    day = tomorrow(page, server)
    day.get_by_label("Look at").fill("10:35")
    cursor = day.get_by_role("slider", name="The time that is looked at")
    expect(cursor).to_have_attribute("aria-valuetext", re.compile("^10:35: .*Blocked: 11:00–12:00[.]"))
    cursor.focus()
    page.keyboard.press("ArrowLeft")
    expect(cursor).to_have_attribute("aria-valuetext", re.compile("^10:30: (?!.*Blocked)"))
    page.keyboard.press("ArrowRight")
    expect(day.get_by_role("status")).to_contain_text("Blocked: 11:00–12:00.")
    expect(cursor).to_be_focused()


def test_what_happens_meanwhile_shows_by_itself(sign_in, server: Server):
    page, name, scene = sign_in("supervisor"), a_name(), Scene(server)
    scene.put("DELETE FROM dnd_window WHERE person_id = ?", scene.agents[BUSY])  # the demo has some at any hour
    scene.put(
        "UPDATE booking SET status = 'cancelled' WHERE agent_id = ? AND guest_name LIKE 'Guest%'", scene.agents[BUSY]
    )
    day = tomorrow(page, server)
    day.get_by_label("Look at").fill("14:30")
    expect(day.get_by_role("status")).to_contain_text("Outside working hours")
    next_day = datetime.now(ZoneInfo("Europe/Madrid")).replace(hour=14, minute=30, second=0, microsecond=0)
    start = (next_day + timedelta(days=1)).isoformat()
    scene.call(assignedAgentId=server.demo["agents"][BUSY]["id"], scheduledAtUtc=start, guestName=name)
    expect(day.get_by_role("listitem").filter(has_text="Calls")).to_contain_text(f"14:30–15:00 {name}")
    expect(day.get_by_role("status")).to_contain_text("Another call: 14:30–15:00.")


def test_a_form_says_at_once_why_a_typed_time_cannot_be_had(sign_in, server: Server):
    page = sign_in("admin")
    page.get_by_role("button", name="Book a call").click()
    form = page.get_by_role("dialog", name="Book a call")
    form.get_by_label("Agent").select_option(label=server.demo["agents"][BUSY]["name"])
    form.get_by_role("button", name="Type another time").click()
    form.get_by_label("Customer's name").fill("half typed")
    next_day = datetime.now(ZoneInfo("Europe/Madrid")) + timedelta(days=1)
    form.get_by_label("Date").fill(f"{next_day:%Y-%m-%d}")
    form.get_by_label("Time in Madrid").fill("11:15")
    expect(form.get_by_role("status")).to_contain_text("Blocked: 11:00–12:00.")
    link = form.get_by_role("link", name="See the day")
    with page.context.expect_page() as opened:
        link.click()
    expect(opened.value.get_by_role("region", name="The day").get_by_label("Look at")).to_have_value("11:15")
    form.get_by_role("group", name="nearest times").get_by_role("button").first.click()
    expect(form.get_by_role("status")).to_contain_text("can be booked")
    expect(form.get_by_label("Time in Madrid")).not_to_have_value("11:15")
    expect(form.get_by_label("Customer's name")).to_have_value("half typed")


def test_hours_that_are_set_aside_change_the_verdict(sign_in):
    page = sign_in("admin")
    page.get_by_role("button", name="Book a call").click()
    form = page.get_by_role("dialog", name="Book a call")
    form.get_by_role("button", name="Type another time").click()
    far = datetime.now(ZoneInfo("Europe/Madrid")) + timedelta(days=200)
    form.get_by_label("Date").fill(f"{far:%Y-%m-%d}")
    form.get_by_label("Time in Madrid").fill("03:00")
    expect(form.get_by_role("status")).to_contain_text("too far ahead")
    form.get_by_label("Set working hours").check()
    expect(form.get_by_role("status")).to_contain_text("can be booked")
