"""The day's list as a page to be printed: what stands on it, for whom, on which paper."""

from collections.abc import Iterator

import pytest
import time_machine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from console import http
from console.scheduling import database
from console.scheduling.actors import Role
from console.scheduling.models import Person, Preset
from console.scheduling.services import bookings, day_lists, sessions
from console.scheduling.services.sessions import Membership, SignedIn
from tests.services.conftest import MONDAY, Acme, make_acme

JANE = {"guest_name": "Jane Doe", "guest_phone": "+573005550100", "guest_email": "jane@guests.test"}


@pytest.fixture
def acme(sqlite_store: str) -> Iterator[Acme]:
    with time_machine.travel(MONDAY, tick=False) as hand:
        yield make_acme(hand)


class Browser:
    """A browser in which one person is signed in."""

    def __init__(self, acme: Acme, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        self.acme, self.client, self.monkeypatch = acme, client, monkeypatch

    def sign_in(self, person_id: str, role: Role, zone: str = "America/Bogota", **preferences: str) -> "Browser":
        with database.reading() as session:
            person = session.get_one(Person, person_id)
        person.preferences = preferences
        member = Membership(self.acme.app_id, "Acme", role, None, zone, zone)
        signed_in = SignedIn(person, (member,), "")
        self.monkeypatch.setattr(sessions, "resolve", lambda _token: signed_in)
        return self

    def page(self, query: str = "") -> str:
        answer = self.client.get(f"/app/{self.acme.app_id}/day-list?{query}")
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
        return answer.text


@pytest.fixture
def browser(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    with TestClient(Starlette(routes=http.routes)) as client:
        yield Browser(acme, client, monkeypatch).sign_in(acme.ada, "admin")


def test_a_sheet_tells_all_that_one_needs_in_the_call(acme: Acme, browser: Browser):
    acme.set_preset(intake=[{"name": "pet", "label": "Your pet", "kind": "text"}])
    call = acme.book(guest_language="es", guest_timezone="Europe/Madrid", intake={"pet": "Waldi"}, **JANE)
    bookings.add_note(acme.admin, call.id, "Be kind")
    page = browser.page()
    for said in (
        *("ada", "Monday, 1 February 2027", "1 call · Bogota time (GMT-5)", "10:00–10:30", "Scheduled", "Jane Doe"),
        *(call.reference, "+57 300 5550100 · jane@guests.test", "30 min · Standard", "Spanish"),
        *("16:00–16:30, Madrid time, for the customer", "Your pet", "Waldi", "Be kind", "— ada, Mon 1 Feb, 07:00"),
    ):
        assert said in page


def test_what_people_wrote_ends_no_tag_and_no_style(acme: Acme, browser: Browser):
    acme.book(guest_name="<script>alert(1)</script>", guest_email="jane@guests.test")
    with database.writing() as session:
        session.get_one(Preset, acme.preset_id).name = '</style>"<b>'
    page = browser.page()
    assert "<script>alert" not in page and "<b>" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_address_says_which_day_whose_calls_and_on_what(acme: Acme, browser: Browser):
    acme.book(agent_id=acme.ada, guest_name="Abe")
    acme.book(hours=24, agent_id=acme.bo, guest_name="Bea")
    assert "Abe" in browser.page() and "Bea" not in browser.page()
    assert "Bea" in browser.page("day=2027-02-02") and "Bea" in browser.page("range=tomorrow")
    assert "Bea" in browser.page("range=custom&from=2027-02-02")
    assert "Abe" not in browser.page(f"agent={acme.bo}&agent=per_other")
    assert "size:Letter" in browser.page() and "size:A4" in browser.page("paper=a4")  # Colombia prints on Letter
    assert 'class="together"' in browser.page("together=yes")
    for odd in ("day=2027-02-31", "day=0001-01-01", "day=9999-12-31", "day=x&paper=x&agent=,&team=&page=-1&range=x"):
        assert "Abe" in browser.page(odd)


def test_a_day_without_calls_says_so(acme: Acme, browser: Browser):
    assert "Tuesday, 2 February 2027: no calls" in browser.page("day=2027-02-02")


def test_a_list_that_is_too_long_says_that_there_is_more(acme: Acme, browser: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(day_lists, "MOST", 1)
    for hours in (0, 1):
        acme.book(hours=hours)
    page = browser.page()
    assert "The day has more than 1 calls" in page and page.count('class="call"') == 1


def test_agents_print_their_own_alone_and_strangers_nothing(acme: Acme, browser: Browser):
    acme.book(agent_id=acme.ada, guest_name="Hers")
    acme.book(hours=1, agent_id=acme.bo, guest_name="His")
    for query in ("", "mine=yes", f"agent={acme.ada},{acme.bo}"):
        page = browser.sign_in(acme.bo, "agent").page(query)
        assert ("His" in page, "Hers" in page) == (True, False)
    page = browser.sign_in(acme.ada, "admin").page("mine=yes")
    assert ("His" in page, "Hers" in page) == (False, True)
    assert browser.client.get("/app/app_of_others/day-list").status_code == 404
    browser.monkeypatch.setattr(sessions, "resolve", lambda _token: None)
    assert browser.client.get(f"/app/{acme.app_id}/day-list").status_code == 403


def test_the_reader_is_told_in_their_language_and_by_their_clock(acme: Acme, browser: Browser):
    acme.book(guest_name="Jane")
    page = browser.sign_in(acme.ada, "admin", "Europe/Madrid", language="es").page()
    assert 'lang="es"' in page and "16:00–16:30" in page and "lunes, 1 de febrero de 2027" in page
    assert "size:A4" in page
