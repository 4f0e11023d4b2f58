"""Figures that nobody counts: they are looked up whenever somebody asks."""

import platform
from collections.abc import Iterator
from importlib.metadata import version

from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from console.scheduling.errors import CallboardError
from console.scheduling.services import vital_signs


class LookedUp(Collector):
    """The build, and the state of the whole installation: every process tells the same, so take any one's word."""

    def collect(self) -> Iterator[Metric]:
        """Look, within the time that a read of the database may take."""
        yield InfoMetricFamily(
            "callboard_build",
            "What runs.",
            value={"version": version("callboard"), "python": platform.python_version()},
        )
        redis = vital_signs.has_redis()
        if redis is not None:
            yield _one("redis_up", "Whether Redis answers.", redis)
        try:
            signs = vital_signs.look()
        except CallboardError:
            yield _one("database_up", "Whether the database answers.", False)
            return
        yield _one("database_up", "Whether the database answers.", True)
        yield _one("guard_up", "Whether the database's guard against double bookings stands.", signs.has_guard)
        if signs.ticked_at:
            silence = (signs.now - signs.ticked_at).total_seconds()
            yield _one("clock_silence_seconds", "Since any process last said that it does the jobs.", silence)
        yield from _due(signs)

    def describe(self) -> list[Metric]:
        """Nothing is known before it is looked up."""
        return []


def _one(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(f"callboard_{name}", told, value=float(value))


def _due(signs: vital_signs.Signs) -> Iterator[Metric]:
    counts = GaugeMetricFamily("callboard_due", "What is due and not done yet, up to 10,000.", labels=["kind"])
    ages = GaugeMetricFamily("callboard_due_oldest_seconds", "How long the oldest of them is due.", labels=["kind"])
    for kind, waiting in signs.due.items():
        counts.add_metric([kind], waiting.count)
        ages.add_metric([kind], (signs.now - waiting.oldest).total_seconds() if waiting.oldest else 0.0)
    yield counts
    yield ages
