"""The week as a calendar, and do-not-disturb times that are drawn, dragged, typed, deleted and brought back."""

from typing import Any

from console.scheduling.services import schedules
from console.state.agent_week import AgentWeekState
from console.state.dnd import DndState
from console.state.dnd_form import DndFormState
from console.state.impact import ImpactState
from tests.services.conftest import Acme
from tests.state.conftest import Tab
from tests.statements import statements


def as_ada(acme: Acme, tab: Tab, query: str = "view=week") -> Tab:
    tab.sign_in(acme.ada, "agent").go(query)
    return tab


def own_dnd(acme: Acme) -> list[tuple[float, float, str | None]]:
    """From and until, in hours after ten in the morning, and what for."""
    found = schedules.list_dnd(acme.agent(acme.ada), acme.ada)
    hours = [[(at - acme.at(0)).total_seconds() / 3600 for at in (one.start_at, one.end_at)] for one in found]
    return [(start, end, one.note) for (start, end), one in zip(hours, found, strict=True)]


def put_dnd(acme: Acme, start: float, end: float, note: str = "") -> str:
    return schedules.add_dnd(acme.agent(acme.ada), acme.ada, acme.at(start), acme.at(end), note).id


def test_the_week_stands_in_its_zone_and_turns(acme: Acme, tab: Tab):
    acme.book(guest_name="Jane")
    week = as_ada(acme, tab).do(AgentWeekState.load)
    assert (week.title, week.day, week.zone_told, week.offset) == (
        "1–7 Feb 2027",
        "2027-02-01",
        "Times in Bogota",
        "-05:00",
    )
    (call,) = [entry for entry in week.entries if not entry.is_behind]
    assert (call.kind, call.start, call.time, call.title, call.note, call.tone) == (
        "call",
        "2027-02-01T10:00",
        "10:00–10:30",
        "Jane",
        "Scheduled",
        "scheduled",
    )
    assert [(day.told, day.is_today, day.has_calls) for day in week.days][:2] == [
        ("Monday 1 February, 1 call", True, True),
        ("Tuesday 2 February, 0 calls", False, False),
    ]
    assert tab.do(AgentWeekState.turn, 7).title == "8–14 Feb 2027"
    assert not week.is_today_chosen and tab.do(AgentWeekState.go_today).is_today_chosen
    assert tab.do(AgentWeekState.go_to, "2027-02-28").title == "22–28 Feb 2027"
    assert tab.do(AgentWeekState.go_to, "soon").day == "2027-02-28"


def test_a_list_asks_for_no_week(acme: Acme, tab: Tab):
    as_ada(acme, tab, query="")
    with statements() as sent:
        week = tab.do(AgentWeekState.load)
    assert (week.is_shown, sent) == (False, [])
    assert tab.do(AgentWeekState.show, True).entries
    assert not tab.do(AgentWeekState.show, False).is_shown


def test_a_press_opens_a_call_or_changes_a_do_not_disturb_time(acme: Acme, tab: Tab):
    booking, dnd_id = acme.book(), put_dnd(acme, 2, 3, "Paperwork")
    as_ada(acme, tab).do(AgentWeekState.press, booking.id, "call")
    tab.do(AgentWeekState.press, dnd_id, "dnd")
    tab.do(AgentWeekState.press, "taken-1", "taken")
    assert [event.handler.fn.__qualname__ for event in tab.events] == ["MyDrawerState.open_call", "DndFormState.edit"]
    form = tab.do(DndFormState.edit, dnd_id)
    assert (form.is_open, form.draft.id, form.draft.start, form.draft.note) == (
        True,
        dnd_id,
        ("2027-02-01", "12:00"),
        "Paperwork",
    )


def test_a_stretch_that_is_drawn_becomes_a_do_not_disturb_time(acme: Acme, tab: Tab):
    form = as_ada(acme, tab).do(DndFormState.propose, "2027-02-01T14:00", "2027-02-01T15:30")
    typed = {"from_day": "2027-02-01", "from_clock": "14:00", "to_day": "2027-02-01", "to_clock": "15:30"}
    assert {name: getattr(form.draft, name) for name in typed} == typed
    assert not tab.do(DndFormState.save, typed | {"note": "Paperwork"}).is_open
    assert own_dnd(acme) == [(4, 5.5, "Paperwork")]


