"""Chromium finds nothing that keeps it from installing the console, and is not told of it where customers book."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.e2e.conftest import CHROMIUM, Server

pytestmark = pytest.mark.browser


@pytest.fixture
def profile(browser: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    """A profile on disk: nothing can be installed from one that leaves no trace."""
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=shutil.which("chromium"), args=CHROMIUM
    )
    yield context
    context.close()


def test_chromium_offers_to_install_the_console(profile: BrowserContext, server: Server):
    name, _, value = server.cookie("admin").partition("=")
    profile.add_cookies([{"name": name, "value": value, "url": server.base_url}])
    page = profile.pages[0]
    page.goto(server.in_app("now"))
    page.get_by_role("heading", level=1).wait_for()
    browser = profile.new_cdp_session(page)
    manifest = browser.send("Page.getAppManifest")
    assert manifest["url"] == f"{server.base_url}/callboard.webmanifest" and manifest["errors"] == []
    assert browser.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    page.goto(f"{server.base_url}/book/{server.demo['app_id']}?key={server.demo['widget_key']}")
    page.get_by_role("heading", level=1).wait_for()
    assert page.locator("link[rel=manifest]").count() == 0
