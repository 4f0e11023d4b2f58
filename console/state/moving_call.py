"""Moving a call on a calendar by hand: where it may go while it is held, the question once it is dropped, the way back.

The calendar tells `lift` when a call is taken and `drop` where it is let go. Nothing is moved before the question is
answered; then it is one act of the core, whichever of time, length and agent are different.
"""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import reflex as rx

from console.scheduling import clock
from console.scheduling.actors import Surface
from console.scheduling.errors import CallboardError, SlotUnavailable, StaleVersion
from console.scheduling.messages import move_question as questions
from console.scheduling.messages.instants import parse_instant
from console.scheduling.messages.landing import LandingView, landing_view
from console.scheduling.messages.move_question import MoveQuestion
from console.scheduling.messages.refusals import sentences
from console.scheduling.messages.words import word
from console.scheduling.rules.intervals import Interval
from console.scheduling.rules.ranges import wall_instant
from console.scheduling.rules.zones import day_bounds, zone
from console.scheduling.services import bookings, landing, slot_calendar
from console.scheduling.services.bookings import UNSET, BookingChange
from console.scheduling.services.landing import Drop, LandingQuestion, Prospect
from console.scheduling.services.slot_calendar import SlotButton
from console.state.acting import ActingState
from console.state.gate import open_to
from console.state.notice import NoticeState

_MOST_DAYS = 8


