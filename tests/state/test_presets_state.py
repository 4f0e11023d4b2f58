"""The presets page's state: a form with every term, refusals beside their fields, and the active preset."""

import pytest
from sqlmodel import col, delete

from console.scheduling import database
from console.scheduling.models import Member, WorkingWindow
from console.scheduling.services import presets
from console.state.preset_terms import KINDS, message_box, typed
from console.state.presets import PresetsState
from tests.services.conftest import Acme, add_preset
from tests.state.conftest import Tab


def filled(state: PresetsState, **changes: object) -> dict[str, object]:
    """What the open form would send, with some fields typed over; None unticks a box."""
    form: dict[str, object] = {**state.values, **dict.fromkeys(state.ticked, True)}
    form |= {"offers": "named" if state.names_agents else "all"}
    for row in state.questions:
        parts = {"label": row.label, "kind": row.kind, "options": row.options, "required": row.is_required}
        form |= {f"question-{part}-{row.key}": value for part, value in parts.items()}
    return {name: value for name, value in (form | changes).items() if value is not None}


def test_a_form_that_is_saved_untouched_changes_nothing(acme: Acme, tab: Tab):
    before = presets.get(acme.admin, acme.preset_id)
    state = tab.do(PresetsState.open_change, acme.preset_id)
    state = tab.do(PresetsState.save, filled(state))
    assert state.form == "" and state.problems == {}
    assert presets.get(acme.admin, acme.preset_id) == before


def test_every_term_can_be_changed(acme: Acme, tab: Tab):
    state = tab.do(PresetsState.open_change, acme.preset_id)
    wanted = {
        "name": "Consultation",
        "slug": "consultation",
        "call_kind": "phone",
        "assignment_mode": "pick",
        "durations": "20, 40",
        "default_duration_minutes": "40",
        "buffer_before_minutes": "5",
        "buffer_after_minutes": "10",
        "notice_minutes": "60",
        "horizon_days": "30",
        "step_minutes": "20",
        "no_show_grace_minutes": "7",
        "hold_minutes": "4",
        "change_notice_minutes": "120",
        "agent_day_limit": "6",
        "confirmation_deadline_minutes": "90",
        "max_moves": "2",
        "limits.open": "",
        "limits.per_day": "3",
        "limits.per_week": "9",
        "scheduling_enabled": None,
        "require_confirmation": True,
        "customer_may_reschedule": None,
        "customer_may_cancel": None,
        "outcomes": "Sold\nNot reached\n",
        "quiet.start": "20:30",
        "quiet.end": "09:00",
        "template-name-moved": "acme_moved",
        "template-language-moved": "es_CO",
        "template-variables-moved": "guest_name, date time",
        message_box("invitation", "email"): True,
        message_box("invitation", "whatsapp"): True,
    }
    tab.do(PresetsState.save, filled(state, **wanted))
    terms = presets.get(acme.admin, acme.preset_id).terms
    assert (terms.name, terms.slug, terms.call_kind, terms.assignment_mode) == (
        "Consultation",
        "consultation",
        "phone",
        "pick",
    )
    assert (terms.durations, terms.default_duration_minutes) == ([20, 40], 40)
    for name, value in wanted.items():
        if isinstance(value, str) and value.isdecimal() and "." not in name:
            assert getattr(terms, name) == int(value), name
    assert (terms.limits.open, terms.limits.per_day, terms.limits.per_week) == (None, 3, 9)
    assert not terms.scheduling_enabled and terms.require_confirmation
    assert not terms.customer_may_reschedule and not terms.customer_may_cancel
    assert terms.outcomes == ["Sold", "Not reached"]
    assert terms.quiet_hours and (terms.quiet_hours.start, terms.quiet_hours.end) == ("20:30", "09:00")
    moved = terms.whatsapp_templates["moved"]
    assert (moved.name, moved.language, moved.variables) == ("acme_moved", "es_CO", ["guest_name", "date", "time"])
    assert [(one.kind, one.channels) for one in terms.reminders] == [("invitation", ["email", "whatsapp"])]


def test_quiet_hours_can_be_switched_off_and_a_wrong_template_is_named(acme: Acme, tab: Tab):
    state = tab.do(PresetsState.open_change, acme.preset_id)
    wrong = filled(state, **{"quiet_hours": None, "template-variables-moved": "guest_name, shoe_size"})
    assert "Moved to another time: " in tab.do(PresetsState.save, wrong).problems["whatsapp_templates"]
    tab.do(PresetsState.save, filled(state, quiet_hours=None))
    assert presets.get(acme.admin, acme.preset_id).terms.quiet_hours is None


def test_a_new_preset_begins_like_the_active_one(acme: Acme, tab: Tab):
    acme.set_preset(notice_minutes=45)
    state = tab.do(PresetsState.open_new)
    assert (state.values["name"], state.values["notice_minutes"], state.form) == ("", "45", "new")
    state = tab.do(PresetsState.save, filled(state, name="Short", slug="short"))
    assert [(row.name, row.is_active) for row in state.rows] == [("Standard", True), ("Short", False)]
    assert "Short" in tab.notice


def test_a_short_name_is_made_from_the_name(acme: Acme, tab: Tab):
    state = tab.do(PresetsState.open_new)
    tab.do(PresetsState.save, filled(state, name="  Erst-Gespräch (30)", slug=""))
    assert [view.terms.slug for view in presets.list_presets(acme.admin)][1:] == ["erst-gesprach-30"]
    state = tab.do(PresetsState.save, filled(tab.do(PresetsState.open_new), name="日本", slug=""))
    assert state.problems["slug"] == "This must be lower-case letters, digits and single hyphens."


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_saved(acme: Acme, tab: Tab):
    state = tab.do(PresetsState.open_change, acme.preset_id)
    wrong = filled(state, step_minutes="1", horizon_days="soon", durations="15, x", **{"limits.open": "0"})
    state = tab.do(PresetsState.save, wrong)
    assert set(state.problems) >= {"step_minutes", "horizon_days", "durations", "limits.open"}
    assert any(said.startswith("Step: ") for said in state.problem_list) and state.form == "change"
    add_preset(acme, "other")
    assert set(tab.do(PresetsState.save, filled(state, slug="other")).problems) == {"slug"}
    assert presets.get(acme.admin, acme.preset_id).terms.step_minutes == 15


