"""A time that staff type is judged at once, before anything is submitted, and by the same rules."""

from datetime import timedelta

import pytest

from console.scheduling import database
from console.scheduling.models import DndWindow
from console.state.book_call import BookForAnyoneState, BookForMyselfState
from console.state.bookings import BookingsState
from console.state.call_drawer import MasterDrawerState
from tests.services.conftest import MONDAY, Acme, add_preset
from tests.state.conftest import Tab

JANE = {"guest_name": "Jane", "guest_email": "jane@guests.test"}


def type_time(tab: Tab, form, day: str, clock: str):
    """Type a time as a person would; gives the form's state."""
    tab.do(form.set_typed, True)
    tab.do(form.type_day, day)
    return tab.do(form.type_clock, clock)


def open_form(tab: Tab, agent_id: str = "") -> None:
    tab.do(BookForAnyoneState.open_form)
    tab.do(BookForAnyoneState.choose_agent, agent_id)


def times(state) -> list[str]:
    return [slot.time for slot in state.alternatives]


def test_nothing_is_said_before_a_time_is_complete(acme: Acme, tab: Tab):
    open_form(tab, acme.ada)
    tab.do(BookForAnyoneState.set_typed, True)
    assert not tab.do(BookForAnyoneState.type_day, "2027-02-01").verdict.is_known
    form = tab.do(BookForAnyoneState.type_clock, "10:00")
    assert (form.verdict.works, form.verdict.told, form.alternatives) == (True, "This time can be booked.", [])
    assert not tab.do(BookForAnyoneState.type_clock, "").verdict.is_known


def test_every_reason_is_said_with_its_stretch_and_the_nearest_times(acme: Acme, tab: Tab):
    acme.book(hours=6.5)
    with database.writing() as session:
        window = {"start_at": acme.at(6.5), "end_at": acme.at(8), "created_at": MONDAY}
        session.add(DndWindow(app_id=acme.app_id, person_id=acme.ada, **window))
    open_form(tab, acme.ada)
    form = type_time(tab, BookForAnyoneState, "2027-02-01", "16:45")
    assert form.verdict.why_not == [
        "Do not disturb: 16:30–18:00.",
        "Outside working hours: 17:00–17:15.",
        "Another call: 16:30–17:00.",
    ]
    assert times(form) == [f"Tuesday 2 February, 09:{minute}" for minute in ("00", "15", "30")]
    assert f"agent={acme.ada}&at=2027-02-01T21%3A45" in form.day_address


def test_hours_that_are_set_aside_stand_in_nobodys_way(acme: Acme, tab: Tab):
    open_form(tab, acme.ada)
    assert type_time(tab, BookForAnyoneState, "2027-02-01", "20:00").verdict.why_not == [
        "Outside working hours: 20:00–20:30."
    ]
    form = tab.do(BookForAnyoneState.set_hours_aside, True)
    assert form.verdict.works and form.alternatives == []
    assert not tab.do(BookForAnyoneState.set_hours_aside, False).verdict.works


def test_with_no_agent_named_it_counts_who_is_free(acme: Acme, tab: Tab):
    acme.book()
    open_form(tab)
    form = type_time(tab, BookForAnyoneState, "2027-02-01", "10:00")
    assert form.verdict.told == "This time can be booked: 1 agent is free."
    acme.book(agent_id=acme.bo)
    tab.do(BookForAnyoneState.type_clock, "")
    form = tab.do(BookForAnyoneState.type_clock, "10:00")
    assert form.verdict.why_not == ["Another call is booked at this time."]
    assert times(form)[0] == "Monday 1 February, 10:30" and form.day_address == ""


def test_what_was_typed_is_judged_anew_on_other_terms(acme: Acme, tab: Tab):
    acme.book()
    other = add_preset(acme)
    open_form(tab, acme.ada)
    assert not type_time(tab, BookForAnyoneState, "2027-02-01", "10:00").verdict.works
    form = tab.do(BookForAnyoneState.choose_agent, acme.bo)
    assert (form.is_typed, form.typed_clock, form.verdict.works) == (True, "10:00", True)
    tab.do(BookForAnyoneState.choose_agent, acme.ada)
    tab.do(BookForAnyoneState.type_clock, "09:00")
    assert tab.do(BookForAnyoneState.choose_duration, "60").verdict.works
    tab.do(BookForAnyoneState.type_clock, "09:30")
    assert tab.do(BookForAnyoneState.choose_preset, other).verdict.works
    assert not tab.do(BookForAnyoneState.choose_duration, "60").verdict.works


