"""The master view's states: the address decides what stands in the table, the core decides what may be done."""

import pytest

from console.scheduling import database
from console.scheduling.models import Booking
from console.scheduling.services import booking_views, bookings, links
from console.scheduling.services.bookings import NewBooking
from console.state.book_call import BookForAnyoneState
from console.state.bookings import BookingsState
from console.state.call_drawer import MasterDrawerState
from tests.services.conftest import Acme
from tests.services.test_agent_day import statements
from tests.state.conftest import Tab


def customers(state: BookingsState) -> list[str]:
    return [row.customer for row in state.rows]


def test_the_table_shows_what_the_address_asks_for(acme: Acme, tab: Tab):
    acme.book(hours=0, guest_name="Early")
    acme.book(hours=2, guest_name="Late", agent_id=acme.bo)
    assert customers(tab.do(BookingsState.load)) == ["Early", "Late"]
    tab.go(f"agent={acme.bo}")
    assert customers(tab.do(BookingsState.load)) == ["Late"]
    tab.go("range=tomorrow")
    assert customers(tab.do(BookingsState.load)) == []
    tab.go("sort=guest_name&order=desc")
    assert customers(tab.do(BookingsState.load)) == ["Late", "Early"]
    tab.go("q=earl")
    assert customers(tab.do(BookingsState.load)) == ["Early"]


def test_choosing_a_filter_changes_the_address_and_nothing_else(acme: Acme, tab: Tab):
    tab.do(BookingsState.load)
    tab.do(BookingsState.toggle, "statuses", "confirmed")
    assert tab.address == f"/app/{acme.app_id}/page?status=confirmed"
    tab.do(BookingsState.choose_range, "past")
    assert tab.address.endswith("?range=past")
    tab.do(BookingsState.sort_by, "guest_name")
    assert tab.address.endswith("?sort=guest_name&order=asc")


def test_each_filter_that_is_set_is_a_chip_that_takes_it_away(acme: Acme, tab: Tab):
    tab.go(f"agent={acme.bo}&status=confirmed&range=past")
    told = [(chip.label, chip.said) for chip in tab.do(BookingsState.load).chips]
    assert told == [("Agent", "bo"), ("Status", "Confirmed"), ("Dates", "Past")]
    tab.do(BookingsState.remove, "agents", acme.bo)
    assert tab.address == f"/app/{acme.app_id}/page?range=past&status=confirmed"
    tab.do(BookingsState.remove, "span", "")
    assert tab.address.endswith(f"/page?agent={acme.bo}&status=confirmed")


def test_the_number_of_reads_does_not_grow_with_the_calls_nor_the_filters(acme: Acme, tab: Tab):
    acme.book()
    tab.do(BookingsState.load)
    with statements() as few:
        tab.do(BookingsState.refresh)
    for hours in range(1, 6):
        acme.book(hours=hours, agent_id=acme.bo)
    tab.go(f"agent={acme.ada},{acme.bo}&preset={acme.preset_id}&status=scheduled,confirmed&range=all")
    tab.do(BookingsState.load)
    with statements() as many:
        tab.do(BookingsState.refresh)
    assert len(many) == len(few) <= 10, many


def test_only_filters_that_exist_can_be_toggled(acme: Acme, tab: Tab):
    tab.do(BookingsState.toggle, "__class__", "x")
    tab.do(BookingsState.choose_date, "page", "x")
    assert tab.address == ""


