"""A week's figures by e-mail: who may wish for them, when they are due, and what they say."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from console.scheduling import database
from console.scheduling.actors import Actor, Role
from console.scheduling.errors import NotAllowed, NotFound
from console.scheduling.models import App, Member, Person
from console.scheduling.services import weekly_figures
from tests.services.conftest import Acme


def test_nobody_gets_them_until_they_wish_for_them_and_no_more_after(acme: Acme):
    assert not weekly_figures.look(acme.admin).wanted
    weekly_figures.choose(acme.admin, wanted=True)
    weekly_figures.choose(acme.admin, wanted=True)
    wish = weekly_figures.look(acme.admin)
    assert (wish.wanted, wish.address) == (True, "ada@agents.test")
    weekly_figures.choose(acme.admin, wanted=False)
    assert not weekly_figures.look(acme.admin).wanted


def test_they_are_due_on_monday_at_eight_where_the_reader_is_shown_times(acme: Acme):
    assert weekly_figures.look(acme.admin).next_at == datetime(2027, 2, 1, 13, tzinfo=UTC)
    with database.writing() as session:
        session.get_one(App, acme.app_id).timezone = "Asia/Tokyo"
        session.get_one(Person, acme.ada).preferences = {"times": "app"}
    wish = weekly_figures.look(acme.admin)
    assert (wish.timezone, wish.next_at) == ("Asia/Tokyo", datetime(2027, 2, 7, 23, tzinfo=UTC))


@pytest.mark.parametrize(("role", "may"), [("owner", True), ("lead", True), ("supervisor", True), ("agent", False)])
def test_who_sees_figures_may_have_them_sent(acme: Acme, role: Role, may: bool):
    actor = Actor("admin", id=acme.ada, app_id=acme.app_id, role=role)
    if may:
        weekly_figures.choose(actor, wanted=True)
    else:
        with pytest.raises(NotAllowed):
            weekly_figures.choose(actor, wanted=True)


def test_a_test_app_sends_none(acme: Acme):
    with database.writing() as session:
        session.add(
            App(
                id="app_test",
                name="T",
                timezone="UTC",
                widget_key="t",
                test_of_app_id=acme.app_id,
                created_at=acme.at(0),
            )
        )
        session.flush()
        session.add(Member(app_id="app_test", person_id=acme.ada, role="admin", timezone="UTC", joined_at=acme.at(0)))
    with pytest.raises(NotFound):
        weekly_figures.look(replace(acme.admin, app_id="app_test"))
