"""Calls are counted without a write of their own, and written down together: none is lost, none is told twice."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.testclient import TestClient

from api import usage
from api.app import create_app
from console.scheduling.actors import SYSTEM, operator
from console.scheduling.errors import Unavailable
from console.scheduling.services import clients
from console.scheduling.services import usage as core
from console.scheduling.services.clients import ClientChange
from console.scheduling.services.usage import DayOfCalls
from tests.api.conftest import Wire
from tests.statements import statements


@pytest.fixture(autouse=True)
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written down but when a test says so."""
    monkeypatch.setattr(usage, "SECONDS_BETWEEN", 600.0)


def today(wire: Wire, client_id: str = "") -> DayOfCalls:
    return core.per_day(operator(wire.app_id), 1)[client_id or wire.keys.client_id][0]


def test_every_call_is_counted_and_so_is_one_too_many(wire: Wire):
    clients.change(SYSTEM, wire.keys.client_id, ClientChange(rate_limits={"minute": 3}))
    answers = [wire.ask("GET", wire.calls()).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    usage.flush()
    assert (today(wire).calls, today(wire).refused) == (5, 2)
    usage.flush()
    assert today(wire).calls == 5


def test_who_is_not_let_in_is_not_counted(wire: Wire):
    assert wire.http.get(wire.calls()).status_code == 401
    token = wire.buy_token(scope="scheduling:read")
    refused = wire.ask("POST", wire.calls(), json=wire.call(), headers={"Authorization": f"Bearer {token}"})
    assert refused.status_code == 403
    usage.flush()
    assert today(wire).calls == 0


def test_the_last_use_is_the_last_call_and_not_the_last_token(wire: Wire):
    [before] = clients.list_clients(operator(wire.app_id))
    wire.ask("GET", wire.calls())
    usage.flush()
    [after] = clients.list_clients(operator(wire.app_id))
    assert before.last_used_at and after.last_used_at and after.last_used_at > before.last_used_at


def test_a_call_itself_writes_nothing(wire: Wire):
    with statements() as sent:
        wire.ask("GET", wire.calls())
    assert sent and not [each for each in sent if not each.startswith(("SELECT", "BEGIN"))]


def test_what_cannot_be_written_is_kept(wire: Wire, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture):
    def refuse(counted: object) -> None:
        raise Unavailable("The database is away.")

    with monkeypatch.context() as patch:
        patch.setattr(core, "add", refuse)
        wire.ask("GET", wire.calls())
        usage.flush()
        wire.ask("GET", wire.calls())
        usage.flush()
    assert today(wire).calls == 0 and "they are kept" in caplog.text
    usage.flush()
    assert today(wire).calls == 2


def test_a_great_many_clients_are_written_down_by_and_by(wire: Wire, monkeypatch: pytest.MonkeyPatch):
    sizes: list[int] = []
    monkeypatch.setattr(core, "add", lambda counted: sizes.append(len(counted)))
    for number in range(1200):
        usage.count(f"cli_{number}", refused=False)
    usage.flush()
    assert sizes == [500, 500, 200]


def test_calls_that_are_counted_while_others_are_written_down_are_told_once(wire: Wire):
    def call() -> None:
        for _ in range(300):
            usage.count(wire.keys.client_id, refused=False)

    callers = [threading.Thread(target=call) for _ in range(3)]
    for each in callers:
        each.start()
    while any(each.is_alive() for each in callers):
        usage.flush()
    usage.flush()
    assert today(wire).calls == 900


def test_the_api_writes_down_every_few_seconds_and_at_its_end(wire: Wire, monkeypatch: pytest.MonkeyPatch):
    written = threading.Event()
    monkeypatch.setattr(core, "add", lambda counted: written.set())
    with with_interval(monkeypatch, 0.01):
        usage.count(wire.keys.client_id, refused=False)
        assert written.wait(5)
    written.clear()
    with with_interval(monkeypatch, 600):
        usage.count(wire.keys.client_id, refused=False)
        assert not written.is_set()
    assert written.is_set()


@contextmanager
def with_interval(monkeypatch: pytest.MonkeyPatch, seconds: float) -> Iterator[None]:
    monkeypatch.setattr(usage, "SECONDS_BETWEEN", seconds)
    with TestClient(create_app()):
        yield
