"""What the wire, the framework and letting a client in add to a service's own time."""

import http.client
import time
from collections.abc import Callable
from statistics import median
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from api.process import calm_garbage_collector
from console.scheduling.actors import Actor
from console.scheduling.messages.instants import iso
from console.scheduling.services import access, booking_views, slots
from console.scheduling.services.booking_views import BookingFilter
from console.scheduling.services.calls import call_object
from console.scheduling.services.clients import SCOPES, ClientChange, change
from console.scheduling.services.links import guest_links
from console.scheduling.services.slots import SlotQuery
from tests.api.serving import served
from tests.bench.agendas import DURATION, Size
from tests.bench.conftest import milliseconds
from tests.bench.stored import APP, Stored, stored
from tests.bench.test_services import soon

TURNS, TIMES = 5, 60
MOST = 0.003
"""Seconds, at the median, on a quiet machine."""
QUESTIONS = ["availability of a day", "availability of a week", "list"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_api_adds_little(store: str, report: Callable[..., None], question: str) -> None:
    """| asked one after the other, medians | database | the service alone | over HTTP | added |"""
    calm_garbage_collector()
    here = stored(Size(10, 30, 500), soon())
    ask_service, path = _question(question, here)
    token = _token(here)
    with served() as url, _Line(url, token) as line:
        added: list[tuple[float, float, float]] = []
        for _ in range(TURNS):
            alone, over_http = _in_turn(ask_service, lambda: line.get(path))
            added.append((over_http - alone, alone, over_http))
    middle = sorted(added)[TURNS // 2]
    report(question, store, milliseconds(middle[1]), milliseconds(middle[2]), milliseconds(middle[0]))
    assert middle[0] < MOST


class _Line:
    """One connection that stays open, without a client's own work on it."""

    def __init__(self, url: str, token: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc)
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str) -> bytes:
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        return body

    def __enter__(self) -> "_Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()


def _question(name: str, here: Stored) -> tuple[Callable[[], object], str]:
    """The same question to the service and over HTTP."""
    actor = Actor("api", id=here.keys.client_id, app_id=APP, scopes=frozenset(SCOPES))
    base = f"/api/v1/video/{APP}"
    if name == "list":
        return lambda: _calls(actor), f"{base}/scheduled-calls"
    within = Size(10, 1 if name.endswith("day") else 7).within(here.now)
    query = SlotQuery(start=within.start, end=within.end, duration_minutes=DURATION)
    asked = {"fromUtc": iso(within.start), "toUtc": iso(within.end), "durationMinutes": DURATION}
    return lambda: slots.available(actor, query), f"{base}/availability?{urlencode(asked)}"


def _calls(actor: Actor) -> list[dict[str, Any]]:
    """A page of calls as the core gives them to every door."""
    found = booking_views.find(actor, BookingFilter(limit=50))
    return [call_object(row.booking, guest_links(row.booking.id)) for row in found.rows]


def _token(here: Stored) -> str:
    from console.scheduling.actors import SYSTEM

    change(SYSTEM, here.keys.client_id, ClientChange(rate_limits=dict.fromkeys(("minute", "hour", "day"), 10**6)))
    access.issue(here.keys.client_id, "cbt_bench", sorted(SCOPES))
    return "cbt_bench"


def _in_turn(first: Callable[[], object], second: Callable[[], object]) -> tuple[float, float]:
    """The medians of both, each asked once while the other waits, so that whatever else runs slows both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(TIMES):
        for work, seconds in zip((first, second), taken, strict=True):
            began = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - began)
    return median(taken[0]), median(taken[1])
