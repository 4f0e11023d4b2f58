"""What a browser reads before it installs the console, and where the shortcuts of the installed app lead."""

from collections.abc import Iterator
from struct import unpack

import pytest
import time_machine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from console import bundle, http
from console.components.installable import MANIFEST
from console.pages import CONSOLE
from console.scheduling import database
from console.scheduling.models import Person
from console.scheduling.services import sessions
from console.scheduling.services.sessions import Membership, SignedIn
from tests.services.conftest import MONDAY, Acme, make_acme


@pytest.fixture
def acme(sqlite_store: str) -> Iterator[Acme]:
    with time_machine.travel(MONDAY, tick=False) as hand:
        yield make_acme(hand)


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=http.routes), follow_redirects=False)


def test_the_manifest_names_icons_that_are_as_large_as_it_says(client: TestClient):
    answer = client.get(MANIFEST)
    assert answer.headers["content-type"] == "application/manifest+json"
    told = answer.json()
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        drawn = (bundle.PROJECT / "assets" / icon["src"].lstrip("/")).read_bytes()
        width, height = unpack(">II", drawn[16:24])
        assert icon["sizes"] == f"{width}x{height}" and len(drawn) < 16_000


def test_a_shortcut_leads_to_its_place_in_ones_app_or_to_sign_in(
    acme: Acme, client: TestClient, monkeypatch: pytest.MonkeyPatch
):
    shortcuts = {shortcut["url"]: shortcut["name"] for shortcut in client.get(MANIFEST).json()["shortcuts"]}
    assert list(shortcuts.values()) == ["Now", "Scheduled calls", "My schedules"]
    for address in shortcuts:
        assert client.get(address).headers["location"] == f"/sign-in?next={address}"
    with database.reading() as session:
        person = session.get_one(Person, acme.bo)
    member = Membership(acme.app_id, "Acme", "agent", None, "America/Bogota", "America/Bogota")
    monkeypatch.setattr(sessions, "resolve", lambda _token: SignedIn(person, (member,), ""))
    for address in shortcuts:
        place = address.removeprefix("/open/")
        assert place in CONSOLE and client.get(address).headers["location"] == f"/app/{acme.app_id}/{place}"
    assert client.get("/open/elsewhere").headers["location"] == "/"
