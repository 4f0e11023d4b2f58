"""An integrator reads the guide: goes to a section, chooses a language, copies a sample, and runs what was copied."""

import gzip
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server
from tests.e2e.guide_samples import PROGRAMS

pytestmark = pytest.mark.browser

Person = Callable[[str], Page]
TABLE_PAGE = 240_000
"""Bytes of script and style, compressed, that a page of the console may load."""


def test_the_first_call_works_as_it_is_copied_in_every_language(sign_in: Person, server: Server, tmp_path: Path):
    page = opened(sign_in("admin"), server)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    keys = {"CLIENT_ID": server.demo["client_id"], "CLIENT_SECRET": server.demo["client_secret"], "NO_PROXY": "*"}
    for language, name in (("curl", "curl"), ("python", "Python"), ("javascript", "JavaScript")):
        sample = page.locator("[data-sample=first_call]")
        sample.get_by_role("tab", name=name).click()
        expect(sample.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        sample.get_by_role("button", name="Copy").click()
        page.wait_for_timeout(200)
        file = tmp_path / f"{language}.mjs"
        file.write_text(page.evaluate("navigator.clipboard.readText()"))
        done = subprocess.run([*PROGRAMS[language], str(file)], env=os.environ | keys, capture_output=True, text=True)
        assert "bkg_" in done.stdout, done.stderr + done.stdout


def test_one_choice_of_language_holds_for_all_samples_and_the_reader_stays_where_they_are(
    sign_in: Person, server: Server
):
    page = opened(sign_in("admin"), server, "#webhooks")
    expect(page.locator("#webhooks")).to_be_in_viewport()
    tab = page.locator("[data-sample=standard_webhook]").get_by_role("tab", name="JavaScript")
    tab.scroll_into_view_if_needed()
    before = tab.bounding_box()
    tab.click()
    expect(page.locator("[data-sample=events]")).to_contain_text("node:fs")
    page.wait_for_timeout(300)
    after = tab.bounding_box()
    assert before and after and abs(before["y"] - after["y"]) < 2
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-sample=holds]")).to_contain_text("import httpx")
    page.reload()
    expect(page.locator("[data-sample=first_call]")).to_contain_text("import httpx")


def test_the_contents_lead_everywhere_and_say_where_the_reader_is(sign_in: Person, server: Server):
    page = opened(sign_in("admin"), server)
    contents = page.get_by_role("navigation", name="On this page")
    for name, id in (("Event feed", "events"), ("Errors", "errors")):
        contents.get_by_role("link", name=name).click()
        expect(page.locator(f"#{id}")).to_be_in_viewport()
        expect(contents.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")
        assert page.url.endswith(f"#{id}")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_text("On this page").locator("visible=true").click()
    contents.get_by_role("link", name="Limits").click()
    expect(page.locator("#limits-title")).to_be_in_viewport()
    expect(contents.get_by_role("link", name="Limits")).to_be_hidden()


def test_the_guide_is_no_heavier_than_a_page_with_a_table(sign_in: Person, server: Server):
    page = sign_in("admin")
    loaded: set[str] = set()
    page.on("response", lambda answer: loaded.add(answer.url))
    page.goto(server.in_app("api-guide"))
    expect(page.locator("#moving")).to_be_visible()
    files = [url for url in loaded if re.search(r"/assets/.*\.(js|css)$", url)]
    weight = sum(len(gzip.compress(httpx.get(url).content)) for url in files)
    assert 100_000 < weight < TABLE_PAGE, weight


def opened(page: Page, server: Server, place: str = "") -> Page:
    page.goto(server.in_app(f"api-guide{place}"))
    expect(page.locator("[data-sample=first_call]")).to_contain_text(server.base_url)
    return page
