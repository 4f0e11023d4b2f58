"""The API clients page: which systems may call in for the app, and everything one does with them."""

from dataclasses import dataclass, field
from typing import Any, Literal

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages import moments
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services import clients, sessions
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
from console.state.gate import open_to, signed_in
from console.state.listing import ListingState
from console.state.notice import NoticeState
from console.state.problems import problems_of

Tone = Literal["neutral", "success"]


@dataclass(frozen=True)
class ClientRow:
    """A client, ready to show, and with the values that the form begins with."""

    id: str = ""
    name: str = ""
    scopes: list[str] = field(default_factory=list)
    scopes_told: str = ""
    app_ids: list[str] = field(default_factory=list)
    apps_told: str = ""
    limits: dict[str, int] = field(default_factory=dict)
    last_used: str = ""
    status_label: str = ""
    tone: Tone = "neutral"
    remark: str = ""
    """Why somebody should look: two secrets are live, or the client is not this person's to change."""
    is_disabled: bool = False
    is_ours: bool = True
    """Whether the person administers every app that the client reaches, and may therefore change it."""


@dataclass(frozen=True)
class OtherApp:
    """Another app that the person administers."""

    id: str
    name: str


@open_to("member")
class ClientsState(ListingState, rx.State):
    """The table of clients and the dialogs over it."""

    rows: list[ClientRow] = []
    other_apps: list[OtherApp] = []
    chosen: ClientRow = ClientRow()
    """The client that the open dialog is about."""
    keys: ShownKeys = ShownKeys()
    """A new secret, until its dialog is closed or the page is loaded again."""

    @rx.event
    async def load(self):
        """Show the clients, from now on as they are. A secret left open is gone."""
        self.keys = ShownKeys()
        await self._fetch()
        live.watch(self, ClientsState.refresh, "settings")

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
    async def rotate(self, client_id: str):
        """Give it another secret, and show that."""
        keys = await self._ask(clients.rotate, client_id)
        await self._fetch()
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
        found = await self._ask(clients.list_clients)
        here, run = self._app_id(), self._run()
        self.other_apps = [OtherApp(app_id, name) for app_id, name in run.items() if app_id != here]
        return [self._row(view, run) for view in found]

    def _run(self) -> dict[str, str]:
        """The apps whose clients the person may manage: id -> name."""
        person = signed_in()
        return {
            one.app_id: one.app_name
            for one in person.memberships
            if clients.may_manage(sessions.actor_for(person, one.app_id, self._surface))
        }

    def _show(self, keys: ClientKeys) -> None:
        self._choose(keys.client_id)
        self.keys = shown(keys, self._app_id(), reads="scheduling:read" in self.chosen.scopes)

    def _ticked_apps(self, form: dict[str, Any]) -> list[str]:
        """The app at hand, and those of the person's others whose boxes are ticked."""
        here = self._app_id()
        return [here, *(app_id for app_id in self._run() if app_id != here and form.get(app_id))]

    def _row(self, view: ClientView, run: dict[str, str]) -> ClientRow:
        known = [run[app_id] for app_id in view.app_ids if app_id in run]
        hidden = len(view.app_ids) - len(known)
        return ClientRow(
            id=view.id,
            name=view.name,
            scopes=list(view.scopes),
            scopes_told=word("client_may_all") if len(view.scopes) == len(SCOPES) else word(_may(view.scopes[0])),
            app_ids=list(view.app_ids),
            apps_told=", ".join([*known, *([word("client_other_apps", count=hidden)] if hidden else [])]),
            limits=dict(view.rate_limits),
            last_used=self._moment(view.last_used_at) if view.last_used_at else word("client_never_used"),
            status_label=word("client_disabled" if view.disabled_at else "client_active"),
            tone="neutral" if view.disabled_at else "success",
            remark=self._remark(view, hidden),
            is_disabled=view.disabled_at is not None,
            is_ours=not hidden,
        )

    def _remark(self, view: ClientView, hidden: int) -> str:
        if hidden:
            return word("client_not_ours")
        if view.rotates_until and not view.disabled_at:
            return word("client_rotates_until", time=self._moment(view.rotates_until))
        return ""

    def _moment(self, instant) -> str:
        return moments.moment(instant, zone(self._times_zone()), clock.now())


def box(scope: str) -> str:
    """The name of a scope's box in the form."""
    return scope.replace(":", "_")


def _may(scope: str) -> str:
    return f"client_may_{scope.rpartition(':')[2]}"


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
