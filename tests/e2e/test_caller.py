"""The customer on the phone, in a browser: found and booked by keyboard alone, their data exported and erased."""

import json
import random
import re
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server
from tests.e2e.handler_trials import Scene

pytestmark = pytest.mark.browser

MOST_STEPS = 14
"""Keys that are pressed, and words that are typed, from the first ring to the booked call of somebody known."""


class Keyboard:
    """The keyboard alone, each use counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.steps += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.steps += 1

    def tab_to_times(self) -> None:
        """On to the next free times, wherever one is in the form."""
        expect(self.page.get_by_role("group", name="Next free times")).to_be_visible()
        times = self.page.locator("input[name=soonest]:focus")
        while not times.count() and self.steps < 3 * MOST_STEPS:
            self.press("Tab")
        expect(times).to_be_visible()


def book_for(page: Page, phone: str, name: str = "") -> int:
    """Book the first free time for this number; gives how many steps that took. Who has a name is not known yet."""
    keys = Keyboard(page)
    keys.press("Control+k")
    keys.type(phone)
    offered = page.get_by_role("option", name=f"Book a call for “{phone}”")
    expect(offered).to_be_visible()
    if not name:
        keys.press("ArrowUp")  # from the first choice to the last
    expect(offered).to_have_attribute("aria-selected", "true")
    keys.press("Enter")
    form = page.get_by_role("dialog", name="Book a call")
    expect(form.get_by_label("Phone")).to_be_focused()
    expect(form.get_by_label("Phone")).to_have_value(phone)
    if name:
        keys.press("Tab")
        keys.type(name)
    keys.tab_to_times()
    keys.press("Space")
    expect(page.locator("input[name=soonest]:focus")).to_be_checked()
    keys.press("Enter")
    expect(page).to_have_url(re.compile("call=bkg_"))
    return keys.steps


def test_a_caller_is_booked_by_keyboard_alone_and_recognised_the_next_time(sign_in):
    page, name = sign_in("admin"), f"Caller{uuid.uuid4().hex[:8]}"
    phone = f"+57300{random.randrange(10**7):07}"
    book_for(page, phone, name)
    expect(page.get_by_role("dialog", name=name)).to_be_visible()
    page.goto(page.url.partition("?")[0].replace("scheduled-calls", "availability"))
    expect(page.get_by_role("heading", name="Availability")).to_be_visible()
    assert book_for(page, phone) <= MOST_STEPS
    page.get_by_role("dialog", name=name).get_by_role("link", name=name).press("Enter")
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_a_customer_is_opened_by_keyboard_exported_and_erased(sign_in):
    page, name = sign_in("admin"), f"Erased{uuid.uuid4().hex[:8]}"
    book_for(page, f"+57301{random.randrange(10**7):07}", name)
    expect(page.get_by_role("dialog", name=name)).to_be_visible()
    keys = Keyboard(page)
    keys.press("Control+k")
    keys.type(name.upper())
    keys.press("Enter")  # before the answer is there
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Export").click()
    file = json.loads(Path(saved.value.path()).read_text())
    assert (file["customer"]["name"], len(file["calls"])) == (name, 1)
    page.get_by_role("button", name="Erase", exact=True).click()
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("heading", level=1, name="Customers")).to_be_visible()
    page.get_by_role("searchbox", name="Phone, name, e-mail or reference").fill(name)
    expect(page.get_by_text("No customer matches")).to_be_visible()


def test_two_entries_of_one_customer_are_made_one_by_keyboard(sign_in, server: Server):
    scene, name = Scene(server), f"Merged{uuid.uuid4().hex[:8]}"
    kept, goes = (scene.call(guestName=f"{name} {entry}") for entry in ("Home", "Work"))
    customer_of = "SELECT customer_id FROM booking WHERE id = ?"
    page, (stays,) = sign_in("admin"), scene.find(customer_of, kept["id"])
    page.goto(server.in_app(f"customers/{stays}"))
    merge = page.get_by_role("button", name="Merge", exact=True)
    merge.press("Enter")
    dialog = page.get_by_role("dialog", name="Merge with another customer")
    look_for, found = dialog.get_by_label("Find the other entry"), dialog.get_by_role("button", name=f"{name} Work")
    expect(look_for).to_be_focused()
    page.keyboard.type(name)
    expect(found).to_be_visible()
    expect(dialog.get_by_role("button", name=f"{name} Home")).to_have_count(0)  # oneself
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("list", name="What comes of it")).to_contain_text(f"{name} Home stays, with 2 calls.")
    dialog.get_by_role("button", name="Choose another").press("Enter")
    expect(look_for).to_be_focused()
    expect(look_for).to_have_value(name)
    found.press("Enter")
    act = dialog.get_by_role("button", name="Merge", exact=True)
    expect(act).to_be_enabled()
    act.press("Enter")
    expect(page.get_by_text(goes["reference"])).to_be_visible()
    expect(page.get_by_text(kept["reference"])).to_be_visible()
    expect(merge).to_be_focused()
    assert scene.find(customer_of, goes["id"]) == (stays,)
