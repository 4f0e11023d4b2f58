"""The chosen start is kept for a customer while they fill the form, and given back when they leave."""

import asyncio
from datetime import timedelta

import pytest
from reflex.istate.data import PageData, SessionData
from sqlmodel import select

from booking_page import guard, holding
from booking_page.state import BookingPageState as Page
from console.scheduling import database
from console.scheduling.models import Booking, Hold
from console.scheduling.services import throttle
from tests.services.conftest import add_preset
from tests.state.conftest import Tab

TEN, ELEVEN = "2027-02-01T15:00:00.000Z", "2027-02-01T16:00:00.000Z"
JANE = {"guest_name": "Jane", "guest_email": "jane@guests.test"}


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch, acme):
    monkeypatch.setattr(guard, "_SHORTEST_FILL", timedelta(0))
    monkeypatch.setattr(holding, "_tabs", {})
    throttle.forget_all()
    acme.set_preset(assignment_mode="url_forced")  # one agent: a time that is taken is gone


def opened(acme, name="jane", address="203.0.113.7", **query):
    """A fresh visitor's tab, with Ada's times before them."""
    tab = Tab(acme)
    tab.root.rx_router_session = SessionData(client_token=name, client_ip=address)
    tab.root.rx_router_page = PageData(params={"app_id": acme.app_id, "key": "wk", "agent": acme.ada} | query)
    tab.do(Page.arrive)
    tab.do(Page.settle, "America/Bogota", "en-GB", True, {})
    return tab


def picked(acme, name="jane", start=TEN, **how):
    tab = opened(acme, name, **how)
    return tab, tab.do(Page.pick_start, start)


def held():
    with database.reading() as session:
        return list(session.exec(select(Hold)))


def times(state):
    return [slot.time for group in state.groups for slot in group.slots]


def minute(state):
    """Until when the start is kept, in UTC."""
    return state.kept_until[11:16]


def wait(acme, **time):
    acme.hand.shift(timedelta(**time))


def test_choosing_a_start_keeps_it_and_says_for_how_long(acme):
    _, state = picked(acme)
    assert (state.step, state.kept_now, state.kept_until) == (
        "details",
        "2027-02-01T12:00:00.000Z",
        "2027-02-01T12:05:00.000Z",
    )
    assert [hold.start_at for hold in held()] == [acme.at(0)]


def test_others_see_it_as_taken_at_once_and_the_customer_does_not(acme):
    tab, _ = picked(acme)
    other = opened(acme, "joe")
    assert "10:00" not in times(other.do(Page.show_day, "2027-02-01"))
    assert "10:00" in times(tab.do(Page.show_day, "2027-02-01"))


def test_who_is_a_moment_late_is_told_so_and_offered_the_nearest(acme):
    late = opened(acme, "joe")
    late.do(Page.keep, "guest_name", "Joe")
    picked(acme)
    state = late.do(Page.pick_start, TEN)
    assert (state.step, state.start, state.guest_name) == ("time", "", "Joe")
    assert state.refusal == "This time has just been taken."
    assert state.alternatives[0].time == "Monday 1 February, 10:30"
    assert "10:00" not in times(state)
    late.do(Page.pick_start, state.alternatives[0].start)
    assert (state.step, state.refusal, len(held())) == ("details", "", 2)


def test_choosing_another_start_keeps_that_one_and_lets_go_of_the_first(acme):
    tab, state = picked(acme)
    tab.do(Page.pick_start, ELEVEN)
    assert [hold.start_at for hold in held()] == [acme.at(1)]
    wait(acme, minutes=1)
    tab.do(Page.pick_start, ELEVEN)
    assert len(held()) == 1
    assert minute(state) == "12:06"


def test_who_cannot_have_another_start_keeps_the_first_one(acme):
    tab, state = picked(acme)
    acme.book(agent_id=acme.ada, hours=1)
    tab.do(Page.pick_start, ELEVEN)
    assert (state.step, state.start) == ("details", "")
    assert [hold.start_at for hold in held()] == [acme.at(0)]


@pytest.mark.parametrize("leave", [(Page.back, "time"), (Page.pick_duration, 60)], ids=["back", "length"])
def test_going_back_lets_go_of_it(acme, leave):
    tab, state = picked(acme)
    tab.do(*leave)
    assert (held(), state.kept_until) == ([], "")


def test_choosing_another_agent_lets_go_of_it(acme):
    acme.set_preset(assignment_mode="pick")
    tab = opened(acme, agent="")
    tab.do(Page.pick_agent, acme.ada)
    state = tab.do(Page.pick_start, TEN)
    assert len(held()) == 1
    tab.do(Page.pick_agent, acme.bo)
    assert (held(), state.kept_until) == ([], "")


def test_opening_another_page_lets_go_of_it(acme):
    tab, _ = picked(acme)
    params = {"app_id": acme.app_id, "key": "wk", "preset": add_preset(acme)}
    tab.root.rx_router_page = PageData(params=params)
    tab.do(Page.arrive)
    assert held() == []


def test_booking_uses_it_up(acme):
    tab, state = picked(acme)
    tab.do(Page.book, JANE)
    assert (state.step, state.kept_until, held(), holding._tabs) == ("done", "", [], {})


def test_it_is_kept_while_the_customer_types_but_not_renewed_at_each_letter(acme):
    tab, state = picked(acme)
    wait(acme, seconds=44)
    tab.do(Page.remember, "guest_name", "J")
    assert minute(state) == "12:05"
    wait(acme, seconds=16)
    tab.do(Page.keep, "guest_name", "Jane")
    assert minute(state) == "12:06"
    wait(acme, minutes=4)
    tab.do(Page.keep_answer, "topic", "x")
    assert minute(state) == "12:10"
    assert len(held()) == 1


