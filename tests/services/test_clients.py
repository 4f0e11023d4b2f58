"""OAuth clients: who may make and change them, and what that leaves behind."""

from dataclasses import replace

import pytest
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM, Actor
from console.scheduling.errors import Invalid, NotAllowed, NotFound
from console.scheduling.models import App, AuditEntry, Member
from console.scheduling.services import access, booking_views, changes, clients
from console.scheduling.services.clients import ClientChange, NewClient
from tests.services.conftest import MONDAY
from tests.statements import statements


@pytest.fixture
def admin(acme) -> Actor:
    """Ada as an admin of Acme."""
    with database.writing() as session:
        session.get_one(Member, (acme.app_id, acme.ada)).role = "admin"
    return acme.admin


@pytest.fixture
def other_app(acme) -> str:
    with database.writing() as session:
        session.add(App(id="app_other", name="Other", timezone="UTC", widget_key="other", created_at=clock.now()))
    return "app_other"


def test_an_admin_makes_a_client_for_their_own_app(acme, admin):
    keys = clients.create(admin, NewClient(name=" CRM "))
    (client,) = clients.list_clients(admin)
    assert (client.id, client.name, client.app_ids) == (keys.client_id, "CRM", (acme.app_id,))
    assert client.scopes == clients.SCOPES
    assert client.rate_limits == clients.DEFAULT_RATE_LIMITS
    assert access.authenticate(keys.client_id, keys.client_secret)


@pytest.mark.parametrize("role", ["lead", "supervisor", "agent"])
def test_nobody_else_does(acme, role):
    actor = replace(acme.admin, role=role)
    with pytest.raises(NotAllowed):
        clients.create(actor, NewClient(name="CRM"))
    with pytest.raises(NotAllowed, match="API clients"):
        clients.list_clients(actor)
    keys = clients.create(SYSTEM, NewClient(name="CRM", app_ids=[acme.app_id]))
    for act in (clients.rotate, clients.disable, clients.enable, clients.delete):
        with pytest.raises(NotAllowed):
            act(actor, keys.client_id)


def test_no_client_reaches_an_app_that_its_maker_does_not_run(acme, admin, other_app):
    with pytest.raises(NotAllowed):
        clients.create(admin, NewClient(name="CRM", app_ids=[acme.app_id, other_app]))
    keys = clients.create(admin, NewClient(name="CRM"))
    with pytest.raises(NotAllowed):
        clients.change(admin, keys.client_id, ClientChange(app_ids=[other_app]))


def test_a_client_of_several_apps_is_for_who_runs_them_all(acme, admin, other_app):
    keys = clients.create(SYSTEM, NewClient(name="Both", app_ids=[acme.app_id, other_app]))
    for act in (clients.rotate, clients.disable, clients.enable, clients.delete):
        with pytest.raises(NotAllowed):
            act(admin, keys.client_id)


def test_a_client_of_another_app_does_not_exist_here(acme, admin, other_app):
    keys = clients.create(SYSTEM, NewClient(name="Theirs", app_ids=[other_app]))
    with pytest.raises(NotFound):
        clients.rotate(admin, keys.client_id)
    assert clients.list_clients(admin) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"app_ids": ["app_x"]}, "app_ids"),
        ({"rate_limits": {"minute": 0}}, "rate_limits"),
        ({"rate_limits": {"week": 5}}, "rate_limits"),
    ],
)
def test_a_client_that_makes_no_sense_is_refused(acme, wrong, field):
    with pytest.raises(Invalid) as refused:
        clients.create(SYSTEM, NewClient(**{"name": "CRM", "app_ids": [acme.app_id], **wrong}))
    assert refused.value.field == field


def test_a_change_touches_only_what_it_names(acme, admin):
    keys = clients.create(admin, NewClient(name="CRM", rate_limits={"minute": 5}))
    changed = clients.change(admin, keys.client_id, ClientChange(rate_limits={"day": 7}))
    assert changed.rate_limits == {"minute": 5, "hour": 10_000, "day": 7}
    assert (changed.name, changed.scopes) == ("CRM", clients.SCOPES)