def test_agents_are_named_with_their_weights(acme: Acme, tab: Tab):
    state = tab.do(PresetsState.open_change, acme.preset_id)
    assert [(one.name, one.is_named) for one in state.agents] == [("ada", False), ("bo", False)]
    assert tab.do(PresetsState.choose_offers, "named").names_agents
    bo = {f"agent-{acme.bo}": True, f"weight-{acme.bo}": "3", f"weight-{acme.ada}": "1"}
    assert tab.do(PresetsState.save, filled(state, **bo)).rows[0].agents == "1 agent"
    offered = presets.get(acme.admin, acme.preset_id).agents
    assert offered and [(one.agent_id, one.weight) for one in offered] == [(acme.bo, 3)]
    state = tab.do(PresetsState.open_change, acme.preset_id)
    assert [(one.name, one.is_named, one.weight) for one in state.agents][1] == ("bo", True, "3")
    state = tab.do(PresetsState.save, filled(state, **bo | {f"weight-{acme.bo}": "x"}))
    assert state.problems["agents"].startswith("bo: ")


def test_agents_begin_with_their_own_weight_and_those_without_hours_come_last(acme: Acme, tab: Tab):
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.bo)).weight = 4
        session.exec(delete(WorkingWindow).where(col(WorkingWindow.person_id) == acme.ada))
    agents = tab.do(PresetsState.open_change, acme.preset_id).agents
    assert [(one.name, one.weight, one.has_hours) for one in agents] == [("bo", "4", True), ("ada", "1", False)]


def test_questions_are_added_and_removed(acme: Acme, tab: Tab):
    tab.do(PresetsState.open_change, acme.preset_id)
    first, second = tab.do(PresetsState.add_question).questions, tab.do(PresetsState.add_question).questions[-1]
    state = tab.do(PresetsState.remove_question, second.key)
    key = first[0].key
    asked = {f"question-label-{key}": "Which bulb?", f"question-options-{key}": "Small\nBig"}
    state = tab.do(PresetsState.set_question_kind, key, "choice")
    tab.do(PresetsState.save, filled(state, **asked, **{f"question-required-{key}": True}))
    (saved,) = presets.get(acme.admin, acme.preset_id).terms.intake
    assert (saved.name, saved.label, saved.kind, saved.required) == ("which_bulb", "Which bulb?", "choice", True)
    assert saved.options == ["Small", "Big"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_message_has_its_own_ticks(acme: Acme, tab: Tab, kind: str):
    form = filled(tab.do(PresetsState.open_change, acme.preset_id), **{message_box(kind, "whatsapp"): True})
    assert [(one.kind, one.channels) for one in typed(form, []).reminders] == [(kind, ["whatsapp"])]


def test_another_preset_is_made_active(acme: Acme, tab: Tab):
    other = add_preset(acme)
    state = tab.do(PresetsState.activate, other)
    assert [(row.id, row.is_active) for row in state.rows] == [(other, True), (acme.preset_id, False)]


def test_who_runs_no_app_saves_nothing(acme: Acme, tab: Tab):
    state = tab.do(PresetsState.open_change, acme.preset_id)
    tab.sign_in(acme.bo, "agent")
    assert "may not" in tab.do(PresetsState.save, filled(state, name="Mine")).problems["form"]


def test_a_copy_begins_with_what_the_other_says_and_is_saved_as_one_more(acme: Acme, tab: Tab):
    acme.set_preset(notice_minutes=45)
    state = tab.do(PresetsState.open_copy, acme.preset_id)
    assert (state.form, state.values["name"], state.values["notice_minutes"]) == ("new", "Copy of Standard", "45")
    tab.do(PresetsState.save, filled(state))
    copied = presets.list_presets(acme.admin)[1].terms
    assert (copied.name, copied.slug, copied.notice_minutes) == ("Copy of Standard", "copy-of-standard", 45)


def test_a_preset_is_put_away_once_it_was_asked(acme: Acme, tab: Tab):
    other = add_preset(acme)
    tab.do(PresetsState.load)
    assert not tab.do(PresetsState.ask_to_archive, "pre_unknown").is_asking
    state = tab.do(PresetsState.ask_to_archive, other)
    assert (state.is_asking, state.asked_of.id) == (True, other)
    state = tab.do(PresetsState.archive)
    assert (state.is_asking, [row.id for row in state.rows]) == (False, [acme.preset_id])


def test_cards_are_moved_past_one_another(acme: Acme, tab: Tab):
    first, second = add_preset(acme, "first"), add_preset(acme, "second")
    state = tab.do(PresetsState.move, first, 1)
    assert [row.id for row in state.rows] == [acme.preset_id, second, first]


def test_cards_are_found_by_name_and_by_length(acme: Acme, tab: Tab):
    add_preset(acme, "quick")
    state = tab.do(PresetsState.load)
    assert [row.period for row in state.rows] == ["Bookable at once, up to 60 days ahead"] * 2
    assert [row.slug for row in tab.do(PresetsState.search, "QUICK 30").shown] == ["quick"]
    assert tab.do(PresetsState.search, "never").shown == []
    assert len(tab.do(PresetsState.search, "").shown) == 2
