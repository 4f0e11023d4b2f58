"""My schedules' states: an agent's own calls, booking for oneself, taking over, and do not disturb."""

from datetime import timedelta

import pytest

from console.scheduling.services import booking_views, bookings, links, schedules
from console.state.book_call import BookForMyselfState
from console.state.call_drawer import MyDrawerState
from console.state.dnd import DndState
from console.state.dnd_form import DndFormState
from console.state.impact import ImpactState
from console.state.my_schedules import MySchedulesState
from tests.services.conftest import Acme
from tests.state.conftest import Tab


def as_bo(acme: Acme, tab: Tab) -> Tab:
    return tab.sign_in(acme.bo, "agent")


def test_own_calls_of_the_coming_days_stand_under_their_days(acme: Acme, tab: Tab):
    acme.book(hours=0, guest_name="Ada's")
    acme.book(hours=1, guest_name="First", agent_id=acme.bo)
    acme.book(hours=26, guest_name="Second", agent_id=acme.bo)
    state = as_bo(acme, tab).do(MySchedulesState.load)
    assert [(day.day, [row.customer for row in day.rows]) for day in state.days] == [
        ("Today", ["First"]),
        ("Tomorrow", ["Second"]),
    ]
    assert (state.next_call.customer, state.next_call.how_far) == ("First", "in 4 hr")


def test_a_call_booked_here_has_the_source_agent_and_is_ones_own(acme: Acme, tab: Tab):
    as_bo(acme, tab).do(BookForMyselfState.open_form)
    tab.do(BookForMyselfState.choose_start, "2027-02-01T15:00:00.000Z")
    tab.do(BookForMyselfState.choose_agent, acme.ada)  # not on offer: stays oneself
    tab.do(BookForMyselfState.choose_start, "2027-02-01T15:00:00.000Z")
    tab.do(BookForMyselfState.book, {"guest_name": "Jane", "guest_phone": "+573005550100"})
    call = tab.do(MySchedulesState.load).next_call
    assert (call.customer, call.agent_id, call.source) == ("Jane", acme.bo, "agent")


def test_a_guest_who_waits_alone_is_shown_with_since_when(acme: Acme, tab: Tab):
    booking = acme.book(agent_id=acme.bo)
    acme.hand.move_to(acme.at(-0.1))
    assert as_bo(acme, tab).do(MySchedulesState.load).next_call.waiting == ""
    bookings.join(acme.guest(booking), booking.id, "guest")
    acme.hand.move_to(acme.at(0.1))
    assert tab.do(MySchedulesState.refresh).next_call.waiting == "Waiting since 09:54"
    bookings.join(acme.agent(acme.bo), booking.id, "agent")
    assert tab.do(MySchedulesState.refresh).next_call.waiting == ""


def test_the_way_into_the_next_call_opens_with_its_door(acme: Acme, tab: Tab):
    booking = acme.book(agent_id=acme.bo)
    acme.hand.move_to(acme.at(-0.26))
    assert as_bo(acme, tab).do(MySchedulesState.load).way_in == ""
    acme.hand.move_to(acme.at(-0.25))
    assert tab.do(MySchedulesState.refresh).way_in == links.links_of(booking).agent_join_url


@pytest.mark.parametrize(("kind", "dial"), [("phone", "tel:+573005550100"), ("whatsapp", "https://wa.me/573005550100")])
def test_a_call_by_phone_begins_where_its_number_is_dialled(acme: Acme, tab: Tab, kind: str, dial: str):
    acme.set_preset(call_kind=kind)
    booking = acme.book(agent_id=acme.bo, guest_phone="+573005550100")
    state = as_bo(acme, tab).do(MySchedulesState.load)
    assert (state.next_call.dial, state.may_call, state.way_in) == (dial, False, "")
    acme.hand.move_to(acme.at(0))
    assert tab.do(MySchedulesState.refresh).may_call
    tab.do(MySchedulesState.begin, booking.id)
    state = tab.do(MySchedulesState.refresh)
    assert (state.next_call.status, state.may_call) == ("started", False)


def test_calls_without_a_word_are_settled_by_one_press_each(acme: Acme, tab: Tab):
    acme.set_preset(call_kind="phone")
    done, missed = (acme.book(agent_id=acme.bo, hours=hours, guest_name=f"At {hours}") for hours in (0, 1))
    acme.book(hours=0, guest_name="Ada's")
    acme.hand.move_to(acme.at(20))  # the next morning
    bookings.advance_due()
    state = as_bo(acme, tab).do(MySchedulesState.load)
    assert [call.customer for call in state.unsettled] == ["At 0", "At 1"]
    tab.do(MySchedulesState.say_done, done.id)
    tab.do(MySchedulesState.say_no_show, missed.id)
    assert tab.do(MySchedulesState.refresh).unsettled == []
    ended = [booking_views.get(acme.admin, each.id).call.booking.status for each in (done, missed)]
    assert ended == ["completed", "no_show"]
    tab.do(MySchedulesState.say_done, missed.id)
    assert "it is a no-show" in tab.notice


