"""Editing the booking in the drawer: the engine answers as one types, and all that differs is saved at once."""

from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError, Invalid, StaleVersion
from console.scheduling.messages import edit_form
from console.scheduling.messages.refusals import Verdict, sentences
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.rules import limits, zones
from console.scheduling.services import bookings
from console.state.call_drawer import drafts
from console.state.call_drawer.versions import CallVersionsState


class CallEditState(CallVersionsState, mixin=True):
    """The form in the place of the facts, under the panel `update`."""

    problems: dict[str, str] = {}
    """A sentence for each field that cannot be taken as it is."""
    languages: list[tuple[str, str]] = []
    is_saving: bool = False

    @rx.event
    async def type_field(self, field: str, typed: str):
        """Keep a field while it is typed, and say at once what is wrong with it."""
        if field not in self.draft or field == "start" or len(typed) > limits.NOTES_LENGTH:
            return
        if field == "guest_timezone" and typed and typed not in zones.names():
            return
        self.draft = {**self.draft, field: typed}
        self.problems = drafts.checked(self.draft, field, self.problems)
        if field in ("minutes", "agent_id"):
            await self._judge()

    @rx.event
    def stop_editing(self):
        """Leave the form, and what was typed with it."""
        self._drop_draft()
        self._fold()
        return rx.set_focus("act-update")

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Save what differs, all or nothing; or say why not, and keep what was typed."""
        if self.panel != "update" or self.is_saving:  # the second click of a double one
            return
        self._take_form(form)
        try:
            wanted = self._wanted(form)
        except Invalid as wrong:
            self.refusal = said(wrong.message)
            return
        self.is_saving = True
        yield
        try:
            if wanted:
                await self._ask(bookings.change, self.sheet.row.id, wanted)
        except CallboardError as refused:
            await self._fetch(self.sheet.row.id)
            self._say_why_not(refused)
        else:
            self._drop_draft()
            self._fold()
            self._seen_event = ""
            await self._fetch(self.sheet.row.id)
            yield rx.set_focus("act-update")
        finally:
            self.is_saving = False

    async def _unfold(self) -> None:
        await super()._unfold()
        if self.panel == "update":
            if "reassign" in self.sheet.acts:
                await self._find_candidates()
            own = self.sheet.row
            self.agents = [(own.agent_id, own.agent), *((one.id, one.name) for one in self.candidates)]
            self.languages = edit_form.languages(self._theirs["guest_language"])
            await self._begin()

    def _take_form(self, form: dict[str, Any]) -> None:
        """What was submitted may be newer than the last pause in the typing; fields that the form lacks stay."""
        known = {name: str(form[name])[: limits.NOTES_LENGTH] for name in self.draft if form.get(name) is not None}
        self.draft = {**self.draft, **known}
        self.typed_day, self.typed_clock = form.get("day", self.typed_day), form.get("clock", self.typed_clock)

    def _wanted(self, form: dict[str, Any]) -> bookings.BookingChange | None:
        """What differs from the booking, to be saved; None when nothing does. Raises Invalid."""
        typed = self._typed()
        different = {name: value for name, value in typed.items() if value != self._theirs[name]}
        if not different:
            return None
        return drafts.change(
            different,
            start=self._wanted_start({}) if "start" in different else None,
            zone=typed["guest_timezone"] or self.zone,
            reason=str(form.get("reason") or "") or None,
            respect_working_hours=not (self._asks_the_engine() and form.get("set_aside")),
            expected_version=self._accounted,
        )

    def _say_why_not(self, refused: CallboardError) -> None:
        if isinstance(refused, StaleVersion):
            self.refusal = word("edit_stale")
        elif isinstance(refused, Invalid):
            self.problems = drafts.problems(refused)
            self.refusal = "" if self.problems else refused.message
        else:
            self.refusal, self.verdict = sentences(refused), Verdict()  # the refusal has the word now

    def _drop_draft(self) -> None:
        self.problems = {}
        super()._drop_draft()
