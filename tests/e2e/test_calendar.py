"""The calendar of many agents in a browser: the same filters as the table, by keyboard, and live."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from console.scheduling.rules.zones import local_day
from tests.e2e.conftest import Server
from tests.e2e.test_master_view import a_name, book, row

pytestmark = pytest.mark.browser


def switch(page: Page, way: str) -> None:
    page.get_by_role("navigation", name="How the calls are shown").get_by_role("link", name=way, exact=True).press(
        "Enter"
    )


def test_an_admin_finds_a_call_of_the_table_on_the_calendar_and_comes_back_with_the_same_filters(
    sign_in, server: Server
):
    page, name = sign_in("admin"), a_name()
    page.goto(server.in_app("scheduled-calls"))
    book(page, name)
    page.keyboard.press("Escape")
    page.goto(server.in_app(f"scheduled-calls?range=all&q={name}"))
    starts_at = row(page, name).locator("time").first.get_attribute("datetime") or ""
    expect(page.get_by_text("Times in Madrid").first).to_be_visible()
    day = local_day(datetime.fromisoformat(starts_at), "Europe/Madrid").isoformat()
    page.goto(server.in_app(f"scheduled-calls?range=all&q={name}&day={day}"))
    expect(row(page, name)).to_be_visible()
    switch(page, "Agents")
    found = page.locator("article").filter(has_text=name)
    expect(found).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_have_value(name)
    expect(page.locator(".row-label").first).to_be_visible()

    for way in ("Week", "Day", "Agents, week"):
        switch(page, way)
        expect(page.get_by_role("link", name=way, exact=True)).to_have_attribute("aria-current", "page")
        expect(found).to_have_count(1)
    found.press("Enter")
    drawer = page.get_by_role("dialog", name=name)
    expect(drawer.get_by_role("heading", name="Timeline")).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    switch(page, "Table")
    expect(row(page, name)).to_be_visible()


def test_who_is_free_is_asked_by_keyboard_and_days_turn(sign_in, server: Server):
    page = sign_in("admin")
    page.goto(server.in_app("calendar?view=agents"))
    expect(page.locator(".row-label").first).to_be_visible()
    title = page.get_by_role("heading", level=2).first
    today = title.inner_text()
    page.locator("h1").click()
    page.keyboard.press("]")
    expect(title).not_to_have_text(today)
    page.get_by_label("Free at").fill("03:10")
    expect(page.get_by_role("status").filter(has_text="are free at 03:10")).to_be_visible()
    expect(page.locator(".row-group").filter(has_text="Not free")).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("t")
    expect(title).to_have_text(today)
