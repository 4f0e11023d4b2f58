"""What a load has shown, as tables for the README."""

import math
from collections import Counter
from collections.abc import Sequence

from tests.bench.loading.plan import Plan
from tests.bench.loading.samples import Seen
from tests.bench.loading.usage import Usage

KINDS = {
    "API: free times": ("availability",),
    "API: lists, calls, events": ("list", "get", "events"),
    "API: a call is booked": ("create",),
    "API: moved, cancelled": ("move", "cancel"),
    "booking page: from the socket to the first free times": ("first free times",),
    "booking page: other free times": ("free times",),
    "booking page: a time is held": ("hold",),
    "booking page: booked": ("book",),
    "console: an event there and back": ("event",),
    "console: a call is opened": ("open a call",),
}
"""What is measured -> the samples of it."""


def times(seen: Seen, live: Sequence[float], late: Sequence[float]) -> str:
    """How long things took, of each kind."""
    rows = {name: [one for kind in kinds for one in seen.took[kind]] for name, kinds in KINDS.items()}
    rows |= {"from the commit to each tab that shows it": live, "from the commit to the webhook's receiver": late}
    head = "| | count | p50 | p95 | p99 |\n|---|---|---|---|---|"
    return "\n".join([head, *(_row(name, found) for name, found in rows.items() if found)])


def programs(usage: Usage) -> str:
    """What each program took of the machine."""
    head = "| program | memory before; at the end | of one core |\n|---|---|---|"
    rows = (
        f"| {name} | {memory[0] / 1024:.0f}; {memory[-1] / 1024:.0f} MB | {usage.cores(name):.0%} |"
        for name, memory in usage.memory.items()
    )
    return "\n".join([head, *rows])


def counts(seen: Seen, plan: Plan, received: int) -> str:
    """How much there was, and what was refused because somebody else was faster."""
    done = sum(map(len, seen.took.values()))
    refused = Counter(code for codes in seen.refused.values() for code in codes)
    told = ", ".join(f"{code}: {count}" for code, count in refused.most_common(5)) or "none"
    booked = len(seen.notes["booked"]) + len(seen.notes["guest"])
    minutes = (plan.ends_at - plan.begins_at) / 60
    return (
        f"{minutes:g} minutes, {plan.tabs} tabs, {plan.visitors} visitors, {plan.requests:g} API requests a second: "
        f"{done:,} answers in time, {booked:,} calls booked, {received:,} webhooks received, "
        f"{len(seen.failed)} errors; refused ({told})."
    )


def _row(name: str, seconds: Sequence[float]) -> str:
    cells = (_milliseconds(_share(seconds, part)) for part in (0.5, 0.95, 0.99))
    return f"| {name} | {len(seconds):,} | {' | '.join(cells)} |"


def _share(seconds: Sequence[float], part: float) -> float:
    return sorted(seconds)[math.ceil(part * len(seconds)) - 1]


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 10 else f"{seconds:.1f} s"
