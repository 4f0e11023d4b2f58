"""Holds through the API: a time kept for a customer, booked into, or let go."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from console.scheduling import clock
from console.scheduling.actors import SYSTEM
from console.scheduling.rules.holds import MOST_PER_CLIENT
from console.scheduling.services import clients
from console.scheduling.services.clients import NewClient
from tests.api.conftest import Wire
from tests.api.test_scheduled_calls import refused


def ask(wire: Wire, hours: float = 0, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    body = {"startUtc": wire.at(hours), "durationMinutes": 30} | fields
    return wire.ask("POST", wire.video("/holds"), json=body, headers=headers or {})


def hold(wire: Wire, hours: float = 0, **fields: Any) -> dict[str, Any]:
    """Hold it, and give the hold."""
    answer = ask(wire, hours, **fields)
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]["hold"]


def release(wire: Wire, held: dict[str, Any]) -> Any:
    return wire.ask("DELETE", wire.video(f"/holds/{held['id']}"))


def book(wire: Wire, **fields: Any) -> Any:
    return wire.ask("POST", wire.calls(), json=wire.call(**fields))


def free_agents(wire: Wire) -> set[str]:
    query = f"durationMinutes=30&fromUtc={wire.at()}&toUtc={wire.at(0.5)}"
    slots = wire.ask("GET", wire.video(f"/availability?{query}")).json()["data"]["slots"]
    return {slot["agentId"] for slot in slots}


def test_a_held_time_is_taken_until_it_is_released(either_wire: Wire):
    wire = either_wire
    held = hold(wire, agentId=wire.ada, bufferAfterMinutes=10)
    assert (held["agent_id"], held["start_at"], held["end_at"]) == (wire.ada, wire.at(), wire.at(0.5))
    assert (held["app_id"], held["preset_id"], held["duration_minutes"]) == (wire.app_id, wire.preset_id, 30)
    assert (held["buffer_before_minutes"], held["buffer_after_minutes"]) == (0, 10)
    assert free_agents(wire) == {wire.bo}
    answer = book(wire)
    refused(answer, 409, "conflict", "held")
    assert answer.json()["error"]["alternatives"]
    released = release(wire, held)
    assert (released.status_code, released.json()["data"]) == (200, {})
    assert book(wire).status_code == 201


def test_a_hold_is_booked_by_its_id(either_wire: Wire):
    wire = either_wire
    held = hold(wire, agentId=wire.ada)
    assert book(wire, holdId=held["id"]).status_code == 201
    refused(release(wire, held), 404, "not_found")


def test_without_an_agent_one_is_pencilled_in_unseen(wire: Wire):
    held = hold(wire)
    assert held["agent_id"] is None
    assert len(free_agents(wire)) == 1
    assert book(wire, holdId=held["id"], assignedAgentId=None).status_code == 201


def test_a_booking_must_match_its_hold(wire: Wire):
    held = hold(wire, agentId=wire.ada)
    refused(
        book(wire, holdId=held["id"], scheduledAtUtc=wire.at(1)),
        400,
        "invalid_request",
        "hold_differs",
        "scheduledAtUtc",
    )
    refused(
        book(wire, holdId=held["id"], assignedAgentId=wire.bo),
        400,
        "invalid_request",
        "hold_differs",
        "assignedAgentId",
    )


def test_what_is_taken_cannot_be_held(wire: Wire):
    wire.book()
    answer = ask(wire, agentId=wire.ada)
    refused(answer, 409, "conflict", "slot_taken")
    assert len(answer.json()["error"]["alternatives"]) == 3


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"startUtc": "tomorrow"}, "startUtc"),
        ({"startUtc": "2020-01-01T00:00:00Z"}, "startUtc"),
        ({"durationMinutes": 4}, "durationMinutes"),
        ({"durationMinutes": "30"}, "durationMinutes"),
        ({"bufferBeforeMinutes": 241}, "bufferBeforeMinutes"),
        ({"holder": "jane"}, "holder"),
    ],
)
def test_a_hold_that_makes_no_sense_is_refused(wire: Wire, fields: dict[str, Any], field: str):
    refused(ask(wire, **fields), 400, "invalid_request", field=field)


def test_the_same_request_holds_once(either_wire: Wire):
    wire = either_wire
    first, again = (ask(wire, headers={"Idempotency-Key": "h"}, agentId=wire.ada) for _ in range(2))
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    refused(ask(wire, 1, headers={"Idempotency-Key": "h"}), 409, "conflict", "idempotency_key_reused")


def test_a_client_holds_at_most_twenty_times(wire: Wire):
    kept = [hold(wire, number) for number in range(MOST_PER_CLIENT)]
    answer = ask(wire, MOST_PER_CLIENT)
    refused(answer, 429, "rate_limit_exceeded")
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json()["error"]["details"][0]["nextAllowedAt"]
    assert release(wire, kept[-1]).status_code == 200
    assert ask(wire, MOST_PER_CLIENT).status_code == 201


def test_an_expired_hold_is_as_none(wire: Wire):
    held = hold(wire, agentId=wire.ada)
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        assert free_agents(wire) == {wire.ada, wire.bo}
        refused(release(wire, held), 404, "not_found")
        assert book(wire, holdId=held["id"]).status_code == 201


def test_a_hold_is_its_clients_own(wire: Wire):
    held = hold(wire, agentId=wire.ada)
    other = clients.create(SYSTEM, NewClient(name="Other", app_ids=[wire.app_id]))
    own, wire.token = wire.token, wire.buy_token(other)
    refused(release(wire, held), 404, "not_found")
    refused(book(wire, holdId=held["id"]), 409, "conflict", "held")
    wire.token = own
    assert release(wire, held).status_code == 200


def test_holding_needs_the_right_to_write(wire: Wire):
    wire.token = wire.buy_token(scope="scheduling:read")
    refused(ask(wire), 403, "forbidden")


def test_nothing_is_held_while_scheduling_is_off(wire: Wire):
    wire.set_preset(scheduling_enabled=False)
    refused(ask(wire), 403, "forbidden", "scheduling_off")
