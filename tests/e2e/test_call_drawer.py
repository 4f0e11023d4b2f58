"""A call in its drawer: followed up by another, edited by keyboard alone, and by two people at once."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import Server
from tests.e2e.handler_trials import Scene
from tests.e2e.test_caller import Keyboard
from tests.e2e.test_master_view import a_name, book

pytestmark = pytest.mark.browser


def form_of(page: Page) -> Locator:
    """The form in the open drawer."""
    return page.get_by_role("form", name="Edit")


def begin(page: Page) -> Locator:
    """Go to the drawer's Edit and press it, by keyboard; gives the form."""
    page.get_by_role("dialog").get_by_role("button", name="Edit", exact=True).focus()
    page.keyboard.press("Enter")
    expect(form_of(page).get_by_label("Date")).to_be_focused()
    return form_of(page)


def go_to(page: Page, field: Locator) -> None:
    """Walk to a field with Tab."""
    for _ in range(20):
        if field.evaluate("field => field === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("Tab does not lead there.")


def test_a_call_is_edited_by_keyboard_alone(sign_in, server: Server):
    page, name = sign_in("admin"), a_name()
    book(page, name, agent=server.demo["agents"][0]["name"])
    form = begin(page)
    go_to(page, form.get_by_label("Length in minutes"))
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("481")
    expect(form.get_by_role("status").filter(has_text="from 5 to 480")).to_be_visible()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("5")
    expect(form.get_by_role("status").filter(has_text="can be booked")).to_be_visible()
    go_to(page, form.get_by_label("Customer's name"))
    page.keyboard.press("End")
    page.keyboard.type(" the Second")
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name=f"{name} the Second")
    resized = drawer.locator("[data-event=updated]").filter(has_text=re.compile("changed the length from .* to 5 min"))
    expect(resized).to_be_visible()
    expect(drawer.get_by_role("button", name="Edit", exact=True)).to_be_focused()


def test_a_follow_up_is_booked_from_the_drawer_by_keyboard_for_a_time_after_the_call(sign_in, server: Server):
    scene = Scene(server)
    call = scene.call_of_the_pool()
    page = sign_in("admin")
    keys = Keyboard(page)
    page.goto(server.in_app(f"scheduled-calls?call={call['id']}"))
    follow_up = page.get_by_role("dialog").get_by_role("button", name="Book follow-up")
    follow_up.press("Enter")
    form = page.get_by_role("dialog", name="Book a follow-up")
    expect(form.get_by_label("Customer's name")).to_have_value(call["guest_name"])
    expect(form.get_by_label("Phone")).to_be_focused()
    keys.press("Escape")
    expect(form).to_have_count(0)
    expect(follow_up).to_be_focused()
    keys.press("Enter")
    keys.tab_to_times()
    keys.press("Space")
    expect(page.locator("input[name=soonest]:focus")).to_be_checked()
    keys.press("Enter")
    expect(page).not_to_have_url(re.compile(call["id"]))
    later = (
        "SELECT count(*) FROM booking AS later JOIN booking AS call ON call.id = ? AND later.id != call.id"
        " WHERE later.customer_id = call.customer_id AND later.agent_id = call.agent_id"
        " AND later.scheduled_at >= call.ends_at"
    )
    assert scene.find(later, call["id"]) == (1,)


def test_two_people_edit_a_call_and_none_writes_over_the_other_unseen(sign_in, browser: Browser, server: Server):
    page, name = sign_in("admin"), a_name()
    agent = server.someone("agent")
    book(page, name, agent=agent["name"])
    mine = begin(page)
    mine.get_by_label("Customer's name").fill(f"{name} Mine")
    mine.get_by_label("Customer's notes").fill("Half a sentence")

    key, _, value = server.cookie("agent").partition("=")
    context = browser.new_context(base_url=server.base_url)
    context.add_cookies([{"name": key, "value": value, "url": server.base_url}])
    other = context.new_page()
    other.goto(server.in_app(f"my-schedules{page.url[page.url.index('?') :]}"))
    theirs = begin(other)
    theirs.get_by_label("Customer's name").fill(f"{name} Theirs")
    theirs.get_by_label("Phone").fill("+573005550177")
    theirs.get_by_role("button", name="Save changes").click()
    expect(theirs).to_have_count(0)
    context.close()

    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("status").filter(has_text=f"{agent['name']} changed this just now")).to_be_visible()
    expect(mine.get_by_label("Phone")).to_have_value("+573005550177")
    mine.get_by_role("button", name="Save changes").click()
    expect(mine.get_by_role("alert").filter(has_text="nothing was saved")).to_be_visible()
    both = mine.get_by_role("region", name="Two versions").locator("[data-clash=guest_name]")
    expect(both).to_contain_text(f"{name} Mine")
    expect(both).to_contain_text(f"{name} Theirs")
    expect(mine.get_by_label("Customer's notes")).to_have_value("Half a sentence")
    both.get_by_role("button", name="Keep mine").click()
    expect(both).to_have_count(0)
    mine.get_by_role("button", name="Save changes").click()
    kept = page.get_by_role("dialog", name=f"{name} Mine")
    expect(kept.locator("dl")).to_contain_text("Half a sentence")
    expect(kept.locator("dl")).to_contain_text("+57 300 5550177")
