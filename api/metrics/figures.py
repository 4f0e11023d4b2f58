"""Every figure that a process counts as it works, by name. No label ever holds an id, or anything of a person.

Where several processes answer at one address (`api --workers`), they count into files of one folder, which
`PROMETHEUS_MULTIPROC_DIR` names before this is imported; whoever is asked tells the sum.
"""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from console.scheduling.services import counting

REGISTRY = CollectorRegistry()
_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_PATIENT = (0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 3600)
"""Seconds: of what people wait for, and of what goes out by itself."""


def _seconds(name: str, told: str, *labels: str, buckets: tuple[float, ...] = _QUICK) -> Histogram:
    return Histogram(f"callboard_{name}_seconds", told, labels, buckets=buckets, registry=REGISTRY)


def _count(name: str, told: str, *labels: str) -> Counter:
    return Counter(f"callboard_{name}", told, labels, registry=REGISTRY)


def _now(name: str, told: str) -> Gauge:
    return Gauge(f"callboard_{name}", told, registry=REGISTRY, multiprocess_mode="livesum")


REQUESTS = _seconds("http_request", "Requests by route, method and class of status.", "route", "method", "status")
BOOKINGS = _count("bookings", "Asked for, by source; the result is done, repeated or a reason.", "source", "result")
CONFLICTS = _count("conflicts", "Writes that were refused as things had become, by reason.", "code")
RETRIES = _count("transaction_retries", "Transactions that PostgreSQL gave up for another, and that were tried again.")
SLOT_QUERIES = _seconds("slot_query", "What is free, asked of the engine.", "ask")
ATTEMPTS = _seconds("delivery_attempt", "Webhook attempts by result.", "result", buckets=_PATIENT)
FIRST_ATTEMPTS = _seconds("delivery_first_attempt", "From an event's commit to the first attempt.", buckets=_PATIENT)
MESSAGES = _count("messages", "Tries to send a message, by channel and result.", "channel", "result")
REFRESHES = _count("live_refreshes", "Open tabs that were told to look again, by part.", "part")
TICKS = _seconds("tick", "Each turn of the clock's work, by result.", "tick", "result")
LAG = _seconds("event_loop_lag", "How late the event loop comes to what is due, looked at each second.")
TABS = _now("open_tabs", "Tabs that a browser holds open, of the console and of booking pages.")
CONNECTIONS = _now("database_connections", "Connections to the database in use.")
MOST_CONNECTIONS = _now("database_connections_max", "Connections to the database that there may be.")

_HEARD: dict[str, Callable[[dict[str, str], float], None]] = {
    "booking": lambda words, _: BOOKINGS.labels(**words).inc(),
    "conflict": lambda words, _: CONFLICTS.labels(**words).inc(),
    "retry": lambda _, __: RETRIES.inc(),
    "slot_query": lambda words, seconds: SLOT_QUERIES.labels(words["ask"]).observe(seconds),
    "attempt": lambda words, seconds: ATTEMPTS.labels(**words).observe(seconds),
    "first_attempt": lambda _, seconds: FIRST_ATTEMPTS.observe(max(0.0, seconds)),
    "message": lambda words, _: MESSAGES.labels(**words).inc(),
    "refresh": lambda words, _: REFRESHES.labels(**words).inc(),
    "tick": lambda words, seconds: TICKS.labels(**words).observe(seconds),
}
"""What `services.counting` tells -> where it is counted."""


def hear(happening: str, words: dict[str, str], seconds: float | None) -> None:
    """Count one happening of the core, or of a door."""
    if heard := _HEARD.get(happening):
        heard(words, seconds or 0.0)


def count() -> Callable[[], None]:
    """Count from now on; gives the way to stop."""
    return counting.listen(hear)
