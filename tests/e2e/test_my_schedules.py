"""My schedules in a browser: an agent books the customer on the line, and is not disturbed for a while."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Server
from tests.e2e.test_master_view import a_name, book, row

pytestmark = pytest.mark.browser


def test_an_agent_books_a_customer_and_the_master_view_says_by_whom(sign_in, server: Server):
    page, name = sign_in("agent"), a_name()
    page.goto(server.in_app("my-schedules"))
    book(page, name)
    drawer = page.get_by_role("dialog", name=name)
    expect(drawer.locator("[data-event=created][data-source=agent]")).to_contain_text("in My schedules")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listitem").filter(has_text=name)).to_be_visible()
    page.context.clear_cookies()
    sign_in("admin")
    page.goto(server.in_app(f"scheduled-calls?range=all&q={name}"))
    expect(row(page, name).locator("[data-source=agent]")).to_be_visible()
    row(page, name).get_by_role("button").click()
    expect(page.get_by_role("dialog", name=name).locator("[data-event=created]")).to_contain_text("My schedules")


def test_do_not_disturb_asks_about_the_calls_in_the_way(sign_in, server: Server):
    page, name = sign_in("agent"), a_name()
    page.goto(server.in_app("my-schedules"))
    book(page, name)
    page.keyboard.press("Escape")
    panel = page.get_by_role("region", name="Do not disturb")
    before = panel.get_by_role("listitem").count()
    panel.get_by_text("Other times").click()
    panel.get_by_label("From", exact=True).fill(_day(page, 0))
    panel.get_by_label("Time").first.fill("00:00")
    panel.get_by_label("Until", exact=True).fill(_day(page, 10))
    panel.get_by_label("Time").last.fill("00:00")
    panel.get_by_role("button", name="Set", exact=True).click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("into this time")
    expect(question).to_contain_text(name)
    question.get_by_role("button", name="Set", exact=True).click()
    expect(panel.get_by_role("listitem")).to_have_count(before + 1)
    panel.get_by_role("button", name="Remove").last.click()
    expect(panel.get_by_role("listitem")).to_have_count(before)


def test_leaving_the_question_sets_nothing(sign_in, server: Server):
    page = sign_in("agent")
    page.goto(server.in_app("my-schedules"))
    book(page, a_name())
    page.keyboard.press("Escape")
    panel = page.get_by_role("region", name="Do not disturb")
    before = panel.get_by_role("listitem").count()
    panel.get_by_text("Other times").click()
    panel.get_by_label("From", exact=True).fill(_day(page, 0))
    panel.get_by_label("Time").first.fill("00:00")
    panel.get_by_label("Until", exact=True).fill(_day(page, 10))
    panel.get_by_label("Time").last.fill("00:00")
    panel.get_by_role("button", name="Set", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("into this time")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(panel.get_by_role("listitem")).to_have_count(before)


def test_the_next_call_opens_by_keyboard(sign_in, server: Server):
    page, name = sign_in("agent"), a_name()
    page.goto(server.in_app("my-schedules"))
    book(page, name)
    page.keyboard.press("Escape")
    page.get_by_role("region", name=re.compile("Next call|Call in progress")).get_by_role("button", name="Open").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("heading", name="Timeline")).to_be_visible()


def _day(page, days: int) -> str:
    """The browser's date so many days from now."""
    return page.evaluate("(days) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10)", days)
