"""Two people at once: what one does shows in the other's list, and takes nothing out of their hands."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server
from tests.e2e.handler_trials import Scene
from tests.e2e.test_master_view import a_name

pytestmark = pytest.mark.browser


def test_what_others_do_shows_and_takes_nothing_out_of_ones_hands(sign_in, server: Server):
    page, scene, name = sign_in("admin"), Scene(server), a_name()
    calls = [scene.call(guestName=f"{name} {number:02}") for number in range(20)]
    page.goto(server.in_app(f"scheduled-calls?range=all&q={name}"))
    rows, new = (
        page.locator("tr", has=page.locator("[data-booking]")),
        page.get_by_role("button", name="1 new", exact=True),
    )
    expect(rows).to_have_count(20)

    typed_meanwhile(page, scene, name)
    expect(rows).to_have_count(21)

    table = page.get_by_role("table", name="Scheduled calls")
    table.evaluate("table => table.parentElement.scrollTop = 120")
    expect(page.locator("[data-rows=held]")).to_be_attached()
    scene.call(guestName=f"{name} scrolled")
    expect(new).to_be_visible()
    scene.change(calls[4], guestName=f"{name} renamed")
    expect(rows.nth(4)).to_contain_text(f"{name} renamed")
    before = rows.nth(5).inner_text()
    scene.change(calls[5], scheduledAtUtc=scene.start().isoformat(), respectWorkingHours=False)
    expect(rows.nth(5)).not_to_have_text(before)
    expect(rows.nth(5)).to_contain_text(f"{name} 05")
    scene.cancel(calls[6])
    expect(rows.nth(6)).to_contain_text("Cancelled")
    expect(rows).to_have_count(21)
    assert table.evaluate("table => table.parentElement.scrollTop") == 120

    page.keyboard.press(".")
    expect(rows).to_have_count(22)
    expect(new).to_have_count(0)
    expect(rows.filter(has_text=f"{name} scrolled")).to_be_in_viewport()
    expect(rows.nth(5)).not_to_contain_text(f"{name} 05")


def typed_meanwhile(page: Page, scene: Scene, name: str) -> None:
    """Write a note beside the list while somebody books; then have the row brought, and go on with the note."""
    page.locator("[data-booking]").nth(2).click()
    note = page.get_by_role("dialog").get_by_label("A note for colleagues; customers never see it")
    note.press_sequentially("She would rather")
    expect(page.locator("[data-rows=held]")).to_be_attached()
    scene.call(guestName=f"{name} typed")
    brought = page.get_by_role("button", name="1 new", exact=True)
    expect(brought).to_be_visible()
    expect(note).to_be_focused()
    brought.click()
    expect(brought).to_have_count(0)
    expect(page.locator("tr[data-arrived=true]")).to_contain_text(f"{name} typed")
    note.press_sequentially(" have it later.")
    expect(note).to_have_value("She would rather have it later.")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(page.locator("[data-rows=free]")).to_be_attached()
