"""The booking page shows the app and its first free times before any script has run."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server

pytestmark = pytest.mark.browser


def test_the_html_itself_has_the_app_and_the_first_times(server: Server):
    html = httpx.get(f"{server.base_url}/book/{server.demo['app_id']}", params={"key": server.demo["widget_key"]})
    assert html.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'self'" in html.headers["content-security-policy"]
    assert "callboard-ancestors" not in html.headers
    assert '<time datetime="' in html.text
    for told in ("title", "site_name", "description", "url"):
        assert f'property="og:{told}" content="' in html.text


def test_a_wrong_key_tells_nothing(server: Server):
    html = httpx.get(f"{server.base_url}/book/{server.demo['app_id']}", params={"key": "wrong"})
    assert "frame-ancestors 'none'" in html.headers["content-security-policy"]
    assert "og:title" not in html.text
    assert '<time datetime="' not in html.text


def test_the_live_page_takes_the_first_times_place(server: Server, page: Page):
    page.goto(f"/book/{server.demo['app_id']}?key={server.demo['widget_key']}")
    expect(page.locator("#boot")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
