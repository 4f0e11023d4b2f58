"""The fields of a preset's form: each knows its label, its value and what is wrong with it by its term's name."""

import reflex as rx

from console.components import ui
from console.state.presets import PresetsState
from console.state.words import words

PAIR = "grid items-start gap-x-4 gap-y-4 sm:grid-cols-2"
"""Two fields beside one another where there is room."""


def group(title: rx.Var[str], *children) -> rx.Component:
    """A part of the form under a heading."""
    return rx.el.fieldset(
        rx.el.legend(title, class_name="mb-3 text-base font-semibold text-ink"),
        rx.el.div(*children, class_name="flex flex-col gap-4"),
        class_name="min-w-0",
    )


def text(name: str, **props) -> rx.Component:
    """A line of text."""
    return ui.field(
        _label(name),
        name=name,
        default_value=PresetsState.values[name],
        error=PresetsState.problems[name],
        **props,
    )


def number(name: str, **props) -> rx.Component:
    """A whole number from 0 on."""
    return text(name, type="number", min="0", **props)


def choice(name: str, options: list[tuple[str, rx.Var[str]]]) -> rx.Component:
    """One of these options."""
    return ui.field(
        _label(name),
        ui.select,
        name=name,
        options=options,
        default_value=PresetsState.values[name],
        error=PresetsState.problems[name],
    )


def tick(name: str, **props) -> rx.Component:
    """Yes or no."""
    return ui.checkbox(_label(name), name=name, default_checked=PresetsState.ticked.contains(name), **props)


def error(name: str) -> rx.Component:
    """What is wrong with a term that has no field of its own."""
    return rx.el.p(PresetsState.problems[name], role="alert", class_name="text-xs text-danger-ink empty:hidden")


def _label(name: str) -> rx.Var[str]:
    return getattr(words, "preset_" + name.replace("limits.", "limit_"))
