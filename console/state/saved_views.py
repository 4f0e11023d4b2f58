"""Named views above the master view's table: which there are, which one is shown, and keeping, changing, forgetting one."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.messages.words import word
from console.scheduling.services import views
from console.state.acting import ActingState
from console.state.call_filters import CallFilters
from console.state.gate import open_to
from console.state.notice import NoticeState


@dataclass(frozen=True, slots=True)
class ViewTab:
    """A view as its tab shows it. `hint` says whose it is, where it is not one's own."""

    id: str = ""
    name: str = ""
    address: str = ""
    hint: str = ""
    is_shared: bool = False
    may_change: bool = False


@open_to("member")
class SavedViewsState(ActingState, rx.State):
    """The tabs, and the form that keeps or changes a view."""

    tabs: list[ViewTab] = []
    plain: str = ""
    """The address of the page without filters."""
    current: str = ""
    """The id of the view that is shown; empty: none of them, or all calls."""
    is_plain: bool = True
    may_share: bool = False

    is_open: bool = False
    edited: ViewTab = ViewTab()
    """The view that is changed; without an id a new one is kept."""
    problem: str = ""
    is_deleting: bool = False
    """Whether the page asks before that view goes."""

    @rx.event
    async def load(self):
        """Show the views there are, and which of them the address is."""
        await self._fetch()

    @rx.event
    def open_new(self):
        """Ask under which name to keep what is shown."""
        self.edited, self.problem, self.is_open = ViewTab(), "", True

    @rx.event
    def open_edit(self, view_id: str):
        """Ask what to change about a view."""
        found = [tab for tab in self.tabs if tab.id == view_id and tab.may_change]
        if found:
            self.edited, self.problem, self.is_open = found[0], "", True

    @rx.event
    def set_open(self, is_open: bool):
        """Leave the form."""
        self.is_open = is_open and self.is_open

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Keep what is shown as a view, or change its name and who is shown it."""
        name, is_shared = str(form.get("name", "")), bool(form.get("is_shared"))
        try:
            if self.edited.id:
                sharing = is_shared if self.may_share else None
                await self._ask(views.change, self.edited.id, name=name, is_shared=sharing)
            else:
                await self._ask(views.save, name, self._query(), is_shared=is_shared)
        except CallboardError as refused:
            self.problem = refused.message
            return
        self.is_open = False
        await self._fetch()

    @rx.event
    async def replace(self):
        """Let the view that is changed show what is shown now."""
        try:
            await self._ask(views.change, self.edited.id, query=self._query())
        except CallboardError as refused:
            self.problem = refused.message
            return
        self.is_open = False
        await self._fetch()

    @rx.event
    def set_deleting(self, is_open: bool):
        """Ask before the view that is changed goes, in the place of its form; or leave the question."""
        self.is_deleting, self.is_open = is_open and bool(self.edited.id), False

    @rx.event
    async def delete(self):
        """Forget the view that is changed."""
        self.is_deleting = False
        try:
            await self._ask(views.delete, self.edited.id)
        except CallboardError as refused:
            return NoticeState.show("danger", refused.message)
        await self._fetch()
        return NoticeState.show("success", word("view_deleted", name=self.edited.name))

    async def _fetch(self) -> None:
        try:
            found = await self._ask(views.list_views)
        except CallboardError:
            return  # the table says what the matter is
        path, query, shown = self.router.url.path, self._query(), self._shown()
        self.plain, self.is_plain = shown.beside(CallFilters()).address(path), not query
        self.may_share = views.may_share(await self._actor())
        self.tabs = [
            ViewTab(
                id=one.id,
                name=one.name,
                address=shown.beside(CallFilters.of(one.query)).address(path),
                hint="" if one.is_own else word("view_of", owner=one.owner),
                is_shared=one.is_shared,
                may_change=one.may_change,
            )
            for one in found
        ]
        self.current = next((one.id for one in found if query and one.query == query), "")

    def _shown(self) -> CallFilters:
        return CallFilters.read(self.router.url.query_parameters)

    def _query(self) -> str:
        """What is shown, as an address says it: the calls, and neither how, from where on, nor the one beside it."""
        return self._shown().kept().address("")
