"""Calls change hands: of who is ill, of two who swap a day, of those chosen in the list; and all of it is taken back."""

from datetime import date, datetime

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Server
from tests.e2e.handler_trials import Scene

pytestmark = pytest.mark.browser


def test_who_is_ill_is_set_away_their_call_given_to_another_and_all_of_it_undone(sign_in, server: Server):
    scene = Scene(server)
    call = scene.call_of_the_pool()  # at a time when a colleague is free
    ill, name = call["assigned_agent_id"], server.demo["agents"][1]["name"]
    page = sign_in("admin")
    page.goto(server.in_app(f"availability?agent={ill}"))
    page.get_by_role("button", name="Ill today").click()
    expect(page.get_by_role("dialog", name=f"{name} is away")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("button", name="Away until").click()
    page.get_by_label("Last day away").fill(call["scheduled_at"][:10])
    page.get_by_label("Last day away").press("Enter")
    plan = page.get_by_role("dialog", name=f"{name} is away")
    row = plan.locator(f"[data-call='{call['id']}']")
    expect(row).to_contain_text(call["guest_name"])
    if plan.get_by_label("For all calls").count():
        plan.get_by_label("For all calls").select_option("keep")
        expect(row.get_by_role("combobox")).to_have_value("keep")
    row.get_by_role("combobox").select_option("reassign")
    expect(row.get_by_role("combobox")).to_have_value("reassign")
    plan.get_by_role("button", name="Set away").click()
    expect(row).to_contain_text("takes it")
    agent_of = "SELECT agent_id FROM booking WHERE id = ?"
    absences = "SELECT count(*) FROM schedule_exception WHERE person_id = ? AND kind = 'blocked' AND note IS NULL"
    set_away = scene.find(absences, ill)[0]
    assert scene.find(agent_of, call["id"]) != (ill,)

    page.reload()
    banner = page.get_by_text(f"{name} is set away. 1 call was given to a colleague.")
    expect(banner).to_be_visible()
    plan.get_by_role("button", name="Undo").click()  # the dialog still says what came of it
    expect(banner).to_have_count(0)
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert scene.find(agent_of, call["id"]) == (ill,)
    assert scene.find(absences, ill)[0] == set_away - 1


def test_two_agents_swap_their_calls_of_a_day_by_keyboard_and_swap_them_back(sign_in, server: Server):
    scene = Scene(server)
    one, other = scene.agents[:2]
    days: dict[date, list[datetime]] = {}
    for start in scene.free(one, other):
        days.setdefault(start.date(), []).append(start)
    day, (first, *_, last) = next((day, starts) for day, starts in days.items() if len(starts) > 2)
    calls = {
        agent: scene.call(assignedAgentId=agent, scheduledAtUtc=start.isoformat())["id"]
        for agent, start in ((one, first), (other, last))
    }
    held = "SELECT group_concat(agent_id) FROM (SELECT agent_id FROM booking WHERE id IN (?, ?) ORDER BY scheduled_at)"
    page = sign_in("admin")
    page.goto(server.in_app(f"availability?agent={one}"))
    page.get_by_role("button", name="Swap calls").press("Enter")
    form = page.get_by_role("dialog", name="Swap the calls of")
    expect(form.get_by_label("Swap with")).to_be_focused()
    form.get_by_label("Swap with").select_option(other)
    form.get_by_label("Day").fill(day.isoformat())
    form.get_by_label("Day").press("Enter")
    plan = page.get_by_role("dialog", name="swap their calls")
    for call in calls.values():
        expect(plan.locator(f"[data-call='{call}']").get_by_role("combobox")).to_have_value("reassign")
    plan.get_by_role("button", name="Swap", exact=True).press("Enter")
    for call in calls.values():
        expect(plan.locator(f"[data-call='{call}']")).to_contain_text("takes it")
    assert scene.find(held, *calls.values()) == (f"{other},{one}",)
    plan.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(page.get_by_role("button", name="Swap calls")).to_be_focused()
    assert scene.find(held, *calls.values()) == (f"{one},{other}",)


def test_chosen_calls_are_given_to_colleagues_at_once_and_taken_back(sign_in, server: Server):
    scene = Scene(server)
    call = scene.call_of_the_pool()
    had, agent_of = call["assigned_agent_id"], "SELECT agent_id FROM booking WHERE id = ?"
    page = sign_in("admin")
    page.goto(server.in_app(f"scheduled-calls?range=all&q={call['reference']}"))
    page.get_by_role("row").filter(has_text=call["reference"]).locator("[data-tick]").click()
    page.get_by_role("region", name="Chosen calls").get_by_role("button", name="Give away").click()
    plan = page.get_by_role("dialog", name="Give 1 call to a colleague")
    plan.get_by_role("button", name="Give away", exact=True).click()
    expect(plan.locator(f"[data-call='{call['id']}']")).to_contain_text("takes it")
    assert scene.find(agent_of, call["id"]) != (had,)
    plan.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert scene.find(agent_of, call["id"]) == (had,)
