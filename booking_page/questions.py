"""The answers to the preset's own questions, kept as they are given."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import reflex as rx

from booking_page.rows import Question
from console.scheduling.rules import limits
from console.scheduling.rules.terms import IntakeQuestion
from console.state.booking_form import BookingFormState

_BOXES = ("checkbox", "consent")
"""Questions that are answered by a tick; an empty box is not in a submitted form."""


class QuestionsState(BookingFormState, mixin=True):
    """The questions of the preset, each with what was answered so far."""

    questions: list[Question] = []

    @rx.event
    async def keep_answer(self, name: str, typed: str):
        """Keep the answer to one of the preset's questions."""
        self._take_answers({f"intake.{name}": typed})
        await self._is_at_the_form()

    def _ask_questions(self, asked: list[IntakeQuestion]) -> None:
        self.questions = [Question(one.name, one.kind, one.label, one.required, list(one.options)) for one in asked]

    def _keep_all(self, form: Mapping[str, Any]) -> None:
        super()._keep_all(form)
        self._take_answers({f"intake.{one.name}": "" for one in self.questions if one.kind in _BOXES} | dict(form))

    def _take_answers(self, form: Mapping[str, Any]) -> None:
        """Keep what the form answers; questions that it lacks stay as they are."""
        typed = {one.name: str(form.get(f"intake.{one.name}", one.answer)) for one in self.questions}
        self.questions = [replace(one, answer=typed[one.name][: limits.NOTES_LENGTH]) for one in self.questions]

    def _answers(self) -> dict[str, Any]:
        """The answers by the questions' names, as the core takes them."""
        return {one.name: one.answer != "" if one.kind in _BOXES else one.answer for one in self.questions}
