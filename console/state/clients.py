"""The API clients page: which systems may call in for the app, and everything one does with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages.rows import page_told
from console.scheduling.messages.usage import DayBar, usage_shown
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services import clients, sessions, usage
from console.scheduling.services.clients import (
    DEFAULT_RATE_LIMITS,
    SCOPES,
    ClientChange,
    ClientKeys,
    ClientView,
    NewClient,
)
from console.state import live
from console.state.client_keys import ShownKeys, shown
from console.state.client_rows import ClientRow, client_row
from console.state.gate import open_to, signed_in
from console.state.listing import ListingState
from console.state.notice import NoticeState
from console.state.problems import problems_of

PAGE_SIZE = 50
DAYS = 14
"""Of each client in the table; the dialog shows LONG."""
LONG = 30


@dataclass(frozen=True)
class OtherApp:
    """Another app that the person administers."""

    id: str
    name: str


@open_to("member")
class ClientsState(ListingState, rx.State):
    """The table of clients and the dialogs over it."""

    rows: list[ClientRow] = []
    clients: int = 0
    """How many there are, whatever is searched for."""
    search: str = ""
    page: int = 0
    page_told: str = ""
    is_last: bool = True
    other_apps: list[OtherApp] = []
    chosen: ClientRow = ClientRow()
    """The client that the open dialog is about."""
    keys: ShownKeys = ShownKeys()
    """A new secret, until its dialog is closed or the page is loaded again."""
    days: list[DayBar] = []
    """The chosen client's requests, day by day, today's first."""

    @rx.event
    async def load(self):
        """Show the clients, from now on as they are. A secret left open is gone."""
        self.keys, self.search, self.page = ShownKeys(), "", 0
        await self._fetch()
        live.watch(self, ClientsState.refresh, "settings", "usage")

    @rx.event
    async def search_for(self, typed: str):
        """Look for clients by name or id."""
        self.search, self.page = typed.strip()[:100], 0
        await self._fetch()

    @rx.event
    async def turn(self, by: int):
        """Turn the page, forwards or back."""
        self.page = max(0, self.page + by)
        await self._fetch()

    @rx.event
    async def open_days(self, row_id: str):
        """Show how often this client called, day by day."""
        self._choose(row_id)
        days = await self._ask(usage.per_day, LONG, [row_id])
        self.days = usage_shown(days.get(row_id, ())).bars[::-1]
        self.form = "days" if self.days else ""

    @rx.event
    def open_new(self):
        """Open an empty form, with both scopes."""
        self.chosen, self.problems = ClientRow(scopes=list(SCOPES), limits=dict(DEFAULT_RATE_LIMITS)), {}
        self.form = "new"

    @rx.event
    async def create(self, form: dict[str, Any]):
        """Make the client, and show its secret."""
        new = NewClient(
            name=_name(form), scopes=_scopes(form), app_ids=self._ticked_apps(form), rate_limits=_limits(form)
        )
        try:
            keys = await self._ask(clients.create, new)
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return
        self.form = ""
        await self._fetch()
        self.chosen = ClientRow(id=keys.client_id, name=new.name.strip(), scopes=list(new.scopes))
        self._show(keys)

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Make the client what the form says."""
        wanted = ClientChange(
            name=_name(form), scopes=_scopes(form), app_ids=self._ticked_apps(form), rate_limits=_limits(form)
        )
        try:
            await self._ask(clients.change, self.chosen.id, wanted)
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return None
        self.form = ""
        await self._fetch()
        return NoticeState.show("success", word("client_saved"))

    @rx.event
    def ask_to_rotate(self, client_id: str):
        """Ask before it gets another secret: a day later it must know that one."""
        self._choose(client_id)
        self.form = "rotate" if self.chosen.id else ""

    @rx.event
    async def rotate(self, client_id: str):
        """Give it another secret, and show that."""
        self.form = ""
        keys = await self._ask(clients.rotate, client_id)
        await self._fetch()
        self._choose(client_id)
        self._show(keys)

    @rx.event
    def set_keys_open(self, is_open: bool):
        """Close the secret; it is not shown again."""
        if not is_open:
            self.keys = ShownKeys()

    @rx.event
    async def disable(self, client_id: str):
        """Shut the client out, until somebody lets it in again."""
        await self._ask(clients.disable, client_id)
        await self._fetch()

    @rx.event
    async def enable(self, client_id: str):
        """Let it in again."""
        await self._ask(clients.enable, client_id)
        await self._fetch()

    @rx.event
    async def delete(self):
        """Delete the client that was asked about."""
        self.is_asking = False
        await self._ask(clients.delete, self.chosen.id)
        await self._fetch()
        return NoticeState.show("success", word("client_deleted"))

    async def _read(self) -> list[ClientRow]:
        views = await self._ask(clients.list_clients)
        here, run = self._app_id(), self._run()
        self.other_apps = [OtherApp(app_id, name) for app_id, name in run.items() if app_id != here]
        page = self._page_of(views)
        days = await self._ask(usage.per_day, DAYS, [view.id for view in page])
        tz, now = zone(self._times_zone()), clock.now()
        return [client_row(view, days.get(view.id, ()), run, tz, now) for view in page]

    def _page_of(self, views: Sequence[ClientView]) -> Sequence[ClientView]:
        """Those that the search finds, as far as they stand on the page at hand; the last page, where there is none."""
        wanted = self.search.casefold()
        found = [
            view for view in views if wanted == view.id or all(part in view.name.casefold() for part in wanted.split())
        ]
        self.page = min(self.page, max(0, (len(found) - 1) // PAGE_SIZE))
        first = self.page * PAGE_SIZE
        shown = found[first : first + PAGE_SIZE]
        self.clients, self.is_last = len(views), first + len(shown) >= len(found)
        self.page_told = page_told(first, len(shown), len(found))
        return shown

    def _run(self) -> dict[str, str]:
        """The apps whose clients the person may manage: id -> name."""
        person = signed_in()
        return {
            one.app_id: one.app_name
            for one in person.memberships
            if clients.may_manage(sessions.actor_for(person, one.app_id, self._surface))
        }

    def _show(self, keys: ClientKeys) -> None:
        self.keys = shown(keys, self._app_id(), reads="scheduling:read" in self.chosen.scopes)

    def _ticked_apps(self, form: dict[str, Any]) -> list[str]:
        """The app at hand, and those of the person's others whose boxes are ticked."""
        here = self._app_id()
        return [here, *(app_id for app_id in self._run() if app_id != here and form.get(app_id))]


def box(scope: str) -> str:
    """The name of a scope's box in the form."""
    return scope.replace(":", "_")


def _name(form: dict[str, Any]) -> str:
    return str(form.get("name", ""))


def _scopes(form: dict[str, Any]) -> list[str]:
    return [scope for scope in SCOPES if form.get(box(scope))]


def _limits(form: dict[str, Any]) -> dict[str, int]:
    """The limits of the form; what is no number is 0, which the core refuses. One left out stays as it is."""
    given = {window: str(form[window]).strip() for window in DEFAULT_RATE_LIMITS if window in form}
    return {
        window: int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0
        for window, text in given.items()
    }
