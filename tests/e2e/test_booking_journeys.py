"""Customers who finish their booking: by keyboard, over a line that drops, and when somebody else takes their time."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Server
from tests.e2e.test_booking_page import is_accessible

pytestmark = pytest.mark.browser

_SLOT = re.compile(r"\d\d:\d\d, Bogota time$")
_NEXT_FREE = re.compile("^Next free: .+, Bogota time$")
_STAYS = "Kept for you while you fill this in."


_CUTTABLE = """{
  const sockets = [];
  window.WebSocket = class extends WebSocket {
    constructor(address, ...more) {
      super(window.isCut ? "ws://127.0.0.1:9/" : address, ...more);
      sockets.push(this);
    }
  };
  window.cut = () => { window.isCut = true; sockets.forEach((socket) => socket.close()); };
}"""
"""A page whose line can be cut: what is open ends at once, and whatever is tried then fails."""


def opened(browser: Browser, server: Server, width: int, height: int) -> Page:
    """A page in Bogota that knows no other tab; axe needs the page's policy out of its way."""
    context = browser.new_context(
        base_url=server.base_url,
        viewport={"width": width, "height": height},
        timezone_id="America/Bogota",
        locale="en-GB",
        bypass_csp=True,
    )
    context.add_init_script(_CUTTABLE)
    return context.new_page()


def let_another_have_it(server: Server, agent_id: str) -> None:
    """Take the time that was kept last: its hold is over, and a customer of somebody else's books it."""
    demo, api = server.demo, f"{server.base_url}/api/v1"
    with closing(sqlite3.connect(server.data / "callboard.db", timeout=30)) as database, database:
        newest = "SELECT id, preset_id, start_at FROM hold ORDER BY id DESC LIMIT 1"
        [(kept, preset_id, start)] = database.execute(newest).fetchall()
        database.execute("DELETE FROM hold WHERE id = ?", (kept,))
    secret = {name: demo[name] for name in ("client_id", "client_secret")}
    token = httpx.post(f"{api}/oauth/token", json=secret | {"grant_type": "client_credentials"}).json()["data"]
    answer = httpx.post(
        f"{api}/video/{demo['app_id']}/scheduled-calls",
        headers={"Authorization": f"Bearer {token['access_token']}"},
        json={
            "guestName": "Quick Joe",
            "guestPhone": "+573005558431",
            "presetId": preset_id,
            "scheduledAtUtc": datetime.fromtimestamp(start / 1000, UTC).isoformat(),
            "appTimezone": "UTC",
            "assignedAgentId": agent_id,
        },
    )
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)], ids=["desktop", "phone"])
def test_neither_a_lost_line_nor_a_lost_time_costs_the_customer_what_they_typed(
    browser: Browser, server: Server, width: int, height: int
) -> None:
    page = opened(browser, server, width, height)
    agent = server.demo["agents"][-1]["id"]
    page.goto(f"/b/direct?agent={agent}")
    page.get_by_role("button", name=_SLOT).last.click()
    page.get_by_label("Name").fill("Jane Whitfield")
    page.get_by_label("Phone").fill("300 555 0142")
    page.get_by_label("E-mail").fill(f"jane.{width}@guests.test")
    page.get_by_label("Name").focus()
    expect(page.get_by_label("E-mail")).to_have_value(f"jane.{width}@guests.test")

    page.go_back()
    page.get_by_role("button", name=_SLOT, pressed=True).click()
    expect(page.get_by_text(_STAYS)).to_be_visible()
    page.reload()
    expect(page.get_by_label("E-mail")).to_have_value(f"jane.{width}@guests.test")

    page.evaluate("cut()")
    page.get_by_label("Anything").fill("Typed in a tunnel")
    let_another_have_it(server, agent)
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_text("Reconnecting…")).to_be_visible()
    page.evaluate("isCut = false")
    expect(page.get_by_role("alert").filter(has_text="This time has just gone.")).to_be_visible(timeout=30_000)
    is_accessible(page)
    expect(page.get_by_label("Anything")).to_have_value("Typed in a tunnel")
    nearest = page.locator("#refusal").get_by_role("button", name=_SLOT)
    expect(nearest).to_have_count(3)
    nearest.first.click()
    expect(page.get_by_text(_STAYS)).to_be_visible()

    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("heading", name="Your call is booked")).to_be_visible()
    expect(page.get_by_text(f"With {server.demo['agents'][-1]['name']}")).to_be_visible()
    is_accessible(page)
    page.context.close()


def test_a_customer_books_by_keyboard_and_is_told_of_the_end_of_a_hold_only_when_it_is_near(
    browser: Browser, server: Server
) -> None:
    page = opened(browser, server, 1440, 900)
    page.clock.install()
    page.goto("/b/support")
    page.get_by_role("button", name=_NEXT_FREE).wait_for()
    tab_to(page, _NEXT_FREE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your details")).to_be_focused()
    expect(page.get_by_role("button", name="Keep it for me")).to_have_count(0)
    page.clock.set_system_time(page.evaluate("Date.now()") / 1000 + 200)
    expect(page.get_by_role("status").filter(has_text="less than two more minutes")).to_have_count(1)
    expect(page.get_by_text(re.compile(r"Kept for you for 1:\d\d more"))).to_be_visible()
    page.get_by_role("button", name="Keep it for me").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(_STAYS)).to_be_visible()

    tab_to(page, "Name")
    page.keyboard.type("Jane Whitfield")
    page.keyboard.press("Tab")
    page.keyboard.type("jane.keys@")
    page.keyboard.press("Tab")
    expect(page.get_by_text("This is not an e-mail address.")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("End")
    page.keyboard.type("guests.test")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your call is booked")).to_be_focused()
    for calendar in ("Google", "Outlook"):
        expect(page.get_by_role("link", name=calendar)).to_have_attribute("href", re.compile("^https://.*manage"))
    page.context.close()


def tab_to(page: Page, name: str | re.Pattern[str]) -> None:
    """Press Tab until what has this name has the focus, a few times at most."""
    wanted = page.get_by_role("button", name=name).or_(page.get_by_role("textbox", name=name))
    for _ in range(12):
        page.keyboard.press("Tab")
        if wanted.first.evaluate("it => it === document.activeElement"):
            return
    pytest.fail(f"Tab does not lead to {name}")
