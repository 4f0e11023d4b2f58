"""My schedules' states: an agent's own calls, booking for oneself, taking over, and do not disturb."""

from datetime import timedelta

import pytest

from console.scheduling.messages.call_card import CallCard
from console.scheduling.services import booking_views, bookings, links, schedules
from console.state.book_call import BookForMyselfState
from console.state.call_drawer import MyDrawerState
from console.state.dnd import DndState
from console.state.dnd_form import DndFormState
from console.state.impact import ImpactState
from console.state.my_schedules import MySchedulesState
from console.state.next_call import NextCallState
from tests.services.conftest import Acme
from tests.state.conftest import Tab


def card(tab: Tab) -> CallCard:
    """The call in hand, as the page shows it now."""
    tab.do(MySchedulesState.refresh)
    return tab.do(NextCallState.unfold, "").card


def as_bo(acme: Acme, tab: Tab) -> Tab:
    return tab.sign_in(acme.bo, "agent")


def test_own_calls_of_the_coming_days_stand_under_their_days(acme: Acme, tab: Tab):
    acme.book(hours=0, guest_name="Ada's")
    acme.book(hours=1, guest_name="First", agent_id=acme.bo)
    acme.book(hours=26, guest_name="Second", agent_id=acme.bo)
    state = as_bo(acme, tab).do(MySchedulesState.load)
    assert [row.customer for row in state.today] == ["First"]
    assert [(day.day, [row.customer for row in day.rows]) for day in state.later] == [("Tomorrow", ["Second"])]
    row = card(tab).row
    assert (row.customer, row.how_far) == ("First", "in 4 hr")


def test_a_call_booked_here_has_the_source_agent_and_is_ones_own(acme: Acme, tab: Tab):
    as_bo(acme, tab).do(BookForMyselfState.open_form)
    tab.do(BookForMyselfState.choose_start, "2027-02-01T15:00:00.000Z")
    tab.do(BookForMyselfState.choose_agent, acme.ada)  # not on offer: stays oneself
    tab.do(BookForMyselfState.choose_start, "2027-02-01T15:00:00.000Z")
    tab.do(BookForMyselfState.book, {"guest_name": "Jane", "guest_phone": "+573005550100"})
    call = card(tab).row
    assert (call.customer, call.agent_id, call.source) == ("Jane", acme.bo, "agent")


def test_a_guest_who_waits_alone_is_shown_with_since_when(acme: Acme, tab: Tab):
    booking = acme.book(agent_id=acme.bo)
    acme.hand.move_to(acme.at(-0.1))
    assert card(as_bo(acme, tab)).stands_out == ""
    bookings.join(acme.guest(booking), booking.id, "guest")
    acme.hand.move_to(acme.at(0.1))
    assert (card(tab).stands_out, card(tab).row.waiting) == ("Jane waits alone since 09:54", "Waiting since 09:54")
    assert tab.do(MySchedulesState.refresh).news == "Jane waits alone since 09:54"
    bookings.join(acme.agent(acme.bo), booking.id, "agent")
    assert card(tab).stands_out == ""


def test_the_way_into_the_next_call_opens_with_its_door(acme: Acme, tab: Tab):
    booking = acme.book(agent_id=acme.bo)
    acme.hand.move_to(acme.at(-0.26))
    shut = card(as_bo(acme, tab))
    assert (shut.way, shut.opens) == ("", "You can join from 09:45")
    acme.hand.move_to(acme.at(-0.25))
    door = card(tab)
    assert (door.way, door.address, door.opens) == ("join", links.links_of(booking).agent_join_url, "")


@pytest.mark.parametrize(
    ("kind", "way", "address"),
    [("phone", "call", "tel:+573005550100"), ("whatsapp", "whatsapp", "https://wa.me/573005550100?text=Hello")],
)
def test_a_call_by_phone_begins_where_its_number_is_dialled(acme: Acme, tab: Tab, kind: str, way: str, address: str):
    acme.set_preset(call_kind=kind)
    booking = acme.book(agent_id=acme.bo, guest_phone="+573005550100")
    early = card(as_bo(acme, tab))
    assert (early.way, early.opens) == ("", "You can call from 09:45")
    acme.hand.move_to(acme.at(0))
    ready = card(tab)
    assert (ready.way, ready.begins) == (way, True)
    assert ready.address.startswith(address)
    tab.do(MySchedulesState.begin, booking.id)
    runs = card(tab)
    assert (runs.row.status, runs.way, runs.begins) == ("started", way, False), "It can be dialled again."


