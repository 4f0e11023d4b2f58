"""Test apps on the settings page: copying the app as one, its keys, and deleting one."""

from dataclasses import dataclass

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages import moments
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services import app_copies
from console.scheduling.services.app_copies import CopyView
from console.state.acting import ActingState
from console.state.client_keys import ShownKeys, shown
from console.state.gate import open_to, signed_in
from console.state.notice import NoticeState
from console.state.session import SessionState


@dataclass(frozen=True)
class CopyRow:
    """A test app, ready to show."""

    id: str = ""
    name: str = ""
    made: str = ""
    is_ours: bool = False
    """Whether the person belongs to it, and can go there."""


@open_to("member")
class AppCopiesState(ActingState, rx.State):
    """The test apps of the app at hand, or whose test app it is itself."""

    original: str = ""
    """The name of the app that this one is a test app of; empty: it is none."""
    copies: list[CopyRow] = []
    is_copying: bool = False
    keys: ShownKeys = ShownKeys()
    """The secret of a fresh test app's client, until its dialog is closed or the page is loaded again."""
    chosen: CopyRow = CopyRow()
    """The test app that the open dialog is about."""
    is_deleting: bool = False

    @rx.event
    async def load(self):
        """Show the test apps. A secret left open is gone."""
        self.keys, self.is_copying, self.is_deleting = ShownKeys(), False, False
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show them as they are now."""
        await self._fetch()

    @rx.event
    async def copy(self):
        """Copy the app as a test app, and show the secret of its client."""
        self.is_copying = True
        yield
        try:
            made = await self._ask(app_copies.copy)
        except CallboardError as refused:
            self.is_copying = False
            yield NoticeState.show("danger", refused.message)
            return
        await self._fetch()
        self._choose(made.app_id)
        self.keys, self.is_copying = shown(made.keys, made.app_id), False
        yield SessionState.arrive  # the switcher knows it from now on

    @rx.event
    def set_keys_open(self, is_open: bool):
        """Close the secret; it is not shown again."""
        if not is_open:
            self.keys = ShownKeys()

    @rx.event
    def ask_to_delete(self, app_id: str):
        """Ask before a test app is deleted: one of the list, or the app at hand."""
        self._choose(app_id)
        self.is_deleting = bool(self.chosen.id)

    @rx.event
    def set_deleting(self, is_open: bool):
        """Leave the question."""
        self.is_deleting = is_open and self.is_deleting

    @rx.event
    async def delete(self):
        """Delete the test app that was asked about; from within one, on to an app that is left."""
        self.is_deleting = False
        await self._ask(app_copies.delete, self.chosen.id)
        if self.chosen.id == self._app_id():
            yield rx.redirect("/sign-in")  # which sends on whoever is signed in
            return
        await self._fetch()
        yield SessionState.arrive
        yield NoticeState.show("success", word("test_app_deleted"))

    async def _fetch(self) -> None:
        try:
            found = await self._ask(app_copies.overview)
        except CallboardError:  # the page says why there is nothing to see
            self.original, self.copies = "", []
            return
        ours = {one.app_id for one in signed_in().memberships}
        self.original = found.original or ""
        self.copies = [self._row(copy, copy.id in ours) for copy in found.copies]

    def _choose(self, app_id: str) -> None:
        rows = list(self.copies)
        if self.original and app_id == self._app_id():
            rows.append(CopyRow(app_id, self._membership().app_name, is_ours=True))
        self.chosen = next((row for row in rows if row.id == app_id), CopyRow())

    def _row(self, copy: CopyView, is_ours: bool) -> CopyRow:
        made = moments.moment(copy.created_at, zone(self._times_zone()), clock.now())
        return CopyRow(copy.id, copy.name, word("test_app_made", time=made), is_ours)
