"""A roster from a file: choosing it, seeing what each line comes to, and taking it."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.messages import when
from console.scheduling.messages.sentences import said
from console.scheduling.messages.words import word
from console.scheduling.rules.roster_files import clocks
from console.scheduling.rules.zones import zone
from console.scheduling.services import impact, rosters
from console.scheduling.services.rosters import PlannedShift
from console.state import chosen_file
from console.state.acting import ActingState
from console.state.exceptions import ExceptionsState
from console.state.gate import open_to
from console.state.impact import Pending, weigh
from console.state.notice import NoticeState

_MOST_SHOWN = 200
_TONES = {"set": "accent", "same": "neutral", "over": "neutral", "held": "warning", "error": "danger"}


@dataclass(frozen=True)
class ShiftLine:
    """One line of the file, ready to show."""

    line: int = 0
    agent: str = ""
    time: str = ""
    told: str = ""
    tone: str = "neutral"
    detail: str = ""
    """What it replaces, or what is wrong."""


@open_to("member")
class RosterState(ActingState, rx.State):
    """The dialog: the file, then its lines."""

    is_open: bool = False
    problem: str = ""
    lines: list[ShiftLine] = []
    """Bad ones first, and no more than can be looked through."""
    unshown: int = 0
    summary: str = ""
    good: int = 0
    bad: int = 0
    download: str = ""
    """Where the roster is to be had as it is."""
    _data: bytes = b""

    @rx.event
    def set_open(self, is_open: bool):
        """Begin anew, or leave it."""
        self.reset()
        self.is_open, self.download = is_open, f"/app/{self._app_id()}/roster.csv"

    @rx.event
    def start_over(self):
        """Choose another file."""
        self.reset()
        self.is_open, self.download = True, f"/app/{self._app_id()}/roster.csv"

    @rx.event
    async def take_file(self, read: str):
        """Look at a file as the page has read it."""
        if read:
            await self._look(read)

    @rx.event
    async def take_text(self, form: dict[str, Any]):
        """Look at what was pasted."""
        self._data = str(form.get("pasted", "")).encode("utf-8", "replace")
        await self._look()

    @rx.event
    async def apply(self):
        """Take the good lines; asks first when calls fall out of the hours of their dates."""
        try:
            found = await self._ask(impact.of_roster, self._data)
            is_asking = await weigh(
                self,
                Pending(
                    word("impact_hours_title", count=len(found.calls)),
                    word("roster_act_all"),
                    word("impact_hint"),
                    change=rosters.import_file,
                    arguments=(self._data,),
                    options={"skip_bad": True},
                    owner=RosterState,
                ),
                found,
            )
        except CallboardError as refused:
            self.problem = said(refused.message)
            return None
        return None if is_asking else await self._show_saved()

    @rx.event
    async def saved(self):
        """Show what was saved in the dialog of the calls that fall out."""
        return await self._show_saved()

    async def _show_saved(self) -> Any:
        told = word("roster_taken", count=self.good)
        self.reset()
        page = await self.get_state(ExceptionsState)
        return [ExceptionsState.show(page.agent_id), NoticeState.show("success", told)]

    async def _look(self, read: str = "") -> None:
        try:
            if read:
                self._data = chosen_file.content(read)
            planned = await self._ask(rosters.preview, self._data)
        except CallboardError as refused:
            self.problem = said(refused.message)
            return
        self.problem = ""
        counts = {act: sum(one.act == act for one in planned) for act in _TONES}
        self.good, self.bad = counts["set"], counts["error"]
        self.summary = ", ".join(
            word(f"roster_count_{act}", count=count) for act, count in counts.items() if count or act == "set"
        )
        ordered = sorted(planned, key=lambda one: (one.act != "error", one.line))
        self.lines = [_line(one) for one in ordered[:_MOST_SHOWN]]
        self.unshown = len(ordered) - len(self.lines)


def _line(one: PlannedShift) -> ShiftLine:
    if one.problems:
        detail = " ".join(
            said(each.message) if each.field == "line" else f"{word(f'roster_{each.field}')}: {said(each.message)}"
            for each in one.problems
        )
    else:
        why = "held_hint" if one.act == "held" else f"replaces_{one.replaces}" if one.replaces else ""
        detail = word(f"roster_{why}") if why else ""
    return ShiftLine(one.line, one.agent, _time(one), word(f"roster_{one.act}"), _TONES[one.act], detail)


def _time(one: PlannedShift) -> str:
    if one.shift is None:
        return ""
    day = when.short_day(one.shift.day).replace(",", "")
    start, end = clocks(one.shift)
    if not start:
        return f"{day}, {word('shift_off')}"
    where = f" {when.city(zone(one.shift.timezone))}" if one.agent_id else ""  # without an agent the zone is a guess
    return f"{day}, {start}–{end}{where}"
