"""What sixty agents' week costs to draw and to scroll: `python -m pytest tests/bench/test_calendar.py`, half a minute.

A Chromium of 1440x900 opens the calendar with a row for each agent; the server and the browser share the machine.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from console import bundle
from tests.bench.conftest import milliseconds, p95
from tests.e2e.conftest import CHROMIUM, Server, served

pytestmark = pytest.mark.timeout(600)

AGENTS, CALLS, ROUNDS = 60, 1_500, 5
FRAMES = """() => { const frames = window.frames_ = []; let last = performance.now(); window.counting = true;
  const next = () => { const now = performance.now(); frames.push(now - last); last = now;
    if (window.counting) requestAnimationFrame(next); }; requestAnimationFrame(next); }"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo, with sixty agents more and their week."""
    bundle.build()
    with served(tmp_path_factory.mktemp("callboard")) as server:
        _fill(server.data / "callboard.db", server.demo["app_id"], server.demo["agents"][0]["id"])
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)


def test_a_week_of_sixty_agents(server: Server, browser: Browser, report: Callable[..., None]) -> None:
    """| a week of 60 agents, 1,500 calls | median | longest |"""
    name, _, value = server.cookie("admin").partition("=")
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": name, "value": value, "url": server.base_url}])
    drawn, frames = [], []
    for _ in range(ROUNDS):
        page = context.new_page()
        page.goto(server.in_app("calendar?view=day"))
        page.locator("article").first.wait_for()
        began = page.evaluate("performance.now()")
        page.get_by_role("link", name="Agents, week").click(no_wait_after=True)
        page.locator(".ec-timeline article.entry-call").nth(CALLS - 1).wait_for(state="attached")
        drawn.append((page.evaluate("performance.now()") - began) / 1000)
        frames += _scroll(page)
        page.close()
    report("from the press until all of it is drawn", milliseconds(median(drawn)), milliseconds(max(drawn)))
    report("a frame while one scrolls by wheel: median, p95", milliseconds(median(frames)), milliseconds(p95(frames)))
    assert median(drawn) < 1.5


def _scroll(page: Page) -> list[float]:
    """How long each frame takes, down all rows and along the days."""
    page.mouse.move(900, 600)
    page.evaluate(FRAMES)
    for step in range(60):
        page.mouse.wheel(0 if step < 30 else 100, 100 if step < 30 else 0)
        page.wait_for_timeout(16)
    page.evaluate("window.counting = false")
    return [milliseconds / 1000 for milliseconds in page.evaluate("window.frames_")]


def _fill(store: Path, app_id: str, like: str) -> None:
    """Sixty more agents like this one, each with five calls on five days of this week."""
    monday = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    monday -= timedelta(days=monday.weekday())
    with closing(sqlite3.connect(store, timeout=30)) as database, database:
        for number in range(AGENTS):
            who = f"per_bench{number:03}"
            named = {
                "name": f"'Agent {number:02}'",
                "email": f"'{who}@agents.test'",
                "email_key": f"'{who}@agents.test'",
            }
            _copy(database, "person", f"id = '{like}'", {"id": f"'{who}'"} | named)
            _copy(database, "member", f"person_id = '{like}' AND app_id = '{app_id}'", {"person_id": f"'{who}'"})
            hours = {"id": f"id || '{number}'", "person_id": f"'{who}'"}
            _copy(database, "working_window", f"person_id = '{like}' AND app_id = '{app_id}'", hours)
            for place in range(CALLS // AGENTS):
                start = monday + timedelta(days=place // 5, hours=9 + place % 5 * 1.5 + number % 3 * 0.5)
                its = {
                    "id": f"'bkg_bench{number:03}{place:03}'",
                    "reference": f"'B{number:03}{place:03}'",
                    "due_at": "NULL",
                }
                times = {
                    "scheduled_at": _ms(start),
                    "ends_at": _ms(start + timedelta(minutes=30)),
                    "duration_minutes": "30",
                }
                rest = {"agent_id": f"'{who}'", "status": "'scheduled'", "needs_outcome_since": "NULL"}
                one = f"id = (SELECT min(id) FROM booking WHERE app_id = '{app_id}')"
                _copy(database, "booking", one, its | times | rest)


def _copy(database: sqlite3.Connection, table: str, which: str, new: dict[str, str]) -> None:
    columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(new.get(name, name) for name in columns)
    database.execute(f"INSERT INTO {table} SELECT {values} FROM {table} WHERE {which}")


def _ms(instant: datetime) -> str:
    return str(int(instant.timestamp() * 1000))
