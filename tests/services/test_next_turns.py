"""The next hundred calls, played: who gets them, what it does to the shares, and that nothing is written."""

from typing import Any

import pytest

from console.scheduling.errors import NotAllowed, NotFound
from console.scheduling.services import fairness, next_turns
from tests.services.conftest import add_agent, add_preset
from tests.services.test_fairness import give, give_one, weigh
from tests.statements import asked


@pytest.fixture(autouse=True)
def _any_time(acme: Any) -> None:
    acme.set_preset(horizon_days=1500)


def test_the_calls_played_go_by_weight_and_even_out(acme: Any) -> None:
    give(acme, 3)
    weigh(acme, acme.bo, 3)
    told = next_turns.simulate(acme.admin)
    ada, bo = told.agents
    assert (told.calls, told.draws, ada.gets + bo.gets) == (100, True, 100)
    assert (ada.fair, bo.fair) == (25, 75)
    assert (ada.gets, bo.gets) == (24, 76)  # 2 + 24 to 1 + 76: as near to one to three as whole calls come
    assert ada.before == pytest.approx(1.25)
    assert ada.after == pytest.approx(0.25)
    assert (told.widest_before, told.widest_after) == (pytest.approx(1.25), pytest.approx(0.25))


def test_what_is_played_is_what_is_drawn_next(acme: Any) -> None:
    give(acme, 5)
    before = fairness.shares(acme.admin)
    first = next_turns.simulate(acme.admin)
    assert (fairness.shares(acme.admin), next_turns.simulate(acme.admin)) == (before, first)
    drawn = [give_one(acme, 5 + number) for number in range(4)]
    names = {each.agent_id: each.name for each in first.agents}
    assert [names[each] for each in drawn] == list(before.ahead[:4])


def test_nothing_is_played_where_nobody_is_drawn(acme: Any) -> None:
    acme.set_preset(assignment_mode="pick")
    told = next_turns.simulate(acme.admin)
    assert (told.draws, told.calls, told.agents, told.widest_after) == (False, 0, (), 0.0)


def test_another_preset_has_a_pool_of_its_own(acme: Any) -> None:
    other = add_preset(acme)
    assert next_turns.simulate(acme.admin, other).preset_id == other
    with pytest.raises(NotFound):
        next_turns.simulate(acme.admin, "pre_unknown")


def test_agents_do_not_play(acme: Any) -> None:
    with pytest.raises(NotAllowed):
        next_turns.simulate(acme.agent(acme.ada))


def test_playing_asks_as_often_for_many_agents_as_for_few(acme: Any) -> None:
    give(acme, 2)
    with asked() as few:
        next_turns.simulate(acme.admin)
    for number in range(5):
        add_agent(acme, f"agent {number}")
    with asked() as many:
        next_turns.simulate(acme.admin)
    assert len(many) == len(few)
