"""A webhook's day in the console: added, refused for good, found by the banner, resumed, proven and sent again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server
from tests.receivers import receiver, reply

pytestmark = pytest.mark.browser


def test_a_webhook_that_answers_gone_is_found_mended_and_proven(sign_in: Callable[[str], Page], server: Server):
    with receiver(lambda handler, _: reply(handler, 410)) as there:
        page = sign_in("admin")
        page.goto(server.in_app("webhooks"))
        page.get_by_role("button", name="Add a webhook").first.click()
        page.get_by_label("Address").fill(there.url)
        page.get_by_role("dialog").get_by_role("button", name="Add").click()
        page.get_by_role("button", name="Done").click()
        row = page.get_by_role("row").filter(has_text=there.url)
        act(page, there.url, "Send a test")
        expect(row).to_contain_text("Paused")
        expect(row).to_contain_text("Answered 410 Gone")

        page.get_by_role("link", name="Scheduled calls").first.click()
        expect(page.get_by_text(re.compile("1 webhook is paused since"))).to_be_visible()
        page.get_by_role("link", name="Look", exact=True).click()

        there.answer = lambda handler, _: reply(handler, 200)
        act(page, there.url, "Resume")
        page.get_by_role("button", name="Send them").click()
        expect(row).to_contain_text("Active")
        there.wait_for(2)
        expect(row).to_contain_text("50% accepted")

        row.get_by_role("button", name=there.url, exact=True).click()
        page.locator("[data-delivery]").first.click()
        page.get_by_text("How to check the signature").first.click()
        headers, _ = there.requests[1]
        expect(page.get_by_role("listitem").filter(has_text=headers["webhook-signature"]).first).to_be_visible()
        page.keyboard.press("Escape")

        page.get_by_label("Choose all on this page").click()
        page.get_by_role("button", name="Send 1 again").click()
        page.get_by_role("dialog").get_by_role("button", name="Send again").click()
        expect(page.get_by_text("1 of 1 sent")).to_be_visible()
        there.wait_for(3)
        assert len({body["id"] for body in there.bodies}) == 1

        act(page, there.url, "Delete")
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(row).to_have_count(0)


def act(page: Page, url: str, name: str) -> None:
    """Choose an act from the menu of the webhook to this address."""
    page.get_by_role("row").filter(has_text=url).get_by_role("button").last.click()
    page.get_by_role("menuitem", name=name).click()