def test_what_was_typed_just_before_submitting_does_not_wipe_the_answer(acme: Acme, tab: Tab):
    """The fields wait a moment for more to be typed; who submits at once overtakes them."""
    acme.book()
    open_form(tab, acme.ada)
    tab.do(BookForAnyoneState.set_typed, True)
    tab.do(BookForAnyoneState.book, JANE | {"day": "2027-02-01", "clock": "10:00"})
    tab.do(BookForAnyoneState.type_day, "2027-02-01")
    form = tab.do(BookForAnyoneState.type_clock, "10:00")
    assert form.refusal.startswith("Another call is booked at this time") and times(form)


def test_a_nearest_time_fills_the_fields_and_can_be_booked(acme: Acme, tab: Tab):
    acme.book()
    open_form(tab, acme.ada)
    form = type_time(tab, BookForAnyoneState, "2027-02-01", "10:00")
    form = tab.do(BookForAnyoneState.take_instead, form.alternatives[0].start)
    assert (form.is_typed, form.typed_day, form.typed_clock) == (True, "2027-02-01", "10:30")
    assert form.verdict.works and form.alternatives == []
    tab.do(BookForAnyoneState.book, JANE | {"day": "2027-02-01", "clock": "10:30"})
    assert [row.time for row in tab.do(BookingsState.load).rows] == ["10:00–10:30", "10:30–11:00"]


def test_what_is_typed_last_is_booked_even_before_it_was_judged(acme: Acme, tab: Tab):
    acme.book()
    open_form(tab, acme.ada)
    form = type_time(tab, BookForAnyoneState, "2027-02-01", "10:00")
    tab.do(BookForAnyoneState.take_instead, form.alternatives[0].start)
    tab.do(BookForAnyoneState.book, JANE | {"day": "2027-02-01", "clock": "14:00"})
    assert [row.time for row in tab.do(BookingsState.load).rows] == ["10:00–10:30", "14:00–14:30"]


def test_a_time_that_cannot_be_read_or_asked_about_is_said_to_be_none(acme: Acme, tab: Tab):
    open_form(tab, acme.ada)
    assert type_time(tab, BookForAnyoneState, "2027-02-30", "10:00").verdict.why_not == ["Give a date and a time."]
    assert "The year must be" in type_time(tab, BookForAnyoneState, "0002-01-01", "10:00").verdict.why_not[0]
    assert type_time(tab, BookForAnyoneState, "2027-01-31", "10:00").verdict.why_not[0] == "This time has passed."


def test_a_refusal_takes_the_word_and_typing_on_ends_it(acme: Acme, tab: Tab):
    acme.book()
    open_form(tab, acme.ada)
    type_time(tab, BookForAnyoneState, "2027-02-01", "10:00")
    form = tab.do(BookForAnyoneState.book, JANE | {"day": "2027-02-01", "clock": "10:00"})
    assert form.refusal and times(form) and not form.verdict.is_known
    form = tab.do(BookForAnyoneState.type_clock, "11:00")
    assert form.refusal == "" and form.verdict.works


def test_an_agent_judges_times_for_themselves(acme: Acme, tab: Tab):
    acme.book()
    tab.sign_in(acme.ada, "agent").do(BookForMyselfState.open_form)
    form = type_time(tab, BookForMyselfState, "2027-02-01", "10:15")
    assert form.verdict.why_not == ["Another call: 10:00–10:30."]


@pytest.mark.parametrize("clock", ["10:15", "10:00"])
def test_a_call_that_moves_does_not_stand_in_its_own_way(acme: Acme, tab: Tab, clock: str):
    tab.go(f"call={acme.book().id}")
    tab.do(MasterDrawerState.load)
    tab.do(MasterDrawerState.prepare, "reschedule")
    assert type_time(tab, MasterDrawerState, "2027-02-01", clock).verdict.works


def test_a_move_is_judged_by_the_buffers_that_the_call_has_kept(acme: Acme, tab: Tab):
    acme.book(hours=2)
    booking = acme.book(buffer_before_minutes=20)
    acme.hand.shift(timedelta(minutes=1))
    tab.go(f"call={booking.id}")
    tab.do(MasterDrawerState.load)
    tab.do(MasterDrawerState.prepare, "reschedule")
    drawer = type_time(tab, MasterDrawerState, "2027-02-01", "12:40")
    assert drawer.verdict.why_not == ["Buffer beside another call: 12:30–12:50."]
    refused = tab.do(MasterDrawerState.reschedule, {"day": "2027-02-01", "clock": "12:40"})
    assert refused.refusal == "This time is too close to another call."
