"""What this person types about the booking, and what others make of it meanwhile: nobody is written over unseen.

What is typed is a draft. As the booking changes under it, untouched fields follow, and a field that both changed is
shown in both versions until one is chosen; until then the draft stands on the version it began with, which the core
refuses to save.
"""

from datetime import datetime

import reflex as rx

from console.scheduling.messages import edit_form
from console.scheduling.messages.edit_form import TwoVersions
from console.scheduling.messages.instants import iso
from console.scheduling.messages.refusals import Verdict
from console.scheduling.messages.words import word
from console.scheduling.rules import edits
from console.scheduling.services.booking_views import BookingDetail
from console.scheduling.services.slots import SlotQuery
from console.state.call_drawer import drafts
from console.state.call_drawer.acts import CallActsState


class CallVersionsState(CallActsState, mixin=True):
    """The draft, and what became of the booking since it was begun."""

    draft: dict[str, str] = {}
    """The fields as typed, by their names in `edit_form.LABELS`; `start` but for day and clock, which are typed apart."""
    versions: list[TwoVersions] = []
    """The fields that somebody else changed to something else meanwhile."""
    saved_by: str = ""
    """Who did."""
    agents: list[tuple[str, str]] = []
    """Who may be chosen, by id and name."""
    _base: dict[str, str] = {}
    """The form as it was before anything was typed, or as the other's version has made it since."""
    _theirs: dict[str, str] = {}
    """The form as the booking is now."""
    _accounted: int = 0
    """The booking's version that the draft takes into account."""
    _unsaved: dict[str, tuple[dict[str, str], dict[str, str], int]] = {}
    """Drafts that were left for another booking, each with its base and version, by booking."""
    _starts_at: datetime | None = None
    _typed_in: str = "UTC"
    """The zone on whose clock the time is typed."""

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

    async def _begin(self) -> None:
        """Begin a draft of the booking as it is, or go on with the one that was left for another act."""
        if not self.draft:
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

    def _fold(self) -> None:
        if self.panel == "update" and self.draft:
            self.draft = self._typed()
        super()._fold()

    def _leave_call(self) -> None:
        super()._leave_call()
        if self.draft and self.draft != self._base:
            self._unsaved = {**self._unsaved, self.sheet.row.id: (self.draft, self._base, self._accounted)}
        self._drop_draft()

    def _enter_call(self, booking_id: str) -> None:
        super()._enter_call(booking_id)
        self.draft, self._base, self._accounted = self._unsaved.pop(booking_id, ({}, {}, 0))

    def _drop_draft(self) -> None:
        self.draft, self.versions = {}, []
