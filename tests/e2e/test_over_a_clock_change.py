"""A customer on a phone books in the night on which their clock goes back, when an hour comes twice."""

import json
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from console.scheduling.rules.clock_changes import ClockChange, clock_changes
from tests.e2e.conftest import PROJECT, Server
from tests.e2e.test_booking_page import is_accessible

pytestmark = pytest.mark.browser

HOME = "America/New_York"
MARK = uuid.uuid4().hex[:8]


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Page]:
    """A phone in New York; axe needs the page's policy out of its way."""
    context = browser.new_context(
        base_url=server.base_url,
        viewport={"width": 390, "height": 844},
        timezone_id=HOME,
        locale="en-GB",
        bypass_csp=True,
    )
    yield context.new_page()
    context.close()


def next_night(*, twice: bool) -> ClockChange:
    """The next change of New York's clock that repeats, or skips, an hour, after today."""
    today = datetime.now(UTC).date()
    days = (today + timedelta(days=passed) for passed in range(1, 400))
    return next(each for day in days for each in clock_changes(day, HOME) if each.twice == twice)


def import_app(server: Server, folder: Path) -> dict:
    """An app in Madrid whose only agent takes calls at any hour of the next year and more."""
    hours = [{"weekday": day, "start": "00:00", "end": "24:00", "timezone": "UTC"} for day in range(7)]
    ada = {"key": "ada", "name": "Ada", "email": f"ada-{MARK}@night.test", "working_hours": hours}
    standard = {"key": "std", "name": "Night call", "slug": f"night-{MARK}", "active": True, "step_minutes": 30}
    app = {
        "format": "callboard-app/1",
        "app": {"name": "Night", "timezone": "Europe/Madrid", "language": "en", "meeting_url_template": None},
        "agents": [ada],
        "presets": [standard | {"assignment_mode": "pick", "horizon_days": 420}],
    }
    (folder / "app.json").write_text(json.dumps(app))
    command = [sys.executable, "-m", "console.cli", "app", "import", str(folder / "app.json"), "--json"]
    done = subprocess.run([*command, "--data", str(server.data)], cwd=PROJECT, capture_output=True, check=True)
    return json.loads(done.stdout)


def test_an_hour_that_comes_twice_is_told_apart_to_the_end(phone: Page, server: Server, tmp_path: Path) -> None:
    made, night, gap = import_app(server, tmp_path), next_night(twice=True), next_night(twice=False)
    agent = made["agents"]["ada"]["id"]

    def open_on(day: date, zone: str = "") -> None:
        phone.goto(f"/book/{made['app_id']}?key={made['widget_key']}&agent={agent}&date={day}&zone={zone}")

    open_on(gap.start.date())
    expect(
        phone.get_by_text("The clocks go forward on this day: there is no time from 02:00 to 03:00.")
    ).to_be_visible()
    expect(phone.get_by_role("button", name="01:30, New York time", exact=True)).to_be_visible()
    expect(phone.get_by_role("button", name=re.compile("^02:"))).to_have_count(0)

    phone.route("**/assets/*.js", lambda asked: asked.abort())  # the first times, before any of it is there
    open_on(night.start.date(), HOME)
    expect(phone.locator("#boot time").filter(has_text="01:30")).to_have_text(["01:30 (GMT-4)", "01:30 (GMT-5)"])
    phone.unroute("**/assets/*.js")

    open_on(night.start.date())
    expect(
        phone.get_by_text("The clocks go back on this day: 01:00 to 02:00 comes twice, first as GMT-4, then as GMT-5.")
    ).to_be_visible()
    expect(phone.get_by_role("button", name=re.compile("^01:30"))).to_have_text(["01:30 (GMT-4)", "01:30 (GMT-5)"])
    is_accessible(phone)

    zone = phone.get_by_role("combobox", name="Time zone")
    zone.press_sequentially("medellin")
    phone.get_by_role("option", name="Medellín Colombia").wait_for()
    zone.press("Enter")
    expect(phone.get_by_role("button", name="01:30, Bogota time", exact=True)).to_be_visible()
    expect(phone.get_by_text("The clocks go back")).to_have_count(0)
    zone.press_sequentially("america/new")
    phone.get_by_role("option", name="New York").wait_for()
    zone.press("Enter")

    phone.get_by_role("button", name="01:30 (GMT-5), New York time", exact=True).click()
    expect(phone.get_by_text(re.compile(r"01:30 \(GMT-5\), New York time$"))).to_be_visible()
    expect(phone.get_by_text("07:30 in Madrid, where Ada is")).to_be_visible()
    phone.get_by_label("Name").fill("Jane Whitfield")
    phone.get_by_label("E-mail").fill(f"jane-{MARK}@guests.test")
    phone.get_by_role("button", name="Book", exact=True).click()
    expect(phone.get_by_role("heading", name="is booked")).to_be_visible()
    expect(phone.get_by_text(re.compile(r"01:30 \(GMT-5\), New York time$"))).to_be_visible()
    is_accessible(phone)

    phone.get_by_role("link", name="Change or cancel").click()
    expect(phone.get_by_text(re.compile(r"^01:30 \(GMT-5\)–02:00, New York time"))).to_be_visible()
    expect(phone.get_by_text("07:30 in Madrid, where Ada is")).to_be_visible()
    phone.get_by_role("link", name="Move to another time").click()
    phone.goto(f"{phone.url}?day={night.start:%Y-%m-%d}")
    expect(phone.get_by_text("The clocks go back on this day")).to_be_visible()
    expect(phone.get_by_role("radio", name="01:30 (GMT-4), New York time")).to_have_count(1)
    is_accessible(phone)
