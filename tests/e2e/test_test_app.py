"""An admin copies the app as a test app, an integrator tries it out, and both put it away."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server
from tests.e2e.test_clients import keys, status

pytestmark = pytest.mark.browser


def test_a_test_app_lives_from_its_copy_to_its_deletion(sign_in: Callable[[str], Page], server: Server):
    page = sign_in("admin")
    page.goto(server.in_app("settings"))
    page.get_by_role("button", name="Copy as test app").click()
    dialog = page.get_by_role("dialog", name=re.compile(r"\(test.*\) is ready"))
    pair = keys(dialog)
    name = str(dialog.get_by_role("heading", level=2).text_content()).removesuffix(" is ready")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert pair[1] not in page.content()

    page.get_by_role("list", name="Test apps").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name="Scheduled calls")).to_be_visible()
    expect(page.get_by_text("Test app", exact=True).first).to_be_visible()
    app_id = page.url.split("/app/")[1].split("/")[0]
    assert asked(server, app_id, pair) == 200
    assert asked(server, server.demo["app_id"], pair) == 404

    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_label("Booking page", exact=True)).to_have_value(re.compile(app_id))
    booking_page = page.get_by_label("Booking page", exact=True).input_value()
    assert "This is a test: nothing is sent to anybody." in httpx.get(booking_page).text
    visitor = page.context.new_page()
    visitor.goto(booking_page)
    expect(visitor.locator("#boot")).to_have_count(0)
    expect(visitor.get_by_text("This is a test: nothing is sent to anybody.")).to_be_visible()
    visitor.close()

    page.get_by_role("button", name="Delete test app").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete test app").click()
    page.wait_for_url(lambda url: f"/app/{server.demo['app_id']}/" in url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("button", name="Switch app").first.click()
    expect(page.get_by_role("menuitem", name=name, exact=True)).to_have_count(0)
    assert status(server, pair) == 401
    assert "This is a test" not in httpx.get(booking_page).text


def asked(server: Server, app_id: str, pair: tuple[str, str]) -> int:
    """What the API answers to this client about this app."""
    base = f"{server.base_url}/api/v1"
    bought = httpx.post(f"{base}/oauth/token", data={"grant_type": "client_credentials"}, auth=pair).json()
    headers = {"Authorization": f"Bearer {bought['access_token']}"}
    return httpx.get(f"{base}/video/{app_id}/presets", headers=headers).status_code
