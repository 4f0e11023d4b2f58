"""Forgetting customers by itself, on the settings page: after how many months, and whom that concerns before it is so."""

from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.messages.words import word
from console.scheduling.services import retention
from console.state.acting import ActingState
from console.state.gate import open_to
from console.state.notice import NoticeState
from console.state.problems import problems_of


@open_to("member")
class RetentionState(ActingState, rx.State):
    """What is settled, and the question before it is settled otherwise."""

    months: str = ""
    """After how many; empty: customers are kept."""
    wanted: str = ""
    """What the question is about."""
    concerned: str = ""
    """How many customers that concerns now, in words."""
    is_asking: bool = False
    problems: dict[str, str] = {}

    @rx.event
    async def load(self):
        """Show what is settled."""
        self.problems, self.is_asking = {}, False
        await self._fetch()

    @rx.event
    async def refresh(self):
        """Show what is settled now."""
        await self._fetch()

    @rx.event
    async def ask(self, form: dict[str, Any]):
        """Say whom it would concern, and ask whether it shall be so."""
        typed = str(form.get("retention_months", "")).strip()
        try:
            count = await self._ask(retention.preview, _number(typed))
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return
        self.wanted, self.problems, self.is_asking = typed, {}, True
        if not typed:
            self.concerned = word("retention_kept")
        else:
            self.concerned = word("retention_concerned", count=count) if count else word("retention_nobody_yet")

    @rx.event
    def set_asking(self, is_open: bool):
        """Leave the question."""
        self.is_asking = is_open

    @rx.event
    async def settle(self):
        """Let it be so."""
        self.is_asking = False
        try:
            await self._ask(retention.keep_for, _number(self.wanted))
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return None
        await self._fetch()
        return NoticeState.show("success", word("settings_saved"))

    async def _fetch(self) -> None:
        try:
            months = await self._ask(retention.months)
        except CallboardError:  # the page says itself to whom it is closed
            return
        self.months = str(months or "")


def _number(typed: str) -> int | None:
    """What was typed, as the core judges it: what is no number is none that it takes."""
    return (int(typed) if typed.isdecimal() and len(typed) < 9 else 0) if typed else None
