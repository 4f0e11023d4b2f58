"""Turns over time: shared by weight, back after a cancellation, and no flood for those who join or return."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.errors import NotAllowed
from console.scheduling.models import Member, PoolCredit, ScheduleException
from console.scheduling.services import booking_views, bookings, fairness
from tests.services.conftest import add_agent

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _any_time(acme: Any) -> None:
    acme.set_preset(horizon_days=1500)


def give(acme: Any, calls: int, first: int = 0) -> Counter[str]:
    """Have the engine give calls, each at a time of its own on which all work."""
    return Counter(give_one(acme, first + number) for number in range(calls))


def give_one(acme: Any, number: int) -> str:
    week, place = divmod(number, 40)
    hours = 24 * (7 * (week + 8) + place // 8) + place % 8 * 0.5
    return acme.book(hours=hours, agent_id=None, guest_email=f"{number}@guests.test").agent_id


def credits_of(agent_id: str) -> list[float]:
    with database.reading() as session:
        return list(session.exec(select(PoolCredit.amount).where(PoolCredit.agent_id == agent_id)))


def close(acme: Any, agent_id: str, start_day: float, end_day: float) -> None:
    now = clock.now()
    with database.writing() as session:
        session.add(
            ScheduleException(
                app_id=acme.app_id,
                person_id=agent_id,
                kind="blocked",
                start_at=now + DAY * start_day,
                end_at=now + DAY * end_day,
                created_at=now,
            )
        )


def weigh(acme: Any, agent_id: str, weight: int) -> None:
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, agent_id)).weight = weight


def test_turns_follow_weights(acme: Any) -> None:
    weigh(acme, acme.ada, 3)
    assert give(acme, 12) == {acme.ada: 9, acme.bo: 3}


def test_the_first_draw_of_a_pool_credits_nobody(acme: Any) -> None:
    give(acme, 2)
    assert credits_of(acme.ada) == credits_of(acme.bo) == []


def test_who_joins_is_not_flooded(acme: Any) -> None:
    give(acme, 8)
    cleo = add_agent(acme, "cleo")
    assert give(acme, 6, first=8) == {acme.ada: 2, acme.bo: 2, cleo: 2}
    assert credits_of(cleo) == [4]


def test_who_leaves_and_comes_again_is_lifted_only_as_far_as_needed(acme: Any) -> None:
    cleo = add_agent(acme, "cleo")
    give(acme, 3)
    disable(acme, cleo, True)
    give(acme, 4, first=3)
    disable(acme, cleo, False)
    assert give(acme, 3, first=7) == {acme.ada: 1, acme.bo: 1, cleo: 1}
    assert credits_of(cleo) == [2]


def disable(acme: Any, agent_id: str, off: bool) -> None:
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, agent_id)).disabled_at = clock.now() if off else None


def test_a_credit_ages_as_calls_do(acme: Any) -> None:
    give(acme, 8)
    cleo = add_agent(acme, "cleo")
    give(acme, 1, first=8)
    acme.hand.shift(15 * DAY)
    by_agent = {each.agent_id: each for each in fairness.shares(acme.admin)}
    assert by_agent[cleo].credit == pytest.approx(2)
    acme.hand.shift(15 * DAY + HOUR)
    assert {each.given + each.credit for each in fairness.shares(acme.admin)} == {0}


def test_who_returns_after_a_long_absence_is_not_flooded(acme: Any) -> None:
    give(acme, 2)
    close(acme, acme.bo, 0, 10)
    assert give_while_away(acme) == {acme.ada: 4}
    acme.hand.shift(11 * DAY)
    assert give(acme, 4, first=2) == {acme.ada: 2, acme.bo: 2}
    assert len(credits_of(acme.bo)) == 1


def give_while_away(acme: Any, day: int = 1) -> Counter[str]:
    """Four calls on a day at which whoever is closed then cannot be drawn."""
    return Counter(acme.book(hours=24 * day + number * 0.5, agent_id=None).agent_id for number in range(4))


def test_who_is_still_away_does_not_come_back_to_a_full_calendar(acme: Any) -> None:
    give(acme, 2)
    close(acme, acme.bo, 0, 20)
    give_while_away(acme)
    acme.hand.shift(8 * DAY)
    assert give(acme, 4, first=2) == {acme.ada: 2, acme.bo: 2}
    give_while_away(acme, day=9)
    acme.hand.shift(13 * DAY)
    assert give(acme, 4, first=6) == {acme.ada: 2, acme.bo: 2}
    assert len(credits_of(acme.bo)) == 2


def test_a_short_absence_is_caught_up(acme: Any) -> None:
    give(acme, 2)
    close(acme, acme.bo, 0, 2)
    give_while_away(acme)
    acme.hand.shift(9 * DAY)
    assert give(acme, 4, first=2) == {acme.bo: 4}
    assert credits_of(acme.bo) == []


def test_a_reassigned_call_is_nobodys_turn(acme: Any) -> None:
    booking = acme.book(agent_id=None, hours=24)
    bookings.reassign(acme.admin, booking.id, acme.bo if booking.agent_id == acme.ada else acme.ada)
    assert [each.given for each in fairness.shares(acme.admin)] == [0, 0]


def test_the_timeline_tells_the_credit(acme: Any) -> None:
    give(acme, 4)
    cleo = add_agent(acme, "cleo")
    booking = acme.book(agent_id=None, hours=24)
    assigned = booking_views.get(acme.admin, booking.id).events[1].payload
    figures = {each["agent_id"]: (each["given"], each["credit"]) for each in assigned["considered"]}
    assert figures == {acme.ada: (2, 0), acme.bo: (2, 0), cleo: (0, 2)}


def test_shares_stand_beside_what_is_fair(acme: Any) -> None:
    weigh(acme, acme.ada, 3)
    give(acme, 8)
    add_agent(acme, "cleo")
    ada, bo, cleo = fairness.shares(acme.admin)
    assert (ada.name, ada.given, ada.weight, ada.expected_share) == ("ada", 6, 3, 0.6)
    assert (bo.given, cleo.given, cleo.credit) == (2, 0, 2)
    assert (ada.share, bo.share, cleo.share) == (0.6, 0.2, 0.2)
    assert fairness.simulate(acme.admin, calls=50) == {ada.agent_id: 30, bo.agent_id: 10, cleo.agent_id: 10}
    assert credits_of(cleo.agent_id) == []  # looking writes nothing
    with pytest.raises(NotAllowed):
        fairness.shares(acme.agent(acme.bo))


def test_turns_are_fair_when_all_ask_at_once(acme: Any) -> None:
    cleo = add_agent(acme, "cleo")
    with ThreadPoolExecutor(8) as pool:
        given = Counter(pool.map(lambda number: give_one(acme, number), range(24)))
    assert given == {acme.ada: 8, acme.bo: 8, cleo: 8}
