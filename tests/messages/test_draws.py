"""A draw told as a table."""

from typing import Any

from console.scheduling.messages.draws import SHOWN, Draw, draw
from console.scheduling.rules import assignment
from console.scheduling.rules.assignment import Candidate


def told(*pool: Candidate, method: assignment.DrawMethod = "round_robin", whole: bool = False) -> Draw:
    payload: dict[str, Any] = assignment.draw(pool, method).payload()
    return draw(payload, name=lambda agent_id: str(agent_id)[-1], moment=str, whole=whole)


def test_the_chosen_one_comes_first_with_the_figure_that_decided():
    two = told(Candidate("per_a", given=3, last_given_at=None), Candidate("per_b", weight=3, given=1, credit=1.5))
    assert [(row.agent, row.is_chosen) for row in two.rows] == [("b", True), ("a", False)]
    assert (two.rows[0].given, two.rows[0].credit, two.rows[0].weight, two.rows[0].share) == ("1", "1.5", "3", "0.83")
    assert (two.decided_by, two.by_load, two.rows[1].last_turn) == ("share", False, "No turn yet")


def test_a_pool_is_told_by_its_minutes_that_day():
    two = told(Candidate("per_a", load_minutes=90), Candidate("per_b", given=5, load_minutes=30), method="pool")
    assert [(row.agent, row.load) for row in two.rows] == [("b", "30"), ("a", "90")]
    assert (two.by_load, two.decided_by) == (True, "load")


def test_a_long_list_is_told_in_full_when_asked_for():
    many = [Candidate(f"per_{number:02}", given=number) for number in range(50)]
    assert (len(told(*many).rows), told(*many).all_told) == (SHOWN, "Show all 50")
    assert (len(told(*many, whole=True).rows), told(*many, whole=True).all_told) == (50, "")


def test_of_a_large_pool_it_says_how_many_came_after_those_that_are_told():
    many = [Candidate(f"per_{number:04}", given=number) for number in range(1_000)]
    assert told(*many).behind == ""
    assert told(*many, whole=True).behind == "900 others came after these."


def test_what_is_no_draw_has_no_table():
    assert draw({"assignment_method": "manual", "assigned_agent_id": "per_a"}, str, str).rows == []