def test_it_is_kept_while_the_customer_does_anything_at_all(acme):
    tab, _ = picked(acme)
    wait(acme, minutes=4)
    assert minute(tab.do(Page.stay)) == "12:09"
    tab.do(Page.back, "time")
    tab.do(Page.stay)
    assert held() == []


def test_one_that_ran_out_is_kept_again_as_the_customer_goes_on(acme):
    tab, state = picked(acme)
    wait(acme, minutes=20)
    tab.do(Page.keep, "guest_name", "Jane")
    assert (minute(state), state.refusal) == ("12:25", "")


def test_one_that_ran_out_and_was_booked_by_another_is_told_as_the_customer_goes_on(acme):
    tab, state = picked(acme)
    wait(acme, minutes=20)
    acme.book(agent_id=acme.ada)
    tab.do(Page.keep, "guest_name", "Jane")
    assert (state.step, state.start, state.guest_name, state.kept_until) == ("details", "", "Jane", "")
    assert "just gone" in state.refusal
    assert state.alternatives


def test_who_presses_book_for_a_time_that_they_were_told_is_gone_is_told_again(acme):
    tab, state = picked(acme)
    wait(acme, minutes=20)
    acme.book(agent_id=acme.ada)
    tab.do(Page.arrive)
    tab.do(Page.book, JANE)
    assert "just gone" in state.refusal
    assert len(state.alternatives) == 3


def test_one_that_ran_out_does_not_stop_the_booking(acme):
    tab, state = picked(acme)
    wait(acme, minutes=20)
    tab.do(Page.book, JANE)
    assert state.step == "done"


def test_notice_that_ends_while_the_form_is_filled_does_not_stop_the_booking(acme):
    acme.set_preset(notice_minutes=178)
    tab, state = picked(acme)
    wait(acme, minutes=3)
    tab.do(Page.book, JANE)
    assert state.step == "done"


def test_a_reload_finds_it_kept(acme):
    tab, state = picked(acme)
    [before] = held()
    wait(acme, minutes=1)
    tab.do(Page.arrive)
    assert (state.step, minute(state)) == ("details", "12:06")
    assert [hold.id for hold in held()] == [before.id]


def test_a_reload_shows_the_times_as_they_are_now(acme):
    tab, _ = picked(acme)
    late = opened(acme, "joe")
    state = late.do(Page.pick_start, ELEVEN)
    late.do(Page.back, "time")
    assert "10:00" not in times(state)
    tab.do(Page.back, "time")
    late.do(Page.arrive)
    assert "10:00" in times(state)


def test_a_closed_tab_lets_go_of_it_after_half_a_minute(acme):
    picked(acme)
    assert holding.left_behind({"jane"}) == []
    assert holding.left_behind(()) == []
    wait(acme, seconds=29)
    assert holding.left_behind(()) == []
    wait(acme, seconds=1)
    assert [left.id for left in holding.left_behind(())] == [held()[0].id]
    assert holding._tabs == {}


def test_a_tab_that_comes_back_in_time_keeps_it(acme):
    picked(acme)
    assert holding.left_behind(()) == []
    wait(acme, seconds=29)
    assert holding.left_behind({"jane"}) == []
    wait(acme, seconds=29)
    assert holding.left_behind(()) == []


def test_a_tab_that_comes_back_too_late_keeps_it_again(acme):
    tab, state = picked(acme)
    holding.left_behind(())
    wait(acme, seconds=30)
    [left] = holding.left_behind(())
    asyncio.run(holding._release(left))
    assert held() == []
    tab.do(Page.arrive)
    assert (minute(state), len(held())) == ("12:05", 1)


def test_what_ran_out_is_forgotten(acme):
    picked(acme)
    wait(acme, minutes=5)
    assert (holding.left_behind({"jane"}), holding._tabs) == ([], {})


def test_fresh_visitors_of_one_address_keep_six_times_and_the_seventh_books_all_the_same(acme):
    starts = [slot.start for group in opened(acme).do(Page.show_day, "2027-02-01").groups for slot in group.slots][::2]
    for number, start in enumerate(starts[:6]):
        assert picked(acme, f"visitor {number}", start)[1].kept_until[11:16] == "12:05"
    tab, state = picked(acme, "one more", starts[6])
    assert (state.step, state.kept_until, state.refusal, len(held())) == ("details", "", "", 6)
    tab.do(Page.keep, "guest_name", "Jane")
    tab.do(Page.book, JANE)
    assert state.step == "done"
    assert picked(acme, "elsewhere", starts[7], address="203.0.113.8")[1].kept_until


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
    ],
)
def test_a_household_is_one_address(one, other, same):
    assert (guard.network_of(one) == guard.network_of(other)) is same


def test_who_would_get_the_call_stays_unseen(acme):
    acme.set_preset(assignment_mode="any_available")
    tab, state = picked(acme, agent="")
    [hold] = held()
    assert hold.names_agent is False
    sent = str(tab.root.dict())
    for secret in (acme.ada, acme.bo, hold.id):
        assert secret not in sent
    assert minute(state) == "12:05"


def test_what_a_customer_chose_of_an_agent_keeps_that_agent(acme):
    acme.set_preset(assignment_mode="pick")
    tab = opened(acme, agent="")
    tab.do(Page.pick_agent, acme.bo)
    tab.do(Page.pick_start, TEN)
    [hold] = held()
    assert (hold.agent_id, hold.names_agent) == (acme.bo, True)
    tab.do(Page.book, JANE)
    with database.reading() as session:
        assert session.exec(select(Booking)).one().agent_id == acme.bo
