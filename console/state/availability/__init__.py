"""The availability page: whose it is, and the agent's weekly hours, edited window by window and saved together."""

from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError, Invalid, NotAllowed
from console.scheduling.messages import when
from console.scheduling.messages.week_grid import days_told
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services import impact, members, schedules, weeks
from console.scheduling.services.members import AgentView
from console.state import live
from console.state.agent_day import AgentDayState
from console.state.availability.painting import PaintingState
from console.state.availability.week import WEEK, WindowRow
from console.state.calendars import AgentCalendarsState
from console.state.exceptions import ExceptionsState
from console.state.gate import open_to
from console.state.impact import Pending, weigh
from console.state.notice import NoticeState

__all__ = ["WEEK", "AvailabilityState", "WindowRow"]


@open_to("member")
class AvailabilityState(PaintingState, rx.State):
    """The chosen agent and their week, which is not saved before they say so."""

    agents: list[tuple[str, str]] = []
    """Those whose day may be seen: id and name."""
    agent_id: str = ""
    agent_name: str = ""
    agent_city: str = ""
    locale: str = "en-GB"
    """As the browser knows the reader's."""
    heads: list[str] = []
    """The short names of the weekdays, from Monday on."""
    may_edit: bool = False
    """Whether the chosen agent's hours may be edited."""
    _came_by: tuple[str, str] = ("", "")
    """The app, and the agent if any, that the address named last."""

    @rx.event
    async def load(self):
        """Show the agent that the address names, else the one looked at last, else the first; from now on as they are.

        A connection that comes back brings back what is not saved yet.
        """
        live.watch(self, AvailabilityState.refresh, "schedule", "settings", "booking")
        linked = self.router.url.query_parameters.get("agent", "")
        if (self._app_id(), linked) != self._came_by:  # followed once: afterwards whoever was chosen is shown
            self._came_by, self.agent_id = (self._app_id(), linked), linked or self.agent_id
            self.is_changed = False
        return await self._show_again()

    @rx.event
    async def refresh(self):
        """Show them as they are now, but never over what is being typed."""
        return await self._show_again()

    @rx.event
    async def choose_agent(self, agent_id: str):
        """Show another agent; unsaved changes are kept instead."""
        return None if self.is_changed else await self._show(agent_id)

    @rx.event
    async def discard(self):
        """Back to what is saved."""
        self.is_changed = False
        return await self._show(self.agent_id)

    @rx.event
    async def save(self):
        """Make these the agent's hours; asks first when calls fall out, and a refusal keeps all that was typed."""
        windows = self._typed_windows()
        try:
            found = await self._ask(impact.of_hours, self.agent_id, windows)
            is_asking = await weigh(
                self,
                Pending(
                    word("impact_hours_title", count=len(found.calls)),
                    word("save_hours"),
                    word("impact_hint"),
                    change=schedules.set_hours,
                    arguments=(self.agent_id, windows),
                    owner=AvailabilityState,
                ),
                found,
            )
        except Invalid as refused:
            self._say(refused.problems)
            return None
        return None if is_asking else await self._show_saved()

    @rx.event
    async def saved(self):
        """Show the hours that were saved in the dialog of the calls outside them."""
        return await self._show_saved()

    async def _show_again(self) -> Any:
        if self.is_changed:
            return [*_beside(self.agent_id), AgentDayState.refresh]
        return await self._show(self.agent_id)

    async def _show_saved(self) -> Any:
        self.is_changed = False
        await self._show(self.agent_id)
        return NoticeState.show("success", word("hours_saved", name=self.agent_name))

    async def _show(self, agent_id: str) -> Any:
        """Fetch an agent's week, if it may be edited; gives the events that show the day above and the rest below."""
        try:
            listed = await self._ask(members.whose_day)
            agent = next((one for one in listed if one.id == agent_id), _first(listed))
            self.may_edit = agent.id in await self._editable()
            windows = await self._ask(schedules.hours_of, agent.id) if self.may_edit else []
            customers = await self._ask(weeks.customer_zones, agent.id) if self.may_edit else []
        except CallboardError as refused:
            self._not_read(refused)
            if self.refusal:
                self.agents, self.windows = [], []
            return None
        self.agents = [(one.id, one.name) for one in listed]
        self.agent_id, self.agent_name, self._timezone = agent.id, agent.name, agent.timezone
        self.agent_city = when.city(zone(agent.timezone))
        self._put(locale=when.browser_locale(), heads=[days_told([weekday]) for weekday in range(7)])
        app_timezone = self._membership().app_timezone
        self._seen_from = tuple(dict.fromkeys((agent.timezone, app_timezone, self._times_zone(), *customers)))
        await self._lay_out(windows, agent.timezone, app_timezone)
        self._was_read()
        shown = [AgentDayState.show(agent.id)]
        return [*shown, *_beside(agent.id)] if self.may_edit else shown

    async def _editable(self) -> list[str]:
        """The agents whose hours may be edited."""
        try:
            return [agent.id for agent in await self._ask(members.whose_hours)]
        except NotAllowed:
            return []


def _beside(agent_id: str) -> list[Any]:
    """What shows an agent's exceptions and calendars."""
    return [ExceptionsState.show(agent_id), AgentCalendarsState.show(agent_id)]


def _first(listed: list[AgentView]) -> AgentView:
    """Who is shown first: somebody who takes calls, if anybody does."""
    return next((one for one in listed if one.takes_calls), listed[0])
