"""The command palette by keyboard alone, on a phone by thumb; and a day's list on paper."""

import io
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import Server
from tests.e2e.handler_trials import Scene
from tests.e2e.screens import SIZES, Screen, opened

pytestmark = pytest.mark.browser

FIELD = "Customer, agent, page or action"


def ask(page: Page, typed: str) -> None:
    """Open the palette by its keys and type."""
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name=FIELD)).to_be_focused()
    page.keyboard.type(typed)


def chosen(page: Page, label: str) -> None:
    """Wait until this line is the chosen one, as a screen reader is told."""
    option = page.get_by_role("option", name=label, selected=True)
    expect(option).to_be_visible()
    field = page.get_by_role("combobox", name=FIELD)
    expect(field).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_pages_acts_people_and_calls_are_reached_by_typing(sign_in, server: Server):
    scene = Scene(server)
    call = scene.call(guestName="Palette Person")
    page = sign_in("admin")

    ask(page, "vacation")  # a word that stands on no page
    chosen(page, "Mark an agent ill or away")
    expect(page.get_by_role("status").filter(has_text="Found: ")).to_be_attached()
    page.keyboard.press("ArrowDown")
    chosen(page, "Availability")
    page.keyboard.press("Enter")
    heading(page, "Availability")

    ask(page, "invite")
    chosen(page, "Invite a member")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Invite a member").get_by_label("Name")).to_be_focused()
    page.keyboard.press("Control+k")  # what was begun comes first
    expect(page.get_by_role("combobox", name=FIELD)).to_be_hidden()
    page.keyboard.press("Escape")
    heading(page, "Members")

    ask(page, "presests")  # nearly
    expect(page.get_by_role("option", name="Presets")).to_be_visible()
    expect(page.get_by_role("option", name="Book a call for “presests”")).to_be_visible()
    page.keyboard.press("ArrowUp")
    chosen(page, "Presets")
    page.keyboard.press("Enter")
    heading(page, "Presets")

    ask(page, call["reference"])
    page.keyboard.press("Enter")  # before the answer is there
    expect(page.get_by_role("dialog", name="Palette Person")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name=FIELD)).to_be_focused()
    page.keyboard.press("Escape")  # closes the palette alone
    expect(page.get_by_role("combobox", name=FIELD)).to_be_hidden()
    expect(page.get_by_role("dialog", name="Palette Person")).to_be_visible()
    page.get_by_role("dialog", name="Palette Person").get_by_role("link", name="Palette Person").press("Enter")
    heading(page, "Palette Person")

    page.keyboard.press("Control+k")
    chosen(page, "Palette Person")
    expect(page.get_by_role("group", name="Customers you opened last")).to_be_visible()
    page.keyboard.press("Escape")


def test_an_agent_keeps_their_time_free_from_anywhere_and_sees_no_way_to_what_is_not_theirs(sign_in, server: Server):
    scene, page = Scene(server), sign_in("agent4")
    scene.put("DELETE FROM dnd_window WHERE person_id = ?", scene.agents[3])
    ask(page, "invite")
    expect(page.get_by_role("option", name="Book a call for “invite”")).to_be_visible()
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    page.goto(server.in_app("customers"))
    heading(page, "Customers")
    ask(page, "focus 60")
    chosen(page, "Do not disturb for 60 minutes")
    page.keyboard.press("Enter")
    expect(page).to_have_url(server.in_app("my-schedules"))
    is_set = page.get_by_role("timer")
    asks_first = page.get_by_role("dialog").get_by_role("button", name="Set", exact=True)  # calls are in its way
    expect(is_set.or_(asks_first).first).to_be_visible()
    scene.put("DELETE FROM dnd_window WHERE person_id = ?", scene.agents[3])


def test_a_phone_shows_it_whole_and_a_thumb_chooses(server: Server, browser: Browser):
    with opened(
        browser, server, Screen("palette", "admin", "/app/{app_id}/customers"), SIZES["phone"], "light"
    ) as page:
        page.get_by_role("button", name="Find anything").locator("visible=true").click()
        field = page.get_by_role("combobox", name=FIELD)
        expect(field).to_be_focused()
        box = page.get_by_role("dialog", name="Find anything").bounding_box()
        assert box and (box["width"], box["height"]) == SIZES["phone"]
        field.fill("audit")
        line = page.get_by_role("option", name="Audit log")
        assert (line.bounding_box() or {})["height"] >= 44
        line.click()
        heading(page, "Audit log")
        expect(field).to_be_hidden()


def test_a_day_is_printed_an_agent_a_page(sign_in, server: Server):
    scene = Scene(server)
    day = scene.far().date()
    starts = [datetime(day.year, day.month, day.day, hour, tzinfo=UTC) for hour in (12, 13)]
    calls = [
        scene.call(assignedAgentId=agent, scheduledAtUtc=start.isoformat(), guestName=f"Paper {start.hour}")
        for agent in scene.agents[:2]
        for start in starts
    ]
    page = sign_in("admin")
    page.goto(server.in_app(f"scheduled-calls?range=custom&from={day}&to={day}"))
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Print the day").click()
    sheet = popup.value
    is_written(sheet.locator("body.apart"), calls)
    sheets = printed(sheet)
    assert len(sheets) == 2
    by_agent = [[call["reference"] for call in calls[:2]], [call["reference"] for call in calls[2:]]]
    on_paper = [[call["reference"] for call in calls if call["reference"] in one] for one in sheets]
    assert sorted(on_paper) == sorted(by_agent)
    assert all("Paper 13" in one and "Every agent" not in one for one in sheets)  # the form stays on the screen
    sheet.get_by_label("Agents share pages").check()
    sheet.get_by_label("Paper").select_option("letter")
    sheet.get_by_role("button", name="Show", exact=True).click()
    is_written(sheet.locator("body.together"), calls)
    (both,) = printed(sheet, width=612)
    assert all(call["reference"] in both for call in calls)


def is_written(sheets: Locator, calls: list[dict]) -> None:
    """Wait until the page, which comes agent by agent, holds all of these calls."""
    for call in calls:
        expect(sheets.get_by_text(call["reference"])).to_be_visible()


def printed(page: Page, width: float = 0) -> list[str]:
    """The text of each page of paper, which is so many points wide."""
    pages = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert not width or {float(one.mediabox.width) for one in pages} == {width}
    return [one.extract_text() for one in pages]
