"""One agent's week copied to others: who they are, what falls out, all of it done at once, and the way back."""

import re
from dataclasses import dataclass

import reflex as rx

from console.scheduling.errors import CallboardError, Invalid
from console.scheduling.messages import when
from console.scheduling.messages.words import word
from console.scheduling.rules import search
from console.scheduling.rules.zones import zone
from console.scheduling.services import impact, members, weeks
from console.scheduling.services.members import AgentView
from console.scheduling.services.weeks import Replaced
from console.state.acting import ActingState
from console.state.availability import AvailabilityState
from console.state.gate import open_to
from console.state.impact import Pending, weigh
from console.state.notice import NoticeState

_MOST_SHOWN = 100
_PLACE = re.compile(r"agents\[(\d+)\]")


@dataclass(frozen=True)
class AgentTick:
    """An agent who may get the hours."""

    id: str = ""
    name: str = ""
    told: str = ""
    """Their team, and where they are."""
    is_ticked: bool = False


@open_to("member")
class CopyHoursState(ActingState, rx.State):
    """The week is the one that stands on the page, saved or not."""

    is_open: bool = False
    rows: list[AgentTick] = []
    teams: list[tuple[str, str]] = []
    team: str = ""
    """Empty: all of them."""
    looked_for: str = ""
    more: str = ""
    """Said when more match than are shown."""
    clock: str = "own"
    """`own`: on each agent's own clock; `same`: every window keeps its zone."""
    count: int = 0
    """So many are ticked."""
    act: str = ""
    """The words on the button that does it."""
    problems: list[str] = []
    done: str = ""
    """What was done and can be undone; empty when nothing can."""
    _everybody: list[AgentView] = []
    _ticked: list[str] = []
    _asked: Replaced | None = None
    """What is about to be done."""
    _replaced: Replaced | None = None
    """What was done."""

    @rx.event
    async def open(self):
        """Show who could get these hours; nobody is ticked yet."""
        week = await self.get_state(AvailabilityState)
        listed = await self._ask(members.whose_hours)
        self._everybody = [one for one in listed if one.id != week.agent_id]
        self.teams = sorted({(one.team_id, one.team or "") for one in self._everybody if one.team_id}, key=_second)
        self.team, self.looked_for, self.clock, self._ticked, self.problems = "", "", "own", [], []
        self.is_open = True
        self._list()

    @rx.event
    def set_open(self, is_open: bool):
        """Leave it."""
        if not is_open:
            self.is_open, self._everybody = False, []  # a thousand agents are not kept in every tab

    @rx.event
    def search_for(self, text: str):
        """Those with these words in their name."""
        self.looked_for = text
        self._list()

    @rx.event
    def choose_team(self, team_id: str):
        """Those of one team; with an empty id of all."""
        self.team = team_id
        self._list()

    @rx.event
    def choose_clock(self, clock: str):
        """On whose clock the hours are meant."""
        self.clock = "same" if clock == "same" else "own"

    @rx.event
    def tick(self, agent_id: str, is_ticked: bool):
        """This agent is to get the hours, or not."""
        others = [one for one in self._ticked if one != agent_id]
        self._ticked = [*others, agent_id] if is_ticked else others
        self._list()

    @rx.event
    def tick_shown(self, is_ticked: bool):
        """All who match are to get them, also those beyond the list; or nobody is."""
        self._ticked = list(dict.fromkeys([*self._ticked, *(one.id for one in self._matching())])) if is_ticked else []
        self._list()

    @rx.event
    async def copy(self):
        """Make these the hours of all who are ticked; asks first when calls of theirs fall out."""
        week = await self.get_state(AvailabilityState)
        known = {one.id for one in self._everybody}
        chosen = [agent_id for agent_id in self._ticked if agent_id in known]
        try:
            replaced = await self._ask(
                weeks.like, week._typed_windows(), chosen, week._timezone if self.clock == "own" else None
            )
            found = await self._ask(impact.of_weeks, replaced.after)
            is_asking = await weigh(
                self,
                Pending(
                    word("impact_hours_title", count=len(found.calls)),
                    self.act,
                    word("impact_hint"),
                    change=weeks.set_weeks,
                    arguments=(replaced.after,),
                    owner=CopyHoursState,
                ),
                found,
            )
        except Invalid as refused:
            self.problems = self._said(refused, chosen)
            return None
        self.is_open, self._everybody, self._asked = False, [], replaced
        return None if is_asking else self._say_done(week.agent_name)

    @rx.event
    async def saved(self):
        """They were saved in the dialog of the calls outside them."""
        week = await self.get_state(AvailabilityState)
        self._say_done(week.agent_name)

    @rx.event
    async def undo(self):
        """Give them the hours back that they had before, but for those whose hours were changed again."""
        replaced, self._replaced, self.done = self._replaced, None, ""
        if replaced is None:
            return None
        try:
            kept = await self._ask(weeks.put_back, replaced)
        except CallboardError as refused:
            return NoticeState.show("danger", refused.message)
        told = word("copy_hours_kept", count=kept) if kept else word("copy_hours_undone")
        return NoticeState.show("info" if kept else "success", told)

    @rx.event
    def forget(self):
        """Let what was done be; it cannot be undone any more."""
        self._replaced, self.done = None, ""

    def _say_done(self, name: str) -> None:
        if self._asked is not None:
            self._replaced, self._asked = self._asked, None
            self.done = word("copy_hours_done", count=len(self._replaced.after), name=name)

    def _said(self, refused: Invalid, chosen: list[str]) -> list[str]:
        """What is wrong, with the agent whom it is about."""
        names = {one.id: one.name for one in self._everybody}
        said = []
        for problem in refused.problems:
            place = _PLACE.fullmatch(problem.field)
            if place:
                said.append(f"{names[chosen[int(place[1])]]}: {problem.message}")
            elif problem.field.startswith("working_hours"):
                said.append(word("copy_hours_mend"))
            else:
                said.append(problem.message)
        return list(dict.fromkeys(said))

    def _matching(self) -> list[AgentView]:
        wanted = search.search_words(self.looked_for)
        return [
            one
            for one in self._everybody
            if self.team in ("", one.team_id) and all(part in search.folded(one.name) for part in wanted)
        ]

    def _list(self) -> None:
        found = self._matching()
        self.rows = [_row(one, one.id in self._ticked) for one in found[:_MOST_SHOWN]]
        beyond = len(found) - len(self.rows)
        self.more = word("copy_hours_more", count=beyond) if beyond else ""
        self.count, self.problems = len(self._ticked), []
        self.act = word("copy_hours_act", count=self.count)


def _row(agent: AgentView, is_ticked: bool) -> AgentTick:
    told = [agent.team, when.city(zone(agent.timezone))]
    return AgentTick(agent.id, agent.name, " · ".join(part for part in told if part), is_ticked)


def _second(team: tuple[str, str]) -> str:
    return team[1].casefold()
