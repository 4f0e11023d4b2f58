"""The calendar of many agents: the calls that the filters ask for, on days, on a week, or in a row for each agent."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.messages import when
from console.scheduling.messages.calendar_entries import CalendarEntry, CalendarRow
from console.scheduling.services import booking_views
from console.state import drawn_calendar, live, sharing
from console.state.call_drawer import MasterDrawerState
from console.state.call_filters import CallFilters
from console.state.drawn_calendar import DrawnCalendar, day_of
from console.state.filtered_calls import FilteredCallsState
from console.state.gate import open_to
from console.state.live import Sight
from console.state.times import TimesState

_DRAWN = {
    "day": "timeGridDay",
    "week": "timeGridWeek",
    "agents": "resourceTimelineDay",
    "agents-week": "resourceTimelineWeek",
}
"""What the component calls each view."""


@open_to("member")
class TeamCalendarState(FilteredCallsState, TimesState, rx.State):
    """What stands on the calendar. The zone is the one in which this person reads times."""

    view: str = "agents"
    drawn_as: str = "resourceTimelineDay"
    day: str = ""
    """The chosen day, `YYYY-MM-DD`: the one that is shown, or one of the week."""
    title: str = ""
    is_today: bool = True
    entries: list[CalendarEntry] = []
    resources: list[CalendarRow] = []
    offset: str = "+00:00"
    locale: str = "en-GB"
    first_hour: int = 8
    last_hour: int = 18
    scroll_hour: int = 8
    first_day: int = 1
    """With which day a week begins where the reader is; 0 is Sunday."""
    told: str = ""
    rows_told: str = ""
    is_last: bool = True
    free_told: str = ""
    zone_told: str = ""
    is_loaded: bool = False
    problem: str = ""
    may_book: bool = False

    @rx.event
    async def load(self):
        """Show what the address asks for. A drawer that opens or closes beside it changes nothing of that."""
        before, self.filters = self.filters, CallFilters.read(self.router.url.query_parameters)
        live.watch(self, TeamCalendarState.refresh, "booking", "schedule", sight=self._sight())
        self.is_narrowed = replace(self.filters, span="all").is_narrowed
        self._tell_ways()
        if self.is_loaded and before != self.filters and replace(before, call=self.filters.call) == self.filters:
            return
        self.may_book = booking_views.may_book(await self._actor())
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show it as it is now."""
        await self._fetch(is_live=True)

    @rx.event
    def turn_days(self, days: int):
        """So many days on, or back."""
        day = day_of(self.day)
        return self._to((day + timedelta(days=days)).isoformat()) if day else None

    @rx.event
    def go_to(self, day: str):
        """To this day."""
        return self._to(day) if day_of(day) else None

    @rx.event
    def go_today(self):
        """To the day that it is, whenever that is."""
        return self._to("")

    @rx.event
    def ask_free(self, at: str):
        """Ask who is free at `HH:MM` of the day; nothing more for an empty one."""
        return self._go(self.filters.narrowed(at=at[:5], day=self.day), replace=True)

    @rx.event
    def press(self, entry_id: str, kind: str):
        """Open what was pressed: a call beside the calendar, or the agents of the hour that has several."""
        match kind:
            case "call":
                return MasterDrawerState.open_call(entry_id)
            case "several":
                day = next((entry.start[:10] for entry in self.entries if entry.id == entry_id), self.day)
                return self._go(self.filters.narrowed(view="agents", day=day))

    def _to(self, day: str):
        return self._go(self.filters.narrowed(day=day, page=self.filters.page))

    def _sight(self) -> Sight:
        return Sight(frozenset(self.filters.agents) or None)

    async def _fetch(self, *, is_live: bool = False) -> None:
        """Ask for the calendar, and keep what stands when the core cannot answer."""
        view = self.filters.view or "agents"
        me, own, filters = await self._actor(), self._times_zone(), replace(self.filters, call="")
        question = ("calendar", booking_views.sight(me), booking_views.may_book(me), filters, view, own)
        read = partial(drawn_calendar.read, me, filters, view, own)
        try:
            drawn = await sharing.answer(self._app_id(), question, read, anew=not is_live)
        except CallboardError as refused:
            self._put(problem=refused.message, is_loaded=True)
        else:
            self._take(drawn, view)

    def _take(self, drawn: DrawnCalendar, view: str) -> None:
        self._put(view=view, drawn_as=_DRAWN[view], locale=when.browser_locale(), zone_told=self._own_zone_told())
        self._put(**{name: getattr(drawn, name) for name in DrawnCalendar.__dataclass_fields__})
        self._put(problem="", is_loaded=True)
