"""The state behind a preview: the steps of the booking page over terms and a face that are not saved.

It asks as the person who types, so only who may save it sees it. Nothing is kept for anybody, and nothing is booked.
"""

from datetime import datetime, timedelta
from typing import Any

import reflex as rx

from booking_page.address import Address
from booking_page.arrival import ArrivalState
from booking_page.preview.shades import Shade, shades
from console.scheduling import clock
from console.scheduling.errors import CallboardError, Invalid
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.rules.intervals import Interval
from console.scheduling.services import apps, presets, previews
from console.scheduling.services.apps import PublicApp
from console.scheduling.services.previews import Draft
from console.scheduling.services.slots import SlotQuery
from console.state import preset_terms
from console.state.acting import ActingState, ask
from console.state.gate import open_to
from console.state.preset_problems import label, problems_of
from console.state.presets import PresetsState

DEVICES = ("phone", "desktop")
THEMES = ("light", "dark")
_WEEK = timedelta(days=7)


@open_to("member")
class PreviewState(ArrivalState, ActingState, rx.State):
    """One booking page on trial."""

    device: str = "phone"
    theme: str = "light"
    behind: str = ""
    """Why what is shown is not what was typed last."""
    free_times: str = ""
    """How many starts customers have to choose from in the next seven days, in words."""
    shades: list[Shade] = []
    """How the accent does in each theme; none for Callboard's own."""
    other_day: str = ""
    kept_until: str = ""
    kept_now: str = ""
    busy: bool = False
    _draft: Draft | None = None

    @rx.event
    def begin(self):
        """Empty the frame: another preset will be shown."""
        self.step, self.behind, self.free_times, self._draft = "", "", "", None

    @rx.event
    async def show_terms(self, fields: dict[str, Any]):
        """Show the page by the terms in the form of a preset; what cannot be shown is said, and the page stays."""
        form = await self.get_state(PresetsState)
        offered = preset_terms.offered(fields, [agent.id for agent in form.agents])
        named = {"name": str(fields.get("name") or "") or word("preset_new"), "slug": "preview"}
        try:
            terms = preset_terms.typed(fields | named, form.questions)
            await self._try_on(Draft(terms, None if offered is None else tuple(offered)), await self._face())
        except CallboardError as refused:
            names = {agent.id: agent.name for agent in form.agents}
            problems = problems_of(refused, [names[each.agent_id] for each in offered or ()])
            told = [what if field == "form" else f"{word(label(field))}: {what}" for field, what in problems.items()]
            self.behind = told[0]

    @rx.event
    async def show_brand(self, fields: dict[str, Any]):
        """Show the page of the active preset with the logo and the accent in the form."""
        try:
            face = apps.branded(await self._face(), str(fields.get("logo", "")), str(fields.get("accent", "")))
            active = await ask(presets.active, face.id)
            view = await self._ask(presets.get, active.id)
            await self._try_on(Draft(view.terms, view.agents), face)
        except CallboardError as refused:
            problem = refused.problems[0] if isinstance(refused, Invalid) else None
            self.behind = said(problem.message if problem else refused.message)
            return
        self.shades = shades(face.accent) if face.accent else []

    @rx.event
    def show_on(self, device: str):
        """Show it as on a phone or on a desk."""
        if device in DEVICES:
            self.device = device

    @rx.event
    def show_in(self, theme: str):
        """Show it to who has a light or a dark screen."""
        if theme in THEMES:
            self.theme = theme

    @rx.event
    async def show_step(self, step: str):
        """Go to the times or to the form at once, as if the soonest time had been chosen."""
        if self.step not in ("time", "details") or step not in ("time", "details"):
            return
        if step == "details" and not self.start:
            self._choose(self.next_free.start)
        self.step = step

    @rx.event
    async def pick_agent(self, agent_id: str):
        """Choose one of the agents on the screen."""
        if agent_id in [card.id for card in self.agents]:
            self._name_agent(agent_id)
            self._forget_slots()
            self.step = "time"
            await self._open()

    @rx.event
    async def pick_duration(self, minutes: int):
        """Choose one of the lengths on offer."""
        if minutes in self.durations:
            self.duration = minutes
            self._forget_slots()
            await self._open()

    @rx.event
    def pick_start(self, start: str):
        """Choose a start, which is kept for nobody here, and go on to the form."""
        if self._choose(start):
            self.refusal, self.step = "", "details"

    @rx.event
    def back(self, step: str):
        """Go back to an earlier step."""
        if step == "time" or (step == "agent" and self.picks):
            self.step, self.refusal = step, ""

    @rx.event
    def book(self, form: dict[str, Any]):
        """Say that nothing is booked here."""
        self._keep_all(form)
        self.refusal = word("preview_books_nothing")

    @rx.event
    async def arrive(self):
        """Look again."""
        await self._open()

    @rx.event
    def stay(self):
        """Nothing: no time is kept."""

    async def _free_starts(self, within: Interval) -> list[datetime]:
        return await self._starts(within, self.duration, self.agent_id)

    async def _starts(self, within: Interval, minutes: int, agent_id: str) -> list[datetime]:
        if self._draft is None:
            return []
        query = SlotQuery(
            start=within.start, end=within.end, duration_minutes=minutes or None, agent_id=agent_id or None
        )
        return await self._ask(previews.starts, self._draft, query)

    async def _face(self) -> PublicApp:
        return apps.shown(await self._ask(apps.get))

    async def _try_on(self, draft: Draft, face: PublicApp) -> None:
        """Show this; who looks at the form goes on looking at it. Raises what the core raises."""
        preset = await self._ask(previews.public, draft)
        stood, chosen = self.step, self.start
        by_link = draft.terms.assignment_mode == "url_forced" and preset.agents
        self._address = Address(app_id=face.id, agent_id=preset.agents[0].agent_id if by_link else "")
        self._draft, self.is_known = draft, True
        self._forget_slots()
        self._set_zone(self._times_zone())
        self._greet(face)
        self._offer(preset, face)
        await self._open()
        if stood == "details" and self.step == "time" and not (chosen and self._choose(chosen)):
            self._choose(self.next_free.start)
        if stood == "details" and self.step == "time":
            self.step = "details"
        self.behind = self.refusal = ""

    async def _open(self) -> None:
        """Show the times, and count those of the week to come."""
        if self.step == "time":
            await self._open_picker(last_month=self._last_month)
        now = clock.now()
        week = (
            [] if self.step == "shut" else await self._starts(Interval(now, now + _WEEK), self.duration, self.agent_id)
        )
        self.free_times = word("preview_free_times", count=len(week))
