"""Test apps on the settings page: made with keys shown once, listed, entered and deleted."""

from dataclasses import replace

import pytest

from console.scheduling import database
from console.scheduling.models import Member
from console.scheduling.services import access, app_copies
from console.scheduling.services.sessions import Membership
from console.state import gate
from console.state.app_copies import AppCopiesState
from console.state.app_settings import AppSettingsState
from console.state.client_keys import ShownKeys
from console.state.session import SessionState
from tests.services.conftest import Acme
from tests.state.conftest import Tab


@pytest.fixture(autouse=True)
def admin(acme: Acme) -> None:
    """Ada's role stands in the store too: a client's apps are checked there."""
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.ada)).role = "admin"


def belong_to(app_id: str, name: str) -> None:
    """The signed-in person owns this test app: as the next event finds it."""
    person = gate.signed_in()
    more = Membership(app_id, name, "owner", None, "UTC", "UTC", is_test=True)
    gate._signed_in.set(replace(person, memberships=(*person.memberships, more)))


def test_a_copy_is_made_and_its_secret_shown_until_the_dialog_is_closed(acme: Acme, tab: Tab):
    state = tab.do(AppCopiesState.copy)
    shown, [row] = state.keys, state.copies
    assert (row.name, row.made, state.chosen.name) == ("Acme (test)", "Made: Today, 07:00", "Acme (test)")
    assert access.authenticate(shown.client_id, shown.client_secret)
    assert row.id in shown.curl and shown.client_secret in shown.curl and not state.is_copying
    assert tab.do(AppCopiesState.set_keys_open, False).keys == ShownKeys()
    tab.do(AppCopiesState.copy)
    assert tab.do(AppCopiesState.load).keys == ShownKeys()


def test_one_copy_too_many_is_refused_with_a_sentence(acme: Acme, tab: Tab):
    for _ in range(app_copies.MOST):
        app_copies.copy(acme.admin)
    state = tab.do(AppCopiesState.copy)
    assert state.keys == ShownKeys() and not state.is_copying
    assert "at most 10 test apps" in tab.notice


def test_whoever_belongs_to_a_copy_finds_the_way_there(acme: Acme, tab: Tab):
    made = app_copies.copy(acme.admin)
    assert not tab.do(AppCopiesState.load).copies[0].is_ours
    belong_to(made.app_id, "Acme (test)")
    assert tab.do(AppCopiesState.load).copies[0].is_ours
    session = tab.do(SessionState.arrive)
    assert not session.is_test and [app.is_test for app in session.apps] == [False, True]


def test_a_copy_is_deleted_after_a_question(acme: Acme, tab: Tab):
    made = app_copies.copy(acme.admin)
    tab.do(AppCopiesState.load)
    assert not tab.do(AppCopiesState.ask_to_delete, "app_unknown").is_deleting
    assert not tab.do(AppCopiesState.ask_to_delete, acme.app_id).is_deleting, "an app that is no test stays"
    assert tab.do(AppCopiesState.ask_to_delete, made.app_id).is_deleting
    assert tab.do(AppCopiesState.delete).copies == []


def test_a_test_app_says_whose_it_is_and_is_left_when_it_is_deleted(acme: Acme, tab: Tab):
    made = app_copies.copy(acme.admin)
    belong_to(made.app_id, "Acme (test)")
    tab.acme = replace(acme, app_id=made.app_id)
    tab.go("")
    assert tab.do(SessionState.arrive).is_test
    assert tab.do(AppCopiesState.load).original == "Acme"
    tab.do(AppCopiesState.ask_to_delete, made.app_id)
    tab.do(AppCopiesState.delete)
    assert tab.address == "/sign-in"


@pytest.mark.parametrize("role", ["lead", "supervisor", "agent"])
def test_nobody_else_sees_or_makes_any(acme: Acme, tab: Tab, role):
    app_copies.copy(acme.admin)
    tab.sign_in(acme.bo, role)
    assert tab.do(AppSettingsState.load).refusal != ""
    state = tab.do(AppCopiesState.copy)
    assert (state.copies, state.keys) == ([], ShownKeys())
    assert tab.do(AppCopiesState.load).copies == []
