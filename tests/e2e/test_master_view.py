"""The master view in a browser: an admin books for an agent, finds, moves and cancels calls, also by keyboard alone."""

import re
import time
import uuid
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import Server

pytestmark = pytest.mark.browser


def book(page: Page, name: str, *, agent: str = "") -> None:
    """Book a call in the dialog of either page, at the first time on offer; ends with the new call's drawer open."""
    page.get_by_role("button", name="Book a call").click()
    form = page.get_by_role("dialog", name="Book a call")
    if agent:
        form.get_by_label("Agent").select_option(label=agent)
    _choose_first_time(form)
    form.get_by_label("Customer's name").fill(name)
    form.get_by_label("E-mail").fill(f"{name.lower()}@guests.test")
    form.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("dialog", name=name)).to_be_visible()
    expect(page).to_have_url(re.compile("call=bkg_"))


def _choose_first_time(form: Locator) -> None:
    """Choose a time; once more when the times on the screen have just given way to those of another agent."""
    times = form.get_by_role("region", name="Choose a time")
    for _ in range(5):
        times.get_by_role("button").first.click()
        with suppress(AssertionError):
            expect(times.locator("[aria-pressed=true]")).to_be_visible(timeout=1000)
            return
    pytest.fail("No time could be chosen.")


def a_name() -> str:
    """A customer that no other test knows."""
    return f"Guest{uuid.uuid4().hex[:8]}"


def row(page: Page, name: str):
    """The customer's row in the table."""
    return page.get_by_role("row").filter(has_text=name)


def test_an_admin_books_for_an_agent_and_the_timeline_says_so(sign_in, server: Server):
    page, name = sign_in("admin"), a_name()
    agent = server.demo["agents"][0]["name"]
    book(page, name, agent=agent)
    drawer = page.get_by_role("dialog", name=name)
    expect(drawer.locator("[data-event=created][data-source=admin]")).to_contain_text(
        re.compile("booked the call for .* in Scheduled calls")
    )
    expect(drawer.locator("dl")).to_contain_text(agent)
    page.goto(server.in_app(f"scheduled-calls?range=all&source=admin&q={name}"))
    expect(row(page, name)).to_contain_text(agent)
    expect(row(page, name).locator("[data-source=admin]")).to_be_visible()


def test_a_new_booking_appears_in_an_open_tab_by_itself(sign_in, browser: Browser, server: Server):
    page, name = sign_in("admin"), a_name()
    watching = page.context.new_page()
    watching.goto(server.in_app(f"scheduled-calls?range=all&q={name}"))
    expect(watching.get_by_text("No call matches")).to_be_visible()
    watching.get_by_role("button", name="Book a call").click()
    watching.get_by_label("Customer's name").fill("half typed")
    book(page, name)
    booked = time.monotonic()
    expect(watching.locator("tr", has_text=name)).to_be_visible(timeout=3000)
    assert time.monotonic() - booked < 1.0
    expect(watching.get_by_label("Customer's name")).to_have_value("half typed")


def test_filters_stand_in_the_address_and_survive_a_reload(sign_in):
    page = sign_in("admin")
    page.get_by_role("button", name="All", exact=True).click()
    page.get_by_role("button", name="Status").first.click()
    page.get_by_role("menuitemcheckbox", name="Cancelled").click()
    expect(page).to_have_url(re.compile("range=all&status=cancelled"))
    page.keyboard.press("Escape")
    page.reload()
    rows = page.get_by_role("row").filter(has=page.locator("td"))
    expect(rows.first).to_contain_text("Cancelled")
    assert rows.count() == rows.filter(has_text="Cancelled").count()
    page.go_back()
    expect(page).not_to_have_url(re.compile("status=cancelled"))
    page.get_by_role("searchbox").fill("nobody-has-this-name")
    expect(page.get_by_text("No call matches")).to_be_visible()
    page.get_by_role("button", name="Clear filters").first.click()
    expect(page.get_by_role("searchbox")).to_have_value("")
    expect(rows.first).to_be_visible()


def test_columns_sort_both_ways(sign_in, server: Server):
    page = sign_in("admin")
    page.goto(server.in_app("scheduled-calls?range=all"))
    customer = page.get_by_role("columnheader", name="Customer")
    customer.get_by_role("button").click()
    expect(customer).to_have_attribute("aria-sort", "ascending")
    customer.get_by_role("button").click()
    expect(customer).to_have_attribute("aria-sort", "descending")
    expect(page).to_have_url(re.compile("sort=guest_name&order=desc"))


