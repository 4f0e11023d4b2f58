"""The answers to the preset's own questions, kept as they are given and judged as they are left."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import reflex as rx

from booking_page.rows import Question
from console.scheduling.errors import Invalid
from console.scheduling.messages.sentences import said
from console.scheduling.rules import intake, limits
from console.scheduling.rules.terms import IntakeQuestion
from console.state.booking_form import BookingFormState, with_country

_BOXES = ("checkbox", "consent")
"""Questions that are answered by a tick; an empty box is not in a submitted form."""
_CHOSEN = (*_BOXES, "choice")
"""Questions that are left with an answer, even if it is none; a line left empty may be on its way to be filled."""


class QuestionsState(BookingFormState, mixin=True):
    """The questions of the preset, each with what was answered so far."""

    questions: list[Question] = []

    @rx.event
    async def remember_answer(self, name: str, typed: str):
        """Keep the answer to one of the preset's questions while it is being typed."""
        self._take_answers({f"intake.{name}": typed})
        await self._is_at_the_form()

    @rx.event
    async def keep_answer(self, name: str, typed: str):
        """Keep the answer to a question that was left, and say at once when it cannot be right."""
        self._take_answers({f"intake.{name}": typed})
        for one in self.questions:
            if one.name == name:
                self._judge(one)
        await self._is_at_the_form()

    def _ask_questions(self, asked: list[IntakeQuestion]) -> bool:
        """Ask these, and tell whether they are others than before. What was answered stays, but a consent to other words."""
        given = {(one.name, one.kind, one.version): one.answer for one in self.questions}
        before = self.questions
        self.questions = [_question(one, given.get((one.name, one.kind, one.version), "")) for one in asked]
        return self.questions != before

    def _keep_all(self, form: Mapping[str, Any]) -> None:
        super()._keep_all(form)
        self._take_answers({f"intake.{one.name}": "" for one in self.questions if one.kind in _BOXES} | dict(form))

    def _take_answers(self, form: Mapping[str, Any]) -> None:
        """Keep what the form answers; questions that it lacks stay as they are."""
        typed = {one.name: str(form.get(f"intake.{one.name}", one.answer)) for one in self.questions}
        self.questions = [replace(one, answer=typed[one.name][: limits.NOTES_LENGTH]) for one in self.questions]

    def _answers(self) -> dict[str, Any]:
        """The answers by the questions' names, as the core takes them."""
        return {one.name: self._answer(one) for one in self.questions}

    def _answer(self, one: Question) -> Any:
        if one.kind == "consent" and one.answer:
            return {"given": True, "version": one.version}
        if one.kind in _BOXES:
            return one.answer != ""
        return with_country(one.answer.strip(), self._form_zone) if one.kind == "phone" else one.answer

    def _judge(self, one: Question) -> None:
        """Judge one answer by the core's own rule."""
        field = f"intake.{one.name}"
        self.problems = {name: told for name, told in self.problems.items() if name != field}
        if not one.answer.strip() and one.kind not in _CHOSEN:
            return
        try:
            intake.checked([asdict(one)], {one.name: self._answer(one)}, complete=True)
        except Invalid as wrong:
            self.problems = {**self.problems, field: said(wrong.problems[0].message)}


def _question(asked: IntakeQuestion, answer: str) -> Question:
    return Question(asked.name, asked.kind, asked.label, asked.required, list(asked.options), asked.version, answer)
