"""The documentation page: it reads well, signs in and really calls, and asks no other host for anything."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.e2e.conftest import Server, start, wait_until_ready
from tests.ports import free_port

pytestmark = pytest.mark.browser

SIZES = [(1440, 900), (390, 844)]


def test_it_signs_in_and_calls_the_api(server: Server, browser: Browser):
    try_it(browser, server.base_url, server)


def test_it_does_so_where_the_api_is_served_alone(server: Server, browser: Browser, tmp_path: Path):
    port, log = free_port(), tmp_path / "api.log"
    with log.open("w") as file:
        process = start(port, server.data, log=file, command="api")
    try:
        wait_until_ready(process, f"http://localhost:{port}", log)
        try_it(browser, f"http://localhost:{port}", server)
    finally:
        process.terminate()
        process.wait(15)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_axe_finds_nothing_serious(server: Server, browser: Browser, size: tuple[int, int], theme: str):
    with opened(browser, server.base_url, size=size, theme=theme) as page:
        button_of(page, "Book a call").click()
        page.get_by_role("button", name="Try it out").wait_for()
        assert serious(page) == set()
        page.locator(".scheme-container").get_by_role("button", name="Authorize").click()
        page.get_by_label("client_secret").wait_for()
        assert serious(page) == set()


def try_it(browser: Browser, base_url: str, server: Server) -> None:
    """Authorize as the demo's client, then list agents and find free times by Execute."""
    with opened(browser, base_url, app_id=server.demo["app_id"]) as page:
        page.locator(".scheme-container").get_by_role("button", name="Authorize").click()
        page.get_by_label("client_id").fill(server.demo["client_id"])
        page.get_by_label("client_secret").fill(server.demo["client_secret"])
        page.get_by_role("button", name="Apply given OAuth2 credentials").click()
        page.get_by_role("button", name="Remove authorization").wait_for()
        page.get_by_role("button", name="Close").last.click()
        agents = executed(page, "List agents")
        assert {agent["id"] for agent in agents["data"]["agents"]} >= {agent["id"] for agent in server.demo["agents"]}
        assert executed(page, "Find free times")["data"]["slots"]
        kept = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
        assert kept == json.dumps([{}, {}, ""], separators=(",", ":"))


def executed(page: Page, summary: str) -> dict:
    """What the API answers to this operation with the examples that are filled in."""
    button_of(page, summary).click()
    operation = page.locator(".opblock").filter(has=button_of(page, summary))
    operation.get_by_role("button", name="Try it out").click()
    with page.expect_response(lambda answer: "/api/v1/video/" in answer.url) as answer:
        operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    assert answer.value.status == 200
    return answer.value.json()


def button_of(page: Page, summary: str) -> Locator:
    """The button that opens an operation."""
    return page.locator(".opblock-summary-control").filter(has_text=summary)


def serious(page: Page) -> set[str]:
    """What axe finds, by rule and place."""
    found = Axe().run(page).response["violations"]
    return {
        f"{one['id']}: {node['target']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    }


@contextmanager
def opened(
    browser: Browser, base_url: str, *, app_id: str = "", size: tuple[int, int] = SIZES[0], theme: str = "light"
) -> Iterator[Page]:
    """The page in a fresh profile; whatever goes to another host, or to the console as an error, fails the test."""
    asked: list[str] = []
    said: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith("data:"):
            asked.append(urlsplit(request.url).netloc)

    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, color_scheme=theme)  # pyright: ignore[reportArgumentType]
    context.on("request", note)
    context.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: said.append(str(error.error)))
    page = context.new_page()
    page.goto(f"{base_url}/api/docs?app={app_id}")
    page.locator(".opblock").first.wait_for()
    yield page
    context.close()
    assert set(asked) == {urlsplit(base_url).netloc}
    assert said == []
