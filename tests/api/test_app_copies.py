"""A test app as an integrator meets it: its own keys, the same presets and agents, webhooks that say `test`, no mail."""

import pytest

from console.scheduling.actors import operator
from console.scheduling.services import app_copies, webhooks
from console.scheduling.services.app_copies import AppCopy
from console.scheduling.services.webhooks import NewSubscription
from console.scheduling.settings import settings
from tests.api.conftest import Wire
from tests.api.test_scheduled_calls import refused
from tests.jobs.working import jobs_at_work
from tests.receivers import receiver


@pytest.fixture
def made(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> AppCopy:
    """A test app of the team's; from here on `wire` speaks to it with its own client."""
    monkeypatch.setenv("CALLBOARD_WEBHOOK_ALLOW", "127.0.0.0/8")
    settings.cache_clear()
    made = app_copies.copy(operator(wire.app_id))
    wire.app_id, wire.ada = made.app_id, made.agents[wire.ada]
    wire.token = wire.buy_token(made.keys)
    return made


def test_a_call_is_booked_moved_and_cancelled_and_every_webhook_says_test(wire: Wire, made: AppCopy) -> None:
    agents = wire.ask("GET", wire.video("/agents")).json()["data"]["agents"]
    assert {(one["id"], one["name"]) for one in agents} == set(zip(made.agents.values(), ("Ada", "Bo"), strict=True))
    [preset] = wire.ask("GET", wire.video("/presets")).json()["data"]["presets"]
    assert preset["id"] in made.presets.values() and preset["slug"] == "std"
    with receiver() as there, jobs_at_work():
        wanted = NewSubscription(there.url, ["scheduled.created", "scheduled.rescheduled", "scheduled.cancelled"])
        webhooks.subscribe(operator(made.app_id), wanted)
        call = wire.book()
        wire.ask("PATCH", wire.calls(f"/{call['id']}"), json={"scheduledAtUtc": wire.at(1)})
        wire.ask("DELETE", wire.calls(f"/{call['id']}"))
        there.wait_for(3)
    assert {(body["event"], body["test"]) for body in there.bodies} == {(event, True) for event in wanted.events}
    assert {body["payload"]["scheduled_call"]["app_id"] for body in there.bodies} == {made.app_id}
    told = wire.ask("GET", wire.video("/events")).json()["data"]["events"]
    assert [each["event"] for each in told] == wanted.events


def test_its_client_does_not_reach_the_original_and_the_originals_not_it(wire: Wire) -> None:
    made = app_copies.copy(operator(wire.app_id))
    refused(wire.ask("GET", f"/api/v1/video/{made.app_id}/agents"), 404, "app_not_found", "app_not_found")
    wire.token = wire.buy_token(made.keys)
    refused(wire.ask("GET", wire.video("/agents")), 404, "app_not_found", "app_not_found")


def test_a_deleted_test_app_is_unknown_to_its_own_client(wire: Wire, made: AppCopy) -> None:
    call = wire.book()
    app_copies.delete(operator(made.app_id), made.app_id)
    for path in (wire.calls(), wire.calls(f"/{call['id']}"), wire.video("/events")):
        refused(wire.ask("GET", path), 404, "app_not_found", "app_not_found")
    refused(wire.ask("POST", wire.calls(), json=wire.call()), 404, "app_not_found", "app_not_found")
