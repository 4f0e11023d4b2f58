"""Invitations and forgotten passwords as plain pages: looking uses nothing up, and no answer tells who has an account."""

import asyncio
import re
from collections.abc import Iterator

import pytest
import time_machine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from console import http
from console.scheduling.messages.account_letters import AccountLetter
from console.scheduling.services import members, sessions, signing_in, throttle
from console.scheduling.services.members import MemberTerms
from console.state import post
from tests.services.conftest import MONDAY, Acme, make_acme

CY, SECRET, OTHER = "cy@agents.test", "correct horse", "battery staple"


@pytest.fixture
def acme(sqlite_store: str) -> Iterator[Acme]:
    """The team, at seven on a Monday morning; nobody has asked for anything yet."""
    throttle.forget_all()
    with time_machine.travel(MONDAY, tick=False) as hand:
        yield make_acme(hand)


@pytest.fixture
def client() -> Iterator[TestClient]:
    """A browser."""
    with TestClient(Starlette(routes=http.routes), base_url="http://localhost:8000", follow_redirects=False) as client:
        yield client


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[AccountLetter]:
    """The letters that would have gone out."""
    letters: list[AccountLetter] = []

    async def send(letter: AccountLetter) -> bool:
        letters.append(letter)
        return True

    monkeypatch.setattr(post, "send", send)
    return letters


def _path(url: str | None) -> str:
    assert url is not None
    return "/" + url.split("/", 3)[3]


def test_an_invited_person_chooses_a_password_and_arrives(acme: Acme, client: TestClient) -> None:
    path = _path(members.invite(acme.admin, "Cy", CY, MemberTerms()).url)
    for look in (client.get, client.head, client.get):  # as scanners of mail do
        assert look(path).status_code == 200
    page = client.get(path).text
    assert "Welcome, Cy" in page and "You are invited to Acme" in page and "At least 8 characters." in page
    refused = client.post(path, data={"password": "short"})
    assert (refused.status_code, "A password has 8 to 256 characters." in refused.text) == (422, True)
    answer = client.post(path, data={"password": SECRET})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/").headers["location"] == f"/app/{acme.app_id}/my-schedules"
    assert "This link is over" in client.get(path).text


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(
    acme: Acme, client: TestClient, sent: list[AccountLetter]
) -> None:
    path = _path(members.invite(acme.admin, "Cy", CY, MemberTerms()).url)
    client.post(path, data={"password": SECRET})
    elsewhere = signing_in.with_password(CY, SECRET)
    pages = [client.post("/forgotten-password", data={"email": email}) for email in (CY, "nobody@agents.test")]
    assert pages[0].text == pages[1].text
    assert {page.status_code for page in pages} == {200}
    client.portal.call(_until_sent, sent)  # pyright: ignore[reportOptionalMemberAccess]
    (letter,) = sent
    assert letter.to == CY
    link = _path(letter.url)
    assert [client.get(link).status_code, client.head(link).status_code] == [200, 200]
    assert client.post(link, data={"password": OTHER}).status_code == 303
    assert sessions.resolve(elsewhere) is None
    assert client.post(link, data={"password": SECRET}).status_code == 404
    assert signing_in.with_password(CY, OTHER)


def test_asking_again_and_again_is_refused_alike_for_everybody(acme: Acme, client: TestClient, sent) -> None:
    members.invite(acme.admin, "Cy", CY, MemberTerms())
    last = []
    for email in (CY, "nobody@agents.test"):
        answers = [client.post("/forgotten-password", data={"email": email}) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [422]
        last.append(re.sub(r"\d+", "", answers[-1].text.replace(email, "")))
    assert last[0] == last[1]


async def _until_sent(sent: list[AccountLetter]) -> None:
    """Until what goes on behind the answers is done."""
    await asyncio.gather(*post._under_way)
    assert sent
