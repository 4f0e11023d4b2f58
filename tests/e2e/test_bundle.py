"""The built front end, as it is served: its weight, its headers."""

import gzip
import json
import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page

from console import bundle
from console.pages import CONSOLE, OF_ONE
from tests.e2e.conftest import Server

pytestmark = pytest.mark.browser

CLIENT = bundle.PROJECT / ".web" / "build" / "client"
_CALENDAR = "assets/calendar_parts-*"
LATER = {"calendar": _CALENDAR, "my-schedules": _CALENDAR, "insights": "assets/charts_parts-*"}
"""What a page loads as soon as it is shown, in a chunk of its own."""
MOST = {"book": 190_000} | dict.fromkeys(LATER, 320_000)
"""Bytes; tables may weigh 240,000."""


def test_the_style_sheet_is_small(server: Server):
    weights = {path.name: len(gzip.compress(path.read_bytes())) for path in CLIENT.glob("assets/*.css")}
    assert all(path.stat().st_size < 100_000 for path in CLIENT.glob("assets/*.css")), weights
    later = {  # loaded where one is first shown
        "calendar_parts-": 5_000,
        "week_grid_parts-": 1_500,
        "year-": 1_500,
        "_app_.__app_id_._insights_-": 1_000,
    }
    for begins, most in later.items():
        (name,) = [name for name in weights if name.startswith(begins)]
        assert weights.pop(name) < most
    assert sum(weights.values()) < 12_000


@pytest.mark.parametrize("page", ["book", *CONSOLE, *OF_ONE])
def test_a_page_weighs_no_more_than_it_may(server: Server, page: str):
    """Compressed: the scripts and style sheets that the page needs before anything is pressed, and its chunk of its own."""
    (manifest,) = CLIENT.glob("assets/manifest-*.js")
    told = json.loads(manifest.read_text().partition("=")[2].rstrip(";\n "))
    path = "book/:app_id" if page == "book" else "app/:app_id/" + page.replace("[", ":").replace("]", "")
    routes = [told["routes"]["root"], next(one for one in told["routes"].values() if one.get("path") == path)]
    needed = {
        path for one in (told["entry"], *routes) for path in (one["module"], *one["imports"], *(one.get("css") or []))
    }
    weights = {path: len(gzip.compress((CLIENT / path.lstrip("/")).read_bytes())) for path in _with_imports(needed)}
    own = [path for path in CLIENT.glob(LATER.get(page, "none")) if path.suffix in (".js", ".css")]
    weights |= {path.name: len(gzip.compress(path.read_bytes())) for path in own}
    assert sum(weights.values()) < MOST.get(page, 240_000), sorted(weights.items(), key=lambda each: -each[1])


def _with_imports(needed: set[str]) -> set[str]:
    """These files with all that they import as they load."""
    known: set[str] = set()
    while new := needed - known:
        known |= new
        texts = [(CLIENT / path.lstrip("/")).read_text() for path in new if path.endswith(".js")]
        needed = needed | {
            f"/assets/{name}" for text in texts for name in re.findall(r'(?:from|import)"\./([^"]+)"', text)
        }
    return known


def test_only_who_looks_at_a_calendar_loads_it(server: Server):
    pages = [path for path in CLIENT.glob("assets/*.js") if not path.name.startswith("calendar_parts-")]
    assert [path.name for path in pages if "ec-time-grid" in path.read_text()] == []
    (parts,) = CLIENT.glob("assets/calendar_parts-*.js")
    assert len(gzip.compress(parts.read_bytes())) < 50_000


def test_only_who_looks_at_a_chart_loads_it(server: Server):
    pages = [path for path in CLIENT.glob("assets/*.js") if not path.name.startswith("charts_parts-")]
    assert [path.name for path in pages if "recharts" in path.read_text()] == []
    (parts,) = CLIENT.glob("assets/charts_parts-*.js")
    assert len(gzip.compress(parts.read_bytes())) < 90_000


def test_insights_add_their_charts_and_little_else(server: Server, page: Page, sign_in: Callable[[str], Page]):
    loaded: set[str] = set()
    sign_in("supervisor").on("response", lambda answer: loaded.add(answer.url.partition("?")[0]))
    page.goto(server.in_app("insights"))
    page.locator(".recharts-bar-rectangle path").first.wait_for()
    files = {CLIENT / "assets" / url.rpartition("/")[2] for url in loaded if url.endswith((".js", ".css"))}
    weights = {path.name: len(gzip.compress(path.read_bytes())) for path in files}
    own = sum(weight for name, weight in weights.items() if "_insights_" in name or name.startswith("charts"))
    assert 90_000 < own < 106_000, weights  # beside what every page of the console has


def test_files_with_a_hash_in_their_name_are_kept_for_good(server: Server):
    script = next(CLIENT.glob("assets/entry.client-*.js")).name
    answer = httpx.get(f"{server.base_url}/assets/{script}")
    assert "immutable" in answer.headers["cache-control"]
    missing = httpx.get(f"{server.base_url}/assets/no-such-file.js")
    assert missing.status_code == 404
    assert "immutable" not in missing.headers["cache-control"]


@pytest.mark.parametrize("folder", ["deploy", "pictures"])
def test_what_is_for_the_operator_or_the_readme_is_not_on_the_site(server: Server, folder: str):
    for file in (bundle.PROJECT / "assets" / folder).iterdir():
        assert httpx.get(f"{server.base_url}/{folder}/{file.name}").status_code == 404, file.name


def test_every_page_says_what_browsers_may_do_with_it(server: Server):
    headers = httpx.get(f"{server.base_url}/sign-in").headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_redirects_stay_on_the_site(server: Server):
    for path in ("/", "/app/x/scheduled-calls"):
        assert httpx.get(server.base_url + path).headers["location"].startswith("/")
