"""How long a person waits for the plan of a long absence: `python -m pytest tests/bench/test_reassigning.py`."""

from collections.abc import Callable
from datetime import timedelta
from statistics import median

from pytest_benchmark.fixture import BenchmarkFixture
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import operator
from console.scheduling.models import Booking
from console.scheduling.services import reassigning
from console.scheduling.services.reassigning import PlanQuery
from tests.bench.agendas import Size
from tests.bench.conftest import milliseconds
from tests.bench.stored import APP, stored

SIZE = Size(60, 14, 6000)


def test_a_reassign_plan(benchmark: BenchmarkFixture, store: str, report: Callable[..., None]) -> None:
    """| a reassign plan: 100 calls of one of 60 agents, who have 100 each in two weeks | database | median |"""
    stored(SIZE, clock.now().replace(second=0, microsecond=0) + timedelta(minutes=1))
    with database.reading() as session:
        calls = session.exec(select(Booking.id).where(Booking.agent_id == "agent 0")).all()
    found = benchmark.pedantic(
        reassigning.plan, (operator(APP), PlanQuery(booking_ids=calls)), rounds=5, warmup_rounds=1
    )
    assert len(found) == len(calls) == 100
    report(str(SIZE), store, milliseconds(median(benchmark.stats.stats.data)))
