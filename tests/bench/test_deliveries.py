"""How fast webhooks go out: the jobs and the receivers in processes of their own, on one machine with the database."""

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import pytest
from sqlalchemy import text, update
from sqlmodel import col, func, select

from console.scheduling import clock, database
from console.scheduling.actors import operator
from console.scheduling.models import Attempt, Delivery, OutboxEvent
from console.scheduling.queries.webhooks import queues
from console.scheduling.services import outbox, webhooks
from console.scheduling.services.webhooks import NewSubscription
from console.scheduling.settings import settings
from tests.bench.conftest import milliseconds, p95
from tests.bench.receiving import receiving
from tests.faults.working import jobs_process
from tests.rows import START, World, make_world
from tests.statements import asked, plan

pytestmark = pytest.mark.timeout(600)

EVENTS = 1_000
PACE, PACED = 0.05, 200
"""Seconds from one commit to the next, and how many of them."""
HANGING = 20


@pytest.fixture
def world(store: str, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("CALLBOARD_WEBHOOK_ALLOW", "127.0.0.0/8")
    settings.cache_clear()
    with database.writing() as session:
        return make_world(session)


@pytest.mark.parametrize("receivers", [1, 10])
def test_throughput(store: str, world: World, receivers: int, report: Callable[..., None]) -> None:
    """| 1,000 deliveries waiting | to receivers | a second | CPU time of each in the jobs |"""
    with receiving() as url:
        _subscribe(world, url, receivers)
        for number in range(EVENTS // receivers):
            _happen(world, number)
        with jobs_process() as process:
            began = _cpu(process.pid)
            _wait_for(EVENTS)
            cpu = _cpu(process.pid) - began
    with database.reading() as session:
        finished = select(func.min(Delivery.finished_at), func.max(Delivery.finished_at))
        first, last = session.execute(finished).one()
    rate = EVENTS / (_at(last) - _at(first)).total_seconds()
    report(store, str(receivers), f"{rate:.0f}", milliseconds(cpu / EVENTS))
    assert cpu / EVENTS < 0.02, "others may use the machine at the same time; its own time is the same"


@pytest.mark.parametrize("hanging", [0, HANGING])
def test_lateness(store: str, world: World, hanging: int, report: Callable[..., None]) -> None:
    """| from the commit to the first attempt, 20 commits a second | receivers that hang | median | p95 | last |"""
    with ExitStack() as stack:
        healthy = stack.enter_context(receiving())
        _subscribe(world, healthy, 1)
        stack.enter_context(jobs_process())
        _happen(world, 0)
        _wait_for(1)
        if hanging:
            _subscribe(world, stack.enter_context(receiving("hang")), hanging)
        for number in range(1, PACED + 1):
            _happen(world, number)
            time.sleep(PACE)
        _wait_for(PACED + 1)
    with database.reading() as session:
        times = (
            select(Attempt.started_at, OutboxEvent.occurred_at)
            .join(Delivery, col(Delivery.id) == Attempt.delivery_id)
            .join(OutboxEvent, col(OutboxEvent.id) == Delivery.event_id)
            .where(Delivery.status == "delivered", Attempt.number == 1)
        )
        late = [(began - happened).total_seconds() for began, happened in session.exec(times)]
    report(store, str(hanging), *map(milliseconds, (median(late), p95(late), max(late))))
    assert p95(late) < 2


def test_what_is_due_is_found_by_an_index(store: str, world: World) -> None:
    _subscribe(world, "http://127.0.0.1:1/hooks", 2)
    for number in range(EVENTS):
        _happen(world, number)
    with database.writing() as session:
        session.execute(update(Delivery).values(status="delivered").where(col(Delivery.id) != ""))
    with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    with database.reading() as session:
        with asked() as statements:
            queues(session, clock.now())
        found = plan(session.connection(), *statements[-1])
    assert "Seq Scan on delivery" not in found and "SCAN delivery" not in found, found


def _subscribe(world: World, url: str, count: int) -> None:
    for _ in range(count):
        webhooks.subscribe(operator(world.app.id), NewSubscription(url, ["scheduled.created"]))


def _happen(world: World, number: int) -> None:
    with database.writing() as session:
        booking = world.booking(session, scheduled_at=START + timedelta(hours=number))
        outbox.emit(session, booking, "created", operator(world.app.id))


def _wait_for(count: int) -> None:
    until = time.monotonic() + 120
    while True:
        with database.reading() as session:
            done = session.exec(select(func.count()).where(Delivery.status == "delivered")).one()
        if done >= count:
            return
        assert time.monotonic() < until, f"{done} of {count}"
        time.sleep(0.1)


def _cpu(pid: int) -> float:
    """CPU seconds of a process so far, its threads included."""
    spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


def _at(instant: datetime | None) -> datetime:
    assert instant
    return instant
