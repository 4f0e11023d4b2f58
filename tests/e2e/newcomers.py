"""Somebody new in the demo's app, who may do to their own account what would shut the demo's people out."""

import re
import time
import uuid

from playwright.sync_api import Page, expect
from pyotp.totp import TOTP

PASSWORD = "correct horse battery"


def become_somebody_new(page: Page) -> str:
    """From an admin's members page: invite somebody, and be them from now on. Gives the e-mail they sign in with."""
    email = f"kim-{uuid.uuid4().hex[:8]}@agents.test"
    page.get_by_role("button", name="Invite", exact=True).click()
    form = page.get_by_role("dialog")
    form.get_by_label("Name").fill("Kim Alvarez")
    form.get_by_label("E-mail").fill(email)
    form.get_by_role("button", name="Invite", exact=True).click()
    link = page.locator("#member-link").input_value()
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("sign in")).click()
    page.get_by_role("button", name="Your menu").locator("visible=true").wait_for()
    return email


def begin_second_step(page: Page) -> str:
    """On the profile: give the password; gives the secret that is shown then."""
    page.get_by_role("button", name="Set up an authenticator app").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Your password").fill(PASSWORD)
    dialog.get_by_role("button", name="Next").click()
    expect(dialog.get_by_role("img", name="QR code")).to_be_visible()
    return dialog.locator("#second-step-secret").inner_text().replace(" ", "")


def turn_second_step_on(page: Page) -> tuple[str, list[str]]:
    """On the profile: set an authenticator app up; gives its secret and the recovery codes, which are still shown."""
    secret = begin_second_step(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Code").fill(code_of(secret))
    dialog.get_by_role("button", name="Turn on").click()
    expect(dialog.get_by_role("heading", name="Recovery codes")).to_be_visible()
    return secret, dialog.get_by_role("listitem").all_inner_texts()


def give_password_again(page: Page, email: str = "") -> None:
    """Sign out, and in again as far as the code."""
    email = email or str(page.get_by_text(re.compile("You sign in as")).text_content()).split()[-1].rstrip(".")
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows now, or so many steps later."""
    return TOTP(secret).at(int(time.time()) + steps * 30)
