"""One's own account: signing in with a code, and out of another browser; a theme and a language."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Server
from tests.e2e.newcomers import become_somebody_new, code_of, give_password_again, turn_second_step_on

pytestmark = pytest.mark.browser


def test_a_person_turns_the_second_step_on_and_signs_in_with_it(server: Server, browser: Browser, sign_in):
    """By a code, then by a recovery code; the browser that is ended from there is told at once."""
    page: Page = sign_in("admin")
    page.goto(server.in_app("members"))
    email = become_somebody_new(page)
    page.get_by_role("button", name="Your menu").locator("visible=true").click()
    page.get_by_role("menuitem", name="Profile").click()
    secret, recovery = turn_second_step_on(page)
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("Recovery codes left: 10")).to_be_visible()

    give_password_again(page, email)
    page.get_by_label("Code").fill("nonsense")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("This code is not right")).to_be_visible()
    page.get_by_label("Code").fill(code_of(secret, 1))  # the one that is shown now was used to turn it on
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="My schedules", level=1)).to_be_visible()

    elsewhere = browser.new_context(base_url=server.base_url, viewport={"width": 390, "height": 844})
    other = elsewhere.new_page()
    give_password_again(other, email)
    other.get_by_role("link", name="Use a recovery code").click()
    other.get_by_label("Recovery code").fill(recovery[0])
    other.get_by_role("button", name="Sign in").click()
    other.get_by_role("button", name="Your menu").locator("visible=true").click()
    other.get_by_role("menuitem", name="Profile").click()
    expect(other.get_by_text("Recovery codes left: 9")).to_be_visible()
    others = other.get_by_role("list", name="Where you are signed in")
    expect(others.get_by_role("listitem").first).to_contain_text("This browser")
    expect(others.get_by_role("listitem")).to_have_count(3)  # the first one has no cookie any more, yet is signed in
    other.get_by_role("button", name="Sign out all others").click()
    expect(others.get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("heading", name=re.compile("Sign in"))).to_be_visible()
    elsewhere.close()


def test_a_theme_stands_before_anything_is_drawn_and_a_language_at_once(server: Server, sign_in):
    page: Page = sign_in("admin")
    page.goto(server.in_app("members"))
    become_somebody_new(page)
    page.goto(server.in_app("profile"))
    page.get_by_text("Dark", exact=True).click()
    root = page.locator("html")
    expect(root).to_have_class(re.compile("dark"))
    page.add_init_script("addEventListener('DOMContentLoaded', () => { first = document.documentElement.className })")
    page.reload()
    assert "dark" in page.evaluate("first")
    expect(page.get_by_role("radio", name="Dark")).to_be_checked()
    page.get_by_label("Language", exact=True).select_option("es")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("heading", name="Perfil", level=1)).to_be_visible()
    expect(page.get_by_label("Idioma", exact=True)).to_have_value("es")
    page.get_by_label("Idioma", exact=True).select_option("")
    page.get_by_role("button", name="Guardar").last.click()
    expect(page.get_by_role("heading", name="Profile", level=1)).to_be_visible()
