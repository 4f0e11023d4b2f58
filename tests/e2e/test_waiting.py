"""What a page looks like while it waits for the server, and what happens when the server cannot be reached for a while."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from console.pages import CONSOLE
from tests.e2e.conftest import Server
from tests.e2e.handler_trials import Scene

pytestmark = pytest.mark.browser


def test_every_page_shows_its_shape_while_it_waits(context: BrowserContext, server: Server):
    name, _, value = server.cookie("admin").partition("=")
    context.add_cookies([{"name": name, "value": value, "url": server.base_url}])
    page = context.new_page()
    page.route_web_socket("**/*", lambda socket: None)  # open, and silent
    for place in CONSOLE:
        page.goto(server.in_app(place))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("main [aria-busy=true]").first).to_be_visible()
        expect(page.locator("main .spin")).to_have_count(0)


def test_while_the_network_is_away_it_says_so_and_then_catches_up_and_nothing_typed_is_lost(sign_in, server: Server):
    page: Page = sign_in("admin")
    page.goto(server.in_app("scheduled-calls?q=Booked+Meanwhile"))
    page.get_by_role("button", name="Book a call").click()
    form = page.get_by_role("dialog", name="Book a call")
    expect(form.get_by_role("group", name="Next free times").get_by_role("radio").first).to_be_visible()
    page.context.set_offline(True)
    form.get_by_label("Customer's name").fill("Typed Meanwhile")
    lost = page.get_by_role("status").filter(has_text="Reconnecting")
    expect(lost).to_be_visible()
    scene = Scene(server)
    scene.call(guestName="Booked Meanwhile")
    page.context.set_offline(False)
    expect(page.get_by_role("status").filter(has_text="Connected again")).to_be_visible()
    expect(lost).to_have_count(0)
    expect(form.get_by_label("Customer's name")).to_have_value("Typed Meanwhile")
    page.keyboard.press("Escape")
    expect(page.get_by_role("row").filter(has_text="Booked Meanwhile")).to_be_visible()
    scene.close()


def test_what_was_typed_outlives_a_press_beside_the_form_and_a_server_that_has_forgotten_it(sign_in, server: Server):
    page: Page = sign_in("admin")
    page.goto(server.in_app("scheduled-calls"))
    book, form = page.get_by_role("button", name="Book a call"), page.get_by_role("dialog", name="Book a call")
    book.click()
    form.get_by_label("Customer's name").fill("Half Typed")
    form.get_by_label("What is it about?").fill("Half a sentence")
    page.mouse.click(5, 300)
    be_forgotten(page)
    expect(form.get_by_label("Customer's name")).to_have_value("Half Typed")
    expect(form.get_by_label("What is it about?")).to_have_value("Half a sentence")
    form.get_by_role("button", name="Back").click()
    expect(form).to_have_count(0)
    be_forgotten(page)
    book.click()
    expect(form.get_by_label("Customer's name")).to_have_value("")


def be_forgotten(page: Page) -> None:
    """Come to the server as a tab that it does not know, as every tab is to one that was started anew."""
    page.evaluate("sessionStorage.removeItem('token')")
    page.reload()
    expect(page.locator("[data-booking]").first).to_be_visible()
