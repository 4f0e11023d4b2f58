"""The API clients page's state: making clients, their secrets, and who may change which."""

from dataclasses import asdict, replace
from datetime import timedelta

import pytest

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM
from console.scheduling.errors import NotAllowed
from console.scheduling.models import App, Client, ClientApp, ClientDay, Member
from console.scheduling.services import access, clients, usage
from console.scheduling.services.clients import NewClient
from console.scheduling.services.sessions import Membership
from console.scheduling.services.usage import Calls
from console.state import gate
from console.state.client_keys import ShownKeys
from console.state.clients import ClientsState, box
from tests.services.conftest import Acme
from tests.state.conftest import Tab
from tests.statements import statements

FORM = {"name": "CRM", box("scheduling:read"): "on", box("scheduling:write"): "on"}
LIMITS = {"minute": "5", "hour": "50", "day": "500"}


@pytest.fixture(autouse=True)
def admin(acme: Acme) -> None:
    """Ada's role stands in the store too: a client's apps are checked there."""
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.ada)).role = "admin"


def another_app(acme: Acme, tab: Tab, role: str = "admin") -> str:
    """One more app in which Ada has this role."""
    with database.writing() as session:
        app = App(name="Other", timezone="UTC", widget_key="other", created_at=clock.now())
        session.add(app)
        session.flush()
        joined = {"timezone": "UTC", "joined_at": clock.now()}
        session.add(Member(app_id=app.id, person_id=acme.ada, role=role, **joined))  # pyright: ignore[reportArgumentType]
    person = gate.signed_in()
    more = Membership(app.id, "Other", role, None, "UTC", "UTC")  # pyright: ignore[reportArgumentType]
    gate._signed_in.set(replace(person, memberships=(*person.memberships, more)))
    return app.id


def test_a_secret_is_shown_until_its_dialog_is_closed(acme: Acme, tab: Tab):
    tab.do(ClientsState.open_new)
    state = tab.do(ClientsState.create, FORM | LIMITS)
    shown = state.keys
    assert state.form == "" and state.chosen.name == "CRM"
    assert access.authenticate(shown.client_id, shown.client_secret)
    for code in (shown.curl, shown.python, shown.javascript):
        assert shown.client_secret in code and acme.app_id in code
    assert tab.do(ClientsState.set_keys_open, False).keys == ShownKeys()
    assert shown.client_secret not in repr([asdict(row) for row in state.rows])


def test_a_secret_left_open_is_gone_when_the_page_is_loaded_again(acme: Acme, tab: Tab):
    tab.do(ClientsState.create, FORM)
    assert tab.do(ClientsState.load).keys == ShownKeys()


def test_a_client_is_listed_with_all_one_asks_of_it(acme: Acme, tab: Tab):
    tab.do(ClientsState.create, FORM | LIMITS)
    [row] = tab.do(ClientsState.load).rows
    assert (row.name, row.scopes_told, row.apps_told) == ("CRM", "See and change calls", "Acme")
    assert (row.last_used, row.status_label, row.limits) == ("Never", "Active", {"minute": 5, "hour": 50, "day": 500})
    access.issue(row.id, "cbt_x", clients.SCOPES)
    assert tab.do(ClientsState.refresh).rows[0].last_used == "Today, 07:00"


def test_a_client_shows_how_often_it_called_and_every_day_on_request(acme: Acme, tab: Tab):
    made = tab.do(ClientsState.create, FORM).keys.client_id
    today = clock.now().date()
    for ago, calls, refused in ((0, 12, 0), (3, 1204, 301), (20, 7, 0)):
        usage.add({(made, today - timedelta(days=ago)): Calls(calls, refused, clock.now())})
    [row] = tab.do(ClientsState.refresh).rows
    assert (row.today, row.total, len(row.bars)) == ("12 today", "1,216 in 14 days", 14)
    assert (row.bars[-1].told, row.bars[-1].height) == ("12", "1%")
    assert (row.bars[-4].day, row.bars[-4].told) == ("Fri 29 Jan", "1,204, 301 refused")
    assert (row.bars[-4].height, row.bars[-4].refused_height) == ("100%", "25%")
    state = tab.do(ClientsState.open_days, made)
    assert (state.form, state.chosen.name, len(state.days)) == ("days", "CRM", 30)
    assert [day.calls for day in state.days if day.calls != "0"] == ["12", "1,204", "7"]
    assert tab.do(ClientsState.set_form_open, False).form == ""


