"""How evenly calls are shared, in brief, and what the next hundred would make of it."""

from dataclasses import dataclass

import reflex as rx

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages.draws import number
from console.scheduling.messages.fair_shares import ShareRow, given_told, share_row, signed, tenths
from console.scheduling.messages.words import word
from console.scheduling.rules.zones import zone
from console.scheduling.services import fairness, next_turns
from console.scheduling.services.fairness import PERIODS
from console.scheduling.services.next_turns import AgentOutlook
from console.state.gate import open_to
from console.state.reading import ReadingState

_SHOWN = 6
"""So many agents stand in each table: those who are furthest from their share."""


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One agent in the calls played. `before` and `after`: how far from an even share, with its sign."""

    id: str = ""
    name: str = ""
    gets: str = ""
    fair: str = ""
    bar: str = "0%"
    mark: str = "0%"
    before: str = ""
    after: str = ""


@open_to("member")
class NextTurnsState(ReadingState, rx.State):
    """The pool of the active preset, over the longest of the periods looked back on that insights ask for."""

    rows: list[ShareRow] = []
    told: str = ""
    """`212 calls given in the last 30 days`."""
    others: str = ""
    """`12 other agents are closer to theirs`; empty where all are shown."""
    draws: bool = True
    """Whether the engine chooses agents here at all."""
    played: list[TurnRow] = []
    """The calls played; empty until somebody asks."""
    played_told: str = ""
    played_others: str = ""
    is_playing: bool = False

    @rx.event
    async def load(self):
        """Show who is furthest from their share."""
        self.played, self.played_told, self.played_others = [], "", ""
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show the same as it is now."""
        await self._fetch()

    async def _fetch(self) -> None:
        try:
            shares = await self._ask(fairness.shares, None, PERIODS[1])
        except CallboardError as refused:
            self._not_read(refused)
            return
        tz, now = zone(self._times_zone()), clock.now()
        longest = max((max(each.given, each.fair) for each in shares.agents), default=0)
        furthest = sorted(shares.agents, key=lambda each: -abs(each.difference))[:_SHOWN]
        self.rows = [share_row(each, longest, tz, now) for each in furthest] if shares.given else []
        self.others = _others(len(shares.agents))
        self.draws, self.told = shares.draws, given_told(shares.given, shares.elsewhere, shares.days)
        self._was_read()

    @rx.event
    async def simulate(self):
        """Play the next hundred calls by the rule of the draw."""
        self.is_playing = True
        yield
        try:
            told = await self._ask(next_turns.simulate)
        except CallboardError as refused:
            self._not_read(refused)
        else:
            furthest = sorted(told.agents, key=lambda each: -max(abs(each.before), abs(each.gets - each.fair)))[:_SHOWN]
            longest = max((max(each.gets, each.fair) for each in told.agents), default=0)
            self.played = [_row(each, longest) for each in furthest]
            self.played_others = _others(len(told.agents))
            self.played_told = word(
                "insights_played", calls=told.calls, before=tenths(told.widest_before), after=tenths(told.widest_after)
            )
        self.is_playing = False

    @rx.event
    def forget(self):
        """Put what was played away."""
        self.played, self.played_told, self.played_others = [], "", ""


def _row(each: AgentOutlook, longest: float) -> TurnRow:
    return TurnRow(
        id=each.agent_id,
        name=each.name,
        gets=number(each.gets),
        fair=tenths(each.fair),
        bar=f"{100 * each.gets / longest:.2f}%",
        mark=f"{100 * each.fair / longest:.2f}%",
        before=signed(each.before),
        after=signed(each.after),
    )


def _others(agents: int) -> str:
    return word("insights_others", count=agents - _SHOWN) if agents > _SHOWN else ""
