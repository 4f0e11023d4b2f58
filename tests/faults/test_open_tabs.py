"""Open tabs where two processes serve them: each change shows at both, and no loss takes away what a tab shows."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest

from console.scheduling import clock
from console.scheduling.actors import Actor, operator
from console.scheduling.services import bookings, set_up
from console.scheduling.services.bookings import NewBooking
from console.scheduling.services.set_up import SetUp
from tests.e2e.raw_socket import NOTICE, Tab
from tests.fleet import Fleet, Program, fleet

HYDRATE = "reflex___state____state.hydrate_and_load"
PASSWORD = "correct horse battery staple"
SECONDS = 30

pytestmark = pytest.mark.timeout(300)


@dataclass
class Office:
    """Two processes that serve one app's console."""

    calls: Fleet
    app_id: str
    owner: Actor
    booked: int = 0

    def cookie(self, email: str = "ada@acme.test") -> str:
        form = {"email": email, "password": PASSWORD}
        answer = httpx.post(f"{self.calls.url}/sign-in", data=form, trust_env=False)
        assert answer.status_code == 303, answer.text
        return answer.headers["set-cookie"].split(";")[0]

    def open(self, at: Program, cookie: str, token: str = "") -> tuple[Tab, str]:
        """A tab with Scheduled calls there, and all it was told as it came."""
        path = f"/app/{self.app_id}/scheduled-calls"
        tab = Tab(at.url, cookie=cookie, token=token, path=path, app_id=self.app_id, range="all")
        return tab, json.dumps(tab.answer(HYDRATE))

    def book(self) -> str:
        """Book another call, past all processes; gives the customer's name."""
        self.booked += 1
        start = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1, hours=self.booked)
        name = f"Guest {self.booked:03}"
        wanted = NewBooking(
            guest_name=name,
            guest_email=f"guest{self.booked}@guests.test",
            scheduled_at=start,
            agent_id=self.owner.id,
            respect_working_hours=False,
        )
        bookings.book(operator(self.app_id), wanted)
        return name


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with fleet(tmp_path_factory.mktemp("office"), web=2) as calls:
        token = set_up.link().rsplit("/", 1)[-1]
        made = set_up.perform(
            token, SetUp(name="Ada", email="ada@acme.test", password=PASSWORD, app_name="Acme", timezone="UTC")
        )
        yield Office(calls, made.app_id, Actor("admin", id=made.person_id, app_id=made.app_id, role="owner"))


def test_a_change_shows_at_every_process_and_after_the_database_was_restarted(office: Office) -> None:
    cookie = office.cookie()
    with ExitStack() as stack:
        tabs = [stack.enter_context(office.open(web, cookie)[0]) for web in office.calls.web]
        name, began = office.book(), time.monotonic()
        for tab in tabs:
            _wait_for(tab, name)
        print(f"shown at both processes after {time.monotonic() - began:.2f} s")
        assert office.calls.postgres
        office.calls.postgres.restart()
        name, began = office.book(), time.monotonic()
        for tab in tabs:
            _wait_for(tab, name)
        print(f"shown {time.monotonic() - began:.2f} s after the database was restarted")


def test_a_tab_goes_on_at_the_other_process_when_its_own_is_killed(office: Office) -> None:
    first, second = office.calls.web
    cookie = office.cookie()
    tab, _ = office.open(first, cookie)
    tab.send(NOTICE, kind="info", text="what the tab showed")
    _wait_for(tab, "what the tab showed")
    first.kill()
    began = time.monotonic()
    moved, shown = office.open(second, cookie, tab.token)
    print(f"shown again after {time.monotonic() - began:.2f} s")
    assert "what the tab showed" in shown
    _wait_for(moved, office.book())
    moved.close()
    first.restart()


def test_who_signs_in_where_another_was_finds_nothing_of_theirs(office: Office) -> None:
    first, second = office.calls.web
    tab, _ = office.open(first, office.cookie())
    tab.send(NOTICE, kind="info", text="for Ada alone")
    _wait_for(tab, "for Ada alone")
    tab.close()
    other, shown = office.open(second, "", tab.token)
    assert "for Ada alone" not in shown
    other.close()


def test_tabs_live_on_while_redis_is_away_and_after(office: Office) -> None:
    cookie = office.cookie()
    assert office.calls.redis
    tabs = [office.open(web, cookie)[0] for web in office.calls.web]
    for act in (office.calls.redis.kill, office.calls.redis.start):
        began = time.monotonic()
        act()
        for tab in tabs:
            _wait_until_closed(tab)
        tabs = [office.open(web, cookie, tab.token)[0] for web, tab in zip(office.calls.web, tabs, strict=True)]
        name = office.book()
        for tab in tabs:
            _wait_for(tab, name)
        print(f"{act.__name__}: tabs are open anew and live after {time.monotonic() - began:.2f} s")
    for tab in tabs:
        tab.close()


def _wait_for(tab: Tab, text: str) -> None:
    """Until the tab is told something with this text."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if text in json.dumps(tab.listen(0.2)):
            return
    raise AssertionError(f"Nothing was said of {text!r}.")


def _wait_until_closed(tab: Tab) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if tab.is_closed_by_server():
            return
    raise AssertionError("The tab was not closed.")