def test_a_disabled_client_can_be_let_in_again(acme, admin):
    keys = clients.create(admin, NewClient(name="CRM"))
    clients.disable(admin, keys.client_id)
    assert access.authenticate(keys.client_id, keys.client_secret) is None
    clients.enable(admin, keys.client_id)
    assert access.authenticate(keys.client_id, keys.client_secret)


def test_the_list_says_until_when_two_secrets_are_live(acme, admin):
    keys = clients.create(admin, NewClient(name="CRM"))
    assert clients.list_clients(admin)[0].rotates_until is None
    fresh = clients.rotate(admin, keys.client_id)
    assert clients.list_clients(admin)[0].rotates_until == MONDAY + clients.OVERLAP
    assert all(access.authenticate(keys.client_id, each.client_secret) for each in (keys, fresh))
    acme.hand.shift(clients.OVERLAP)
    assert clients.list_clients(admin)[0].rotates_until is None
    assert access.authenticate(keys.client_id, keys.client_secret) is None


def test_a_token_is_read_with_one_statement_and_no_transaction_on_postgresql(acme, admin, store):
    keys = clients.create(admin, NewClient(name="CRM"))
    access.issue(keys.client_id, "cbt_x", clients.SCOPES)
    with statements() as sent:
        assert access.resolve("cbt_x", acme.app_id)
    assert len(sent) == 1
    if store == "postgresql":
        with database.asking() as session:
            assert session.connection().connection.driver_connection.autocommit


def test_a_deleted_client_is_gone_at_once_and_for_good(acme, admin):
    keys = clients.create(admin, NewClient(name="CRM"))
    access.issue(keys.client_id, "cbt_x", clients.SCOPES)
    clients.delete(admin, keys.client_id)
    assert access.authenticate(keys.client_id, keys.client_secret) is None
    assert access.resolve("cbt_x", acme.app_id) is None
    assert clients.list_clients(admin) == []
    for actor in (admin, SYSTEM):
        for act in (clients.enable, clients.rotate, clients.delete):
            with pytest.raises(NotFound):
                act(actor, keys.client_id)


def test_a_call_says_who_booked_it_after_the_client_is_deleted(acme, admin):
    keys = clients.create(admin, NewClient(name="CRM"))
    booking = acme.book(replace(acme.system, id=keys.client_id))
    clients.delete(admin, keys.client_id)
    assert "CRM" in booking_views.get(admin, booking.id).names.values()


def test_as_many_questions_are_asked_for_one_client_as_for_ten(acme, admin):
    clients.create(admin, NewClient(name="CRM"))
    with statements() as few:
        clients.list_clients(admin)
    for number in range(9):
        clients.rotate(admin, clients.create(admin, NewClient(name=f"CRM {number}")).client_id)
    with statements() as many:
        assert len(clients.list_clients(admin)) == 10
    assert len(many) == len(few)


def test_open_pages_of_every_app_learn_of_a_change(acme, admin, other_app):
    told: list[str] = []
    stop = changes.subscribe(lambda change: told.append(change.app_id))
    keys = clients.create(SYSTEM, NewClient(name="Both", app_ids=[acme.app_id, other_app]))
    clients.delete(SYSTEM, keys.client_id)
    stop()
    assert sorted(told) == sorted([acme.app_id, other_app] * 2)


def test_every_act_is_in_the_audit_log_without_a_secret(acme, admin):
    keys = clients.create(admin, NewClient(name="CRM"))
    fresh = clients.rotate(admin, keys.client_id)
    clients.change(admin, keys.client_id, ClientChange(name="CRM 2"))
    clients.disable(admin, keys.client_id)
    clients.enable(admin, keys.client_id)
    clients.delete(admin, keys.client_id)
    with database.reading() as session:
        entries = session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    acts = [entry.act for entry in entries if entry.subject_id == keys.client_id]
    expected = ["created", "secret_rotated", "changed", "disabled", "enabled", "deleted"]
    assert acts == [f"client.{act}" for act in expected]
    assert fresh.client_secret not in repr(entries)