class MovingCallState(ActingState, mixin=True):
    """The call that is held or was dropped, and the last one that was moved."""

    landing: LandingView = LandingView()
    """Where the held call may go; of another call, or with another length, it says nothing."""
    is_open: bool = False
    """Whether the question stands."""
    question: MoveQuestion = MoveQuestion()
    is_stale: bool = False
    """Whether somebody else changed the call while it was held."""
    nearest: list[SlotButton] = []
    start: str = ""
    """None of the nearest times is chosen before it is pressed."""
    refusal: str = ""
    is_moving: bool = False
    version: int = 0
    """Grows when what was dragged must go back to where it was."""
    moved: str = ""
    """What was moved last, until that has been read."""
    may_undo: bool = False
    """Whether moving it back would leave it as it was."""
    _drop: Drop | None = None
    _version: int = 0
    """The booking's version that the person has seen."""
    _held: tuple[str, int, str] = ("", 0, "")
    """The booking that was taken last with its version, and where it stood then, in words."""
    _way_back: tuple[str, BookingChange] | None = None

    @rx.event
    async def lift(self, booking_id: str, minutes: int, first_day: str, last_day: str, agent_ids: list[str]):
        """A call is taken: say where it may go, with this length, on these days (`YYYY-MM-DD`) and to these agents."""
        tz = zone(self._times_zone())
        days = _midnights(first_day, last_day, tz.key)
        if not days:
            return None
        asked = LandingQuestion(
            booking_id=booking_id,
            within=Interval(days[0], days[-1]),
            agent_ids=tuple(agent_ids[: landing.MOST_AGENTS]),
            duration_minutes=minutes or None,
        )
        try:
            found = await self._ask(landing.look, asked)
        except CallboardError as refused:
            return NoticeState.show("info", refused.message)
        now = clock.now()
        # Of sixty agents' week these are thousands of stretches: the other tabs do not wait while they are put into words.
        self.landing = await asyncio.to_thread(landing_view, found, days, tz, now)
        self._held = (booking_id, found.booking.version, questions.held(found, tz, now))
        return None

    @rx.event
    async def drop(self, booking_id: str, version: int, start: str, minutes: int, agent_id: str):
        """A call was let go: ask before it is moved, or say why it cannot stand there and when instead.

        `start` is `YYYY-MM-DDTHH:MM` on the calendar's wall clock. `version` is that of the call which was taken.
        """
        day, _, at = start.partition("T")
        try:
            begins = wall_instant(day, at, self._times_zone())
            wanted = Drop(
                booking_id=booking_id, start=begins, duration_minutes=minutes or None, agent_id=agent_id or None
            )
            prospect = await self._ask(landing.weigh, wanted)
            stood = prospect.call.booking.scheduled_at
            if stood != begins and f"{stood.astimezone(zone(self._times_zone())):%Y-%m-%dT%H:%M}" == start:
                wanted = replace(wanted, start=stood)  # of an hour that comes twice, the one where it stands
                prospect = await self._ask(landing.weigh, wanted)
        except CallboardError as refused:
            self.version += 1
            return NoticeState.show("danger", refused.message)
        if _change(prospect) is None:
            self.version += 1
            return None
        self.refusal, self.moved, self.is_open = "", "", True
        held = self._held[2] if self._held[:2] == (booking_id, version) else ""
        self._show(wanted, prospect, version, held)
        return None

    @rx.event
    async def take_instead(self, start: str):
        """Choose one of the nearest free times for the one that cannot be had."""
        if self._drop is None or start not in [each.start for each in self.nearest]:
            return
        wanted = replace(self._drop, start=parse_instant(start))
        await self._weigh_again(wanted)

    @rx.event
    async def move(self, form: dict[str, Any]):
        """Move it, as it was asked; or say why not."""
        if self._drop is None or self.is_moving:
            return
        self.is_moving, self.refusal = True, ""
        yield
        try:
            prospect = await self._ask(landing.weigh, self._drop)
            if prospect.call.booking.version != self._version:
                self._show(self._drop, prospect, self._version, self.question.old)
                return
            await self._move(prospect, form)
        except StaleVersion:
            await self._weigh_again(self._drop)
        except CallboardError as refused:
            self.refusal = sentences(refused)
            if isinstance(refused, SlotUnavailable):
                await self._weigh_again(self._drop)
        finally:
            self.is_moving = False

    @rx.event
    def set_open(self, is_open: bool):
        """Leave it: the call goes back to where it was."""
        if not is_open:
            self._forget()

    @rx.event
    async def undo(self):
        """Move the call that was moved last back to where it was, if nobody has changed it since."""
        if self._way_back is None:
            return None
        booking_id, change = self._way_back
        self._way_back, self.moved = None, ""
        try:
            booking = await self._ask(bookings.change, booking_id, change)
            back = await self._ask(landing.weigh, Drop(booking_id=booking_id, start=booking.scheduled_at))
        except CallboardError as refused:
            return NoticeState.show("danger", sentences(refused))
        where = questions.where(back.call, zone(self._times_zone()), clock.now())
        return NoticeState.show("success", word("move_undone", customer=booking.guest_name, where=where))

    @rx.event
    def put_moved_away(self):
        """What was moved last has been read."""
        self._way_back, self.moved = None, ""

    async def _move(self, prospect: Prospect, form: dict[str, Any]) -> None:
        """Do it, and keep the way back, where that leaves the call as it was: a confirmation does not come back."""
        change, before = _change(prospect), prospect.call.booking
        if change is None:
            self._forget()
            return
        booking = await self._ask(
            bookings.change,
            before.id,
            replace(
                change,
                reason=form.get("reason") or None,
                respect_working_hours=not form.get("set_aside"),
                expected_version=self._version,
            ),
        )
        told, status = self.question.new, before.status
        self._close()
        self._way_back, self.may_undo = None, booking.status == status
        self.moved = word("move_done", customer=booking.guest_name, where=told)
        if self.may_undo:
            back = BookingChange(
                scheduled_at=before.scheduled_at if change.scheduled_at is not UNSET else UNSET,
                duration_minutes=before.duration_minutes if change.duration_minutes is not UNSET else UNSET,
                agent_id=before.agent_id if change.agent_id is not UNSET else UNSET,
                respect_working_hours=not form.get("set_aside"),
                expected_version=booking.version,
            )
            self._way_back = before.id, back

    async def _weigh_again(self, wanted: Drop) -> None:
        try:
            prospect = await self._ask(landing.weigh, wanted)
        except CallboardError as refused:
            self.refusal = refused.message
            return
        self._show(wanted, prospect, self._version, self.question.old)

    def _show(self, wanted: Drop, prospect: Prospect, version: int, held: str) -> None:
        """Ask about this place. A call of another version than was seen is shown as it was and as it is."""
        tz, now = zone(self._times_zone()), clock.now()
        self.is_stale = prospect.call.booking.version != version
        self.question = questions.move_question(prospect, held if self.is_stale else "", tz, now)
        self._drop, self._version = wanted, prospect.call.booking.version
        starts = [] if prospect.is_possible else [slot.start_at for slot in prospect.nearest]
        self.nearest = slot_calendar.alternative_rows(starts, tz.key, now)

    def _close(self) -> None:
        self.is_open = self.is_stale = False
        self.landing, self._drop, self.refusal, self.nearest = LandingView(), None, "", []

    def _forget(self) -> None:
        self._close()
        self.version += 1


@open_to("member")
class MoveAnyCallState(MovingCallState, rx.State):
    """On the calendar of the master view: any call that the person may move there."""


@open_to("member")
class MoveOwnCallState(MovingCallState, rx.State):
    """On My schedules: an agent's own calls."""

    _surface: ClassVar[Surface] = "agent"


def _change(prospect: Prospect) -> BookingChange | None:
    """What is different at the place where the call was dropped; None: nothing."""
    booking = prospect.call.booking
    new = {
        "scheduled_at": (booking.scheduled_at, prospect.start),
        "duration_minutes": (booking.duration_minutes, prospect.minutes),
        "agent_id": (booking.agent_id, prospect.agent.id),
    }
    wanted: dict[str, Any] = {name: after for name, (before, after) in new.items() if after != before}
    return BookingChange(**wanted) if wanted else None


def _midnights(first_day: str, last_day: str, zone_name: str) -> list[datetime]:
    """The midnights of these days and the one after the last; none for what is no range that a calendar shows."""
    try:
        first, last = date.fromisoformat(first_day), date.fromisoformat(last_day)
    except ValueError:
        return []
    if not 0 <= (last - first).days < _MOST_DAYS:
        return []
    days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    return [*(day_bounds(day, zone_name).start for day in days), day_bounds(last, zone_name).end]
