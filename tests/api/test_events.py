"""The event feed through the API: a receiver that was away reads what it missed."""

import pytest

from console.scheduling.actors import SYSTEM
from console.scheduling.services import clients
from console.scheduling.services.clients import NewClient
from tests.api.conftest import Wire
from tests.api.test_scheduled_calls import refused


def test_a_receiver_that_was_away_reads_what_it_missed(either_wire: Wire):
    wire = either_wire
    call = wire.book()
    seen = wire.ask("GET", wire.video("/events")).json()
    assert set(seen["pagination"]) == {"limit", "hasMore", "nextCursor"}
    [created] = seen["data"]["events"]
    assert list(created) == ["id", "event", "sequence", "occurred_at", "payload"]
    assert (created["event"], created["sequence"]) == ("scheduled.created", 1)
    assert created["payload"]["scheduled_call"] == call
    assert created["payload"]["change"]["actor_id"] == wire.keys.client_id

    wire.ask("PATCH", wire.calls(f"/{call['id']}"), json={"scheduledAtUtc": wire.at(1), "guestName": "Jane Doe"})
    wire.ask("DELETE", wire.calls(f"/{call['id']}"), json={"reason": "ill"})
    missed, cursor = [], seen["pagination"]["nextCursor"]
    while True:
        page = wire.ask("GET", wire.video("/events"), params={"after": cursor, "limit": 1}).json()
        missed += page["data"]["events"]
        cursor = page["pagination"]["nextCursor"]
        if not page["pagination"]["hasMore"]:
            break
    assert {each["event"] for each in missed} == {"scheduled.rescheduled", "scheduled.updated", "scheduled.cancelled"}
    assert [each["sequence"] for each in missed] == [2, 3, 4]
    assert missed[-1]["payload"]["scheduled_call"]["cancellation_reason"] == "ill"
    assert missed[-1]["payload"]["change"]["reason"] == "ill"

    end = wire.ask("GET", wire.video("/events"), params={"after": cursor}).json()
    assert (end["data"]["events"], end["pagination"]["nextCursor"]) == ([], cursor)


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("limit=0", "limit", None),
        ("limit=501", "limit", None),
        ("limit=ten", "limit", None),
        ("after=", "after", None),
        ("after=nonsense", "after", "unknown_cursor"),
        ("after=%D9%A3", "after", "unknown_cursor"),
        ("cursor=x", "cursor", None),
        ("after=a&after=b", "after", "repeated"),
    ],
)
def test_what_cannot_be_meant_is_a_400_that_names_it(wire: Wire, query: str, field: str, code: str | None):
    answer = wire.ask("GET", wire.video(f"/events?{query}"))
    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request")
    [detail] = answer.json()["error"]["details"]
    assert detail["field"] == field
    assert code is None or detail["code"] == code


def test_the_most_and_the_least_on_a_page_are_taken(wire: Wire):
    for limit in (1, 500):
        assert wire.ask("GET", wire.video(f"/events?limit={limit}")).json()["pagination"]["limit"] == limit


def test_it_is_refused_as_every_other_read(wire: Wire):
    assert wire.http.get(wire.video("/events")).status_code == 401
    refused(wire.ask("GET", "/api/v1/video/app_none/events"), 404, "app_not_found", "app_not_found")
    only_writes = clients.create(SYSTEM, NewClient(name="Writer", scopes=["scheduling:write"], app_ids=[wire.app_id]))
    wire.token = wire.buy_token(only_writes)
    assert wire.ask("GET", wire.video("/events")).status_code == 403


def test_links_are_keys_and_only_for_clients_that_write(wire: Wire):
    wire.book()
    wire.token = wire.buy_token(scope="scheduling:read")
    [created] = wire.ask("GET", wire.video("/events")).json()["data"]["events"]
    call = created["payload"]["scheduled_call"]
    assert (call["join_url"], call["manage_url"]) == (None, None)
