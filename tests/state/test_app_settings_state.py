"""The settings' state: where calls take place is tried while it is typed, and saved when it is right."""

from console.scheduling.services import apps
from console.state.app_settings import AppSettingsState
from tests.services.conftest import Acme, add_preset
from tests.state.conftest import Tab

ROOM = "https://meet.example/{room}"


def test_a_meeting_place_is_tried_while_it_is_typed(acme: Acme, tab: Tab):
    state = tab.do(AppSettingsState.load)
    assert (state.meeting_url, state.meeting_examples) == ("", [])
    state = tab.do(AppSettingsState.try_meeting_url, ROOM)
    assert [who for who, _ in state.meeting_examples] == ["guest", "agent"]
    state = tab.do(AppSettingsState.try_meeting_url, "http://meet.example")
    assert state.meeting_examples == []
    assert "browsers allow" in state.problems["meeting_url_template"]
    assert tab.do(AppSettingsState.try_meeting_url, "").problems == {}
    assert apps.get(acme.admin).meeting_url_template is None


def test_a_wrong_one_is_not_saved_and_a_right_one_is(acme: Acme, tab: Tab):
    form = {"app_name": "Acme", "timezone": "UTC"}
    state = tab.do(AppSettingsState.save, form | {"meeting_url": "https://meet.example/{who}"})
    assert "{who} means nothing here" in state.problems["meeting_url_template"]
    state = tab.do(AppSettingsState.save, form | {"meeting_url": ROOM})
    assert (state.problems, state.meeting_url) == ({}, ROOM)
    assert apps.get(acme.admin).meeting_url_template == ROOM


def test_where_customers_reach_a_person_is_judged_field_by_field(acme: Acme, tab: Tab):
    form = {"app_name": "Acme", "timezone": "UTC"}
    state = tab.do(AppSettingsState.save, form | {"contact_email": "help", "contact_phone": "+57 300 555 0100"})
    assert list(state.problems) == ["contact_email"]
    state = tab.do(AppSettingsState.save, form | {"contact_email": "help@acme.test", "contact_phone": ""})
    assert (state.problems, state.contact_email, state.contact_phone) == ({}, "help@acme.test", "")


def test_each_section_changes_what_it_holds_and_nothing_else(acme: Acme, tab: Tab):
    tab.do(AppSettingsState.save, {"meeting_url": ROOM})
    tab.do(AppSettingsState.save, {"language": "es"})
    state = tab.do(AppSettingsState.save, {"logo": "https://acme.test/logo.svg", "accent": "#0F62FE"})
    assert (state.name, state.meeting_url, state.language) == ("Acme", ROOM, "es")
    assert (state.logo, state.accent, state.accent_shown) == ("https://acme.test/logo.svg", "#0f62fe", "#0f62fe")
    assert apps.get(acme.admin).branding["accent"] == "#0f62fe"
    assert tab.do(AppSettingsState.save, {"logo": "", "accent": ""}).accent == ""


def test_a_wrong_colour_is_said_beside_it(acme: Acme, tab: Tab):
    assert "#0f62fe" in tab.do(AppSettingsState.save, {"accent": "blue"}).problems["accent"]
    assert tab.do(AppSettingsState.pick_accent, "#123456").accent_shown == "#123456"
    assert tab.do(AppSettingsState.refresh).accent_shown == "#123456", "What others save elsewhere leaves it."
    assert tab.do(AppSettingsState.type_accent, "#654321").swatch == "#654321"
    assert tab.do(AppSettingsState.type_accent, "#65432").swatch == "#654321"
    assert (tab.do(AppSettingsState.load).accent_shown, tab.do(AppSettingsState.load).swatch) == ("", "#4a52d9")
    assert "accent" not in apps.get(acme.admin).branding


def test_another_preset_becomes_the_default(acme: Acme, tab: Tab):
    other = add_preset(acme)
    state = tab.do(AppSettingsState.load)
    assert (state.active_preset, [one for one, _ in state.preset_choices]) == (acme.preset_id, [acme.preset_id, other])
    assert tab.do(AppSettingsState.activate, {"default_preset": other}).active_preset == other