def test_a_pool_call_shows_a_first_name_and_can_be_taken_over(acme: Acme, tab: Tab):
    booking = acme.book(agent_id=None, assignment_method="pool", guest_name="Jane Doe")
    other, role = (acme.bo, "agent") if booking.agent_id == acme.ada else (acme.ada, "agent")
    tab.sign_in(other, role)
    (call,) = tab.do(MySchedulesState.load).pool
    assert (call.customer, call.time) == ("Jane", "10:00–10:30")
    tab.do(MySchedulesState.take_over, call.id, call.version)
    assert tab.do(MyDrawerState.open_call, call.id).sheet.row.agent_id == other
    assert tab.do(MySchedulesState.load).pool == []


def test_of_two_who_take_over_the_slower_is_told(acme: Acme, tab: Tab):
    booking = acme.book(agent_id=None, assignment_method="pool")
    other = acme.bo if booking.agent_id == acme.ada else acme.ada
    tab.sign_in(other, "agent").do(MySchedulesState.load)
    bookings.confirm(acme.admin, booking.id)
    tab.do(MySchedulesState.take_over, booking.id, booking.version)
    assert tab.notice.startswith("Somebody else was faster")
    assert booking_views.get(acme.admin, booking.id).call.booking.agent_id == booking.agent_id


def test_do_not_disturb_is_set_at_once_when_no_call_is_in_the_way(acme: Acme, tab: Tab):
    state = as_bo(acme, tab).do(DndState.set_for, 30)
    assert [(window.time, window.is_now) for window in state.windows] == [("Today, 07:00–07:30", True)]
    assert tab.do(DndState.remove, state.windows[0].id).windows == []


def test_do_not_disturb_asks_first_when_calls_are_in_the_way(acme: Acme, tab: Tab):
    acme.set_preset(reminders=[{"kind": "conflict_notice", "channels": ["email"]}])
    acme.book(hours=0, agent_id=acme.bo, guest_name="Jane")
    phone = {"guest_email": None, "guest_phone": "+573005550100"}
    acme.book(hours=1, agent_id=acme.bo, guest_name="Joe", **phone)
    typed = {"from_day": "2027-02-01", "from_clock": "09:00", "to_day": "2027-02-01", "to_clock": "12:00"}
    as_bo(acme, tab).do(DndFormState.save, typed)
    asked = tab.do(ImpactState.set_reason, "")
    assert asked.title == "2 calls fall into this time"
    assert [(row.time, row.customer, [each for each, _ in row.choices]) for row in asked.rows] == [
        ("Today, 10:00", "Jane", ["keep", "reassign", "ask", "cancel"]),
        ("Today, 11:00", "Joe", ["keep", "reassign", "cancel"]),  # nobody is asked who would not hear
    ]
    assert schedules.list_dnd(acme.agent(acme.bo), acme.bo) == []
    tab.do(ImpactState.choose, asked.rows[1].id, "reassign")
    done = tab.do(ImpactState.save)
    assert [row.outcome for row in done.rows] == ["ada takes it", ""] and done.is_done
    assert done.plan_id == "", "An agent cannot take back what is a colleague's by now."
    (window,) = schedules.list_dnd(acme.agent(acme.bo), acme.bo)
    assert (window.start_at, window.end_at) == (acme.at(-1), acme.at(2))


def test_leaving_the_question_sets_nothing(acme: Acme, tab: Tab):
    acme.book(agent_id=acme.bo)
    as_bo(acme, tab).do(DndState.set_for, 240)
    assert not tab.do(ImpactState.set_open, False).is_open
    tab.do(ImpactState.save)
    assert schedules.list_dnd(acme.agent(acme.bo), acme.bo) == []


def test_an_odd_range_is_refused_in_words(acme: Acme, tab: Tab):
    backwards = {"from_day": "2027-02-01", "from_clock": "12:00", "to_day": "2027-02-01", "to_clock": "11:00"}
    assert as_bo(acme, tab).do(DndFormState.save, backwards).refusal
    assert tab.do(DndFormState.save, {}).refusal == "Give a date and a time."


def test_nothing_can_be_booked_while_do_not_disturb_lasts(acme: Acme, tab: Tab):
    acme.hand.move_to(acme.at(0))
    as_bo(acme, tab).do(DndState.set_for, 60)
    tab.do(BookForMyselfState.open_form)
    tab.do(BookForMyselfState.set_typed, True)
    form = tab.do(BookForMyselfState.book, {"guest_name": "Jane", "guest_phone": "+573005550100"} | _clock(acme))
    assert form.refusal == "The agent has asked not to be disturbed at this time."


def _clock(acme: Acme) -> dict[str, str]:
    soon = acme.at(0) + timedelta(minutes=30) - timedelta(hours=5)
    return {"day": f"{soon:%Y-%m-%d}", "clock": f"{soon:%H:%M}"}
