"""Impact before saving: the calls that a change lets fall out, what is to become of each, and the way back.

A page's state that is about to change somebody's time asks `services.impact` what falls out, and hands the answer over
with what is to be done (`Pending`): `weigh` does it where no call falls out, else it opens the dialog, and nothing is
changed before the person says so there.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import reflex as rx

from console.scheduling import clock
from console.scheduling.actors import Actor
from console.scheduling.errors import CallboardError
from console.scheduling.messages import impact_rows as rows
from console.scheduling.messages.impact_rows import ImpactRow, UndoRow
from console.scheduling.messages.words import word
from console.scheduling.models import ScheduleException
from console.scheduling.rules.zones import zone
from console.scheduling.services import impact, impact_settling, reassigning, sessions
from console.scheduling.services.impact import Impact
from console.scheduling.services.impact_settling import Decision
from console.scheduling.services.reassigning import Move, PlannedCall, PlanQuery
from console.state.acting import ActingState
from console.state.gate import open_to, signed_in
from console.state.notice import NoticeState

_AT_ONCE = 10
"""So many calls are settled between two looks at the progress."""


@dataclass(frozen=True)
class Pending:
    """What is about to be done, and how its dialog speaks of it.

    `change` is the verb with its arguments, None where calls alone are given away. `owner` is the state whose change
    it is: its `saved` is called after the dialog. `best` is what each call gets unless the person says otherwise;
    `choices` are what may be said, none: all that the core allows. `is_own`: it is done by an agent for themself.
    """

    title: str
    act: str
    hint: str = ""
    change: Callable[..., Any] | None = None
    arguments: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    owner: Any = None
    best: str = "keep"
    choices: Sequence[str] = ()
    takers: Mapping[str, str] = field(default_factory=dict)
    day_limits: Mapping[str, int | None] = field(default_factory=dict)
    is_own: bool = False


@open_to("member")
class ImpactState(ActingState, rx.State):
    """The calls at hand with a choice for each, then what came of it; and what can still be undone."""

    is_open: bool = False
    title: str = ""
    hint: str = ""
    act: str = ""
    """The words on the button that does it."""
    rows: list[ImpactRow] = []
    choices: list[tuple[str, str]] = []
    """What can be chosen for all: value and words."""
    reason: str = ""
    """Why calls are cancelled; the customers read it."""
    is_working: bool = False
    progress: str = ""
    is_done: bool = False
    summary: str = ""
    refusal: str = ""
    plan_id: str = ""
    """What can be undone from here; empty when nothing can."""
    undoable: list[UndoRow] = []
    _pending: Pending | None = None
    _planned: dict[str, PlannedCall] = {}
    _versions: dict[str, int] = {}
    _absence: str = ""
    """The exception that was set, which goes when the rest is undone."""

    @rx.var
    def asks_reason(self) -> bool:
        """Whether some call is to be cancelled."""
        return any(row.choice == "cancel" for row in self.rows)

    @rx.var
    def has_several_agents(self) -> bool:
        """Whether it must be said whose call each is."""
        return len({row.agent for row in self.rows}) > 1

    @rx.event
    async def give_away(self, booking_ids: list[str]):
        """Open with these calls, each to be given to somebody else: what a selection in a list comes to."""
        found = await self._ask(impact.of_calls, booking_ids)
        if not found.calls:
            return NoticeState.show("info", word("impact_no_calls"))
        title, act = word("impact_bulk_title", count=len(found.calls)), word("impact_bulk_act")
        hint, choices = word("impact_bulk_hint"), ("keep", "reassign")
        await self._weigh(Pending(title, act, hint, best="reassign", choices=choices), found)
        return None

    @rx.event
    def set_open(self, is_open: bool):
        """Leave it: what is not done yet is not done."""
        if not is_open and not self.is_working:
            self._forget()

    @rx.event
    def choose(self, booking_id: str, choice: str):
        """What is to become of this call."""
        self.rows = [rows.chosen(row, choice) if row.id == booking_id else row for row in self.rows]

    @rx.event
    def choose_for_all(self, choice: str):
        """What is to become of every call for which that can be."""
        self.rows = [rows.chosen(row, choice) for row in self.rows]

    @rx.event
    def set_reason(self, reason: str):
        """Why calls are cancelled."""
        self.reason = reason

    @rx.event
    async def save(self):
        """Do what was asked about, then with each call what was chosen."""
        pending = self._pending
        if pending is None or self.is_working or self.is_done:
            return
        self.is_working, self.refusal, self.progress = True, "", ""
        yield
        try:
            await self._change(pending)
            async for _ in self._settle():
                yield
        except CallboardError as refused:  # what is done is done; pressed again, it goes on from there
            self.refusal = refused.message
            return
        finally:
            self.is_working = False
        self.is_done, self._pending = True, None
        self.summary, self.rows = rows.summary(self.rows), rows.as_it_came(self.rows)
        await self._fetch_undoable()
        self.plan_id = self.plan_id if any(each.id == self.plan_id for each in self.undoable) else ""
        if not any(row.outcome for row in self.rows):
            self._forget()  # every call stays as it is: there is nothing to tell
        if pending.owner:
            yield pending.owner.saved
        elif not self.is_open:  # else the dialog says what came of it
            yield NoticeState.show("success", word("impact_saved" if pending.change else "impact_unchanged"))

    @rx.event
    async def undo(self, plan_id: str):
        """Give the calls of a plan back, and let the absence that came with it go."""
        try:
            outcomes = await self._ask(reassigning.undo, plan_id)
        except CallboardError as refused:
            await self._fetch_undoable()
            yield NoticeState.show("danger", refused.message)
            return
        await self._fetch_undoable()
        self.plan_id = ""
        failed = [outcome for outcome in outcomes if not outcome.is_done]
        if self.is_open and failed:
            self.rows = [rows.undone(row, outcomes) for row in self.rows]
            self.summary = word("impact_undone_partly", count=len(failed))
            return
        self._forget()
        said = word("impact_undone_partly", count=len(failed)) if failed else word("impact_undone")
        yield NoticeState.show("danger" if failed else "success", said)

    @rx.event
    async def load_undoable(self):
        """Show what this person can still undo."""
        await self._fetch_undoable()

    async def _weigh(self, pending: Pending, found: Impact) -> None:
        """Open the dialog over the calls that fall out."""
        self._forget()
        self._pending = pending
        self.title, self.hint, self.act = pending.title, pending.hint, pending.act
        if found.has_more:
            self.hint = f"{self.hint} {word('impact_has_more', count=len(found.calls))}".strip()
        choices = pending.choices or found.choices
        self.choices = [(each, word(f"impact_{each}")) for each in choices]
        self._versions = {one.booking.id: one.booking.version for one in found.calls}
        if "reassign" in choices:
            query = PlanQuery(booking_ids=list(self._versions), takers=pending.takers, day_limits=pending.day_limits)
            self._planned = {each.booking.id: each for each in await self._ask(reassigning.plan, query)}
        tz, now = zone(self._times_zone()), clock.now()
        listed = [rows.impact_row(one, self._planned.get(one.booking.id), choices, tz, now) for one in found.calls]
        self.rows = [rows.at_first(row, pending.best) for row in listed]
        self.is_open = True

    async def _change(self, pending: Pending) -> None:
        """Do what was asked about, once."""
        if pending.change:
            made = await self._ask(pending.change, *pending.arguments, **pending.options)
            self._absence = made.id if isinstance(made, ScheduleException) else ""
            self._pending = replace(pending, change=None)

    async def _settle(self) -> AsyncIterator[None]:
        """Settle the calls that are not settled yet, some at a time, telling how far it has come."""
        chosen = [self._decision(row) for row in self.rows if row.choice != "keep" and not row.outcome]
        decisions = impact_settling.in_order(chosen)
        if not self.plan_id and (self._absence or any(each.move for each in decisions)):
            self.plan_id = await self._ask(reassigning.begin, self._absence or None)
        for first in range(0, len(decisions), _AT_ONCE):
            self.progress = word("impact_progress", done=first, count=len(decisions))
            yield
            outcomes = await self._ask(impact_settling.settle, self.plan_id, decisions[first : first + _AT_ONCE])
            self.rows = [rows.settled(row, outcomes) for row in self.rows]

    def _decision(self, row: ImpactRow) -> Decision:
        version, planned = self._versions[row.id], self._planned.get(row.id)
        move = None
        if row.choice == "reassign" and planned and planned.agent_id:
            move = Move(row.id, planned.agent_id, version, planned.place)
        return Decision(row.id, version, row.choice, move, self.reason or None)  # pyright: ignore[reportArgumentType]

    async def _fetch_undoable(self) -> None:
        tz, now = zone(self._times_zone()), clock.now()
        self.undoable = [rows.undo_row(each, tz, now) for each in await self._ask(reassigning.undoable)]

    async def _actor(self) -> Actor:
        """The person on the master view; on their own page, as the agent that they are there."""
        is_own = self._pending is not None and self._pending.is_own
        return sessions.actor_for(signed_in(), self._app_id(), "agent" if is_own else "admin")

    def _forget(self) -> None:
        self.is_open = self.is_done = self.is_working = False
        self.rows, self.reason, self.progress, self.summary, self.refusal, self.plan_id = [], "", "", "", "", ""
        self._pending, self._planned, self._versions, self._absence = None, {}, {}, ""


async def weigh(state: ActingState, pending: Pending, found: Impact) -> bool:
    """Do what is asked about where no call falls out; else open the dialog over those that do, and give True.

    Raises what the change raises.
    """
    if not found.calls:
        if pending.change:
            await state._ask(pending.change, *pending.arguments, **pending.options)
        return False
    dialog = await state.get_state(ImpactState)
    await dialog._weigh(pending, found)
    return True
