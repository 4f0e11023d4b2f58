"""Choosing another password on one's profile."""

from typing import Any

import reflex as rx

from console.scheduling.errors import CallboardError
from console.scheduling.messages.words import word
from console.scheduling.services import people
from console.state.acting import ActingState
from console.state.gate import open_to, signed_in
from console.state.notice import NoticeState
from console.state.problems import problems_of


@open_to("member")
class OwnPasswordState(ActingState, rx.State):
    """The form; what is typed into it is kept nowhere."""

    problems: dict[str, str] = {}
    changes: int = 0
    """How often it was changed here: the form begins empty after each."""

    @rx.event
    async def change(self, form: dict[str, Any]):
        """Choose another password; every other browser is signed out."""
        old, new = str(form.get("old", "")), str(form.get("new", ""))
        try:
            await self._ask(people.change_password, old, new, but=signed_in().token_hash)
        except CallboardError as refused:
            self.problems = problems_of(refused)
            return None
        self.problems, self.changes = {}, self.changes + 1
        return NoticeState.show("success", word("password_changed"))
