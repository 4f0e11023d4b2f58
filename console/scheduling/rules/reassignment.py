"""Who takes calls that their agents cannot take: a plan that moves nothing in time and touches no other call.

The soonest call is placed first, and each placement takes time away from those behind it. Among the agents whom the
engine finds free, whoever speaks the customer's language comes first, then the first agent's team, then fair turns: the
lowest (calls given + credit + calls of this plan) ÷ weight. Where a call finds nobody, those that the plan has placed in
its way move on, if they can: nobody who could be helped stays behind for the order's sake.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from .assignment import Candidate
from .availability import NO_AGENT_AVAILABLE, REACH, REASON_CODES, AgentFacts, Reason, ReasonCode, Terms, reasons
from .calls import Call
from .intervals import Interval

T = TypeVar("T")

ASIDE: frozenset[ReasonCode] = frozenset({"too_soon", "too_far"})
"""Notice and horizon judge only a new start; these calls keep theirs."""
_MADE_BY_CALLS: frozenset[ReasonCode] = frozenset({"slot_taken", "buffer", "agent_day_limit"})
"""What another call's going elsewhere may lift."""
_TOUCHES = timedelta(hours=12)
"""A call that starts further away cannot conflict: the longest one with the longest buffer."""
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A call that is to leave its agent. `terms` hold its own buffers beside its preset's; `language` is its customer's.

    `takers` are the agents that may take it; None: all whom its preset offers.
    """

    booking_id: str
    agent_id: str
    preset_id: str
    span: Interval
    terms: Terms
    team_id: str | None = None
    language: str | None = None
    takers: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class StandIn:
    """An agent who may take calls. `facts` reach over all the calls of the plan; no `languages`: they are not known."""

    facts: AgentFacts
    team_id: str | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A call that somebody can take. `speaks` is False where they are known not to speak the customer's language."""

    call: Leaving
    agent_id: str
    speaks: bool
    same_team: bool


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A call that nobody can take: the code that all agents share, else `no_agent_available`.

    `held_back` counts the agents by the first thing that stands in their way, in the contract's order of codes.
    """

    call: Leaving
    code: str
    held_back: tuple[tuple[ReasonCode, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Solution:
    """What can be done. `placed` stands in the order in which it must be carried out, `unplaced` soonest first."""

    placed: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]


def solve(
    calls: Collection[Leaving],
    stand_ins: Collection[StandIn],
    pools: Mapping[str, Mapping[str, Candidate]],
    now: datetime,
) -> Solution:
    """A plan for these calls; the same calls, agents and figures give the same plan in whatever order they come.

    `pools` holds, by preset, the agents that it offers with the figures of their turns.
    """
    board = _Board(stand_ins, pools, now)
    waiting = sorted(calls, key=lambda call: (call.span.start, call.booking_id))
    while True:
        left = [call for call in waiting if not board.place(call)]
        if len(left) == len(waiting):
            break
        waiting = left  # a call that has gone since may have left the very agent free
    left = [call for call in waiting if not board.make_room(call, set())]
    return Solution(board.placed(), tuple(board.said(call) for call in left))


def speaks(languages: Sequence[str], language: str | None) -> bool | None:
    """Whether who knows these languages can talk to this customer; None where one or the other is not known."""
    if not language or not languages:
        return None
    return _primary(language) in {_primary(each) for each in languages}


class _Board:
    """The agents' lines as the plan leaves them, step by step."""

    def __init__(
        self, stand_ins: Collection[StandIn], pools: Mapping[str, Mapping[str, Candidate]], now: datetime
    ) -> None:
        self._stand_ins = {each.facts.agent_id: each for each in stand_ins}
        self._lines = {each.facts.agent_id: _Line(each.facts) for each in stand_ins}
        self._answers: dict[tuple[str, str], tuple[int, tuple[Reason, ...]]] = {}
        """By booking and agent, what stood against it, and how often the agent's line had changed by then."""
        self._pools = pools
        self._now = now
        self._steps: dict[str, tuple[Leaving, str]] = {}
        """By booking, the call and its new agent; in the order of the acts."""
        self._taken: Counter[str] = Counter()

    def place(self, call: Leaving) -> bool:
        """Give the call to the best of those who are free; False when nobody is."""
        free = [agent_id for agent_id in self._takers(call) if not self._against(call, agent_id)]
        if free:
            self._put(call, min(free, key=lambda agent_id: self._rank(call, agent_id)))
        return bool(free)

    def make_room(self, call: Leaving, asked: set[str]) -> bool:
        """Place the call where another of this plan stands in its way that can go elsewhere; `asked` were tried already."""
        for agent_id in sorted(self._takers(call), key=lambda agent_id: self._rank(call, agent_id)):
            if not _MADE_BY_CALLS.issuperset(reason.code for reason in self._against(call, agent_id)):
                continue
            for other in self._in_the_way(call, agent_id):
                if other.booking_id in asked:
                    continue
                asked.add(other.booking_id)
                self._take_back(other)
                if not self._against(call, agent_id):
                    self._put(call, agent_id)
                    if self.place(other) or self.make_room(other, asked):
                        return True
                    self._take_back(call)
                self._put(other, agent_id)
        return False

    def placed(self) -> tuple[Placed, ...]:
        """The steps, in the order in which each finds its agent free."""
        return tuple(
            Placed(call, agent_id, self._speaks(call, agent_id) is not False, self._same_team(call, agent_id))
            for call, agent_id in self._steps.values()
        )

    def said(self, call: Leaving) -> Unplaced:
        """Why nobody can take this call."""
        against = [self._against(call, agent_id) for agent_id in self._takers(call)]
        shared = set.intersection(*({each.code for each in found} for found in against)) if against else set()
        first = Counter(found[0].code for found in against)
        return Unplaced(
            call,
            next((code for code in REASON_CODES if code in shared), NO_AGENT_AVAILABLE),
            tuple((code, first[code]) for code in REASON_CODES if first[code]),
        )

    def _takers(self, call: Leaving) -> list[str]:
        wanted = self._pools.get(call.preset_id, {}).keys() if call.takers is None else call.takers
        return sorted(each for each in wanted if each in self._stand_ins and each != call.agent_id)

    def _against(self, call: Leaving, agent_id: str) -> tuple[Reason, ...]:
        line, asked = self._lines[agent_id], (call.booking_id, agent_id)
        changes, found = self._answers.get(asked, (-1, ()))
        if changes != line.changes:
            found = self._reasons(call, agent_id, line)
            self._answers[asked] = line.changes, found
        return found

    def _reasons(self, call: Leaving, agent_id: str, line: "_Line") -> tuple[Reason, ...]:
        return reasons(
            line.near(call.span),
            call.terms,
            call.span,
            self._now,
            set_aside=ASIDE,
            moving=call.booking_id,
            in_preset=agent_id in self._pools.get(call.preset_id, {}),
        )

    def _in_the_way(self, call: Leaving, agent_id: str) -> list[Leaving]:
        """Calls that the plan has placed with this agent at about that time.

        A call whose first agent has been given another one since cannot go later than it did.
        """
        receiving = {taker for _, taker in self._steps.values()}
        return [
            other
            for other, taker in self._steps.values()
            if taker == agent_id and other.agent_id not in receiving and _near(other.span.start, call.span)
        ]

    def _put(self, call: Leaving, agent_id: str) -> None:
        if call.agent_id in self._lines:
            self._lines[call.agent_id].leave(call)
        self._lines[agent_id].join(call)
        self._steps[call.booking_id] = call, agent_id
        self._taken[agent_id] += 1

    def _take_back(self, call: Leaving) -> None:
        _, agent_id = self._steps.pop(call.booking_id)
        self._lines[agent_id].leave(call)
        if call.agent_id in self._lines:
            self._lines[call.agent_id].join(call)
        self._taken[agent_id] -= 1

    def _rank(self, call: Leaving, agent_id: str) -> tuple[int, bool, float, datetime, str]:
        """The lowest is the best."""
        figures = self._pools.get(call.preset_id, {}).get(agent_id) or Candidate(agent_id)
        had = replace(figures, given=figures.given + self._taken[agent_id])
        language = {True: 0, None: 1, False: 2}[self._speaks(call, agent_id)]
        return (
            language,
            not self._same_team(call, agent_id),
            had.share,
            figures.last_given_at or _NEVER,
            agent_id,
        )

    def _speaks(self, call: Leaving, agent_id: str) -> bool | None:
        return speaks(self._stand_ins[agent_id].languages, call.language)

    def _same_team(self, call: Leaving, agent_id: str) -> bool:
        return call.team_id is None or self._stand_ins[agent_id].team_id == call.team_id


