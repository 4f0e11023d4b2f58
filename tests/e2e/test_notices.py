"""Notices in a browser: they come while the page is open, on the desktop where one wants it, aloud only when urgent."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from console.scheduling.models import new_id
from tests.e2e.conftest import Server
from tests.e2e.handler_trials import Scene

pytestmark = pytest.mark.browser

_EARS = """
window.heard = { desktop: [], tones: 0, badge: 0 };
navigator.setAppBadge = async (count) => { window.heard.badge = count; };
navigator.clearAppBadge = async () => { window.heard.badge = 0; };
window.Notification = class {
  static permission = "granted";
  static requestPermission = async () => "granted";
  constructor(title, options) { window.heard.desktop.push([title, options.body, this]); }
  close() {}
};
AudioContext.prototype.createOscillator = new Proxy(AudioContext.prototype.createOscillator, {
  apply(make, audio) { window.heard.tones += 1; return make.call(audio); },
});
"""
"""A desktop, a loudspeaker and the icon of an installed app that keep what they were given."""


def bell(page: Page):
    return page.get_by_role("button", name="Notices").locator("visible=true")


def test_a_new_call_appears_and_is_spoken_where_one_has_turned_it_on(sign_in, server: Server):
    page: Page = sign_in("agent")
    page.context.add_init_script(_EARS)
    page.goto(server.in_app("scheduled-calls"))
    bell(page).click()
    page.get_by_role("menuitem", name="Choose notices").click()
    dialog = page.get_by_role("dialog", name="Choose notices")
    dialog.get_by_label("Desktop notifications").check()
    dialog.get_by_label("Your call is moved: by e-mail").click()
    expect(dialog.get_by_label("Your call is moved: by e-mail")).not_to_be_checked()
    dialog.get_by_role("button", name="Close").last.click()
    before = count(page)
    scene = Scene(server)
    far = scene.call(guestName="Far Away")
    expect(bell(page)).to_have_accessible_name(f"Notices, {before + 1} new")
    wait_until(page, "window.heard.desktop.length === 1")
    assert page.evaluate("window.heard.desktop[0][0]") == "New call: Far Away"
    assert page.evaluate("window.heard.tones") == 0
    let_wait(scene, far)
    wait_until(page, "window.heard.tones === 2")
    assert page.evaluate("window.heard.desktop[1][0]") == "Far Away is waiting for you"
    scene.close()


def test_of_two_tabs_one_speaks_and_both_count_and_a_press_opens_the_call(sign_in, server: Server):
    page: Page = sign_in("agent")
    page.context.add_init_script(_EARS + "if (location.host) localStorage.setItem('callboard-desktop', 'on');")
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(server.in_app("availability"))
        expect(bell(tab)).to_be_visible()
    before = count(page)
    scene = Scene(server)
    scene.call(guestName="Two Tabs")
    for tab in (page, other):
        expect(tab).to_have_title(re.compile(rf"^\({before + 1}\) Availability"))
        expect(tab.locator("link[rel=icon]")).to_have_attribute("href", "/favicon-new.svg")
        wait_until(tab, f"window.heard.badge === {before + 1}")
    speaker = next(tab for _ in range(100) for tab in (page, other) if heard(tab) or page.wait_for_timeout(50))
    speaker.evaluate("window.heard.desktop[0][2].onclick()")
    expect(speaker.get_by_role("dialog", name="Two Tabs")).to_be_visible()
    expect(speaker).to_have_title(re.compile(rf"^\({before}\) My schedules" if before else "^My schedules"))
    assert sorted(map(heard, (page, other))) == [0, 1]
    scene.close()


def heard(page: Page) -> int:
    """How many desktop notifications this tab has shown."""
    return page.evaluate("window.heard.desktop.length")


def test_a_customer_who_comes_is_seen_and_heard_by_their_agent_on_any_page(sign_in, server: Server, browser: Browser):
    page: Page = sign_in("agent4")
    page.context.add_init_script(_EARS)
    page.goto(server.in_app("availability"))
    before = count(page)
    scene = Scene(server)
    call = begin_now(scene, scene.agents[3])
    guest = browser.new_page(base_url=server.base_url)
    guest.goto(call["join_url"])
    guest.get_by_role("button", name="Join the call").click()
    expect(bell(page)).to_have_accessible_name(f"Notices, {before + 2} new")  # the call, and who waits in it
    wait_until(page, "window.heard.tones === 2")
    bell(page).click()
    page.get_by_role("menuitem", name="Ann Early is waiting for you").click()
    expect(page.get_by_role("dialog", name="Ann Early")).to_be_visible()
    guest.close()
    scene.close()


def test_a_notice_leads_to_its_call_and_is_read(sign_in, server: Server):
    page: Page = sign_in("agent")
    scene = Scene(server)
    scene.call(guestName="Read Me")
    page.goto(server.in_app("availability"))
    before = count(page)
    bell(page).press("Enter")
    page.get_by_role("menuitem", name="New call: Read Me").click()
    expect(page.get_by_role("dialog", name="Read Me")).to_be_visible()
    page.keyboard.press("Escape")
    expect(bell(page)).to_have_accessible_name(f"Notices, {before - 1} new")
    bell(page).click()
    page.get_by_role("menuitem", name="Mark all as read").click()
    expect(bell(page)).to_have_accessible_name("Notices")
    scene.close()


def count(page: Page) -> int:
    """How many are new, as the bell says."""
    expect(bell(page)).to_be_visible()
    name = bell(page).get_attribute("aria-label") or ""
    return int(name.partition(",")[2].split()[0]) if "," in name else 0


def wait_until(page: Page, true: str) -> None:
    """Playwright's own way evaluates text within the page, which its content policy forbids."""
    for _ in range(100):
        if page.evaluate(true):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not within 10 s: {true}")


def begin_now(scene: Scene, agent_id: str) -> dict[str, Any]:
    """A short call of this agent's that has just begun; nothing else of theirs is in its way."""
    call = scene.call(guestName="Ann Early", assignedAgentId=agent_id, durationMinutes=5)
    start = datetime.now(UTC).replace(second=0, microsecond=0)
    times = [int(at.timestamp() * 1000) for at in (start, start + timedelta(minutes=5))]
    scene.put(
        "UPDATE booking SET status = 'cancelled' WHERE agent_id = ? AND id <> ? AND ends_at > ? AND scheduled_at < ?",
        *(agent_id, call["id"], times[0] - 3_600_000, times[1] + 3_600_000),
    )
    scene.put("UPDATE booking SET scheduled_at = ?, ends_at = ?, due_at = NULL WHERE id = ?", *times, call["id"])
    return call


def let_wait(scene: Scene, call: dict[str, Any]) -> None:
    """Owe the first agent the news that this customer waits, due now."""
    now = datetime.now(UTC)
    facts = {"start": now.isoformat(), "end": (now + timedelta(minutes=30)).isoformat()}
    at = int(now.timestamp() * 1000)
    scene.put(
        "INSERT INTO staff_notice (id, app_id, person_id, channel, kind, subject_id, occasion, facts, due_at, status,"
        " attempts, created_at) VALUES (?, ?, ?, 'browser', 'guest_waiting', ?, ?, ?, ?, 'pending', 0, ?)",
        *(new_id("ntc"), call["app_id"], scene.agents[0], call["id"], call["id"], json.dumps(facts), at, at),
    )
