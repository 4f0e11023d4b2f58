"""The settings' state: where calls take place is tried while it is typed, and saved when it is right."""

from console.scheduling.services import apps
from console.state.app_settings import AppSettingsState
from tests.services.conftest import Acme
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
