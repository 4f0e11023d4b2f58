"""Who is ill today, away until a date, or swaps a day's calls with a colleague: each opens the plan for the calls at hand."""

from datetime import datetime, timedelta
from typing import Any

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages import moments
from console.scheduling.messages.words import word
from console.scheduling.rules import ranges
from console.scheduling.rules.zones import local_day, zone
from console.scheduling.services import impact, members, schedules
from console.scheduling.services.members import AgentView
from console.scheduling.services.schedules import NewException
from console.state.acting import ActingState
from console.state.gate import open_to
from console.state.impact import ImpactState, Pending
from console.state.notice import NoticeState
from console.state.problems import problems_of

_GIVEN = ("keep", "reassign")


@open_to("member")
class AwayState(ActingState, rx.State):
    """The little forms before the plan: until when, and with whom."""

    form: str = ""
    """`until`, `swap` or nothing."""
    agent_name: str = ""
    today: str = ""
    """The agent's own date, `YYYY-MM-DD`."""
    others: list[tuple[str, str]] = []
    """With whom the agent can swap: id and name."""
    problems: dict[str, str] = {}
    _agent_id: str = ""
    _timezone: str = "UTC"

    @rx.event
    async def ill_today(self, agent_id: str):
        """From now on until their day ends."""
        if await self._choose(agent_id):
            await self._weigh(self.today, word("away_ill"))

    @rx.event
    async def open_until(self, agent_id: str):
        """Ask until when."""
        if await self._choose(agent_id):
            self.form = "until"

    @rx.event
    async def open_swap(self, agent_id: str):
        """Ask with whom, and on which day."""
        if await self._choose(agent_id):
            self.form = "swap"

    @rx.event
    def set_form_open(self, is_open: bool):
        """Close the form, as its cross and Esc ask."""
        if not is_open:
            self.form, self.problems = "", {}

    @rx.event
    async def set_until(self, form: dict[str, Any]):
        """From now on, until and including a day of the agent's own zone."""
        try:
            await self._weigh(str(form.get("last_day") or ""), str(form.get("note") or ""))
        except CallboardError as refused:
            self.problems = problems_of(refused)

    @rx.event
    async def swap(self, form: dict[str, Any]):
        """The two exchange their calls of a day, as far as each is free for the other's."""
        other, day = str(form.get("other") or ""), str(form.get("day") or "")
        try:
            start, _ = ranges.typed(day, "", day, "", self._timezone)
            found = await self._ask(impact.of_day, [self._agent_id, other], local_day(start, self._timezone))
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return None
        self.form, self.problems = "", {}
        if not found.calls:
            return NoticeState.show("info", word("swap_none"))
        takers = {
            one.booking.id: other if one.booking.agent_id == self._agent_id else self._agent_id for one in found.calls
        }
        plan = await self.get_state(ImpactState)
        name = dict(self.others).get(other, "")
        title = word("swap_plan_title", name=self.agent_name, other=name)
        await plan._weigh(
            Pending(title, word("swap_act"), word("impact_bulk_hint"), best="reassign", choices=_GIVEN, takers=takers),
            found,
        )
        return None

    async def _weigh(self, last_day: str, note: str) -> None:
        """Open the plan for what stands in the absence. Raises Invalid, NotFound, NotAllowed."""
        start = ranges.this_minute(clock.now())
        day = f"{start.astimezone(zone(self._timezone)):%Y-%m-%d}"
        _, end = ranges.typed(day, "", last_day, "", self._timezone)
        new = NewException(kind="blocked", start_at=start, end_at=end, agent_id=self._agent_id, note=note)
        found = await self._ask(impact.of_exception, new)
        self.form, self.problems = "", {}
        plan = await self.get_state(ImpactState)
        await plan._weigh(
            Pending(
                word("away_title", name=self.agent_name),
                word("away_act"),
                self._hint(end),
                change=schedules.add_exception,
                arguments=(new,),
                best="reassign",
            ),
            found,
        )

    async def _choose(self, agent_id: str) -> AgentView | None:
        """The agent, if the actor may set them away; whoever may not sees no way here."""
        agents = await self._ask(members.whose_hours)
        agent = next((one for one in agents if one.id == agent_id), None)
        self.form, self.problems = "", {}
        if agent:
            self._agent_id, self.agent_name, self._timezone = agent.id, agent.name, agent.timezone
            self.today = local_day(clock.now(), agent.timezone).isoformat()
            self.others = [(one.id, one.name) for one in agents if one.id != agent.id and one.takes_calls]
        return agent

    def _hint(self, end: datetime) -> str:
        """What the absence means, by its last day."""
        last, now = end - timedelta(minutes=1), clock.now()
        if local_day(last, self._timezone).isoformat() == self.today:
            return word("away_plan_today", name=self.agent_name)
        return word("away_plan_hint", name=self.agent_name, day=moments.day_name(last, zone(self._timezone), now))
