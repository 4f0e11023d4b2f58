"""The master view's table in a browser: worked by keyboard alone, and many calls cancelled at once."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import Server
from tests.e2e.handler_trials import Scene
from tests.e2e.test_master_view import a_name

pytestmark = pytest.mark.browser


def test_the_table_is_worked_by_keyboard_alone(sign_in, server: Server):
    page = sign_in("admin")
    page.goto(server.in_app("scheduled-calls?range=past&order=asc"))
    calls, press = page.locator("[data-booking]"), page.keyboard.press
    expect(page.get_by_role("list", name="Filters that are set")).to_have_text("DatesPast")  # not the page before
    expect(calls.nth(3)).to_be_visible()
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0)):
        press(key)
        expect(calls.nth(place)).to_be_focused()
    chosen = page.get_by_role("region", name="Chosen calls")
    press("x")
    expect(chosen).to_contain_text("1 chosen")
    press("j")
    press("j")
    press("Shift+x")
    expect(chosen).to_contain_text("3 chosen")
    press("?")
    told = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(told).to_contain_text("Next and previous call")
    press("x")
    press("Escape")
    expect(told).to_have_count(0)
    expect(chosen).to_contain_text("3 chosen")
    press("Escape")
    expect(chosen).to_have_count(0)
    press("k")  # the focus came back to where it was
    expect(calls.nth(1)).to_be_focused()
    name = calls.nth(1).inner_text()
    press("Enter")
    expect(page.get_by_role("dialog", name=name)).to_be_visible()
    press("j")
    expect(calls.nth(2)).to_be_focused()
    press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(calls.nth(1)).to_be_focused()
    expect(page).not_to_have_url(re.compile("call="))
    press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("jxc?/")
    expect(page.get_by_role("searchbox")).to_have_value("jxc?/")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(re.compile("q=jxc"))
    press("Escape")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    press("c")
    expect(page.get_by_role("dialog", name="Book a call")).to_be_visible()


def test_many_calls_are_cancelled_though_the_tab_closes(sign_in, server: Server):
    page, scene, name = sign_in("admin"), Scene(server), a_name()
    over, *_ = [scene.call(guestName=name)["id"] for _ in range(3)]
    scene.put("UPDATE booking SET status = 'completed', due_at = NULL WHERE id = ?", over)
    address = server.in_app(f"scheduled-calls?range=all&q={name}")
    page.goto(address)
    rows = page.get_by_role("row").filter(has_text=name)
    expect(rows).to_have_count(3)
    page.get_by_label("Choose all on this page").click()
    page.get_by_role("button", name="Cancel calls…").click()
    question = page.get_by_role("dialog", name="Cancel 2 calls?")
    expect(question).to_contain_text("1 call cannot be cancelled")
    expect(question).to_contain_text("it is completed")
    question.get_by_label("Reason").fill("the office is flooded")
    question.get_by_role("button", name="Cancel 2 calls").click()
    expect(question).to_have_count(0)
    later = page.context.new_page()
    page.close()
    later.goto(address)
    told = later.get_by_role("region", name="Cancelling calls")
    expect(told).to_contain_text("2 of 2 cancelled")
    expect(later.get_by_role("row").filter(has_text="Cancelled")).to_have_count(2)
    told.get_by_role("button", name="Close").click()
    expect(told).to_have_count(0)
    reasons = "SELECT count(*) FROM booking WHERE guest_name = ? AND cancellation_reason = 'the office is flooded'"
    assert scene.find(reasons, name) == (2,)


def test_a_filter_is_a_chip_and_the_file_holds_what_it_leaves(sign_in, server: Server):
    page, name = sign_in("supervisor"), a_name()
    Scene(server).call(guestName=name)
    page.goto(server.in_app(f"scheduled-calls?range=all&status=scheduled&q={name}"))
    set_ = page.get_by_role("list", name="Filters that are set")
    expect(set_.get_by_role("listitem")).to_have_text([f"Search{name}", "StatusScheduled", "DatesAll"])
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="CSV").click()
    assert re.fullmatch(r"scheduled-calls-\d{4}-\d\d-\d\d-[\w-]+\.csv", download.value.suggested_filename)
    assert download.value.path().read_text("utf-8-sig").count(name) == 1
    set_.get_by_role("button", name="Remove filter Status: Scheduled").click()
    expect(page).not_to_have_url(re.compile("status="))
    page.go_back()
    expect(page).to_have_url(re.compile("status=scheduled"))
    expect(set_.get_by_role("listitem")).to_have_count(3)


def test_a_view_is_kept_for_all_shown_to_a_colleague_and_gone_after_a_question(
    sign_in, browser: Browser, server: Server
):
    page, name = sign_in("admin"), f"View{a_name()}"
    page.goto(server.in_app(f"scheduled-calls?range=past&q={name}"))
    page.get_by_role("button", name="Save view").click()
    page.get_by_label("Name of the view").fill(name)
    page.get_by_label("Show it to everybody").check()
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    views = page.get_by_role("navigation", name="Views")
    expect(views.get_by_role("link", name=name)).to_have_attribute("aria-current", "page")

    key, _, value = server.cookie("supervisor").partition("=")
    context = browser.new_context(base_url=server.base_url)
    context.add_cookies([{"name": key, "value": value, "url": server.base_url}])
    colleague = context.new_page()
    colleague.goto(server.in_app("scheduled-calls"))
    theirs = colleague.get_by_role("navigation", name="Views").get_by_role("link", name=name)
    theirs.click()
    expect(colleague).to_have_url(re.compile(f"range=past&q={name}"))
    expect(colleague.get_by_role("button", name=f"Change the view {name}")).to_have_count(0)
    context.close()

    page.get_by_role("button", name=f"Change the view {name}").click()
    page.get_by_role("button", name="Delete view").click()
    asked = page.get_by_role("dialog", name=f"Delete {name}?")
    expect(asked).to_contain_text("for everybody")
    asked.get_by_role("button", name="Delete view").click()
    expect(views.get_by_role("link", name=name)).to_have_count(0)
