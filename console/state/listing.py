"""What the pages share that list things of the app: the rows, and the dialogs about one of them."""

from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError
from console.state.reading import ReadingState


class ListingState(ReadingState, mixin=True):
    """A table, a form and a question over it.

    The page's own state declares `rows`, each with an `id`, and the `chosen` one; its `_read` says where they come from.
    """

    rows: list[Any] = []
    chosen: Any = None
    """The row that the open dialog is about."""

    form: str = ""
    """Which form is open: `edit`, another of the page's own, or none."""
    problems: dict[str, str] = {}
    """What is wrong with the form, by field; under `form` what is wrong with all of it."""
    is_asking: bool = False
    """Whether the page asks before it does to the chosen one what cannot be undone."""

    @rx.event
    async def refresh(self):
        """Show the rows as they are now."""
        await self._fetch()

    @rx.event
    def open_edit(self, row_id: str):
        """Open the form with what this one is."""
        self._choose(row_id)
        self.form = "edit" if self.chosen.id else ""

    @rx.event
    def set_form_open(self, is_open: bool):
        """Close the form, as its cross and Esc ask."""
        if not is_open:
            self.form = ""

    @rx.event
    def ask_first(self, row_id: str):
        """Ask whether this one is meant."""
        self._choose(row_id)
        self.is_asking = bool(self.chosen.id)

    @rx.event
    def set_asking(self, is_open: bool):
        """Leave the question."""
        self.is_asking = is_open and self.is_asking

    async def _fetch(self) -> None:
        try:
            self.rows = await self._read()
        except CallboardError as refused:
            self._not_read(refused)
            if self.refusal:
                self.rows = []
        else:
            self._was_read()

    async def _read(self) -> list[Any]:
        """The rows as they are now. Raises what the core raises."""
        raise NotImplementedError

    def _choose(self, row_id: str) -> None:
        """Choose this row, or none when it is gone."""
        none = self.chosen.__class__  # type() would name the proxy through which Reflex watches a var
        self.chosen = next((row for row in self.rows if row.id == row_id), none())
        self.problems = {}
