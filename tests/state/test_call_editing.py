"""Editing a call in the drawer: the engine answers meanwhile, and nobody's change is written over unseen."""

from typing import Any

import pytest

from console.scheduling.services import booking_views, bookings
from console.scheduling.services.bookings import BookingChange
from console.state.book_call import BookForAnyoneState
from console.state.call_drawer import MasterDrawerState, MyDrawerState
from tests.services.conftest import Acme
from tests.state.conftest import Tab


@pytest.fixture
def editing(acme: Acme, tab: Tab) -> str:
    """Ada edits Jane's call, Monday 10:00 in Bogota; gives its id."""
    booking = acme.book()
    tab.do(MasterDrawerState.open_call, booking.id)
    tab.do(MasterDrawerState.prepare, "update")
    return booking.id


def change(acme: Acme, booking_id: str, **fields: Any) -> None:
    """Bo, an admin too, changes the call in another window."""
    someone = acme.admin.__class__("admin", id=acme.bo, app_id=acme.app_id, role="admin")
    bookings.change(someone, booking_id, BookingChange(**fields))


def booked(acme: Acme, booking_id: str) -> Any:
    return booking_views.get(acme.admin, booking_id).call.booking


def test_all_that_differs_is_saved_at_once(acme: Acme, tab: Tab, editing: str):
    drawer = tab.do(MasterDrawerState.type_field, "guest_name", "Janet")
    tab.do(MasterDrawerState.type_field, "guest_timezone", "Europe/Madrid")
    tab.do(MasterDrawerState.type_field, "agent_id", acme.bo)
    tab.do(MasterDrawerState.type_clock, "11:00")
    assert drawer.verdict.works
    tab.do(MasterDrawerState.save, {"day": "2027-02-01", "clock": "11:00", "minutes": "60", "reason": "asked to"})
    now = booked(acme, editing)
    assert (now.guest_name, now.guest_timezone, now.agent_id) == ("Janet", "Europe/Madrid", acme.bo)
    assert (now.scheduled_at, now.duration_minutes, drawer.panel, drawer.draft) == (acme.at(1), 60, "", {})
    moved = next(line for line in drawer.sheet.story[-1].lines if line.event == "rescheduled")
    assert moved.what == "moved the call from Mon 1 Feb, 10:00 to Mon 1 Feb, 11:00, because “asked to”"
    assert drawer.news.title == ""


def test_saving_what_is_as_it_was_changes_nothing(acme: Acme, tab: Tab, editing: str):
    assert tab.do(MasterDrawerState.save, {}).panel == ""
    assert booked(acme, editing).version == 1


def test_the_engine_answers_to_what_is_typed(acme: Acme, tab: Tab, editing: str):
    acme.book(hours=1)
    drawer = tab.do(MasterDrawerState.type_clock, "11:00")
    assert drawer.verdict.why_not == ["Another call: 11:00–11:30."]
    assert drawer.alternatives[0].time == "Monday 1 February, 11:30"
    assert tab.do(MasterDrawerState.type_field, "agent_id", acme.bo).verdict.works
    assert tab.do(MasterDrawerState.type_field, "minutes", "4").verdict.why_not == [
        "This must be a whole number from 5 to 480."
    ]
    tab.do(MasterDrawerState.type_field, "minutes", "30")
    tab.do(MasterDrawerState.type_field, "agent_id", acme.ada)
    assert not tab.do(MasterDrawerState.type_clock, "10:00").verdict.is_known  # as it stands


def test_hours_are_set_aside_where_the_role_allows_and_the_timeline_says_so(acme: Acme, tab: Tab, editing: str):
    drawer = tab.do(MasterDrawerState.type_clock, "20:00")
    assert drawer.sheet.may_set_aside and not drawer.verdict.works
    assert tab.do(MasterDrawerState.set_hours_aside, True).verdict.works
    tab.do(MasterDrawerState.save, {"set_aside": "on"})
    assert drawer.sheet.story[-1].lines[-1].detail == "Working hours or notice set aside"
    assert not tab.sign_in(acme.bo, "supervisor").do(MasterDrawerState.refresh).sheet.may_set_aside


def test_a_refused_time_keeps_what_was_typed_and_offers_others(acme: Acme, tab: Tab, editing: str):
    acme.book(hours=1)
    drawer = tab.do(MasterDrawerState.save, {"clock": "11:00", "guest_name": "Janet"})
    assert drawer.refusal == "Another call is booked at this time."
    assert (drawer.panel, drawer.draft["guest_name"], drawer.typed_clock) == ("update", "Janet", "11:00")
    tab.do(MasterDrawerState.take_instead, drawer.alternatives[0].start)
    assert tab.do(MasterDrawerState.save, {}).refusal == ""
    assert booked(acme, editing).scheduled_at == acme.at(1.5)


