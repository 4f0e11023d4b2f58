"""Saved views: one's own and shared ones, within bounds, changed by whom they are for."""

import pytest

from console.scheduling import database
from console.scheduling.actors import Actor, Role
from console.scheduling.errors import Invalid, NotAllowed, NotFound
from console.scheduling.services import audit, views
from tests.services.conftest import Acme, add_agent
from tests.services.test_agent_day import statements


def member(acme: Acme, role: Role, person_id: str = "") -> Actor:
    return Actor("admin", id=person_id or acme.bo, app_id=acme.app_id, role=role)


def shown(actor: Actor) -> list[tuple[str, bool, bool]]:
    return [(line.name, line.is_own, line.may_change) for line in views.list_views(actor)]


def test_own_views_come_first_and_others_see_those_that_are_shared(acme: Acme) -> None:
    views.save(acme.admin, "Today", "?range=today")
    views.save(acme.admin, "API", "?source=api", is_shared=True)
    views.save(member(acme, "supervisor"), "Mine", "?q=x")
    assert shown(acme.admin) == [("API", True, True), ("Today", True, True)]
    assert shown(member(acme, "supervisor")) == [("Mine", True, True), ("API", False, False)]
    assert shown(member(acme, "agent", add_agent(acme, "cy"))) == [("API", False, False)]
    (api, *_) = views.list_views(acme.admin)
    assert (api.query, api.owner, api.is_shared) == ("?source=api", "ada", True)


@pytest.mark.parametrize(("role", "shares"), [("owner", True), ("admin", True), ("lead", True), ("supervisor", False)])
def test_who_sets_the_day_shares_views(acme: Acme, role: Role, shares: bool) -> None:
    actor = member(acme, role)
    assert views.may_share(actor) is shares
    if shares:
        views.save(actor, "For all", "", is_shared=True)
    else:
        with pytest.raises(NotAllowed):
            views.save(actor, "For all", "", is_shared=True)
        own = views.save(actor, "For me", "")
        with pytest.raises(NotAllowed):
            views.change(actor, own.id, is_shared=True)


def test_a_shared_view_is_changed_by_its_lead_and_by_admins_alone(acme: Acme) -> None:
    lead, other = member(acme, "lead"), member(acme, "lead", acme.ada)
    view = views.save(lead, "Team", "?range=week", is_shared=True)
    for actor in (other, member(acme, "supervisor", acme.ada), member(acme, "agent", acme.ada)):
        with pytest.raises(NotAllowed):
            views.change(actor, view.id, query="")
        with pytest.raises(NotAllowed):
            views.delete(actor, view.id)
    assert views.change(acme.admin, view.id, name="Week").name == "Week"
    assert not views.change(lead, view.id, is_shared=False).is_shared
    with pytest.raises(NotFound):
        views.delete(acme.admin, view.id)
    views.delete(lead, view.id)
    assert views.list_views(lead) == []


def test_names_differ_within_one_persons_views(acme: Acme) -> None:
    first = views.save(acme.admin, "Today", "")
    second = views.save(acme.admin, "Tomorrow", "")
    views.save(member(acme, "admin"), "today", "")
    for name in ("today ", "TODAY"):
        with pytest.raises(Invalid):
            views.save(acme.admin, name, "")
        with pytest.raises(Invalid):
            views.change(acme.admin, second.id, name=name)
    assert views.change(acme.admin, first.id, name="TODAY").name == "TODAY"


@pytest.mark.parametrize("query", ["range=past", "?q=a b", "?q=é", "?" + "x" * 2_000, "javascript:x", "?x\n"])
def test_a_view_holds_filters_and_nothing_else(acme: Acme, query: str) -> None:
    with pytest.raises(Invalid):
        views.save(acme.admin, "View", query)


def test_views_have_bounds(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("", " ", "x" * 61):
        with pytest.raises(Invalid):
            views.save(acme.admin, name, "")
    monkeypatch.setattr(views, "MOST", 1)
    views.save(acme.admin, "One", "")
    with pytest.raises(Invalid):
        views.save(acme.admin, "Two", "")


def test_each_change_is_noted_without_what_it_holds(acme: Acme) -> None:
    view = views.save(acme.admin, "Jane", "?q=jane")
    views.change(acme.admin, view.id, name="Jane", query="?q=jane")
    views.change(acme.admin, view.id, name="Jane D", is_shared=True)
    views.delete(acme.admin, view.id)
    noted = [(entry.act, entry.subject_id, entry.fields) for entry in audit.list_entries(acme.admin)]
    assert noted == [
        ("view.deleted", view.id, ()),
        ("view.changed", view.id, ("is_shared", "name")),
        ("view.saved", view.id, ()),
    ]


def test_strangers_and_surfaces_without_a_list_keep_none(acme: Acme) -> None:
    view = views.save(acme.admin, "All", "", is_shared=True)
    for actor in (acme.agent(acme.bo), acme.visitor, acme.system):
        assert views.list_views(actor) == []
        with pytest.raises(NotAllowed):
            views.save(actor, "Mine", "")
    elsewhere = Actor("admin", id=acme.ada, app_id="app_other", role="admin")
    with pytest.raises(NotFound):
        views.delete(elsewhere, view.id)


def test_listing_takes_one_read_however_many_there_are(acme: Acme) -> None:
    views.save(acme.admin, "One", "")
    with statements() as few:
        views.list_views(acme.admin)
    for number in range(5):
        views.save(acme.admin, f"View {number}", "", is_shared=True)
    with statements() as many:
        views.list_views(acme.admin)
    assert len(many) == len(few)


def test_the_database_itself_refuses_a_second_view_of_a_name(acme: Acme) -> None:
    from sqlalchemy.exc import IntegrityError

    view = views.save(acme.admin, "One", "")
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(type(view)(**view.model_dump(exclude={"id"})))
