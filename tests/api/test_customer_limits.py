"""How much one customer may book through the API, and when they may again: true to the second."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from console.scheduling import clock
from tests.api.conftest import Wire
from tests.api.test_scheduled_calls import refused

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def book(wire: Wire, hour: float, **fields: Any) -> Any:
    """Ask for a call so many hours after the first, with a token of that moment."""
    wire.token = wire.buy_token()
    return wire.ask("POST", wire.calls(), json=wire.call(scheduledAtUtc=wire.at(hour), **fields))


@pytest.mark.parametrize(
    ("limits", "apart"),
    [
        ({"limit_open": 2}, None),
        ({"limit_per_day": 2}, timedelta(days=1)),
        ({"limit_per_week": 2}, timedelta(days=7)),
    ],
    ids=["open", "day", "week"],
)
def test_a_refusal_says_to_the_second_when_the_customer_may_book_again(
    wire: Wire, limits: dict[str, int], apart: timedelta | None
):
    wire.set_preset(**limits)
    with time_machine.travel(clock.now().replace(microsecond=123_000), tick=False) as hand:
        first = book(wire, 0).json()["data"]["call"]
        hand.shift(HOUR)
        assert book(wire, 1).status_code == 201
        hand.shift(HOUR)
        answer = book(wire, 2)
        refused(answer, 429, "rate_limit_exceeded")
        told = datetime.fromisoformat(answer.json()["error"]["details"][0]["nextAllowedAt"])
        wait = int(answer.headers["Retry-After"]) * SECOND
        assert told <= clock.now() + wait < told + SECOND
        made, begins = datetime.fromisoformat(first["created_at"]), datetime.fromisoformat(first["scheduled_at"])
        assert told == (made + apart if apart else begins)
        hand.move_to(told - SECOND)
        assert book(wire, 300).status_code == 429
        hand.move_to(told)
        assert book(wire, 300).status_code == 201
        assert book(wire, 301).status_code == 429


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"guestPhone": "+573005550100", "guestEmail": None}, {"guestPhone": "+57 300 555-0100", "guestEmail": None}),
        ({"guestPhone": "+573005550100"}, {"guestPhone": "+57 (300) 5550100", "guestEmail": "other@guests.test"}),
        ({"guestEmail": "Jane.Doe@Guests.test"}, {"guestEmail": "jane.doe@GUESTS.TEST", "guestPhone": "+573005550199"}),
    ],
)
def test_a_customer_is_known_by_phone_or_email_however_written(wire: Wire, first: dict, second: dict):
    wire.set_preset(limit_open=1)
    assert book(wire, 0, **first).status_code == 201
    assert book(wire, 1, **second).status_code == 429


def test_what_was_cancelled_counts_as_made_but_not_as_open(wire: Wire):
    wire.set_preset(limit_open=1)
    call = book(wire, 0).json()["data"]["call"]
    wire.ask("DELETE", wire.calls(f"/{call['id']}"))
    assert book(wire, 1).status_code == 201
    wire.set_preset(limit_open=None, limit_per_day=2)
    assert book(wire, 2).status_code == 429


def test_a_refused_or_repeated_request_counts_for_nothing(wire: Wire):
    wire.set_preset(limit_per_day=2)
    wire.book()
    for _ in range(3):
        assert book(wire, 0).status_code == 409
        assert book(wire, 1, guestName="").status_code == 400
    key = {"Idempotency-Key": "deal-17"}
    body = wire.call(scheduledAtUtc=wire.at(1))
    assert [wire.ask("POST", wire.calls(), json=body, headers=key).status_code for _ in range(3)] == [201] * 3
    assert book(wire, 2).status_code == 429