def test_what_is_wrong_is_said_at_its_field(tab: Tab, editing: str):
    assert set(tab.do(MasterDrawerState.type_field, "guest_email", "jane@").problems) == {"guest_email"}
    assert tab.do(MasterDrawerState.type_field, "guest_email", "jane@new.test").problems == {}
    drawer = tab.do(MasterDrawerState.save, {"guest_email": "", "guest_phone": ""})
    assert set(drawer.problems) == {"guest_phone"}
    tab.do(MasterDrawerState.type_field, "guest_timezone", "Nowhere/Land")
    tab.do(MasterDrawerState.type_field, "version", "9")
    assert (drawer.draft["guest_timezone"], "version" in drawer.draft) == ("", False)


def test_somebody_elses_change_is_told_and_fills_in_beside_what_is_typed(acme: Acme, tab: Tab, editing: str):
    tab.do(MasterDrawerState.type_field, "guest_name", "Janet")
    change(acme, editing, guest_language="es", scheduled_at=acme.at(2))
    drawer = tab.do(MasterDrawerState.refresh)
    assert drawer.news.title == "bo changed this just now"
    assert [line.event for line in drawer.news.lines] == ["rescheduled", "updated"]
    assert (drawer.draft["guest_name"], drawer.draft["guest_language"], drawer.typed_clock) == ("Janet", "es", "12:00")
    assert drawer.versions == []
    assert tab.do(MasterDrawerState.save, {}).news.title == ""
    now = booked(acme, editing)
    assert (now.guest_name, now.guest_language, now.scheduled_at) == ("Janet", "es", acme.at(2))


def test_a_stale_save_is_refused_with_both_versions_and_a_choice(acme: Acme, tab: Tab, editing: str):
    typed = {"guest_name": "Janet", "guest_intake_notes": "Speaks quietly.", "clock": "11:00"}
    change(acme, editing, guest_name="Joan", scheduled_at=acme.at(3))
    drawer = tab.do(MasterDrawerState.save, typed)
    assert "while you were editing" in drawer.refusal and drawer.saved_by == "bo"
    assert [(each.field, each.mine, each.theirs) for each in drawer.versions] == [
        ("start", "Monday 1 February, 11:00", "Monday 1 February, 13:00"),
        ("guest_name", "Janet", "Joan"),
    ]
    assert "while you were editing" in tab.do(MasterDrawerState.save, typed).refusal
    assert booked(acme, editing).guest_name == "Joan"
    tab.do(MasterDrawerState.settle, "start", False)
    tab.do(MasterDrawerState.settle, "guest_name", True)
    assert (drawer.typed_clock, drawer.draft["guest_name"], drawer.versions) == ("13:00", "Janet", [])
    tab.do(MasterDrawerState.save, {})
    now = booked(acme, editing)
    assert (now.guest_name, now.scheduled_at, now.guest_intake_notes) == ("Janet", acme.at(3), "Speaks quietly.")


def test_all_of_theirs_can_be_taken_at_once(acme: Acme, tab: Tab, editing: str):
    tab.do(MasterDrawerState.type_field, "guest_name", "Janet")
    tab.do(MasterDrawerState.type_field, "minutes", "45")
    change(acme, editing, guest_name="Joan", duration_minutes=60)
    assert len(tab.do(MasterDrawerState.refresh).versions) == 2
    drawer = tab.do(MasterDrawerState.settle, "", False)
    assert (drawer.draft["guest_name"], drawer.draft["minutes"], drawer.versions) == ("Joan", "60", [])
    tab.do(MasterDrawerState.save, {})
    assert booked(acme, editing).version == 2


def test_what_was_typed_outlives_another_act_and_a_closed_drawer(acme: Acme, tab: Tab, editing: str):
    tab.do(MasterDrawerState.type_field, "guest_name", "Janet")
    tab.do(MasterDrawerState.type_clock, "11:00")
    tab.do(MasterDrawerState.confirm)
    tab.do(MasterDrawerState.prepare, "cancel")
    tab.do(MasterDrawerState.set_open, False)
    assert tab.do(MasterDrawerState.load).panel == ""  # as the address without a call asks for
    tab.do(MasterDrawerState.open_call, editing)
    drawer = tab.do(MasterDrawerState.prepare, "update")
    assert (drawer.draft["guest_name"], drawer.typed_clock, drawer.versions) == ("Janet", "11:00", [])
    assert tab.do(MasterDrawerState.stop_editing).draft == {}
    tab.do(MasterDrawerState.open_call, acme.book(hours=3).id)
    assert tab.do(MasterDrawerState.prepare, "update").draft["guest_name"] == "Jane"


