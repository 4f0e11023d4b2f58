"""How long the engine computes, in CPU time: `python -m pytest tests/bench`. No database, no wire."""

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from console.scheduling.rules.availability import AgentFacts, Terms
from console.scheduling.rules.slots import public_starts
from tests.bench.agendas import DURATION, NOW, TERMS, Size, agendas
from tests.bench.conftest import cpu_seconds, milliseconds

SIZES = (Size(1, 60), Size(10, 30, 500), Size(50, 30, 2_500), Size(100, 30, 5_000), Size(1_000, 14, 40_000))
MOST_SECONDS = {Size(50, 30, 2_500): 0.040, Size(1_000, 14, 40_000): 0.400}
"""Targets for a machine on which the reference takes `REFERENCE_SECONDS`; elsewhere they grow and shrink with it."""
REFERENCE_SECONDS = 0.006
"""Measured where the README's table comes from."""
ROUNDS = 5
SLACK = 1.25
"""What measuring on a shared machine may add to a doubling."""


def offered(size: Size, known: list[AgentFacts], terms: Terms = TERMS) -> int:
    """How many times the booking page would offer."""
    return sum(len(public_starts(facts, terms, DURATION, size.within(), NOW)) for facts in known)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.benchmark(timer=time.process_time)
def test_the_engine_is_fast(
    benchmark: BenchmarkFixture, yardstick: float, report: Callable[..., None], size: Size
) -> None:
    """| the engine alone: agents x days | CPU time | times the reference | most memory at once |"""
    found = benchmark.pedantic(offered, (size, agendas(size)), rounds=ROUNDS, warmup_rounds=1)
    assert found > size.agents
    assert benchmark.stats, "benchmarks are disabled: run them without -n"
    seconds = min(benchmark.stats.stats.data)
    benchmark.extra_info["times_the_reference"] = seconds / yardstick
    report(str(size), milliseconds(seconds), f"{seconds / yardstick:.2f}", f"{_most_memory(size):.1f} MB")
    assert seconds / yardstick < MOST_SECONDS.get(size, float("inf")) / REFERENCE_SECONDS


def _most_memory(size: Size) -> float:
    """The megabytes that an answer takes beside what was known, at its highest."""
    known = agendas(size)
    tracemalloc.start()
    try:
        offered(size, known)
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def test_a_daily_cap_costs_little(report: Callable[..., None]) -> None:
    """| a cap on calls per day | CPU time without | with | ratio |"""
    size = Size(50, 30, 2_500)
    known = agendas(size)
    free, capped = (
        cpu_seconds(partial(offered, size, known, replace(TERMS, agent_day_limit=cap)), 3 * ROUNDS) for cap in (None, 6)
    )
    report(str(size), milliseconds(free), milliseconds(capped), f"{capped / free:.2f}")
    assert capped < 1.2 * SLACK * free


@pytest.mark.parametrize("twice", [Size(100, 15, 1_000), Size(50, 30, 1_000), Size(50, 15, 2_000)], ids=str)
def test_twice_as_much_takes_at_most_twice_as_long(twice: Size) -> None:
    once = Size(50, 15, 1_000)
    first, second = (cpu_seconds(partial(offered, size, agendas(size)), ROUNDS) for size in (once, twice))
    assert second < 2 * SLACK * first
