"""The way out of weekly figures by the link in their letters: looking changes nothing, one click is enough."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import time_machine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from console import http
from console.scheduling import database
from console.scheduling.models import Member
from console.scheduling.services import weekly_figures
from tests.services.conftest import MONDAY, Acme, make_acme


@pytest.fixture
def acme(sqlite_store: str) -> Iterator[Acme]:
    """The team, whose Ada is an admin and gets the figures of each week."""
    with time_machine.travel(MONDAY, tick=False) as hand:
        acme = make_acme(hand)
        with database.writing() as session:
            session.get_one(Member, (acme.app_id, acme.ada)).role = "admin"
        weekly_figures.choose(acme.admin, wanted=True)
        yield acme


@pytest.fixture
def client() -> Iterator[TestClient]:
    """A browser that nobody has signed in with."""
    with TestClient(Starlette(routes=http.routes)) as client:
        yield client


def path(acme: Acme) -> str:
    return urlsplit(weekly_figures.unsubscribe_url(acme.app_id, acme.ada)).path


def test_looking_asks_and_changes_nothing(acme: Acme, client: TestClient):
    page = client.get(path(acme))
    assert page.status_code == 200 and "ada@agents.test no more weekly figures of Acme?" in page.text
    assert "<script" not in page.text and weekly_figures.look(acme.admin).wanted


def test_one_click_of_a_mail_program_is_enough_and_there_is_a_way_back(acme: Acme, client: TestClient):
    for _ in range(2):
        answer = client.post(path(acme), data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200 and "gets no more weekly figures" in answer.text
    assert not weekly_figures.look(acme.admin).wanted
    assert "Send them again" in client.get(path(acme)).text
    assert "of Acme again" in client.post(f"{path(acme)}?again=1").text
    assert weekly_figures.look(acme.admin).wanted


def test_a_link_that_was_not_given_leads_nowhere(acme: Acme, client: TestClient):
    for odd in (path(acme)[:-1], path(acme).replace(acme.ada[4:], acme.bo[4:]), "/unsubscribe/figures/x"):
        assert client.get(odd).status_code == client.post(odd).status_code == 404
    assert weekly_figures.look(acme.admin).wanted
