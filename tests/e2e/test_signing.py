"""Signing in and out in a browser."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server

pytestmark = pytest.mark.browser


def test_a_stranger_signs_in_and_lands_where_they_were_going(server: Server, page: Page):
    page.goto(server.in_app("members"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("E-mail").fill(server.demo["admin"]["email"])
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Password").fill(server.demo["admin"]["password"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Members", level=1)).to_be_visible()


def test_the_menu_signs_out(server: Server, sign_in):
    page: Page = sign_in("admin")
    _sign_out(page)
    page.goto(server.in_app("scheduled-calls"))
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_who_comes_next_finds_nothing_of_who_signed_out(server: Server, sign_in):
    page: Page = sign_in("admin")
    page.evaluate("sessionStorage.setItem('callboard-draft-book-call', 'Jane Doe')")  # as `assets/draft.js` keeps it
    _sign_out(page)
    assert "Jane Doe" not in page.evaluate("JSON.stringify([sessionStorage, localStorage])")
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_session_that_ended_elsewhere_leads_to_the_sign_in_page_at_once(server: Server, sign_in):
    page: Page = sign_in("admin")
    cookie = next(one for one in page.context.cookies() if one["name"].startswith("callboard"))
    httpx.post(f"{server.base_url}/sign-out", headers={"Cookie": f"{cookie['name']}={cookie['value']}"})
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_times_are_shown_in_the_zone_that_was_chosen(server: Server, sign_in):
    page: Page = sign_in("admin")
    for choice in ("The app's zone", "My zone"):
        page.get_by_role("button", name="Your menu").locator("visible=true").click()
        page.get_by_role("menuitemradio", name=choice).click()
        page.get_by_role("button", name="Your menu").locator("visible=true").click()
        expect(page.get_by_role("menuitemradio", name=choice)).to_have_attribute("aria-checked", "true")
        page.keyboard.press("Escape")
    assert server.demo


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="Your menu").locator("visible=true").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
