"""Editing the booking in the drawer: the engine answers as one types, and nobody's change is written over unseen.

What is typed is a draft. As the booking changes under it, untouched fields follow, and a field that both changed is
shown in both versions until one is chosen; until then the draft stands on the version it began with, which the core
refuses to save.
"""

from datetime import datetime
from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError, Invalid, StaleVersion
from console.scheduling.messages import edit_form
from console.scheduling.messages.edit_form import TwoVersions
from console.scheduling.messages.instants import iso
from console.scheduling.messages.refusals import Verdict, sentences
from console.scheduling.messages.words import word
from console.scheduling.rules import edits, limits, zones
from console.scheduling.services import bookings
from console.scheduling.services.booking_views import BookingDetail
from console.scheduling.services.slots import SlotQuery
from console.state.call_drawer import drafts
from console.state.call_drawer.acts import CallActsState


class CallEditState(CallActsState, mixin=True):
    """The form in the place of the facts, under the panel `update`."""

    draft: dict[str, str] = {}
    """The fields as typed, by their names in `edit_form.LABELS`; `start` but for day and clock, which are typed apart."""
    problems: dict[str, str] = {}
    """A sentence for each field that cannot be taken as it is."""
    versions: list[TwoVersions] = []
    """The fields that somebody else changed to something else meanwhile."""
    saved_by: str = ""
    """Who did."""
    agents: list[tuple[str, str]] = []
    languages: list[tuple[str, str]] = []
    is_saving: bool = False
    _base: dict[str, str] = {}
    """The form as it was before anything was typed, or as the other's version has made it since."""
    _theirs: dict[str, str] = {}
    """The form as the booking is now."""
    _accounted: int = 0
    """The booking's version that the draft takes into account."""
    _starts_at: datetime | None = None
    _typed_in: str = "UTC"
    """The zone on whose clock the time is typed."""

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
    async def settle(self, field: str, is_mine: bool):
        """Let one version of a field stand that both changed; of all of them where `field` is empty."""
        typed, settled = self._typed(), [each.field for each in self.versions if field in ("", each.field)]
        for name in settled:
            self._base = {**self._base, name: self._theirs[name]}
            typed[name] = typed[name] if is_mine else self._theirs[name]
        self.versions = [each for each in self.versions if each.field not in settled]
        if not self.versions:
            self._accounted, self.refusal = self.sheet.version, ""
        await self._show_typed(typed)

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
            self.refusal = wrong.message
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
        if self.panel != "update":
            return
        if "reassign" in self.sheet.acts:
            await self._find_candidates()
        own = self.sheet.row
        self.agents = [(own.agent_id, own.agent), *((one.id, one.name) for one in self.candidates)]
        self.languages = edit_form.languages(self._theirs["guest_language"])
        if not self.draft:  # else it was left a moment ago for another act
            self._base, self.draft = dict(self._theirs), dict(self._theirs)
            self._accounted = self.sheet.version
        self.is_typed = True
        await self._bring_together(self.draft)

    async def _take(self, known: BookingDetail) -> None:
        await super()._take(known)
        booking, tz = known.call.booking, self._zone_of(known.call)
        self._theirs, self._starts_at = edit_form.as_typed(booking, tz), booking.scheduled_at
        self._typed_in = tz.key
        if self.panel == "update":
            await self._bring_together(self._typed())

    async def _bring_together(self, typed: dict[str, str]) -> None:
        """Bring what was typed and what the booking has become since together."""
        merged = edits.merge(self._base, typed, self._theirs)
        names = dict(self.agents) | {self.sheet.row.agent_id: self.sheet.row.agent}
        self.versions = edit_form.side_by_side(merged.clashes, typed, self._theirs, names)
        self.saved_by = self.news.lines[-1].who if self.news.lines else word("somebody")
        self._base = {**self._theirs, **{field: self._base[field] for field in merged.clashes}}
        if not merged.clashes:
            self._accounted = self.sheet.version
        refusal = self.refusal
        self._set_zone(self._typed_in)
        await self._show_typed(merged.fields)
        self.refusal = refusal

    async def _show_typed(self, typed: dict[str, str]) -> None:
        self.draft = typed
        self.typed_day, _, self.typed_clock = typed["start"].partition(" ")
        if typed["start"] == self._theirs["start"] and self._starts_at:  # of an hour that comes twice, the right one
            self.start, self._taken = iso(self._starts_at), (self.typed_day, self.typed_clock)
        await self._judge()

    async def _judge(self) -> None:
        if self.panel != "update" or self._asks_the_engine():
            await super()._judge()
        else:
            self.verdict, self.alternatives, self.day_address = Verdict(), [], ""

    def _asks_the_engine(self) -> bool:
        typed = self._typed()
        return any(typed[name] != self._theirs[name] for name in ("start", "minutes", "agent_id"))

    def _query(self, start: datetime, end: datetime) -> SlotQuery:
        asked = super()._query(start, end)
        return drafts.asked(asked, self.draft) if self.panel == "update" and self.draft else asked

    def _typed(self) -> dict[str, str]:
        return {**self.draft, "start": f"{self.typed_day} {self.typed_clock}"}

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

    def _fold(self) -> None:
        if self.panel == "update" and self.draft:
            self.draft = self._typed()
        super()._fold()

    def _leave_call(self) -> None:
        super()._leave_call()
        self._drop_draft()

    def _drop_draft(self) -> None:
        self.draft, self.problems, self.versions = {}, {}, []
