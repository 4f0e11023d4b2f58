"""The agent's own week as a calendar: which week, what stands in it, and what a press on an entry opens."""

from datetime import date, timedelta
from typing import ClassVar

import reflex as rx

from console.scheduling import clock
from console.scheduling.actors import Surface
from console.scheduling.errors import CallboardError
from console.scheduling.messages import agent_week as messages
from console.scheduling.messages import when
from console.scheduling.messages.agent_week import WeekDay
from console.scheduling.messages.calendar_entries import CalendarEntry
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import local_day, zone
from console.scheduling.services import agent_week
from console.scheduling.services.agent_week import AgentWeek, WeekQuestion
from console.state.acting import ActingState
from console.state.call_drawer import MyDrawerState
from console.state.dnd_form import DndFormState
from console.state.gate import open_to


@open_to("member")
class AgentWeekState(ActingState, rx.State):
    """The week is one of the zone in which this person reads times; a phone shows one day of it, the chosen one."""

    _surface: ClassVar[Surface] = "agent"

    is_shown: bool = False
    """Whether the week stands in the place of the list."""
    is_loaded: bool = False
    entries: list[CalendarEntry] = []
    days: list[WeekDay] = []
    day: str = ""
    """The chosen day, `YYYY-MM-DD`."""
    title: str = ""
    zone_told: str = ""
    offset: str = "+00:00"
    first_day: int = 1
    """With which day a week begins where the reader is; 0 is Sunday."""
    locale: str = "en-GB"
    first_hour: int = 8
    last_hour: int = 18
    scroll_hour: int = 8
    is_today_chosen: bool = True
    """Whether the day that is shown is the one that it is."""
    problem: str = ""
    _wanted_day: str = ""
    """Empty: today, whenever that is."""

    @rx.event
    async def load(self):
        """Show the week where the address asks for it, or where it was shown before."""
        self.is_shown = self.is_shown or self.router.url.query_parameters.get("view") == "week"
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show it as it is now."""
        await self._fetch()

    @rx.event
    async def show(self, is_shown: bool):
        """The week, or else the list."""
        self.is_shown = is_shown
        await self._fetch()

    @rx.event
    async def turn(self, days: int):
        """So many days on, or back."""
        if (day := _date(self.day)) is not None:
            self._wanted_day = (day + timedelta(days=days)).isoformat()
            await self._fetch()

    @rx.event
    async def go_to(self, day: str):
        """To one of the days."""
        if _date(day) is not None:
            self._wanted_day = day
            await self._fetch()

    @rx.event
    async def go_today(self):
        """To the day that it is."""
        self._wanted_day = ""
        await self._fetch()

    @rx.event
    def press(self, entry_id: str, kind: str):
        """Open what was pressed: a call beside the week, a do-not-disturb time to be changed."""
        match kind:
            case "call":
                return MyDrawerState.open_call(entry_id)
            case "dnd":
                return DndFormState.edit(entry_id)

    async def _fetch(self) -> None:
        if not self.is_shown:
            return
        timezone = self._times_zone()
        asked = WeekQuestion(timezone=timezone, day=_date(self._wanted_day), first_weekday=when.first_weekday())
        try:
            self._take(await self._ask(agent_week.look, asked))
        except CallboardError as refused:
            self.problem = refused.message
        self.is_loaded = True

    def _take(self, week: AgentWeek) -> None:
        tz, now = zone(week.timezone), clock.now()
        today = local_day(now, tz.key)
        self.entries = messages.entries(week, tz, now)
        self.days = messages.week_days(week.first, self.entries, today)
        self.day, self.title = self._wanted_day or today.isoformat(), messages.week_told(week.first)
        self.is_today_chosen = self.day == today.isoformat()
        self.zone_told, self.offset = word("zone_told", city=when.city(tz)), when.utc_offset(now, tz)
        self.first_hour, self.last_hour = messages.hours_shown(week, tz)
        self.scroll_hour = messages.first_hour(week, tz, now)
        self.first_day, self.locale = (week.first.weekday() + 1) % 7, when.browser_locale()
        self.problem = ""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
