"""The preview: the booking page's steps over what is typed, honest about what it cannot show, and without a trace."""

from sqlmodel import select

from booking_page.preview.state import PreviewState
from console.scheduling import database
from console.scheduling.models import Booking, Hold
from console.scheduling.services import presets
from console.state.presets import PresetsState
from tests.services.conftest import Acme
from tests.state.conftest import Tab
from tests.state.test_presets_state import filled


def _typed(acme: Acme, tab: Tab, **changes: object) -> dict[str, object]:
    return filled(tab.do(PresetsState.open_change, acme.preset_id), **changes)


def test_the_page_changes_as_the_terms_are_typed_and_nothing_is_saved(acme: Acme, tab: Tab):
    before = presets.get(acme.admin, acme.preset_id)
    state = tab.do(PreviewState.show_terms, _typed(acme, tab))
    assert (state.step, state.preset_name, state.durations, state.zone) == (
        "time",
        "Standard",
        [30, 60],
        "America/Bogota",
    )
    assert (state.day, state.groups[0].slots[0].start) == ("2027-02-01", "2027-02-01T14:00:00.000Z")
    assert state.free_times == "155 times to choose from in the next 7 days"
    typed = _typed(acme, tab, name="Long talk", durations="60", default_duration_minutes="60", notice_minutes="1440")
    state = tab.do(PreviewState.show_terms, typed)
    assert (state.preset_name, state.durations, state.day) == ("Long talk", [60], "2027-02-02")
    assert presets.get(acme.admin, acme.preset_id) == before


def test_what_cannot_be_shown_is_said_and_the_page_stays(acme: Acme, tab: Tab):
    tab.do(PreviewState.show_terms, _typed(acme, tab))
    state = tab.do(PreviewState.show_terms, _typed(acme, tab, step_minutes="1"))
    assert state.behind.startswith("Step: ") and (state.step, state.day) == ("time", "2027-02-01")
    assert tab.do(PreviewState.show_terms, _typed(acme, tab, name="")).behind == ""


def test_the_agents_that_are_ticked_can_be_picked(acme: Acme, tab: Tab):
    typed = _typed(
        acme, tab, assignment_mode="pick", offers="named", **{f"agent-{acme.bo}": "on", f"weight-{acme.bo}": "1"}
    )
    state = tab.do(PreviewState.show_terms, typed)
    assert (state.step, [card.name for card in state.agents]) == ("agent", ["bo"])
    state = tab.do(PreviewState.pick_agent, acme.bo)
    assert (state.step, state.agent_name, state.day) == ("time", "bo", "2027-02-01")
    assert tab.do(PreviewState.back, "agent").step == "agent"


def test_a_preset_that_takes_no_bookings_says_so(acme: Acme, tab: Tab):
    assert tab.do(PreviewState.show_terms, _typed(acme, tab, scheduling_enabled=None)).step == "shut"


def test_the_form_is_reached_and_books_nothing(acme: Acme, tab: Tab):
    state = tab.do(PreviewState.show_terms, _typed(acme, tab))
    state = tab.do(PreviewState.pick_start, state.groups[0].slots[1].start)
    assert (state.step, state.start_words != "") == ("details", True)
    state = tab.do(PreviewState.book, {"guest_name": "Jane", "guest_email": "jane@guests.test"})
    assert state.refusal == "This is a preview: nothing is booked."
    with database.reading() as session:
        assert session.exec(select(Booking)).all() == session.exec(select(Hold)).all() == []


def test_who_looks_at_the_form_goes_on_looking_at_it(acme: Acme, tab: Tab):
    tab.do(PreviewState.show_terms, _typed(acme, tab))
    assert tab.do(PreviewState.show_step, "details").step == "details"
    key = tab.do(PresetsState.add_question).questions[-1].key
    form = filled(tab.do(PresetsState.choose_offers, "all"), **{f"question-label-{key}": "Which bulb?"})
    state = tab.do(PreviewState.show_terms, form)
    assert (state.step, [one.label for one in state.questions]) == ("details", ["Which bulb?"])
    assert state.start == state.next_free.start


def test_a_brand_is_tried_on_the_active_preset(acme: Acme, tab: Tab):
    state = tab.do(PreviewState.show_brand, {"logo": "https://acme.test/logo.svg", "accent": "#ffee00"})
    assert (state.logo, state.preset_name, state.step) == ("https://acme.test/logo.svg", "Standard", "time")
    assert [(shade.theme, shade.used, shade.is_other) for shade in state.shades] == [
        ("Light:", "#7a7200", True),
        ("Dark:", "#ffee00", False),
    ]
    assert "too close to the page, 1.2 : 1 where 3 : 1 is needed" in state.shades[0].told
    assert "#0f62fe" in tab.do(PreviewState.show_brand, {"logo": "", "accent": "yellow"}).behind
    state = tab.do(PreviewState.show_brand, {"logo": "", "accent": ""})
    assert (state.behind, state.logo, state.shades, state.accent) == ("", "", [], "")


def test_who_may_not_save_it_sees_no_preview(acme: Acme, tab: Tab):
    typed = _typed(acme, tab)
    tab.sign_in(acme.bo, "agent")
    state = tab.do(PreviewState.show_terms, typed)
    assert "may not" in state.behind and state.step == ""