def test_of_a_thousand_clients_a_page_is_shown_with_as_many_questions_as_of_one(acme: Acme, tab: Tab):
    tab.do(ClientsState.create, FORM)
    with statements() as few:
        tab.do(ClientsState.refresh)
    with database.writing() as session:
        more = [
            Client(name=f"Shop {number:03}", scopes=["scheduling:read"], created_at=clock.now())
            for number in range(999)
        ]
        session.add_all(more)
        session.flush()
        session.add_all(ClientApp(client_id=one.id, app_id=acme.app_id) for one in more)
        session.add_all(ClientDay(client_id=one.id, day=clock.now().date(), calls=1, refused=0) for one in more)
    with statements() as many:
        state = tab.do(ClientsState.refresh)
    assert len(many) == len(few)
    assert (len(state.rows), state.clients, state.page_told, state.is_last) == (50, 1000, "1–50 of 1,000", False)
    assert tab.do(ClientsState.turn, 1).rows[0].name == "Shop 049"
    assert tab.do(ClientsState.turn, 100).page_told == "951–1,000 of 1,000"
    state = tab.do(ClientsState.search_for, " shop 99 ")
    assert (len(state.rows), state.page_told, state.is_last) == (18, "1–18 of 18", True)
    found = state.rows[0]
    assert [row.name for row in tab.do(ClientsState.search_for, found.id).rows] == [found.name]
    assert tab.do(ClientsState.search_for, "nobody").rows == []
    tab.do(ClientsState.load)
    assert tab.do(ClientsState.create, FORM | {"name": "Zoo"}).chosen.name == "Zoo"


def test_what_is_wrong_is_said_beside_its_field(acme: Acme, tab: Tab):
    tab.do(ClientsState.open_new)
    state = tab.do(ClientsState.create, {"name": " ", "minute": "many"})
    assert set(state.problems) == {"name", "scopes", "rate_limits"} and state.form == "new"
    assert state.keys == ShownKeys() and tab.do(ClientsState.load).rows == []


def test_a_client_is_changed_rotated_disabled_enabled_and_deleted_after_a_question(acme: Acme, tab: Tab):
    first = tab.do(ClientsState.create, FORM).keys
    made = first.client_id
    assert tab.do(ClientsState.open_edit, made).chosen.scopes == list(clients.SCOPES)
    [row] = tab.do(ClientsState.save, {"name": "CRM 2", box("scheduling:read"): "on"}).rows
    assert (row.name, row.scopes_told) == ("CRM 2", "See calls only")
    assert tab.do(ClientsState.ask_to_rotate, made).form == "rotate"
    state = tab.do(ClientsState.rotate, made)
    assert state.form == ""
    assert state.keys.client_secret not in ("", first.client_secret)
    assert "Two secrets until Tue 2 Feb, 07:00" in state.rows[0].remark
    assert tab.do(ClientsState.disable, made).rows[0].status_label == "Disabled"
    assert tab.do(ClientsState.enable, made).rows[0].status_label == "Active"
    assert tab.do(ClientsState.ask_first, made).is_asking
    assert tab.do(ClientsState.delete).rows == []


def test_a_client_reaches_the_apps_that_are_ticked_and_always_this_one(acme: Acme, tab: Tab):
    other = another_app(acme, tab)
    assert [app.id for app in tab.do(ClientsState.load).other_apps] == [other]
    made = tab.do(ClientsState.create, FORM | {other: "on", "app_unknown": "on"}).keys.client_id
    [row] = tab.do(ClientsState.load).rows
    assert set(row.app_ids) == {acme.app_id, other} and row.apps_told == "Acme, Other"
    tab.do(ClientsState.open_edit, made)
    assert tab.do(ClientsState.save, FORM).rows[0].app_ids == [acme.app_id]


def test_a_client_of_an_app_that_the_person_does_not_run_is_shown_but_not_theirs(acme: Acme, tab: Tab):
    other = another_app(acme, tab, "agent")
    keys = clients.create(SYSTEM, NewClient(name="Both", app_ids=[acme.app_id, other]))
    state = tab.do(ClientsState.load)
    assert state.other_apps == [] and state.rows[0].apps_told == "Acme, 1 app of others"
    assert not state.rows[0].is_ours
    with pytest.raises(NotAllowed):
        tab.do(ClientsState.rotate, keys.client_id)


@pytest.mark.parametrize("role", ["lead", "supervisor", "agent"])
def test_nobody_else_sees_anything_but_why(acme: Acme, tab: Tab, role):
    made = tab.do(ClientsState.create, FORM).keys.client_id
    tab.sign_in(acme.bo, role)
    state = tab.do(ClientsState.load)
    assert state.rows == [] and "API clients" in state.refusal
    for act in (ClientsState.rotate, ClientsState.disable, ClientsState.enable):
        with pytest.raises(NotAllowed):
            tab.do(act, made)
    assert tab.do(ClientsState.create, FORM).keys == ShownKeys()