def test_calls_without_a_word_are_settled_by_one_press_each(acme: Acme, tab: Tab):
    acme.set_preset(call_kind="phone")
    done, missed = (acme.book(agent_id=acme.bo, hours=hours, guest_name=f"At {hours}") for hours in (0, 1))
    acme.book(hours=0, guest_name="Ada's")
    acme.hand.move_to(acme.at(20))  # the next morning
    bookings.advance_due()
    state = as_bo(acme, tab).do(MySchedulesState.load)
    assert [one.row.customer for one in state.unsettled] == ["At 0", "At 1"]
    tab.do(MySchedulesState.say_done, done.id)
    tab.do(MySchedulesState.say_no_show, missed.id)
    assert tab.do(MySchedulesState.refresh).unsettled == []
    ended = [booking_views.get(acme.admin, each.id).call.booking.status for each in (done, missed)]
    assert ended == ["completed", "no_show"]
    tab.do(MySchedulesState.say_done, missed.id)
    assert "it is a no-show" in tab.notice


def test_an_outcome_takes_what_was_written_with_it_and_leaves_what_was_written_about_others(acme: Acme, tab: Tab):
    acme.set_preset(call_kind="phone", outcomes=["Solved", "Call back"])
    first, second = (acme.book(agent_id=acme.bo, hours=hours) for hours in (0, 1))
    acme.hand.move_to(acme.at(20))
    bookings.advance_due()
    assert as_bo(acme, tab).do(MySchedulesState.load).unsettled[0].outcomes == ["Solved", "Call back"]
    tab.do(MySchedulesState.say, first.id, "The bridge was unplugged.")
    tab.do(MySchedulesState.say, second.id, "half a sent")
    tab.do(MySchedulesState.refresh)
    tab.do(MySchedulesState.say_done, first.id, "Solved")
    assert tab.notice == "Noted for Jane: Solved."
    settled = booking_views.get(acme.admin, first.id).call.booking
    assert (settled.status, settled.outcome, settled.outcome_note) == (
        "completed",
        "Solved",
        "The bridge was unplugged.",
    )
    assert tab.do(MySchedulesState.refresh).said == {second.id: "half a sent"}


def test_a_call_that_runs_over_stays_in_hand_while_another_guest_waits(acme: Acme, tab: Tab):
    acme.set_preset(call_kind="phone")
    running = acme.book(agent_id=acme.bo, guest_name="Ann", guest_phone="+573005550100")
    acme.hand.move_to(acme.at(0))
    bookings.start(acme.agent(acme.bo), running.id)
    acme.set_preset(call_kind="link")
    waiting = acme.book(agent_id=acme.bo, hours=0.5, guest_name="Ben")
    acme.hand.move_to(acme.at(0.55))
    bookings.advance_due()
    bookings.join(acme.guest(waiting), waiting.id, "guest")
    shown = card(as_bo(acme, tab))
    assert (shown.row.customer, shown.stands_out, shown.may_say) == (
        "Ann",
        "The call runs over: it was to end at 10:30",
        True,
    )
    state = tab.do(MySchedulesState.refresh)
    assert [(each.row.customer, each.way) for each in state.pressing] == [("Ben", "join")]
    assert (state.unsettled, state.news) == ([], "Ben waits alone since 10:33")
    bookings.done(acme.agent(acme.bo), running.id)
    assert card(tab).row.customer == "Ben"


