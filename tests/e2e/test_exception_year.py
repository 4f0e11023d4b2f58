"""A year of exceptions: days chosen by keyboard, public holidays, a calendar file, and a roster with bad lines."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Server
from tests.e2e.handler_trials import Scene
from tests.e2e.screens import fairs

pytestmark = pytest.mark.browser


@pytest.fixture
def page(sign_in, server: Server) -> Iterator[Page]:
    """The availability of an agent of whom no other test wants anything; what is added goes."""
    with closing(Scene(server)) as scene:
        page = sign_in("admin")
        page.goto(server.in_app(f"availability?agent={scene.agents[3]}"))
        expect(year(page).get_by_role("grid")).to_have_count(12)
        yield page


def year(page: Page) -> Locator:
    return page.get_by_role("region", name="The year")


def turn_to(page: Page, wanted: int) -> None:
    """Show that year."""
    shown = datetime.now(UTC).year
    for number in range(shown, wanted):
        year(page).get_by_role("button", name="Next year").click()
        expect(year(page).get_by_role("grid", name=f"January {number + 1}")).to_be_visible()


def test_a_range_is_chosen_by_keyboard_and_closed(page: Page):
    turn_to(page, datetime.now(UTC).year + 3)
    cells = year(page).locator("[role=gridcell][tabindex='0']")
    expect(cells).to_have_count(1)
    cells.focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    for _ in range(2):
        page.keyboard.press("Shift+ArrowRight")
    expect(year(page).locator("[aria-selected=true]")).to_have_count(3)
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Add an exception")
    first = f"{datetime.now(UTC).year + 3}-02-09"
    expect(form.get_by_label("From")).to_have_value(first)
    expect(form.get_by_label("Until")).to_have_value(first.replace("-09", "-11"))
    form.get_by_label("Note").fill("Sabbatical")
    form.get_by_label("Note").press("Enter")
    expect(year(page).get_by_role("gridcell", name="10 February: Closed, Sabbatical")).to_be_visible()
    expect(form).to_have_count(0)
    expect(cells).to_be_focused()


def test_the_holidays_of_a_country_are_taken_and_named(page: Page):
    year(page).get_by_role("button", name="Public holidays").press("Enter")
    form = page.get_by_role("dialog", name="Public holidays")
    form.get_by_label("Country").select_option("CO")
    next_year = str(datetime.now(UTC).year + 1)
    form.get_by_label("Year", exact=True).select_option(next_year)
    day = form.locator(f"input[name='{next_year}-12-25']")
    expect(form.get_by_text("Christmas Day")).to_be_visible()
    expect(day).to_be_checked()
    form.get_by_role("button", name="Close these days").press("Enter")
    expect(form).to_have_count(0)
    turn_to(page, int(next_year))
    expect(year(page).get_by_role("gridcell", name="25 December: Public holiday, Christmas Day")).to_be_visible()


def test_a_calendar_file_says_what_it_would_close_and_closes_it(page: Page):
    year(page).get_by_role("button", name="Calendar file").press("Enter")
    form = page.get_by_role("dialog", name="Closed days from a calendar file")
    form.locator("input[type=file]").set_input_files({"name": "x.ics", "mimeType": "text/calendar", "buffer": b"no"})
    expect(form.get_by_text("This is not a calendar file")).to_be_visible()
    form.locator("input[type=file]").set_input_files(
        {"name": "fairs.ics", "mimeType": "text/calendar", "buffer": fairs(2)}
    )
    expect(form.get_by_role("listitem")).to_have_count(2)
    expect(form.get_by_text("1 that is cancelled")).to_be_visible()
    form.get_by_role("button", name="Add 2").press("Enter")
    expect(form).to_have_count(0)
    turn_to(page, datetime.now(UTC).year + 1)
    expect(year(page).get_by_role("gridcell", name="12 March: Closed, Fair 12")).to_be_visible()


def test_of_a_roster_with_two_bad_lines_the_good_ones_are_taken(page: Page, server: Server):
    email = server.demo["agents"][3]["email"]
    day = datetime.now(UTC).date() + timedelta(days=320)
    lines = (
        "agent,date,start,end",
        f"{email},{day},22:00,06:00",
        f"nobody,{day},09:00,10:00",
        f"{email},soon,9:00,10:00",
    )
    year(page).get_by_role("button", name="Roster").press("Enter")
    form = page.get_by_role("dialog", name="Shifts from a file")
    form.locator("input[type=file]").set_input_files(
        {"name": "roster.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    )
    expect(form.get_by_text("2 bad lines")).to_be_visible()
    expect(form.get_by_role("row").filter(has_text="There is no such agent")).to_contain_text("3")
    expect(form.get_by_role("row").filter(has_text="year, month and day")).to_contain_text("4")
    form.get_by_role("button", name="Take 1 good").press("Enter")
    expect(form).to_have_count(0)
    expect(page.get_by_role("region", name="Shifts")).to_contain_text("22:00–06:00")
