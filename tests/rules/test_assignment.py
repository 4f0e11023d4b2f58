"""Who takes a call: fair turns, least load, credit for those who join, and what may be asked for."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.scheduling.actors import Surface
from console.scheduling.errors import Invalid
from console.scheduling.rules.assignment import (
    MOST_TOLD,
    TURN_AGE,
    Candidate,
    aged_credit,
    came_back,
    comes_back,
    draw,
    foretell,
    gives_turn_back,
    joining_credit,
    method_for,
    welcome_credits,
)
from console.scheduling.rules.intervals import Interval

NOW = datetime(2027, 2, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def ago(hours: float) -> datetime:
    return NOW - HOUR * hours


candidates = st.lists(
    st.builds(
        Candidate,
        agent_id=st.integers(0, 50).map(lambda number: f"per_{number:02}"),
        weight=st.integers(1, 100),
        given=st.integers(0, 20),
        credit=st.floats(0, 20),
        last_given_at=st.none() | st.integers(0, 700).map(ago),
        load_minutes=st.integers(0, 8).map(lambda calls: calls * 30),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda each: each.agent_id,
)


def test_the_lowest_share_is_next_then_the_longest_wait_then_the_lowest_id():
    ada, ben, cleo = Candidate("per_a", given=2), Candidate("per_b", given=1), Candidate("per_c", given=1)
    assert draw([ada, ben, cleo], "round_robin").agent_id == "per_b"
    waited = [replace(ben, last_given_at=ago(1)), replace(cleo, last_given_at=ago(2))]
    assert draw([ada, *waited], "round_robin").agent_id == "per_c"
    assert draw([ada, ben, cleo], "round_robin").why == "lowest_id"
    assert draw([ada, *waited], "round_robin").why == "longest_wait"
    assert draw([ada, ben], "round_robin").why == "lowest_share"
    assert draw([ada], "round_robin").why == "only_one"


def test_who_never_had_a_call_has_waited_longest():
    new, old = Candidate("per_z"), Candidate("per_a", last_given_at=ago(700))
    assert draw([old, new], "round_robin").agent_id == "per_z"


def test_a_weight_of_three_is_given_three_calls_for_each_one():
    given_calls: Counter[str] = Counter()
    pool = {"per_a": Candidate("per_a", weight=3), "per_b": Candidate("per_b", weight=1)}
    for call in range(80):
        chosen = draw(list(pool.values()), "round_robin").agent_id
        given_calls[chosen] += 1
        pool[chosen] = replace(pool[chosen], given=given_calls[chosen], last_given_at=ago(80 - call))
    assert given_calls == {"per_a": 60, "per_b": 20}


def test_a_pool_draws_the_least_load_and_then_as_by_turn():
    ada, ben = Candidate("per_a", given=0, load_minutes=60), Candidate("per_b", given=9, load_minutes=30)
    assert draw([ada, ben], "pool").agent_id == "per_b"
    assert draw([ada, ben], "pool").why == "least_load"
    assert draw([replace(ada, load_minutes=30), ben], "pool").agent_id == "per_a"


@given(candidates, st.sampled_from(["round_robin", "pool"]), st.randoms())
def test_a_draw_depends_on_the_figures_alone(pool, method, random):
    shuffled = random.sample(pool, len(pool))
    assert draw(pool, method) == draw(shuffled, method)


@given(candidates, st.sampled_from(["round_robin", "pool"]))
def test_nobody_considered_comes_before_the_chosen_one(pool, method):
    drawn = draw(pool, method)
    chosen = next(each for each in pool if each.agent_id == drawn.agent_id)
    assert {each.agent_id for each in drawn.considered} == {each.agent_id for each in pool}
    if method == "round_robin":
        assert all(chosen.share <= each.share for each in pool)
    else:
        assert all(chosen.load_minutes <= each.load_minutes for each in pool)


def test_the_timeline_is_told_who_was_considered_with_which_figures():
    told = draw([Candidate("per_a", 2, 3, 1.0, ago(1), 30), Candidate("per_b", 1, 5)], "round_robin").payload()
    assert told["assigned_agent_id"] == "per_a"
    assert told["why"] == "lowest_share"
    assert told["considered"][0] == {
        "agent_id": "per_a",
        "weight": 2,
        "given": 3,
        "credit": 1.0,
        "share": 2.0,
        "last_given_at": ago(1),
        "load_minutes": 30,
    }


def test_of_a_large_pool_the_timeline_is_told_of_those_who_come_first():
    pool = [Candidate(f"per_{number:04}", given=number) for number in range(1_000)]
    told = draw(pool, "round_robin").payload()
    assert told["considered_count"] == 1_000
    assert [each["given"] for each in told["considered"]] == list(range(MOST_TOLD))


@given(candidates, st.integers(1, 100), st.integers(0, 5))
def test_credit_lifts_one_who_joins_to_the_average_and_no_further(pool, weight, given_before):
    credit = joining_credit(weight, given_before, pool)
    average = sum(each.given + each.credit for each in pool) / sum(each.weight for each in pool)
    joined = Candidate("per_new", weight, given_before, credit)
    assert credit >= 0
    assert joined.share == pytest.approx(max(average, given_before / weight))


def test_the_first_of_a_pool_needs_no_credit():
    assert joining_credit(1, 0, []) == 0


def test_one_who_joins_is_not_flooded():
    pool = {f"per_{name}": Candidate(f"per_{name}", given=40, last_given_at=ago(3)) for name in "abcd"}
    newcomer = Candidate("per_e", credit=joining_credit(1, 0, list(pool.values())))
    pool["per_e"] = newcomer
    given_calls: Counter[str] = Counter()
    for call in range(50):
        chosen = draw(list(pool.values()), "round_robin").agent_id
        given_calls[chosen] += 1
        pool[chosen] = replace(pool[chosen], given=pool[chosen].given + 1, last_given_at=NOW + HOUR * call)
    assert set(given_calls.values()) == {10}


def test_a_credit_shrinks_evenly_and_is_gone_after_thirty_days():
    assert aged_credit(12, NOW, NOW) == 12
    assert aged_credit(12, NOW - TURN_AGE / 4, NOW) == pytest.approx(9)
    assert aged_credit(12, NOW - TURN_AGE, NOW) == 0
    assert aged_credit(12, NOW - 2 * TURN_AGE, NOW) == 0


def test_seven_days_closed_count_as_having_left():
    assert comes_back(NOW - timedelta(days=7), NOW)
    assert not comes_back(NOW - timedelta(days=7) + timedelta(seconds=1), NOW)
    assert not comes_back(None, NOW)


def test_an_absence_is_a_gap_of_seven_days_that_has_ended():
    day = timedelta(days=1)
    worked = [Interval(NOW + day, NOW + 2 * day), Interval(NOW + 8 * day, NOW + 9 * day)]
    assert not came_back(NOW, worked)
    assert came_back(NOW, [worked[0], Interval(NOW + 9 * day, NOW + 10 * day)])
    assert came_back(NOW - 6 * day, worked)
    assert not came_back(NOW, [])


def test_those_who_are_welcomed_do_not_count_in_the_average_they_are_lifted_to():
    pool = [Candidate("per_a", given=6), Candidate("per_b", given=1), Candidate("per_c"), Candidate("per_d", weight=2)]
    assert welcome_credits(pool, {"per_b", "per_d"}) == {"per_b": 2, "per_d": 6}
    assert welcome_credits(pool, {each.agent_id for each in pool}) == dict.fromkeys(
        ["per_a", "per_b", "per_c", "per_d"], 0
    )


def test_the_next_calls_are_foretold_by_weight():
    pool = [Candidate("per_a", weight=3), Candidate("per_b", given=4, last_given_at=ago(1))]
    assert Counter(foretell(pool, 100, NOW)) == {"per_a": 78, "per_b": 22}
    assert foretell([], 100, NOW) == []


@given(candidates, st.integers(0, 40))
def test_what_is_foretold_is_what_the_draws_would_give(pool: list[Candidate], calls: int):
    standing, drawn = {each.agent_id: each for each in pool}, []
    for call in range(calls):
        drawn.append(draw(standing.values(), "round_robin").agent_id)
        last = standing[drawn[-1]]
        standing[drawn[-1]] = replace(last, given=last.given + 1, last_given_at=NOW + timedelta(seconds=call))
    assert foretell(pool, calls, NOW) == drawn


def test_a_turn_comes_back_with_the_call():
    assert gives_turn_back("reassign", ago(500), NOW)
    assert gives_turn_back("take_over", ago(500), NOW)
    assert gives_turn_back("cancel", ago(1), NOW)
    assert not gives_turn_back("cancel", ago(1.01), NOW)
    assert gives_turn_back("no_show", ago(0.5), NOW)
    assert not gives_turn_back("no_show", ago(2), NOW)


REFUSED_AGENT, REFUSED_METHOD = "assigned_agent_id", "assignment_method"


@pytest.mark.parametrize(
    ("mode", "method", "named", "surface", "answer"),
    [
        ("any_available", None, False, "api", "round_robin"),
        ("any_available", None, True, "api", "manual"),
        ("any_available", None, True, "admin", "manual"),
        ("any_available", None, True, "agent", "manual"),
        ("any_available", "pool", False, "api", "pool"),
        ("any_available", "round_robin", False, "admin", "round_robin"),
        ("any_available", "self_selected", True, "api", "self_selected"),
        ("any_available", "manual", False, "api", REFUSED_AGENT),
        ("any_available", "self_selected", False, "api", REFUSED_AGENT),
        ("any_available", "pool", True, "api", REFUSED_METHOD),
        ("any_available", "round_robin", True, "api", REFUSED_METHOD),
        ("any_available", "magic", False, "api", REFUSED_METHOD),
        ("pick", None, False, "api", REFUSED_AGENT),
        ("pick", None, True, "api", "manual"),
        ("pick", "round_robin", False, "api", REFUSED_AGENT),
        ("url_forced", None, False, "admin", REFUSED_AGENT),
        ("url_forced", None, True, "api", "manual"),
        ("any_available", None, False, "public_booking", "round_robin"),
        ("any_available", None, True, "public_booking", REFUSED_AGENT),
        ("pick", None, True, "public_booking", "self_selected"),
        ("pick", None, False, "public_booking", REFUSED_AGENT),
        ("url_forced", None, True, "public_booking", "manual"),
        ("url_forced", None, False, "public_booking", REFUSED_AGENT),
    ],
)
def test_the_method_follows_from_the_preset_and_the_request(
    mode, method: str | None, named: bool, surface: Surface, answer: str
):
    if answer in (REFUSED_AGENT, REFUSED_METHOD):
        with pytest.raises(Invalid) as refused:
            method_for(mode, method, named, surface)
        assert refused.value.problems[0].field == answer
    else:
        assert method_for(mode, method, named, surface) == answer