def test_what_was_typed_about_one_call_waits_while_another_is_looked_at(acme: Acme, tab: Tab, editing: str):
    tab.do(MasterDrawerState.type_field, "guest_name", "Janet")
    tab.do(MasterDrawerState.write_note, "Half a sentence")
    other = tab.do(MasterDrawerState.open_call, acme.book(hours=3).id)
    assert (other.panel, other.draft, other.note) == ("", {}, "")
    change(acme, editing, guest_name="Joan")
    drawer = tab.do(MasterDrawerState.open_call, editing)
    assert drawer.note == "Half a sentence"
    tab.do(MasterDrawerState.prepare, "update")
    assert (drawer.draft["guest_name"], [each.theirs for each in drawer.versions]) == ("Janet", ["Joan"])


def test_a_call_that_ended_meanwhile_keeps_the_form_and_refuses_it(acme: Acme, tab: Tab, editing: str):
    tab.do(MasterDrawerState.type_field, "guest_name", "Janet")
    bookings.cancel(acme.admin, editing)
    drawer = tab.do(MasterDrawerState.refresh)
    assert (drawer.panel, drawer.draft["guest_name"]) == ("update", "Janet")
    tab.do(MasterDrawerState.save, {})
    assert drawer.refusal and booked(acme, editing).guest_name == "Jane"


def test_who_may_only_look_is_offered_no_form_and_saves_nothing(acme: Acme, tab: Tab):
    booking = acme.book()
    tab.sign_in(acme.bo, "supervisor").do(MasterDrawerState.open_call, booking.id)
    assert tab.do(MasterDrawerState.prepare, "update").panel == ""
    assert tab.do(MasterDrawerState.save, {"guest_name": "Janet"}).draft == {}
    assert booked(acme, booking.id).version == 1


def test_a_note_stays_typed_until_it_is_added_and_an_admin_removes_it(acme: Acme, tab: Tab):
    booking = acme.book()
    tab.do(MasterDrawerState.open_call, booking.id)
    tab.do(MasterDrawerState.write_note, "Called back")
    bookings.confirm(acme.admin, booking.id)
    assert tab.do(MasterDrawerState.refresh).note == "Called back"
    drawer = tab.do(MasterDrawerState.add_note, {"body": "Called back"})
    assert (drawer.note, [note.body for note in drawer.sheet.notes]) == ("", ["Called back"])
    tab.do(MasterDrawerState.ask_to_remove_note, drawer.sheet.notes[0].id)
    tab.do(MasterDrawerState.remove_note)
    assert [(note.body, note.removed) for note in drawer.sheet.notes] == [("", "Removed by ada, Today, 07:00")]
    tab.do(MasterDrawerState.ask_to_remove_note, drawer.sheet.notes[0].id)
    tab.sign_in(acme.ada, "agent").do(MyDrawerState.open_call, booking.id)
    tab.do(MyDrawerState.ask_to_remove_note, drawer.sheet.notes[0].id)
    assert "may not" in tab.do(MyDrawerState.remove_note).note_refusal


def test_the_customers_other_calls_stand_beside_and_times_in_all_three_zones(acme: Acme, tab: Tab):
    other = acme.book(hours=2)
    tab.do(MasterDrawerState.open_call, acme.book(guest_timezone="Europe/Madrid").id)
    drawer = tab.do(MasterDrawerState.refresh)
    assert [row.id for row in drawer.others.coming] == [other.id]
    assert (drawer.others.past, drawer.others.all_of_them) == ([], "")
    assert (drawer.sheet.own_time[-11:], drawer.sheet.customer_time, drawer.sheet.agent_time) == (
        "10:00–10:30",
        "16:00–16:30",
        "",
    )


def test_a_follow_up_begins_with_the_same_customer_terms_and_agent(acme: Acme, tab: Tab):
    booking = acme.book(agent_id=acme.bo, guest_phone="+573005550100", guest_intake_notes="Once only")
    form = tab.do(BookForAnyoneState.open_follow_up, booking.id)
    assert (form.is_open, form.guest_name, form.guest_email, form.guest_phone) == (
        *(True, "Jane", "jane@guests.test"),
        "+573005550100",
    )
    assert (form.agent_id, form.preset_id, form.guest_intake_notes) == (acme.bo, acme.preset_id, "")
    assert tab.do(BookForAnyoneState.open_form).guest_name == ""
