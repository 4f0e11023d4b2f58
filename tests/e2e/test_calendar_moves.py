"""Moving calls by hand on the calendar: by drag and by keys, with the engine's answer before anything is let go."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Server
from tests.e2e.handler_trials import Scene
from tests.e2e.test_master_view import a_name

pytestmark = pytest.mark.browser


class Day:
    """A day on which the first two agents are free for two hours from `start` on, in rows on the admin's calendar."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.scene = page, Scene(server)
        self.one, self.other = self.scene.agents[:2]
        self.names = [agent["name"] for agent in server.demo["agents"][:2]]
        (zone,) = self.scene.find(
            "SELECT member.timezone FROM member JOIN person ON person.id = member.person_id WHERE person.email = ?",
            server.demo["admin"]["email"],
        )
        length, tz = timedelta(hours=2), ZoneInfo(zone)
        self.start = next(
            start
            for start in self.scene.free(self.one, self.other, minutes=120)
            if start.astimezone(tz).date() == (start + length).astimezone(tz).date()
        )
        day = self.start.astimezone(tz).date()
        self.address = server.in_app(f"calendar?view=agents&day={day}&agent={self.one},{self.other}")

    def call(self, agent_id: str, minutes: int = 0) -> tuple[dict, str]:
        """A call of half an hour, so many minutes after the start."""
        name, start = a_name(), self.start + timedelta(minutes=minutes)
        known = self.scene.call(
            assignedAgentId=agent_id, guestName=name, scheduledAtUtc=start.isoformat(), respectWorkingHours=True
        )
        return known, name

    def where(self, call: dict) -> tuple[str, datetime, int]:
        """Who has the call, when it starts, and how long it is, as the store has it."""
        agent_id, start, minutes = self.scene.find(
            "SELECT agent_id, scheduled_at, duration_minutes FROM booking WHERE id = ?", call["id"]
        )
        return agent_id, datetime.fromtimestamp(start / 1000, self.start.tzinfo), minutes

    def hold(self, entry: Locator, agent_id: str, minutes: int) -> None:
        """Take a call and carry it into an agent's row, so many minutes on, without letting go."""
        entry.scroll_into_view_if_needed()
        box, row = entry.bounding_box(), self.page.locator(f".row-label[data-row='{agent_id}']").bounding_box()
        half_hour = self.page.locator(".ec-main").evaluate(
            "(one) => parseFloat(one.style.getPropertyValue('--ec-slot-width'))"
        )
        assert box and row
        x, y = box["x"] + box["width"] / 3, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + half_hour * minutes / 60, (y + row["y"] + row["height"] / 2) / 2, steps=4)
        self.page.mouse.move(x + half_hour * minutes / 30, row["y"] + row["height"] / 2, steps=4)

    def entry(self, name: str) -> Locator:
        return self.page.locator("article.entry-call:not(.ec-preview, .ec-ghost)").filter(has_text=name)


def test_a_call_is_dragged_to_another_agent_and_time_and_refused_where_somebody_is_busy(sign_in, server: Server):
    page = sign_in("admin")
    day = Day(page, server)
    (call, name), (_, busy) = day.call(day.one), day.call(day.other)
    page.goto(day.address)
    entry, label, question = day.entry(name), page.locator(".landing-label"), page.get_by_role("dialog")
    expect(day.entry(busy)).to_be_visible()

    day.hold(entry, day.other, 60)
    expect(label).to_contain_text(day.names[1])
    expect(label).to_have_attribute("data-tone", "free")
    assert day.where(call)[0] == day.one
    page.mouse.up()
    expect(label).to_be_hidden()
    expect(question.get_by_role("heading", name="Move this call?")).to_be_visible()
    expect(question).to_contain_text(day.names[1])
    question.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_role("status").filter(has_text=f"Moved: {name}")).to_be_visible()
    expect(entry.locator(f"[data-row='{day.other}']")).to_be_visible()  # as the news of it says
    assert day.where(call) == (day.other, day.start + timedelta(hours=1), 30)
    page.get_by_role("button", name="Undo").press("Enter")
    expect(entry.locator(f"[data-row='{day.one}']")).to_be_visible()
    assert day.where(call) == (day.one, day.start, 30)

    day.hold(entry, day.other, 0)
    expect(label).to_have_attribute("data-tone", "refused")
    expect(label).to_contain_text("Another call")
    page.mouse.up()
    expect(question.get_by_role("heading", name="It cannot go there")).to_be_visible()
    expect(
        question.get_by_role("group", name="The nearest times that are free").get_by_role("button").first
    ).to_be_visible()
    question.get_by_role("button", name="Back", exact=True).click()
    expect(question).to_be_hidden()

    day.hold(entry, day.one, 60)
    expect(label).to_have_attribute("data-tone", "free")
    renamed = a_name()
    day.scene.change(call, guestName=renamed)  # somebody else, in the middle of the drag
    expect(label).to_be_visible()
    page.mouse.up()
    expect(question.get_by_role("heading", name="This call has changed meanwhile")).to_be_visible()
    expect(question).to_contain_text(renamed)
    question.get_by_role("button", name="Back", exact=True).click()
    expect(day.entry(renamed).locator(f"[data-row='{day.one}']")).to_be_visible()
    assert day.where(call) == (day.one, day.start, 30)
    day.scene.close()


def test_a_call_is_moved_and_made_longer_by_keys_and_a_new_one_drawn(sign_in, server: Server):
    page = sign_in("admin")
    day = Day(page, server)
    call, name = day.call(day.one)
    page.goto(day.address)
    entry, label, question = day.entry(name), page.locator(".landing-label"), page.get_by_role("dialog")
    spoken = page.locator(".calendar > [role=status]")
    entry.focus()
    page.keyboard.press("m")
    expect(spoken).to_contain_text(day.names[0])
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(spoken).to_have_text("Put back.")
    expect(entry).to_be_focused()

    page.keyboard.press("m")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(spoken).to_contain_text("Free")
    expect(label).to_have_attribute("data-tone", "free")
    page.keyboard.press("Enter")
    expect(question.get_by_role("heading", name="Move this call?")).to_be_visible()
    question.get_by_label("Reason (optional)").press("Enter")
    expect(page.get_by_role("status").filter(has_text=f"Moved: {name}")).to_be_visible()
    agent_id, start, minutes = day.where(call)
    assert (agent_id, start) == (day.one, day.start + timedelta(hours=1)) and minutes > 30

    entry.focus()
    page.keyboard.press("c")
    expect(label).to_be_visible()
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Book a call")
    expect(form.get_by_label(re.compile("^Agent"))).to_have_value(day.one)
    expect(form.get_by_label("Date")).to_have_value(re.compile(r"\d{4}-\d\d-\d\d"))
    day.scene.close()
