"""Closures from a calendar file: choosing it, seeing what would be added, and adding it."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from console import calendar_reading
from console.scheduling import clock
from console.scheduling.errors import CallboardError
from console.scheduling.messages import moments
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.rules.closure_files import FileTimes
from console.scheduling.rules.zones import zone
from console.scheduling.services import closed_days, impact, schedules
from console.scheduling.services.closed_days import ClosedDays
from console.state import chosen_file
from console.state.acting import ActingState
from console.state.exceptions import ExceptionsState
from console.state.gate import open_to
from console.state.impact import Pending, weigh
from console.state.notice import NoticeState


@dataclass(frozen=True)
class FileTimeRow:
    """A time that the file names, ready to show; `told` says what becomes of it."""

    time: str = ""
    name: str = ""
    told: str = ""
    tone: str = "neutral"


@open_to("member")
class ClosureFileState(ActingState, rx.State):
    """The dialog: for the agent whose exceptions are shown, or for the whole app."""

    is_open: bool = False
    is_working: bool = False
    whose: str = "app"
    problem: str = ""
    rows: list[FileTimeRow] = []
    good: int = 0
    """How many of them would be added."""
    left_out: str = ""
    """What else the file holds, and why it is not taken."""
    is_read: bool = False
    _found: FileTimes = FileTimes()

    @rx.event
    def open_for(self, whose: str):
        """Begin anew, for the agent (`agent`) or the whole app (`app`)."""
        self.reset()
        self.whose, self.is_open = whose if whose == "agent" else "app", True

    @rx.event
    def set_open(self, is_open: bool):
        """Leave it."""
        if not is_open and not self.is_working:
            self.reset()

    @rx.event
    def start_over(self):
        """Choose another file."""
        whose = self.whose
        self.reset()
        self.whose, self.is_open = whose, True

    @rx.event
    async def take_file(self, read: str):
        """Look at a file as the page has read it."""
        if not read or self.is_working:
            return
        self.is_working, self.problem = True, ""
        yield
        try:
            within, timezone = await self._ask(closed_days.whose_clock, await self._agent_id())
            self._found = await calendar_reading.read(chosen_file.content(read), within, timezone)
            await self._preview(timezone)
        except CallboardError as refused:
            self.problem = said(refused.message)
        finally:
            self.is_working = False

    @rx.event
    async def apply(self):
        """Add what is not closed yet; asks first when calls stand in it."""
        try:
            listed = await self._ask(closed_days.of_file, await self._agent_id(), self._found.times)
            new = [each.new for each in listed if each.can_be_taken]
            if not new:
                return None
            found = await self._ask(impact.of_exceptions, new)
            is_asking = await weigh(
                self,
                Pending(
                    word("impact_block_title", count=len(found.calls)),
                    word("closure_file_act_all"),
                    word("impact_hint"),
                    change=schedules.add_exceptions,
                    arguments=(new,),
                    owner=ClosureFileState,
                ),
                found,
            )
        except CallboardError as refused:
            self.problem = said(refused.message)
            return None
        return None if is_asking else await self._show_saved(word("closure_file_added", count=len(new)))

    @rx.event
    async def saved(self):
        """Show what was saved in the dialog of the calls that it falls upon."""
        return await self._show_saved(word("exception_saved"))

    async def _show_saved(self, told: str) -> Any:
        self.reset()
        page = await self.get_state(ExceptionsState)
        return [ExceptionsState.show(page.agent_id), NoticeState.show("success", told)]

    async def _preview(self, timezone: str) -> None:
        listed = await self._ask(closed_days.of_file, await self._agent_id(), self._found.times)
        tz, now = zone(timezone), clock.now()
        times = [moments.days_or_stretch(one.new.start_at, one.new.end_at, tz, now) for one in listed]
        self.rows = [
            FileTimeRow(time, one.new.note or "", *_told(one)) for time, one in zip(times, listed, strict=True)
        ]
        self.good, self.is_read = sum(one.can_be_taken for one in listed), True
        counts = {name: getattr(self._found, name) for name in ("over", "cancelled", "unread")}
        self.left_out = ", ".join(word(f"closure_file_{name}", count=count) for name, count in counts.items() if count)

    async def _agent_id(self) -> str | None:
        return (await self.get_state(ExceptionsState)).agent_id if self.whose == "agent" else None


def _told(one: ClosedDays) -> tuple[str, str]:
    return (word("closed_day_there"), "neutral") if one.is_there else (word("closed_day_new"), "danger")
