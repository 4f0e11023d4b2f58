"""The server is killed and started anew while a customer books: they go on where they were, and see what they booked."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.conftest import start, wait_until_ready
from tests.ports import free_port

pytestmark = pytest.mark.browser


def test_a_customer_goes_on_where_they_were_when_the_server_is_started_anew(browser: Browser, tmp_path: Path) -> None:
    port, log = free_port(), (tmp_path / "up.log").open("w")
    base_url = f"http://localhost:{port}"

    def up():
        process = start(port, tmp_path, "--demo", log=log)
        wait_until_ready(process, base_url, tmp_path / "up.log")
        return process

    def anew(process):
        process.kill()
        process.wait()
        return up()

    process = up()
    try:
        agent = json.loads((tmp_path / "demo.json").read_text())["agents"][-1]["id"]
        page = browser.new_context(base_url=base_url, locale="en-GB", timezone_id="Europe/Madrid").new_page()
        page.goto(f"/b/direct?agent={agent}")  # one agent: the customer's own hold must not stand in their way
        page.get_by_role("button", name=re.compile(r"^\d\d:\d\d, ")).last.click()
        page.get_by_label("Name").fill("Jane Whitfield")
        page.get_by_label("E-mail").fill("jane@guests.test")
        page.get_by_label("Phone").fill("+34 612 345 678")
        chosen = page.get_by_text("Madrid time").first.inner_text()
        expect(page.get_by_text("Kept for you")).to_be_visible()

        process = anew(process)
        page.get_by_label("Anything").fill("Typed after the restart")
        expect(page.get_by_label("E-mail")).to_have_value("jane@guests.test", timeout=30_000)
        expect(page.get_by_text(chosen)).to_be_visible()
        page.get_by_role("button", name="Book", exact=True).click()
        booked = page.get_by_role("heading", name="Your call is booked")
        expect(booked).to_be_visible()

        booked.evaluate("heading => heading.dataset.shown = 'before'")
        process = anew(process)
        expect(page.locator("[data-shown=before]")).to_have_count(0, timeout=30_000)
        expect(booked).to_be_visible()
        page.context.close()
    finally:
        process.terminate()
        process.wait(15)
        log.close()
