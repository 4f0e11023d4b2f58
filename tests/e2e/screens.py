"""Every screen as a picture: `python -m tests.e2e.screens FOLDER [NAME ...]`, on a server of its own with the demo.

Each row of SCREENS is taken at 1440x900, 1024x768 and 390x844, light and dark; `desktop`, `tablet`, `phone`, `light` and
`dark` among the names leave the others out. To add a screen, add a row: a name, who looks
(a role of the demo, or "" for a stranger), the address, and what to do there before the picture is taken.
"""

import json
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Locator, Page, Route, sync_playwright

from console.http.signing import sign_in_form
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import local_day
from tests.e2e.as_operator import restore_app
from tests.e2e.conftest import CHROMIUM, Server, start, wait_until_ready
from tests.e2e.newcomers import become_somebody_new, begin_second_step, give_password_again, turn_second_step_on
from tests.fleet import standing_on
from tests.ports import free_port

SIZES = {"desktop": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@dataclass(frozen=True)
class Screen:
    """One row. `address` may hold `{app_id}` and `{widget_key}`; `act` prepares the page, `stage` the server before that."""

    name: str
    role: str
    address: str
    act: Callable[[Page], object] = lambda page: None
    stage: Callable[[Server], object] = lambda server: None


def press(*names: str) -> Callable[[Page], object]:
    """Press these buttons, one after the other."""

    def act(page: Page) -> None:
        for name in names:
            page.get_by_role("button", name=name, exact=True).locator("visible=true").first.click()
            page.wait_for_timeout(400)

    return act


def press_bell(*then: str) -> Callable[[Page], object]:
    """Open the list of notices, then choose these of its entries."""

    def act(page: Page) -> None:
        page.get_by_role("button", name="Notices").locator("visible=true").click()
        page.wait_for_timeout(300)
        for name in then:
            page.get_by_role("menuitem", name=name).click()
            page.wait_for_timeout(500)

    return act


def open_call(*then: str) -> Callable[[Page], object]:
    """Open the first call of a list, then press these buttons of its drawer."""

    def act(page: Page) -> None:
        page.locator("[data-booking]").first.click()
        page.get_by_role("dialog").wait_for()
        page.wait_for_timeout(600)  # it slides in
        for name in then:
            page.get_by_role("dialog").get_by_role("button", name=name, exact=True).first.click()
            page.wait_for_timeout(600)

    return act


def tick_calls(*then: str) -> Callable[[Page], object]:
    """Tick three calls of the table, then press these buttons."""

    def act(page: Page) -> None:
        for box in page.locator("[data-tick]").all()[:3]:
            box.click()
        page.get_by_role("region", name="Chosen calls").wait_for()
        press(*then)(page)
        page.wait_for_timeout(400)

    return act


def cancel_with_failure(page: Page) -> None:
    """Cancel two calls, one of which somebody moves on while the question stands."""
    rows = page.get_by_role("row").filter(has=page.get_by_role("checkbox")).filter(has_text="Scheduled")
    if not page.get_by_role("region", name="Cancelling calls").is_visible():
        for place in (0, 1):
            rows.nth(place).locator("[data-tick]").click()
        page.get_by_role("button", name="Cancel calls…").click()
        page.get_by_role("dialog").get_by_label("Reason").wait_for()
        other = page.context.new_page()
        other.goto(page.url)
        other.get_by_role("row").filter(has_text="Scheduled").locator("[data-booking]").first.click()
        other.get_by_role("dialog").get_by_role("button", name="Confirm", exact=True).click()
        other.locator("[data-event=confirmed]").wait_for()
        other.close()
        page.get_by_role("dialog").get_by_role("button", name="Cancel 2 calls").click()
    page.get_by_role("region", name="Cancelling calls").get_by_text("1 could not be").wait_for()
    page.wait_for_timeout(400)


def keep_view(page: Page) -> None:
    """Keep what is shown as a view for everybody, unless it is kept already."""
    if page.get_by_role("button", name="Save view").is_visible():
        page.get_by_role("button", name="Save view").click()
        page.get_by_label("Name of the view").fill("Camila's week")
        page.get_by_label("Show it to everybody").check()
        page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    page.locator("[aria-current=page]", has_text="Camila's week").wait_for()
    page.wait_for_timeout(400)


def change_view(page: Page) -> None:
    """Be asked what to change about the view."""
    page.get_by_role("button", name="Change the view").click()
    page.wait_for_timeout(400)


def give_away(page: Page) -> None:
    """Give calls to colleagues who are free, and look at what came of each; those of the picture before go back first."""
    page.locator("[data-booking]").first.wait_for()
    while page.get_by_role("button", name="Undo").count():
        page.get_by_role("button", name="Undo").first.click()
        page.wait_for_timeout(1000)
    for box in page.locator("[data-tick]").all()[:8]:
        box.click()
    page.get_by_role("region", name="Chosen calls").get_by_role("button", name="Give away").click()
    does = page.get_by_role("dialog").get_by_role("button", name="Give away", exact=True)
    does.click()
    does.wait_for(state="detached")
    page.wait_for_timeout(400)


def rotate_client(page: Page) -> None:
    """Be asked before the first API client gets another secret."""
    page.locator("[data-client]").first.get_by_role("button", name="What to do with").click()
    page.get_by_role("menuitem", name="New secret").click()
    page.get_by_role("dialog").get_by_role("button", name="Make a new secret").wait_for()
    page.wait_for_timeout(300)


def delete_view(page: Page) -> None:
    """Be asked before the view goes."""
    keep_view(page)
    change_view(page)
    press("Delete view")(page)
    page.wait_for_timeout(400)


def have_one_come(page: Page) -> None:
    """Scroll into the list; then somebody else confirms a call, which the list's filter then takes in."""
    page.locator("[data-rows] table").evaluate("table => { table.parentElement.scrollTop = 60; scrollTo(0, 800); }")
    page.locator("[data-rows=held]").wait_for()
    other = page.context.new_page()
    other.goto(page.url.replace("confirmed", "scheduled"))
    other.locator("[data-booking]").first.click()
    other.get_by_role("dialog").get_by_role("button", name="Confirm", exact=True).click()
    page.get_by_role("button", name="1 new", exact=True).wait_for()
    other.close()


def scroll_down(page: Page) -> None:
    """Read on, as far as the list goes."""
    page.locator("[data-booking]").first.wait_for()
    page.mouse.move(200, 600)
    page.mouse.wheel(0, 1200)
    page.wait_for_timeout(400)


def tick_every_call(*then: str) -> Callable[[Page], object]:
    """Tick every call that matches, then press these buttons."""

    def act(page: Page) -> None:
        page.get_by_label("Choose all on this page").click()
        page.get_by_role("button", name=re.compile("Choose all .* that match")).click()
        press(*then)(page)
        page.wait_for_timeout(600)

    return act


def to_come(page: Page) -> None:
    """The messages that are planned."""
    page.get_by_label("Status").select_option("pending")
    page.wait_for_timeout(600)


def to_messages(page: Page) -> None:
    """The messages in the form of a preset."""
    press("Add a preset")(page)
    page.get_by_text("WhatsApp templates").click()
    page.get_by_text("WhatsApp templates").scroll_into_view_if_needed()
    page.wait_for_timeout(300)


def preview_form(page: Page) -> None:
    """A preset's form, and beside it the form that customers would fill."""
    press("Change Support call")(page)
    inside = page.frame_locator("iframe[title='Preview of the booking page']")
    inside.get_by_role("heading", name="Choose a time").wait_for()
    page.get_by_role("button", name="The customer's details").click()
    inside.get_by_role("heading", name="Your details").wait_for()
    if page.viewport_size and page.viewport_size["width"] < 1000:
        page.get_by_role("button", name="Preview", exact=True).click()
        page.wait_for_timeout(600)


def pale_accent(page: Page) -> None:
    """Type an accent that cannot be seen on a light page."""
    page.get_by_label("Accent", exact=True).fill("#ffee00")
    page.get_by_text("too close to the page").wait_for()
    page.get_by_role("heading", name="Brand").evaluate("it => it.scrollIntoView()")


def sign_in_with_provider(*, only: bool = False, declined: bool = False) -> Callable[[Page], object]:
    """Show the ways in of an installation with a provider: beside the password, or alone, or after it said no."""
    chosen = {"ISSUER": "https://login.acme.example", "CLIENT_ID": "callboard", "NAME": "Acme", "ONLY": str(only)}

    def instead(route: Route) -> None:
        with standing_on({f"CALLBOARD_OIDC_{name}": value for name, value in chosen.items()}):
            form = sign_in_form(error=word("sign_in_declined", name="Acme") if declined else "")
        route.fulfill(response=route.fetch(), body=bytes(form.body))

    def act(page: Page) -> None:
        page.route("**/sign-in", instead)
        page.reload()
        page.get_by_role("link", name="Sign in with Acme").wait_for()

    return act


def leave_unsaved(page: Page) -> None:
    """Type something, and go elsewhere."""
    page.get_by_label("App name").fill("Lumen Care")
    page.get_by_role("link", name="My schedules").locator("visible=true").click()
    page.get_by_role("dialog", name="Leave without saving?").wait_for()


def open_delivery(page: Page) -> None:
    """Open the first delivery of a log, with how its signature is checked."""
    page.locator("[data-delivery]").first.click()
    page.get_by_text("How to check the signature").first.click()
    page.wait_for_timeout(400)


def open_hooks(page: Page) -> None:
    """Open the first call of a list, and unfold what became of its webhook deliveries."""
    open_call()(page)
    page.get_by_role("dialog").locator("summary").filter(has_text="deliver").click()
    page.get_by_role("dialog").get_by_role("list").last.scroll_into_view_if_needed()
    page.wait_for_timeout(300)


def rotate_secret(page: Page) -> None:
    """Be asked before the first webhook gets another secret."""
    page.locator("[data-subscription]").first.get_by_role("button").last.click()
    page.get_by_role("menuitem", name="New secret").click()
    page.get_by_role("dialog").get_by_role("button", name="Make a new secret").wait_for()
    page.wait_for_timeout(300)


def choose_deliveries(page: Page) -> None:
    """Tick all that the log shows."""
    page.get_by_label("Choose all on this page").locator("visible=true").click()
    page.wait_for_timeout(400)


def press_a_time(page: Page) -> None:
    """Choose a time, which leads to the form."""
    _times(page).last.click()
    page.get_by_text("Kept for you").wait_for()
    page.wait_for_timeout(400)


def book_here(page: Page) -> None:
    """Book a call as a customer would."""
    press_a_time(page)
    page.get_by_label("Name").fill("Jane Whitfield")
    page.get_by_label("E-mail").fill(f"jane{random.randrange(10**9)}@mail.example")
    page.get_by_role("button", name="Book", exact=True).click()
    page.get_by_role("heading", name=re.compile("is booked|confirm your call")).wait_for()


def manage_it(page: Page) -> None:
    """Open the page to which the customer's own link leads."""
    book_here(page)
    page.get_by_role("link", name="Change or cancel").click()
    page.get_by_role("heading", name=re.compile("Your call with")).wait_for()


def move_it(page: Page) -> None:
    """Go on to the times to which the call can be moved."""
    manage_it(page)
    page.get_by_role("link", name="Move to another time").click()
    page.get_by_role("button", name="Move to this time").wait_for()


def pick_next_free(page: Page) -> None:
    """Pick the next free time for the call."""
    move_it(page)
    page.get_by_role("link", name="Next free").click()
    page.get_by_role("radio", checked=True).wait_for(state="attached")


def cancel_it(page: Page) -> None:
    """Cancel the call, and say why."""
    manage_it(page)
    page.get_by_text("Cancel this call").first.click()
    page.get_by_label("Reason").fill("I am travelling that day")
    page.get_by_role("button", name="Cancel this call").click()
    page.get_by_role("link", name="Book again").wait_for()


def join_it(page: Page) -> None:
    """Come to the call too early."""
    manage_it(page)
    page.get_by_role("link", name="Go to the call").click()
    page.wait_for_timeout(600)


def door_of(side: Literal["guest", "agent"], *, goes_in: bool = False) -> Callable[[Page], object]:
    """Open the first call of a list that this side has a door to, go there, and perhaps go in."""

    def act(page: Page) -> None:
        calls, dialog = page.locator("[data-booking]"), page.get_by_role("dialog")
        calls.first.wait_for()
        for number in range(calls.count()):
            calls.nth(number).click()
            dialog.locator("a[href*='/manage/']").wait_for()
            door = dialog.locator(f"a[href*='/join/{side[0]}-']")
            if door.count():
                address = str(door.first.get_attribute("href"))
                if not goes_in or "<form" in page.request.get(address).text():
                    break
            page.keyboard.press("Escape")  # a call by phone, which customers join by picking up, or a door that is shut
            dialog.wait_for(state="hidden")
        page.goto(address)
        if goes_in:
            page.locator("form button").click()  # in the customer's language, whichever that is
        page.wait_for_timeout(400)

    return act


def open_link_code(page: Page) -> None:
    """A preset's link that names an agent, as a code to scan."""
    page.get_by_role("button", name="QR code of Talk to a specialist").click()
    page.get_by_label("Calls with").select_option(index=1)
    page.get_by_role("dialog").get_by_role("img").wait_for()


def wait_for_text(text: str) -> Callable[[Page], object]:
    """Until the page says it."""
    return lambda page: page.get_by_text(text).wait_for()


def open_own_link(page: Page) -> None:
    """An agent's own link."""
    page.get_by_role("button", name="Link and QR code").click()
    page.get_by_role("dialog").get_by_role("img").wait_for()


def find_with(typed: str) -> Callable[[Page], object]:
    """From the foot of the booking page to *Find my call*, with this address."""

    def act(page: Page) -> None:
        page.get_by_role("link", name="Find my call").click()
        page.get_by_role("textbox").fill(typed)
        page.get_by_role("button", name="Send me my links").click()
        page.get_by_role("heading", level=1).wait_for()

    return act


def type_meeting_place(page: Page) -> None:
    """Type where calls take place, and look at where that leads."""
    page.get_by_label("Where calls take place").fill("https://meet.example/{room}?displayName={name}&role={role}")
    page.get_by_text("A guest goes to").wait_for()


def name_nobody(page: Page) -> None:
    """Type an address for customers to write to that is none."""
    page.get_by_label("Contact e-mail").fill("help at lumen")
    page.get_by_label("Contact e-mail").evaluate("field => { field.form.noValidate = true; }")
    page.get_by_label("Contact e-mail").press("Enter")
    page.get_by_text("This is not an e-mail address.").scroll_into_view_if_needed()


def press_time_of_another(page: Page) -> None:
    """Choose a time that somebody else has chosen a moment ago."""
    other = page.context.new_page()
    other.goto(page.url)
    press_a_time(other)
    _times(page).last.click()
    page.get_by_role("alert").wait_for()
    other.close()


def _times(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile(r"\d:\d\d.*, .+ time$"))


def tell_of_a_delay(page: Page) -> None:
    """Tell the first guest who waits that their call starts late, where one waits and was not told before."""
    page.get_by_role("region").first.wait_for()
    late = page.get_by_role("button", name=re.compile("^Running late"))
    if late.count():
        late.first.click()
        page.wait_for_timeout(800)


def drawn_call(page: Page) -> None:
    """Open a call of the preset that leaves the agent to the engine, and look at why this one was drawn."""
    page.get_by_role("row").filter(has_text="Support call").locator("[data-booking]").first.click()
    page.get_by_role("dialog").wait_for()
    page.wait_for_timeout(600)  # it slides in
    page.get_by_role("table", name="Who was free").scroll_into_view_if_needed()
    page.wait_for_timeout(300)


def open_days(page: Page) -> None:
    """Look at how often the first API client called."""
    page.get_by_role("button", name=re.compile("Show every day")).locator("visible=true").first.click()
    page.wait_for_timeout(500)


def make_client(page: Page) -> None:
    """Make an API client, and look at its secret."""
    press("Add a client")(page)
    page.get_by_label("Name").fill("Warehouse")
    page.get_by_role("button", name="Create", exact=True).click()
    page.get_by_role("tab", name="Python").click()
    page.wait_for_timeout(400)


def to_retention(page: Page) -> None:
    """The section about forgetting customers."""
    page.locator("#retention-form").evaluate("form => form.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(300)


def ask_for_too_many_months(page: Page) -> None:
    """Type more months than there can be."""
    page.get_by_label("Months after the last call").fill("121")
    page.get_by_label("Months after the last call").evaluate("field => { field.form.noValidate = true; }")
    page.get_by_label("Months after the last call").press("Enter")
    page.locator("#retention-form [aria-invalid=true]").wait_for()
    to_retention(page)


def ask_to_forget(page: Page) -> None:
    """Type after how many months customers are forgotten, and look at whom that concerns."""
    page.get_by_label("Months after the last call").fill("1")
    page.locator("#retention-form").get_by_role("button", name="Save").click()
    page.get_by_role("dialog").get_by_role("button", name="Forget them").wait_for()
    page.wait_for_timeout(400)


def copy_app(page: Page) -> None:
    """Copy the app as a test app, and look at the secret of its client."""
    press("Copy as test app")(page)
    page.get_by_role("dialog").get_by_label("Client secret").wait_for()
    page.wait_for_timeout(400)


def list_test_apps(page: Page) -> None:
    """Look at the list of test apps, which has one at least."""
    if not page.get_by_role("list", name="Test apps").count():
        copy_app(page)
        press("Done")(page)
    page.get_by_role("list", name="Test apps").scroll_into_view_if_needed()


def look_into_test_app(*then: str) -> Callable[[Page], object]:
    """Go to a test app, and on to this place of it."""

    def act(page: Page) -> None:
        list_test_apps(page)
        page.get_by_role("list", name="Test apps").get_by_role("link").last.click()
        page.wait_for_timeout(800)
        for name in then:
            page.goto(page.url.replace("scheduled-calls", name))
        page.wait_for_timeout(1200)

    return act


def delete_test_app(page: Page) -> None:
    """Be asked before a test app is deleted."""
    look_into_test_app("settings")(page)
    press("Delete test app")(page)


def book_in_test_app(then: Callable[[Page], object] = lambda page: None) -> Callable[[Page], object]:
    """Stand where the customers of a test app would book."""

    def act(page: Page) -> None:
        look_into_test_app("settings")(page)
        page.goto(page.get_by_label("Booking page", exact=True).input_value())
        page.wait_for_timeout(1500)
        then(page)

    return act


def choose_javascript(page: Page) -> None:
    """Read the guide's samples in JavaScript."""
    page.locator("#webhooks").get_by_role("tab", name="JavaScript").first.click()
    page.locator("#webhooks").get_by_text("node:crypto").first.wait_for()
    page.wait_for_timeout(400)


def unfold_contents(page: Page) -> None:
    """Unfold what the guide holds, where it is folded."""
    page.locator("#moving").wait_for()
    if page.locator("#contents summary").is_visible():
        page.locator("#contents summary").click()


def own_calendars(page: Page) -> None:
    """Add a calendar at an address where nobody answers, and make an address for one's own calls."""
    if not page.get_by_text("could not be reached").count():
        press("Add a calendar")(page)
        page.get_by_label("Secret address").fill("http://127.0.0.1:9/basic.ics")
        page.get_by_label("Name").fill("Work")
        page.get_by_role("dialog").get_by_role("button", name="Add a calendar").click()
        page.get_by_text("could not be reached").first.wait_for()
    if page.get_by_role("button", name="Make an address").count():
        page.get_by_role("button", name="Make an address").click()
    page.get_by_label("Address of the calendar").wait_for()
    page.get_by_role("heading", name="Calendars").scroll_into_view_if_needed()


_TODAY = local_day(datetime.now(UTC), "Europe/Madrid")
_NEXT_WEEK = f"/app/{{app_id}}/calendar?view=agents-week&day={_TODAY + timedelta(days=9 - _TODAY.weekday())}"
"""Wherever in a week it is today, calls can still be moved in the next."""


def hold_a_call(page: Page, *, drop: bool = False) -> None:
    """Take the last call that can be moved by its key and carry it a little; perhaps let it go there."""
    page.locator("article.entry-call.ec-draggable").last.wait_for()
    page.locator("article.entry-call.ec-draggable").last.focus()
    page.keyboard.press("m")
    label = page.locator(".landing-label:not([data-tone=''])")
    label.wait_for()
    away = 0
    for step in [1] * 8 + [-1] * 96:  # the demo's calls are elsewhere every day
        page.keyboard.press("ArrowRight" if step > 0 else "ArrowLeft")
        away += step
        if away and label.get_attribute("data-tone") == "free":  # where it came from is free, but no move
            break
    if drop:
        page.keyboard.press("Enter")
        page.get_by_role("dialog").wait_for()
    page.wait_for_timeout(400)


def unfold_history(page: Page) -> None:
    """What a customer's last calls came to, where a phone folds it."""
    history = page.get_by_role("button", name=re.compile("^History"))
    if history.is_visible():
        history.click()
        page.wait_for_timeout(400)


def unfold_pool(page: Page) -> None:
    """The calls of the pool that cannot be taken over, and why."""
    unfit = page.get_by_text("At times when you are not free")
    unfit.click()
    unfit.scroll_into_view_if_needed()
    page.wait_for_timeout(300)


def look_at(clock: str, *first: str) -> Callable[[Page], object]:
    """Press these buttons of the day, then ask about a time."""

    def act(page: Page) -> None:
        press(*first)(page)
        page.get_by_label("Look at").fill(clock)
        page.wait_for_timeout(1200)

    return act


def unfold_figures(page: Page) -> None:
    """Show the calls by day as a table, too."""
    page.get_by_text("Show as table").first.click()
    page.get_by_role("table", name="Calls by day").scroll_into_view_if_needed()
    page.wait_for_timeout(400)


def simulate_calls(page: Page) -> None:
    """Play the next hundred calls, and look at what came of it."""
    page.get_by_role("button", name="Simulate the next 100").click()
    page.get_by_text("The widest difference").scroll_into_view_if_needed()
    page.wait_for_timeout(400)


def look_at_date(day: str) -> Callable[[Page], object]:
    """Turn to this date."""

    def act(page: Page) -> None:
        page.get_by_role("region", name="The day").get_by_label("Date").fill(day)
        page.wait_for_timeout(1200)

    return act


def type_time(days: int, clock: str, *, form: str) -> Callable[[Page], object]:
    """Type a time so many days from now, on the demo's clock, into a form that is open."""

    def act(page: Page) -> None:
        fields = page.get_by_role("dialog")
        day = local_day(datetime.now(UTC), "Europe/Madrid") + timedelta(days=days)
        fields.get_by_label("Date").fill(day.isoformat())
        fields.get_by_label("Time in").fill(clock)
        fields.get_by_role("status").filter(has_text=form).wait_for()

    return act


def find(typed: str) -> Callable[[Page], object]:
    """Type into the command palette."""

    def act(page: Page) -> None:
        page.keyboard.press("Control+k")
        page.keyboard.type(typed)
        page.wait_for_timeout(800)

    return act


def open_customer(*then: str) -> Callable[[Page], object]:
    """Open the first customer of the list, then press these buttons."""

    def act(page: Page) -> None:
        page.get_by_role("table", name="Customers").get_by_role("link").first.click()
        page.get_by_role("heading", name="Contact").wait_for()
        press(*then)(page)
        page.wait_for_timeout(400)

    return act


def merge_customers(page: Page) -> None:
    """Look at what merging two customers comes to."""
    open_customer("Merge")(page)
    page.get_by_label("Find the other entry").fill("example")
    page.get_by_role("button", name=re.compile("^Merge .+ into this one")).first.click()
    page.get_by_role("list", name="What comes of it").wait_for()
    page.wait_for_timeout(400)


def recognise_caller(page: Page) -> None:
    """Type the number of somebody who has called before, and choose the first free time."""
    page.get_by_role("table", name="Customers").wait_for()
    (phone,) = page.get_by_text(re.compile(r"^\+\d")).first.inner_text().split(" · ")[:1]
    page.goto(page.url.replace("customers", "scheduled-calls"))
    press("Book a call")(page)
    form = page.get_by_role("dialog", name="Book a call")
    form.get_by_label("Phone").fill(phone)
    form.get_by_text(re.compile(r"\d calls?")).wait_for()
    form.get_by_role("group", name="Next free times").get_by_role("radio").first.click()
    page.wait_for_timeout(400)


def one_after_the_other(*acts: Callable[[Page], object]) -> Callable[[Page], object]:
    """All of these acts."""
    return lambda page: [act(page) for act in acts]


def clash(page: Page) -> None:
    """Change the name of the first call of a list while somebody else does."""
    open_call("Edit")(page)
    field = page.get_by_role("form", name="Edit").get_by_label("Customer's name")
    name = field.input_value()
    field.fill(f"{name} Ibarra")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("dialog").get_by_role("button", name="Edit", exact=True).click()
    form = other.get_by_role("form", name="Edit")
    another = next(surname for surname in ("Alba", "Rey") if surname not in name)
    form.get_by_label("Customer's name").fill(f"{name.split()[0]} {another}")
    form.get_by_role("button", name="Save changes").click()
    form.wait_for(state="detached")
    other.close()
    page.get_by_role("region", name="Two versions").wait_for()
    page.wait_for_timeout(400)


def remove_note(page: Page) -> None:
    """Add a note to the first call of a list, and be asked before it is removed."""
    open_call()(page)
    drawer = page.get_by_role("dialog")
    drawer.get_by_label("A note for colleagues").fill("Prefers to be called by her first name.")
    drawer.get_by_role("button", name="Add note").click()
    drawer.get_by_role("button", name="Remove the note of").last.click()
    drawer.get_by_role("group", name="Remove this note").scroll_into_view_if_needed()
    page.wait_for_timeout(400)


def scroll_drawer(heading: str) -> Callable[[Page], object]:
    """Open the first call of a list, and read on to this heading."""

    def act(page: Page) -> None:
        open_call()(page)
        page.get_by_role("dialog").get_by_role("heading", name=heading).scroll_into_view_if_needed()
        page.wait_for_timeout(300)

    return act


def the_rows(page: Page) -> None:
    """Wait until the calendar has a row for each agent, and their calls stand in them."""
    page.locator(".row-label").first.wait_for()
    page.locator("article.entry-call").first.wait_for()


def the_week(*then: str) -> Callable[[Page], object]:
    """Look at the coming week (on a phone, at tomorrow), then press these buttons."""

    def act(page: Page) -> None:
        page.locator(".calendar article, .calendar .ec-body").first.wait_for()
        page.get_by_role("button", name=re.compile("^Next (week|day)$")).locator("visible=true").first.click()
        page.wait_for_timeout(600)
        page.locator(".calendar").scroll_into_view_if_needed()
        press(*then)(page)

    return act


def focus(page: Page) -> None:
    """Be left alone for an hour, whoever calls."""
    panel = page.get_by_role("region", name="Do not disturb")
    if not panel.get_by_role("timer").is_visible():
        panel.get_by_role("button", name="Focus 60 min").click()
        page.wait_for_timeout(600)
        if page.get_by_role("dialog").is_visible():
            page.get_by_role("dialog").get_by_role("button", name="Set", exact=True).click()
    panel.get_by_role("timer").wait_for()


def plan_absence(page: Page) -> None:
    """Ask who could take the calls of an agent who is away for a week."""
    press("Away until")(page)
    page.get_by_label("Last day away").fill((datetime.now(UTC) + timedelta(days=6)).date().isoformat())
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("button", name="Set away").wait_for()
    page.wait_for_timeout(400)


def paint_weekend(*then: str) -> Callable[[Page], object]:
    """Paint hours over the weekend, unless they are there, choose one of them, and press these buttons."""

    def act(page: Page) -> None:
        grid = page.get_by_role("group", name="Weekly hours as a grid")
        if not grid.is_visible():  # a phone has the fields alone
            page.get_by_role("button", name="Remove the window").last.click()
            return
        grid.evaluate("grid => grid.scrollIntoView({block: 'center'})")
        (left, right) = (grid.locator(f"[data-weekday='{weekday}']").bounding_box() for weekday in (5, 6))
        assert left and right
        page.mouse.move(left["x"] + 20, left["y"] + left["height"] * 20.05 / 24)
        page.mouse.down()
        page.mouse.move(right["x"] + 20, right["y"] + right["height"] * 21.95 / 24, steps=4)
        page.mouse.up()
        grid.get_by_role("button", name="Sunday 20:00–22:00").click()
        press(*then)(page)
        page.wait_for_timeout(400)

    return act


def see_unsaved_day(page: Page) -> None:
    """With hours painted on the weekend, look at every time of its Sunday."""
    paint_weekend()(page)
    day = page.get_by_role("region", name="The day")
    today = datetime.now(UTC).date()
    day.get_by_label("Date").fill((today + timedelta(days=(6 - today.weekday()) % 7 + 7)).isoformat())
    day.get_by_text("instead of").click()
    page.wait_for_timeout(400)


def close_every_day(page: Page) -> None:
    """Look at the calls that fall out when an agent has no hours any more."""
    week = page.get_by_role("region", name="Weekly hours")
    windows = week.get_by_role("button", name="Remove the window").all()
    for name in [str(window.get_attribute("aria-label")) for window in windows]:
        week.get_by_role("button", name=name).click()
    week.get_by_role("button", name="Save hours").click()
    page.get_by_label("For all calls").select_option("cancel")
    page.wait_for_timeout(400)


def cancel_them_all(page: Page) -> None:
    """Choose to cancel every call that falls out."""
    plan_absence(page)
    page.get_by_label("For all calls").select_option("cancel")
    page.wait_for_timeout(400)


def as_newcomer(*then: Callable[[Page], object]) -> Callable[[Page], object]:
    """From the members page: be somebody new on their own profile, and do all this there."""

    def act(page: Page) -> None:
        become_somebody_new(page)
        page.goto(re.sub(r"/[^/]*$", "/profile", page.url))
        page.get_by_role("heading", name="Where you are signed in").wait_for()
        page.wait_for_timeout(400)
        for step in then:
            step(page)
        page.wait_for_timeout(400)

    return act


def invite_somebody(page: Page) -> None:
    """Invite a new member, and look at the link."""
    press("Invite")(page)
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill("Inés Robledo")
    form.get_by_label("E-mail").fill(f"ines{random.randrange(10**9)}@agents.example")
    form.get_by_role("button", name="Invite", exact=True).click()
    page.get_by_label("Link", exact=True).wait_for()
    page.wait_for_timeout(400)


def take_up_invitation(page: Page) -> None:
    """Stand where an invitation leads."""
    invite_somebody(page)
    page.goto(page.get_by_label("Link", exact=True).input_value())


def choose_members_file(page: Page) -> None:
    """Be asked for a file of members."""
    page.get_by_role("button", name=re.compile("rom a file")).click()
    page.wait_for_timeout(400)


def paste_members(*then: str) -> Callable[[Page], object]:
    """Paste five lines, one of them bad, and press these buttons."""

    def act(page: Page) -> None:
        choose_members_file(page)
        new = [f"{name} Prueba,{name}{random.randrange(10**9)}@agents.example,agent,Norte,,es" for name in "ABC"]
        lines = ["name,email,role,team,timezone,languages", *new, "Dan,dan@,boss", ",lucia@example.com"]
        page.get_by_label("Or paste the lines of a sheet").fill("\n".join(lines))
        press("Look at them", *then)(page)
        page.wait_for_timeout(600)

    return act


def see_year(*then: str) -> Callable[[Page], object]:
    """Look at a year of the whole app with a country's holidays in it, and press these buttons."""

    def act(page: Page) -> None:
        page.get_by_label("Year of").scroll_into_view_if_needed()
        page.get_by_label("Year of").select_option("app")
        press("Next year", *then)(page)
        page.wait_for_timeout(600)

    return act


def take_holidays(page: Page) -> None:
    """Have taken a country's holidays, and look at the year."""
    see_year("Public holidays")(page)
    form = page.get_by_role("dialog", name="Public holidays")
    if form.get_by_role("button", name="Close these days").is_enabled():
        form.get_by_role("button", name="Close these days").click()
    else:
        press("Back")(page)
    page.wait_for_timeout(1500)
    page.locator(".year-kinds").scroll_into_view_if_needed()


def choose_calendar_file(page: Page) -> None:
    """Look at what a calendar file would close."""
    see_year("Calendar file")(page)
    page.locator("#closure-file").set_input_files(
        {"name": "fairs.ics", "mimeType": "text/calendar", "buffer": fairs(2)}
    )
    page.get_by_role("button", name="Add 2").wait_for()


def fairs(days: int) -> bytes:
    """A calendar file with so many days of next year, one that is cancelled, and one long past."""
    year = datetime.now(UTC).year + 1
    events = [("", f"{year}0311", "CANCELLED"), ("", "20200311", "CONFIRMED")]
    events += [(f"Fair {day}", f"{year}03{day:02}", "CONFIRMED") for day in range(12, 12 + days)]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for number, (name, day, status) in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{number}", f"SUMMARY:{name}", f"DTSTART;VALUE=DATE:{day}", f"STATUS:{status}"]
        lines += ["END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def paste_roster(page: Page) -> None:
    """Look at a roster of six lines, two of them bad."""
    press("Roster")(page)
    first = datetime.now(UTC).date() + timedelta(days=10)
    days = [first + timedelta(days=passed) for passed in range(4)]
    lines = [f"Lucía Fernández,{day},22:00,06:00" for day in days[:2]] + [f"Andrés Gómez,{days[2]},,"]
    lines += [
        f"Lucía Fernández,{days[3]},09:00,13:00",
        f"Lucía Fernández,{days[3]},12:00,17:00",
        "Nobody,soon,9,10",
    ]
    page.get_by_label("Or paste the lines of a sheet").fill("\n".join(["agent,date,start,end", *lines]))
    press("Look at them")(page)
    page.wait_for_timeout(600)


def follow_first_time(page: Page) -> None:
    """Go on to the plain form."""
    page.locator(".slots a").first.click()
    page.get_by_label("Name").wait_for()


def send_wrong(page: Page) -> None:
    """Send the plain form with an address that is none."""
    page.get_by_label("Name").fill("Jane Whitfield")
    page.get_by_label("E-mail").fill("jane@guests")
    page.get_by_role("button", name="Book", exact=True).click()
    page.locator(".problem").first.wait_for()


_CALLS = "/app/{app_id}/scheduled-calls"
_RESTORED = "/app/{restored[app_id]}/scheduled-calls"
_UPCOMING = f"{_CALLS}?status=scheduled&order=desc"
_NARROWED = f"{_CALLS}?range=seven_days&agent={{agents[0][id]}}&status=scheduled,confirmed&source=public_booking&q=a"
_MINE = "/app/{app_id}/my-schedules"
_CUSTOMERS = "/app/{app_id}/customers"
_SETTINGS = "/app/{app_id}/settings"
_MEMBERS = "/app/{app_id}/members"
_BOOKING = "/book/{app_id}?key={widget_key}"
_PLAIN = "/book/{{app_id}}/{}?key={{widget_key}}"
_LUCIA = "/app/{app_id}/availability?agent={agents[2][id]}"
_ANDRES = "/app/{app_id}/availability?agent={agents[1][id]}"
_IN_TEN_DAYS = (datetime.now(UTC) + timedelta(days=10)).date().isoformat()

_typed_when_nobody_works = one_after_the_other(
    press("Book a call", "Type another time"), type_time(23, "13:00", form="blocked")
)
_edited_too_late = one_after_the_other(open_call("Edit"), type_time(1, "03:05", form="hours"))
_typed_too_late = one_after_the_other(open_call("Reschedule", "Type another time"), type_time(1, "03:05", form="hours"))

_turn_on_and_off = one_after_the_other(turn_second_step_on, press("I have kept them", "Turn off two-step sign-in"))

SCREENS = (
    Screen("sign-in", "", "/sign-in"),
    Screen("sign-in-provider", "", "/sign-in", sign_in_with_provider()),
    Screen("sign-in-provider-declined", "", "/sign-in", sign_in_with_provider(declined=True)),
    Screen("sign-in-provider-only", "", "/sign-in", sign_in_with_provider(only=True)),
    Screen("forgotten-password", "", "/forgotten-password"),
    Screen("gallery", "", "/gallery"),
    Screen("gallery-dialog", "", "/gallery", press("Dialog")),
    Screen("gallery-drawer", "", "/gallery", press("Drawer")),
    Screen("frame-menu", "admin", _CALLS, press("Your menu")),
    Screen("notices", "agent", _CALLS, press_bell()),
    Screen("notices-none", "lead", _CALLS, press_bell()),
    Screen("notices-choose", "admin", _CALLS, press_bell("Choose notices")),
    Screen("sending-paused", "restored_owner", _RESTORED, stage=restore_app),
    Screen("sending-paused-admin", "restored_admin", _RESTORED, stage=restore_app),
    Screen("calendar-agents", "admin", "/app/{app_id}/calendar?view=agents&at=15:00", the_rows),
    Screen("calendar-week", "admin", "/app/{app_id}/calendar?view=agents-week", the_rows),
    Screen("now", "admin", "/app/{app_id}/now"),
    Screen("now-told", "admin", "/app/{app_id}/now", tell_of_a_delay),
    Screen("now-looks", "supervisor", "/app/{app_id}/now"),
    Screen("scheduled-calls", "admin", _CALLS),
    Screen("scheduled-calls-past", "supervisor", f"{_CALLS}?range=past&status=completed,no_show"),
    Screen("scheduled-calls-filter", "admin", _CALLS, press("Status")),
    Screen("scheduled-calls-chips", "admin", _NARROWED),
    Screen("scheduled-calls-ticked", "admin", _CALLS, tick_calls()),
    Screen("scheduled-calls-all-ticked", "lead", f"{_CALLS}?range=all", tick_every_call()),
    Screen("scheduled-calls-cancel-many", "lead", f"{_CALLS}?range=all", tick_every_call("Cancel calls…")),
    Screen("scheduled-calls-cancelled-many", "admin", f"{_CALLS}?source=api&range=all&order=desc", cancel_with_failure),
    Screen("scheduled-calls-view", "admin", _NARROWED, keep_view),
    Screen("scheduled-calls-view-change", "admin", _NARROWED, one_after_the_other(keep_view, change_view)),
    Screen("scheduled-calls-view-delete", "admin", _NARROWED, delete_view),
    Screen("scheduled-calls-scrolled", "admin", f"{_CALLS}?range=all", scroll_down),
    Screen("scheduled-calls-new", "admin", f"{_CALLS}?status=confirmed", have_one_come),
    Screen(
        "scheduled-calls-brought",
        "admin",
        f"{_CALLS}?status=confirmed",
        one_after_the_other(have_one_come, press("1 new")),
    ),
    Screen("scheduled-calls-given-away", "admin", f"{_CALLS}?status=scheduled", give_away),
    Screen("scheduled-calls-shortcuts", "admin", _CALLS, lambda page: page.keyboard.press("?")),
    Screen("scheduled-calls-dates", "admin", _CALLS, press("Dates…")),
    Screen("scheduled-calls-needs-outcome", "admin", f"{_CALLS}?range=all&needs-outcome=yes"),
    Screen("scheduled-calls-nothing", "admin", f"{_CALLS}?q=nobody-of-this-name"),
    Screen("scheduled-calls-book", "admin", _CALLS, press("Book a call")),
    Screen("scheduled-calls-book-typed", "admin", _CALLS, _typed_when_nobody_works),
    Screen("scheduled-calls-missing", "admin", f"{_CALLS}?call=bkg_unknown"),
    Screen("call", "admin", _UPCOMING, open_call()),
    Screen("call-drawn", "admin", f"{_CALLS}?source=public_booking&range=all", drawn_call),
    Screen("call-reschedule", "admin", _UPCOMING, open_call("Reschedule")),
    Screen("call-reschedule-typed", "admin", _UPCOMING, open_call("Reschedule", "Type another time")),
    Screen("call-reschedule-why-not", "admin", _UPCOMING, _typed_too_late),
    Screen("call-reassign", "admin", _UPCOMING, open_call("Reassign")),
    Screen("call-edit", "admin", _UPCOMING, open_call("Edit")),
    Screen("call-edit-why-not", "admin", _UPCOMING, _edited_too_late),
    Screen("call-edit-two-versions", "admin", _UPCOMING, clash),
    Screen("call-notes", "admin", _UPCOMING, remove_note),
    Screen("call-story", "admin", _UPCOMING, scroll_drawer("Timeline")),
    Screen("call-follow-up", "admin", _UPCOMING, open_call("Book follow-up")),
    Screen("call-cancel", "admin", _UPCOMING, open_call("Cancel")),
    Screen("call-hooks", "admin", f"{_CALLS}?status=started", open_hooks),
    Screen("call-done", "admin", f"{_CALLS}?status=started", open_call("Done")),
    Screen("my-schedules", "agent", _MINE),
    Screen("my-schedules-waiting", "agent2", _MINE),
    Screen("my-schedules-soon", "agent5", _MINE, unfold_history),
    Screen("my-schedules-pool", "agent3", _MINE, unfold_pool),
    Screen("my-schedules-book", "agent", _MINE, press("Book a call")),
    Screen("my-schedules-call", "agent", _MINE, open_call()),
    Screen("my-schedules-calendars", "agent", _MINE, own_calendars),
    Screen("my-schedules-add-calendar", "agent", _MINE, press("Add a calendar")),
    Screen("my-schedules-link", "agent", _MINE, open_own_link),
    Screen("my-schedules-none", "admin", _MINE),
    Screen("my-schedules-week", "agent", f"{_MINE}?view=week", the_week()),
    Screen("calendar-holding", "admin", _NEXT_WEEK, hold_a_call),
    Screen("calendar-dropped", "admin", _NEXT_WEEK, lambda page: hold_a_call(page, drop=True)),
    Screen("my-schedules-week-empty", "admin", f"{_MINE}?view=week", the_week()),
    Screen("my-schedules-week-dnd", "agent", f"{_MINE}?view=week", the_week("Do not disturb")),
    Screen("my-schedules-focus", "agent4", _MINE, focus),
    Screen("my-schedules-focus-until", "agent", _MINE, press("Until…")),
    Screen("palette", "admin", _CALLS, find("")),
    Screen("palette-found", "admin", _CALLS, find("mar")),
    Screen("palette-nobody", "agent", _CALLS, find("+57 300 555 9999")),
    Screen("day-list", "admin", "/app/{app_id}/day-list"),
    Screen("customers", "admin", _CUSTOMERS),
    Screen("customers-nobody", "lead", f"{_CUSTOMERS}?q=nobody-of-this-name"),
    Screen("customer", "admin", _CUSTOMERS, open_customer()),
    Screen("customer-of-an-agent", "agent", _CUSTOMERS, open_customer()),
    Screen("customer-merge", "admin", _CUSTOMERS, merge_customers),
    Screen("customer-erase", "admin", _CUSTOMERS, open_customer("Erase")),
    Screen("customer-missing", "agent", f"{_CUSTOMERS}/cus_unknown"),
    Screen("scheduled-calls-book-known", "admin", _CUSTOMERS, recognise_caller),
    Screen("outbox", "admin", "/app/{app_id}/outbox"),
    Screen("outbox-to-come", "admin", "/app/{app_id}/outbox", to_come),
    Screen("outbox-refused", "agent", "/app/{app_id}/outbox"),
    Screen("webhooks", "admin", "/app/{app_id}/webhooks"),
    Screen("webhooks-delivery", "admin", "/app/{app_id}/webhooks", open_delivery),
    Screen("webhooks-again", "admin", "/app/{app_id}/webhooks", press("Send failed ones again")),
    Screen("webhooks-chosen", "admin", "/app/{app_id}/webhooks", choose_deliveries),
    Screen("webhooks-rotate", "admin", "/app/{app_id}/webhooks", rotate_secret),
    Screen("webhooks-add", "admin", "/app/{app_id}/webhooks", press("Add a webhook")),
    Screen("clients", "admin", "/app/{app_id}/clients"),
    Screen("clients-days", "admin", "/app/{app_id}/clients", open_days),
    Screen("clients-add", "admin", "/app/{app_id}/clients", press("Add a client")),
    Screen("clients-secret", "admin", "/app/{app_id}/clients", make_client),
    Screen("clients-rotate", "admin", "/app/{app_id}/clients", rotate_client),
    Screen("clients-refused", "agent", "/app/{app_id}/clients"),
    Screen("api-guide", "admin", "/app/{app_id}/api-guide"),
    Screen("api-guide-errors", "admin", "/app/{app_id}/api-guide#errors"),
    Screen("api-guide-webhooks", "admin", "/app/{app_id}/api-guide#webhooks", choose_javascript),
    Screen("api-guide-contents", "admin", "/app/{app_id}/api-guide#moving", unfold_contents),
    Screen("api-guide-refused", "agent", "/app/{app_id}/api-guide"),
    Screen("availability-day", "supervisor", _LUCIA, look_at("16:40", "Next day")),
    Screen("availability-day-works", "admin", _LUCIA, look_at("20:15", "Next day")),
    Screen("availability-day-away", "supervisor", _ANDRES, look_at_date(_IN_TEN_DAYS)),
    Screen("availability-day-changes", "supervisor", _LUCIA, look_at_date("2027-10-31")),
    Screen("availability-day-own", "agent", "/app/{app_id}/availability", press("Show the whole day")),
    Screen("availability", "lead", "/app/{app_id}/availability"),
    Screen("availability-add", "admin", "/app/{app_id}/availability", press("Add a closure")),
    Screen("away-until", "admin", _LUCIA, press("Away until")),
    Screen("away-swap", "admin", _LUCIA, press("Swap calls")),
    Screen("availability-year", "admin", _LUCIA, take_holidays),
    Screen("availability-holidays", "admin", _LUCIA, see_year("Next year", "Public holidays")),
    Screen("availability-file", "admin", _LUCIA, choose_calendar_file),
    Screen("availability-roster", "admin", _LUCIA, paste_roster),
    Screen("availability-fall-out", "admin", _LUCIA, close_every_day),
    Screen("availability-paint", "admin", _LUCIA, paint_weekend()),
    Screen("availability-preview", "admin", _LUCIA, see_unsaved_day),
    Screen("availability-copy", "admin", _LUCIA, press("Copy to agents…")),
    Screen("away-plan", "admin", _LUCIA, plan_absence),
    Screen("away-cancel", "admin", _LUCIA, cancel_them_all),
    Screen("insights", "supervisor", "/app/{app_id}/insights", wait_for_text("Worked out at")),
    Screen("insights-table", "admin", "/app/{app_id}/insights?by=weekday&compare=no", unfold_figures),
    Screen("insights-simulated", "lead", "/app/{app_id}/insights?range=last_ninety_days", simulate_calls),
    Screen("insights-none", "admin", "/app/{app_id}/insights?range=custom&from=2020-01-01&to=2020-01-07"),
    Screen("insights-refused", "agent", "/app/{app_id}/insights"),
    Screen("fair-shares", "supervisor", "/app/{app_id}/fair-shares"),
    Screen("fair-shares-together", "admin", "/app/{app_id}/fair-shares?preset=all&days=90&sort=difference&order=desc"),
    Screen("fair-shares-refused", "agent", "/app/{app_id}/fair-shares"),
    Screen("presets", "admin", "/app/{app_id}/presets"),
    Screen("presets-add", "admin", "/app/{app_id}/presets", press("Add a preset")),
    Screen("presets-messages", "admin", "/app/{app_id}/presets", to_messages),
    Screen("presets-preview", "admin", "/app/{app_id}/presets", preview_form),
    Screen("members", "admin", _MEMBERS),
    Screen("members-of-a-team", "lead", _MEMBERS),
    Screen("members-invited", "admin", _MEMBERS, invite_somebody),
    Screen("members-duties", "admin", _MEMBERS, press("Who may do what")),
    Screen("members-file", "admin", _MEMBERS, choose_members_file),
    Screen("members-file-lines", "admin", _MEMBERS, paste_members()),
    Screen("members-file-done", "admin", _MEMBERS, paste_members("Add 3 without the bad lines")),
    Screen("invitation", "admin", _MEMBERS, take_up_invitation),
    Screen("audit-log", "admin", "/app/{app_id}/audit-log?range=all"),
    Screen("audit-log-narrowed", "admin", "/app/{app_id}/audit-log?range=custom&thing=preset&from=2026-01-01"),
    Screen("profile", "lead", "/app/{app_id}/profile"),
    Screen("profile-app", "admin", _MEMBERS, as_newcomer(begin_second_step)),
    Screen("profile-codes", "admin", _MEMBERS, as_newcomer(turn_second_step_on)),
    Screen("profile-on", "admin", _MEMBERS, as_newcomer(turn_second_step_on, press("I have kept them"))),
    Screen("profile-turn-off", "admin", _MEMBERS, as_newcomer(_turn_on_and_off)),
    Screen("sign-in-code", "admin", _MEMBERS, as_newcomer(turn_second_step_on, give_password_again)),
    Screen("settings", "admin", _SETTINGS),
    Screen("settings-link-code", "admin", _SETTINGS, open_link_code),
    Screen("settings-contact", "admin", _SETTINGS, name_nobody),
    Screen("settings-brand", "admin", _SETTINGS, pale_accent),
    Screen("settings-unsaved", "admin", _SETTINGS, leave_unsaved),
    Screen("settings-meeting-place", "admin", _SETTINGS, type_meeting_place),
    Screen("settings-retention", "admin", _SETTINGS, to_retention),
    Screen("settings-retention-wrong", "admin", _SETTINGS, ask_for_too_many_months),
    Screen("settings-retention-asks", "admin", _SETTINGS, ask_to_forget),
    Screen("settings-test-app-made", "admin", _SETTINGS, copy_app),
    Screen("settings-test-apps", "admin", _SETTINGS, list_test_apps),
    Screen("test-app", "admin", _SETTINGS, look_into_test_app()),
    Screen("test-app-switcher", "admin", _SETTINGS, one_after_the_other(look_into_test_app(), press("Switch app"))),
    Screen("test-app-settings", "admin", _SETTINGS, look_into_test_app("settings")),
    Screen("test-app-delete", "admin", _SETTINGS, delete_test_app),
    Screen("test-app-booking-page", "admin", _SETTINGS, book_in_test_app()),
    Screen("test-app-booked", "admin", _SETTINGS, book_in_test_app(book_here)),
    Screen("test-app-manage", "admin", _SETTINGS, book_in_test_app(manage_it)),
    Screen("booking-page", "", _BOOKING),
    Screen("booking-page-agents", "", "/b/specialist", wait_for_text("Choose who to talk to")),
    Screen("booking-page-details", "", _BOOKING, press_a_time),
    Screen("booking-page-done", "", _BOOKING, book_here),
    Screen("booking-page-other-day", "", "/b/support?date=2099-01-01", wait_for_text("has no free times")),
    Screen("find", "", _BOOKING, find_with("jane@")),
    Screen("find-sent", "", _BOOKING, find_with("jane@mail.example")),
    Screen("booking-page-shut", "", "/book/{app_id}?key=wk_of_nobody"),
    Screen("booking-page-taken", "", "/b/direct?agent={agents[0][id]}", press_time_of_another),
    Screen("plain-times", "", _PLAIN.format("times")),
    Screen("plain-zone", "", _PLAIN.format("zone") + "&q=london"),
    Screen("plain-form-wrong", "", _PLAIN.format("times"), one_after_the_other(follow_first_time, send_wrong)),
    Screen("plain-form-gone", "", _PLAIN.format("at") + "&start=2026-01-01T10:00:00Z"),
    Screen("manage", "", _BOOKING, manage_it),
    Screen("manage-move", "", _BOOKING, move_it),
    Screen("manage-move-picked", "", _BOOKING, pick_next_free),
    Screen("manage-cancelled", "", _BOOKING, cancel_it),
    Screen("join-early", "", _BOOKING, join_it),
    Screen("join-open", "admin", f"{_CALLS}?status=started", door_of("guest")),
    Screen("join-inside", "admin", f"{_CALLS}?status=started", door_of("guest", goes_in=True)),
    Screen("join-inside-agent", "admin", f"{_CALLS}?status=started", door_of("agent", goes_in=True)),
    Screen("join-over", "admin", f"{_CALLS}?status=no_show&range=past", door_of("agent")),
)


def main(folder: Path, *names: str) -> None:
    """Take all screens, or those named, in all sizes and themes, or those named."""
    only = set(names)
    sizes, themes = only & SIZES.keys() or set(SIZES), only & set(THEMES) or set(THEMES)
    screens = only - SIZES.keys() - set(THEMES) or {screen.name for screen in SCREENS}
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, (folder / "up.log").open("w") as log:
        port = free_port()
        base_url = f"http://localhost:{port}"
        process = start(port, Path(data), "--demo", log=log, CALLBOARD_DEVELOPMENT="1")
        try:
            wait_until_ready(process, base_url, folder / "up.log")
            server = Server(base_url, Path(data), json.loads(Path(data, "demo.json").read_text()))
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
                for screen in SCREENS:
                    if screen.name in screens:
                        take(browser, server, screen, folder, sizes, themes)
                browser.close()
        finally:
            process.terminate()
            process.wait(15)


def take(
    browser: Browser,
    server: Server,
    screen: Screen,
    folder: Path,
    sizes: Set[str],
    themes: Set[Literal["light", "dark"]],
) -> None:
    """One screen in these sizes and themes, and what its console complains of."""
    for size, theme in product(sizes, themes):
        with opened(browser, server, screen, SIZES[size], theme) as page:
            page.screenshot(path=folder / f"{screen.name}-{size}-{theme}.png")


@contextmanager
def opened(
    browser: Browser, server: Server, screen: Screen, extent: tuple[int, int], theme: Literal["light", "dark"]
) -> Iterator[Page]:
    """A tab that shows the screen, ready to be looked at."""
    screen.stage(server)
    width, height = extent
    context = browser.new_context(
        base_url=server.base_url, viewport={"width": width, "height": height}, color_scheme=theme
    )
    if screen.role:
        name, _, value = server.cookie(screen.role).partition("=")
        context.add_cookies([{"name": name, "value": value, "url": server.base_url}])
    page = context.new_page()
    page.on("console", lambda said: print(screen.name, said.text) if said.type == "error" else None)
    page.goto(screen.address.format(**server.demo), wait_until="networkidle")
    page.wait_for_function("!document.querySelector('[aria-busy=true]')")  # nothing is a grey bar any more
    page.wait_for_timeout(300)  # what comes, comes gently
    screen.act(page)
    yield page
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
