"""The day that is shown: whose, on the terms of which preset, and what stands on its strip."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from console.scheduling import clock
from console.scheduling.errors import CallboardError, Invalid
from console.scheduling.messages import moments
from console.scheduling.messages.day_strip import DayStrip, day_strip
from console.scheduling.messages.words import word
from console.scheduling.rules.hours import WindowInput
from console.scheduling.rules.zones import local_day, zone
from console.scheduling.services import agent_day, slot_calendar
from console.scheduling.services.agent_day import AgentDay, DayQuestion
from console.scheduling.services.slot_calendar import SlotGroup
from console.state.acting import ActingState


class ShownDayState(ActingState, mixin=True):
    """One day of an agent's own calendar."""

    agent_id: str = ""
    strip: DayStrip = DayStrip()
    day: str = ""
    """`YYYY-MM-DD`."""
    is_today: bool = False
    is_whole: bool = False
    """Whether the hours at which nothing is are shown too."""
    presets: list[tuple[str, str]] = []
    preset_id: str = ""
    durations: list[tuple[str, str]] = []
    duration: str = ""
    starts: list[SlotGroup] = []
    """What the booking page offers on this day."""
    starts_told: str = ""
    """How many that is, and how many it is with the hours as they are saved, if these are others."""
    has_unsaved: bool = False
    """Whether the agent's hours are being edited."""
    is_as_saved: bool = False
    """Whether the day is shown with the hours as they are saved all the same."""
    is_unreadable: bool = False
    """Whether it is, because the others are only half typed, or wrong."""
    problem: str = ""
    is_loaded: bool = False
    _wanted_day: str = ""
    """Empty: today, whenever that is."""
    _began: datetime | None = None
    """When the day that is shown began."""
    _timezone: str = "UTC"
    _unsaved: tuple[WindowInput, ...] | None = None
    """The weekly hours that are being edited."""

    def _try(self, windows: Sequence[WindowInput] | None) -> None:
        """From now on show the days with these hours, which are not saved yet; with None as they are."""
        self._unsaved = None if windows is None else tuple(windows)
        self.has_unsaved = windows is not None
        self.is_as_saved = self.is_as_saved and self.has_unsaved

    async def _fetch(self) -> None:
        question = DayQuestion(
            agent_id=self.agent_id,
            day=date_of(self._wanted_day),
            preset_id=self.preset_id or None,
            duration_minutes=int(self.duration) if self.duration.isdecimal() else None,
            windows=None if self.is_as_saved else self._unsaved,
        )
        try:
            seen = await self._look_with_unsaved(question)
        except CallboardError as refused:
            self.problem, self.is_loaded = refused.message, True
            return
        self._take(seen)

    def _supposed(self) -> tuple[WindowInput, ...] | None:
        """The hours with which the day is shown; None: those that are saved."""
        return None if self.is_as_saved or self.is_unreadable else self._unsaved

    async def _look_with_unsaved(self, question: DayQuestion) -> AgentDay:
        """The day as asked for, or as it is saved where the hours that are being edited cannot be read."""
        self.is_unreadable = False
        try:
            return await self._ask(agent_day.look, question)
        except Invalid as refused:
            if not all(problem.field.startswith("working_hours") for problem in refused.problems):
                raise
        self.is_unreadable = True
        return await self._ask(agent_day.look, replace(question, windows=None))

    def _take(self, seen: AgentDay) -> None:
        tz, now = zone(seen.agent.timezone), clock.now()
        self._timezone, self._began = tz.key, seen.layers.day.start
        self.day, self.is_today = seen.day.isoformat(), seen.day == local_day(now, tz.key)
        self.presets = [(preset.id, preset.name) for preset in seen.presets]
        lengths = sorted({*seen.preset.durations, seen.minutes})
        self.durations = [(str(minutes), moments.length(minutes)) for minutes in lengths]
        self.preset_id, self.duration = seen.preset.id, str(seen.minutes)
        self.strip = day_strip(seen.day, seen.layers, seen.customers, tz, now, whole=self.is_whole)
        name = "starts_of_day" if len(seen.starts) == seen.starts_now else "starts_instead"
        told = word(name, count=len(seen.starts), before=seen.starts_now)
        self._put(starts=slot_calendar.day_rows(seen.starts, tz.key), starts_told=told)
        self.problem, self.is_loaded = "", True


def date_of(text: str) -> date | None:
    """The date that was typed; None for what is none."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
