"""What a change of hours or a closure comes to is seen before it is saved, and settled call by call or for all at once."""

from contextlib import closing
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.conftest import Server
from tests.e2e.handler_trials import Scene

pytestmark = pytest.mark.browser

_HERE = ZoneInfo("Europe/Madrid")


def choose(plan: Locator, call: str, choice: str) -> None:
    """What is to become of this call."""
    box = plan.locator(f"[data-call='{call}']").get_by_role("combobox")
    box.select_option(choice)
    expect(box).to_have_value(choice)


def told(plan: Locator, **outcomes: str) -> None:
    """The dialog says of each call what came of it."""
    for call, outcome in outcomes.items():
        expect(plan.locator(f"[data-call='{call}']")).to_contain_text(outcome)


def state_of(scene: Scene, call: str) -> tuple:
    """Whose the call is, how it stands and why, and how often its customer was asked to move it."""
    asked = "(SELECT count(*) FROM reminder WHERE booking_id = booking.id AND kind = 'conflict_notice')"
    return scene.find(f"SELECT agent_id, status, cancellation_reason, {asked} FROM booking WHERE id = ?", call)


def specialists(scene: Scene) -> dict[str, str]:
    """The preset whose customers can be asked to move their calls."""
    (preset,) = scene.find("SELECT id FROM preset WHERE name = 'Talk to a specialist' AND archived_at IS NULL")
    return {"presetId": preset}


def test_before_hours_are_saved_each_call_that_falls_out_is_kept_given_asked_about_or_cancelled(
    sign_in, server: Server
):
    scene = Scene(server)
    agent, colleague = scene.agents[2:4]
    scene.put(
        "INSERT INTO working_window (id, app_id, person_id, weekday, start_minute, end_minute, timezone)"
        " SELECT id || 'x', app_id, person_id, weekday, 900, 960, timezone FROM working_window"
        " WHERE person_id = ? GROUP BY weekday",
        agent,
    )
    hour = next(at for at in scene.free(agent, colleague, minutes=60) if at.astimezone(_HERE).hour == 15)
    kept, given, asked, cancelled = (
        scene.call(
            assignedAgentId=agent,
            scheduledAtUtc=(hour + timedelta(minutes=15 * place)).isoformat(),
            durationMinutes=10,
            bufferBeforeMinutes=0,
            bufferAfterMinutes=0,
            requireConfirmation=False,
            **specialists(scene),
        )["id"]
        for place in range(4)
    )
    page = sign_in("admin")
    page.goto(server.in_app(f"availability?agent={agent}"))
    week = page.get_by_role("region", name="Weekly hours")
    windows = week.get_by_role("button", name="Remove the window 15:00–16:00")
    expect(windows.first).to_be_visible()
    for name in [str(window.get_attribute("aria-label")) for window in windows.all()]:
        week.get_by_role("button", name=name).click()
    save = week.get_by_role("button", name="Save hours")
    save.press("Enter")
    plan = page.get_by_role("dialog", name="fall outside the new hours")
    expect(plan.get_by_label("For all calls")).to_be_focused()
    page.keyboard.press("Escape")
    expect(save).to_be_focused()
    save.press("Enter")
    for call, choice in ((kept, "keep"), (given, "reassign"), (asked, "ask"), (cancelled, "cancel")):
        choose(plan, call, choice)
    plan.get_by_label("Reason").fill("Shorter days")
    plan.get_by_role("button", name="Save hours").press("Enter")
    told(plan, **{kept: "Stays as it is", given: "takes it", asked: "Asked to move", cancelled: "Cancelled"})
    plan.get_by_role("button", name="Close").last.press("Enter")
    expect(plan).to_have_count(0)
    expect(week.get_by_text("Not saved yet")).to_have_count(0)
    page.reload()
    expect(save).to_be_visible()
    expect(windows).to_have_count(0)
    assert state_of(scene, kept) == (agent, "scheduled", None, 0)
    assert state_of(scene, given)[0] != agent
    assert state_of(scene, asked) == (agent, "scheduled", None, 1)
    assert state_of(scene, cancelled) == (agent, "cancelled", "Shorter days", 0)


def test_before_a_closure_is_saved_its_calls_are_settled_all_at_once_but_for_one(sign_in, server: Server):
    with closing(Scene(server)) as scene:
        first = scene.start() + timedelta(days=500)
        agent = scene.agents[2]
        asked, another, cancelled = (
            scene.call(
                assignedAgentId=agent,
                scheduledAtUtc=(first + timedelta(hours=place)).isoformat(),
                requireConfirmation=False,
                **specialists(scene),
            )["id"]
            for place in range(3)
        )
        closures = scene.watch("SELECT count(*) FROM schedule_exception WHERE person_id IS NULL")
        page = sign_in("admin")
        page.goto(server.in_app(f"availability?agent={agent}"))
        page.get_by_role("button", name="Add a closure").press("Enter")
        form = page.get_by_role("dialog", name="Add a closure")
        form.get_by_label("From").fill(f"{first:%Y-%m-%d}")
        form.get_by_label("From").press("Enter")
        plan = page.get_by_role("dialog", name="3 calls fall into this time")
        for_all = plan.get_by_label("For all calls")
        expect(for_all.get_by_role("option", name="Give to others")).to_have_count(0)  # everybody is away
        for_all.select_option("ask")
        choose(plan, cancelled, "cancel")
        assert not closures()
        plan.get_by_role("button", name="Add", exact=True).press("Enter")
        told(plan, **{asked: "Asked to move", another: "Asked to move", cancelled: "Cancelled"})
        assert closures()
        assert [state_of(scene, call)[1:] for call in (asked, another, cancelled)] == [
            ("scheduled", None, 1),
            ("scheduled", None, 1),
            ("cancelled", None, 0),
        ]