class _Line:
    """One agent's facts, as the plan changes them."""

    def __init__(self, facts: AgentFacts) -> None:
        self._facts = facts
        self._calls = sorted(facts.calls, key=_call_start)
        self._day_starts = sorted(facts.day_starts, key=_day_start)
        self.changes = 0
        """Grows whenever a call comes or goes."""

    def near(self, span: Interval) -> AgentFacts:
        """The facts with those calls alone that can matter to a call at this time: most of a long absence cannot."""
        calls, starts = self._calls, self._day_starts
        since, until = span.start - _TOUCHES, span.end + _TOUCHES
        days_since, days_until = span.start - REACH, span.end + REACH
        return replace(
            self._facts,
            calls=tuple(calls[_first(calls, since, _call_start) : _first(calls, until, _call_start)]),
            day_starts=tuple(starts[_first(starts, days_since, _day_start) : _first(starts, days_until, _day_start)]),
        )

    def leave(self, call: Leaving) -> None:
        """The agent no longer has this call."""
        self._calls = [each for each in self._calls if each.booking_id != call.booking_id]
        self._day_starts = [each for each in self._day_starts if each[1] != call.booking_id]
        self.changes += 1

    def join(self, call: Leaving) -> None:
        """The agent has this call now."""
        span, terms = call.span, call.terms
        joined = Call(span.start, span.end, terms.buffer_before, terms.buffer_after, call.booking_id)
        insort(self._calls, joined, key=_call_start)
        insort(self._day_starts, (span.start, call.booking_id), key=_day_start)
        self.changes += 1


def _first(ordered: Sequence[T], at: datetime, key: Callable[[T], datetime]) -> int:
    return bisect_left(ordered, at, key=key)


def _day_start(counted: tuple[datetime, str | None]) -> datetime:
    return counted[0]


def _call_start(call: Call) -> datetime:
    return call.start


def _near(start: datetime, span: Interval) -> bool:
    return span.start - REACH < start < span.end + REACH


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
