"""The booking page tells the clock of who calls beside the customer's, and no clock that is nobody's business."""

from datetime import timedelta

import pytest
from sqlmodel import select

from booking_page import guard
from booking_page.state import BookingPageState as Page
from console.scheduling import database
from console.scheduling.models import Member
from tests.state.test_booking_page_state import JANE, TEN, at_the_form, opened


@pytest.fixture
def agents_live(tab):
    """Moves an agent to another zone; their hours stay those of Bogota."""

    def move(person_id: str, zone: str) -> None:
        with database.writing() as session:
            session.exec(select(Member).where(Member.person_id == person_id)).one().timezone = zone

    return move


def test_where_the_engine_picks_the_app_s_clock_is_told_and_no_agent_s(tab, agents_live):
    agents_live(tab.acme.ada, "Asia/Kathmandu")
    state = opened(tab, "Europe/Madrid")
    assert state.day_notes == ["15:00 in Madrid is 09:00 at Acme (Bogota time)."]
    tab.do(Page.pick_start, TEN)
    assert state.start_beside == "10:00 at Acme (Bogota time)"
    assert "Kathmandu" not in str(tab.root.dict())


def test_who_calls_on_the_same_clock_is_not_told(tab):
    state = opened(tab, "America/Lima")
    tab.do(Page.pick_start, TEN)
    assert (state.day_notes, state.start_beside) == ([], "")


def test_the_clock_of_the_agent_that_was_picked_is_told_and_no_other_one_s(tab, agents_live):
    tab.acme.set_preset(assignment_mode="pick")
    agents_live(tab.acme.ada, "Europe/Madrid")
    agents_live(tab.acme.bo, "Asia/Kathmandu")
    state = opened(tab)
    assert "Europe/Madrid" not in str(tab.root.dict())
    tab.do(Page.pick_agent, tab.acme.ada)
    assert state.day_notes == ["09:00 in Bogota is 15:00 in Madrid, where ada is."]
    tab.do(Page.pick_start, TEN)
    assert (state.start_words, state.start_beside) == (
        "Monday 1 February, 10:00, Bogota time",
        "16:00 in Madrid, where ada is",
    )
    assert "Kathmandu" not in str(tab.root.dict())
    tab.do(Page.back, "agent")
    tab.do(Page.pick_agent, tab.acme.bo)
    assert "in Kathmandu, where bo is" in state.day_notes[0]


def test_a_time_on_another_day_there_says_the_day(tab, agents_live):
    tab.acme.set_preset(assignment_mode="url_forced")
    agents_live(tab.acme.ada, "Australia/Sydney")
    state = opened(tab, agent=tab.acme.ada)
    assert state.day_notes == ["09:00 in Bogota is Tuesday 2 February, 01:00 in Sydney, where ada is."]
    assert [card.name for card in state.agents] == ["ada"], "nobody else is told of"


def test_after_booking_the_agent_is_known_and_so_is_their_clock(tab, agents_live, monkeypatch):
    monkeypatch.setattr(guard, "_SHORTEST_FILL", timedelta(0))
    for agent in (tab.acme.ada, tab.acme.bo):
        agents_live(agent, "Europe/Madrid")
    state = at_the_form(tab)
    tab.do(Page.book, JANE)
    assert (state.step, state.summary.beside) == ("done", f"16:00 in Madrid, where {state.summary.agent} is")
