"""The table of calls as a file: written by a process of its own, for whoever is signed in and may."""

import csv
import io
import zipfile
from collections.abc import Iterator

import pytest
import time_machine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from console import exporting, http
from console.scheduling import database
from console.scheduling.models import Person
from console.scheduling.services import rosters, sessions
from console.scheduling.services.booking_views import BookingFilter
from console.scheduling.services.sessions import Membership, SignedIn
from tests.services.conftest import MONDAY, Acme, make_acme


@pytest.fixture
def acme(sqlite_store: str) -> Acme:
    """The team. The process that writes has no clock but the real one, so that no test asks for *today*."""
    with time_machine.travel(MONDAY, tick=False) as hand:
        return make_acme(hand)


@pytest.fixture
def client(acme: Acme, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The browser of Ada, who administers the app."""
    with database.reading() as session:
        person = session.get_one(Person, acme.ada)
    member = Membership(acme.app_id, "Acme", "admin", None, "America/Bogota", "America/Bogota")
    monkeypatch.setattr(sessions, "resolve", lambda _token: SignedIn(person, (member,), ""))
    with TestClient(Starlette(routes=http.routes), follow_redirects=False) as client:
        yield client


@pytest.fixture
def calls(acme: Acme) -> None:
    """Two calls, one of them of somebody who would like to run a formula."""
    with time_machine.travel(MONDAY, tick=False):
        for hours, name in ((0, "José"), (1, '=HYPERLINK("http://evil.example")')):
            acme.book(hours=hours, guest_name=name, guest_phone="+573005550100")


@pytest.mark.usefixtures("calls")
def test_a_csv_says_its_zone_and_holds_no_formula(acme: Acme, client: TestClient):
    answer = client.get(f"/app/{acme.app_id}/scheduled-calls.csv?range=all&status=scheduled")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert 'filename="scheduled-calls-' in answer.headers["content-disposition"]
    assert answer.headers["content-disposition"].endswith('-America-Bogota.csv"')
    first, second = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (first["guest_name"], first["starts (America/Bogota)"]) == ("José", "2027-02-01 10:00")
    assert (second["guest_name"], second["guest_phone"]) == ('\'=HYPERLINK("http://evil.example")', "+573005550100")


@pytest.mark.usefixtures("calls")
def test_a_workbook_holds_texts_and_no_formula(acme: Acme, client: TestClient):
    answer = client.get(f"/app/{acme.app_id}/scheduled-calls.xlsx?range=all&q=hyperlink")
    sheet = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/worksheets/sheet1.xml").decode()
    assert (sheet.count("<row "), "<f>" in sheet) == (2, False)
    assert "starts (America/Bogota)" in sheet and ">=HYPERLINK(" in sheet


def test_a_list_without_calls_is_a_head_alone(acme: Acme, client: TestClient):
    answer = client.get(f"/app/{acme.app_id}/scheduled-calls.csv?range=all")
    assert len(answer.text.splitlines()) == 1


def test_strangers_and_who_may_not_get_no_file(acme: Acme, client: TestClient, monkeypatch: pytest.MonkeyPatch):
    assert client.get("/app/app_of_others/scheduled-calls.csv").status_code == 404
    with database.reading() as session:
        person = session.get_one(Person, acme.bo)
    agent = Membership(acme.app_id, "Acme", "agent", None, "UTC", "UTC")
    for who, status in ((SignedIn(person, (agent,), ""), 403), (None, 403)):
        monkeypatch.setattr(sessions, "resolve", lambda _token, who=who: who)
        assert client.get(f"/app/{acme.app_id}/insights.csv").status_code == status
        answer = client.get(f"/app/{acme.app_id}/scheduled-calls.xlsx")
        assert (answer.status_code, "content-disposition" in answer.headers) == (status, False)


@pytest.mark.usefixtures("calls")
def test_lines_beyond_a_sheet_go_on_to_the_next(acme: Acme, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(exporting, "_MOST_LINES", 1)
    book = io.BytesIO()
    exporting.write(exporting.Question(acme.admin, BookingFilter(), "UTC", "xlsx"), book)
    assert sum(name.startswith("xl/worksheets/sheet") for name in zipfile.ZipFile(book).namelist()) == 2


@pytest.mark.usefixtures("calls")
def test_figures_are_taken_along_as_they_are_counted(acme: Acme, client: TestClient):
    answer = client.get(f"/app/{acme.app_id}/insights.csv?range=custom&from=2027-02-01&to=2027-02-07")
    assert answer.status_code == 200 and 'filename="insights-' in answer.headers["content-disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    told = {(line["days (America/Bogota)"][:10], line["figure"], line["of"]): line for line in lines}
    assert told["2027-02-01", "all", ""]["calls"] == told["2027-02-01", "day", "2027-02-01"]["calls"] == "2"
    assert told["2027-02-01", "weekday and hour", "Monday 10:00"]["booked_minutes"] == "30"
    assert told["2027-02-01", "agent", "ada"]["open_minutes"] == "2400"
    assert told["2027-01-25", "all", ""]["calls"] == "0"


def test_the_roster_is_given_as_the_file_that_is_taken(acme: Acme, client: TestClient):
    with time_machine.travel(MONDAY, tick=False):
        rosters.import_file(acme.admin, b"agent,date,start,end\nada,2027-02-02,09:00,12:00\n")
        answer = client.get(f"/app/{acme.app_id}/roster.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="roster.csv"'
    assert answer.text.splitlines()[1] == "ada@agents.test,2027-02-02,09:00,12:00,America/Bogota"
    assert client.get("/app/app_of_others/roster.csv").status_code == 404
