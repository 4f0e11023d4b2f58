"""Idempotency-Key: a request that comes twice books once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM
from console.scheduling.models import Booking, KeptAnswer
from console.scheduling.services import clients, once, upkeep
from console.scheduling.services.clients import NewClient
from tests.api.conftest import Wire

KEY = {"Idempotency-Key": "deal-17"}


def booked() -> int:
    with database.reading() as session:
        return len(session.exec(select(Booking)).all())


def test_the_same_request_gets_the_first_answer_again(either_wire: Wire):
    wire = either_wire
    first = wire.ask("POST", wire.calls(), json=wire.call(), headers=KEY)
    again = wire.ask("POST", wire.calls(), json=wire.call(), headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert first.headers["ETag"] == again.headers["ETag"]
    assert booked() == 1


def test_the_first_answer_stands_although_the_call_was_changed(wire: Wire):
    first = wire.ask("POST", wire.calls(), json=wire.call(), headers=KEY).json()
    wire.ask("DELETE", wire.calls(f"/{first['data']['call']['id']}"))
    assert wire.ask("POST", wire.calls(), json=wire.call(), headers=KEY).json() == first


def test_the_same_json_in_other_words_is_the_same_request(wire: Wire):
    wire.ask("POST", wire.calls(), json=wire.call(), headers=KEY)
    reordered = dict(reversed(wire.call().items()))
    assert wire.ask("POST", wire.calls(), json=reordered, headers=KEY).headers["Idempotent-Replayed"] == "true"


def test_another_body_under_the_same_key_is_a_conflict(wire: Wire):
    wire.ask("POST", wire.calls(), json=wire.call(), headers=KEY)
    other = wire.ask("POST", wire.calls(), json=wire.call(scheduledAtUtc=wire.at(2)), headers=KEY)
    assert other.status_code == 409
    assert other.json()["error"]["details"][0]["code"] == "idempotency_key_reused"
    assert booked() == 1


def test_a_refusal_is_not_kept(wire: Wire):
    wire.book()
    assert wire.ask("POST", wire.calls(), json=wire.call(), headers=KEY).status_code == 409
    assert wire.ask("POST", wire.calls(), json=wire.call(scheduledAtUtc=wire.at(2)), headers=KEY).status_code == 201


def test_keys_are_the_clients_own(wire: Wire):
    wire.ask("POST", wire.calls(), json=wire.call(), headers=KEY)
    wire.token = wire.buy_token(clients.create(SYSTEM, NewClient(name="Other", app_ids=[wire.app_id])))
    other = wire.ask("POST", wire.calls(), json=wire.call(scheduledAtUtc=wire.at(2)), headers=KEY)
    assert other.status_code == 201
    assert "Idempotent-Replayed" not in other.headers


def test_an_answer_is_kept_for_a_day_without_any_link(wire: Wire):
    wire.ask("POST", wire.calls(), json=wire.call(), headers=KEY)
    with database.reading() as session:
        kept = session.exec(select(KeptAnswer)).one()
    assert kept.body["call"]["join_url"] is None
    assert kept.body["call"]["manage_url"] is None
    with time_machine.travel(clock.now() + timedelta(hours=24, seconds=1)):
        wire.token = wire.buy_token()
        later = wire.ask("POST", wire.calls(), json=wire.call(assignedAgentId=wire.bo), headers=KEY)
        assert later.status_code == 201
        assert "Idempotent-Replayed" not in later.headers
    with time_machine.travel(clock.now() + timedelta(hours=49)):
        upkeep.sweep()
        with database.reading() as session:
            assert session.exec(select(KeptAnswer)).all() == []


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "\x7f"])
def test_a_key_that_is_none_is_refused(wire: Wire, key: str):
    answer = wire.ask("POST", wire.calls(), json=wire.call(), headers={"Idempotency-Key": key})
    assert answer.status_code == 400
    assert answer.json()["error"]["details"][0]["field"] == "Idempotency-Key"


def test_sixteen_at_once_book_one_call_and_hear_the_same(either_wire: Wire):
    wire, body = either_wire, either_wire.call()
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: wire.ask("POST", wire.calls(), json=body, headers=KEY), range(16)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) <= 2  # PostgreSQL gives the kept one's names in another order
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert sum("Idempotent-Replayed" in answer.headers for answer in answers) == 15
    assert booked() == 1


def test_while_the_first_still_runs_the_second_waits_and_then_says_so(
    either_wire: Wire, monkeypatch: pytest.MonkeyPatch
):
    wire = either_wire
    if database.engine().dialect.name == "sqlite":
        pytest.skip("SQLite's writers wait for one another before they begin.")
    monkeypatch.setattr(once, "LONGEST_WAIT", "200ms")
    holding, done = threading.Event(), threading.Event()

    def hold() -> None:
        with database.writing() as session:
            mine = once.Once(wire.keys.client_id, "POST", wire.calls(), "deal-17", "x", clock.now())
            mine.claim(session)
            holding.set()
            done.wait(10)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        holding.wait(10)
        answer = wire.ask("POST", wire.calls(), json=wire.call(), headers=KEY)
        done.set()
    assert answer.status_code == 409
    assert answer.json()["error"]["details"][0]["code"] == "idempotency_in_progress"
