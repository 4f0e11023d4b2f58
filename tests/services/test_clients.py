"""OAuth clients: who may make and change them, and what that leaves behind."""

from dataclasses import replace

import pytest
from sqlmodel import select

from console.scheduling import clock, database
from console.scheduling.actors import SYSTEM, Actor
from console.scheduling.errors import Invalid, NotAllowed, NotFound
from console.scheduling.models import App, AuditEntry, Member
from console.scheduling.services import access, clients
from console.scheduling.services.clients import ClientChange, NewClient


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
    with pytest.raises(NotAllowed):
        clients.list_clients(actor)


def test_no_client_reaches_an_app_that_its_maker_does_not_run(acme, admin, other_app):
    with pytest.raises(NotAllowed):
        clients.create(admin, NewClient(name="CRM", app_ids=[acme.app_id, other_app]))
    keys = clients.create(admin, NewClient(name="CRM"))
    with pytest.raises(NotAllowed):
        clients.change(admin, keys.client_id, ClientChange(app_ids=[other_app]))


def test_a_client_of_several_apps_is_for_who_runs_them_all(acme, admin, other_app):
    keys = clients.create(SYSTEM, NewClient(name="Both", app_ids=[acme.app_id, other_app]))
    for act in (clients.rotate, clients.disable, clients.enable):
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


def test_every_act_is_in_the_audit_log_without_a_secret(acme, admin):
    keys = clients.create(admin, NewClient(name="CRM"))
    fresh = clients.rotate(admin, keys.client_id)
    clients.change(admin, keys.client_id, ClientChange(name="CRM 2"))
    clients.disable(admin, keys.client_id)
    clients.enable(admin, keys.client_id)
    with database.reading() as session:
        entries = session.exec(select(AuditEntry).order_by(AuditEntry.id)).all()
    acts = [entry.act for entry in entries if entry.subject_id == keys.client_id]
    assert acts == ["client.created", "client.secret_rotated", "client.changed", "client.disabled", "client.enabled"]
    assert fresh.client_secret not in repr(entries)
