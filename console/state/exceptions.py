"""Exceptions to weekly hours over a year: blocked and extra time of one agent, shifts on dates, and closures of the app."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages import when
from console.scheduling.messages.words import word
from console.scheduling.rules import ranges
from console.scheduling.rules.zones import local_day, zone
from console.scheduling.services import impact, members, rosters, schedules, years
from console.scheduling.services.schedules import NewException
from console.state.acting import ActingState
from console.state.exception_rows import ExceptionRow, YearDay, city, exception_row, shift_row, year_day
from console.state.gate import open_to
from console.state.impact import Pending, weigh
from console.state.notice import NoticeState
from console.state.problems import problems_of

_MOST_SHIFTS = 7
"""Shifts of the days to come that are listed; the year shows them all."""


@open_to("member")
class ExceptionsState(ActingState, rx.State):
    """What is not over yet of the agent's exceptions and of the app's closures, and the form that adds one."""

    agent_id: str = ""
    of_agent: list[ExceptionRow] = []
    closures: list[ExceptionRow] = []
    shifts: list[ExceptionRow] = []
    more_shifts: int = 0
    """How many further ones there are in the next year."""
    agent_name: str = ""
    agent_city: str = ""
    app_city: str = ""

    whose: str = "agent"
    """Whose year is shown: `agent` or `app`."""
    year: int = 0
    today: str = ""
    marks: list[YearDay] = []
    first_day: int = 1
    """The day that a week begins with; 0 is Sunday."""
    locale: str = "en"
    first_chosen: str = ""
    last_chosen: str = ""
    """The days with which the form opens."""

    form: str = ""
    """`agent`, `app` or nothing: whose exception the form is about."""
    problems: dict[str, str] = {}
    """What is wrong with the form, by field; under `form` what is wrong with all of it."""
    chosen: ExceptionRow = ExceptionRow()
    """The one that is asked about before it is removed."""
    is_removing: bool = False
    _timezone: str = "UTC"

    @rx.event
    async def show(self, agent_id: str):
        """Show this agent's exceptions, and the app's."""
        everybody = await self._ask(members.agents)
        agent = next((one for one in everybody if one.id == agent_id), None)
        if agent is None:
            self.agent_id, self.of_agent, self.shifts, self.marks = "", [], [], []
            return
        self.agent_id, self.agent_name, self._timezone = agent.id, agent.name, agent.timezone
        self.agent_city, self.app_city = city(agent.timezone), city(self._membership().app_timezone)
        await self._fetch()

    @rx.event
    def open_form(self, whose: str):
        """Open an empty form for the agent (`agent`) or the whole app (`app`)."""
        self._open(whose)

    @rx.event
    def choose_days(self, first: str, last: str):
        """Open the form for these days of the year that is shown."""
        self._open(self.whose, first, last)

    @rx.event
    async def choose_whose(self, whose: str):
        """Show the year of the agent (`agent`) or of the whole app (`app`)."""
        self.whose = whose if whose in ("agent", "app") else "agent"
        await self._fetch_year()

    @rx.event
    async def turn_year(self, by: int):
        """Show an earlier or a later year."""
        before, self.year = self.year, self.year + by
        try:
            await self._fetch_year()
        except CallboardError as refused:
            self.year = before
            return NoticeState.show("info", refused.message)

    @rx.event
    def set_form_open(self, is_open: bool):
        """Close the form, as its cross and Esc ask."""
        if not is_open:
            self.form, self.problems = "", {}

    @rx.event
    async def add(self, form: dict[str, Any]):
        """Add what the form says; asks first when it blocks a time at which calls stand."""
        try:
            new = self._typed(form)
            found = await self._ask(impact.of_exception, new)
            is_asking = await weigh(
                self,
                Pending(
                    word("impact_block_title", count=len(found.calls)),
                    word("exception_add_act"),
                    word("impact_hint"),
                    change=schedules.add_exception,
                    arguments=(new,),
                    owner=ExceptionsState,
                ),
                found,
            )
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return None
        self.problems = {}
        return None if is_asking else await self._show_saved("exception_added")

    @rx.event
    async def saved(self):
        """Show what was saved in the dialog of the calls that it falls upon."""
        return await self._show_saved("exception_saved")

    @rx.event
    def ask_to_remove(self, exception_id: str):
        """Ask before the weekly hours hold again; of a shift, its date is its id."""
        listed = (*self.of_agent, *self.closures, *self.shifts)
        self.chosen = next((row for row in listed if row.id == exception_id), ExceptionRow())
        self.is_removing = bool(self.chosen.id)

    @rx.event
    def set_removing(self, is_open: bool):
        """Leave the question."""
        self.is_removing = is_open and self.is_removing

    @rx.event
    async def remove(self):
        """Remove the one that was asked about; asks again when calls stand in the extra time that goes."""
        self.is_removing = False
        if self.chosen.day:
            day = date.fromisoformat(self.chosen.day)
            change, arguments = rosters.clear, (self.agent_id, day, day)
            found = await self._ask(impact.of_clearing, *arguments)
        else:
            change, arguments = schedules.remove_exception, (self.chosen.id,)
            found = await self._ask(impact.of_removal, *arguments)
        is_asking = await weigh(
            self,
            Pending(
                word("impact_block_title", count=len(found.calls)),
                word("exception_remove_act"),
                word("impact_hint"),
                change=change,
                arguments=arguments,
                owner=ExceptionsState,
            ),
            found,
        )
        return None if is_asking else await self._show_saved("exception_removed")

    async def _show_saved(self, said: str) -> Any:
        self.form, self.problems = "", {}
        await self._fetch()
        return NoticeState.show("success", word(said))

    async def _fetch(self) -> None:
        now = clock.now()
        mine = await self._ask(schedules.list_exceptions, self.agent_id)
        everybodys = await self._ask(schedules.list_exceptions)
        self.of_agent = [exception_row(one, zone(self._timezone), now) for one in mine]
        self.closures = [exception_row(one, zone(self._membership().app_timezone), now) for one in everybodys]
        today = local_day(now, self._timezone)
        shifts = await self._ask(rosters.shifts_of, self.agent_id, today, today + timedelta(days=365))
        self.shifts = [shift_row(one, self._timezone) for one in shifts[:_MOST_SHIFTS]]
        self.more_shifts = max(0, len(shifts) - _MOST_SHIFTS)
        await self._fetch_year()

    async def _fetch_year(self) -> None:
        seen = await self._ask(years.look, self.agent_id if self.whose == "agent" else None, self.year or None)
        self._put(
            year=seen.year,
            today=seen.today.isoformat(),
            marks=[year_day(one) for one in seen.marks],
            first_day=(when.first_weekday() + 1) % 7,
            locale=when.browser_locale(),
        )

    def _open(self, whose: str, first: str = "", last: str = "") -> None:
        self.problems = {}
        self.first_chosen, self.last_chosen = first, last if last != first else ""
        self.form = whose if whose in ("agent", "app") else ""

    def _typed(self, form: dict[str, Any]) -> NewException:
        from_day, from_clock, to_day, to_clock = (
            str(form.get(name) or "") for name in ("from_day", "from_clock", "to_day", "to_clock")
        )
        start, end = ranges.typed(from_day, from_clock, to_day or from_day, to_clock, zone_name=self._zone().key)
        return NewException(
            kind="available_extra" if form.get("kind") == "available_extra" else "blocked",
            start_at=start,
            end_at=end,
            agent_id=self.agent_id if self.form == "agent" else None,
            note=str(form.get("note", "")),
        )

    def _zone(self) -> ZoneInfo:
        """The zone in which the form's times are meant."""
        return zone(self._timezone if self.form == "agent" else self._membership().app_timezone)
