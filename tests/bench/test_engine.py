"""How long the engine computes, in CPU time: `python -m pytest tests/bench`. No database, no wire."""

import time
from collections.abc import Callable
from functools import partial

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from console.scheduling.rules.availability import AgentFacts
from console.scheduling.rules.slots import public_starts
from tests.bench.agendas import DURATION, NOW, TERMS, Size, agendas
from tests.bench.conftest import cpu_seconds

SIZES = (Size(1, 60), Size(10, 30, 500), Size(50, 30, 2_500), Size(100, 30, 5_000), Size(1_000, 14, 40_000))
MOST_SECONDS = {Size(50, 30, 2_500): 0.040, Size(1_000, 14, 40_000): 0.400}
"""Targets for a machine on which the reference takes `REFERENCE_SECONDS`; elsewhere they grow and shrink with it."""
REFERENCE_SECONDS = 0.006
"""Measured where the README's table comes from."""
ROUNDS = 5
SLACK = 1.25
"""What measuring on a shared machine may add to a doubling."""


def offered(size: Size, known: list[AgentFacts]) -> int:
    """How many times the booking page would offer."""
    return sum(len(public_starts(facts, TERMS, DURATION, size.within(), NOW)) for facts in known)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.benchmark(timer=time.process_time)
def test_the_engine_is_fast(
    benchmark: BenchmarkFixture, yardstick: float, report: Callable[..., None], size: Size
) -> None:
    found = benchmark.pedantic(offered, (size, agendas(size)), rounds=ROUNDS, warmup_rounds=1)
    assert found > size.agents
    assert benchmark.stats, "benchmarks are disabled: run them without -n"
    seconds = min(benchmark.stats.stats.data)
    benchmark.extra_info["times_the_reference"] = seconds / yardstick
    report(str(size), f"{seconds * 1000:.1f} ms", f"{seconds / yardstick:.2f}")
    assert seconds / yardstick < MOST_SECONDS.get(size, float("inf")) / REFERENCE_SECONDS


@pytest.mark.parametrize("twice", [Size(100, 15, 1_000), Size(50, 30, 1_000), Size(50, 15, 2_000)], ids=str)
def test_twice_as_much_takes_at_most_twice_as_long(twice: Size) -> None:
    once = Size(50, 15, 1_000)
    first, second = (cpu_seconds(partial(offered, size, agendas(size)), ROUNDS) for size in (once, twice))
    assert second < 2 * SLACK * first