def test_a_page_says_where_it_stands_and_which_is_the_last(acme: Acme, tab: Tab, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("console.state.call_filters.PAGE_SIZE", 2)
    monkeypatch.setattr("console.state.call_pages.PAGE_SIZE", 2)
    for hours in (0, 1, 2):
        acme.book(hours=hours)
    first = tab.do(BookingsState.load)
    assert (first.told, first.is_last) == ("1–2 of 3", False)
    tab.go("page=2")
    second = tab.do(BookingsState.load)
    assert (second.told, second.is_last) == ("3–3 of 3", True)
    tab.go("page=9")
    assert tab.do(BookingsState.load).told == "1–2 of 3"


def test_an_agent_sees_own_calls_only_and_is_offered_no_form(acme: Acme, tab: Tab):
    acme.book(guest_name="Ada's")
    acme.book(hours=2, guest_name="Bo's", agent_id=acme.bo)
    assert tab.do(BookingsState.load).may_book
    state = tab.sign_in(acme.bo, "agent").do(BookingsState.load)
    assert (customers(state), state.agents, state.may_book) == (["Bo's"], [], False)


def test_a_shared_address_opens_the_drawer(acme: Acme, tab: Tab):
    booking = acme.book()
    tab.go(f"call={booking.id}")
    drawer = tab.do(MasterDrawerState.load)
    assert (drawer.is_open, drawer.sheet.row.customer, drawer.is_missing) == (True, "Jane", False)
    tab.do(MasterDrawerState.set_open, False)
    assert tab.address == f"/app/{acme.app_id}/page"


def test_a_drawer_keeps_the_filters_in_the_address(acme: Acme, tab: Tab):
    booking = acme.book()
    tab.go("status=scheduled")
    tab.do(MasterDrawerState.open_call, booking.id)
    assert tab.address == f"/app/{acme.app_id}/page?status=scheduled&call={booking.id}"


def test_somebody_elses_call_reads_as_unknown(acme: Acme, tab: Tab):
    booking = acme.book()
    tab.sign_in(acme.bo, "agent").go(f"call={booking.id}")
    drawer = tab.do(MasterDrawerState.load)
    assert drawer.is_missing and drawer.sheet.row.customer == ""


def test_the_drawer_says_the_customers_time_beside_ones_own(acme: Acme, tab: Tab):
    tab.go(f"call={acme.book(guest_timezone='Asia/Tokyo').id}")
    sheet = tab.do(MasterDrawerState.load).sheet
    assert (sheet.own_time, sheet.own_zone) == ("Monday 1 February, 10:00–10:30", "Bogota time")
    assert (sheet.customer_time, sheet.customer_zone) == ("Tuesday 2 February, 00:00–00:30", "Tokyo time")
    for zone, said in (("Europe/Madrid", "18:00–18:30"), ("America/Lima", ""), (None, "")):
        tab.do(MasterDrawerState.open_call, acme.book(hours=2, guest_timezone=zone).id)
        shown = tab.do(MasterDrawerState.refresh).sheet
        assert shown.customer_time == said
        tab.do(MasterDrawerState.cancel, {})


def test_acts_show_the_booking_as_it_then_is(acme: Acme, tab: Tab):
    tab.go(f"call={acme.book().id}")
    tab.do(MasterDrawerState.load)
    assert tab.do(MasterDrawerState.confirm).sheet.row.status == "confirmed"
    tab.do(MasterDrawerState.add_note, {"body": "Called back"})
    drawer = tab.do(MasterDrawerState.cancel, {"reason": "ill"})
    assert drawer.sheet.row.status == "cancelled"
    (today,) = drawer.sheet.story
    assert [line.event for line in today.lines] == ["created", "assigned", "confirmed", "cancelled"]
    assert today.lines[-1].what == "cancelled the call, because “ill”"
    assert [note.body for note in drawer.sheet.notes] == ["Called back"]
    assert drawer.sheet.acts == ["add_note", "create", "remove_note"]


def test_a_move_to_a_taken_time_is_refused_with_times_that_are_free(acme: Acme, tab: Tab):
    acme.book(hours=1)
    tab.go(f"call={acme.book(hours=3).id}")
    tab.do(MasterDrawerState.load)
    tab.do(MasterDrawerState.prepare, "reschedule")
    tab.do(MasterDrawerState.set_typed, True)
    drawer = tab.do(MasterDrawerState.reschedule, {"day": "2027-02-01", "clock": "11:00"})
    assert drawer.refusal == "Another call is booked at this time."
    assert [slot.time for slot in drawer.alternatives]
    assert drawer.panel == "reschedule"
    tab.do(MasterDrawerState.take_instead, drawer.alternatives[0].start)
    moved = tab.do(MasterDrawerState.reschedule, {})
    assert (moved.refusal, moved.panel, moved.sheet.story[-1].lines[-1].event) == ("", "", "rescheduled")


def test_every_reason_is_said_and_hours_can_be_set_aside(acme: Acme, tab: Tab):
    acme.set_preset(horizon_days=1)
    tab.go(f"call={acme.book().id}")
    tab.do(MasterDrawerState.load)
    tab.do(MasterDrawerState.prepare, "reschedule")
    tab.do(MasterDrawerState.set_typed, True)
    night = {"day": "2027-02-03", "clock": "03:00"}
    drawer = tab.do(MasterDrawerState.reschedule, night)
    assert "too far ahead" in drawer.refusal and "outside working hours" in drawer.refusal
    assert tab.do(MasterDrawerState.reschedule, night | {"set_aside": "on"}).refusal == ""


def test_a_stale_act_is_refused_and_the_newest_is_shown(acme: Acme, tab: Tab):
    booking = acme.book()
    tab.go(f"call={booking.id}")
    tab.do(MasterDrawerState.load)
    tab.do(MasterDrawerState.prepare, "reassign")
    bookings.confirm(acme.admin, booking.id)
    drawer = tab.do(MasterDrawerState.reassign, {"agent_id": acme.bo})
    assert "Somebody else" in drawer.refusal
    assert (drawer.sheet.row.agent_id, drawer.sheet.row.status) == (acme.ada, "confirmed")
    assert tab.do(MasterDrawerState.reassign, {"agent_id": acme.bo}).sheet.row.agent_id == acme.bo


def test_reassigning_shows_who_is_free_first_and_why_the_others_are_not(acme: Acme, tab: Tab):
    acme.book(agent_id=acme.bo)
    tab.go(f"call={acme.book().id}")
    tab.do(MasterDrawerState.load)
    (bo,) = tab.do(MasterDrawerState.prepare, "reassign").candidates
    assert (bo.name, bo.why_not) == ("bo", "Another call is booked at this time.")


def test_an_act_that_the_core_does_not_allow_cannot_be_prepared(acme: Acme, tab: Tab):
    tab.go(f"call={acme.book().id}")
    tab.sign_in(acme.bo, "supervisor").do(MasterDrawerState.load)
    assert tab.do(MasterDrawerState.prepare, "cancel").panel == ""
    assert "may not" in tab.do(MasterDrawerState.cancel, {}).refusal


def test_an_admin_books_for_another_agent(acme: Acme, tab: Tab):
    form = tab.do(BookForAnyoneState.open_form)
    assert dict(form.agents) == {acme.ada: "ada", acme.bo: "bo"}
    tab.do(BookForAnyoneState.choose_agent, acme.bo)
    tab.do(BookForAnyoneState.choose_start, "2027-02-01T15:00:00.000Z")
    assert not tab.do(BookForAnyoneState.book, {"guest_name": "Jane", "guest_email": "jane@guests.test"}).is_open
    (call,) = tab.do(BookingsState.load).rows
    assert (call.customer, call.agent_id, call.source, call.time) == ("Jane", acme.bo, "admin", "10:00–10:30")


def test_a_stretch_that_was_drawn_on_a_calendar_fills_the_form(acme: Acme, tab: Tab):
    form = tab.do(BookForAnyoneState.open_at, "2027-02-01T11:00", "2027-02-01T12:15", acme.bo)
    assert (form.is_open, form.agent_id, form.duration, form.verdict.works) == (True, acme.bo, "60", True)
    assert (form.is_typed, form.typed_day, form.typed_clock) == (True, "2027-02-01", "11:00")
    form = tab.do(BookForAnyoneState.open_at, "2027-02-01T06:00", "2027-02-01T06:15", "per_nobody")
    assert (form.agent_id, form.duration, form.verdict.works) == ("", "30", False)
    assert tab.do(BookForAnyoneState.open_at, "soon", "", "").is_open


def test_a_refused_booking_keeps_what_was_typed_and_offers_other_times(acme: Acme, tab: Tab):
    acme.book(agent_id=acme.bo)
    tab.do(BookForAnyoneState.open_form)
    tab.do(BookForAnyoneState.choose_agent, acme.bo)
    tab.do(BookForAnyoneState.set_typed, True)
    typed = {"guest_name": "Jane", "guest_phone": "+573005550100", "day": "2027-02-01", "clock": "10:00"}
    form = tab.do(BookForAnyoneState.book, typed)
    assert (form.is_open, form.guest_name, form.guest_phone) == (True, "Jane", "+573005550100")
    assert form.refusal and form.alternatives and not form.is_booking


def test_what_is_wrong_with_a_field_is_said_at_the_field(acme: Acme, tab: Tab):
    tab.do(BookForAnyoneState.open_form)
    tab.do(BookForAnyoneState.choose_start, "2027-02-01T15:00:00.000Z")
    form = tab.do(BookForAnyoneState.book, {"guest_name": "Jane", "guest_email": "jane@"})
    assert set(form.problems) == {"guest_email"}
    assert form.start == "2027-02-01T15:00:00.000Z"


def test_a_preset_that_leaves_the_choice_asks_for_an_agent_first(acme: Acme, tab: Tab):
    acme.set_preset(assignment_mode="pick")
    form = tab.do(BookForAnyoneState.open_form)
    assert form.must_name and form.month == ""
    assert tab.do(BookForAnyoneState.choose_agent, acme.bo).month == "2027-02"


def test_the_second_click_of_a_double_click_books_nothing(acme: Acme, tab: Tab):
    tab.do(BookForAnyoneState.open_form)
    tab.do(BookForAnyoneState.choose_start, "2027-02-01T15:00:00.000Z")
    for _ in range(2):
        tab.do(BookForAnyoneState.book, {"guest_name": "Jane", "guest_email": "jane@guests.test"})
    assert len(tab.do(BookingsState.load).rows) == 1


def test_a_table_that_cannot_be_loaded_says_so_and_keeps_its_rows(
    acme: Acme, tab: Tab, monkeypatch: pytest.MonkeyPatch
):
    from console.scheduling.errors import Unavailable

    acme.book()
    tab.do(BookingsState.load)

    def away(*_):
        raise Unavailable("The database is away.")

    monkeypatch.setattr(booking_views, "find", away)
    state = tab.do(BookingsState.refresh)
    assert (state.problem, len(state.rows)) == ("The database is away.", 1)


def test_a_new_booking_of_somebody_else_stands_there_after_a_refresh(acme: Acme, tab: Tab):
    tab.do(BookingsState.load)
    new = NewBooking(guest_name="Jane", guest_email="jane@guests.test", scheduled_at=acme.at(1), agent_id=acme.bo)
    bookings.book(acme.system, new)
    assert [row.source for row in tab.do(BookingsState.refresh).rows] == ["api"]


def test_calls_that_need_an_outcome_are_counted_and_shown_alone(acme: Acme, tab: Tab):
    acme.set_preset(call_kind="phone")
    waiting = acme.book(guest_name="Yesterday's")
    acme.book(hours=26, guest_name="To come")
    acme.hand.move_to(acme.at(20))
    bookings.advance_due()
    state = tab.do(BookingsState.load)
    assert ([row.customer for row in state.rows], state.unsettled) == (["To come"], 1)
    tab.do(BookingsState.toggle_unsettled)
    assert tab.address.endswith("?range=all&needs-outcome=yes")
    tab.go("range=all&needs-outcome=yes")
    state = tab.do(BookingsState.load)
    assert [(row.customer, row.needs_outcome) for row in state.rows] == [("Yesterday's", True)]
    assert (state.is_narrowed, state.may_settle) == (True, True)
    tab.do(BookingsState.say_done, waiting.id)
    state = tab.do(BookingsState.refresh)
    assert (state.rows, state.unsettled) == ([], 0)
    tab.do(BookingsState.toggle_unsettled)
    assert "needs-outcome" not in tab.address


def test_a_supervisor_looks_and_settles_nothing(acme: Acme, tab: Tab):
    assert not tab.sign_in(acme.bo, "supervisor").do(BookingsState.load).may_settle


def test_the_drawer_leads_to_the_customers_call_page_where_there_is_one(acme: Acme, tab: Tab):
    by_link, by_phone = acme.book(), acme.book(hours=2)
    with database.writing() as session:
        session.get_one(Booking, by_phone.id).call_kind = "phone"
    drawer = tab.do(MasterDrawerState.open_call, by_link.id)
    assert drawer.sheet.call_page == links.links_of(by_link).join_url
    assert tab.do(MasterDrawerState.open_call, by_phone.id).sheet.call_page == ""
