"""In which zone a page says its times: the viewer's, the app's, or each call's agent's."""

from typing import Protocol
from zoneinfo import ZoneInfo

from console.scheduling.messages import when
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.state.acting import ActingState


class WithAgent(Protocol):
    """A call that knows where its agent is."""

    @property
    def agent_timezone(self) -> str | None: ...


class TimesState(ActingState, mixin=True):
    """For states that show the times of calls."""

    def _zone_of(self, call: WithAgent) -> ZoneInfo:
        """The zone in which this call's times are said."""
        return zone_of(call, self._times(), self._times_zone())

    def _zone_told(self) -> str:
        """The zone in words, for the head of a page."""
        if self._times() == "agent":
            return word("zone_told_agents")
        return self._own_zone_told()

    def _own_zone_told(self) -> str:
        """The same where one zone is everybody's, as on a calendar."""
        return word("zone_told", city=when.city(zone(self._times_zone())))


def zone_of(call: WithAgent, times: str, own: str) -> ZoneInfo:
    """The zone in which this call's times are said to who wants `times`, and `own` where they are not the agent's."""
    where_agent_is = call.agent_timezone if times == "agent" else None
    return zone(where_agent_is or own)