def test_an_empty_form_begins_with_the_next_half_hour(acme: Acme, tab: Tab):
    draft = as_ada(acme, tab).do(DndFormState.open_new).draft
    assert (draft.start, draft.end) == (("2027-02-01", "07:30"), ("2027-02-01", "08:00"))


def test_a_window_moves_to_where_it_is_dragged(acme: Acme, tab: Tab):
    dnd_id = put_dnd(acme, 2, 3, "Paperwork")
    as_ada(acme, tab).do(DndFormState.move, dnd_id, "2027-02-01T12:00", "2027-02-01T14:15")
    assert own_dnd(acme) == [(2, 4.25, "Paperwork")]
    form = tab.do(DndFormState.edit, dnd_id)
    tab.do(DndFormState.save, _typed(form.draft, to_clock="13:00", note=""))
    assert own_dnd(acme) == [(2, 3, None)]


def test_a_window_that_is_dragged_over_a_call_goes_back_until_that_is_answered(acme: Acme, tab: Tab):
    acme.book(hours=4)
    dnd_id = put_dnd(acme, 2, 3)
    form = as_ada(acme, tab).do(DndFormState.move, dnd_id, "2027-02-01T12:00", "2027-02-01T15:00")
    assert (form.version, own_dnd(acme)) == (1, [(2, 3, None)])
    asked = tab.do(ImpactState.set_reason, "")
    assert asked.is_open and asked.title == "1 call falls into this time"
    tab.do(ImpactState.save)
    assert own_dnd(acme) == [(2, 5, None)]


def test_a_move_that_cannot_be_is_refused_in_words_and_goes_back(acme: Acme, tab: Tab):
    dnd_id = put_dnd(acme, 2, 3)
    form = as_ada(acme, tab).do(DndFormState.move, dnd_id, "2027-01-31T12:00", "2027-01-31T13:00")
    assert (form.version, tab.do(DndState.refresh).refusal) == (1, "This time has passed.")


def test_what_is_deleted_can_be_brought_back(acme: Acme, tab: Tab):
    dnd_id = put_dnd(acme, 2, 3, "Paperwork")
    as_ada(acme, tab).do(DndFormState.edit, dnd_id)
    assert not tab.do(DndFormState.remove).is_open
    panel = tab.do(DndState.refresh)
    assert (own_dnd(acme), panel.removed) == ([], "Deleted: Today, 12:00–13:00")
    assert tab.do(DndState.undo).removed == ""
    assert own_dnd(acme) == [(2, 3, "Paperwork")]
    tab.do(DndState.undo)
    assert len(own_dnd(acme)) == 1


def test_focus_lasts_until_an_end_of_the_day_or_until_it_is_ended(acme: Acme, tab: Tab):
    acme.book(hours=3)
    acme.hand.move_to(acme.at(0.01))
    panel = as_ada(acme, tab).do(DndState.load)
    assert [(end.name, end.time) for end in panel.ends] == [
        ("next_call", "13:00"),
        ("end_of_hours", "17:00"),
        ("end_of_day", "00:00"),
    ]
    panel = tab.do(DndState.set_until, "next_call")
    assert (panel.running.until, own_dnd(acme)) == ("13:00", [(0, 3, None)])
    acme.hand.move_to(acme.at(0.5))
    assert tab.do(DndState.end_now).running.id == ""
    assert own_dnd(acme) == []
    assert tab.do(DndState.set_until, "noon").running.id == ""


def test_a_week_is_asked_for_once(acme: Acme, tab: Tab):
    as_ada(acme, tab)
    with statements() as few:
        tab.do(AgentWeekState.load)
    for hours in (0, 1, 2, 24, 25):
        acme.book(hours=hours)
    put_dnd(acme, 3, 4)
    with statements() as many:
        tab.do(AgentWeekState.refresh)
    assert len(few) == len(many)


def _typed(draft: Any, **changes: str) -> dict[str, str]:
    names = ("from_day", "from_clock", "to_day", "to_clock", "note")
    return {name: getattr(draft, name) for name in names} | changes