def test_who_is_late_sees_it_and_tells_the_guest_from_the_card(acme: Acme, tab: Tab):
    booking = acme.book(agent_id=acme.bo)
    acme.hand.move_to(acme.at(0.05))
    late = card(as_bo(acme, tab))
    assert (late.standing, late.stands_out) == ("late", "You are late: the call should run since 10:00")
    tab.do(MySchedulesState.tell_late, booking.id)
    assert "Please call Jane" in tab.notice
    assert ("tell_late" in card(tab).acts, card(tab).told) == (False, "Told: 10 min late")


def test_the_customers_last_calls_with_oneself_stand_beside_the_next(acme: Acme, tab: Tab):
    acme.set_preset(call_kind="phone", outcomes=["Solved"])
    before, others = acme.book(agent_id=acme.bo), acme.book(agent_id=acme.ada)
    acme.hand.move_to(acme.at(1))
    for each, agent in ((before, acme.bo), (others, acme.ada)):
        bookings.done(acme.agent(agent), each.id, outcome="Solved", note="Bulb replaced")
    acme.book(agent_id=acme.bo, hours=3, guest_language="es", guest_intake_notes="The bridge again")
    as_bo(acme, tab).do(MySchedulesState.load)
    about = tab.do(NextCallState.unfold, "history").about
    assert [(call.result, call.note, call.reference) for call in about.past] == [
        ("Solved", "Bulb replaced", before.reference)
    ], "An agent sees what the customer had with them alone."
    assert [fact.value for fact in about.facts] == ["Spanish", "The bridge again"]


def test_a_note_is_added_to_the_call_on_which_it_was_begun(acme: Acme, tab: Tab):
    first, second = (acme.book(agent_id=acme.bo, hours=hours) for hours in (0, 2))
    as_bo(acme, tab).do(MySchedulesState.load)
    tab.do(NextCallState.write_note, first.id, "Speaks slow")
    bookings.cancel(acme.admin, first.id)
    assert card(tab).row.id == second.id
    state = tab.do(NextCallState.add_note, second.id, {"body": "Prefers mornings"})
    assert state.notes == {first.id: "Speaks slow"}
    assert card(tab).row.id == second.id
    assert [note.body for note in tab.do(NextCallState.unfold, "notes").about.notes] == ["Prefers mornings"]


def test_who_has_no_calls_is_shown_the_link_that_brings_some(acme: Acme, tab: Tab):
    link = as_bo(acme, tab).do(MySchedulesState.load).share_link
    assert f"/book/{acme.app_id}?key=" in link
    acme.set_preset(assignment_mode="pick")
    tab.do(MySchedulesState.load).share_link = ""
    assert tab.do(MySchedulesState.load).share_link.endswith(f"?agent={acme.bo}")


def test_the_own_link_is_at_hand_however_many_calls_there_are(acme: Acme, tab: Tab):
    acme.set_preset(assignment_mode="pick")
    acme.book(agent_id=acme.bo)
    as_bo(acme, tab).do(MySchedulesState.show_link)
    assert f"/b/std?agent={acme.bo}" in str(tab.events[-1].args)


def test_a_pool_call_at_a_time_that_is_taken_says_why_it_cannot_be_had(acme: Acme, tab: Tab):
    pooled = acme.book(agent_id=None, assignment_method="pool")
    other = acme.bo if pooled.agent_id == acme.ada else acme.ada
    acme.book(agent_id=other, hours=0.25)
    state = tab.sign_in(other, "agent").do(MySchedulesState.load)
    assert state.pool == []
    assert [(row.id, row.why_not) for row in state.unfit] == [(pooled.id, "Another call: 10:15–10:45.")]


def test_a_pool_call_shows_a_first_name_and_can_be_taken_over(acme: Acme, tab: Tab):
    booking = acme.book(agent_id=None, assignment_method="pool", guest_name="Jane Doe")
    other, role = (acme.bo, "agent") if booking.agent_id == acme.ada else (acme.ada, "agent")
    tab.sign_in(other, role)
    (call,) = tab.do(MySchedulesState.load).pool
    assert (call.customer, call.time) == ("Jane", "10:00–10:30")
    assert call.waits == "booked now"
    tab.do(MySchedulesState.take_over, call.id, call.version)
    assert tab.notice.startswith("Jane's call is yours now: Today, 10:00")
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
