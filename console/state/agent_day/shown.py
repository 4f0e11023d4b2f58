"""The day that is shown: whose, on the terms of which preset, and what stands on its strip."""

from datetime import date, datetime

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages import moments
from console.scheduling.messages.day_strip import DayStrip, day_strip
from console.scheduling.rules.zones import local_day, zone
from console.scheduling.services import agent_day
from console.scheduling.services.agent_day import AgentDay, DayQuestion
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
    problem: str = ""
    is_loaded: bool = False
    _wanted_day: str = ""
    """Empty: today, whenever that is."""
    _began: datetime | None = None
    """When the day that is shown began."""
    _timezone: str = "UTC"

    async def _fetch(self) -> None:
        question = DayQuestion(
            agent_id=self.agent_id,
            day=date_of(self._wanted_day),
            preset_id=self.preset_id or None,
            duration_minutes=int(self.duration) if self.duration.isdecimal() else None,
        )
        try:
            seen = await self._ask(agent_day.look, question)
        except CallboardError as refused:
            self.problem, self.is_loaded = refused.message, True
            return
        self._take(seen)

    def _take(self, seen: AgentDay) -> None:
        tz, now = zone(seen.agent.timezone), clock.now()
        self._timezone, self._began = tz.key, seen.layers.day.start
        self.day, self.is_today = seen.day.isoformat(), seen.day == local_day(now, tz.key)
        self.presets = [(preset.id, preset.name) for preset in seen.presets]
        lengths = sorted({*seen.preset.durations, seen.minutes})
        self.durations = [(str(minutes), moments.length(minutes)) for minutes in lengths]
        self.preset_id, self.duration = seen.preset.id, str(seen.minutes)
        self.strip = day_strip(seen.day, seen.layers, seen.customers, tz, now, whole=self.is_whole)
        self.problem, self.is_loaded = "", True


def date_of(text: str) -> date | None:
    """The date that was typed; None for what is none."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
