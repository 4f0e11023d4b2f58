"""My schedules in a browser: an agent books the customer on the line, and is not disturbed for a while."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Server
from tests.e2e.test_master_view import a_name, book, row

pytestmark = pytest.mark.browser

_WEEK = re.compile(r"\d{4}$")
"""What the week is called: `23–29 Nov 2026`."""


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
    _ask_for_ten_days(page)
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("into this time")
    expect(question).to_contain_text(name)
    question.get_by_role("button", name="Set", exact=True).click()
    expect(panel.get_by_role("timer")).to_be_visible()
    panel.get_by_role("button", name="End now").click()
    expect(panel.get_by_role("timer")).to_have_count(0)


def test_leaving_the_question_sets_nothing(sign_in, server: Server):
    page = sign_in("agent")
    page.goto(server.in_app("my-schedules"))
    book(page, a_name())
    page.keyboard.press("Escape")
    panel = page.get_by_role("region", name="Do not disturb")
    before = panel.get_by_role("listitem").count()
    _ask_for_ten_days(page)
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


def test_an_agent_draws_moves_and_deletes_a_do_not_disturb_time_on_the_week(sign_in, server: Server):
    page = sign_in("agent4")
    page.goto(server.in_app("my-schedules?view=week"))
    week = page.get_by_role("region", name=_WEEK)
    for _ in range(5):  # where nothing stands in the way
        week.get_by_role("button", name="Next week").click()
    day = week.locator(".ec-body .ec-day").nth(2)
    expect(day).to_be_visible()
    day.scroll_into_view_if_needed()
    drawn, grid = day.bounding_box(), week.locator(".ec-main").bounding_box()
    assert drawn and grid
    _drag(page, drawn["x"] + drawn["width"] / 2, grid["y"] + 150, down=64)
    form = page.get_by_role("dialog", name="Do not disturb")
    start, end = (form.get_by_label("Time").nth(place).input_value() for place in (0, 1))
    assert start < end and form.get_by_label("From").input_value() == form.get_by_label("Until").input_value()
    form.get_by_label("What for").fill("Paperwork")
    form.get_by_role("button", name="Set", exact=True).click()
    entry = week.get_by_role("button", name="Paperwork")
    expect(entry).to_contain_text(f"{start}–{end}")

    box = entry.bounding_box()
    assert box
    _drag(page, box["x"] + box["width"] / 2, box["y"] + box["height"] - 3, down=32)
    expect(entry).not_to_contain_text(f"{start}–{end}")
    expect(entry).to_contain_text(f"{start}–")

    entry.press("Enter")
    form = page.get_by_role("dialog", name="Change do not disturb time")
    form.get_by_label("Time").last.fill(end)
    form.get_by_label("Time").last.press("Enter")
    expect(entry).to_contain_text(f"{start}–{end}")
    entry.press("Enter")
    form.get_by_role("button", name="Delete").click()
    expect(entry).to_have_count(0)
    page.get_by_role("button", name="Undo").press("Enter")
    expect(entry).to_contain_text(f"{start}–{end}")


def test_an_agent_goes_through_the_week_by_keyboard(sign_in, server: Server):
    page, name = sign_in("agent"), a_name()
    page.goto(server.in_app("my-schedules"))
    book(page, name)
    page.keyboard.press("Escape")
    page.get_by_role("group", name="How the calls are shown").get_by_role("button", name="Week").press("Enter")
    week = page.get_by_role("region", name=_WEEK)
    entries = week.locator("article[role=button]")
    expect(entries.first).to_be_visible()
    expect(week.locator("article[tabindex='0']")).to_have_count(1)
    week.locator("article[tabindex='0']").press("End")
    last = page.locator("article:focus")
    expect(last).to_be_visible()
    if entries.count() > 1:
        last.press("ArrowUp")
        page.locator("article:focus").press("ArrowDown")
    week.locator("article.entry-call").first.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("heading", name="Timeline")).to_be_visible()


def test_an_agent_focuses_for_half_an_hour_and_ends_it(sign_in, server: Server):
    page = sign_in("agent")
    page.goto(server.in_app("my-schedules"))
    panel = page.get_by_role("region", name="Do not disturb")
    half_hour, end_now = (panel.get_by_role("button", name=name) for name in ("Focus 30 min", "End now"))
    expect(half_hour.or_(end_now)).to_be_visible()
    if end_now.is_visible():  # a time of the demo runs already
        end_now.click()
    half_hour.press("Enter")
    question, timer = page.get_by_role("dialog"), panel.get_by_role("timer")
    expect(question.or_(timer).first).to_be_visible()
    if question.is_visible():  # a call of the demo stands in the way
        question.get_by_role("button", name="Set", exact=True).click()
    expect(timer).to_have_text(re.compile(r"^(2[789]|30):\d\d$"))
    expect(panel).to_contain_text("Do not disturb until")
    end_now.press("Enter")
    expect(timer).to_have_count(0)
    expect(half_hour).to_be_visible()


def _drag(page, x: float, y: float, *, down: float) -> None:
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + down / 2, steps=4)
    page.mouse.move(x, y + down, steps=4)
    page.mouse.up()


def _ask_for_ten_days(page) -> None:
    """In the form of a do-not-disturb time, by which the calls of the demo are in the way."""
    page.get_by_role("group", name="How the calls are shown").get_by_role("button", name="Week").click()
    page.get_by_role("region", name=_WEEK).get_by_role("button", name="Do not disturb", exact=True).click()
    form = page.get_by_role("dialog", name="Do not disturb")
    form.get_by_label("From", exact=True).fill(_day(page, -1))  # wherever the agent is, it runs
    form.get_by_label("Time").first.fill("00:00")
    form.get_by_label("Until", exact=True).fill(_day(page, 10))
    form.get_by_label("Time").last.fill("00:00")
    form.get_by_role("button", name="Set", exact=True).click()


def _day(page, days: int) -> str:
    """The browser's date so many days from now."""
    return page.evaluate("(days) => new Date(Date.now() + days * 864e5).toISOString().slice(0, 10)", days)