def test_a_call_is_opened_left_and_opened_again_by_keyboard(sign_in):
    page = sign_in("admin")
    first = page.locator("td [data-booking]").first
    first.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer).to_be_visible()
    expect(page).to_have_url(re.compile("call=bkg_"))
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(first).to_be_focused()
    expect(page).not_to_have_url(re.compile("call="))


def test_an_open_call_can_be_shared_by_its_address(sign_in):
    page, name = sign_in("admin"), a_name()
    book(page, name)
    address = page.url
    other = page.context.new_page()
    other.goto(address)
    expect(other.get_by_role("dialog", name=name)).to_be_visible()


def test_a_move_onto_another_call_is_refused_with_times_that_are_free(sign_in, server: Server):
    page, name = sign_in("admin"), a_name()
    agent = server.demo["agents"][0]["name"]
    book(page, a_name(), agent=agent)
    taken = page.get_by_role("dialog").locator("p.text-lg").inner_text()
    page.keyboard.press("Escape")
    book(page, name, agent=agent)
    drawer = page.get_by_role("dialog", name=name)
    drawer.get_by_role("button", name="Reschedule").click()
    form = drawer.get_by_role("form", name="Reschedule")
    form.get_by_role("button", name="Type another time").click()
    day, clock = _typed(taken)
    form.get_by_label("Date").fill(day)
    form.get_by_label("Time in").fill(clock)
    form.get_by_label("Reason (optional)").fill("asked on the phone")
    form.get_by_role("button", name="Reschedule").click()
    expect(form.get_by_role("alert").filter(has_text="Another call is booked at this time")).to_be_visible()
    expect(form.get_by_label("Reason (optional)")).to_have_value("asked on the phone")
    form.get_by_role("group", name="The nearest times").get_by_role("button").first.click()
    form.get_by_role("button", name="Reschedule").click()
    expect(drawer.locator("[data-event=rescheduled]")).to_contain_text("because “asked on the phone”")


def test_a_call_is_confirmed_noted_handed_over_and_cancelled(sign_in):
    page, name = sign_in("admin"), a_name()
    book(page, name)
    drawer = page.get_by_role("dialog", name=name)
    drawer.get_by_role("button", name="Confirm").click()
    expect(drawer.locator("[data-event=confirmed]")).to_be_visible()
    drawer.get_by_label("A note for colleagues").fill("Prefers Spanish")
    drawer.get_by_role("button", name="Add note").click()
    expect(drawer.get_by_text("Prefers Spanish")).to_be_visible()
    drawer.get_by_role("button", name="Reassign").click()
    handing = drawer.get_by_role("form", name="Reassign")
    handing.get_by_role("radio").first.check()
    handing.get_by_label("Set working hours and notice aside").check()  # it may be late where the others are
    handing.get_by_role("button", name="Reassign").click()
    expect(drawer.locator("[data-event=assigned]")).to_have_count(2)
    drawer.get_by_role("button", name="Cancel", exact=True).click()
    drawer.get_by_label("Reason (optional)").fill("asked to")
    drawer.get_by_role("button", name="Cancel call").click()
    expect(drawer.locator("[data-event=cancelled]")).to_contain_text("because “asked to”")
    expect(drawer.get_by_role("button", name="Reschedule")).to_have_count(0)


def test_a_supervisor_sees_everything_and_is_offered_no_act(sign_in):
    page = sign_in("supervisor")
    page.locator("td [data-booking]").first.click()
    expect(page.get_by_role("dialog").locator("[data-event=created]")).to_be_visible()
    for act in ("Book a call", "Confirm", "Reschedule", "Reassign", "Cancel", "Add note"):
        expect(page.get_by_role("button", name=act, exact=True)).to_have_count(0)


def _typed(said: str) -> tuple[str, str]:
    """`Monday 23 November, 10:00-10:30` as a date and a clock are typed."""
    from datetime import UTC, datetime

    match = re.search(r"(\d+) (\w+),? ?(\d{4})?, (\d\d:\d\d)", said)
    assert match, said
    day, month, year, clock = match.groups()
    parsed = datetime.strptime(f"{day} {month} {year or datetime.now(UTC).year}", "%d %B %Y")  # noqa: DTZ007
    return f"{parsed:%Y-%m-%d}", clock
