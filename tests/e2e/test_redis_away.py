"""Redis goes away and comes back while pages are open: they open their sockets again by themselves and can be used.

What somebody presses in the half second before that is lost: they press again.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from console.scheduling import clock
from console.scheduling.actors import operator
from console.scheduling.services import bookings
from console.scheduling.services.bookings import NewBooking
from tests.e2e.test_master_view import a_name
from tests.fleet import Fleet, fleet

pytestmark = pytest.mark.browser


@pytest.fixture
def calls(tmp_path: Path) -> Iterator[Fleet]:
    """Two processes that serve pages, who share their tabs in a Redis: for each try its own, whatever became of the last."""
    with fleet(tmp_path, web=2, demo=True) as calls:
        yield calls


@pytest.fixture
def page(browser: Browser, calls: Fleet) -> Iterator[Page]:
    """A tab of the admin's."""
    context = browser.new_context(base_url=calls.url, viewport={"width": 1440, "height": 900})
    answer = httpx.post(f"{calls.url}/sign-in", data=calls.demo["admin"], trust_env=False)
    name, _, value = answer.headers["set-cookie"].split(";")[0].partition("=")
    context.add_cookies([{"name": name, "value": value, "url": calls.url}])
    yield context.new_page()
    context.close()


def test_a_list_goes_on_and_its_calls_can_be_confirmed(page: Page, calls: Fleet):
    assert calls.redis
    names = [a_name() for _ in range(4)]
    _book(calls, names[0])
    page.goto(f"/app/{calls.demo['app_id']}/scheduled-calls?range=all&order=desc")
    _confirm(page, names[0])
    for act, at_once, later in ((calls.redis.kill, *names[1:3]), (calls.redis.start, *names[3:], a_name())):
        _book(calls, at_once)
        expect(_row(page, at_once)).to_be_visible()
        with page.expect_websocket(timeout=60_000):
            act()
        _confirm(page, at_once)
        _book(calls, later)
        expect(_row(page, later)).to_be_visible()
        _confirm(page, later)


def test_a_customer_books_what_they_chose_before(browser: Browser, calls: Fleet):
    assert calls.redis
    for act in (calls.redis.kill, calls.redis.start):
        page = browser.new_context(base_url=calls.url, locale="en-GB", timezone_id="Europe/Madrid").new_page()
        page.goto("/b/support")
        page.get_by_role("button", name=re.compile(r"^\d\d:\d\d, ")).last.click()
        page.get_by_label("Name").fill("Jane Whitfield")
        page.get_by_label("E-mail").fill(f"{a_name()}@guests.test")
        with page.expect_websocket(timeout=60_000):
            act()
        booked = page.get_by_role("heading", name=re.compile("is booked|confirm your call"))
        for _ in range(3):
            page.get_by_label("What is it about").select_option("App")
            page.get_by_role("button", name="Book", exact=True).click()
            with suppress(TimeoutError):
                booked.wait_for(timeout=10_000)
                break
        expect(booked).to_be_visible()
        page.context.close()


def _row(page: Page, name: str):
    return page.get_by_role("row").filter(has_text=name)


def _confirm(page: Page, name: str) -> None:
    """Open this call and confirm it."""
    _row(page, name).locator("[data-booking]").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name="Confirm", exact=True).click()
    drawer.locator("[data-event=confirmed]").wait_for()
    drawer.get_by_role("button", name="Close").click()
    expect(_row(page, name)).to_contain_text("Confirmed")


_days = iter(range(40, 4000))


def _book(calls: Fleet, name: str) -> None:
    """Somebody else books a call, past all processes."""
    start = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=next(_days))
    wanted = NewBooking(
        guest_name=name,
        guest_email=f"{name}@guests.test",
        scheduled_at=start,
        agent_id=calls.demo["agents"][0]["id"],
        respect_working_hours=False,
    )
    bookings.book(operator(calls.demo["app_id"]), wanted)
