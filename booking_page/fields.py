"""The booking form's fields: 16 px, so that no phone zooms in on them, each with its label, its hint and its problem."""

from typing import Any

import reflex as rx

from console.components import ui
from console.state.words import booking_words as words

CONTROL = (
    "w-full rounded-md border border-control bg-surface px-3 text-lg text-ink "
    "hover:border-ink focus-visible:border-accent aria-invalid:border-danger"
)
_LINE = "h-11"


class FirstProblem(rx.Component):
    """Leads to the first field that cannot be taken, when a form that was `busy` comes back. Shows nothing."""

    library = "$/public/first_problem.js"
    tag = "FirstProblem"

    busy: rx.Var[bool]


def text_field(state: Any, label: rx.Var[str], name: str, **props: Any) -> rx.Component:
    """One line of the form. It is kept, and judged, when it is left."""
    return _field(
        label,
        name,
        state.problems[name],
        rx.el.input(
            **_kept(state, name),
            class_name=[CONTROL, _LINE],
            **_said(name, state.problems[name]),
            **props,
        ),
    )


def notes_field(state: Any, label: rx.Var[str], name: str) -> rx.Component:
    """Several lines of the form."""
    return _field(
        label,
        name,
        state.problems[name],
        rx.el.textarea(
            **_kept(state, name),
            rows="3",
            class_name=[CONTROL, "block py-2"],
            **_said(name, state.problems[name]),
        ),
    )


def question_field(state: Any, question: Any) -> Any:
    """One of the preset's own questions (a Var of `Question`), by its kind."""
    name = "intake." + question.name
    problem = state.problems[name]

    def keep(typed: Any) -> Any:
        return state.keep_answer(question.name, typed)

    def remember(typed: Any) -> Any:
        return state.remember_answer(question.name, typed).debounce(500)

    common = {**_said(name, problem), "required": question.required}
    typed = {"default_value": question.answer, "on_change": remember, "on_blur": keep, **common}
    line = {"class_name": [CONTROL, _LINE], **typed}
    label = _asked(question)
    return rx.match(
        question.kind,
        (
            "long_text",
            _field(label, name, problem, rx.el.textarea(rows="3", class_name=[CONTROL, "block py-2"], **typed)),
        ),
        ("choice", _field(label, name, problem, _choice(question, keep, common))),
        ("checkbox", _box(state, question, name, problem, common)),
        ("consent", _box(state, question, name, problem, common)),
        ("phone", _field(label, name, problem, rx.el.input(type="tel", **line))),
        ("email", _field(label, name, problem, rx.el.input(type="email", **line))),
        _field(label, name, problem, rx.el.input(**line)),
    )


def trap(name: str) -> rx.Component:
    """A field out of everybody's sight and reach but a robot's."""
    return rx.el.div(
        rx.el.input(name=name, tab_index=-1, auto_complete="off"),
        aria_hidden="true",
        class_name="sr-only",
    )


def _field(label: Any, name: Any, problem: Any, control: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=name, class_name="text-lg font-medium"),
        control,
        _problem(name, problem),
        class_name="flex min-w-0 flex-col gap-1.5",
    )


def _asked(question: Any) -> rx.Component:
    """The question, in whatever language the app put it, and whether it may be left open."""
    may_be_left = rx.el.span(" ", words.may_be_left, class_name="font-normal text-muted")
    return rx.fragment(rx.el.bdi(question.label), rx.cond(question.required, rx.fragment(), may_be_left))


def _choice(question: Any, keep: Any, common: dict[str, Any]) -> rx.Component:
    return rx.el.div(
        rx.el.select(
            rx.el.option(words.please_choose, value=""),
            rx.foreach(question.options, lambda option: rx.el.option(option, value=option)),
            default_value=question.answer,
            on_change=keep,
            class_name=[CONTROL, _LINE, "appearance-none pe-10"],
            **common,
        ),
        ui.icon("chevron-down", class_name="pointer-events-none absolute end-3 top-3.5 text-muted"),
        class_name="relative",
    )


def _box(state: Any, question: Any, name: Any, problem: Any, common: dict[str, Any]) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                default_checked=question.answer != "",
                on_change=lambda ticked: state.keep_answer(question.name, rx.cond(ticked, "on", "")),
                class_name="mt-0.5 size-5 shrink-0 accent-accent",
                **common,
            ),
            rx.el.span(_asked(question)),
            class_name="flex items-start gap-3 py-2.5 text-lg",
        ),
        _problem(name, problem),
    )


def _problem(name: Any, problem: Any) -> rx.Component:
    return rx.el.p(
        rx.cond(problem, ui.icon("circle-alert", size=16, class_name="mt-1"), rx.fragment()),
        problem,
        id=name + "-problem",
        role="alert",
        class_name="flex gap-1.5 text-lg text-danger-ink empty:hidden",
    )


def _kept(state: Any, name: str) -> dict[str, Any]:
    """What keeps a field's text on the server: half a second after the last letter, and judged when it is left."""
    return {
        "default_value": getattr(state, name),
        "on_change": lambda typed: state.remember(name, typed).debounce(500),
        "on_blur": lambda typed: state.keep(name, typed),
    }


def _said(name: Any, problem: Any) -> dict[str, Any]:
    """What ties a control to its label and its problem."""
    return {"id": name, "name": name, "aria_invalid": problem.to(str).bool(), "aria_describedby": name + "-problem"}
