"""What people wrote is text wherever it is shown: a server full of markup, walked through with a real browser."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import Server, served

pytestmark = pytest.mark.browser

CORPUS = (
    '<img src=x data-hit onerror="window.hit=1">',
    "<script data-hit>window.hit=1</script>",
    "\"'><svg data-hit onload=window.hit=1>",
    "</title></style></textarea></script><b data-hit>",
    "javascript:window.hit=1//<a data-hit href='javascript:window.hit=1'>",
    "{{7*7}}${7*7}<%= 7*7 %><iframe data-hit srcdoc='<script>parent.hit=1</script>'>",
    "[a](javascript:window.hit=1) ![x](x)<math data-hit><mi xlink:href='javascript:window.hit=1'>",
)
_WRITTEN = (
    ("booking", "guest_name"),
    ("booking", "guest_intake_notes"),
    ("booking", "cancellation_reason"),
    ("booking", "outcome_note"),
    ("customer", "name"),
    ("preset", "name"),
    ("person", "name"),
    ("app", "name"),
    ("internal_note", "body"),
    ("reminder", "problem"),
    ("client", "name"),
    ("dnd_window", "note"),
    ("schedule_exception", "note"),
    ("team", "name"),
    ("attempt", "response_body"),
    ("attempt", "request_body"),
)
"""Where texts of people and of other machines are kept: table and column."""
PLACES = (
    "now",
    "scheduled-calls",
    "scheduled-calls?view=day",
    "customers",
    "insights",
    "webhooks",
    "outbox",
    "day-list",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo, in which every text that somebody may write is markup."""
    with served(tmp_path_factory.mktemp("callboard")) as server:
        with closing(sqlite3.connect(server.data / "callboard.db", timeout=30)) as database, database:
            for table, column in _WRITTEN:
                many = f"UPDATE {table} SET {column} = json_extract(?, '$[' || (rowid % ?) || ']') WHERE {column} IS NOT NULL"
                database.execute(many, (json.dumps(CORPUS), len(CORPUS)))
        yield server


def test_it_is_text_on_every_screen(hostile: Server, browser: Browser):
    someone, violations = hostile.someone("admin"), list[str]()
    context = browser.new_context(base_url=hostile.base_url, viewport={"width": 1440, "height": 900})
    context.on("console", lambda said: violations.append(said.text) if "Content Security Policy" in said.text else None)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(someone["email"])
    page.get_by_label("Password").fill(someone["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    seen = ""
    for place in PLACES:
        page.goto(hostile.in_app(place))
        page.get_by_role("heading", level=1).first.wait_for()
        seen += _looked_at(page)
    page.goto(hostile.in_app("scheduled-calls"))
    page.locator("[data-booking]").first.click()
    page.get_by_role("dialog").get_by_role("heading").first.wait_for()
    seen += _looked_at(page)
    page.goto(f"/book/{hostile.demo['app_id']}?key={hostile.demo['widget_key']}&name=%3Cimg%20data-hit%20src%3Dx%3E")
    page.get_by_role("heading", level=1).first.wait_for()
    seen += _looked_at(page)
    assert all(one.split("data-hit")[0] in seen for one in CORPUS), "each was shown somewhere"
    assert violations == [], "nothing had to be stopped by the policy"
    context.close()


def _looked_at(page: Page) -> str:
    """The page's text, once its rows are there; nothing in it has become an element or has run."""
    page.wait_for_load_state("networkidle")
    assert page.locator("[data-hit]").count() == 0, page.url
    assert page.evaluate("window.hit") is None, page.url
    return page.locator("body").inner_text()
