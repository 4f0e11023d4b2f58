"""Turns over time: shared by weight, back after a cancellation, and no flood for those who join or return."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.errors import Invalid, NotAllowed, NotFound
from console.scheduling.models import (
    Booking,
    Member,
    PoolCredit,
    Preset,
    PresetAgent,
    ScheduleException,
    Turn,
    new_id,
)
from console.scheduling.services import booking_views, bookings, fairness
from console.scheduling.services.fairness import AgentShare
from tests.services.conftest import add_agent, add_preset
from tests.statements import asked, plan

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
    assert shares_of(acme)[cleo].credit == pytest.approx(2)
    acme.hand.shift(15 * DAY + HOUR)
    assert {each.given + each.credit for each in shares_of(acme).values()} == {0}


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
    assert [each.given for each in shares_of(acme).values()] == [0, 0]


def test_the_timeline_tells_the_credit(acme: Any) -> None:
    give(acme, 4)
    cleo = add_agent(acme, "cleo")
    booking = acme.book(agent_id=None, hours=24)
    assigned = booking_views.get(acme.admin, booking.id).events[1].payload
    figures = {each["agent_id"]: (each["given"], each["credit"]) for each in assigned["considered"]}
    assert figures == {acme.ada: (2, 0), acme.bo: (2, 0), cleo: (0, 2)}


def shares_of(acme: Any, days: int = 30) -> dict[str, AgentShare]:
    return {each.agent_id: each for each in fairness.shares(acme.admin, days=days).agents}


def test_shares_stand_beside_what_is_fair(acme: Any) -> None:
    weigh(acme, acme.ada, 3)
    give(acme, 8)
    cleo = add_agent(acme, "cleo")
    shares = fairness.shares(acme.admin)
    assert [(each.name, each.weight, each.given, each.fair) for each in shares.agents] == [
        ("ada", 3, 6, 6),
        ("bo", 1, 2, 2),
        ("cleo", 1, 0, 0),
    ]
    assert (shares.given, shares_of(acme)[cleo].credit) == (8, 2)
    assert Counter(shares.ahead) == {"ada": 6, "bo": 2, "cleo": 2}
    assert credits_of(cleo) == []  # looking writes nothing


def test_a_share_that_was_not_fair_shows(acme: Any) -> None:
    close(acme, acme.bo, 0, 2)
    give_while_away(acme)
    ada, bo = shares_of(acme).values()
    assert (ada.given, ada.fair, ada.difference) == (4, 2, 2)
    assert (bo.given, bo.fair, bo.difference, bo.last_at) == (0, 2, -2, None)
    assert fairness.shares(acme.admin).ahead[:4] == ("bo",) * 4


def test_only_the_period_counts_and_who_was_away_is_due_no_more_than_the_others(acme: Any) -> None:
    give(acme, 8)
    acme.hand.shift(40 * DAY)
    cleo = add_agent(acme, "cleo")
    give(acme, 6, first=8)
    acme.hand.shift(10 * DAY)
    give(acme, 3, first=14)
    assert [each.given for each in shares_of(acme, 7).values()] == [1, 1, 1]
    assert [each.given for each in shares_of(acme, 30).values()] == [3, 3, 3]
    quarter = shares_of(acme, 90)
    assert [each.given for each in quarter.values()] == [7, 7, 3]
    assert quarter[cleo].fair == pytest.approx(17 / 3)  # when she came, nothing had been given for thirty days
    with pytest.raises(Invalid):
        fairness.shares(acme.admin, days=8)


def test_who_joined_late_is_due_what_they_were_there_for(acme: Any) -> None:
    for week in range(6):
        acme.hand.shift(3 * DAY)
        give(acme, 4, first=4 * week)
        acme.hand.shift(4 * DAY)
    cleo = add_agent(acme, "cleo")
    give(acme, 9, first=24)
    for days in fairness.PERIODS:
        shares = shares_of(acme, days)
        assert shares[cleo].given == 3
        assert shares[cleo].fair == pytest.approx(3, abs=1.5), days  # by weight alone it would be 11 of 33
        assert sum(each.fair for each in shares.values()) == pytest.approx(sum(each.given for each in shares.values()))


def test_calls_for_which_somebody_named_the_agent_are_counted_apart(acme: Any) -> None:
    give(acme, 2)
    acme.book(hours=24)
    acme.book(hours=25)
    acme.set_preset(assignment_mode="pick")
    acme.book(acme.visitor, hours=26, agent_id=acme.bo, guest_email="bo@guests.test")
    ada, bo = shares_of(acme).values()
    assert (ada.given, ada.manual, ada.self_selected) == (1, 2, 0)
    assert (bo.given, bo.manual, bo.self_selected) == (1, 0, 1)
    shares = fairness.shares(acme.admin)
    assert (shares.draws, shares.ahead) == (False, ())
    acme.hand.shift(31 * DAY)
    assert [each.manual for each in shares_of(acme).values()] == [0, 0]


def test_calls_of_who_has_left_are_nobodys_share(acme: Any) -> None:
    give(acme, 4)
    disable(acme, acme.bo, True)
    shares = fairness.shares(acme.admin)
    assert [(each.given, each.fair) for each in shares.agents] == [(2, 2)]
    assert (shares.given, shares.elsewhere) == (2, 2)


def test_presets_are_looked_at_one_by_one_or_together(acme: Any) -> None:
    other = add_preset(acme)
    give(acme, 3)
    with database.writing() as session:
        session.add(PresetAgent(preset_id=other, person_id=acme.bo, weight=5))
        session.get_one(Preset, other).names_agents = True
    acme.book(hours=30, agent_id=None, preset_id=other, guest_email="other@guests.test")
    shares = fairness.shares(acme.admin, other)
    assert (shares.presets, shares.preset_id) == (((acme.preset_id, "Standard"), (other, "Standard")), other)
    assert [(each.name, each.weight, each.given, each.fair) for each in shares.agents] == [("bo", 5, 1, 1)]
    together = fairness.shares_of_app(acme.admin)
    assert [(each.weight, each.given, each.fair) for each in together.agents] == [(1, 2, 1.5), (None, 2, 2.5)]
    assert (together.preset_id, together.ahead) == ("", ())
    with pytest.raises(NotFound):
        fairness.shares(acme.admin, "pre_unknown")


def test_who_sees_all_bookings_sees_the_shares_and_an_agent_does_not(acme: Any) -> None:
    supervisor = replace(acme.admin, role="supervisor")
    assert fairness.shares(supervisor).agents and fairness.shares_of_app(supervisor).agents
    for nobody in (acme.agent(acme.bo), replace(acme.agent(acme.bo), surface="admin"), acme.visitor, acme.system):
        for look in (fairness.shares, fairness.shares_of_app):
            with pytest.raises(NotAllowed):
                look(nobody)


def test_as_many_questions_are_asked_for_two_agents_as_for_twenty(acme: Any) -> None:
    give(acme, 2)
    acme.hand.shift(8 * DAY)  # from now on everybody is looked at closely
    with asked() as few:
        fairness.shares_of_app(acme.admin, 90)
    for number in range(18):
        add_agent(acme, f"agent{number}")
    for number in range(3):
        preset = add_preset(acme, f"preset{number}")
        acme.book(hours=24 * 21 + number, agent_id=None, preset_id=preset, guest_email=f"{number}@guests.test")
    acme.hand.shift(8 * DAY)
    with asked() as many:
        fairness.shares_of_app(acme.admin, 90)
    assert len(many) == len(few) <= 20


def test_no_row_is_looked_at_to_count_turns_and_calls(acme: Any, store: str) -> None:
    crowd(acme, 3000)
    if store == "postgresql":
        with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE turn, booking"))
    with asked() as statements:
        fairness.shares(acme.admin)
    with database.reading() as session:
        if store == "postgresql":  # which would rather read all of tables this small
            session.execute(text("SET LOCAL enable_seqscan = off"))
            session.execute(text("SET LOCAL enable_bitmapscan = off"))
        plans = [plan(session.connection(), *each) for each in statements if "GROUP BY" in each[0]]
    scan = "COVERING INDEX" if store == "sqlite" else "Index Only Scan using"
    assert len(plans) == 2
    assert f"{scan} turn_by_agent" in plans[0]
    assert f"{scan} booking_named" in plans[1]


def crowd(acme: Any, calls: int) -> None:
    """Fill the tables with calls of long ago: half of them drawn, half made for Ada by name."""
    example = bookings.cancel(acme.admin, acme.book().id)
    with database.writing() as session:
        values = session.get_one(Booking, example.id).model_dump()
        rows = [
            values
            | {"id": new_id("bkg"), "reference": f"R{number}", "created_at": clock.now() - DAY * number}
            | {"assignment_method": "manual" if number % 2 else "round_robin"}
            for number in range(calls)
        ]
        session.connection().execute(insert(Booking), rows)
        turns = [
            {"id": new_id("turn"), "preset_id": acme.preset_id, "agent_id": acme.ada, "booking_id": row["id"]}
            | {"given_at": row["created_at"], "returned_at": None}
            for row in rows[::2]
        ]
        session.connection().execute(insert(Turn), turns)


def test_turns_are_fair_when_all_ask_at_once(acme: Any) -> None:
    cleo = add_agent(acme, "cleo")
    with ThreadPoolExecutor(8) as pool:
        given = Counter(pool.map(lambda number: give_one(acme, number), range(24)))
    assert given == {acme.ada: 8, acme.bo: 8, cleo: 8}
