"""Cancelling many calls: the question with what it would do, and how far the latest such act has come."""

from dataclasses import dataclass, replace

import reflex as rx
from babel.numbers import format_decimal

from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages import moments, when
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.models import Booking, new_id
from console.scheduling.rules.zones import zone
from console.scheduling.services import bulk_cancels
from console.scheduling.services.booking_views import BookingFilter
from console.scheduling.services.bulk_cancels import Progress
from console.state import live
from console.state.bookings import BookingsState
from console.state.call_selection import CallSelectionState
from console.state.gate import open_to, signed_in
from console.state.notice import NoticeState
from console.state.times import TimesState

_MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class NotCancelled:
    """A call that cannot be cancelled, or could not be."""

    id: str
    customer: str
    when: str
    why: str


@open_to("member")
class BulkCancelState(TimesState, rx.State):
    """What is asked before anything is cancelled, and the bar while it is. The act itself is the core's, not this tab's."""

    is_asking: bool = False
    count: int = 0
    count_told: str = ""
    """`12 calls`."""
    refused: list[NotCancelled] = []
    """The first of those that the act would leave alone, and why."""
    refused_told: str = ""
    problem: str = ""

    act_id: str = ""
    told: str = ""
    """`312 of 900 cancelled, 2 could not be`; empty when there is nothing to tell."""
    percent: int = 0
    is_running: bool = False
    failures: list[NotCancelled] = []

    _versions: dict[str, int] = {}
    """What was looked at and will be cancelled: as it was then, and nothing else."""
    _next_id: str = ""

    @rx.event
    async def load(self):
        """Tell how far this person's latest act has come, whichever tab began it, from now on as it is."""
        live.watch_own(self, BulkCancelState.refresh, signed_in().person.id, "bulk", part="act")
        await self._look()

    @rx.event
    async def refresh(self):
        """Tell how far it has come by now."""
        await self._look()

    @rx.event
    async def ask_first(self):
        """Ask whether what is ticked shall be cancelled, and say what cannot be."""
        ticked = await self.get_state(CallSelectionState)
        table = await self.get_state(BookingsState)
        wanted = table.filters.wanted(self._times_zone(), clock.now())
        wanted = wanted if ticked.is_every else BookingFilter(booking_ids=tuple(ticked.chosen))
        self.problem, self._versions, self.refused, self.refused_told = "", {}, [], ""
        if not ticked.is_every and not ticked.chosen:
            return
        try:
            seen = await self._ask(bulk_cancels.preview, replace(wanted, counts_all=False))
        except CallboardError as refused:
            self.problem = refused.message
        else:
            self._versions, self._next_id = seen.versions, new_id("blk")
            self.refused = [self._line(one.call.booking, one.why) for one in seen.refused[:_MOST_LISTED]]
            self.refused_told = word("bulk_refused", count=len(seen.refused)) if seen.refused else ""
        self.count, self.is_asking = len(self._versions), True
        self.count_told = word("calls_counted", count=self.count)

    @rx.event
    def set_asking(self, is_open: bool):
        """Leave the question."""
        self.is_asking = is_open and self.is_asking

    @rx.event
    async def begin(self, form: dict[str, str]):
        """Have them cancelled."""
        if not self._versions:
            return None
        try:
            reason = form.get("reason", "").strip() or None
            await self._ask(bulk_cancels.begin, self._next_id, self._versions, reason)
        except CallboardError as refused:
            self.problem = refused.message
            return None
        self._versions, self.is_asking = {}, False
        await self._look()
        return CallSelectionState.clear

    @rx.event
    async def stop(self):
        """Leave the rest alone."""
        return await self._on_the_act(bulk_cancels.stop)

    @rx.event
    async def put_away(self):
        """Tell no more of it."""
        return await self._on_the_act(bulk_cancels.put_away)

    @rx.event
    async def choose_failed(self):
        """Tick what could not be cancelled, to try again: looked at as it is by then."""
        (await self.get_state(CallSelectionState))._take([line.id for line in self.failures])

    async def _on_the_act(self, verb):
        try:
            await self._ask(verb, self.act_id)
        except CallboardError as refused:
            return NoticeState.show("danger", refused.message)
        await self._look()
        return None

    async def _look(self) -> None:
        try:
            found = await self._ask(bulk_cancels.progress)
        except CallboardError:
            return  # what is told stays told; the table says what the matter is
        self.act_id, self.told = (found.id, self._said(found)) if found else ("", "")
        self.is_running = found is not None and found.is_running
        self.percent = round(100 * (found.done + found.failed) / found.total) if found else 0
        self.failures = [self._line(booking, why) for booking, why in found.failures] if found else []

    def _said(self, found: Progress) -> str:
        number = [format_decimal(count, locale=when.locale_of()) for count in (found.done, found.total)]
        told = [word("bulk_cancelled_so_far", done=number[0], total=number[1])]
        if found.failed:
            told.append(word("bulk_failed", count=found.failed))
        if found.is_stopped and found.left:
            told.append(word("bulk_left", count=found.left))
        return ", ".join(told)

    def _line(self, booking: Booking, why: str) -> NotCancelled:
        when = moments.moment(booking.scheduled_at, zone(self._times_zone()), clock.now())
        return NotCancelled(booking.id, booking.guest_name, when, said(why))
