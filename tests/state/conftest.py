"""States without a browser: one tab of somebody who is signed in, on a page of the test team's app."""

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx
import time_machine
from reflex.istate.data import PageData, ReflexURL, URLData

from console.scheduling import database
from console.scheduling.actors import Role
from console.scheduling.models import Person
from console.scheduling.services.sessions import Membership, SignedIn
from console.state import gate
from tests.services.conftest import MONDAY, Acme, make_acme


class Tab:
    """An open tab. `events` are what the handlers called so far sent on; `address` is where they went last."""

    def __init__(self, acme: Acme) -> None:
        self.acme = acme
        self.root = rx.State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
        self.events: list[Any] = []
        self.go("")

    def sign_in(self, person_id: str, role: Role) -> "Tab":
        """Everything that is done from now on is done by this person."""
        with database.reading() as session:
            person = session.get_one(Person, person_id)
        member = Membership(self.acme.app_id, "Acme", role, None, "America/Bogota", "America/Bogota")
        gate._signed_in.set(SignedIn(person, (member,), ""))
        return self

    def go(self, query: str, place: str = "page") -> None:
        """Go to the page with this query."""
        self.root.rx_router_page = PageData(params={"app_id": self.acme.app_id})
        address = f"http://localhost/app/{self.acme.app_id}/{place}?{query}"
        self.root.rx_router_url = URLData.from_url(ReflexURL(address))

    def do(self, handler: Any, *values: Any) -> Any:
        """Call a handler as a click would; gives its state."""
        state = self.root.get_substate(handler.state.get_full_name().split("."))
        asyncio.run(self._finish(handler.fn(state, *values)))
        return state

    @property
    def address(self) -> str:
        """The path and query of the last redirect."""
        return self._last("path")

    @property
    def notice(self) -> str:
        """The sentence of the last notice."""
        return self._last("text")

    def _last(self, argument: str) -> str:
        said = [
            str(value) for event in self.events for name, value in getattr(event, "args", ()) if str(name) == argument
        ]
        return said[-1].strip('"') if said else ""

    async def _finish(self, found: Any) -> None:
        if inspect.isasyncgen(found):
            async for event in found:
                self._note(event)
        else:
            self._note(await found if inspect.isawaitable(found) else found)

    def _note(self, event: Any) -> None:
        self.events += [] if event is None else event if isinstance(event, list) else [event]


@pytest.fixture
def acme(sqlite_store: str) -> Iterator[Acme]:
    """The test team, at seven on a Monday morning."""
    with time_machine.travel(MONDAY, tick=False) as hand:
        yield make_acme(hand)


@pytest.fixture
def tab(acme: Acme) -> Iterator[Tab]:
    """A tab of Ada's, who administers the app."""
    before = gate._signed_in.set(None)
    yield Tab(acme).sign_in(acme.ada, "admin")
    gate._signed_in.reset(before)
