"""A person's own calendars: those that take time away, added by a secret address, and what others may see of them."""

from typing import Any, ClassVar

import reflex as rx

from console.scheduling import clock
from console.scheduling.actors import Surface
from console.scheduling.errors import CallboardError, NotAllowed, NotFound
from console.scheduling.messages.calendars import CalendarRow, calendar_row
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services import calendars
from console.state.acting import ActingState
from console.state.gate import open_to
from console.state.notice import NoticeState
from console.state.problems import problems_of


@open_to("member")
class CalendarsState(ActingState, rx.State):
    """The agent's own, on My schedules."""

    _surface: ClassVar[Surface] = "agent"

    rows: list[CalendarRow] = []
    may_add: bool = False
    is_adding: bool = False
    problems: dict[str, str] = {}
    """What is wrong with the form, by field; under `form` what is wrong with all of it."""
    chosen: CalendarRow = CalendarRow()
    """The one that is asked about before it is removed."""
    is_removing: bool = False

    @rx.event
    async def load(self):
        """Show the calendars, and whether the person may have any."""
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show them as they are now."""
        await self._fetch()

    @rx.event
    def set_adding(self, is_adding: bool):
        """Open an empty form, or close it."""
        self.is_adding, self.problems = is_adding, {}

    @rx.event
    async def add(self, form: dict[str, Any]):
        """Add the calendar of an address; it is read at once, and its row says what came of it."""
        try:
            await self._ask(calendars.add, str(form.get("url", "")), str(form.get("name", "")))
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return
        self.is_adding, self.problems = False, {}
        await self._fetch()

    @rx.event
    async def read_again(self, calendar_id: str):
        """Have it read now."""
        await self._ask(calendars.read_again, calendar_id)
        await self._fetch()

    @rx.event
    def ask_to_remove(self, calendar_id: str):
        """Ask before it is removed."""
        self.chosen = next((row for row in self.rows if row.id == calendar_id), CalendarRow())
        self.is_removing = self.chosen.id != ""

    @rx.event
    def set_removing(self, is_removing: bool):
        """Leave that question."""
        self.is_removing = is_removing

    @rx.event
    async def remove(self):
        """Remove the one that was asked about."""
        self.is_removing = False
        await self._ask(calendars.remove, self.chosen.id)
        await self._fetch()
        return NoticeState.show("success", word("calendar_removed"))

    async def _fetch(self) -> None:
        me = await self._actor()
        try:
            found = await self._ask(calendars.of_agent, me.id or "")
        except NotAllowed:
            self.rows, self.may_add = [], False
            return
        tz, now = zone(self._times_zone()), clock.now()
        self.rows, self.may_add = [calendar_row(one, tz, now) for one in found], True


@open_to("member")
class AgentCalendarsState(ActingState, rx.State):
    """An agent's calendars, as whoever may edit the agent's hours sees them: that they exist, and whether they work."""

    rows: list[CalendarRow] = []

    @rx.event
    async def show(self, agent_id: str):
        """Show this agent's calendars; nothing where one may not."""
        try:
            found = await self._ask(calendars.of_agent, agent_id)
        except (NotAllowed, NotFound):
            self.rows = []
            return
        tz, now = zone(self._times_zone()), clock.now()
        self.rows = [calendar_row(one, tz, now) for one in found]
