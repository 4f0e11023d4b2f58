"""The presets as cards: which are shown, and what can be done to one without its form."""

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.messages.words import word
from console.scheduling.services import presets
from console.state.notice import NoticeState
from console.state.preset_rows import PresetRow, preset_row
from console.state.reading import ReadingState

_LONGEST = 100


class PresetListState(ReadingState, mixin=True):
    """The cards, and the question before one is put away."""

    rows: list[PresetRow] = []
    shown: list[PresetRow] = []
    """Those that fit what is searched for."""
    searched: str = ""
    is_asking: bool = False
    asked_of: PresetRow = PresetRow()
    """The preset that may be put away."""

    @rx.event
    def search(self, typed: str):
        """Show the presets whose name, short name or lengths have this in them."""
        self.searched = typed[:_LONGEST]
        self._narrow()

    @rx.event
    async def activate(self, preset_id: str):
        """Make this the preset that is used when none is named."""
        await self._ask(presets.activate, preset_id)
        await self._fetch()
        yield NoticeState.show("success", word("preset_activated"))

    @rx.event
    async def move(self, preset_id: str, by: int):
        """Move a card one place on (1) or back (-1)."""
        await self._ask(presets.move, preset_id, 1 if by > 0 else -1)
        await self._fetch()

    @rx.event
    def ask_to_archive(self, preset_id: str):
        """Ask whether this one is meant."""
        self.asked_of = next((row for row in self.rows if row.id == preset_id), PresetRow())
        self.is_asking = bool(self.asked_of.id)

    @rx.event
    def set_asking(self, is_open: bool):
        """Leave the question."""
        self.is_asking = is_open and self.is_asking

    @rx.event
    async def archive(self):
        """Put away the preset that was asked about."""
        self.is_asking = False
        await self._ask(presets.archive, self.asked_of.id)
        await self._fetch()
        yield NoticeState.show("success", word("preset_archived", name=self.asked_of.name))

    async def _fetch(self) -> None:
        try:
            listed = await self._ask(presets.list_presets)
        except CallboardError as refused:
            self._not_read(refused)
            if self.refusal:
                self.rows = self.shown = []
            return
        self.rows = [preset_row(view) for view in listed]
        self._narrow()
        self._was_read()

    def _narrow(self) -> None:
        wanted = self.searched.casefold().split()
        self.shown = [row for row in self.rows if all(part in row.haystack for part in wanted)]
